"""What the values of columns are: a sample of each first, and all of a column where that leaves doubt.

A sample of 240 rows shows what a full column is, if it is full of one thing. Where no row of the
sample holds a value, or a third of them are of a kind and the others not, the whole column is
read once, and a reservoir of it judged: every value has the same chance to be in it.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from upheld.connectors.contract import Value
from upheld.connectors.schema import Column, ColumnType
from upheld.datamap.budget import Budget, OutOfTimeError
from upheld.detection.columns import Verdict
from upheld.detection.scanner import Scanner
from upheld.detection.typed import Stored, judge_stored

RESERVOIR = 1_000
"""Values of a whole column that are kept for judging."""
_ASKED_EVERY = 500  # values between two looks at the clock
STORED: dict[ColumnType, Stored] = {
    "integer": "number",
    "decimal": "number",
    "date": "day",
    "datetime": "day",
    "binary": "bytes",
    "array": "list",
}


class WholeColumns(Protocol):
    """Reads a column to its end."""

    def values(self, table: str, column: str) -> Iterator[Value]:
        """Stream every value that is not NULL.

        Raises:
            OutOfTimeError: The database did not let us read to the end.
        """
        ...


@dataclass(slots=True, kw_only=True)
class Judging:
    """Judges columns within a budget, and remembers how far it came.

    Attributes:
        scanner: Says what a text holds.
        columns: Reads whole columns.
        budget: Over it nothing more is judged.
        told: Called with each table whose columns are being judged.
        sampled: Columns judged by a sample.
        full: Columns read to their end, as table and column.
        doubtful: Columns whose sample left doubt, for which no time was left.
        unreached: Columns that nothing was judged of: names and shapes alone speak.
    """

    scanner: Scanner
    columns: WholeColumns
    budget: Budget = field(default_factory=Budget)
    told: Callable[[str], None] = lambda _: None
    sampled: int = 0
    full: list[tuple[str, str]] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)
    unreached: list[tuple[str, str]] = field(default_factory=list)

    def verdict(
        self, table: str, column: Column, sample: Sequence[Value], *, more: bool
    ) -> Verdict | None:
        """Judge a column; `None` where no time is left.

        Args:
            table: Its table.
            column: The column.
            sample: Values of it.
            more: Whether the table has rows beyond the sample.
        """
        if self.budget.over():
            self.unreached.append((table, column.name))
            return None
        self.told(table)
        first = self._judged(column, sample)
        if not (more and first.unsure):
            self.sampled += 1
            return first
        place = table, column.name
        try:
            whole = reservoir(self._until_over(*place), RESERVOIR, f"{table}.{column.name}")
        except OutOfTimeError:
            whole = None
        if whole is None or self.budget.over():
            self.doubtful.append(place)
            return first
        self.full.append(place)
        return self._judged(column, whole)

    def _judged(self, column: Column, values: Iterable[Value]) -> Verdict:
        return judge_stored(column.name, STORED.get(column.type, "text"), values, self.scanner)

    def _until_over(self, table: str, column: str) -> Iterator[Value]:
        for number, value in enumerate(self.columns.values(table, column)):
            if number % _ASKED_EVERY == 0 and self.budget.over():
                return
            if value != "":
                yield value


def reservoir(values: Iterable[Value], size: int, seed: str) -> list[Value]:
    """Keep `size` of any number of values, each with the same chance (Algorithm R, Vitter 1985).

    Args:
        values: Read once.
        size: How many are kept.
        seed: The same seed keeps the same ones: a run can be repeated.
    """
    dice = random.Random(seed)  # noqa: S311 - a sample, no secret
    kept: list[Value] = []
    for number, value in enumerate(values):
        if number < size:
            kept.append(value)
        elif (place := dice.randrange(number + 1)) < size:
            kept[place] = value
    return kept
