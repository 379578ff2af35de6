"""The register of provision to and by third parties (APPI 29, 30, 31), as it is stored.

One record is one person's: what went to whom, or came from whom, and on what it rested. Names and
identifiers are sealed by the caller; keyed digests of the identifiers find a person's records
again. What the register does not say is proven to be nothing only where somebody answers for it
that it is complete: that is a declaration, with its days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    update,
)

Direction: TypeAlias = Literal["provided", "received"]
Basis: TypeAlias = Literal["consent", "opt-out", "referable"]
"""`consent` (APPI 27(1), 28(1)), `opt-out` (27(2)), `referable`: personally referable information
that the receiver takes as personal data (31(1))."""

Form: TypeAlias = Literal["single", "batch", "contract"]
"""One record for each provision; one for many of a while; a contract that serves as the record."""

_Value = TypeVar("_Value", int, str)
metadata = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")
records = Table(
    "provision_record",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("direction", String(8), nullable=False),
    Column("party", String(80), nullable=False),
    Column("basis", String(12), nullable=False),
    Column("form", String(8), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("fingerprint", String(64), unique=True),
    Column("sealed", LargeBinary),
    Column("erased_at", DateTime(timezone=True)),
    sqlite_autoincrement=True,
)
_STANDS = records.c.erased_at.is_(None)
# A list goes by number, the newest first. Each way to ask for one finds in its index all that it
# asks, so that a filter which hardly a record passes reads no record that it does not list.
# SQLite looks at `erased_at` though the index holds only what stands.
for _name, _first in (
    ("provision_record_standing", ("id", "direction")),
    ("provision_record_party", ("party", "id", "direction")),
    ("provision_record_direction", ("direction", "id")),
):
    Index(
        _name,
        *(records.c[one] for one in (*_first, "first_on", "last_on", "erased_at")),
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
people = Table(
    "provision_person",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("record", _NUMBER, ForeignKey(records.c.id), nullable=False, index=True),
    Column("kind", String(80), nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    UniqueConstraint("record", "kind"),
    sqlite_autoincrement=True,
)
declarations = Table(
    "provision_declaration",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("since", Date, nullable=False),
    Column("through", Date, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("declared_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """One record as it is stored.

    Attributes:
        party: For `provided` a recipient of the policy; for `received` the provider's short name.
        first_on: The day of the provision; of several in a batch the first.
        last_on: Of several the last; else the same day.
        made_on: The day the record was made.
        fingerprint: Keyed digest of what makes it the same record; recording it again adds nothing.
        digests: Kind of identifier → keyed digest of it.
        sealed: Names, identifiers, items; `None` once erased.
    """

    direction: Direction
    party: str
    basis: Basis
    form: Form
    first_on: date
    last_on: date
    made_on: date
    fingerprint: str | None = field(repr=False)
    digests: dict[str, str] = field(repr=False)
    sealed: bytes | None = field(repr=False)
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Somebody answers for it that every provision of these days is in the register."""

    id: int
    since: date
    through: date
    owner: str


def known(connection: Connection, fingerprints: Sequence[str]) -> dict[str, tuple[int, date]]:
    """Return the number and the last day of each record that is there already."""
    of = records.c
    return {
        row.fingerprint: (int(row.id), row.last_on)
        for some in _slices(fingerprints)
        for row in connection.execute(
            select(of.fingerprint, of.id, of.last_on).where(of.fingerprint.in_(some))
        )
    }


def add(connection: Connection, new: Sequence[KeptRecord], at: datetime) -> list[int]:
    """Write records; return their numbers in order. They are sealed afterwards, under these."""
    plain = ("direction", "party", "basis", "form", "first_on", "last_on", "made_on", "fingerprint")
    # Told apart by their fingerprints: no database promises the order of what RETURNING gives.
    added = insert(records).returning(records.c.fingerprint, records.c.id)
    rows = [{name: getattr(one, name) for name in plain} | {"recorded_at": at} for one in new]
    given = {row.fingerprint: int(row.id) for row in connection.execute(added, rows)}
    numbers = [given[one.fingerprint] for one in new]
    connection.execute(
        insert(people),
        [
            {"record": number, "kind": kind, "digest": digest}
            for number, one in zip(numbers, new, strict=True)
            for kind, digest in one.digests.items()
        ],
    )
    return numbers


def seal(connection: Connection, sealed: Mapping[int, bytes]) -> None:
    """Put the sealed part of each record, by its number, beside it."""
    which = update(records).where(records.c.id == bindparam("which"))
    connection.execute(
        which.values(sealed=bindparam("now")),
        [{"which": number, "now": content} for number, content in sealed.items()],
    )


def went_on(connection: Connection, longer: Mapping[int, date]) -> None:
    """Note later provisions of batches or under contracts, by number: their periods begin anew."""
    which = update(records).where(records.c.id == bindparam("which"))
    connection.execute(
        which.values(last_on=bindparam("now")),
        [{"which": number, "now": last_on} for number, last_on in longer.items()],
    )


