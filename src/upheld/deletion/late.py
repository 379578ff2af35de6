"""Rows that were written for a person while the person was erased, or were missed.

Two things show them, and one statement asks for both. A row that refers to a deleted one is an
orphan; where a declared key says so the database itself sees to it. A row that refers to one
which stays (a tombstone, a retained invoice) looks like any other: it is late when the set of
the person's rows does not hold it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from upheld.datamap.condition import compiled
from upheld.datamap.links import Link
from upheld.subject.asking import together
from upheld.subject.comparing import refers
from upheld.subject.marking import still_there
from upheld.subject.marks import ActionCode, RoleCode
from upheld.subject.working_set import KeySet, WorkingSet

_PERSON_STAYS = (ActionCode.ANONYMISE, ActionCode.RETAIN, ActionCode.TOMBSTONE)
"""Acts after which a row is still the person's, and can be referred to. What is unlinked or
kept for others is nobody's or theirs; a held row is to be written for as before."""


def late_rows(working: WorkingSet) -> dict[str, int]:
    """Count rows written late, by table.

    References read from signed or compressed text (`decode`) and identifiers (`match`) would
    need the whole table: the residue scan and the later sweeps look for those.
    """
    found: dict[str, int] = {}
    for query in working.remembered("late rows", lambda: together(_questions(working))):
        for name, rows in working.connection.execute(query):
            if rows:
                found[name] = found.get(name, 0) + int(rows)
    return found


def _questions(working: WorkingSet) -> Iterator[Select[Any]]:
    yield from _orphans(working)
    if not working.ended:  # what hangs on a row that only loses its personal part may stay
        yield from _beside_what_stays(working)


def _orphans(working: WorkingSet) -> Iterator[Any]:
    for name, keys in working.sets.items():
        s = keys.table
        for ref in working.graph.references_to(name):
            if ref.foreign_key is not None or not set(ref.parent_columns) <= set(keys.by_column):
                continue
            child = working.alias(ref.child, "c")
            start, values = working.values_of(keys, s, ref.parent_columns, "p")
            on = refers(working.dialect, ref.via, child, values)
            if ref.when is not None:
                on = and_(on, compiled(ref.when, child))
            gone = s.c.action == int(ActionCode.DELETE)
            yield _counted(ref.child, start.join(child, on), [gone])


def _beside_what_stays(working: WorkingSet) -> Iterator[Any]:
    for node in working.graph.nodes.values():
        if working.by_values(node):
            continue  # once anonymised, a row is not known again
        for link in node.links:
            keys = working.sets.get(link.parent)
            if keys is not None and link.owns_rows and link.kind in ("key", "json", "pattern"):
                yield _unknown_children(working, keys, link)


def _unknown_children(working: WorkingSet, keys: KeySet, link: Link) -> Any:
    node = working.graph.node(link.child)
    s, child = keys.table.alias("s"), working.alias(link.child, "c")
    start, values = working.values_of(keys, s, link.parent_columns, "p")
    limits = [
        s.c.role == int(RoleCode.OWNER),
        s.c.action.in_([int(action) for action in _PERSON_STAYS]),
        *still_there(node, child),
    ]
    if link.when is not None:
        limits.append(compiled(link.when, child))
    own = working.sets.get(link.child)
    if own is not None:
        o = own.table.alias("o")
        known = and_(o.c.subject == s.c.subject, working.same_row(own, child, o))
        limits.append(~select(literal(1)).select_from(o).where(known).exists())
    on = refers(working.dialect, link.via, child, values)
    return _counted(link.child, start.join(child, on), limits)


def _counted(name: str, source: Any, conditions: Sequence[Any]) -> Any:
    return select(literal(name), func.count()).select_from(source).where(*conditions)
