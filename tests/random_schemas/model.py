"""A small database and its data map as plain values, shared by the generator and the oracle.

Nothing here comes from the engine under test: the words are those of `docs/datamap.md`.
Every table has a text column `mark` whose value is unique in the whole database and holds
nothing personal. It is no key; it lets a test recognise a row again, whatever was done to it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["integer", "text", "uuid", "date", "json"]
Role: TypeAlias = Literal["owner", "accessor", "mention", "custodian"]
Shared: TypeAlias = Literal["last_owner", "any_owner", "primary"]
Action: TypeAlias = Literal["delete", "anonymise", "unlink", "keep"]
OnDelete: TypeAlias = Literal["no action", "restrict", "cascade", "set null", "set default"]
Dialect: TypeAlias = Literal["sqlite", "postgresql"]
Row: TypeAlias = dict[str, Any]
Subject: TypeAlias = tuple[str, Any]
"""A kind of person, and the key of one of them."""
RowName: TypeAlias = tuple[str, str]
"""A table, and the `mark` of one of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `category` is that of the data map, `None` where nothing is personal."""

    name: str
    kind: Kind = "text"
    nullable: bool = True
    unique: bool = False
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A declared reference."""

    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    on_delete: OnDelete = "no action"
    deferrable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One edge of the data map.

    Attributes:
        to: A kind of person, or a table.
        via: Columns; exactly one where `path` or `pattern` is given.
        path: Key inside the JSON column `via`: `payload->>'path'`.
        pattern: Text pattern of the column `via`, e.g. `user:{id}:%`.
        match: Kind of identifier to compare with instead of the key.
        when: Column and the text it must hold.
        unlink: Whether the edge says `on_erase: unlink`.
    """

    to: str
    via: tuple[str, ...]
    role: Role = "owner"
    references: tuple[str, ...] = ()
    path: str | None = None
    pattern: str | None = None
    match: str | None = None
    when: tuple[str, str] | None = None
    unlink: bool = False

    def as_map(self) -> dict[str, Any]:
        """Write the edge as the data map spells it."""
        via: Any = self.via[0] if len(self.via) == 1 else list(self.via)
        if self.path is not None:
            via = f"{self.via[0]}->>'{self.path}'"
        if self.pattern is not None:
            via = f"{self.via[0]} LIKE '{self.pattern}'"
        written: dict[str, Any] = {"to": self.to, "via": via, "role": self.role}
        if self.references:
            written["references"] = list(self.references)
        if self.match is not None:
            written["match"] = self.match
        if self.when is not None:
            written["when"] = f"{self.when[0]} = '{self.when[1]}'"
        if self.unlink:
            written["on_erase"] = "unlink"
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class Retain:
    """Rows for which `when` holds stay until the rule's period after `start` has passed."""

    rule: str
    start: str
    when: tuple[str, str] | None = None
    keep: tuple[str, ...] = ()
    after: Literal["delete", "anonymise"] = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owns:
    """The row of `blob` named by `via` belongs to whoever owns this row; counted."""

    blob: str
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, and what the data map says about it.

    Attributes:
        anonymise: Column to how; empty with the action `anonymise` means every column
            that has a category.
        json: JSON column to path (without `$.`) to `erase` or `truncate`.
        gone: Soft-delete column and `counts_as_erased`.
        none: The reason why the table has no edge; `None` for a mapped table.
    """

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ("id",)
    foreign_keys: tuple[ForeignKey, ...] = ()
    edges: tuple[Edge, ...] = ()
    shared: Shared = "last_owner"
    action: Action = "delete"
    anonymise: Mapping[str, Any] = field(default_factory=dict)
    retain: Retain | None = None
    owns: Owns | None = None
    json: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gone: tuple[str, bool] | None = None
    none: str | None = None

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    def personal(self) -> set[str]:
        """Name the columns that have a category or an anonymise entry."""
        return {c.name for c in self.columns if c.category} | set(self.anonymise)

    def as_map(self) -> dict[str, Any]:
        """Write the table as the data map spells it."""
        if self.none is not None:
            return {"none": self.none}
        fields: dict[str, Any] = {
            c.name: {"category": c.category} if c.category else "none" for c in self.columns
        }
        written: dict[str, Any] = {"fields": fields}
        if self.edges:
            written["edges"] = [edge.as_map() for edge in self.edges]
        if self.shared != "last_owner":
            written["shared"] = self.shared
        written["on_erase"] = self.action
        if self.anonymise:
            written["on_erase"] = {"anonymise": dict(self.anonymise)}
        if self.retain is not None:
            rule: dict[str, Any] = {"rule": self.retain.rule, "from": self.retain.start}
            if self.retain.when is not None:
                rule["when"] = f"{self.retain.when[0]} = '{self.retain.when[1]}'"
            written["retain"] = {**rule, "keep": list(self.retain.keep), "after": self.retain.after}
        if self.owns is not None:
            written["owns"] = [{"blob": self.owns.blob, "via": self.owns.via, "refcount": True}]
        if self.json:
            written["json"] = {
                column: {f"$.{path}": how for path, how in paths.items()}
                for column, paths in self.json.items()
            }
        if self.gone is not None:
            written["soft_delete"] = {"column": self.gone[0], "counts_as_erased": self.gone[1]}
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A kind of person: its table, key, and identifiers (kind of identifier to column)."""

    kind: str
    table: str
    key: str = "id"
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A whole database with its map.

    Attributes:
        rules: Retention rule to ISO 8601 period; what the policy holds.
        as_of: The day of the erasure.
        subjects: Three people to erase, alone or together.
    """

    persons: tuple[Person, ...]
    tables: Mapping[str, Table]
    rows: Mapping[str, list[Row]]
    as_of: date
    rules: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()

    def each_row(self) -> Iterator[tuple[Table, Row]]:
        """Every row with its table."""
        for table in self.tables.values():
            for row in self.rows[table.name]:
                yield table, row

    def as_yaml(self, system: str = "sample") -> str:
        """Write the data map; JSON's syntax, which is YAML too, so nothing can be misquoted."""
        subjects = {
            p.kind: {"table": p.table, "key": p.key, "identifiers": dict(p.identifiers)}
            for p in self.persons
        }
        tables = {name: table.as_map() for name, table in self.tables.items()}
        return json.dumps(
            {"system": system, "subjects": subjects, "tables": tables},
            indent=2,
            ensure_ascii=False,
        )

    def create_sql(self, dialect: Dialect) -> list[str]:
        """Statements that create and fill the database, in order.

        SQLite cannot add a foreign key later: run them with `PRAGMA foreign_keys` off (its
        default). PostgreSQL gets its foreign keys last, so that cycles can be filled.
        """
        statements = [_create(table, dialect) for table in self.tables.values()]
        statements += self.insert_sql()
        if dialect == "postgresql":
            statements += [
                f'ALTER TABLE "{table.name}" ADD {_foreign_key(key)}'
                for table in self.tables.values()
                for key in table.foreign_keys
            ]
        return statements

    def insert_sql(self) -> list[str]:
        """Statements that fill the tables."""
        return [_insert(table, row) for table, row in self.each_row()]