def naming(connection: Connection, digests: Iterable[tuple[str, str]]) -> list[KeptRecord]:
    """Return the records that name any of these identifiers, the oldest first."""
    wanted = set(digests)
    if not wanted:
        return []
    found = connection.execute(
        select(people.c.record, people.c.kind, people.c.digest).where(
            people.c.digest.in_({digest for _, digest in wanted})
        )
    )
    numbers = {int(row.record) for row in found if (row.kind, row.digest) in wanted}
    return list(_records(connection, sorted(numbers)))


def standing(connection: Connection, party: str | None = None) -> Iterator[KeptRecord]:
    """Yield every record that is not erased, the oldest first."""
    query = select(records.c.id).where(records.c.erased_at.is_(None)).order_by(records.c.id)
    if party is not None:
        query = query.where(records.c.party == party)
    numbers = [int(number) for number in connection.execute(query).scalars()]
    yield from _records(connection, numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are meant; everything that stands by default.

    Attributes:
        party: Only to or from this party.
        direction: Only what was provided, or received.
        since: Only where the last provision was on this day or later.
        through: Only where the first provision was on this day or sooner.
    """

    party: str | None = None
    direction: Direction | None = None
    since: date | None = None
    through: date | None = None


def some(
    connection: Connection, wanted: Wanted, *, before: int | None = None, most: int
) -> list[KeptRecord]:
    """Return records that stand, the newest first, in front of one of them."""
    query = select(records.c.id).where(*_of(wanted)).order_by(records.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(records.c.id < before)
    numbers = [int(number) for number in connection.execute(query).scalars()]
    return list(_records(connection, numbers))[::-1]


def count(connection: Connection, wanted: Wanted) -> int:
    """Count the records that stand."""
    query = select(func.count()).select_from(records).where(*_of(wanted))
    return int(connection.execute(query).scalar_one())


def one(connection: Connection, number: int) -> KeptRecord | None:
    """Return a record, erased or not; `None` where there is none of this number."""
    return next(_records(connection, [number]), None)


def _of(wanted: Wanted) -> list[ColumnElement[bool]]:
    of = records.c
    found: list[ColumnElement[bool]] = [of.erased_at.is_(None)]
    if wanted.party is not None:
        found.append(of.party == wanted.party)
    if wanted.direction is not None:
        found.append(of.direction == wanted.direction)
    if wanted.since is not None:
        found.append(of.last_on >= wanted.since)
    if wanted.through is not None:
        found.append(of.first_on <= wanted.through)
    return found


def counts(connection: Connection) -> dict[str, int]:
    """Return how many standing records of provision there are, by recipient."""
    query = (
        select(records.c.party, func.count())
        .where(records.c.erased_at.is_(None), records.c.direction == "provided")
        .group_by(records.c.party)
    )
    return {str(party): int(count) for party, count in connection.execute(query)}


def erase(connection: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Erase what records say of people; that there was one, and when, stays."""
    for some in _slices(numbers):
        connection.execute(people.delete().where(people.c.record.in_(some)))
        connection.execute(
            update(records)
            .where(records.c.id.in_(some))
            .values(sealed=None, fingerprint=None, erased_at=at)
        )


def declare(connection: Connection, *, since: date, through: date, owner: str, at: datetime) -> int:
    """Write down that the register is complete for these days, and who answers for that."""
    values = {"since": since, "through": through, "owner": owner, "declared_at": at}
    added = insert(declarations).values(**values).returning(declarations.c.id)
    return int(connection.execute(added).scalar_one())


def withdraw(connection: Connection, number: int, at: datetime) -> bool:
    """End a declaration that turned out wrong; False where none of this number stands."""
    ended = connection.execute(
        update(declarations)
        .where(declarations.c.id == number, declarations.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )
    return bool(ended.rowcount)


def declared(connection: Connection) -> list[Declaration]:
    """Return the declarations that stand, by their first day."""
    query = (
        select(declarations)
        .where(declarations.c.withdrawn_at.is_(None))
        .order_by(declarations.c.since, declarations.c.id)
    )
    return [
        Declaration(id=row.id, since=row.since, through=row.through, owner=row.owner)
        for row in connection.execute(query)
    ]


def _records(connection: Connection, numbers: Sequence[int]) -> Iterator[KeptRecord]:
    for some in _slices(numbers):
        named: dict[int, dict[str, str]] = {}
        for row in connection.execute(select(people).where(people.c.record.in_(some))):
            named.setdefault(int(row.record), {})[row.kind] = row.digest
        query = select(records).where(records.c.id.in_(some)).order_by(records.c.id)
        for row in connection.execute(query):
            yield _record(row, named.get(int(row.id), {}))


def _slices(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """A statement takes only so many values: SQLite 32,766."""
    for start in range(0, len(values), 500):
        yield values[start : start + 500]


def _record(row: Row[Any], digests: dict[str, str]) -> KeptRecord:
    return KeptRecord(
        id=row.id,
        direction=row.direction,
        party=row.party,
        basis=row.basis,
        form=row.form,
        first_on=row.first_on,
        last_on=row.last_on,
        made_on=row.made_on,
        fingerprint=row.fingerprint,
        digests=digests,
        sealed=None if row.sealed is None else bytes(row.sealed),
    )
