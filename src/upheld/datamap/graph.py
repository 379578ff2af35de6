"""The data map joined with the schema the database shows: what tracing walks over.

`build` refuses, all at once and with positions, whatever does not fit: a table or column that
is not there, an edge between types that cannot be equal, a point still unsure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import ClassVar, Literal, TypeAlias

from upheld.connectors.schema import ForeignKey, Schema, Table
from upheld.datamap.condition import columns_of
from upheld.datamap.model import Action, DataMap, Edge, Role, TableMap
from upheld.datamap.via import ColumnsVia, JsonVia, PatternVia, UnreadableViaError, Via, parse
from upheld.refusal import Exit, InvalidFileError, RefusalError, RefusalsError, Where
from upheld.wording import Text

KeyPath: TypeAlias = tuple[str | int, ...]
Locate: TypeAlias = Callable[[KeyPath], Where]
Kind: TypeAlias = Literal["key", "json", "pattern", "match", "decode", "owns"]


class MapUnsureError(RefusalError):
    """Points that only a person can decide are still open."""

    code = "map-unsure"


class MapDriftedError(RefusalError):
    """The map and the database name different things."""

    code = "map-drifted"
    exit_code: ClassVar[Exit] = Exit.REMAINING


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way from rows of `parent` to rows of `child`.

    Attributes:
        number: Position among the links into `child`.
        via: How the rows refer to one another; on the parent's side for kind `owns`.
        parent_columns: The columns of `parent` that `via` is compared with.
        identifier: For `match`: the kind of identifier; no parent row is needed.
        action: What this edge says happens, where it overrides the table.
        stays: The role with which the persons reached count as owners (`shared: primary`).
    """

    number: int
    child: str
    parent: str
    kind: Kind
    via: Via
    parent_columns: tuple[str, ...]
    role: Role
    when: str | None = None
    action: Action | None = None
    identifier: str | None = None
    decode: str | None = None
    path: str | None = None
    refcount: bool = True
    counts_as_owner: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the reference."""
        match self.via:
            case ColumnsVia(columns):
                return columns
            case JsonVia(column, _) | PatternVia(column, _, _, _):
                return (column,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Columns of `child` that hold a key of `parent`: a declared key, an edge, or both.

    A row must not lose the row it refers to: no orphan is ever left behind.
    """

    number: int
    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    nullable: tuple[str, ...]
    foreign_key: ForeignKey | None
    when: str | None = None
    mapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One mapped table that can hold a person's rows."""

    table: Table
    entry: TableMap
    locator: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def owner_links(self) -> tuple[Link, ...]:
        """The links that make somebody an owner of a row."""
        return tuple(k for k in self.links if k.role == "owner" and k.counts_as_owner)

    def personal_columns(self) -> Iterator[str]:
        """Columns with a category, in the table's order."""
        for column in self.table.columns:
            if self.entry.category_of(column) is not None:
                yield column


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All of it, in an order in which parents come before children.

    Attributes:
        order: Groups of tables; a group of several tables (or a table that refers to
            itself) is a cycle and is walked until nothing new is found.
        references: By child table.
    """

    system: str
    datamap: DataMap
    schema: Schema
    nodes: Mapping[str, Node]
    order: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]
    cyclic: frozenset[str] = field(default_factory=frozenset)

    def references_to(self, parent: str) -> Iterator[Reference]:
        """Every reference that holds a key of `parent`."""
        return (ref for ref in self.references if ref.parent == parent)

    def references_from(self, child: str) -> Iterator[Reference]:
        """Every reference that `child` holds, in the order of their numbers."""
        return (ref for ref in self.references if ref.child == child)

    def subject_tables(self) -> set[str]:
        """The tables that identify people."""
        return {subject.table for subject in self.datamap.subjects.values()}


# Whole numbers, decimals and texts compare; a date never equals a number.
_COMPARABLE = [
    {"integer", "decimal", "boolean"},
    {"text", "uuid", "other", "json"},
    {"date", "datetime"},
    {"binary", "uuid"},
]


def build(datamap: DataMap, schema: Schema, locate: Locate = lambda _path: Where()) -> Graph:
    """Join the map with the schema.

    Raises:
        RefusalsError: Every misfit, of `MapDriftedError` or `InvalidFileError`.
        MapUnsureError: Points are undecided.
    """
    builder = _Builder(datamap, schema, locate)
    nodes = builder.nodes()
    if builder.refusals:
        raise RefusalsError(builder.refusals) if len(builder.refusals) > 1 else builder.refusals[0]
    _refuse_unsure(datamap, locate)
    order, cyclic = _ordered(nodes)
    return Graph(
        system=datamap.system,
        datamap=datamap,
        schema=schema,
        nodes=nodes,
        order=order,
        references=tuple(_references(nodes, schema)),
        cyclic=cyclic,
    )


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


class _Builder:
    """Resolves the names of a map; keeps every misfit it meets."""

    def __init__(self, datamap: DataMap, schema: Schema, locate: Locate) -> None:
        self.map = datamap
        self.schema = schema
        self.locate = locate
        self.refusals: list[RefusalError] = []

    def nodes(self) -> dict[str, Node]:
        self._subjects()
        nodes: dict[str, Node] = {}
        for name, entry in self.map.tables.items():
            table = self._table(name, ("tables", name))
            if table is None or entry.none is not None:
                continue
            self._columns_exist(table, entry)
            links = [*self._edge_links(table, entry), *self._owned_links(table)]
            numbered = tuple(_numbered(links))
            nodes[name] = Node(table=table, entry=entry, locator=_locator(table), links=numbered)
        return nodes

    def _subjects(self) -> None:
        for kind, subject in self.map.subjects.items():
            table = self._table(subject.table, ("subjects", kind, "table"))
            if table is None:
                continue
            self._need(table, subject.key_columns, ("subjects", kind, "key"))
            self._need(table, tuple(subject.identifiers.values()), ("subjects", kind, "identifiers"))
            if subject.table not in self.map.tables:
                self._invalid(
                    ("subjects", kind, "table"),
                    Text(
                        en=f"table `{subject.table}` identifies `{kind}` but has no entry under `tables`",
                        ja=f"表 `{subject.table}` は `{kind}` を識別しますが、`tables` に項目がありません",
                    ),
                )

    def _edge_links(self, table: Table, entry: TableMap) -> Iterator[Link]:
        first_owner = True
        for number, edge in enumerate(entry.edges):
            path: KeyPath = ("tables", table.name, "edges", number)
            link = self._edge_link(table, edge, path)
            if link is None:
                continue
            counts = edge.role == "owner" and (entry.shared != "primary" or first_owner)
            first_owner = first_owner and edge.role != "owner"
            role = "accessor" if edge.role == "owner" and not counts else edge.role
            yield _with(link, role=role, counts_as_owner=counts)

    def _edge_link(self, table: Table, edge: Edge, path: KeyPath) -> Link | None:
        try:
            via = parse(edge.via)
        except UnreadableViaError as error:
            self._invalid((*path, "via"), Text(en=str(error), ja=str(error)))
            return None
        target = self._target(edge, path)
        if target is None:
            return None
        parent, parent_columns = target
        kind: Kind = (
            "match" if edge.match else "decode" if edge.decode
            else "json" if isinstance(via, JsonVia)
            else "pattern" if isinstance(via, PatternVia) else "key"
        )
        link = Link(
            number=0, child=table.name, parent=parent, kind=kind, via=via,
            parent_columns=parent_columns, role=edge.role, when=edge.when, action=edge.on_erase,
            identifier=edge.match, decode=edge.decode, path=edge.path,
        )
        if not self._need(table, link.columns, (*path, "via")):
            return None
        if edge.when is not None:
            self._condition(table, edge.when, (*path, "when"))
        if kind == "key":
            self._comparable(table, link, (*path, "via"))
        return link

    def _target(self, edge: Edge, path: KeyPath) -> tuple[str, tuple[str, ...]] | None:
        """Find what `to` names: a kind of person first, else a mapped table."""
        subject = self.map.subjects.get(edge.to)
        name = subject.table if subject else edge.to
        parent = self.schema.tables.get(name)
        if subject is None and edge.to not in self.map.tables:
            known = ", ".join(f"`{n}`" for n in [*self.map.subjects, *list(self.map.tables)[:8]])
            self._invalid(
                (*path, "to"),
                Text(
                    en=f"`{edge.to}` is neither a kind of person nor a mapped table",
                    ja=f"`{edge.to}` は人の種類でも、対応付けられた表でもありません",
                ),
                remedy=Text(en=f"use one of {known}", ja=f"次のいずれかを指定してください: {known}"),
            )
            return None
        if parent is None:
            return None  # said once, where the table itself is named
        columns = tuple(edge.references or ()) or (
            subject.key_columns if subject else _locator(parent)
        )
        return (name, columns) if self._need(parent, columns, (*path, "references")) else None

    def _owned_links(self, table: Table) -> Iterator[Link]:
        """Links into this table that other tables' `owns` make."""
        for owner, entry in self.map.tables.items():
            for number, owned in enumerate(entry.owns):
                if owned.target != table.name or owner not in self.schema.tables:
                    continue
                path: KeyPath = ("tables", owner, "owns", number)
                via = parse(owned.via)
                key = tuple(owned.references or ()) or _locator(table)
                link = Link(
                    number=0, child=table.name, parent=owner, kind="owns", via=via,
                    parent_columns=key, role="owner", refcount=owned.refcount,
                )
                if self._need(self.schema.tables[owner], link.columns, (*path, "via")):
                    yield link

    def _comparable(self, table: Table, link: Link, path: KeyPath) -> None:
        parent = self.schema.tables[link.parent]
        pairs = list(zip(link.columns, link.parent_columns, strict=False))
        if len(link.columns) != len(link.parent_columns):
            self._invalid(
                path,
                Text(
                    en=f"`via` names {len(link.columns)} column(s), the key of `{link.parent}` has {len(link.parent_columns)}",
                    ja=f"`via` の列は {len(link.columns)} 個、`{link.parent}` のキーは {len(link.parent_columns)} 個です",
                ),
            )
        for own, other in pairs:
            mine, theirs = table.columns[own].type, parent.columns[other].type
            if mine != theirs and not any({mine, theirs} <= group for group in _COMPARABLE):
                self._invalid(
                    path,
                    Text(
                        en=f"`{table.name}.{own}` is {mine}, `{link.parent}.{other}` is {theirs}: they can never be equal",
                        ja=f"`{table.name}.{own}` は {mine}、`{link.parent}.{other}` は {theirs} で、等しくなり得ません",
                    ),
                    remedy=Text(
                        en="name the column that holds the key, with `references` if it is another one",
                        ja="キーを持つ列を指定してください（別の列なら `references` を使います）",
                    ),
                )

    def _columns_exist(self, table: Table, entry: TableMap) -> None:
        at: KeyPath = ("tables", table.name)
        self._need(table, tuple(entry.fields), (*at, "fields"))
        self._need(table, tuple(entry.json_), (*at, "json"))
        if not isinstance(entry.on_erase, str):
            self._need(table, tuple(entry.on_erase.anonymise), (*at, "on_erase", "anonymise"))
        if entry.soft_delete is not None:
            self._need(table, (entry.soft_delete.column,), (*at, "soft_delete", "column"))
        if entry.retain is not None:
            self._need(table, (entry.retain.from_,), (*at, "retain", "from"))
            self._need(table, tuple(entry.retain.keep), (*at, "retain", "keep"))
            if entry.retain.when is not None:
                self._condition(table, entry.retain.when, (*at, "retain", "when"))

    def _condition(self, table: Table, when: str, path: KeyPath) -> None:
        try:
            named = columns_of(when)
        except ValueError as error:
            self._invalid(path, Text(en=str(error), ja=f"条件が読めません: {error}"))
            return
        self._need(table, tuple(named), path)

    def _table(self, name: str, path: KeyPath) -> Table | None:
        table = self.schema.tables.get(name)
        if table is None:
            self._drifted(
                path, name, None,
                Text(
                    en=f"the map names table `{name}`, which the database does not have",
                    ja=f"データマップの表 `{name}` がデータベースにありません",
                ),
            )
        return table

    def _need(self, table: Table, columns: tuple[str, ...], path: KeyPath) -> bool:
        missing = [column for column in columns if column not in table.columns]
        for column in missing:
            self._drifted(
                path, table.name, column,
                Text(
                    en=f"the map names column `{table.name}.{column}`, which the database does not have",
                    ja=f"データマップの列 `{table.name}.{column}` がデータベースにありません",
                ),
            )
        return not missing

    def _drifted(self, path: KeyPath, table: str, column: str | None, what: Text) -> None:
        at = self.locate(path)
        where = Where(
            file=at.file, line=at.line, column=at.column if column is None else column,
            table=table, system=self.map.system,
        )
        self.refusals.append(
            MapDriftedError(
                what,
                where=where,
                remedy=Text(
                    en="run `upheld map check`, then correct the map (was it renamed or dropped?)",
                    ja="`upheld map check` を実行し、データマップを直してください（改名または削除されましたか）",
                ),
            )
        )

    def _invalid(self, path: KeyPath, what: Text, remedy: Text | None = None) -> None:
        cure = remedy or Text(en="correct the data map", ja="データマップを直してください")
        self.refusals.append(InvalidFileError(what, where=self.locate(path), remedy=cure))


