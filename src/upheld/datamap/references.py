"""Every reference into a mapped table, and the bits by which it is let go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from upheld.connectors.schema import ForeignKey, Schema, Table
from upheld.datamap.links import Link, Node, Reference, columns_of_via, locator_of
from upheld.datamap.model import TableMap
from upheld.datamap.via import ColumnsVia, JsonVia, Via
from upheld.refusal import InvalidFileError, Where
from upheld.wording import Text

BITS = 62
"""A mark holds so many different references of one table: a signed 64-bit number."""
_Key: TypeAlias = tuple[Via, str, tuple[str, ...]]


def outside_nodes(nodes: Mapping[str, Node], schema: Schema) -> dict[str, Node]:
    """Tables that nobody owns and whose declared keys refer to mapped ones."""
    return {
        table.name: Node(
            table=table, entry=TableMap(none="not mapped"), locator=locator_of(table), links=()
        )
        for table in schema.written()
        if table.name not in nodes and any(fk.parent in nodes for fk in table.foreign_keys)
    }


def references_of(
    nodes: Mapping[str, Node], outside: Mapping[str, Node], schema: Schema
) -> tuple[Reference, ...]:
    """Every reference, those of one table in a fixed order, with their bits.

    Raises:
        InvalidFileError: A table has more nullable references than a mark has bits.
    """
    found: list[Reference] = []
    for table in schema.written():
        if table.name in nodes or table.name in outside:
            found += _with_bits(table, _of_table(table, nodes))
    return tuple(found)


def with_link_bits(node: Node, references: Iterable[Reference]) -> Node:
    """Give each link the bit of its reference, or one of its own."""
    known: dict[Via, int] = {}
    highest = 0
    for ref in references:
        highest = max(highest, ref.bit)
        known[ref.via] = known.get(ref.via, 0) or ref.bit
    links = []
    for link in node.links:
        bit = 0
        if link.kind != "owns" and not isinstance(link.via, JsonVia):
            if link.via not in known:
                free = _let_go(node.table, link.columns)
                highest = (highest << 1 or 1) if free else highest
                known[link.via] = highest if free else 0
            bit = known[link.via]
        links.append(replace(link, bit=bit))
    _refuse_too_many(node.table, highest)
    return replace(node, links=tuple(links))


def _of_table(table: Table, nodes: Mapping[str, Node]) -> Iterator[Reference]:
    keys: dict[_Key, ForeignKey] = {
        (ColumnsVia(fk.columns), fk.parent, fk.parent_columns): fk
        for fk in table.foreign_keys
        if fk.parent in nodes
    }
    owns: dict[tuple[_Key, str | None], bool] = {}
    handled: dict[tuple[_Key, str | None], bool] = {}
    for link in _holding(table, nodes):
        target = link.child if link.kind == "owns" else link.parent
        triple = (link.via, target, link.parent_columns)
        # A declared key holds whatever the edge's condition; two edges over one column (a
        # polymorphic pair) differ by theirs.
        known = (triple, None if triple in keys else link.when)
        owns[known] = owns.get(known, False) or link.kind == "owns"
        # Rows that somebody merely handled are others'. Where only the map says so, they are not
        # changed: the row of that person stays for them, emptied.
        only = link.role == "custodian" and link.action != "unlink" and triple not in keys
        handled[known] = handled.get(known, True) and only
    for triple in keys:
        owns.setdefault((triple, None), False)
    for (triple, when), owned in owns.items():
        via, parent, parent_columns = triple
        # A JSON document is not emptied for one path inside it.
        firm = isinstance(via, JsonVia) or handled.get((triple, when), False)
        free = () if firm else _let_go(table, columns_of_via(via))
        yield Reference(
            child=table.name,
            via=via,
            parent=parent,
            parent_columns=parent_columns,
            nullable=free,
            foreign_key=keys.get(triple),
            when=when,
            owns=owned,
        )


def _holding(table: Table, nodes: Mapping[str, Node]) -> Iterator[Link]:
    """Links by which rows of a table hold another row.

    A `match` compares with an identifier, which a tombstone loses: it holds nothing. What a
    decoder reads cannot be asked of the database.
    """
    node = nodes.get(table.name)
    if node is None:
        return
    yield from (k for k in node.links if k.kind in ("key", "json", "pattern"))
    for other in nodes.values():
        yield from (k for k in other.links if k.kind == "owns" and k.parent == table.name)


def _let_go(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that can be NULL: one of them is enough to let a composite key go."""
    return tuple(c for c in columns if table.columns[c].nullable and c not in table.primary_key)


def _with_bits(table: Table, references: Iterable[Reference]) -> Iterator[Reference]:
    bits: dict[Via, int] = {}
    for ref in references:
        if ref.nullable:
            bits.setdefault(ref.via, 1 << len(bits))
        yield replace(ref, bit=bits.get(ref.via, 0) if ref.nullable else 0)
    _refuse_too_many(table, 1 << len(bits) >> 1)


def _refuse_too_many(table: Table, highest: int) -> None:
    if highest.bit_length() > BITS:
        raise InvalidFileError(
            Text(
                en=f"`{table.name}` has more than {BITS} references that may be NULL",
                ja=f"`{table.name}` には NULL 可の参照が {BITS} 個より多くあります",
            ),
            where=Where(table=table.name),
            remedy=Text(
                en="split the table's entry, or declare some of the columns NOT NULL",
                ja="表を分けるか、一部の列を NOT NULL にしてください",
            ),
        )
