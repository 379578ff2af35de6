"""Whom a column is about: this person, or somebody else that the same row names.

A row can name several people: who wrote, who received, who handled it. A column belongs to the
edge that its field names with `of`, else to the row's first owner edge; an edge's own columns
belong to whom they refer to. An edge is this person's where the row at its far end is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Text, and_, case, cast, func, literal, null, select

from upheld.datamap.condition import compiled
from upheld.datamap.graph import Link, Node
from upheld.datamap.model import FieldEntry
from upheld.datamap.via import ColumnsVia, JsonVia, PatternVia, UnreadableViaError, parse
from upheld.subject.comparing import equal
from upheld.subject.dialect import folded, json_text, key_in_text
from upheld.subject.identity import fold_of
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import WorkingSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The edges of one table whose far end decides whom its columns are about.

    Attributes:
        links: All links but those that other tables' `owns` make.
        first_owner: Position in `links` of the first owner edge; `None` where there is none.
        about: By column with `of`: the positions in `links` of the edges it names.
    """

    links: tuple[Link, ...]
    first_owner: int | None
    about: dict[str, tuple[int, ...]]


def ties_of(node: Node) -> Ties:
    """Read a table's edges and fields."""
    links = tuple(link for link in node.links if link.kind != "owns")
    owners = [n for n, link in enumerate(links) if link.role == "owner" and link.counts_as_owner]
    about: dict[str, tuple[int, ...]] = {}
    for column, entry in node.entry.fields.items():
        if isinstance(entry, FieldEntry) and entry.of is not None:
            about[column] = _named(links, entry.of)
    return Ties(links=links, first_owner=owners[0] if owners else None, about=about)


def _named(links: Sequence[Link], of: str) -> tuple[int, ...]:
    try:
        via = parse(of)
    except UnreadableViaError:
        return ()  # names no edge: nobody can be shown to be meant
    return tuple(n for n, link in enumerate(links) if link.via == via)


def tie(working: WorkingSet, ties: Ties, number: int, t: Any, child: Any) -> Any:
    """The role with which a link ties a row of `child` to the person of a row of `t`.

    An SQL expression: 1 where the row at the far end is this person's own, 2 where they may
    see it, NULL where it is somebody else's.
    """
    link = ties.links[number]
    found = _tie(working, link, t, child)
    if link.kind not in ("match", "decode") or not _brings_alone(working, ties, number):
        return found
    # What only this program can compare (another alphabet's width, an encoded session) was
    # compared when the row was found: no other edge ties it, so this one does.
    others = [
        _tie(working, other, t, child).is_not(None)
        for n, other in enumerate(ties.links)
        if n != number and other.role in ("owner", "accessor")
    ]
    alone = and_(*(~o for o in others)) if others else literal(1) == literal(1)
    return func.coalesce(found, case((alone, t.c.role), else_=null()))


def _brings_alone(working: WorkingSet, ties: Ties, number: int) -> bool:
    link = ties.links[number]
    hidden = [
        k for k in ties.links if k.kind in ("match", "decode") and k.role in ("owner", "accessor")
    ]
    seeded = link.child in working.graph.subject_tables()
    owned = any(k.kind == "owns" for k in working.graph.nodes[link.child].links)
    # Several edges may read one column, a session: whichever brought the row, it is about them.
    return all(k.via == link.via for k in hidden) and not seeded and not owned


def _tie(working: WorkingSet, link: Link, t: Any, child: Any) -> Any:
    if link.kind == "match":
        return _tie_by_value(working, link, t, child)
    source = working.sets.get(link.parent)
    if link.kind == "decode" or source is None:
        return cast(null(), Integer)
    s = source.table.alias("tie_s")
    start: Any = s
    keys: dict[str, Any] = dict(
        zip(source.node.locator, (s.c[k.name] for k in source.keys), strict=False)
    )
    conditions: list[Any] = [s.c.subject == t.c.subject, s.c.role <= int(RoleCode.ACCESSOR)]
    if not set(link.parent_columns) <= set(keys):
        parent = working.base(link.parent).alias("tie_p")
        start = s.join(parent, working.same_row(source, parent, s))
        keys = {column: parent.c[column] for column in link.parent_columns}
    conditions.append(_refers(working, link, child, [keys[c] for c in link.parent_columns]))
    if link.when is not None:
        conditions.append(compiled(link.when, child))
    query = select(func.min(s.c.role)).select_from(start).where(*conditions)
    return query.correlate(t, child).scalar_subquery()


def _refers(working: WorkingSet, link: Link, child: Any, values: Sequence[Any]) -> Any:
    match link.via:
        case ColumnsVia(columns):
            return and_(*(equal(child.c[o], v) for o, v in zip(columns, values, strict=True)))
        case JsonVia(column, path):
            return json_text(working.dialect, child.c[column], path) == cast(values[0], Text)
        case PatternVia(column, prefix, delimiter, rest):
            key = key_in_text(working.dialect, child.c[column], prefix, delimiter, rest)
            return key == cast(values[0], Text)


def _tie_by_value(working: WorkingSet, link: Link, t: Any, child: Any) -> Any:
    if link.identifier is None:
        return cast(null(), Integer)
    w = working.who_table().alias("tie_w")
    value = (
        json_text(working.dialect, child.c[link.via.column], link.via.path)
        if isinstance(link.via, JsonVia)
        else child.c[link.columns[0]]
    )
    same = folded(working.dialect, value, fold_of(link.identifier)) == w.c.form
    conditions = [w.c.subject == t.c.subject, w.c.kind == link.identifier, same]
    if link.when is not None:
        conditions.append(compiled(link.when, child))
    query = (
        select(func.min(literal(int(RoleCode.OWNER), Integer))).select_from(w).where(*conditions)
    )
    return query.correlate(t, child).scalar_subquery()