_TYPES: Mapping[Dialect, Mapping[Kind, str]] = {
    "sqlite": {
        "integer": "INTEGER", "text": "TEXT", "uuid": "TEXT", "date": "DATE", "json": "JSON",
    },
    "postgresql": {
        "integer": "integer", "text": "text", "uuid": "text", "date": "date", "json": "jsonb",
    },
}  # fmt: skip


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _foreign_key(key: ForeignKey) -> str:
    deferrable = " DEFERRABLE INITIALLY DEFERRED" if key.deferrable else ""
    return (
        f'FOREIGN KEY ({_names(key.columns)}) REFERENCES "{key.parent}"'
        f" ({_names(key.parent_columns)}) ON DELETE {key.on_delete.upper()}{deferrable}"
    )


def _create(table: Table, dialect: Dialect) -> str:
    parts = [
        f'"{c.name}" {_TYPES[dialect][c.kind]}'
        f"{'' if c.nullable else ' NOT NULL'}{' UNIQUE' if c.unique else ''}"
        for c in table.columns
    ]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    if dialect == "sqlite":
        parts += [_foreign_key(key) for key in table.foreign_keys]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def _insert(table: Table, row: Row) -> str:
    values = ", ".join(_literal(row[c.name]) for c in table.columns)
    return f'INSERT INTO "{table.name}" VALUES ({values})'


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = json.dumps(value) if isinstance(value, dict) else str(value)
    return "'" + text.replace("'", "''") + "'"
