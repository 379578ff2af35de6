"""A deletion that names rows and nobody: what must not be kept, wherever it lies.

A finder names rows of databases by their keys, and records of other places (cache keys, objects,
files) by what connectors erase by. From there on it is a deletion as any other: planned by the
data map, approved by its hash, carried out, read back, and proven by a receipt.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from upheld.connectors.contract import Selection
from upheld.deletion.derived import Follower
from upheld.deletion.plan import TablePlan
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, canonical
from upheld.refusal import UsageError
from upheld.rights import due, store
from upheld.rights.case import Case, Private
from upheld.rights.company import Company
from upheld.rights.forgetting import forget_on
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRows:
    """What is to be erased.

    Attributes:
        rows: By system and table: the keys of the rows, in the order of the table's locator.
        elsewhere: Records of places that are no databases.
        clause: Of the policy, that says so.
    """

    rows: Mapping[str, Mapping[str, Sequence[Sequence[Any]]]] = field(repr=False)
    elsewhere: Sequence[tuple[str, Selection]] = field(repr=False, default=())
    clause: str | None = None


def open_named(company: Company, connection: Connection, reference: str, named: NamedRows) -> None:
    """Open the request of a case that the desk has already, in the caller's transaction.

    Raises:
        UsageError: There is no database with a map: nothing could be planned.
    """
    if not company.systems:
        raise UsageError(
            Text(en="no database has a data map", ja="データマップのあるデータベースがありません"),
            remedy=Text(
                en="connect one and map it: `upheld map discover`",
                ja="接続してデータマップを作ってください: `upheld map discover`",
            ),
        )
    now = company.clock.now()
    first = company.systems[0].name
    followers = [
        Follower(
            ref=reference,
            place=place,
            collection=one.collection,
            by=one.by,
            values=tuple(one.values),
            clause=named.clause,
        ).as_json()
        for place, one in named.elsewhere
    ]
    rows = {
        system: {table: [list(key) for key in keys] for table, keys in tables.items()}
        for system, tables in named.rows.items()
    }
    private = Private(asked={}, rows=rows, followers={first: followers} if followers else {})
    case = Case(
        ref=reference,
        batch=None,
        right="deletion",
        state="received",
        opened_at=now,
        private=private,
        salt=secrets.token_hex(16),
    )
    store.add(connection, company.vault, [case])
    due.add(connection, [(forget_on(company, now), "forget", reference)])
    body = {"right": "deletion", "identifiers": []}
    entry = Entry(
        kind="request-received", at=now, case=reference, drill=company.clock.drill, body=body
    )
    ledger.append(connection, entry)


def forget_rows(company: Company, connection: Connection, reference: str) -> None:
    """Forget which rows were named, once they are gone."""
    (case,) = store.load(connection, company.vault, reference)
    if case.private is not None:
        case.private.rows, case.private.followers = {}, {}
        store.save(connection, company.vault, [case])


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Records of one place that is no database, as a plan counts them."""

    follower: Follower
    records: int

    def as_table(self) -> dict[str, Any]:
        """Return it as the plan's document has a table."""
        of = self.follower
        return TablePlan(
            table=f"{of.place}/{of.collection}",
            delete=self.records,
            rule="named record: delete",
            clause=of.clause,
        ).as_json()

    def digest(self, salt: str) -> str:
        """Return what an approval is for: exactly these records."""
        named = canonical({"salt": salt, "named": self.follower.as_json()})
        return hashlib.sha256(named).hexdigest()


def named_elsewhere(company: Company, cases: Sequence[Case]) -> list[Elsewhere]:
    """Count the records of other places that these requests name; reads only.

    Raises:
        PlaceUnreachableError, PlaceFailedError: A place cannot be read.
    """
    return [
        Elsewhere(follower=one, records=company.places[one.place].count(_selection(one)))
        for case in cases
        if case.private is not None and case.private.names_rows
        for told in case.private.followers.values()
        for one in (Follower.from_json(case.ref, f) for f in told)
        if one.place in company.places and not _is_database(company, one.place)
    ]


def _is_database(company: Company, place: str) -> bool:
    """What a run in chunks wrote down of a database is among its followers, too."""
    return any(system.name == place for system in company.systems)


def _selection(one: Follower) -> Selection:
    return Selection(collection=one.collection, by=one.by, values=one.values)
