"""The data map joined with the schema the database shows: what tracing walks over.

`build` refuses, all at once and with positions, whatever does not fit: a table or column that
is not there, an edge between types that cannot be equal, a point still unsure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from upheld.connectors.schema import Schema
from upheld.datamap.links import Link, Node, Reference
from upheld.datamap.model import DataMap
from upheld.datamap.order import parents_first
from upheld.datamap.references import outside_nodes, references_of, with_link_bits
from upheld.datamap.resolving import KeyPath, Locate, MapDriftedError, Resolving
from upheld.refusal import RefusalError, RefusalsError, Where
from upheld.wording import Text

__all__ = [
    "Graph",
    "KeyPath",
    "Link",
    "Locate",
    "MapDriftedError",
    "MapUnsureError",
    "Node",
    "Reference",
    "build",
    "unusable",
]


class MapUnsureError(RefusalError):
    """Points that only a person can decide are still open."""

    code = "map-unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All of it, in an order in which parents come before children.

    Attributes:
        order: Groups of tables; a group of several tables (or a table that refers to
            itself) is a cycle and is walked until nothing new is found.
        outside: Tables that nobody owns and that refer to mapped ones by declared keys.
        references: What rows hold of other rows, by child table.
        cyclic: Tables on a cycle of edges.
        statements: What has been built to walk over it, to be executed again (`WorkingSet`).
    """

    system: str
    datamap: DataMap
    schema: Schema
    nodes: Mapping[str, Node]
    outside: Mapping[str, Node]
    order: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]
    cyclic: frozenset[str] = field(default_factory=frozenset)
    statements: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def node(self, name: str) -> Node:
        """A table that can be written to, mapped or not."""
        return self.nodes.get(name) or self.outside[name]

    def references_to(self, parent: str) -> Iterator[Reference]:
        """Every reference that holds a key of `parent`."""
        return (ref for ref in self.references if ref.parent == parent)

    def references_from(self, child: str) -> Iterator[Reference]:
        """Every reference that `child` holds."""
        return (ref for ref in self.references if ref.child == child)

    def released(self, child: str) -> dict[int, tuple[str, ...]]:
        """The columns of `child` that become NULL, by the bit that says so."""
        found: dict[int, tuple[str, ...]] = {}
        for ref in self.references_from(child):
            if ref.bit:
                found.setdefault(ref.bit, ref.nullable)
        for link in self.node(child).links:
            if link.bit:
                found.setdefault(link.bit, link.columns)
        return found

    def subject_tables(self) -> set[str]:
        """The tables that identify people."""
        return {subject.table for subject in self.datamap.subjects.values()}


def build(datamap: DataMap, schema: Schema, locate: Locate = lambda _path: Where()) -> Graph:
    """Join the map with the schema.

    Raises:
        RefusalsError: Every misfit, of `MapDriftedError` or `InvalidFileError`.
        MapUnsureError: Points are undecided.
    """
    resolving = Resolving(datamap, schema, locate)
    nodes = resolving.nodes()
    if resolving.refusals:
        several = len(resolving.refusals) > 1
        raise RefusalsError(resolving.refusals) if several else resolving.refusals[0]
    _refuse_unsure(datamap, locate)
    outside = outside_nodes(nodes, schema)
    references = references_of(nodes, outside, schema)
    nodes = {
        name: with_link_bits(node, (r for r in references if r.child == name))
        for name, node in nodes.items()
    }
    followed = {name: _followed(node) & set(nodes) for name, node in nodes.items()}
    order = parents_first(followed)
    return Graph(
        system=datamap.system,
        datamap=datamap,
        schema=schema,
        nodes=nodes,
        outside=outside,
        order=order,
        references=references,
        cyclic=frozenset(n for g in order for n in g if len(g) > 1 or n in followed[n]),
    )


def unusable(datamap: DataMap, schema: Schema) -> list[tuple[KeyPath, RefusalError]]:
    """Return what in the map itself keeps `build` from joining it, each with its place in the map."""
    resolving = Resolving(datamap, schema, lambda _path: Where())
    resolving.nodes()
    return [one for one in resolving.misfits if not isinstance(one[1], MapDriftedError)]


def _followed(node: Node) -> set[str]:
    """The tables from whose rows this one's are reached."""
    return {
        k.parent for k in node.links if k.role in ("owner", "accessor") and k.identifier is None
    }


def _refuse_unsure(datamap: DataMap, locate: Locate) -> None:
    points = datamap.unsure_points()
    if not points:
        return
    named = ", ".join(f"`{table}`: `{point.point}`" for table, point in points[:5])
    more = "" if len(points) <= 5 else f" (+{len(points) - 5})"  # noqa: PLR2004
    raise MapUnsureError(
        Text(
            en=f"{len(points)} point(s) of the data map are undecided: {named}{more}",
            ja=f"データマップに未決定の点が {len(points)} 件あります: {named}{more}",
        ),
        remedy=Text(
            en="move each guess to its place, or reject it with `decided: {by: …, why: …}`",
            ja="推定を正しい場所に移すか、`decided: {by: …, why: …}` を付けて却下してください",
        ),
        where=locate(("tables", points[0][0], "unsure")),
    )
