"""Writing a letter in the transaction of the act it tells of, once for each occasion."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection

from upheld.desk.case import Case
from upheld.desk.letters import store
from upheld.desk.letters.facts import common_facts
from upheld.desk.letters.store import Letter
from upheld.desk.letters.templates import Composed, LetterName, compose
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.wording import Language

SEND = "letter-send"
"""The outbox's kind of row that sends a letter; its payload is the letter's number."""

TOKEN = "[[token]]"  # noqa: S105 - a place in a text, filled when the mail is sent
CODE = "[[code]]"
"""What is filled in when the mail is sent, so that no kept text opens anything."""


def write(
    office: Office,
    connection: Connection,
    case: Case,
    name: LetterName,
    facts: Mapping[str, object],
    *,
    occasion: str,
    to: str | None = None,
    answer: int | None = None,
    send: bool = True,
) -> int:
    """Write a letter and promise its sending; return its number.

    A letter of the same case and occasion is written once: asked again, its number is returned.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        name: Which letter.
        facts: What it says besides what is known of every case.
        occasion: What it is written for.
        to: Another address than the person's.
        answer: The answer whose link it carries.
        send: Whether it is mailed; without an address it never is.
    """
    earlier = store.written_for(connection, case.reference, occasion)
    if earlier is not None:
        return earlier
    sealed = case.sealed
    address = to if to is not None else (sealed.contact if sealed and send else "")
    parts = compose(office.folder, name, case.language, {**common_facts(office, case), **facts})
    return keep(
        office,
        connection,
        parts,
        reference=case.reference,
        name=name,
        language=case.language,
        occasion=occasion,
        to=address if send else "",
        answer=answer,
    )


def keep(
    office: Office,
    connection: Connection,
    parts: Composed,
    *,
    reference: str,
    name: LetterName,
    language: Language,
    occasion: str,
    to: str,
    answer: int | None = None,
) -> int:
    """Keep a composed letter, note its hash in the ledger, and promise its sending."""
    now = office.company.clock.now()
    letter = Letter(
        reference=reference,
        name=name,
        occasion=occasion,
        language=language,
        sha256=digest(parts),
        written_at=now,
        to=to,
        subject=parts.subject,
        mail=parts.mail,
        text=parts.text,
        answer=answer,
    )
    number = store.add(connection, office.company.vault, letter)
    body = {"letter": name, "number": number, "language": language, "sha256": letter.sha256}
    note(office, connection, reference, "letter-written", body=body)
    if to:
        outbox.add(connection, SEND, reference, {"letter": number}, now)
    return number


def digest(parts: Composed) -> str:
    """SHA-256 (hex) of a letter as it is kept; the ledger's entry has it."""
    whole = f"{parts.subject}\n--\n{parts.mail}\n--\n{parts.text}"
    return hashlib.sha256(whole.encode()).hexdigest()
