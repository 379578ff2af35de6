"""Reading a database again after it was changed: the only evidence of an outcome.

The driver's row count is never asked. For each table and act one statement counts, by person,
the rows in which the act cannot be seen; another counts the rows that came late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, literal, or_, select

from upheld.deletion.acts import Act, _concerned
from upheld.deletion.anonymise import still_there
from upheld.deletion.settling import _refers_to
from upheld.subject.closure import COLUMN_BITS
from upheld.subject.working_set import ActionCode, KeySet, WorkingSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was seen of one person's rows of one table after one act.

    Attributes:
        expected: Rows the act was for.
        remaining: Rows in which it cannot be seen.
        lost: Rows that should have stayed and are gone.
    """

    subject: int
    table: str
    act: Act | str
    expected: int
    remaining: int
    lost: int = 0


def read_back(working: WorkingSet) -> Iterator[Reading]:
    """Read every table again, each act of it once."""
    for name, keys in working.sets.items():
        for act in ("unlink", "anonymise", "retain", "delete"):
            expected = _by_subject(working, keys, _counted(keys, act))
            if not expected:
                continue
            remaining = _remaining(working, keys, act)
            present = _present(working, keys, act) if act != "delete" else {}
            for subject, rows in sorted(expected.items()):
                lost = rows - present.get(subject, 0) if act != "delete" else 0
                yield Reading(
                    subject=subject, table=name, act=act, expected=rows,
                    remaining=remaining.get(subject, 0), lost=lost,
                )
        yield from _kept(working, name, keys)


def _counted(keys: KeySet, act: Act) -> Any:
    t = keys.table
    if act == "unlink":
        return t.c.action == int(ActionCode.UNLINK)
    return _concerned(keys, act)


def _by_subject(working: WorkingSet, keys: KeySet, condition: Any) -> dict[int, int]:
    t = keys.table
    query = select(t.c.subject, func.count()).where(condition).group_by(t.c.subject)
    return {int(s): int(n) for s, n in working.connection.execute(query)}


def _joined(working: WorkingSet, keys: KeySet, *conditions: Any) -> dict[int, int]:
    base = working.alias(keys.node.name, "c")
    t = keys.table
    query = (
        select(t.c.subject, func.count())
        .select_from(t.join(base, working.same_row(keys, base, "c")))
        .where(*conditions).group_by(t.c.subject)
    )
    return {int(s): int(n) for s, n in working.connection.execute(query)}


def _remaining(working: WorkingSet, keys: KeySet, act: Act) -> dict[int, int]:
    if act == "delete":
        return _joined(working, keys, _concerned(keys, act))
    base = working.alias(keys.node.name, "c")
    if act == "unlink":
        return _joined(working, keys, _counted(keys, act), _still_linked(working, keys, base))
    action = ActionCode.ANONYMISE if act == "anonymise" else ActionCode.RETAIN
    seen = or_(still_there(working, keys.node, base, action), _still_linked(working, keys, base))
    return _joined(working, keys, _concerned(keys, act), seen)


def _present(working: WorkingSet, keys: KeySet, act: Act) -> dict[int, int]:
    return _joined(working, keys, _counted(keys, act))


def _still_linked(working: WorkingSet, keys: KeySet, base: Any) -> Any:
    t, node = keys.table, keys.node
    found: list[Any] = [literal(1) == literal(0)]
    for ref in working.graph.references_from(node.name):
        if ref.nullable:
            filled = and_(*(base.c[c].is_not(None) for c in ref.nullable))
            found.append(and_(t.c.nulls.op("&")(1 << ref.number) != 0, filled))
    for link in node.links:
        if link.kind in ("match", "pattern", "decode"):
            bit = 1 << (COLUMN_BITS + link.number)
            found.append(and_(t.c.nulls.op("&")(bit) != 0, base.c[link.columns[0]].is_not(None)))
    return or_(*found)


def _kept(working: WorkingSet, name: str, keys: KeySet) -> Iterator[Reading]:
    for act, action in (("keep", ActionCode.KEEP), ("hold", ActionCode.HOLD)):
        condition = keys.table.c.action == int(action)
        expected = _by_subject(working, keys, condition)
        if not expected:
            continue
        present = _joined(working, keys, condition)
        for subject, rows in sorted(expected.items()):
            yield Reading(
                subject=subject, table=name, act=act, expected=rows, remaining=0,
                lost=rows - present.get(subject, 0),
            )


def late_rows(working: WorkingSet) -> dict[str, int]:
    """Rows that refer to what was deleted: written late, or missed. By table.

    This is the orphan check too: after a deletion no row may refer to a deleted one.
    """
    found: dict[str, int] = {}
    for name, keys in working.sets.items():
        for ref in working.graph.references_to(name):
            if ref.foreign_key is not None:
                continue  # the database itself sees to it
            child = working.alias(ref.child, "c")
            t = keys.table
            refers = _refers_to(working, keys, ref, child).exists()
            query = select(func.count()).select_from(t).where(t.c.action == int(ActionCode.DELETE), refers)
            rows = int(working.connection.execute(query).scalar_one())
            if rows:
                found[ref.child] = found.get(ref.child, 0) + rows
    return found
