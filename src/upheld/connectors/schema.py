"""What a database says about itself, the same for every kind of database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ColumnType: TypeAlias = Literal[
    "integer",
    "decimal",
    "text",
    "json",
    "array",
    "binary",
    "boolean",
    "date",
    "datetime",
    "uuid",
    "other",
]
OnDelete: TypeAlias = Literal["no action", "restrict", "cascade", "set null", "set default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: As the database spells it.
        type: Our coarse type.
        native: The database's own spelling of the type, e.g. `character varying(40)`.
        nullable: Whether NULL is allowed.
        default: Whether the database fills it in when an INSERT leaves it out.
        length: Characters a text column can hold; `None` when there is no limit.
        folds_case: Whether `=` on it ignores letter case (MariaDB `_ci`, citext, NOCASE).
        generated: Whether the database computes it (it cannot be written).
    """

    name: str
    type: ColumnType
    native: str
    nullable: bool = True
    default: bool = False
    length: int | None = None
    folds_case: bool = False
    generated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A declared reference from this table to `parent`; column pairs are in order."""

    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    on_delete: OnDelete = "no action"
    deferrable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table.

    Attributes:
        name: `table`, or `schema.table` where it is not in the default schema.
        columns: By name, in the table's order.
        primary_key: Empty where there is none.
        unique: Unique constraints and unique indexes without a condition.
        indexes: Column lists of all indexes, primary key and unique ones included;
            expression indexes are left out.
        checks: The text of CHECK constraints.
        triggers: Names of triggers on it.
        rows: The database's own estimate; `None` when it has none.
        parent: The partitioned or inherited table this is a part of. A part is reached
            through its parent and needs no entry of its own in a data map (`Schema.written`).
        view: A view: never written, listed so that nothing is overlooked.
        schema: The database's schema it is in, where `name` begins with that: both may hold dots.
    """

    name: str
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    rows: int | None = None
    parent: str | None = None
    view: bool = False
    schema: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All tables that the role we log in with can see, system tables left out.

    Attributes:
        tables: By name, sorted.
        fingerprint: SHA-256 (hex) of all of it but row estimates: equal if and only if
            nothing that a plan depends on has changed.
        pointed: The tables of which the database finds any row again by a pointer of its own,
            so that they need no key.
        inherited: The tables whose rows are also those of tables that inherit from them: over
            all of these no key is held unique.
        versioned: The tables of which the database keeps every earlier version of a row (system
            versioning): what is updated or deleted stays there.
    """

    tables: Mapping[str, Table]
    fingerprint: str
    pointed: frozenset[str] = frozenset()
    inherited: frozenset[str] = frozenset()
    versioned: frozenset[str] = frozenset()

    def written(self) -> Iterator[Table]:
        """Yield the tables that need an entry in a map: no views, and no parts of others.

        An heir with columns of its own is no part: nobody sees these through its parent.
        """
        for table in self.tables.values():
            parent = self.tables.get(table.parent) if table.parent is not None else None
            part = parent is not None and table.columns.keys() <= parent.columns.keys()
            if not table.view and not part:
                yield table
