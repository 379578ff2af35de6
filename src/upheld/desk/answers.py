"""Where answers and their links are kept: what may be fetched, until when, how often.

A link's token and a code are kept as hashes; the bundle's passphrase is sealed.
"""

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
    insert,
    select,
    update,
)

from upheld.clock import aware
from upheld.rights.vault import Vault

WRONG_MOST = 20
"""Wrong codes after which a link is dead: of 10^8 codes, 20 are a chance of 1 in 5,000,000."""

metadata = MetaData()
answers = Table(
    "desk_answer",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("reference", String(20), nullable=False, unique=True),
    Column("letter", Integer, nullable=False),
    Column("bundle", String(60)),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),  # set when the link goes out
    Column("collected", Integer, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("erased_at", DateTime(timezone=True)),
    Column("sealed", LargeBinary),
    sqlite_autoincrement=True,
)
links = Table(
    "desk_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("answer", Integer, nullable=False, index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("code_hash", String(64)),
    Column("code_until", DateTime(timezone=True)),
    Column("codes", Integer, nullable=False),  # how many were asked for
    Column("wrong", Integer, nullable=False),  # how many wrong ones were entered
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person may fetch.

    Attributes:
        letter: The number of the letter.
        bundle: The name of the folder of an encrypted bundle; `None` where a letter is all.
        expires_at: When the link ends; `None` before it went out.
        collected: How often it was fetched.
        passphrase: Opens the bundle; empty where there is none, or once it is erased.
    """

    id: int
    reference: str
    letter: int
    bundle: str | None
    made_at: datetime
    expires_at: datetime | None
    collected: int
    revoked_at: datetime | None
    erased_at: datetime | None
    passphrase: str = field(repr=False)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be fetched."""
        ended = self.expires_at is not None and now >= self.expires_at
        return not ended and self.revoked_at is None and self.erased_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link to an answer."""

    token_hash: str
    answer: int
    code_hash: str | None
    code_until: datetime | None
    codes: int
    wrong: int

    def takes_a_code(self, now: datetime) -> bool:
        """Whether a right code still opens it: one is out, in time, and few were wrong."""
        return self.code_until is not None and now < self.code_until and self.wrong < WRONG_MOST


def add(
    connection: Connection,
    vault: Vault,
    *,
    reference: str,
    letter: int,
    bundle: str | None,
    passphrase: str,
    at: datetime,
) -> int:
    """Keep an answer; return its number."""
    sealed = vault.seal(_name(reference), {"passphrase": passphrase})
    added = insert(answers).values(
        reference=reference, letter=letter, bundle=bundle, made_at=at, collected=0, sealed=sealed
    )
    return int(connection.execute(added.returning(answers.c.id)).scalar_one())


def renew(
    connection: Connection, vault: Vault, answer: Answer, *, bundle: str | None, passphrase: str
) -> None:
    """Open an answer again that had ended, with a bundle made anew."""
    connection.execute(
        update(answers)
        .where(answers.c.id == answer.id)
        .values(
            bundle=bundle,
            sealed=vault.seal(_name(answer.reference), {"passphrase": passphrase}),
            revoked_at=None,
            erased_at=None,
            expires_at=None,
        )
    )


def of_case(connection: Connection, vault: Vault, reference: str) -> Answer | None:
    """Return the answer of a case; `None` before there is one."""
    row = connection.execute(select(answers).where(answers.c.reference == reference)).first()
    return None if row is None else _answer(vault, row)


def load(connection: Connection, vault: Vault, number: int) -> Answer | None:
    """Return an answer."""
    row = connection.execute(select(answers).where(answers.c.id == number)).first()
    return None if row is None else _answer(vault, row)


def set_end(connection: Connection, number: int, expires_at: datetime) -> None:
    """Say when the link ends."""
    connection.execute(update(answers).where(answers.c.id == number).values(expires_at=expires_at))


def count(connection: Connection, number: int) -> int:
    """Count one fetching; return how many there were."""
    counted = (
        update(answers)
        .where(answers.c.id == number)
        .values(collected=answers.c.collected + 1)
        .returning(answers.c.collected)
    )
    return int(connection.execute(counted).scalar_one())


def revoke(connection: Connection, reference: str, at: datetime) -> bool:
    """End an answer's links now; False if they ended before, or there is none."""
    ended = connection.execute(
        update(answers)
        .where(answers.c.reference == reference, answers.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return bool(ended.rowcount)


def erased(connection: Connection, number: int, at: datetime) -> None:
    """Note that the bundle is gone; its passphrase goes with it."""
    connection.execute(
        update(answers).where(answers.c.id == number).values(erased_at=at, sealed=None)
    )


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase what opens a bundle, and every link; that there was an answer stays."""
    numbers = select(answers.c.id).where(answers.c.reference.in_(references))
    connection.execute(links.delete().where(links.c.answer.in_(numbers)))
    connection.execute(
        update(answers).where(answers.c.reference.in_(references)).values(sealed=None)
    )


def add_link(connection: Connection, token_hash: str, answer: int, at: datetime) -> None:
    """Keep the hash of a new link's token."""
    connection.execute(
        insert(links).values(token_hash=token_hash, answer=answer, made_at=at, codes=0, wrong=0)
    )


def link(connection: Connection, token_hash: str) -> Link | None:
    """Return a link."""
    row = connection.execute(select(links).where(links.c.token_hash == token_hash)).first()
    if row is None:
        return None
    return Link(
        token_hash=row.token_hash,
        answer=row.answer,
        code_hash=row.code_hash,
        code_until=aware(row.code_until) if row.code_until else None,
        codes=row.codes,
        wrong=row.wrong,
    )


def link_starting(connection: Connection, answer: int, prefix: str) -> str | None:
    """Return the whole hash of that link of an answer whose hash begins so."""
    query = select(links.c.token_hash).where(
        links.c.answer == answer, links.c.token_hash.startswith(prefix, autoescape=True)
    )
    return connection.execute(query).scalar_one_or_none()


def asked_code(connection: Connection, token_hash: str) -> int:
    """Count one asking for a code; return how many there were. The one before stops counting."""
    counted = (
        update(links)
        .where(links.c.token_hash == token_hash)
        .values(codes=links.c.codes + 1, code_hash=None)
        .returning(links.c.codes)
    )
    return int(connection.execute(counted).scalar_one())


def set_code(connection: Connection, token_hash: str, code_hash: str, until: datetime) -> None:
    """Keep the hash of the code that goes out now."""
    connection.execute(
        update(links)
        .where(links.c.token_hash == token_hash)
        .values(code_hash=code_hash, code_until=until)
    )


def wrong_code(connection: Connection, token_hash: str) -> None:
    """Count one wrong code."""
    connection.execute(
        update(links).where(links.c.token_hash == token_hash).values(wrong=links.c.wrong + 1)
    )


def use_code(connection: Connection, token_hash: str, code_hash: str) -> bool:
    """Use a code up; False if it was used before: a code opens once."""
    used = connection.execute(
        update(links)
        .where(links.c.token_hash == token_hash, links.c.code_hash == code_hash)
        .values(code_hash=None)
    )
    return bool(used.rowcount)


def _answer(vault: Vault, row: object) -> Answer:
    known = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's documented name
    opened = (
        vault.open(_name(known["reference"]), bytes(known["sealed"])) if known["sealed"] else {}
    )
    return Answer(
        **{name: known[name] for name in ("id", "reference", "letter", "bundle", "collected")},
        made_at=aware(known["made_at"]),
        expires_at=_moment(known["expires_at"]),
        revoked_at=_moment(known["revoked_at"]),
        erased_at=_moment(known["erased_at"]),
        passphrase=opened.get("passphrase", ""),
    )


def _moment(kept: datetime | None) -> datetime | None:
    return None if kept is None else aware(kept)


def _name(reference: str) -> str:
    return f"desk-answer:{reference}"