def _locator(table: Table) -> tuple[str, ...]:
    """The columns by which a row is found again; empty where it has no key.

    Without a primary key a unique key that cannot be NULL serves as well.
    """
    if table.primary_key:
        return table.primary_key
    for key in table.unique:
        if all(not table.columns[column].nullable for column in key):
            return key
    return ()


def _with(link: Link, *, role: Role, counts_as_owner: bool) -> Link:
    from dataclasses import replace

    return replace(link, role=role, counts_as_owner=counts_as_owner)


def _numbered(links: list[Link]) -> Iterator[Link]:
    from dataclasses import replace

    return (replace(link, number=number) for number, link in enumerate(links))


def _ordered(nodes: Mapping[str, Node]) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """Order the tables, parents first; tables of one cycle form one group."""
    followed = {
        name: {k.parent for k in node.links if k.role in ("owner", "accessor") and k.identifier is None}
        & set(nodes)
        for name, node in nodes.items()
    }
    groups = _components(followed)
    index = {name: number for number, group in enumerate(groups) for name in group}
    between = {
        number: {index[p] for name in group for p in followed[name]} - {number}
        for number, group in enumerate(groups)
    }
    try:
        order = tuple(groups[n] for n in TopologicalSorter(between).static_order())
    except CycleError as error:  # pragma: no cover - components leave no cycle
        raise AssertionError from error
    cyclic = {n for group in groups for n in group if len(group) > 1 or n in followed[n]}
    return order, frozenset(cyclic)


