"""Who accepted which version when; a row is erased with the person, its salt with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

How: TypeAlias = Literal["use", "consent"]
"""`use`: the first use after the day (it accepts, and consents to nothing)."""

metadata = MetaData()
acceptances = Table(
    "policy_acceptance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(200), nullable=False),
    Column("version", String(200), nullable=False),
    Column("how", String(10), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("salt", LargeBinary(32), nullable=False),
    Index("policy_acceptance_person", "person", "version", "how", unique=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One person accepted one version."""

    person: str
    version: str
    how: How
    at: dt.datetime


def add(connection: Connection, acceptance: Acceptance, salt: bytes) -> None:
    """Write an acceptance."""
    connection.execute(
        insert(acceptances).values(
            person=acceptance.person,
            version=acceptance.version,
            how=acceptance.how,
            at=acceptance.at,
            salt=salt,
        )
    )


def of_person(connection: Connection, person: str) -> Sequence[Acceptance]:
    """Return what a person accepted, oldest first."""
    wanted = select(acceptances).where(acceptances.c.person == person).order_by(acceptances.c.at)
    return [
        Acceptance(person=row.person, version=row.version, how=row.how, at=row.at)
        for row in connection.execute(wanted)
    ]


def forget(connection: Connection, person: str) -> int:
    """Erase a person's acceptances; the ledger's digests say nothing without the salt."""
    return connection.execute(delete(acceptances).where(acceptances.c.person == person)).rowcount
