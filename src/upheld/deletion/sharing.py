"""Rows that somebody outside the request owns too: they stay, and let go of this person.

An owner reference that leads to any row outside the request counts as somebody else's, whether
that row has an owner today or not: never more than was asked. A reference that holds nothing, or
the key of a row that is not there, makes nobody an owner. An identifier (`match`) needs no row:
whoever is named by an e-mail address owns what names them, with an account or without.
"""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import ColumnElement, Table, and_, case, literal, or_, select, true, update
from sqlalchemy.sql.dml import Update
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.condition import compiled
from upheld.datamap.graph import Graph
from upheld.datamap.links import Link, Node
from upheld.subject.comparing import equal, reference_in, refers
from upheld.subject.dialect import folded
from upheld.subject.identity import fold_of
from upheld.subject.marks import ActionCode, RoleCode, Why
from upheld.subject.working_set import KeySet, WorkingSet

OTHERS, OTHERS_AND_KEPT = 1, 2
_PERHAPS = 3
"""Between two statements: the row refers out of the request, or to a row that is gone."""


def may_be_shared(graph: Graph) -> list[str]:
    """Tables whose rows can have owners outside a request, parents first."""
    found: list[str] = []
    for group in graph.order:
        for name in group:
            links = _asked(graph.nodes[name])
            inherited = any(k.parent in found for k in links)
            counted = graph.nodes[name].is_counted
            if len(links) > 1 or inherited or counted or name in graph.cyclic:
                found.append(name)
    return found


def _asked(node: Node) -> tuple[Link, ...]:
    """The links by which somebody else may own a row.

    A row that is owned by what refers to it is counted instead, where it is to be deleted: it
    stays as long as any surviving row refers to it. Where it is to be emptied, see
    `_mark_emptied`. What a decoder reads cannot be asked of the database.
    """
    return tuple(k for k in node.owner_links if k.kind not in ("owns", "decode"))


def settle_shared(working: WorkingSet) -> None:
    """Mark rows that others own too, then keep or unlink them."""
    shared = may_be_shared(working.graph)
    tables = [name for name in shared if name in working.sets]
    marked: set[str] = set()
    for group in working.graph.order:
        inside = [working.sets[name] for name in group if name in tables]
        cyclic = any(keys.node.name in working.graph.cyclic for keys in inside)
        again = True
        while again:
            changed = {
                keys.node.name
                for keys in inside
                if _mark(working, keys) | _mark_emptied(working, keys)
            }
            marked |= changed
            again = cyclic and bool(changed)
    # Where nothing was marked nothing is shared: two statements a table less.
    tables = [name for name in tables if name in marked]
    staying = [n for n in tables if working.graph.nodes[n].entry.shared != "any_owner"]
    for name in staying:
        _keep(working, working.sets[name])
        _unlink(working, working.sets[name])


def _mark(working: WorkingSet, keys: KeySet) -> bool:
    """Set `shared`; true if any row was."""
    changed = False
    for link in _asked(keys.node):
        if link.kind == "match":
            working.who_table()
        outwards, sure, undo = working.remembered(
            ("shared", link), partial(_sharing, working, keys, link)
        )
        execute = working.connection.execute
        # Most rows refer to nobody else: only where some do is the table above asked for theirs.
        if execute(outwards).rowcount:
            changed |= bool(execute(sure).rowcount)
            execute(undo)
    return changed


def _sharing(working: WorkingSet, keys: KeySet, link: Link) -> tuple[Update, Update, Update]:
    """Mark rows that refer out of the request; those whose reference leads somewhere; no others."""
    t, child = keys.table, working.alias(keys.node.name, "c")
    same = working.same_row(keys, child)
    elsewhere = (
        select(literal(1))
        .select_from(child)
        .where(same, *holds(working, link, child), ~of_the_request(working, link, child))
    )
    there = select(literal(1)).select_from(child).where(same, leads_somewhere(working, link, child))
    open_rows = and_(t.c.role == int(RoleCode.OWNER), t.c.shared == 0, *_askable(working, t))
    perhaps = t.c.shared == _PERHAPS
    return (
        update(t).where(open_rows, elsewhere.exists()).values(shared=_PERHAPS),
        update(t).where(perhaps, there.exists()).values(shared=OTHERS),
        update(t).where(perhaps).values(shared=0),
    )


def _askable(working: WorkingSet, t: Table) -> list[ColumnElement[bool]]:
    """A row that was named, or whose own period has ended, is not kept for another owner."""
    of_itself = t.c.why != int(Why.NAMED)
    return [of_itself, t.c.why != int(Why.AFTER_RETENTION)] if working.ended else [of_itself]


def _mark_emptied(working: WorkingSet, keys: KeySet) -> bool:
    """Set `shared` on rows that stay emptied and that somebody else's row owns; true if any.

    Two people's orders name one address: it is not emptied for one of them. An order that
    names nobody any more owns nothing.
    """
    changed = False
    for link in (k for k in keys.node.owner_links if k.kind == "owns"):
        statement = working.remembered(
            ("shared, emptied", link), partial(_sharing_emptied, working, keys, link)
        )
        changed |= bool(working.connection.execute(statement).rowcount)
    return changed


