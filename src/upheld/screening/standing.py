"""What is asked with every call, and its entry, in one short transaction: how callers stand now.

Whose key lives, whose AI features are off, whose use is suspended is one question, and the entry
one statement, both as text that is built once: what builds and looks at statements takes longer
than a store takes to answer them. SQLite's transaction takes the write lock before it asks, so
that nothing changes between the answer and the entry. PostgreSQL hears it all in two round trips
(libpq's pipeline mode, PostgreSQL 15 documentation, 34.5).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Engine

from upheld.evidence.entry import Entry
from upheld.evidence.ledger import append_by_driver

_QUESTION = """
SELECT 'live', id, '', '' FROM screening_key WHERE id {among_keys} AND ended_at IS NULL
UNION ALL
SELECT 'switch', tenant, setting, value FROM screening_switch WHERE id IN (
    SELECT max(id) FROM screening_switch WHERE tenant {among_tenants} GROUP BY tenant, setting
)
UNION ALL
SELECT 'suspended', tenant, who, '' FROM screening_suspension
WHERE tenant {among_tenants} AND ended_at IS NULL
"""
_ON_SQLITE = _QUESTION.format(
    among_keys="IN (SELECT value FROM json_each(:ids))",
    among_tenants="IN (SELECT value FROM json_each(:tenants))",
)
_ON_POSTGRESQL = _QUESTION.format(
    among_keys="= ANY(%(ids)s::text[])", among_tenants="= ANY(%(tenants)s::text[])"
)

_JOURNAL_PAGES = 4_000
"""So long SQLite's journal may grow before a call itself has to empty it; `tidy_journal` does so before."""
_PREPARED = "upheld: prepared for calls"

Row: TypeAlias = Sequence[Any]
Entries: TypeAlias = Callable[["Standing"], Iterable[Entry]]
"""Makes the entries once it is known how the callers stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How callers stand at one moment.

    Attributes:
        live: Keys that have not ended.
        off: Customers whose AI features are off.
        suspended: Whose use is suspended: customer, and key's id or user's digest.
    """

    live: frozenset[str]
    off: frozenset[str]
    suspended: frozenset[tuple[str, str]]


def ask_and_record(
    engine: Engine, keys: Collection[str], tenants: Collection[str], entries: Entries
) -> None:
    """Ask how callers stand, and write the entries that are made of the answer; durable on return.

    Args:
        engine: Of our own store.
        keys: Ids of keys.
        tenants: Customers.
        entries: Makes the entries.

    Raises:
        Exception: The store was not reached or could not be written, or an entry breaks a rule:
            whatever it is, nothing is kept.
    """
    pipes = engine.dialect.name == "postgresql"
    asked: dict[str, Any] = {"ids": sorted(keys), "tenants": sorted(tenants)}
    # All of it goes to the driver itself: SQLAlchemy would wait for BEGIN, and look at what is asked and answered.
    with _driver(engine) as driver, driver.pipeline() if pipes else nullcontext():
        cursor = driver.cursor()
        if pipes:
            cursor.execute(_ON_POSTGRESQL, asked)
        else:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(_ON_SQLITE, {name: json.dumps(all_) for name, all_ in asked.items()})
        append_by_driver(cursor, engine.dialect, entries(_standing(cursor.fetchall())))
        driver.commit()


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    """A connection of the pool, as its driver has it; one with which anything failed is not used again."""
    connection = engine.raw_connection()
    driver: Any = connection.driver_connection
    try:
        if _PREPARED not in connection.info:
            connection.info[_PREPARED] = True
            if engine.dialect.name == "sqlite":
                driver.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
        yield driver
    except BaseException as error:
        with suppress(Exception):  # where that fails, too, the transaction ends with the connection
            driver.rollback()
        connection.invalidate(error)
        raise
    finally:
        connection.close()


def tidy_journal(engine: Engine) -> None:
    """Write what stands in SQLite's journal to its place, so that no call has to; see `_JOURNAL_PAGES`."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def _standing(rows: Iterable[Row]) -> Standing:
    live, off, suspended = set[str](), set[str](), set[tuple[str, str]]()
    for what, one, name, value in rows:
        match what:
            case "live":
                live.add(one)
            case "switch" if (name, value) == ("ai", "off"):
                off.add(one)
            case "suspended":
                suspended.add((one, name))
    return Standing(live=frozenset(live), off=frozenset(off), suspended=frozenset(suspended))
