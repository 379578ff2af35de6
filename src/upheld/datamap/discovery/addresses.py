"""Where the addresses of people stand who have none in their own row: a second table beside it."""

from collections.abc import Mapping

from upheld.connectors.schema import Table
from upheld.datamap.discovery.columns import category_of
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.proposal import PLACED, ProposedSubject, ProposedTable
from upheld.datamap.discovery.reading import Place
from upheld.detection.spelling import singular, words

_BOOKS = frozenset({"email", "mail", "address", "emailaddress", "contact", "mechanism", "login"})
"""Last words of tables that keep addresses of people and nothing else."""
_SURE = 0.6  # confidence of a category


def address_books(material: Material, proposed: Mapping[str, ProposedTable]) -> dict[str, Place]:
    """For each table of people without an address of their own, the place that holds theirs.

    It is a table whose every row names its person, and whose name and columns say addresses.
    """
    found: dict[str, Place] = {}
    for subject in material.subjects:
        if "email" in subject.identifiers:
            continue
        for name, entry in proposed.items():
            column = _column(material, material.tables[name])
            if column and _is_of(material.tables[name], entry, subject):
                found.setdefault(subject.table, (name, column))
    return found


def _is_of(table: Table, entry: ProposedTable, subject: ProposedSubject) -> bool:
    return singular(words(table.name)[-1]) in _BOOKS and any(
        edge.table == subject.table
        and edge.role == "owner"
        and edge.confidence >= PLACED
        and isinstance(edge.via, str)
        and edge.via in table.columns
        and not table.columns[edge.via].nullable
        for edge in entry.edges
    )


def _column(material: Material, table: Table) -> str | None:
    for column in table.columns.values():
        guess = category_of(column, table.name, material.traits(table.name, column.name))
        if guess and guess.category == "contact.email" and guess.confidence >= _SURE:
            return column.name
    return None
