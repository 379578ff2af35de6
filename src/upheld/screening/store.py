"""Who may call, what each customer's administrators have set, whose use is suspended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from upheld.clock import aware

Role: TypeAlias = Literal["application", "member", "administrator"]
"""What a key may do: call models, or also ask for settings (`member`), or also change them."""
Setting: TypeAlias = Literal["training", "ai"]
"""`training`: models may be trained with the customer's data. `ai`: AI features are on."""

metadata = MetaData()
_number = BigInteger().with_variant(Integer, "sqlite")

keys = Table(
    "screening_key",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
)

switches = Table(
    "screening_switch",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("tenant", String(64), nullable=False),
    Column("setting", String(16), nullable=False),
    Column("value", String(8), nullable=False),
    Column("by_key", String(16), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
Index("screening_switch_newest", switches.c.tenant, switches.c.setting, switches.c.id)

suspensions = Table(
    "screening_suspension",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("tenant", String(64), nullable=False),
    Column("who", String(64), nullable=False),  # a key's id, or the digest of a user
    Column("case_ref", String(64)),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
)
Index("screening_suspension_who", suspensions.c.tenant, suspensions.c.who)


# Built once, for to build it takes longer than to ask. What the gateway asks is in `standing`.
_TENANTS: BindParameter[Any] = bindparam("tenants", expanding=True)
_NEWEST = select(switches).where(
    switches.c.id.in_(
        select(func.max(switches.c.id))
        .where(switches.c.tenant.in_(_TENANTS))
        .group_by(switches.c.tenant, switches.c.setting)
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key as it is kept: its digest, never itself."""

    id: str
    digest: str
    tenant: str
    purpose: str
    role: Role
    made_at: datetime


def add_key(connection: Connection, row: KeyRow) -> None:
    """Keep a key."""
    connection.execute(
        insert(keys).values(
            id=row.id, digest=row.digest, tenant=row.tenant, purpose=row.purpose, role=row.role,
            made_at=row.made_at,
        )
    )  # fmt: skip


def end_key(connection: Connection, key_id: str, at: datetime) -> bool:
    """End a key; say whether there was one that had not ended."""
    ended = update(keys).where(keys.c.id == key_id, keys.c.ended_at.is_(None)).values(ended_at=at)
    return connection.execute(ended).rowcount == 1


def live_keys(connection: Connection) -> list[KeyRow]:
    """Return every key that has not ended."""
    found = connection.execute(select(keys).where(keys.c.ended_at.is_(None)).order_by(keys.c.id))
    return [
        KeyRow(
            id=row.id, digest=row.digest, tenant=row.tenant, purpose=row.purpose, role=row.role,
            made_at=aware(row.made_at),
        )
        for row in found
    ]  # fmt: skip


def is_key_of(connection: Connection, tenant: str, key_id: str) -> bool:
    """Say whether a customer was ever given a key of this id."""
    wanted = select(keys.c.id).where(keys.c.id == key_id, keys.c.tenant == tenant)
    return connection.execute(wanted).first() is not None


def has_keys(connection: Connection, tenant: str) -> bool:
    """Say whether a customer was ever given a key."""
    wanted = select(keys.c.id).where(keys.c.tenant == tenant).limit(1)
    return connection.execute(wanted).first() is not None


def set_switch(
    connection: Connection, tenant: str, setting: Setting, value: str, *, by_key: str, at: datetime
) -> None:
    """Keep what was set; what was set before stays, as history."""
    connection.execute(
        insert(switches).values(tenant=tenant, setting=setting, value=value, by_key=by_key, at=at)
    )


def switches_of(connection: Connection, tenants: Collection[str]) -> dict[tuple[str, str], str]:
    """Return the newest value by customer and setting; what nobody set is left out."""
    rows = connection.execute(_NEWEST, {"tenants": sorted(tenants)})
    return {(row.tenant, row.setting): row.value for row in rows}


def suspend(connection: Connection, tenant: str, who: str, case: str | None, at: datetime) -> None:
    """Suspend a use."""
    connection.execute(insert(suspensions).values(tenant=tenant, who=who, case_ref=case, since=at))


def suspended_now(connection: Connection, case: str | None = None) -> list[tuple[str, str]]:
    """Return customer and key, or digest of a person, of every use that is suspended; of a case, its own."""
    live = select(suspensions.c.tenant, suspensions.c.who).where(suspensions.c.ended_at.is_(None))
    if case is not None:
        live = live.where(suspensions.c.case_ref == case)
    rows = connection.execute(live.distinct().order_by(suspensions.c.tenant, suspensions.c.who))
    return [(row.tenant, row.who) for row in rows]


def resume(connection: Connection, tenant: str, who: str, at: datetime) -> bool:
    """End the suspensions of a use; say whether there were any."""
    live = and_(
        suspensions.c.tenant == tenant,
        suspensions.c.who == who,
        suspensions.c.ended_at.is_(None),
    )
    return connection.execute(update(suspensions).where(live).values(ended_at=at)).rowcount > 0
