"""What is held now of a category, in exactly the rows that a correction would write.

Reading only. Rows that somebody else owns too, and those that a law or a hold keeps, are left
out: what is shown here is what can be replaced, and nothing else.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from upheld.correction.fitting import correctable
from upheld.correction.plan import CHANGED, holding, kind_of
from upheld.datamap.graph import Graph
from upheld.deletion.plan import Asked, trace
from upheld.deletion.procedure import System
from upheld.subject.working_set import KeySet, WorkingSet

MOST_VALUES = 20
"""Different values of one category that are read for one person; more are told as more."""


@dataclass(slots=True)
class Held:
    """What is held of one category.

    Attributes:
        values: Different values as texts, in the order of the places; none where all are empty.
        rows: Rows a correction would write, at the most `MOST_VALUES + 1` a column.
    """

    values: list[str] = field(default_factory=list, repr=False)
    rows: int = 0


def current(
    systems: Sequence[System], asked: Mapping[str, Sequence[Asked]], categories: Collection[str]
) -> dict[str, Held]:
    """Read what is held of these categories about one person.

    Args:
        systems: The databases, each with its map.
        asked: By system: the person; see `rights.finding.asked_in`.
        categories: Which.

    Raises:
        PlaceUnreachableError: A database does not answer: nothing can be said.
    """
    found = {name: Held() for name in categories}
    for system in systems:
        people = asked.get(system.name)
        if not people:
            continue
        with system.place.session() as connection:
            working = WorkingSet(connection, system.place, system.graph)
            trace(working, people, system.retention)
            for name, value in _values(working, found):
                held = found[name]
                held.rows += 1
                text = spoken(value)
                if text and text not in held.values and len(held.values) <= MOST_VALUES:
                    held.values.append(text)
            working.drop()
    return found


def _values(working: WorkingSet, wanted: Collection[str]) -> Iterator[tuple[str, Any]]:
    for table in (name for group in working.graph.order for name in group):
        keys = working.sets.get(table)
        if keys is None:
            continue
        for column in keys.node.personal_columns():
            name = keys.node.entry.category_of(column)
            if name in wanted and name is not None:
                for value in _of_column(working, keys, column):
                    yield name, value


def _of_column(working: WorkingSet, keys: KeySet, column: str) -> list[Any]:
    base = working.alias(keys.node.name, "c")
    query = (
        select(base.c[column])
        .select_from(keys.table.join(base, working.same_row(keys, base)))
        .where(
            holding(working, keys, column, base),
            kind_of(working, keys, column) == CHANGED,
        )
        .distinct()
        .limit(MOST_VALUES + 1)
    )
    return list(working.connection.execute(query).scalars())


def spoken(value: Any) -> str:
    """Return a stored value as the text that a correction of it would be written as.

    >>> spoken(None), spoken(True), spoken(date(2026, 5, 12)), spoken(" a ")
    ('', 'true', '2026-05-12', ' a ')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def replaceable(graph: Graph, categories: Collection[str]) -> dict[str, bool]:
    """Say of categories that a database holds whether every column of them can be replaced.

    One by which people are found is not: whoever changes it becomes somebody else to us, or
    is found by nobody, so that a person looks at it first.
    """
    found: dict[str, bool] = {}
    finding = _finding(graph)
    for node in graph.nodes.values():
        for column in node.personal_columns():
            name = node.entry.category_of(column)
            if name is None or name not in categories:
                continue
            free = (node.name, column) not in finding
            fits = free and correctable(graph, node, node.table.columns[column])
            found[name] = found.get(name, True) and fits
    return found


def _finding(graph: Graph) -> set[tuple[str, str]]:
    own = {
        (subject.table, column)
        for subject in graph.datamap.subjects.values()
        for column in subject.identifiers.values()
    }
    matched = {
        (node.name, column)
        for node in graph.nodes.values()
        for link in node.links
        if link.identifier is not None
        for column in link.columns
    }
    return own | matched
