"""Whose a file or a batch at the provider is: our account there is one for all customers.

An id that is not here is nobody's: it is refused as one that does not exist. So what is here stays
when the values of a file have ended: its output can be fetched with placeholders for as long as the
provider has it, and only its customer can delete it there. An id and a customer's name are nobody's data.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Index,
    MetaData,
    String,
    Table,
    bindparam,
    select,
    text,
)

What: TypeAlias = Literal["file", "batch"]

metadata = MetaData()
owned = Table(
    "screening_owned",
    metadata,
    Column("id", String(120), primary_key=True),  # the provider's
    Column("tenant", String(64), nullable=False),
    Column("what", String(8), nullable=False),
    Column("handle", String(80), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
Index("screening_owned_tenant", owned.c.tenant, owned.c.what)
_ADD = text(
    "INSERT INTO screening_owned (id, tenant, what, handle, made_at) "
    "VALUES (:id, :tenant, :what, :handle, :made_at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("made_at", type_=DateTime(timezone=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Something at the provider.

    Attributes:
        id: The provider's.
        handle: Under which the map of its values is kept.
    """

    id: str
    tenant: str
    what: What
    handle: str


def add(connection: Connection, new: Iterable[Owned], at: datetime) -> None:
    """Write down whose something is; what is known already stays as it is."""
    rows = [
        {"id": o.id, "tenant": o.tenant, "what": o.what, "handle": o.handle,
         "made_at": at.astimezone(UTC)}
        for o in new
    ]  # fmt: skip
    if rows:
        connection.execute(_ADD, rows)


def find(connection: Connection, what: What, wanted: str, tenant: str) -> Owned | None:
    """Return a customer's own; `None` for another's."""
    row = connection.execute(
        select(owned).where(owned.c.id == wanted, owned.c.what == what, owned.c.tenant == tenant)
    ).one_or_none()
    return None if row is None else Owned(id=row.id, tenant=tenant, what=what, handle=row.handle)


def among(
    connection: Connection, what: What, wanted: Collection[str], tenant: str
) -> frozenset[str]:
    """Return which of these are a customer's."""
    rows = connection.execute(
        select(owned.c.id).where(
            owned.c.id.in_(list(wanted)), owned.c.what == what, owned.c.tenant == tenant
        )
    )
    return frozenset(row.id for row in rows)
