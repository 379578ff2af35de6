"""What tracing walks over: tables, the links between their rows, and what a row refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.connectors.schema import ForeignKey, Table
from upheld.datamap.model import Action, Role, TableMap
from upheld.datamap.via import ColumnsVia, JsonVia, Via

Kind: TypeAlias = Literal["key", "json", "pattern", "match", "decode", "owns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way from rows of `parent` to rows of `child`.

    Attributes:
        number: Position among the links into `child`.
        via: How the rows refer to one another; on the parent's side for kind `owns`.
        parent_columns: The columns of `parent` that `via` is compared with; for kind
            `owns` those of `child`.
        identifier: For `match`: the kind of identifier; no parent row is needed.
        action: What this edge says happens, where it overrides the table.
        counts_as_owner: Whether the persons reached count as owners (`shared: primary`).
        to: What the edge names: a kind of person or a mapped table.
        bit: What says, in a key set's `nulls`, that the columns become NULL; 0 where they
            cannot, or hold more than this reference.
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
    to: str = ""
    bit: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the reference."""
        return columns_of_via(self.via)

    @property
    def owns_rows(self) -> bool:
        """Whether it makes somebody an owner of the child's rows."""
        return self.role == "owner" and self.counts_as_owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What rows of `child` hold of rows of `parent`: a declared key, an edge, or both.

    A row must not lose the row it refers to: no orphan is ever left behind.

    Attributes:
        nullable: The columns that become NULL when the reference is let go; empty where it
            cannot be, or where the row is another's and only handled by the person.
        bit: As in `Link`.
        owns: Whether the row of `child` is what makes somebody own the row of `parent`.
    """

    child: str
    via: Via
    parent: str
    parent_columns: tuple[str, ...]
    nullable: tuple[str, ...] = ()
    foreign_key: ForeignKey | None = None
    when: str | None = None
    bit: int = 0
    owns: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the reference."""
        return columns_of_via(self.via)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One table that can hold a person's rows, or that refers to them.

    Attributes:
        kept_with: The link to the row with which a row is retained (`retain: {with: …}`).
    """

    table: Table
    entry: TableMap
    locator: tuple[str, ...]
    links: tuple[Link, ...]
    kept_with: Link | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def owner_links(self) -> tuple[Link, ...]:
        """The links that make somebody an owner of a row."""
        return tuple(k for k in self.links if k.owns_rows)

    @property
    def is_counted(self) -> bool:
        """Whether rows go only when no surviving row refers to them (`owns`)."""
        return any(k.kind == "owns" for k in self.links)

    @property
    def personal_key(self) -> list[str]:
        """Columns of the locator that hold personal data: a row that stays cannot lose them."""
        return [c for c in self.locator if self.entry.category_of(c) not in (None, "key")]

    def personal_columns(self) -> Iterator[str]:
        """Columns with a category, in the table's order."""
        for column in self.table.columns:
            if self.entry.category_of(column) is not None:
                yield column


def columns_of_via(via: Via) -> tuple[str, ...]:
    """The columns that hold a reference."""
    match via:
        case ColumnsVia(columns):
            return columns
        case JsonVia(column, _):
            return (column,)
        case _:
            return (via.column,)


def locator_of(table: Table) -> tuple[str, ...]:
    """The columns by which a row is found again; empty where it has no key.

    Without a primary key a unique key that cannot be NULL serves as well.
    """
    if table.primary_key:
        return table.primary_key
    for key in table.unique:
        if all(not table.columns[column].nullable for column in key):
            return key
    return ()
