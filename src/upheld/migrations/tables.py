"""Which rooms keep tables in our own store: the registry that every new table has to be in."""

from importlib import import_module

from sqlalchemy import MetaData, Table

ROOMS = (
    "upheld.calling.replay",
    "upheld.desk.answers",
    "upheld.desk.decisions",
    "upheld.desk.fees.book",
    "upheld.desk.identity.store",
    "upheld.desk.letters.store",
    "upheld.desk.mailroom.store",
    "upheld.desk.once",
    "upheld.desk.others.store",
    "upheld.desk.profile.store",
    "upheld.desk.store",
    "upheld.durable.tables",
    "upheld.evidence.store",
    "upheld.gate.restrictions",
    "upheld.registers.closed",
    "upheld.registers.hold",
    "upheld.registers.provision",
    "upheld.retention.store",
    "upheld.rights.due",
    "upheld.rights.erased",
    "upheld.rights.store",
    "upheld.screening.batches.owned",
    "upheld.screening.store",
    "upheld.screening.stored",
    "upheld.uploads.shelf",
    "upheld.versions.store",
    "upheld.web.signin.store",
)
"""Modules whose `metadata` describes tables of our own store.

By name, because nothing of them is needed to open a store that is up to date: only the tests,
the command that writes a revision, and a backup read the tables themselves.
"""

VERSION_TABLE = "upheld_schema"
"""Holds one row: the number of the last step that was taken."""


def of_every_room() -> list[MetaData]:
    """Load every room's description of its tables."""
    return [import_module(room).metadata for room in ROOMS]


def in_order() -> list[Table]:
    """Every table, those that others refer to first."""
    return [table for metadata in of_every_room() for table in metadata.sorted_tables]
