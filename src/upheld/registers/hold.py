"""The register of holds: duties to keep a person's data that beat every deletion.

A hold names its clause, its end and who placed it. Whom it is about is sealed by the caller.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)

from upheld.refusal import RefusalError
from upheld.wording import Text

metadata = MetaData()
holds = Table(
    "hold",
    metadata,
    Column("ref", String(16), primary_key=True),
    Column("clause", String(80), nullable=False),
    Column("until", Date, nullable=False),
    Column("placed_by", String(200), nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("sealed", LargeBinary),
    Column("released_at", DateTime(timezone=True)),
)


class UnknownHoldError(RefusalError):
    """No hold of this reference is in force."""

    code = "hold-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredHold:
    """One hold; `until` is the last day on which it is in force."""

    ref: str
    clause: str
    until: date
    placed_by: str
    sealed: bytes = field(repr=False)


def place(connection: Connection, hold: RegisteredHold, at: datetime) -> None:
    """Register a hold."""
    connection.execute(
        insert(holds).values(
            ref=hold.ref,
            clause=hold.clause,
            until=hold.until,
            placed_by=hold.placed_by,
            placed_at=at,
            sealed=hold.sealed,
        )
    )


def release(connection: Connection, ref: str, at: datetime) -> None:
    """End a hold; whom it was about is forgotten.

    Raises:
        UnknownHoldError: There is none in force.
    """
    changed = connection.execute(
        update(holds)
        .where(holds.c.ref == ref, holds.c.released_at.is_(None))
        .values(released_at=at, sealed=None)
    )
    if not changed.rowcount:
        raise UnknownHoldError(
            Text(en="no hold of this reference is in force", ja="この番号の有効な保全はありません"),
            remedy=Text(
                en="`upheld hold list` shows them", ja="`upheld hold list` で確認してください"
            ),
        )


def in_force(connection: Connection, day: date) -> Iterator[RegisteredHold]:
    """Yield the holds in force on a day."""
    query = (
        select(holds)
        .where(holds.c.released_at.is_(None), holds.c.until >= day)
        .order_by(holds.c.ref)
    )
    for row in connection.execute(query):
        yield RegisteredHold(
            ref=row.ref,
            clause=row.clause,
            until=row.until,
            placed_by=row.placed_by,
            sealed=bytes(row.sealed or b""),
        )
