"""What is to become of the rows of each table, asked of all tables in one statement."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, literal, select

from upheld.subject.asking import together
from upheld.subject.marks import ActionCode, RoleCode
from upheld.subject.working_set import KeySet, WorkingSet


@dataclass(slots=True)
class Census:
    """One table.

    Attributes:
        actions: The acts that its rows need: what nobody needs costs no statement.
        nulls: The references that rows which stay let go of, as in a key set's `nulls`.
        stays: Whether any row that is somebody's own is not deleted.
        rows: How many rows have an act and let go of these references.
    """

    actions: set[ActionCode] = field(default_factory=set)
    nulls: int = 0
    stays: bool = False
    rows: dict[tuple[ActionCode, int], int] = field(default_factory=dict)

    def add(self, action: int, role: int, nulls: int, rows: int) -> None:
        """Take rows that have all of this in common."""
        code = ActionCode(action)
        self.actions.add(code)
        self.rows[code, nulls] = self.rows.get((code, nulls), 0) + rows
        if code != ActionCode.DELETE:
            self.nulls |= nulls
            self.stays |= role == RoleCode.OWNER

    def rows_with(self, action: ActionCode) -> int:
        """How many rows have an act."""
        return sum(rows for (code, _), rows in self.rows.items() if code == action)

    def rows_releasing(self, bit: int) -> int:
        """How many rows stay and let go of a reference."""
        return sum(
            rows
            for (code, nulls), rows in self.rows.items()
            if nulls & bit and code != ActionCode.DELETE
        )


def census_of(working: WorkingSet) -> dict[str, Census]:
    """Look at every set as it is now."""
    found = {name: Census() for name in working.sets}
    for query in working.remembered(
        "census", lambda: together(_of(name, keys) for name, keys in working.sets.items())
    ):
        for name, *marks in working.connection.execute(query):
            found[name].add(*marks)
    return found


def _of(name: str, keys: KeySet) -> Select[Any]:
    t = keys.table
    marks = (t.c.action, t.c.role, t.c.nulls)
    return select(literal(name), *marks, func.count()).group_by(*marks)
