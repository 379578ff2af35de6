"""The database as the oracle sees it: which row belongs to, or needs, which other row."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.random_schemas.model import Edge, Model, Role, Row, RowName, Table


class Erased:
    """Stands for a value that nobody can predict; equal to nothing but itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


ERASED = Erased("ERASED")
"""A value that must no longer be what it was."""
BLANK = Erased("BLANK")
"""What was NULL before it was anonymised: NULL still, or a fixed text like its neighbours'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row that belongs, by an edge or by `owns`, to another row (or to nobody known)."""

    child: RowName
    parent: RowName | None
    role: Role
    edge: Edge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A row that needs another row to be there; `columns` is empty if it cannot be NULL."""

    source: RowName
    target: RowName
    columns: tuple[str, ...]


def normal(text: Any) -> str:
    """Normal form in which identifiers are compared."""
    return unicodedata.normalize("NFKC", str(text)).strip().casefold()


def alive(table: Table, row: Row) -> bool:
    """Whether the row does not count as erased already."""
    return table.gone is None or not table.gone[1] or row[table.gone[0]] is None


def effective(table: Table, edge: Edge) -> Role:
    """Role of an edge; with `shared: primary` only the first owner edge stays one."""
    first = next((e for e in table.edges if e.role == "owner"), None)
    demoted = table.shared == "primary" and edge.role == "owner" and edge is not first
    return "accessor" if demoted else edge.role


def holds(when: tuple[str, str] | None, row: Row) -> bool:
    """Whether a condition `column = 'text'` holds."""
    return when is None or row[when[0]] == when[1]


class World:
    """The database as links and references between named rows."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.row = {(t.name, r["mark"]): r for t, r in model.each_row()}
        self.kinds = {person.kind: person for person in model.persons}
        self.blobs = {t.owns.blob for t in model.tables.values() if t.owns is not None}
        self.found: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], RowName]] = {}
        self.emails: dict[tuple[str, str], dict[str, RowName]] = {}
        self.links = [link for name in self.row for link in self.links_of(name)]
        self.references = [ref for name in self.row for ref in self.references_of(name)]
        self.up: dict[RowName, list[Link]] = defaultdict(list)
        self.down: dict[RowName, list[Link]] = defaultdict(list)
        for link in self.links:
            self.up[link.child].append(link)
            if link.parent is not None:
                self.down[link.parent].append(link)

    def table(self, name: RowName) -> Table:
        return self.model.tables[name[0]]

    def find(self, table: str, columns: tuple[str, ...], values: Iterable[Any]) -> RowName | None:
        """The row whose columns hold these values, compared as text."""
        if (table, columns) not in self.found:
            self.found[table, columns] = {
                tuple(str(r[c]) for c in columns): (table, r["mark"])
                for r in self.model.rows[table]
            }
        return self.found[table, columns].get(tuple(str(v) for v in values))

    def find_email(self, table: str, column: str, text: Any) -> RowName | None:
        if (table, column) not in self.emails:
            self.emails[table, column] = {
                normal(r[column]): (table, r["mark"])
                for r in self.model.rows[table]
                if isinstance(r[column], str)
            }
        return self.emails[table, column].get(normal(text))

    def follow(self, edge: Edge, row: Row) -> tuple[bool, RowName | None]:
        """Whether the row refers to anything by this edge, and to which row."""
        person = self.kinds.get(edge.to)
        table = person.table if person else edge.to
        columns = edge.references or (
            (person.key,) if person else self.model.tables[table].primary_key
        )
        values = [row[column] for column in edge.via]
        if edge.path is not None:
            values = [(row[edge.via[0]] or {}).get(edge.path)]
        if not holds(edge.when, row) or any(v is None or isinstance(v, Erased) for v in values):
            # READING: a text that took an address's place counts as an identifier of somebody.
            replaced = edge.match is not None and edge.path is None and values[0] is ERASED
            return replaced and holds(edge.when, row), None
        if edge.match is not None:
            assert person is not None
            return True, self.find_email(table, person.identifiers[edge.match], values[0])
        if edge.pattern is not None:
            before, after = edge.pattern.removesuffix("%").split("{id}")
            key, found, _ = values[0].removeprefix(before).partition(after)
            if not (values[0].startswith(before) and found):
                return False, None
            return True, self.find(table, columns, [key])
        return True, self.find(table, columns, values)

    def links_of(self, name: RowName) -> list[Link]:
        """Links of one row: its edges upwards, and its blob downwards."""
        table, row = self.table(name), self.row[name]
        if not alive(table, row):
            return []
        links = []
        for edge in table.edges:
            refers, parent = self.follow(edge, row)
            if refers:
                role = effective(table, edge)
                links.append(Link(child=name, parent=parent, role=role, edge=edge))
        if table.owns is not None and row[table.owns.via] is not None:
            key = self.model.tables[table.owns.blob].primary_key
            blob = self.find(table.owns.blob, key, [row[table.owns.via]])
            if blob is not None:
                links.append(Link(child=blob, parent=name, role="owner", edge=None))
        return links

    def handled(self, table: Table, edge: Edge) -> bool:
        """Whether the map alone says that the person handled the row: it is not changed for them."""
        columns = self.referred(edge)
        declared = {(k.columns, k.parent, k.parent_columns) for k in table.foreign_keys}
        same = [
            other
            for other in table.edges
            if (other.via, other.path, other.pattern, other.when)
            == (edge.via, edge.path, edge.pattern, edge.when)
            and other.match is None
            and self.referred(other) == columns
        ]
        only = all(other.role == "custodian" and not other.unlink for other in same)
        return only and (edge.via, *columns) not in declared

    def referred(self, edge: Edge) -> tuple[str, tuple[str, ...]]:
        """The table and columns that an edge refers to."""
        person = self.kinds.get(edge.to)
        table = person.table if person else edge.to
        if edge.references:
            return table, edge.references
        return table, (person.key,) if person else self.model.tables[table].primary_key

    def references_of(self, name: RowName) -> list[Reference]:
        """Rows that this row needs: by declared keys, edges and `owns`.

        READING: an edge with `match` holds nothing: it compares with an identifier, and the
        identifier of a tombstone is anonymised, so keeping the row would keep no link.
        """
        table, row = self.table(name), self.row[name]
        needed = [
            (self.find(k.parent, k.parent_columns, [row[c] for c in k.columns]), k.columns, True)
            for k in table.foreign_keys
            if all(row[c] is not None for c in k.columns)
        ]
        # READING: a row's JSON document is not nulled for one path inside it.
        needed += [
            (
                self.follow(edge, row)[1],
                edge.via,
                edge.path is None and not self.handled(table, edge),
            )
            for edge in table.edges
            if edge.match is None
        ]
        if table.owns is not None and row[table.owns.via] is not None:
            key = self.model.tables[table.owns.blob].primary_key
            needed.append((self.find(table.owns.blob, key, [row[table.owns.via]]), (), False))
        return [
            Reference(source=name, target=target, columns=nullable(table, via) if whole else ())
            for target, via, whole in needed
            if target is not None
        ]


def nullable(table: Table, via: tuple[str, ...]) -> tuple[str, ...]:
    """The columns themselves if all of them may be NULL, else nothing."""
    return via if all(table.column(c).nullable for c in via) else ()
