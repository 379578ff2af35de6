"""Where letters are kept: the text sealed, its hash in the open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)

from upheld.clock import aware
from upheld.rights.vault import Vault
from upheld.wording import Language

metadata = MetaData()
letters = Table(
    "desk_letter",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("reference", String(20), nullable=False),
    Column("name", String(24), nullable=False),
    # What it was written for: a letter of one occasion is written once, however often it is tried.
    Column("occasion", String(60), nullable=False),
    Column("language", String(2), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("sent_how", String(16)),  # `mail`, `post`, `counter`, `telephone`
    Column("answer", Integer),  # the answer whose link it carries
    Column("sealed", LargeBinary),
    UniqueConstraint("reference", "occasion"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter.

    Attributes:
        id: Its number in the store; the idempotency key of its mail.
        occasion: What it was written for.
        sha256: Of subject, mail and letter, each followed by a line of its own.
        to: The address; empty for paper.
        mail: The body of the mail.
        text: The letter on the page or on paper; empty where the mail says all.
        answer: The answer whose link it carries.
    """

    reference: str
    name: str
    occasion: str
    language: Language
    sha256: str
    written_at: datetime
    to: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    answer: int | None = None
    id: int = 0
    sent_at: datetime | None = None
    sent_how: str | None = None


def add(connection: Connection, vault: Vault, letter: Letter) -> int:
    """Keep a letter; return its number."""
    sealed = vault.seal(
        _name(letter.reference),
        {"to": letter.to, "subject": letter.subject, "mail": letter.mail, "text": letter.text},
    )
    added = insert(letters).values(
        reference=letter.reference,
        name=letter.name,
        occasion=letter.occasion,
        language=letter.language,
        sha256=letter.sha256,
        written_at=letter.written_at,
        answer=letter.answer,
        sealed=sealed,
    )
    return int(connection.execute(added.returning(letters.c.id)).scalar_one())


def written_for(connection: Connection, reference: str, occasion: str) -> int | None:
    """Return the number of the letter of an occasion; `None` where it is not written yet."""
    query = select(letters.c.id).where(
        letters.c.reference == reference, letters.c.occasion == occasion
    )
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else int(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a letter went out; known also once its text is forgotten."""

    number: int
    sent_at: datetime | None
    how: str | None


def standing(connection: Connection, reference: str, occasion: str) -> Standing | None:
    """Return whether the letter of an occasion went out; `None` where it is not written yet."""
    row = connection.execute(
        select(letters.c.id, letters.c.sent_at, letters.c.sent_how).where(
            letters.c.reference == reference, letters.c.occasion == occasion
        )
    ).first()
    if row is None:
        return None
    sent_at = aware(row.sent_at) if row.sent_at else None
    return Standing(number=int(row.id), sent_at=sent_at, how=row.sent_how)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """When the newest letter of a reference was written, and when it went out."""

    written_at: datetime
    sent_at: datetime | None


def newest(connection: Connection, reference: str) -> Newest | None:
    """Return how the newest letter of a reference stands; `None` where there is none."""
    row = connection.execute(
        select(letters.c.written_at, letters.c.sent_at)
        .where(letters.c.reference == reference)
        .order_by(letters.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    sent_at = aware(row.sent_at) if row.sent_at else None
    return Newest(written_at=aware(row.written_at), sent_at=sent_at)


def load(connection: Connection, vault: Vault, number: int) -> Letter | None:
    """Return a letter; `None` once it is forgotten."""
    row = connection.execute(select(letters).where(letters.c.id == number)).first()
    return None if row is None or row.sealed is None else _letter(vault, row)


def of_case(connection: Connection, vault: Vault, reference: str) -> list[Letter]:
    """Return every letter of a case that is not forgotten, the oldest first."""
    query = (
        select(letters)
        .where(letters.c.reference == reference, letters.c.sealed.is_not(None))
        .order_by(letters.c.id)
    )
    return [_letter(vault, row) for row in connection.execute(query)]


def sent(connection: Connection, number: int, how: str, at: datetime) -> bool:
    """Note that a letter went out; False if that was noted before."""
    noted = connection.execute(
        update(letters)
        .where(letters.c.id == number, letters.c.sent_at.is_(None))
        .values(sent_at=at, sent_how=how)
    )
    return bool(noted.rowcount)


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase the texts of letters; that they were written, and their hashes, stay."""
    connection.execute(
        update(letters).where(letters.c.reference.in_(references)).values(sealed=None)
    )


def _letter(vault: Vault, row: object) -> Letter:
    known = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's documented name
    opened = vault.open(_name(known["reference"]), bytes(known["sealed"]))
    plain = ("reference", "name", "occasion", "language", "sha256", "answer", "id", "sent_how")
    return Letter(
        **{name: known[name] for name in plain},
        **opened,
        written_at=aware(known["written_at"]),
        sent_at=aware(known["sent_at"]) if known["sent_at"] else None,
    )


def _name(reference: str) -> str:
    return f"desk-letter:{reference}"
