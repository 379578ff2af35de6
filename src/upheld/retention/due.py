"""Which rows' periods have ended, and what goes with them.

A row is due when its rule is for it (`when`) and its period has passed; one without a start date
never is. What is to be deleted takes along what it owns, as in one person's deletion. What is to
lose its personal part takes nothing along. Rows of people with a registered hold stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    case,
    delete,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.condition import compiled
from upheld.datamap.links import Link, Node
from upheld.deletion.anonymise import still_there
from upheld.deletion.explaining import Asked
from upheld.deletion.readback import nulled_columns, still_linked
from upheld.deletion.settling import settle
from upheld.subject.closure import Closure
from upheld.subject.comparing import refers
from upheld.subject.gathering import Found, gather
from upheld.subject.marking import Retention
from upheld.subject.marking import still_there as not_soft_deleted
from upheld.subject.marks import ActionCode, RoleCode
from upheld.subject.retaining import period
from upheld.subject.working_set import KeySet, WorkingSet

SWEEP = 0
"""The number under which due rows stand in the key sets; people with a hold come after it."""
_EMPTIES = (ActionCode.ANONYMISE, ActionCode.TOMBSTONE)
_COUNTED = (ActionCode.DELETE, *_EMPTIES, ActionCode.HOLD)


class EndedPeriods(Closure):
    """Reaches due rows and what goes with them, beside every row of people with a hold."""

    def seed_due(self) -> None:
        """Put every due row into its set."""
        for name, node in self.graph.nodes.items():
            if node.entry.retain is None:
                continue
            child = self.working.alias(name, "c")
            gather(
                self.working, node, (type(self), "due", name, self.day_of(node)),
                partial(self._found_due, node, child), once=True,
            )  # fmt: skip

    def _found_due(self, node: Node, child: FromClause) -> Found:
        return Found(
            child=child,
            subject=literal(SWEEP, Integer),
            marks=self._marks(node, child, None, literal(int(RoleCode.OWNER), Integer)),
            source=child,
            conditions=[*not_soft_deleted(node, child), *self.ended(node, child)],
        )

    def ended(self, node: Node, row: FromClause) -> list[ColumnElement[bool]]:
        """True for rows to which their table's rule applies and whose period has passed."""
        retain = node.entry.retain
        if retain is None:
            return [false()]
        running, applies = period(self.working, node, row, self.retention[retain.rule].cutoff)
        return [applies, not_(running)]

    def leading(self, source: FromClause) -> list[ColumnElement[bool]]:
        """Of due rows only those that go take others along."""
        going = source.c.action == int(ActionCode.DELETE)
        return [or_(source.c.subject != SWEEP, going)]

    def _marks(self, node: Node, child: FromClause, link: Link | None, role: Any) -> dict[str, Any]:
        """A row in a period of its own stays as it is: nobody asked for it to be emptied."""
        marks = super()._marks(node, child, link, role)
        kept = marks["action"] == int(ActionCode.RETAIN)
        return marks | {"action": case((kept, int(ActionCode.KEEP)), else_=marks["action"])}


def trace_due(
    working: WorkingSet, asked: Sequence[Asked], rules: Mapping[str, Retention]
) -> EndedPeriods:
    """Reach and settle every due row; the first asked stands for the sweep, the others are held."""
    working.ended = True
    closure = EndedPeriods(working, [a.person for a in asked], rules)
    if any(a.person.number == SWEEP for a in asked):
        closure.seed_due()
    closure.walk()
    held = [a.person.number for a in asked if a.hold is not None]
    settle(working, held, several=len(asked) > 1)
    for keys in working.sets.values():
        _leave_what_is_done(working, keys)
    return closure


def _leave_what_is_done(working: WorkingSet, keys: KeySet) -> None:
    """Rows that are emptied already have nothing more to lose."""
    t, base = keys.table, working.alias(keys.node.name, "c")
    unlinked = nulled_columns(working, keys)
    for action in _EMPTIES:
        open_ = or_(
            still_there(working, keys.node, base, action, unlinked),
            still_linked(working, keys, base),
        )
        emptied = (
            select(literal(1))
            .select_from(base)
            .where(working.same_row(keys, base), not_(func.coalesce(open_, false())))
        )
        rows = and_(t.c.subject == SWEEP, t.c.action == int(action), emptied.exists())
        working.connection.execute(delete(t).where(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The due rows of one table.

    Attributes:
        rows: Rows that would be deleted or emptied.
        living: Those of them whose person is still there, not erased.
        held: Rows that a registered hold keeps.
    """

    table: str
    rule: str
    after: str
    rows: int
    living: int
    held: int


def due_in(working: WorkingSet, closure: EndedPeriods) -> Iterator[Due]:
    """Count the due rows of each table after `trace_due`; what goes with them is not counted."""
    for name, node in working.graph.nodes.items():
        keys, retain = working.sets.get(name), node.entry.retain
        if keys is None or retain is None:
            continue
        t, base = keys.table, working.alias(name, "c")
        counted = t.c.action.in_([int(action) for action in _COUNTED])
        own = and_(t.c.subject == SWEEP, counted, *closure.ended(node, base))
        held = t.c.action == int(ActionCode.HOLD)
        alive = case((somebody_there(working, node, base), 1), else_=0)
        query = (
            select(held, func.count(), func.sum(alive))
            .select_from(t.join(base, working.same_row(keys, base)))
            .where(own)
            .group_by(held)
        )
        found = {bool(h): (int(n), int(a or 0)) for h, n, a in working.connection.execute(query)}
        rows, living = found.get(False, (0, 0))
        if found:
            yield Due(
                table=name,
                rule=retain.rule,
                after=retain.after,
                rows=rows,
                living=living,
                held=found.get(True, (0, 0))[0],
            )


def somebody_there(
    working: WorkingSet, node: Node, row: FromClause, passed: tuple[str, ...] = ()
) -> ColumnElement[bool]:
    """True for a row whose person's own row is there and still says something of them.

    Somebody who was erased is gone, or left a row without anything personal in it.
    """
    found: list[ColumnElement[bool]] = [false()]
    if node.name in working.graph.subject_tables():
        own = [node.entry.category_of(c) is not None for c in node.table.columns]
        nothing_nulled = lambda _column: false()  # noqa: E731 - one expression
        still = still_there(working, node, row, ActionCode.TOMBSTONE, nothing_nulled)
        return func.coalesce(still, false()) if any(own) else ~false()
    for link in node.owner_links:
        if link.kind not in ("key", "json", "pattern") or link.parent in (*passed, node.name):
            continue
        above = working.alias(link.parent, f"of{len(passed)}_{link.number}")
        keys = [above.c[column] for column in link.parent_columns]
        on = refers(working.dialect, link.via, row, keys)
        if link.when is not None:
            on = and_(on, compiled(link.when, row))
        parent = working.graph.nodes[link.parent]
        there = somebody_there(working, parent, above, (*passed, node.name))
        found.append(select(literal(1)).select_from(above).where(on, there).correlate(row).exists())
    return or_(*found)
