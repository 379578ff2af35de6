"""Is this use stopped for this person? Asked by the company's own programs, answered at once.

    from upheld.gate.restrictions import PROVISION, restrictions

    stops = restrictions(engine, store_key)
    if stops.stopped("email", address, "ads"):          # a purpose of the policy
        return
    stop = stops.stopped("member_id", 17, PROVISION)    # or one of the words below
    print(stop.reasons)                                 # ("R-2026-0042",)

An answer is one SELECT through one index. Whom a stop is about is a keyed digest: nobody reads
from the table who asked, and without the store's key nobody can try names against it.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
    update,
)

from upheld.clock import aware
from upheld.subject.identity import normal_form

PROVISION: Final = "provision"
"""第三者提供: provision to third parties (APPI 35(3))."""

SALE_SHARING: Final = "sale-sharing"
"""Sale and sharing (CCPA 1798.120)."""

SENSITIVE: Final = "sensitive-use"
"""Uses of sensitive information beyond what is allowed in any case (CCPA 1798.121)."""

OWN_WORDS = frozenset({PROVISION, SALE_SHARING, SENSITIVE})
"""What may be asked for besides the purposes of the policy."""

metadata = MetaData()
restricted = Table(
    "desk_restriction",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("who", String(64), nullable=False),
    Column("stops", String(80), nullable=False),  # `purpose:ads`, or one of the words above
    Column("since", DateTime(timezone=True), nullable=False),
    Column("reference", String(20), nullable=False, index=True),
    Column("lifted_at", DateTime(timezone=True)),
    sqlite_autoincrement=True,
)
Index("desk_restriction_asked", restricted.c.who, restricted.c.stops, restricted.c.lifted_at)


@dataclass(frozen=True, slots=True)
class Stop:
    """The answer: true where the use is stopped.

    Attributes:
        reasons: The requests that stop it.
        since: When the first of them began to.
    """

    reasons: tuple[str, ...] = ()
    since: datetime | None = None

    def __bool__(self) -> bool:
        """Whether it is stopped."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Answers about one store."""

    engine: Engine
    _pepper: bytes = field(repr=False)

    def stopped(self, kind: str, value: object, use: str) -> Stop:
        """Say whether a use of a person's data is stopped.

        Args:
            kind: A kind of identifier of a data map, e.g. `email`; for a row's own key
                `system/kind`, e.g. `app/member`.
            value: The identifier, in any spelling.
            use: A purpose of the policy, or `PROVISION`, `SALE_SHARING`, `SENSITIVE`.
        """
        return self.check([(kind, value)], [use])[use]

    def check(self, people: Iterable[tuple[str, object]], uses: Collection[str]) -> dict[str, Stop]:
        """Say for each use whether it is stopped for a person under any of these identifiers.

        Args:
            people: Identifiers of one person, (kind, value) as in `stopped`.
            uses: As in `stopped`; each has its answer in the result.
        """
        of = restricted.c
        digests = {self.digest(kind, value) for kind, value in people}
        words = {_word(use): use for use in uses}
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(of.stops, of.reference, of.since)
                .where(of.who.in_(digests), of.stops.in_(words), of.lifted_at.is_(None))
                .order_by(of.since, of.id)
            ).all()
        found: dict[str, list[Row[str, str, datetime]]] = {use: [] for use in uses}
        for row in rows:
            found[words[row.stops]].append(row)
        return {use: _stop(there) for use, there in found.items()}

    def digest(self, kind: str, value: object) -> str:
        """Return what stands for an identifier in the table (HMAC-SHA-256, hex)."""
        plain = f"{kind}\0{normal_form(kind, value)}"
        return hmac.new(self._pepper, plain.encode(), hashlib.sha256).hexdigest()

    def write(
        self,
        connection: Connection,
        people: Iterable[tuple[str, object]],
        uses: Sequence[str],
        *,
        reference: str,
        since: datetime,
    ) -> int:
        """Stop uses for a person, in the caller's transaction; return how many rows stand now.

        Written again for the same request it stays as it is.

        Args:
            connection: The transaction.
            people: Every identifier the person is known by: (kind, value).
            uses: What stops.
            reference: The request that stops it.
            since: From when on.
        """
        known = self.of_request(connection, reference)
        wanted = self._rows(people, uses)
        missing = sorted(wanted - known)
        if missing:
            connection.execute(
                insert(restricted),
                [
                    {"who": who, "stops": word, "since": since, "reference": reference}
                    for who, word in missing
                ],
            )
        return len(wanted | known)

    def of_request(self, connection: Connection, reference: str) -> set[tuple[str, str]]:
        """Return what a request stops now: (digest, word)."""
        rows = connection.execute(
            select(restricted.c.who, restricted.c.stops).where(
                restricted.c.reference == reference, restricted.c.lifted_at.is_(None)
            )
        )
        return {(row.who, row.stops) for row in rows}

    def lift(self, connection: Connection, reference: str, at: datetime) -> int:
        """End what a request stops; return how many rows ended."""
        ended = connection.execute(
            update(restricted)
            .where(restricted.c.reference == reference, restricted.c.lifted_at.is_(None))
            .values(lifted_at=at)
        )
        return int(ended.rowcount)

    def holds(
        self, people: Iterable[tuple[str, object]], uses: Sequence[str], reference: str
    ) -> bool:
        """Read back: whether each of these uses is stopped by this request for each identifier."""
        with self.engine.connect() as connection:
            there = self.of_request(connection, reference)
        return self._rows(people, uses) <= there

    def _rows(
        self, people: Iterable[tuple[str, object]], uses: Sequence[str]
    ) -> set[tuple[str, str]]:
        """What stands for these uses of these identifiers: (digest, word)."""
        digests = [self.digest(kind, value) for kind, value in people]
        return {(digest, _word(use)) for digest in digests for use in uses}


def restrictions(engine: Engine, store_key: bytes) -> Restrictions:
    """Open the restrictions of a store.

    Args:
        engine: upheld's own store.
        store_key: Its key (`.upheld/store.key`, decoded, or `UPHELD_STORE_KEY`).
    """
    pepper = hmac.new(store_key, b"upheld gate lookup", hashlib.sha256).digest()
    return Restrictions(engine, pepper)


def _stop(rows: Sequence[Row[str, str, datetime]]) -> Stop:
    """The answer of rows in the order of their beginning."""
    if not rows:
        return Stop()
    since = rows[0].since
    return Stop(
        reasons=tuple(dict.fromkeys(row.reference for row in rows)),
        since=aware(since),
    )


def _word(use: str) -> str:
    """A purpose is marked as one, so that no name of a policy is taken for a word of ours."""
    return use if use in OWN_WORDS else f"purpose:{use}"
