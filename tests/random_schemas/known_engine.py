"""An engine that does what the oracle says, and then one thing more: a fault we know of.

It exists to show that the properties hold on a right engine and notice a wrong one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from tests.random_schemas.model import Model, Row, RowName, Subject, Table
from tests.random_schemas.oracle import Judgement, afterwards, judge
from tests.random_schemas.properties import Fresh, Rows, overwrite, read
from tests.random_schemas.world import BLANK, ERASED

Fault: TypeAlias = Callable[[Model, Judgement, dict[RowName, Row]], None]


def no_fault(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    """Leave everything as the oracle says."""


@dataclass(slots=True, kw_only=True)
class KnownEngine:
    """Works on databases of one model; `fault` changes the end state before it is written."""

    model: Model
    fault: Fault = no_fault
    written: int = field(default=0)

    def __call__(
        self,
        url: str,
        _map_yaml: str,
        _rules: Mapping[str, str],
        subjects: Sequence[Subject],
        _as_of: date,
    ) -> None:
        """Write the end state that the oracle works out."""
        before = replace(self.model, rows=read(self.model, url))
        judgement = judge(before, subjects)
        after = afterwards(before, judgement)
        rows = {(t.name, r["mark"]): self._filled(t, r) for t, r in after.each_row()}
        self.fault(before, judgement, rows)
        tables: Rows = {
            name: [row for (table, _), row in rows.items() if table == name]
            for name in self.model.tables
        }
        overwrite(replace(self.model, rows=tables), url)

    def _filled(self, table: Table, row: Row) -> Row:
        """Put a value in each place that must hold another one."""
        return {name: self._value(table, name, value) for name, value in row.items()}

    def _value(self, table: Table, column: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: part for key, part in value.items() if part is not ERASED}
        if value is not ERASED:
            return None if value is BLANK else value
        self.written += 1
        kind = table.column(column).kind
        return {"integer": 0, "date": "1900-01-01"}.get(kind, f"erased-{self.written}")


@contextmanager
def sqlite_files() -> Iterator[Fresh]:
    """Empty SQLite databases, as many as asked for, gone at the end.

    In memory where the machine has a place for that: nobody pulls the plug in these tests.
    """
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        names = iter(range(1_000))
        yield lambda: f"sqlite:///{Path(folder) / str(next(names))}.db"