def _sharing_emptied(working: WorkingSet, keys: KeySet, link: Link) -> Update:
    t, child = keys.table, working.alias(keys.node.name, "c")
    p, owner = working.alias(link.parent, "own"), working.graph.nodes[link.parent]
    held = zip(link.parent_columns, link.columns, strict=True)
    somebody = (
        select(literal(1))
        .select_from(child.join(p, and_(*(equal(p.c[b], child.c[a]) for a, b in held))))
        .where(
            working.same_row(keys, child),
            ~is_of_the_request(working, owner, p),
            _is_somebodys(working, owner, p),
        )
    )
    emptied = t.c.action.not_in([int(ActionCode.DELETE), int(ActionCode.HOLD)])
    return (
        update(t)
        .where(
            t.c.role == int(RoleCode.OWNER),
            t.c.shared == 0,
            emptied,
            *_askable(working, t),
            somebody.exists(),
        )
        .values(shared=OTHERS)
    )


def is_of_the_request(working: WorkingSet, node: Node, row: FromClause) -> ColumnElement[bool]:
    """True for a row that only people of the request own."""
    keys = working.sets.get(node.name)
    if keys is None:
        return ~true()
    s = keys.table.alias("s")
    theirs = and_(s.c.role == int(RoleCode.OWNER), s.c.shared == 0)
    same = working.same_row(keys, row, s)
    return select(literal(1)).select_from(s).where(same, theirs).exists()


def _is_somebodys(working: WorkingSet, node: Node, row: FromClause) -> ColumnElement[bool]:
    """True for a row that refers to an owner at all; one that is owned in turn is taken to."""
    if node.is_counted or node.name in working.graph.subject_tables():
        return true()
    named = (
        and_(*holds(working, k, row), leads_somewhere(working, k, row)) for k in node.owner_links
    )
    return or_(~true(), *named)


def holds(working: WorkingSet, link: Link, child: FromClause) -> Iterator[ColumnElement[bool]]:
    """True where a row refers to anything by a link."""
    for value in reference_in(working.dialect, link.via, child):
        yield value.is_not(None)
        if link.kind == "match":
            yield value != ""
    if link.when is not None:
        yield compiled(link.when, child)


def leads_somewhere(working: WorkingSet, link: Link, child: FromClause) -> ColumnElement[bool]:
    """True where the row that a link names is there; of an identifier nobody asks for a row."""
    if link.kind in ("match", "decode"):
        return true()
    above = working.alias(link.parent, "above")
    keys = [above.c[column] for column in link.parent_columns]
    same = refers(working.dialect, link.via, child, keys)
    return select(literal(1)).select_from(above).where(same).exists()


def of_the_request(working: WorkingSet, link: Link, child: FromClause) -> ColumnElement[bool]:
    """True where a link leads to a row that only people of the request own."""
    if link.kind == "match":
        kind = link.identifier or ""
        w = working.who_table().alias("w")
        value = reference_in(working.dialect, link.via, child)[0]
        same = folded(working.dialect, value, fold_of(kind)) == w.c.form
        return select(literal(1)).select_from(w).where(w.c.kind == kind, same).exists()
    source = working.sets.get(link.parent)
    if source is None:
        return ~true()
    s = source.table.alias("s")
    start, values = working.values_of(source, s, link.parent_columns, "p")
    same = refers(working.dialect, link.via, child, values)
    theirs = and_(s.c.role == int(RoleCode.OWNER), s.c.shared == 0)
    return select(literal(1)).select_from(start).where(same, theirs).exists()


def _keep(working: WorkingSet, keys: KeySet) -> None:
    """A shared row stays as it is, until a reference is found that can be let go."""
    t = keys.table
    retained = t.c.action == int(ActionCode.RETAIN)
    fresh = t.c.why.not_in([int(Why.SHARED), int(Why.SHARED_RETAINED)])
    working.connection.execute(
        update(t)
        .where(t.c.shared != 0, fresh, t.c.action != int(ActionCode.HOLD))
        # MariaDB assigns from left to right: what the others read is assigned last.
        .ordered_values(
            (
                t.c.shared,
                case((t.c.action == int(ActionCode.KEEP), OTHERS_AND_KEPT), else_=OTHERS),
            ),
            (t.c.why, case((retained, int(Why.SHARED_RETAINED)), else_=int(Why.SHARED))),
            (t.c.action, int(ActionCode.KEEP)),
            (t.c.nulls, 0),
        )
    )


def _unlink(working: WorkingSet, keys: KeySet) -> None:
    """A shared row lets go of this person where the referring column may be NULL."""
    t, node = keys.table, keys.node
    retain = node.entry.retain
    for link in _asked(node):
        if not link.bit:
            continue
        child = working.alias(node.name, "c")
        conditions = [t.c.shared == OTHERS, t.c.action != int(ActionCode.HOLD)]
        if retain is not None and set(link.columns) & set(retain.keep):
            conditions.append(t.c.why != int(Why.SHARED_RETAINED))
        mine = (
            select(literal(1))
            .select_from(child)
            .where(
                working.same_row(keys, child),
                *holds(working, link, child),
                of_the_request(working, link, child),
            )
        )
        kept_or_unlinked = or_(
            t.c.action == int(ActionCode.KEEP), t.c.action == int(ActionCode.UNLINK)
        )
        working.connection.execute(
            update(t)
            .where(*conditions, kept_or_unlinked, mine.exists())
            .values(action=int(ActionCode.UNLINK), nulls=t.c.nulls.op("|")(link.bit))
        )
