"""A bound on how much there may be holds also where several ask for the last one at once."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, text

_LOCK = text("SELECT pg_advisory_xact_lock(:number)")


def count_alone(connection: Connection, names: Iterable[str]) -> None:
    """Let nobody else count under one of these names until the caller's transaction ends.

    Called before the rows are counted, in the transaction that adds one. On PostgreSQL two
    transactions that share a name follow one another, and the second counts what the first
    committed (READ COMMITTED: each statement sees what is committed when it begins, PostgreSQL 15
    documentation, 13.2.1). SQLite has one writer: the transaction begins as one.

    Args:
        connection: The transaction.
        names: What is counted; nothing personal. Taken in one order, so that two that share
            several do not wait for each other.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    for number in sorted({_number(name) for name in names}):
        connection.execute(_LOCK, {"number": number})


def _number(name: str) -> int:
    """One of PostgreSQL's 64-bit advisory locks; two names that meet in one only wait longer."""
    return int.from_bytes(hashlib.sha256(f"count\0{name}".encode()).digest()[:8], signed=True)
