"""References between rows that go and rows that stay.

A row that stays and cannot let go keeps the row it refers to, as a tombstone; every other
reference to a row that goes is nulled first. Children are settled before their parents, for
a tombstone survives and may hold on to rows above it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.condition import compiled
from upheld.datamap.links import Node, Reference
from upheld.datamap.order import parents_first
from upheld.deletion.census import census_of
from upheld.subject.comparing import refers
from upheld.subject.gathering import upsert
from upheld.subject.marks import MARKS, ActionCode, RoleCode, Why
from upheld.subject.working_set import KeySet, WorkingSet

_GOES = int(ActionCode.DELETE)


def settle_references(working: WorkingSet, *, several: bool) -> None:
    """Decide what becomes a tombstone, then which references are nulled."""
    settling = _Settling(working, several=several)
    parents = {
        name: {r.parent for r in working.graph.references_from(name)} & set(working.sets)
        for name in working.sets
    }
    children_first = parents_first(parents)[::-1]
    for group in children_first:
        cyclic = len(group) > 1 or group[0] in parents[group[0]]
        while settling.keep_what_is_held(group) and cyclic:
            pass
    for group in children_first:
        for name in group:
            settling.let_go(name)


class _Settling:
    """One pass; remembers in which sets nothing stays."""

    def __init__(self, working: WorkingSet, *, several: bool) -> None:
        self.working = working
        self.several = several
        census = census_of(working)
        self._survivors = {name: one.stays for name, one in census.items()}
        self._going = {name: ActionCode.DELETE in one.actions for name, one in census.items()}

    def keep_what_is_held(self, group: Sequence[str]) -> bool:
        """Keep rows that a surviving row needs; true if any was."""
        changed = False
        for name in group:
            if not self._goes_from(name):
                continue
            for ref in self.working.graph.references_to(name):
                if self._can_survive(ref) and self._keep(name, ref):
                    self._survivors[name] = changed = True
        return changed

    def let_go(self, name: str) -> None:
        """Null the references to rows of a table that go."""
        if not self._goes_from(name):
            return
        counted = self.working.graph.node(name).is_counted
        for ref in self.working.graph.references_to(name):
            if counted and not self._emptied_by(ref):
                continue  # every row that refers to one of these goes as well
            if ref.bit and self._can_survive(ref):
                _mark_outsiders(self.working, self.working.sets[name], ref)
                self._mark_survivors(self.working.sets[name], ref)

    def _goes_from(self, name: str) -> bool:
        if name not in self._going:
            self._going[name] = _any(self.working, self.working.sets[name], _GOES)
        return self._going[name]

    def _can_survive(self, ref: Reference) -> bool:
        """Whether a row could outlive the one it refers to.

        Every row that refers by an owner edge was reached with the row it refers to; if all
        rows reached are going, none stays behind.
        """
        node = self.working.graph.nodes.get(ref.child)
        if node is None or not _is_followed(node, ref):
            return True
        if ref.child not in self.working.sets:
            return False
        if ref.child not in self._survivors:
            keys = self.working.sets[ref.child]
            self._survivors[ref.child] = _any(self.working, keys, _GOES, other=True)
        return self._survivors[ref.child]

    def _keep(self, name: str, ref: Reference) -> bool:
        working, keys = self.working, self.working.sets[name]
        counted = keys.node.is_counted
        if ref.nullable and not counted and ref.child not in working.sets:
            return False
        statement = working.remembered(
            ("keep", ref, self.several), lambda: self._keeping(keys, ref)
        )
        return bool(working.connection.execute(statement).rowcount)

    def _keeping(self, keys: KeySet, ref: Reference) -> Update:
        working, counted = self.working, keys.node.is_counted
        t, child = keys.table, working.alias(ref.child, "c")
        s = t.alias("s")
        start, on = _referring(working, keys, s, ref, child)
        stays = self._counts(ref, child) if counted else self._holds_on(ref, child)
        held = (
            select(*(s.c[k.name] for k in keys.keys))
            .select_from(start.join(child, on))
            .where(s.c.action == _GOES, stays)
        )
        kept = {"action": int(ActionCode.TOMBSTONE), "why": int(Why.TOMBSTONE)}
        if counted:
            kept = {"action": int(ActionCode.KEEP), "why": int(Why.SHARED), "nulls": 0}
        return update(t).where(t.c.action == _GOES, _one_of(keys, held)).values(**kept)

    def _counts(self, ref: Reference, child: FromClause) -> ColumnElement[bool]:
        """True for a row that stays and whose reference is not emptied with it."""
        survives = _survives(self.working, ref, child)
        emptied = self._emptied_by(ref)
        if not emptied:
            return survives
        keys = self.working.sets[ref.child]
        e = keys.table.alias("e")
        same = self.working.same_row(keys, child, e)
        lets_go = select(literal(1)).select_from(e).where(same, e.c.action.in_(emptied))
        return and_(survives, ~lets_go.exists())

    def _emptied_by(self, ref: Reference) -> list[int]:
        """The actions that write NULL into a reference: `anonymise: {column: null}`."""
        node = self.working.graph.nodes.get(ref.child)
        if node is None or ref.child not in self.working.sets or not ref.nullable:
            return []
        on_erase, retain = node.entry.on_erase, node.entry.retain
        named = {} if isinstance(on_erase, str) else on_erase.anonymise
        emptied = {column for column in ref.columns if named.get(column, "") in (None, "null")}
        actions = [ActionCode.ANONYMISE, ActionCode.TOMBSTONE] if emptied else []
        if emptied and retain is not None and emptied - set(retain.keep):
            actions.append(ActionCode.RETAIN)
        return [int(action) for action in actions]

    def _holds_on(self, ref: Reference, child: FromClause) -> ColumnElement[bool]:
        """True for a row that stays and cannot let go of its reference."""
        working = self.working
        survives = _survives(working, ref, child)
        if not ref.nullable:
            return survives
        keys = working.sets[ref.child]
        e = keys.table.alias("e")
        firm: list[ColumnElement[bool]] = [
            e.c.action.in_([int(ActionCode.KEEP), int(ActionCode.HOLD)])
        ]
        mention = e.c.role == int(RoleCode.MENTION)
        if self.several:
            o = keys.table.alias("o")
            closer = and_(
                *(o.c[k.name] == e.c[k.name] for k in keys.keys),
                o.c.role < int(RoleCode.MENTION),
            )
            mention = and_(mention, ~select(literal(1)).select_from(o).where(closer).exists())
        firm.append(mention)
        retain = keys.node.entry.retain
        if retain is not None and set(ref.columns) & set(retain.keep):
            firm.append(e.c.action == int(ActionCode.RETAIN))
            firm.append(e.c.why == int(Why.SHARED_RETAINED))
        same = working.same_row(keys, child, e)
        return and_(select(literal(1)).select_from(e).where(same, or_(*firm)).exists(), survives)

    def _mark_survivors(self, keys: KeySet, ref: Reference) -> None:
        """Rows that were reached and stay let go of what goes."""
        statement = self.working.remembered(
            ("let go", ref, self.several), lambda: self._letting_go(keys, ref)
        )
        self.working.connection.execute(statement)

    def _letting_go(self, keys: KeySet, ref: Reference) -> Update:
        working, own = self.working, self.working.sets[ref.child]
        u, child, s = own.table, working.alias(ref.child, "c"), keys.table.alias("s")
        start, on = _referring(working, keys, s, ref, child)
        # A row that is only mentioned for one person may go with another.
        stays = _survives(working, ref, child) if self.several else true()
        referring = (
            select(*working.locator(own.node, child))
            .select_from(start.join(child, on))
            .where(s.c.action == _GOES, stays)
        )
        nothing = u.c.action == int(ActionCode.NONE)
        return (
            update(u)
            .where(u.c.action != _GOES, u.c.nulls.op("&")(ref.bit) == 0, _one_of(own, referring))
            .ordered_values(
                (u.c.nulls, u.c.nulls.op("|")(ref.bit)),
                (u.c.why, case((nothing, int(Why.REFERENCE)), else_=u.c.why)),
                (u.c.action, case((nothing, int(ActionCode.UNLINK)), else_=u.c.action)),
            )
        )


def _any(working: WorkingSet, keys: KeySet, action: int, *, other: bool = False) -> bool:
    """Whether a set has a row with an action; or, of its owned rows, one with any other."""
    key = ("any with", keys.node.name, action, other)
    query = working.remembered(key, lambda: _with(keys, action, other=other), alone=True)
    return working.connection.execute(query).first() is not None


def _with(keys: KeySet, action: int, *, other: bool) -> Select[Any]:
    t = keys.table
    wanted = t.c.action == action
    if other:
        wanted = and_(t.c.role == int(RoleCode.OWNER), t.c.action != action)
    return select(literal(1)).select_from(t).where(wanted).limit(1)


def _is_followed(node: Node, ref: Reference) -> bool:
    """Whether every row that refers was reached as the person's own."""
    gone = node.entry.soft_delete
    if gone is not None and gone.counts_as_erased:
        return False
    return any(
        (k.via, k.parent, k.parent_columns) == (ref.via, ref.parent, ref.parent_columns)
        and k.role == "owner"
        and k.kind in ("key", "json", "pattern")
        and k.when in (None, ref.when)
        for k in node.links
    )


