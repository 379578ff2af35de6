"""Reading a database again after it was changed: the only evidence of an outcome.

The driver's row count is never asked. One statement a table joins the keys with what is there
now and counts, by person and act, the rows in which the act cannot be seen, and those that
should have stayed and are gone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select

from upheld.deletion.anonymise import still_there
from upheld.deletion.census import Census, census_of
from upheld.subject.asking import together
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import KeySet, WorkingSet

Seen: TypeAlias = Literal["unlink", "anonymise", "retain", "delete", "keep", "hold"]
SEEN_AS: Mapping[ActionCode, Seen] = {
    ActionCode.UNLINK: "unlink",
    ActionCode.ANONYMISE: "anonymise",
    ActionCode.TOMBSTONE: "anonymise",
    ActionCode.RETAIN: "retain",
    ActionCode.DELETE: "delete",
    ActionCode.KEEP: "keep",
    ActionCode.HOLD: "hold",
}
ORDER: tuple[Seen, ...] = ("unlink", "anonymise", "retain", "delete", "keep", "hold")
_RANKED: Mapping[int, tuple[int, Seen]] = {
    int(code): (ORDER.index(act), act) for code, act in SEEN_AS.items()
}
_CHANGED = (ActionCode.ANONYMISE, ActionCode.TOMBSTONE, ActionCode.RETAIN)


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was seen of one person's rows of one table after one act.

    Attributes:
        expected: Rows the act was for.
        remaining: Rows in which it cannot be seen.
        lost: Rows that should have stayed and are gone.
    """

    subject: int
    table: str
    act: Seen
    expected: int = 0
    remaining: int = 0
    lost: int = 0


def read_back(working: WorkingSet, census: Mapping[str, Census] | None = None) -> Iterator[Reading]:
    """Read every table again, once; readings come by table, act and person.

    Args:
        working: The rows.
        census: What was to become of them, if nothing was put into the sets since it was
            taken; else it is taken here.
    """
    census = census_of(working) if census is None else census
    actions = {name: tuple(sorted(one.actions)) for name, one in census.items()}
    readings: dict[str, dict[tuple[int, int], Reading]] = {name: {} for name in actions}
    for query in working.remembered(
        ("read back", tuple(actions.items())),
        lambda: together(_query(working, k, actions[n]) for n, k in working.sets.items()),
    ):
        # All at once: what they say is kept anyway.
        for name, subject, action, *counts in working.connection.execute(query).all():
            seen = _RANKED.get(action)
            if seen is not None:
                rank, act = seen
                of_table = readings[name]
                reading = of_table.get((rank, subject))
                if reading is None:
                    reading = Reading(subject=subject, table=name, act=act)
                    of_table[rank, subject] = reading
                _add(reading, *counts)
    for of_table in readings.values():
        yield from (of_table[place] for place in sorted(of_table))


def _add(reading: Reading, rows: int, present: int, undone: int | None) -> None:
    reading.expected += int(rows)
    reading.remaining += int(present if reading.act == "delete" else undone or 0)
    reading.lost += 0 if reading.act == "delete" else int(rows - present)


def _query(working: WorkingSet, keys: KeySet, actions: Sequence[ActionCode]) -> Select[Any]:
    t, base = keys.table, working.alias(keys.node.name, "c")
    there = working.locator(keys.node, base)
    unlinked = nulled_columns(working, keys)
    linked = still_linked(working, keys, base)
    undone = [
        (
            t.c.action == int(action),
            or_(
                linked,
                still_there(working, keys.node, base, action, unlinked)
                if action in _CHANGED
                else false(),
            ),
        )
        for action in actions
        if action in (*_CHANGED, ActionCode.UNLINK)
    ]
    seen = or_(false(), *(and_(own, left) for own, left in undone))
    present = or_(false(), *(pointer.is_not(None) for pointer in there))
    return (
        select(
            literal(keys.node.name),
            t.c.subject,
            t.c.action,
            func.count(),
            func.sum(case((present, 1), else_=0)),
            func.sum(case((and_(present, seen), 1), else_=0)),
        )
        .select_from(t.outerjoin(base, working.same_row(keys, base)))
        .group_by(t.c.subject, t.c.action)
    )


def still_linked(working: WorkingSet, keys: KeySet, base: Any) -> ColumnElement[bool]:
    """True for a row that still holds a reference that was to be nulled."""
    found: list[Any] = [false()]
    for bit, columns in working.graph.released(keys.node.name).items():
        filled = and_(*(base.c[column].is_not(None) for column in columns))
        found.append(and_(keys.table.c.nulls.op("&")(bit) != 0, filled))
    return or_(*found)


def nulled_columns(working: WorkingSet, keys: KeySet) -> Callable[[str], ColumnElement[bool]]:
    """Says for a column in which rows it was nulled as a reference."""
    bits: dict[str, int] = {}
    for bit, columns in working.graph.released(keys.node.name).items():
        for column in columns:
            bits[column] = bits.get(column, 0) | bit
    nulls = keys.table.c.nulls

    def nulled(column: str) -> ColumnElement[bool]:
        return nulls.op("&")(bits[column]) != 0 if column in bits else false()

    return nulled
