"""The tables of signing in, on SQLite or PostgreSQL, and every statement about staff."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    TypeDecorator,
    insert,
    select,
    update,
)

from upheld.web.signin.staff import Staff, StaffId


class Instant(TypeDecorator[datetime]):
    """An instant, in UTC: SQLite keeps no zone, so that ours is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Turn to UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()
staff = Table(
    "staff",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("address", String(254), nullable=False),
    Column("address_key", String(254), nullable=False, unique=True),  # in lower case
    Column("roles", String(200), nullable=False),
    Column("password_hash", Text),
    Column("wrong_in_a_row", Integer, nullable=False, default=0),
    Column("locked_until", Instant),
    Column("disabled_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("oidc_issuer", String(500)),
    Column("oidc_subject", String(255)),
    Index("staff_oidc", "oidc_issuer", "oidc_subject", unique=True),
)
passkeys = Table(
    "staff_passkey",
    metadata,
    Column("credential", String(1400), primary_key=True),  # base64url of up to 1,023 bytes
    Column("staff_id", String(16), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("uses", Integer, nullable=False),  # the authenticator's own counter
    Column("label", String(100), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
)
sessions = Table(
    "staff_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("handle", String(16), nullable=False, unique=True),
    Column("staff_id", String(16), nullable=False, index=True),
    Column("method", String(16), nullable=False),
    Column("browser", String(60), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("proved_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)
challenges = Table(
    "staff_challenge",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("staff_id", String(16)),
    Column("content", Text, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
)
links = Table(
    "staff_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("staff_id", String(16)),
    Column("made_by", String(16)),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant),
)
tokens = Table(
    "api_token",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("label", String(100), nullable=False),
    Column("scopes", String(500), nullable=False),
    Column("made_by", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Column("parent", String(16), index=True),
)


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)


def add_staff(
    connection: Connection,
    *,
    id_: StaffId,
    name: str,
    address: str,
    roles: Iterable[str],
    at: datetime,
) -> None:
    """Write a new member of staff, who can prove nothing yet."""
    connection.execute(
        insert(staff).values(
            id=id_,
            name=name,
            address=address,
            address_key=address.lower(),
            roles=",".join(sorted(roles)),
            wrong_in_a_row=0,
            made_at=at,
        )
    )


def staff_by_id(connection: Connection, id_: str) -> Staff | None:
    """Return a member of staff."""
    row = connection.execute(select(staff).where(staff.c.id == id_)).one_or_none()
    return None if row is None else _staff(row)


def staff_by_address(connection: Connection, address: str) -> Staff | None:
    """Return who has an address of mail; case does not count."""
    wanted = select(staff).where(staff.c.address_key == address.lower())
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _staff(row)


def staff_by_oidc(connection: Connection, issuer: str, subject: str) -> Staff | None:
    """Return who is bound to an account of a provider."""
    wanted = select(staff).where(staff.c.oidc_issuer == issuer, staff.c.oidc_subject == subject)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _staff(row)


def unbound_staff(connection: Connection, address: str) -> Staff | None:
    """Return who has an address and is bound to no account of a provider yet."""
    wanted = select(staff).where(
        staff.c.address_key == address.lower(), staff.c.oidc_subject.is_(None)
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _staff(row)


def all_staff(connection: Connection) -> Sequence[Staff]:
    """Return everyone, those who left last."""
    wanted = select(staff).order_by(staff.c.disabled_at.is_not(None), staff.c.name, staff.c.id)
    return [_staff(row) for row in connection.execute(wanted)]


def some_staff(connection: Connection, *, after: str | None, most: int) -> Sequence[Staff]:
    """Return everyone by id, those who left too, behind one of them."""
    wanted = select(staff).order_by(staff.c.id).limit(most)
    if after is not None:
        wanted = wanted.where(staff.c.id > after)
    return [_staff(row) for row in connection.execute(wanted)]


def count_able(connection: Connection, role: str) -> int:
    """Count those who have a role and are still there."""
    rows = connection.execute(select(staff.c.roles).where(staff.c.disabled_at.is_(None)))
    return sum(role in row.roles.split(",") for row in rows)


def change_staff(connection: Connection, id_: str, **values: Any) -> None:
    """Change columns of a member of staff."""
    connection.execute(update(staff).where(staff.c.id == id_).values(**values))


def roles_text(roles: Iterable[str]) -> str:
    """Return roles as the table keeps them."""
    return ",".join(sorted(roles))


def _staff(row: Row[Any]) -> Staff:
    return Staff(
        id=StaffId(row.id),
        name=row.name,
        address=row.address,
        roles=frozenset(filter(None, row.roles.split(","))),
        has_password=row.password_hash is not None,
        locked_until=row.locked_until,
        disabled_at=row.disabled_at,
    )
