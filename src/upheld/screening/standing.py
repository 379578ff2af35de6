"""What is asked with every call, and its entry, in one short transaction: how callers stand now.

Whose key lives, whose AI features are off, whose use is suspended is one question, and the entry
one statement, both as text that is built once: what builds and looks at statements takes longer
than a store takes to answer them. SQLite's transaction takes the write lock before it asks, so
that nothing changes between the answer and the entry. PostgreSQL hears it all in two round trips
(libpq's pipeline mode, PostgreSQL 15 documentation, 34.5).
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Engine

from upheld.evidence.entry import Entry
from upheld.evidence.ledger import append_many

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
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            raise AssertionError("an open connection has a driver's")
        asked: dict[str, Any] = {"ids": sorted(keys), "tenants": sorted(tenants)}
        question, together = _ON_POSTGRESQL, driver.pipeline if pipes else nullcontext
        if not pipes:
            question, asked = _ON_SQLITE, {name: json.dumps(all_) for name, all_ in asked.items()}
        # The question goes to the driver itself: SQLAlchemy would wait for BEGIN and look at the answer.
        with together(), connection.begin():
            if not pipes:
                driver.execute("BEGIN IMMEDIATE")
            rows = driver.execute(question, asked).fetchall()
            append_many(connection, entries(_standing(rows)))


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
