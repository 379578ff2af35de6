"""The fee ledger: one line for each charge, payment, refund and waiver; the sum adds up.

    owed = charged - waived
    held = paid - refunded

A request is settled when `held` covers `owed`. Amounts are whole smallest units (yen, cents).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
)

from upheld.clock import aware
from upheld.payments.money import Money
from upheld.refusal import RefusalError
from upheld.wording import Text

LineKind: TypeAlias = Literal["charged", "waived", "paid", "refunded"]
Way: TypeAlias = Literal["bank", "counter", "card"]

metadata = MetaData()
lines = Table(
    "desk_fee_line",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reference", String(20), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("way", String(8)),
    Column("receipt", String(24), unique=True),
    Column("by", String(60), nullable=False),
    # The payment's name outside (a card payment, a transfer's number): each counts once.
    Column("outside", String(120), unique=True),
)
Index("desk_fee_line_case", lines.c.reference, lines.c.id)

pages = Table(
    "desk_payment_page",
    metadata,
    Column("checkout", String(120), primary_key=True),
    Column("reference", String(20), nullable=False, index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("number", Integer, nullable=False),
    Column("intent", String(120)),
)


class FeeRefusedError(RefusalError):
    """Money that cannot be asked for, taken or given back."""

    code = "fee-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one request owes and has paid.

    Attributes:
        owed: Charged and not waived.
        held: Paid and not given back.
    """

    owed: Money
    held: Money

    @property
    def settled(self) -> bool:
        """Whether nothing is left to pay."""
        return self.held.covers(self.owed)

    @property
    def left(self) -> Money:
        """What is left to pay."""
        return (
            Money.of_minor_units(0, self.owed.currency)
            if self.settled
            else self.owed.minus(self.held)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line."""

    at: datetime
    kind: LineKind
    amount: Money
    way: Way | None
    receipt: str | None


def add(
    connection: Connection,
    reference: str,
    kind: LineKind,
    amount: Money,
    *,
    at: datetime,
    by: str,
    way: Way | None = None,
    receipt: str | None = None,
    outside: str | None = None,
) -> None:
    """Add a line.

    Raises:
        FeeRefusedError: It would give back more than is held, or waive more than is owed.
    """
    found = account(connection, reference)
    if kind in ("waived", "refunded"):
        whole = None if found is None else found.owed if kind == "waived" else found.held
        if whole is None or not whole.covers(amount):
            raise refused(
                Text(en="more than there is", ja="残っている額を超えています"),
                Text(en="give the amount that is there, or less",
                     ja="残っている額以下を指定してください"),
            )  # fmt: skip
    connection.execute(
        insert(lines).values(
            reference=reference,
            at=at,
            kind=kind,
            units=amount.minor_units(),
            currency=amount.currency,
            way=way,
            receipt=receipt,
            by=by,
            outside=outside,
        )
    )


def account(connection: Connection, reference: str) -> Account | None:
    """Return what a request owes; `None` where nothing was ever charged."""
    rows = connection.execute(
        select(lines.c.kind, lines.c.currency, func.sum(lines.c.units).label("units"))
        .where(lines.c.reference == reference)
        .group_by(lines.c.kind, lines.c.currency)
    ).all()
    if not rows:
        return None
    currency = rows[0].currency
    sums = {row.kind: int(row.units) for row in rows}
    return Account(
        owed=Money.of_minor_units(sums.get("charged", 0) - sums.get("waived", 0), currency),
        held=Money.of_minor_units(sums.get("paid", 0) - sums.get("refunded", 0), currency),
    )


def entries(connection: Connection, reference: str) -> Sequence[Entry]:
    """Return the lines of a request, the oldest first."""
    rows = connection.execute(
        select(lines).where(lines.c.reference == reference).order_by(lines.c.id)
    )
    return [
        Entry(
            at=aware(row.at),
            kind=row.kind,
            amount=Money.of_minor_units(int(row.units), row.currency),
            way=row.way,
            receipt=row.receipt,
        )
        for row in rows
    ]


def known(connection: Connection, outside: str) -> bool:
    """Say whether a payment of this outside name is in the book."""
    found = connection.execute(select(lines.c.id).where(lines.c.outside == outside)).first()
    return found is not None


def totals(connection: Connection) -> dict[str, dict[LineKind, int]]:
    """Return the sums of the whole book by currency, in smallest units: for the accounts."""
    rows = connection.execute(
        select(lines.c.currency, lines.c.kind, func.sum(lines.c.units).label("units")).group_by(
            lines.c.currency, lines.c.kind
        )
    )
    found: dict[str, dict[LineKind, int]] = {}
    for row in rows:
        found.setdefault(row.currency, {})[row.kind] = int(row.units)
    return found


def refused(what: Text, remedy: Text) -> FeeRefusedError:
    """Word a refusal about money."""
    return FeeRefusedError(what, remedy=remedy)
