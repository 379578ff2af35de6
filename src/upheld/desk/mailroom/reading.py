"""Mails as officers read them: which came, what one says, and to which case it belongs.

Each reading is an entry: of the case where the mail has one, else of nobody's. It names the mail by
the beginning of its key, and repeats nothing of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import Connection, and_, or_, select

from upheld.clock import aware
from upheld.desk import enclosing, moving
from upheld.desk import store as cases
from upheld.desk.mailroom import store
from upheld.desk.mailroom.store import Became, Kept, mails
from upheld.desk.mailroom.taking import FORGET_ANSWER, KEEP
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry
from upheld.refusal import RefusalError
from upheld.wording import Text

WAITING: tuple[Became, ...] = ("unclear", "letter")
"""What a person has to read."""
BECAME: tuple[Became, ...] = get_args(Became)
_NAME = 12
"""Characters of a key that tell one mail from another."""


class MailUnknownError(RefusalError):
    """There is no such mail, or no such file of it."""

    code = "mail-unknown"


class MailAssignedError(RefusalError):
    """A mail belongs to one request, and stays there."""

    code = "mail-assigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One mail, without anything that it says; see `store.Kept`."""

    key: str
    became: Became
    reference: str | None
    received_at: datetime
    attachments: int
    seen_at: datetime | None


def listed(
    connection: Connection,
    *,
    became: Collection[Became] = BECAME,
    seen: bool | None = None,
    reference: str | None = None,
    after: tuple[datetime, str] | None = None,
    most: int,
) -> list[Listed]:
    """List mails, the oldest first.

    Args:
        connection: To the store.
        became: Only what was taken for one of these.
        seen: Only those that a person has dealt with, or has not.
        reference: Only those of this case.
        after: Behind this one: when it was received, and its key.
        most: How many.
    """
    of = mails.c
    names = (of.key, of.became, of.reference, of.received_at, of.attachments, of.seen_at)
    query = select(*names).where(of.became.in_(list(became)))
    if seen is not None:
        query = query.where(of.seen_at.is_not(None) if seen else of.seen_at.is_(None))
    if reference is not None:
        query = query.where(of.reference == reference)
    if after is not None:
        at, key = after[0].astimezone(UTC), after[1]
        query = query.where(or_(of.received_at > at, and_(of.received_at == at, of.key > key)))
    rows = connection.execute(query.order_by(of.received_at, of.key).limit(most))
    return [
        Listed(
            key=row.key,
            became=row.became,
            reference=row.reference,
            received_at=aware(row.received_at),
            attachments=row.attachments,
            seen_at=None if row.seen_at is None else aware(row.seen_at),
        )
        for row in rows
    ]


def read(office: Office, connection: Connection, key: str, *, by: str) -> Kept:
    """Read one mail.

    Raises:
        MailUnknownError: There is none of this key.
    """
    mail = _load(office, connection, key)
    _note(office, connection, mail, "mail-read", by=by)
    return mail


def look_at_file(office: Office, connection: Connection, key: str, number: int, *, by: str) -> str:
    """Look at a file that came along, by its place in the list of them; return where it lies.

    Raises:
        MailUnknownError: There is no such mail, or no such file that was kept.
    """
    mail = _load(office, connection, key)
    file = mail.files[number - 1] if 0 < number <= len(mail.files) else None
    if file is None or not file.stored_as:
        raise unknown()
    _note(office, connection, mail, "mail-file-seen", by=by, file=file.stored_as)
    return file.stored_as


def deal_with(office: Office, connection: Connection, key: str, *, by: str) -> None:
    """Note that a mail was read and dealt with; to do it again changes nothing.

    Raises:
        MailUnknownError: There is none of this key.
    """
    mail = _load(office, connection, key)
    if store.seen(connection, mail.key, by=by, at=office.company.clock.now()):
        _note(office, connection, mail, "mail-seen", by=by)


def assign(office: Office, connection: Connection, key: str, reference: str, *, by: str) -> None:
    """Put a mail of no case to the case it belongs to, with the files that came along.

    Raises:
        MailUnknownError: There is none of this key.
        MailAssignedError: It belongs to a case already, or the case is forgotten.
        CaseUnknownError: There is no such case.
    """
    mail = _load(office, connection, key, lock=True)
    case = cases.load(connection, office.company.vault, reference)
    if case.sealed is None:
        raise _forgotten()
    answer = store.answered_by(connection, mail.key)
    now = office.company.clock.now()
    if not store.assign(connection, mail.key, case.reference, by=by, at=now):
        raise _assigned()
    if answer is not None:  # nothing would lead from the mail to our answer any more
        outbox.add(connection, FORGET_ANSWER, answer, {}, now + KEEP)
    files = enclosing.take_over(office, connection, case, mail.key, by=by)
    moving.note(
        office, connection, case.reference, "mail-assigned", by=by,
        body={"mail": mail.key[:_NAME], "received_at": mail.received_at.isoformat(),
              "files": files},
    )  # fmt: skip


def _load(office: Office, connection: Connection, key: str, *, lock: bool = False) -> Kept:
    mail = store.load(connection, office.company.vault, key[:64], lock=lock)
    if mail is None:
        raise unknown()
    return mail


def _note(
    office: Office, connection: Connection, mail: Kept, kind: str, *, by: str, **more: JSON
) -> None:
    body: dict[str, JSON] = {"mail": mail.key[:_NAME], **more}
    if mail.reference is not None and cases.NUMBER.fullmatch(mail.reference):
        moving.note(office, connection, mail.reference, kind, by=by, body=body)
        return
    clock = office.company.clock
    entry = Entry(
        kind=kind, at=clock.now(), case=None, drill=clock.drill, body={"staff": by, **body}
    )
    ledger.append(connection, entry)


def unknown() -> MailUnknownError:
    """Word that there is no such mail."""
    return MailUnknownError(
        Text(en="there is no such mail, or no such file of it",
             ja="そのメール又は添付ファイルはありません"),
        remedy=Text(en="list the mails again; what belongs to no request is kept for 90 days",
                    ja="メールの一覧を確かめてください。請求に属さないメールは90日で消去されます"),
    )  # fmt: skip


def _assigned() -> MailAssignedError:
    return MailAssignedError(
        Text(en="this mail belongs to a request already", ja="このメールは既に請求に属しています"),
        remedy=Text(en="look at that request; enter a new one if the mail asks for something new",
                    ja="その請求を確かめてください。新しい請求であれば入力してください"),
    )  # fmt: skip


def _forgotten() -> MailAssignedError:
    return MailAssignedError(
        Text(en="that request is forgotten: it keeps nothing personal any more",
             ja="その請求の個人情報は消去済みのため、追加できません"),
        remedy=Text(en="enter a new request from the mail", ja="新しい請求として入力してください"),
    )  # fmt: skip
