"""Takes one mail: a request becomes a case with the mail's own time of receipt, in one transaction.

1. A mail that was kept before is told from the first and changes nothing.
2. A report about a mail of ours is noted at its case; what another program wrote is kept, for a
   person to read where it might be a request, and never answered by itself.
3. A mail that names a case of ours is kept there, and waits for a person all the same: it may ask
   for something new, and its case may be over. One that names a forgotten case names none.
4. A mail whose words plainly ask for one thing opens a case; who asks is not yet confirmed.
5. Anything else waits for a person. Nothing is dropped.
6. Files that came along are kept sealed at the case, or with the mail; what is not taken is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from upheld.desk import enclosing
from upheld.desk import store as cases
from upheld.desk.enclosing import Enclosure
from upheld.desk.intake import (
    LONGEST_MESSAGE,
    LONGEST_VALUE,
    Intake,
    IntakeInvalidError,
    NotOfferedError,
    receive,
    refuse_invalid,
)
from upheld.desk.mailroom import store
from upheld.desk.mailroom.store import Became, File, Kept
from upheld.desk.mailroom.words import REFERENCE, asked, language_of, own_words
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry
from upheld.post.incoming import Received
from upheld.subject.lookup import IdentifierError

ASK = "mail-answer"
"""The outbox row that answers an unclear mail with the way to ask; its key is the mail's."""
FORGET = "mail-forget"
"""The outbox row that erases a mail that belongs to no case."""
FORGET_ANSWER = "mail-answer-forget"
"""The outbox row that erases our answer to a mail that was assigned to a case since."""
KEEP = timedelta(days=90)
"""How long a mail that belongs to no case is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What became of a mail; `again` says that it was known, and nothing was done."""

    became: Became | None
    reference: str | None
    again: bool = False


def take(office: Office, connection: Connection, received: Received) -> Came:
    """Take one mail within a transaction; when it is committed, the mail counts as received.

    Args:
        office: The desk.
        connection: The transaction; a bookmark of the mailbox may be part of it.
        received: The mail as it was read.
    """
    if store.known(connection, received.key):
        return Came(became=None, reference=None, again=True)
    # Sealing waits for the disk: before anything is written that others would wait for.
    sent = [] if received.automatic in ("bounce", "own") else received.attachments
    sealed = enclosing.seal(office, [(one.name, [one.content]) for one in sent])
    became, reference = _judge(office, connection, received)
    files = _keep(office, connection, received.key, reference, sealed)
    store.add(
        connection,
        office.company.vault,
        Kept(
            key=received.key,
            became=became,
            reference=reference,
            received_at=received.at,
            attachments=len(received.attachments) + received.left_out,
            sender="" if received.sender is None else received.sender.wire,
            subject=received.subject,
            text=received.text,
            files=tuple(map(_file, files)),
        ),
    )
    _note(office, connection, received, became, reference=reference, files=files)
    if reference is None:
        outbox.add(connection, FORGET, received.key, {}, office.company.clock.now() + KEEP)
    if became == "unclear" and _may_answer(received):
        outbox.add(connection, ASK, received.key, {}, office.company.clock.now())
    return Came(became=became, reference=reference)


def _keep(
    office: Office,
    connection: Connection,
    key: str,
    reference: str | None,
    sealed: Sequence[Enclosure],
) -> list[Enclosure]:
    if reference is None:
        return enclosing.keep_for_now(office, connection, key, sealed)
    case = cases.load(connection, office.company.vault, reference)
    return enclosing.keep_at_case(office, connection, case, sealed, "mail-attachment")


def _file(one: Enclosure) -> File:
    stored_as = "" if one.taken is None else one.taken.name
    return File(name=one.name, stored_as=stored_as, refused=one.refused)


def _judge(office: Office, connection: Connection, received: Received) -> tuple[Became, str | None]:
    named = _named(office, connection, received)
    if received.automatic == "bounce":
        return "bounce", named
    if received.automatic == "own":
        return "automatic", named
    if named is not None:
        return "letter", named
    opened = _open(office, connection, received)
    if opened is not None:
        return "request", opened
    # An authorised agent's mail is written by a program too: what may be a request is read.
    return ("automatic", None) if received.automatic == "reply" else ("unclear", None)


def _named(office: Office, connection: Connection, received: Received) -> str | None:
    """Return the case of ours that a mail names: in its thread, its subject, or its text."""
    thread = [*received.mentions]
    if received.bounce is not None and received.bounce.message_id is not None:
        thread.insert(0, received.bounce.message_id)
    for text in (*thread, received.subject, own_words(received.text)[:LONGEST_MESSAGE]):
        for reference in REFERENCE.findall(text):
            try:
                case = cases.load(connection, office.company.vault, reference)
            except cases.CaseUnknownError:
                continue
            if case.sealed is not None:
                return case.reference
    return None


def _open(office: Office, connection: Connection, received: Received) -> str | None:
    found = asked(received.subject, received.text)
    if found is None or received.sender is None or received.automatic == "reply":
        return None
    right, residence = found
    address = received.sender.wire
    message = f"{received.subject}\n\n{own_words(received.text)}".strip()
    intake = Intake(
        right=right,
        language=language_of(message),
        channel="mail",
        subject={"email": address},
        contact=address,
        name=received.sender.name[:LONGEST_VALUE],
        message=message[:LONGEST_MESSAGE],
        received_at=min(received.at, office.company.clock.now()),
        residence=residence,
    )
    try:
        refuse_invalid(office, intake)
    except (NotOfferedError, IntakeInvalidError, IdentifierError):
        # Not offered, or no map knows people by an address: a person reads it.
        return None
    return receive(office, intake, connection).reference


def _may_answer(received: Received) -> bool:
    return received.automatic is None and received.sender is not None


def _note(
    office: Office,
    connection: Connection,
    received: Received,
    became: Became,
    *,
    reference: str | None,
    files: Sequence[Enclosure],
) -> None:
    """Say in the ledger that a mail came, when, and what became of it; nothing that it says."""
    body: dict[str, JSON] = {
        "became": became,
        "received_at": received.at.isoformat(),
        "attachments": len(received.attachments) + received.left_out,
        "attachments_kept": sum(one.taken is not None for one in files),
        "attachments_left_out": received.left_out,
        "whole": received.whole,
    }
    if received.bounce is not None:
        body["status"] = received.bounce.status or ""
        body["permanent"] = received.bounce.permanent
    if reference is not None:
        note(office, connection, reference, "mail-received", body=body)
        return
    clock = office.company.clock
    ledger.append(
        connection,
        Entry(kind="mail-received", at=clock.now(), case=None, drill=clock.drill, body=body),
    )
