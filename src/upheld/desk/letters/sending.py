"""Handing letters to the mail server; what opens something is made at this moment.

A mail that was taken by the server twice (a process may die between the act and its note) has the
same Message-ID, and mail programs show it once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from upheld.desk import delivery
from upheld.desk import store as cases
from upheld.desk.case import State
from upheld.desk.identity import codes
from upheld.desk.letters import store
from upheld.desk.letters.store import Letter
from upheld.desk.letters.writing import CODE, TOKEN
from upheld.desk.moving import move, note, wait
from upheld.desk.office import Office
from upheld.durable.outbox import Item
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail on its way out: plain text in UTF-8.

    Attributes:
        message_id: Without angle brackets; the same whenever the same letter is tried.
    """

    sender: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    message_id: str
    language: Language = "ja"


class UndeliverableError(RefusalError):
    """An address does not take mail, and will not: the person is to be reached otherwise."""

    code = "mail-undeliverable"


class Post(Protocol):
    """Something that hands mail to a server, and raises where the server does not take it."""

    def __call__(self, mail: Mail) -> None:
        """Return once the server took it."""
        ...


def sender(office: Office, post: Post) -> Callable[[Item], None]:
    """Return the handler that sends letters."""

    def send(item: Item) -> None:
        number = int(item.payload["letter"])
        with office.company.reads.connect() as connection:
            letter = store.load(connection, office.company.vault, number)
        if letter is None or letter.sent_at is not None or not letter.to:
            return  # forgotten, or sent before its note was written to the outbox
        try:
            post(_mail(office, letter))
        except UndeliverableError:
            _note_undeliverable(office, letter)
            return
        _note_sent(office, letter)

    return send


def _mail(office: Office, letter: Letter) -> Mail:
    body = letter.mail
    if TOKEN in body and letter.answer is not None:
        token, _until = delivery.new_link(office, letter.answer)
        body = body.replace(TOKEN, token)
    if CODE in body and letter.answer is not None:
        body = body.replace(CODE, delivery.new_code(office, letter.occasion, letter.answer))
    elif CODE in body:
        with office.company.engine.begin() as connection:
            issued = codes.issue(office, connection, letter.reference, "status")
        body = body.replace(CODE, issued.plain)
    domain = office.settings.sender.rpartition("@")[2]
    return Mail(
        sender=office.settings.sender,
        to=letter.to,
        subject=letter.subject,
        body=body,
        message_id=f"{letter.reference}.{letter.id}@{domain}",
        language=letter.language,
    )


_ANSWERED_BY: dict[str, State] = {"link-ready": "answered", "withdrawn": "closed"}
"""What a case is once one of these letters went out."""


def _note_undeliverable(office: Office, letter: Letter) -> None:
    """Show that the person has to be reached in another way; nothing is tried again."""
    with office.company.engine.begin() as connection:
        body: dict[str, JSON] = {"letter": letter.name, "number": letter.id}
        note(office, connection, letter.reference, "letter-undeliverable", body=body)
        if letter.name in ("party", "reminder", "unconfirmed") or not cases.NUMBER.fullmatch(
            letter.reference
        ):
            return  # a letter to somebody else, or about no case
        case = cases.load(connection, office.company.vault, letter.reference)
        if case.state not in ("closed", "answered"):
            wait(office, connection, case, {*case.waiting, "delivery"})


def _note_sent(office: Office, letter: Letter) -> None:
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        if not store.sent(connection, letter.id, "mail", now):
            return
        body: dict[str, JSON] = {"letter": letter.name, "number": letter.id}
        note(office, connection, letter.reference, "letter-sent", body=body)
        to = _ANSWERED_BY.get(letter.name)
        if to is None:
            return
        case = cases.load(connection, office.company.vault, letter.reference)
        if (case.state, to) in (
            ("verified", "answered"), ("refused", "answered"), ("withdrawn", "closed"),
        ):  # fmt: skip
            move(office, connection, case, to, body={"letter": letter.id})
