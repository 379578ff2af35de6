"""What the rules between policy, data maps and stores look at, and where their hits stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upheld.connectors.schema import Schema
from upheld.datamap.model import DataMap, FieldEntry, TableMap
from upheld.documents.positioned import Positioned
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Hit
from upheld.wording import Text

MAP = (
    "system: shop\nsubjects: {customer: {table: customer, key: id, identifiers: {email: email}}}\n"
)
"""The head of the small data map that the examples of these rules complete."""
CUSTOMER = "fields: {email: {category: contact.email}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMaps:
    """What these rules look at.

    Attributes:
        read: The policy with its places.
        maps: Each data map with its places, by system.
        schemas: What each reachable database says of itself, by system.
        systems: Every place of the workspace.
        without_tables: Those of them that are no databases (folders, caches, Parquet): nothing
            proposes a map of one.
        overdue: Rows older than their retention rule allows, by system and table.
    """

    read: Positioned[Policy]
    maps: Mapping[str, Positioned[DataMap]]
    schemas: Mapping[str, Schema]
    systems: tuple[str, ...]
    without_tables: frozenset[str]
    overdue: Mapping[tuple[str, str], int]

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.read.model

    def tables(self) -> Iterator[tuple[str, Positioned[DataMap], str, TableMap]]:
        """Every mapped table."""
        for system, read in self.maps.items():
            for name, entry in read.model.tables.items():
                yield system, read, name, entry

    def fields(self) -> Iterator[tuple[Positioned[DataMap], str, TableMap, str, str]]:
        """Every column that holds a category: map, table, entry, column, category."""
        for _, read, table, entry in self.tables():
            for column, held in entry.fields.items():
                if isinstance(held, FieldEntry):
                    yield read, table, entry, column, held.category


def at_column(
    read: Positioned[DataMap],
    at: tuple[str, str],
    *,
    what: Text,
    remedy: Text,
    clause: str | None = None,
) -> Hit:
    """Return a hit at a column of a table."""
    table, column = at
    return Hit(
        source=read,
        path=("tables", table, "fields", column),
        key=True,
        what=what,
        remedy=remedy,
        clause=clause,
    )