def _referring(
    working: WorkingSet, keys: KeySet, s: FromClause, ref: Reference, child: FromClause
) -> tuple[FromClause, ColumnElement[bool]]:
    """What to join `child` with, and on what, to find the rows that refer to those of `s`."""
    start, values = working.values_of(keys, s, ref.parent_columns, "p")
    on = refers(working.dialect, ref.via, child, values)
    return start, on if ref.when is None else and_(on, compiled(ref.when, child))


def _survives(working: WorkingSet, ref: Reference, child: FromClause) -> ColumnElement[bool]:
    """True for a row of the referring table that does not go."""
    keys = working.sets.get(ref.child)
    if keys is None:
        return true()
    g = keys.table.alias("g")
    gone = and_(working.same_row(keys, child, g), g.c.action == _GOES)
    return ~select(literal(1)).select_from(g).where(gone).exists()


def _one_of(keys: KeySet, query: Any) -> ColumnElement[bool]:
    """True for the rows of a set whose keys a query names."""
    if len(keys.keys) == 1:
        return keys.keys[0].in_(query)
    from sqlalchemy import tuple_

    return tuple_(*keys.keys).in_(query)


def _mark_outsiders(working: WorkingSet, keys: KeySet, ref: Reference) -> None:
    """Rows that were not reached, and refer to a row that goes, let go of it."""
    own = working.set_of(ref.child)
    working.index(own)
    statement = working.remembered(("outsiders", ref), lambda: _outsiders(working, keys, own, ref))
    working.connection.execute(statement)
    own.apart = False


def _outsiders(working: WorkingSet, keys: KeySet, own: KeySet, ref: Reference) -> Insert:
    child, s, e = working.alias(ref.child, "c"), keys.table.alias("s"), own.table.alias("e")
    start, on = _referring(working, keys, s, ref, child)
    locator = working.locator(own.node, child)
    fixed = {
        "role": int(RoleCode.CUSTODIAN),
        "action": int(ActionCode.UNLINK),
        "why": int(Why.REFERENCE),
    }
    values: dict[str, Any] = {m: literal(fixed.get(m, 0), Integer) for m in MARKS}
    values |= {"subject": func.min(s.c.subject), "nulls": literal(ref.bit)}
    known = working.same_row(own, child, e)
    query = (
        select(*(values[m].label(m) for m in MARKS), *locator)
        .select_from(start.join(child, on))
        .where(s.c.action == _GOES, ~select(literal(1)).select_from(e).where(known).exists())
        .group_by(*locator)
    )
    return upsert(working, own, query)
