"""What is asked with every call, and its entry, in one short transaction: how callers stand now.

Whose key lives, whose AI features are off, whose use is suspended is one question, and the entry
one statement, both as text that is built once: what builds and looks at statements takes longer
than a store takes to answer them. SQLite's transaction takes the write lock before it asks, so
that nothing changes between the answer and the entry. PostgreSQL hears it all in two round trips
(libpq's pipeline mode, PostgreSQL 15 documentation, 34.5).
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
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
_PATIENCE_MS = 10_000
"""How long others who write are waited for, as everywhere in our own store."""
_KNOWN = 1_024
"""Callers whose standing is remembered, at most."""

Row: TypeAlias = Sequence[Any]
Asked: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids of keys, and customers."""
Entries: TypeAlias = Callable[["Standing"], Iterable[Entry]]
"""Makes the entries once it is known how the callers stand."""


class StoreBusyError(Exception):
    """Somebody else writes, and who asked does not wait; nothing was asked or written."""


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


@dataclass(slots=True)
class Book:
    """Where it is asked how callers stand, and written what became of their calls; one user at a time.

    On SQLite it keeps a connection of its own. What was asked there is not asked again while nobody
    else has written to the store: SQLite tells by a number (`PRAGMA data_version`), and tells it
    within the transaction that holds the write lock.

    Attributes:
        engine: Of our own store.
    """

    engine: Engine
    _own: Any = field(default=None, repr=False)
    _patient: bool = True
    _version: int | None = None
    _known: dict[Asked, Standing] = field(default_factory=dict, repr=False)

    def ask_and_record(
        self,
        keys: Collection[str],
        tenants: Collection[str],
        entries: Entries,
        *,
        patient: bool = True,
    ) -> None:
        """Ask how callers stand, and write the entries that are made of the answer; durable on return.

        Args:
            keys: Ids of keys.
            tenants: Customers.
            entries: Makes the entries.
            patient: Whether to wait for others who write to SQLite.

        Raises:
            StoreBusyError: Somebody writes, and `patient` is false.
            Exception: The store was not reached or could not be written, or an entry breaks a rule:
                whatever it is, nothing is kept.
        """
        asked = tuple(sorted(keys)), tuple(sorted(tenants))
        if self.engine.dialect.name == "sqlite":
            self._on_sqlite(asked, entries, patient=patient)
        else:
            self._on_postgresql(asked, entries)

    def close(self) -> None:
        """End the connection of its own."""
        driver, self._own, self._version = self._own, None, None
        self._known.clear()
        if driver is not None:
            with suppress(Exception):  # a transaction that is under way ends with it
                driver.close()

    def _on_postgresql(self, asked: Asked, entries: Entries) -> None:
        # All of it goes to the driver itself: SQLAlchemy would wait for BEGIN, and look at what is asked and answered.
        with _driver(self.engine) as driver, driver.pipeline():
            cursor = driver.cursor()
            cursor.execute(_ON_POSTGRESQL, {"ids": list(asked[0]), "tenants": list(asked[1])})
            append_by_driver(cursor, self.engine.dialect, entries(_standing(cursor.fetchall())))
            driver.commit()

    def _on_sqlite(self, asked: Asked, entries: Entries, *, patient: bool) -> None:
        try:
            driver = self._begun(patient=patient)
            append_by_driver(driver.cursor(), self.engine.dialect, entries(self._answer(asked)))
            driver.execute("COMMIT")
        except StoreBusyError:
            raise
        except BaseException:
            self.close()  # one with which anything failed is not used again
            raise

    def _begun(self, *, patient: bool) -> Any:
        """The connection, with a transaction that holds the write lock."""
        if self._own is None:
            pooled = self.engine.raw_connection()
            self._own = pooled.driver_connection
            pooled.detach()
            self._own.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
            self._patient = True
        if self._patient != patient:
            self._own.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS if patient else 0}")
            self._patient = patient
        try:
            self._own.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if patient or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise StoreBusyError from None
        return self._own

    def _answer(self, asked: Asked) -> Standing:
        (version,) = self._own.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._known) >= _KNOWN:
            self._known.clear()
            self._version = version
        known = self._known.get(asked)
        if known is None:
            ids, tenants = asked
            values = {"ids": json.dumps(ids), "tenants": json.dumps(tenants)}
            known = _standing(self._own.execute(_ON_SQLITE, values).fetchall())
            if len(ids) == 1:
                self._known[asked] = known
        return known


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    """A connection of the pool, as its driver has it; one with which anything failed is not used again."""
    connection = engine.raw_connection()
    driver: Any = connection.driver_connection
    try:
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