def _components(followed: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Strongly connected components (Tarjan 1972), each sorted by name."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(start: str) -> None:
        # An explicit stack: a chain of a thousand tables must not meet Python's recursion limit.
        work = [(start, iter(sorted(followed[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            name, rest = work[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(sorted(followed[target]))))
                    break
                if target in stack:
                    low[name] = min(low[name], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    at = stack.index(name)
                    found.append(tuple(sorted(stack[at:])))
                    del stack[at:]

    for name in sorted(followed):
        if name not in index:
            visit(name)
    return found


def _references(nodes: Mapping[str, Node], schema: Schema) -> Iterator[Reference]:
    """Every reference into a mapped table, declared or by an edge, numbered by child."""
    for table in schema.tables.values():
        if table.view or table.parent is not None:
            continue
        node = nodes.get(table.name)
        keys = {(fk.columns, fk.parent, fk.parent_columns): fk for fk in table.foreign_keys}
        wanted: dict[tuple[tuple[str, ...], str, tuple[str, ...]], str | None] = {}
        mapped = set()
        for link in node.links if node else ():
            if link.kind == "key":
                triple = (link.columns, link.parent, link.parent_columns)
                # Two edges over one column (a polymorphic pair) differ by their condition.
                wanted[triple] = link.when if triple not in keys else None
                mapped.add(triple)
        for other in (n for n in nodes.values() if node is not None):
            for link in other.links:
                if link.kind == "owns" and link.parent == table.name:
                    wanted.setdefault((link.columns, other.name, link.parent_columns), None)
        for triple in keys:
            if triple[1] in nodes:
                wanted.setdefault(triple, None)
        for number, (triple, when) in enumerate(wanted.items()):
            columns, parent, parent_columns = triple
            nullable = tuple(
                c for c in columns
                if table.columns[c].nullable and c not in table.primary_key
            )
            yield Reference(
                number=number, child=table.name, columns=columns, parent=parent,
                parent_columns=parent_columns, nullable=nullable, foreign_key=keys.get(triple),
                when=when, mapped=triple in mapped,
            )
