"""What becomes of each row once all of them are known.

Four passes over the key sets, set-based: registered holds; rows that other people own too;
references that have to go first; rows that must stay as tombstones because something that
stays still refers to them. Order matters: children are settled before their parents.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement, Integer, and_, case, delete, exists, false, func, literal, or_, select, update,
)

from upheld.datamap.condition import compiled
from upheld.datamap.graph import Link, Node, Reference
from upheld.subject.closure import _upsert
from upheld.subject.working_set import MARKS, ActionCode, KeySet, RoleCode, Why, WorkingSet


def settle(working: WorkingSet, held: Sequence[int]) -> None:
    """Decide every row of the key sets; see the module."""
    if held:
        _hold(working, held)
    shared = _may_be_shared(working)
    if shared:
        _keep_for_others(working, shared, held)
    if shared or held:
        _agree_between_people(working)
    _references(working)


def _hold(working: WorkingSet, held: Sequence[int]) -> None:
    for keys in working.sets.values():
        t = keys.table
        for numbers in _chunks(held):
            working.connection.execute(
                update(t)
                .where(t.c.subject.in_(numbers), t.c.role == int(RoleCode.OWNER))
                .values(action=int(ActionCode.HOLD), why=int(Why.HOLD), nulls=0)
            )


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), 1000):
        yield numbers[start : start + 1000]


# Shared rows --------------------------------------------------------------------------------


def _may_be_shared(working: WorkingSet) -> list[str]:
    """Tables whose rows can have owners outside the request, parents first."""
    found: list[str] = []
    for group in working.graph.order:
        for name in group:
            node = working.graph.nodes[name]
            links = node.owner_links
            several = len(links) > 1 or any(k.kind == "owns" for k in links) or name in working.graph.cyclic
            inherited = any(k.parent in found for k in links)
            if (several or inherited) and node.entry.shared != "any_owner":
                found.append(name)
    return found


def _keep_for_others(working: WorkingSet, tables: Sequence[str], held: Sequence[int]) -> None:
    """Rows with an owner who did not ask stay; `round = -1` marks them for the next pass."""
    again = True
    cyclic = any(name in working.graph.cyclic for name in tables)
    while again:
        again = False
        for name in tables:
            if name not in working.sets:
                continue
            keys = working.sets[name]
            condition = _owned_by_others(working, keys, held)
            t = keys.table
            changed = working.connection.execute(
                update(t)
                .where(
                    t.c.role == int(RoleCode.OWNER), t.c.round != -1,
                    t.c.action.not_in([int(ActionCode.HOLD)]), condition,
                )
                .values(
                    round=-1,
                    why=int(Why.SHARED),
                    action=int(ActionCode.KEEP),
                )
            )
            again = again or (cyclic and (changed.rowcount or 0) > 0)
    for name in tables:
        if name in working.sets:
            _unlink_shared(working, working.sets[name])


def _unlink_shared(working: WorkingSet, keys: KeySet) -> None:
    """A shared row lets go of this person where the referring column may be NULL."""
    t, node = keys.table, keys.node
    base = working.alias(node.name, "c")
    for link in node.owner_links:
        if link.kind != "key" or link.parent not in working.sets:
            continue
        bit = next(
            (1 << r.number for r in working.graph.references_from(node.name)
             if r.columns == link.columns and r.parent == link.parent and r.nullable),
            0,
        )
        source = working.sets[link.parent]
        if not bit or not set(link.parent_columns) <= set(source.node.locator):
            continue
        s = source.table.alias("s")
        column = dict(zip(source.node.locator, (s.c[k.name] for k in source.keys), strict=True))
        theirs = and_(*(
            base.c[own] == column[other] for own, other in zip(link.columns, link.parent_columns, strict=True)
        ))
        mine = (
            select(literal(1)).select_from(base.join(s, theirs))
            .where(working.same_row(keys, base, "c"), s.c.subject == t.c.subject, s.c.role == int(RoleCode.OWNER))
        )
        if link.when:
            mine = mine.where(compiled(link.when, base))
        working.connection.execute(
            update(t).where(t.c.round == -1, mine.exists())
            .values(action=int(ActionCode.UNLINK), nulls=t.c.nulls.op("|")(bit))
        )


def _owned_by_others(working: WorkingSet, keys: KeySet, held: Sequence[int]) -> ColumnElement[bool]:
    node = keys.node
    base = working.alias(node.name, "c")
    others = [
        condition for link in node.owner_links
        if (condition := _other_owner(working, link, base, held)) is not None
    ]
    if not others:
        return false()
    return select(literal(1)).select_from(base).where(working.same_row(keys, base, "c"), or_(*others)).exists()


def _other_owner(
    working: WorkingSet, link: Link, child: Any, held: Sequence[int], depth: int = 0
) -> ColumnElement[bool] | None:
    """True where the row at the far end of an owner edge stays with somebody else."""
    if link.kind in ("match", "decode", "json", "pattern"):
        return _other_by_value(working, link, child)
    parent_node = working.graph.nodes.get(link.parent)
    if parent_node is None:
        return None
    alias = f"p{depth}"
    parent = working.alias(link.parent, alias)
    own, theirs = (
        (link.parent_columns, link.columns) if link.kind == "owns" else (link.columns, link.parent_columns)
    )
    refers = and_(*(parent.c[b] == child.c[a] for a, b in zip(own, theirs, strict=True)))
    conditions = [refers]
    if link.when is not None:
        conditions.append(compiled(link.when, child))
    leaving = _leaving(working, link.parent, parent, alias, held)
    stays = _has_owner(working, parent_node, parent, held, depth + 1)
    return select(literal(1)).select_from(parent).where(*conditions, ~leaving, stays).exists()


def _leaving(
    working: WorkingSet, name: str, parent: Any, alias: str, held: Sequence[int]
) -> ColumnElement[bool]:
    """True where all owners of the parent row are among those who asked."""
    keys = working.sets.get(name)
    if keys is None:
        return false()
    s = keys.table.alias(f"s_{alias}")
    pairs = zip(working.locator(keys.node, parent, alias), keys.keys, strict=True)
    same = and_(*(real == s.c[key.name] for real, key in pairs))
    query = select(literal(1)).select_from(s).where(same, s.c.role == int(RoleCode.OWNER), s.c.round != -1)
    if held:
        query = query.where(s.c.action != int(ActionCode.HOLD))
    return query.exists()


def _has_owner(
    working: WorkingSet, node: Node, row: Any, held: Sequence[int], depth: int
) -> ColumnElement[bool]:
    """True where anybody owns a row that is not among those who asked.

    Inside a cycle the answer is yes: never more than was asked.
    """
    if node.name in working.graph.subject_tables() or node.name in working.graph.cyclic or depth > 8:  # noqa: PLR2004
        return literal(1) == literal(1)
    owners = [
        condition for link in node.owner_links
        if (condition := _any_owner(working, link, row, held, depth)) is not None
    ]
    return or_(*owners) if owners else false()


def _any_owner(
    working: WorkingSet, link: Link, row: Any, held: Sequence[int], depth: int
) -> ColumnElement[bool] | None:
    if link.kind in ("match", "decode", "json", "pattern"):
        return row.c[link.columns[0]].is_not(None)  # type: ignore[no-any-return]
    alias = f"p{depth}"
    parent = working.alias(link.parent, alias)
    own, theirs = (
        (link.parent_columns, link.columns) if link.kind == "owns" else (link.columns, link.parent_columns)
    )
    refers = and_(*(parent.c[b] == row.c[a] for a, b in zip(own, theirs, strict=True)))
    conditions = [refers]
    if link.when is not None:
        conditions.append(compiled(link.when, row))
    above = _has_owner(working, working.graph.nodes[link.parent], parent, held, depth + 1)
    return select(literal(1)).select_from(parent).where(*conditions, above).exists()


def _other_by_value(working: WorkingSet, link: Link, child: Any) -> ColumnElement[bool] | None:
    """An edge by value (an e-mail, a path): owned by others where the value is not theirs."""
    keys = working.sets.get(link.child)
    if keys is None:
        return None
    from upheld.subject.dialect import folded, json_text, key_in_text
    from upheld.datamap.via import JsonVia, PatternVia
    from upheld.subject.identity import fold_of
    from sqlalchemy import Text, cast

    column = child.c[link.columns[0]]
    match link.via:
        case JsonVia(_, path):
            value: Any = json_text(working.dialect, column, path)
        case PatternVia(_, prefix, delimiter, rest):
            value = key_in_text(working.dialect, column, prefix, delimiter, rest)
        case _:
            value = column
    applies = [value.is_not(None)]
    if link.when is not None:
        applies.append(compiled(link.when, child))
    if link.kind == "match":
        who = working._metadata.tables.get("uph_who")  # noqa: SLF001
        if who is None or link.identifier is None:
            return and_(*applies)
        w = who.alias("w")
        mine = select(literal(1)).select_from(w).where(
            w.c.kind == link.identifier,
            folded(working.dialect, value, fold_of(link.identifier)) == w.c.form,
        )
        return and_(*applies, value != "", ~mine.exists())
    if link.kind == "decode":
        return None
    # A path or pattern that names a row of the parent: it must exist to own anything.
    parent = working.alias(link.parent, "pv")
    same = cast(parent.c[link.parent_columns[0]], Text) == value
    leaving = _leaving(working, link.parent, parent, "pv", [])
    return and_(*applies, select(literal(1)).select_from(parent).where(same, ~leaving).exists())


def _agree_between_people(working: WorkingSet) -> None:
    """A row of several people of one request has one fate: the strongest."""
    for keys in working.sets.values():
        t = keys.table
        other = t.alias("o")
        same = and_(*(t.c[k.name] == other.c[k.name] for k in keys.keys))
        stronger = (
            select(func.max(other.c.action)).where(same, other.c.role == int(RoleCode.OWNER))
            .scalar_subquery()
        )
        working.connection.execute(
            update(t).where(t.c.role == int(RoleCode.OWNER), t.c.action < stronger)
            .values(action=stronger)
        )


# References ---------------------------------------------------------------------------------


def _references(working: WorkingSet) -> None:
    """Tombstones and references to be nulled, children first; cycles until nothing changes."""
    order = [name for group in reversed(working.graph.order) for name in group]
    present = [name for name in order if name in working.sets]
    again = True
    while again:
        again = False
        for name in present:
            if any(_tombstone(working, name, ref) for ref in working.graph.references_to(name)):
                again = bool(working.graph.cyclic) or again
    for name in present:
        for ref in working.graph.references_to(name):
            if ref.nullable:
                _null_first(working, name, ref)


def _tombstone(working: WorkingSet, name: str, ref: Reference) -> bool:
    """Keep rows to which a row that stays must go on referring. True if any changed."""
    if not _can_survive(working, ref):
        return False
    keys = working.sets[name]
    t = keys.table
    child = working.alias(ref.child, "c")
    blocked = _refers_to(working, keys, ref, child).where(_stays_referring(working, ref, child)).exists()
    changed = working.connection.execute(
        update(t).where(t.c.action == int(ActionCode.DELETE), blocked)
        .values(action=int(ActionCode.ANONYMISE), why=int(Why.TOMBSTONE))
    )
    return (changed.rowcount or 0) > 0


def _can_survive(working: WorkingSet, ref: Reference) -> bool:
    """Whether a row of the child could outlive its parent at all, by the map alone."""
    node = working.graph.nodes.get(ref.child)
    if node is None or ref.child not in working.sets:
        return True
    only_deleted = (
        node.entry.on_erase == "delete" and node.entry.retain is None
        and all(k.role == "owner" and k.counts_as_owner and k.action in (None, "delete") for k in node.links)
        and len(node.links) == 1 and node.links[0].when is None
        and ref.parent == node.links[0].parent and ref.columns == node.links[0].columns
    )
    if not only_deleted:
        return True
    keys = working.sets[ref.child].table
    query = select(literal(1)).select_from(keys).where(keys.c.action != int(ActionCode.DELETE))
    return working.connection.execute(query.limit(1)).first() is not None


def _refers_to(working: WorkingSet, keys: KeySet, ref: Reference, child: Any) -> Any:
    """Rows of `child` that refer to the row a key-set row names."""
    columns = dict(zip(keys.node.locator, keys.keys, strict=False))
    query = select(literal(1))
    if set(ref.parent_columns) <= set(columns):
        query = query.select_from(child)
        values: dict[str, Any] = columns
    else:
        parent = working.alias(ref.parent, "pr")
        query = query.select_from(child, parent).where(working.same_row(keys, parent, "pr"))
        values = {c: parent.c[c] for c in ref.parent_columns}
    for own, theirs in zip(ref.columns, ref.parent_columns, strict=True):
        query = query.where(_same(child.c[own], values[theirs]))
    if ref.when is not None:
        query = query.where(compiled(ref.when, child))
    return query


def _same(own: Any, other: Any) -> Any:
    from upheld.subject.closure import _equal

    return _equal(own, other)


def _stays_referring(working: WorkingSet, ref: Reference, child: Any) -> ColumnElement[bool]:
    """True for a child row that stays and keeps its reference."""
    keys = working.sets.get(ref.child)
    if keys is None:
        # Nothing is written to a table outside the map: a row there that refers to this one
        # keeps it, nullable or not.
        lets_go = ref.nullable and ref.child in working.graph.nodes
        return false() if lets_go else literal(1) == literal(1)
    s = keys.table.alias("sc")
    pairs = zip(working.locator(keys.node, child, "c"), keys.keys, strict=True)
    same = and_(*(real == s.c[key.name] for real, key in pairs))
    if not ref.nullable:
        gone = select(literal(1)).select_from(s).where(same, s.c.action == int(ActionCode.DELETE))
        return ~gone.exists()
    firm = [s.c.action == int(ActionCode.KEEP), s.c.action == int(ActionCode.HOLD),
            s.c.role == int(RoleCode.MENTION)]
    retain = keys.node.entry.retain
    if retain is not None and set(ref.columns) & set(retain.keep):
        firm.append(s.c.action == int(ActionCode.RETAIN))
    # A shared row that was kept because it cannot let go of this person stays as it is.
    return select(literal(1)).select_from(s).where(same, or_(*firm)).exists()


def _null_first(working: WorkingSet, name: str, ref: Reference) -> None:
    """Mark nullable references to rows that will be deleted, so that the rows can go."""
    keys = working.sets[name]
    bit = 1 << ref.number
    if ref.child in working.graph.nodes:
        _mark_nulls(working, keys, ref, bit)


def _mark_nulls(working: WorkingSet, keys: KeySet, ref: Reference, bit: int) -> None:
    node = working.graph.nodes[ref.child]
    if not _can_survive(working, ref):
        return
    child = working.alias(ref.child, "c")
    t = keys.table
    columns = dict(zip(keys.node.locator, keys.keys, strict=False))
    source: Any = t
    values: dict[str, Any] = columns
    if not set(ref.parent_columns) <= set(columns):
        parent = working.alias(ref.parent, "pr")
        source = t.join(parent, working.same_row(keys, parent, "pr"))
        values = {c: parent.c[c] for c in ref.parent_columns}
    on = and_(*(
        _same(child.c[own], values[theirs]) for own, theirs in zip(ref.columns, ref.parent_columns, strict=True)
    ))
    if ref.when is not None:
        on = and_(on, compiled(ref.when, child))
    own = working.set_of(ref.child)
    locator = working.locator(node, child, "c")
    constant = {
        "subject": func.min(t.c.subject), "role": literal(int(RoleCode.CUSTODIAN), Integer),
        "action": literal(int(ActionCode.UNLINK), Integer), "why": literal(int(Why.REFERENCE), Integer),
        "nulls": literal(bit, Integer), "round": literal(0, Integer), "done": literal(0, Integer),
    }
    query = (
        select(*(constant[m].label(m) for m in MARKS), *locator)
        .select_from(source.join(child, on))
        .where(t.c.action == int(ActionCode.DELETE)).group_by(*locator)
    )
    existing = own.table.alias("e")
    pairs = zip(locator, own.keys, strict=True)
    known = select(literal(1)).select_from(existing).where(and_(*(a == existing.c[b.name] for a, b in pairs)))
    if ref.child != keys.node.name or True:
        fresh = query.where(~known.exists())
        working.connection.execute(_upsert(working, own, [*MARKS, *(k.name for k in own.keys)], fresh))
    _mark_known(working, own, ref, bit, keys)


def _mark_known(working: WorkingSet, own: KeySet, ref: Reference, bit: int, keys: KeySet) -> None:
    """Rows already in the set: those that stay also let go of what is deleted."""
    u = own.table
    child = working.alias(ref.child, "c")
    t = keys.table.alias("t2")
    values: dict[str, Any] = dict(zip(keys.node.locator, (t.c[k.name] for k in keys.keys), strict=False))
    source: Any = child
    conditions: list[Any] = [working.same_row(own, child, "c"), t.c.action == int(ActionCode.DELETE)]
    if not set(ref.parent_columns) <= set(values):
        parent = working.alias(ref.parent, "pr")
        pairs = zip(working.locator(keys.node, parent, "pr"), keys.keys, strict=True)
        conditions += [a == t.c[b.name] for a, b in pairs]
        values = {c: parent.c[c] for c in ref.parent_columns}
    conditions += [
        _same(child.c[o], values[p]) for o, p in zip(ref.columns, ref.parent_columns, strict=True)
    ]
    if ref.when is not None:
        conditions.append(compiled(ref.when, child))
    refers = select(literal(1)).select_from(source).where(*conditions)
    working.connection.execute(
        update(u)
        .where(u.c.action != int(ActionCode.DELETE), refers.exists())
        .values(
            nulls=u.c.nulls.op("|")(bit),
            action=case((u.c.action == int(ActionCode.NONE), int(ActionCode.UNLINK)), else_=u.c.action),
            why=case((u.c.action == int(ActionCode.NONE), int(Why.REFERENCE)), else_=u.c.why),
        )
    )


__all__ = ["delete", "exists", "settle"]
