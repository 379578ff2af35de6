"""Where a map's entry names a column of its own table, and as what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.datamap.condition import UnreadableConditionError, columns_of
from upheld.datamap.model import Columns, OnErase, TableMap
from upheld.datamap.via import ColumnsVia, UnreadableViaError, parse

Step: TypeAlias = str | int
As: TypeAlias = Literal["field", "part", "condition", "point"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place at which a column is named.

    Attributes:
        path: Below the table's entry.
        as_: What is said of it: a `field` says what it holds, a `part` needs it (an edge, a
            retention), a `condition` compares it, a `point` is not decided yet.
    """

    column: str
    path: tuple[Step, ...]
    as_: As


def mentions(entry: TableMap) -> Iterator[Mention]:
    """Yield every mention; what cannot be read is refused where the map is read."""
    for column in entry.fields:
        yield Mention(column=column, path=("fields", column), as_="field")
    yield from _links(entry)
    yield from _erasing(entry)
    for number, point in enumerate(entry.unsure):
        named = {part.strip() for part in point.point.split(",")} | via_columns(point.point)
        for column in sorted(named):
            yield Mention(column=column, path=("unsure", number), as_="point")


def _links(entry: TableMap) -> Iterator[Mention]:
    for number, edge in enumerate(entry.edges):
        at: tuple[Step, ...] = ("edges", number)
        yield from _parts(via_columns(edge.via), (*at, "via"))
        yield from _conditions(edge.when, (*at, "when"))
    for number, owned in enumerate(entry.owns):
        yield from _parts(via_columns(owned.via), ("owns", number, "via"))


def _erasing(entry: TableMap) -> Iterator[Mention]:
    """What becomes of a row, and of which columns."""
    for column in entry.json_:
        yield Mention(column=column, path=("json", column), as_="part")
    if isinstance(entry.on_erase, OnErase):
        for column in entry.on_erase.anonymise:
            yield Mention(column=column, path=("on_erase", "anonymise", column), as_="part")
    if entry.soft_delete is not None:
        yield from _parts({entry.soft_delete.column}, ("soft_delete", "column"))
    if entry.retain is not None:
        start = {entry.retain.from_} if entry.retain.from_ else set()
        yield from _parts(start, ("retain", "from"))
        for number, column in enumerate(entry.retain.keep):
            yield Mention(column=column, path=("retain", "keep", number), as_="part")
        yield from _conditions(entry.retain.when, ("retain", "when"))


def via_columns(via: Columns) -> set[str]:
    """Return the columns that a `via` names; none where it cannot be read (reading refuses it)."""
    try:
        read = parse(via)
    except UnreadableViaError:
        return set()
    return set(read.columns) if isinstance(read, ColumnsVia) else {read.column}


def _parts(columns: set[str], path: tuple[Step, ...]) -> Iterator[Mention]:
    return (Mention(column=column, path=path, as_="part") for column in sorted(columns))


def _conditions(when: str | None, path: tuple[Step, ...]) -> Iterator[Mention]:
    if when is None:
        return
    try:
        named = columns_of(when)
    except UnreadableConditionError:
        return  # reading the map refuses it, with its position
    yield from (Mention(column=column, path=path, as_="condition") for column in named)
