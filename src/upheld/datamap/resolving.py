"""Resolves the names of a data map against the schema; keeps every misfit it meets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, TypeAlias

from upheld.connectors.schema import Schema, Table
from upheld.datamap.condition import columns_of
from upheld.datamap.keeping import resolved_retention
from upheld.datamap.links import Kind, Link, Node, locator_of
from upheld.datamap.model import DataMap, Edge, FieldEntry, TableMap
from upheld.datamap.via import JsonVia, PatternVia, UnreadableViaError, parse
from upheld.refusal import Exit, InvalidFileError, RefusalError, Where
from upheld.vocabulary.category import nearest
from upheld.wording import Text

KeyPath: TypeAlias = tuple[str | int, ...]
Locate: TypeAlias = Callable[[KeyPath], Where]


class MapDriftedError(RefusalError):
    """The map and the database name different things."""

    code = "map-drifted"
    exit_code: ClassVar[Exit] = Exit.REMAINING


# Whole numbers, decimals and texts compare; a date never equals a number.
_COMPARABLE = [
    {"integer", "decimal", "boolean"},
    {"text", "uuid", "other", "json"},
    {"date", "datetime"},
    {"binary", "uuid"},
]


class Resolving:
    """Resolves the names of a map; keeps every misfit it meets."""

    def __init__(self, datamap: DataMap, schema: Schema, locate: Locate) -> None:
        self.map = datamap
        self.schema = schema
        self.locate = locate
        self.misfits: list[tuple[KeyPath, RefusalError]] = []

    @property
    def refusals(self) -> list[RefusalError]:
        """Every misfit."""
        return [refusal for _, refusal in self.misfits]

    def nodes(self) -> dict[str, Node]:
        """Return the mapped tables with their links; what does not fit is in `misfits`."""
        self._subjects()
        nodes: dict[str, Node] = {}
        unsaid = frozenset(self.map.unsaid())
        for name, written in self.map.tables.items():
            table = self._table(name, ("tables", name))
            if table is None or written.none is not None:
                continue
            self._columns_exist(table, written)
            entry = self._with_identifiers(name, written)
            links = [*self._edge_links(table, entry), *self._owned_links(table)]
            if name in unsaid:
                self._refuse_unsaid(name)
            numbered = tuple(replace(link, number=n) for n, link in enumerate(links))
            nodes[name] = Node(table=table, entry=entry, locator=locator_of(table), links=numbered)
        return resolved_retention(self._with_pointers(nodes), self._invalid)

    def _with_pointers(self, nodes: Mapping[str, Node]) -> dict[str, Node]:
        """Free personal columns that only a unique key would hold fast in rows that stay.

        Where the database has a pointer to each row, such a table is found by it and its key can
        be anonymised like any other column; unless other rows, or a person, are known by the key.
        """
        known = {subject.table for subject in self.map.subjects.values()}
        known |= {link.parent for node in nodes.values() for link in node.links}
        known |= {key.parent for t in self.schema.tables.values() for key in t.foreign_keys}
        return {
            name: replace(node, locator=())
            if name in self.schema.pointed
            and not node.table.primary_key
            and node.personal_key
            and not node.is_counted
            and name not in known
            else node
            for name, node in nodes.items()
        }

    def _with_identifiers(self, name: str, entry: TableMap) -> TableMap:
        """An identifier is personal whether or not `fields` says of which category it is."""
        fields = dict(entry.fields)
        for subject in self.map.subjects.values():
            if subject.table != name:
                continue
            for kind, column in subject.identifiers.items():
                if column not in subject.key_columns:
                    fields.setdefault(column, FieldEntry(category=_category(kind)))
        return entry.model_copy(update={"fields": fields})

    def _refuse_unsaid(self, name: str) -> None:
        """Refuse a table of which nobody said whose rows it holds: nothing is a pass."""
        self._invalid(
            ("tables", name),
            Text(
                en=f"table `{name}` has no edge to anybody, and does not say `none`",
                ja=f"表 `{name}` には誰への参照もなく、`none` とも書かれていません",
            ),
            remedy=Text(
                en='write its edges, or why it holds nobody\'s rows: `none: "reference data"`',
                ja='参照を書くか、誰のものでもない理由を `none: "…"` に書いてください',
            ),
        )

    def _subjects(self) -> None:
        for kind, subject in self.map.subjects.items():
            table = self._table(subject.table, ("subjects", kind, "table"))
            if table is None:
                continue
            self._need(table, subject.key_columns, ("subjects", kind, "key"))
            self._need(
                table, tuple(subject.identifiers.values()), ("subjects", kind, "identifiers")
            )
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
            yield replace(link, role=role, counts_as_owner=counts)

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
            "match"
            if edge.match and not edge.decode  # decoded first, then compared
            else "decode"
            if edge.decode
            else "json"
            if isinstance(via, JsonVia)
            else "pattern"
            if isinstance(via, PatternVia)
            else "key"
        )
        link = Link(
            number=0,
            child=table.name,
            parent=parent,
            kind=kind,
            via=via,
            parent_columns=parent_columns,
            role=edge.role,
            when=edge.when,
            action=edge.on_erase,
            identifier=edge.match,
            decode=edge.decode,
            path=edge.path,
            to=edge.to,
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
                remedy=Text(
                    en=f"use one of {known}", ja=f"次のいずれかを指定してください: {known}"
                ),
            )
            return None
        if parent is None:
            return None  # said once, where the table itself is named
        columns = tuple(edge.references or ()) or (
            subject.key_columns if subject else locator_of(parent)
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
                key = tuple(owned.references or ()) or locator_of(table)
                link = Link(
                    number=0,
                    child=table.name,
                    parent=owner,
                    kind="owns",
                    via=via,
                    parent_columns=key,
                    role="owner",
                    refcount=owned.refcount,
                    to=owner,
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
                        ja="キーを持つ列を指定してください(別の列なら `references` を使います)",
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
            if entry.retain.with_ is None:
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
                path,
                name,
                None,
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
                path,
                table.name,
                column,
                Text(
                    en=f"the map names column `{table.name}.{column}`, which the database does not have",
                    ja=f"データマップの列 `{table.name}.{column}` がデータベースにありません",
                ),
            )
        return not missing

    def _drifted(self, path: KeyPath, table: str, column: str | None, what: Text) -> None:
        at = self.locate(path)
        where = Where(
            file=at.file,
            line=at.line,
            column=at.column if column is None else column,
            table=table,
            system=self.map.system,
        )
        cure = Text(
            en="run `upheld map check`, then correct the map (was it renamed or dropped?)",
            ja="`upheld map check` を実行し、データマップを直してください(改名または削除されましたか)",
        )
        self.misfits.append((path, MapDriftedError(what, where=where, remedy=cure)))

    def _invalid(self, path: KeyPath, what: Text, remedy: Text | None = None) -> None:
        cure = remedy or Text(en="correct the data map", ja="データマップを直してください")
        refusal = InvalidFileError(what, where=self.locate(path), remedy=cure)
        self.misfits.append((path, refusal))


def _category(kind: str) -> str:
    """The data category of a kind of identifier; whatever has none of its own is an account's."""
    guess = nearest(kind)
    return guess if guess is not None and guess.endswith(f".{kind}") else "account.id"
