"""Changes that people made themselves, and visits of people who asked for a code to make one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from upheld.clock import aware
from upheld.rights.vault import Vault

metadata = MetaData()
changes = Table(
    "desk_profile_change",
    metadata,
    Column("reference", String(20), primary_key=True),
    Column("category", String(80), nullable=False),
    Column("way", String(16), nullable=False),
    Column("undoes", String(20), unique=True),  # a change is taken back once
    Column("at", DateTime(timezone=True), nullable=False),
    Column("sealed", LargeBinary),  # what was held before; empty once forgotten
)
people = Table(
    "desk_profile_person",
    metadata,
    Column("digest", String(64), primary_key=True),  # keyed, of one row that is the person's
    Column("reference", String(20), primary_key=True, index=True),
)
visits = Table(
    "desk_profile_visit",
    metadata,
    Column("reference", String(20), primary_key=True),
    Column("address", String(64), nullable=False, index=True),  # keyed digest
    Column("at", DateTime(timezone=True), nullable=False),
    Column("language", String(2), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        reference: The case of it, `R-…`.
        person: Keyed digests of the rows that are the person's own: two of one person have one
            in common, also where one was found by a number and one by an address.
        way: By which way they showed who they are.
        before: What was held before, if it was one value; `None` where it was several, or is
            forgotten: then nothing can be put back.
        undoes: The change it takes back.
    """

    reference: str
    person: frozenset[str]
    category: str
    way: str
    at: datetime
    before: str | None = field(default=None, repr=False)
    undoes: str | None = None


def add(connection: Connection, vault: Vault, change: Change) -> None:
    """Keep a change, in the transaction that receives its case."""
    sealed = None
    if change.before is not None:
        sealed = vault.seal(_name(change.reference), {"before": change.before})
    connection.execute(
        insert(changes).values(
            reference=change.reference,
            category=change.category,
            way=change.way,
            undoes=change.undoes,
            at=change.at,
            sealed=sealed,
        )
    )
    connection.execute(
        insert(people),
        [{"digest": one, "reference": change.reference} for one in sorted(change.person)],
    )


def find(connection: Connection, vault: Vault, reference: str) -> Change | None:
    """Return the change that a case is; `None` where it is another request."""
    row = connection.execute(select(changes).where(changes.c.reference == reference)).first()
    if row is None:
        return None
    whose = select(people.c.digest).where(people.c.reference == reference)
    opened: dict[str, Any] = vault.open(_name(reference), bytes(row.sealed)) if row.sealed else {}
    return Change(
        reference=row.reference,
        person=frozenset(connection.execute(whose).scalars()),
        category=row.category,
        way=row.way,
        at=aware(row.at),
        before=opened.get("before"),
        undoes=row.undoes,
    )


def lately(connection: Connection, person: Collection[str], since: datetime) -> int:
    """Count the changes of a person since an instant."""
    query = (
        select(func.count(changes.c.reference.distinct()))
        .join(people, people.c.reference == changes.c.reference)
        .where(people.c.digest.in_(list(person)), changes.c.at > since)
    )
    return int(connection.execute(query).scalar_one())


def of_person(
    connection: Connection, person: Collection[str], since: datetime
) -> list[tuple[str, str, datetime]]:
    """Return (case, category, when) of the changes of a person since an instant, newest first."""
    query = (
        select(changes.c.reference, changes.c.category, changes.c.at)
        .join(people, people.c.reference == changes.c.reference)
        .where(people.c.digest.in_(list(person)), changes.c.at > since)
        .distinct()
        .order_by(changes.c.at.desc(), changes.c.reference.desc())
    )
    return [(row.reference, row.category, aware(row.at)) for row in connection.execute(query)]


def taken_back(connection: Connection, reference: str) -> bool:
    """Say whether a change was taken back."""
    query = select(changes.c.reference).where(changes.c.undoes == reference)
    return connection.execute(query).first() is not None


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase what was held before, and whose it was."""
    named = list(references)
    connection.execute(update(changes).where(changes.c.reference.in_(named)).values(sealed=None))
    connection.execute(people.delete().where(people.c.reference.in_(named)))


def _name(reference: str) -> str:
    return f"desk-profile:{reference}"
