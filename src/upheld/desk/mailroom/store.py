"""Mails that came: what became of each, in the open; what it says, sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sqlalchemy import (
    BigInteger,
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
    update,
)

from upheld.clock import aware
from upheld.rights.vault import Vault
from upheld.wording import Text

if TYPE_CHECKING:  # a backup reads these tables where nothing of the desk is installed
    from upheld.post.imap import Bookmark

Became: TypeAlias = Literal["request", "letter", "unclear", "automatic", "bounce"]
"""A new case; a letter about a case; for a person to read; by a program; about a mail of ours."""

metadata = MetaData()
mails = Table(
    "desk_mail",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("became", String(16), nullable=False),
    Column("reference", String(20)),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("seen_at", DateTime(timezone=True)),
    Column("seen_by", String(200)),
    Column("sealed", LargeBinary),
    Index("desk_mail_reference", "reference"),
    Index("desk_mail_waiting", "became", "seen_at", "received_at"),
)
bookmarks = Table(
    "desk_mailbox",
    metadata,
    Column("mailbox", String(64), primary_key=True),
    Column("uid_validity", BigInteger, nullable=False),  # 32 bits without a sign
    Column("uid", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came along with a mail.

    Attributes:
        name: As the sender called it.
        stored_as: The sealed document; empty where it was not taken.
        refused: Why it was not, in both languages.
    """

    name: str = field(repr=False)
    stored_as: str = ""
    refused: Text | None = None

    def as_json(self) -> dict[str, object]:
        """Everything, for sealing."""
        why = None if self.refused is None else {"en": self.refused.en, "ja": self.refused.ja}
        return {"name": self.name, "stored_as": self.stored_as, "refused": why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One mail that came.

    Attributes:
        key: Recognises the same mail when it comes again.
        became: What it was taken for.
        reference: The case it belongs to, if any.
        attachments: How many files came along, those over the limits of a mail too.
        files: Those that were looked at, each as it was kept or with why it was not.
        sender: Who says to have written it; empty once forgotten.
    """

    key: str
    became: Became
    reference: str | None
    received_at: datetime
    attachments: int
    seen_at: datetime | None = None
    sender: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    files: tuple[File, ...] = ()


def add(connection: Connection, vault: Vault, mail: Kept) -> None:
    """Keep a mail."""
    said = {
        "sender": mail.sender, "subject": mail.subject, "text": mail.text,
        "files": [one.as_json() for one in mail.files],
    }  # fmt: skip
    connection.execute(
        insert(mails).values(
            key=mail.key,
            became=mail.became,
            reference=mail.reference,
            received_at=mail.received_at,
            attachments=mail.attachments,
            sealed=vault.seal(_name(mail.key), said),
        )
    )


def known(connection: Connection, key: str) -> bool:
    """Say whether a mail was kept before."""
    return connection.execute(select(mails.c.key).where(mails.c.key == key)).first() is not None


def waiting(connection: Connection, vault: Vault, most: int = 100) -> list[Kept]:
    """List what a person has to read, oldest first: what is unclear, and letters about a case.

    A letter may ask for something new, and its case may be closed: nobody would see it there.
    """
    query = (
        select(mails)
        .where(mails.c.became.in_(("unclear", "letter")), mails.c.seen_at.is_(None))
        .order_by(mails.c.received_at, mails.c.key)
        .limit(most)
    )
    return [_mail(vault, row) for row in connection.execute(query)]


def of_case(connection: Connection, vault: Vault, reference: str) -> list[Kept]:
    """List the mails of a case, oldest first."""
    query = (
        select(mails)
        .where(mails.c.reference == reference)
        .order_by(mails.c.received_at, mails.c.key)
    )
    return [_mail(vault, row) for row in connection.execute(query)]


def seen(connection: Connection, key: str, *, by: str, at: datetime) -> bool:
    """Note that a person has read a mail; `False` if that was noted before."""
    changed = connection.execute(
        update(mails)
        .where(mails.c.key == key, mails.c.seen_at.is_(None))
        .values(seen_at=at, seen_by=by)
    )
    return changed.rowcount == 1


def assign(connection: Connection, key: str, reference: str, *, by: str, at: datetime) -> bool:
    """Note to which case a mail of none belongs; `False` where it belongs to one already."""
    of_none = mails.c.reference.is_(None) | mails.c.reference.like("O-%")
    changed = connection.execute(
        update(mails)
        .where(mails.c.key == key, of_none)
        .values(reference=reference, seen_at=at, seen_by=by)
    )
    return changed.rowcount == 1


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase what the mails of cases say."""
    connection.execute(update(mails).where(mails.c.reference.in_(references)).values(sealed=None))


def load(connection: Connection, vault: Vault, key: str, *, lock: bool = False) -> Kept | None:
    """Return a mail; `None` where there is none, or it is erased.

    With `lock` nobody else puts it to a case, or answers it, until the transaction is over
    (SQLite has one writer at a time).
    """
    query = select(mails).where(mails.c.key == key)
    row = connection.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _mail(vault, row)


def answered(connection: Connection, key: str, number: str) -> None:
    """Note under which number a mail of no case was answered with the way to ask."""
    connection.execute(
        update(mails)
        .where(mails.c.key == key, mails.c.reference.is_(None))
        .values(reference=number)
    )


def answered_by(connection: Connection, key: str) -> str | None:
    """Return the number of the letter that answered a mail of no case; `None` for none."""
    found = connection.execute(select(mails.c.reference).where(mails.c.key == key)).scalar()
    return str(found) if found is not None and str(found).startswith("O-") else None


def forget_one(connection: Connection, key: str) -> None:
    """Erase a mail of no case altogether, answered or not."""
    of_no_case = mails.c.reference.is_(None) | mails.c.reference.like("O-%")
    connection.execute(delete(mails).where(mails.c.key == key, of_no_case))


def bookmark(connection: Connection, mailbox: str) -> "Bookmark | None":
    """Return after which mail of a mailbox to go on."""
    from upheld.post.imap import Bookmark

    row = connection.execute(select(bookmarks).where(bookmarks.c.mailbox == mailbox)).first()
    return None if row is None else Bookmark(uid_validity=row.uid_validity, uid=row.uid)


def set_bookmark(connection: Connection, mailbox: str, found: "Bookmark") -> None:
    """Remember the last mail that was taken; in the transaction that took it."""
    values = {"uid_validity": found.uid_validity, "uid": found.uid}
    changed = connection.execute(
        update(bookmarks).where(bookmarks.c.mailbox == mailbox).values(values)
    )
    if not changed.rowcount:
        connection.execute(insert(bookmarks).values(mailbox=mailbox, **values))


def _mail(vault: Vault, row: object) -> Kept:
    found = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's public name
    said = (
        {} if found["sealed"] is None else vault.open(_name(found["key"]), bytes(found["sealed"]))
    )
    return Kept(
        key=found["key"],
        became=found["became"],
        reference=found["reference"],
        received_at=aware(found["received_at"]),
        attachments=found["attachments"],
        seen_at=None if found["seen_at"] is None else aware(found["seen_at"]),
        sender=said.get("sender", ""),
        subject=said.get("subject", ""),
        text=said.get("text", ""),
        files=tuple(map(_file, said.get("files", ()))),
    )


def _file(said: Mapping[str, Any]) -> File:
    why = said["refused"]
    return File(
        name=said["name"], stored_as=said["stored_as"], refused=None if why is None else Text(**why)
    )


def _name(key: str) -> str:
    return f"mail:{key}"
