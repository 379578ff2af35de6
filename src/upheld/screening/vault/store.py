"""The table of values behind placeholders: sealed, findable by keyed digests, with an end time."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
)

metadata = MetaData()
pseudonyms = Table(
    "screening_pseudonym",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("scope", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("number", BigInteger, nullable=False),
    # Of the value itself, across scopes: how one person's values are found for their erasure.
    Column("value_digest", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    UniqueConstraint("scope", "kind", "number", name="screening_pseudonym_name"),
    UniqueConstraint("scope", "value_digest", name="screening_pseudonym_once"),
)
Index("screening_pseudonym_until", pseudonyms.c.until)
Index("screening_pseudonym_value", pseudonyms.c.value_digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymRow:
    """One value, as it is stored.

    Attributes:
        scope: Keyed digest of the scope's name.
        kind: A name of `upheld.detection.kind`.
        number: Of the placeholder.
        value_digest: Keyed digest of the normalised value.
        sealed: The value, encrypted.
        kept_at: When it came.
        until: When it goes.
    """

    scope: str
    kind: str
    number: int
    value_digest: str
    sealed: bytes = field(repr=False)
    kept_at: datetime
    until: datetime


def rows_of(connection: Connection, scope: str, now: datetime) -> list[PseudonymRow]:
    """Return a scope's values that have not ended, oldest first."""
    columns = [column for column in pseudonyms.c if column.name != "id"]
    query = (
        select(*columns)
        .where(pseudonyms.c.scope == scope, pseudonyms.c.until > now.astimezone(UTC))
        .order_by(pseudonyms.c.id)
    )
    return [PseudonymRow(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name


def add(connection: Connection, rows: Sequence[PseudonymRow]) -> None:
    """Keep values.

    Raises:
        sqlalchemy.exc.IntegrityError: Somebody else gave one of the names, or kept the value.
    """
    if rows:
        connection.execute(insert(pseudonyms), [asdict(row) for row in rows])


def erase_ended(connection: Connection, now: datetime, scope: str | None = None) -> int:
    """Erase what has ended, everywhere or in one scope; return how many."""
    ended = delete(pseudonyms).where(pseudonyms.c.until <= now.astimezone(UTC))
    if scope is not None:
        ended = ended.where(pseudonyms.c.scope == scope)
    return connection.execute(ended).rowcount


def erase_scope(connection: Connection, scope: str) -> int:
    """Erase a scope; return how many."""
    return connection.execute(delete(pseudonyms).where(pseudonyms.c.scope == scope)).rowcount


def erase_values(connection: Connection, digests: Iterable[str]) -> int:
    """Erase values wherever they are; return how many."""
    wanted = delete(pseudonyms).where(pseudonyms.c.value_digest.in_(list(digests)))
    return connection.execute(wanted).rowcount


def count_values(connection: Connection, digests: Iterable[str]) -> int:
    """Count values wherever they are: the read-back after an erasure."""
    wanted = select(pseudonyms.c.id).where(pseudonyms.c.value_digest.in_(list(digests)))
    return len(connection.execute(wanted).all())
