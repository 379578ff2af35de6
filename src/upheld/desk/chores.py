"""What else the dispatcher does about cases: codes, cards, uploads, and forgetting."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from upheld.desk import answers, decisions, delivery, store
from upheld.desk.case import OPEN
from upheld.desk.fees import cards
from upheld.desk.identity import asking, codes, proofs
from upheld.desk.letters import store as letters
from upheld.desk.mailroom import store as mails
from upheld.desk.mailroom import taking as mailroom
from upheld.desk.mailroom.answering import answer_unclear
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.others import errands
from upheld.desk.others import store as tasks
from upheld.desk.profile import proving
from upheld.desk.profile import store as profile
from upheld.durable import outbox
from upheld.durable.dispatching import Handler
from upheld.durable.outbox import Item
from upheld.payments.money import Money
from upheld.payments.stripe import Stripe


class Uploads(Protocol):
    """Where uploads lie, as far as erasing them goes."""

    def erase(self, stored_as: str) -> None:
        """Erase an upload; doing it again does nothing."""
        ...


def handlers(
    office: Office, *, stripe: Stripe | None = None, uploads: Uploads | None = None
) -> Mapping[str, Handler]:
    """Return what is done with each kind of row.

    Args:
        office: The desk.
        stripe: Takes cards; without it such rows are left for a process that has it.
        uploads: Where proofs lie; likewise.
    """
    found: dict[str, Handler] = {
        asking.ASK: lambda item: asking.carry_out(office, item),
        proving.ASK: lambda item: proving.carry_out(office, item),
        proving.FORGET: lambda item: proving.forget(office, item.key),
        "case-forget": lambda item: forget(office, item.key),
        mailroom.FORGET: lambda item: _forget_mail(office, item.key),
        mailroom.FORGET_ANSWER: lambda item: _forget_answer(office, item.key),
        mailroom.ASK: lambda item: _answer_mail(office, item.key),
    }
    if stripe is not None:
        found["card-page"] = lambda item: _read_page(office, stripe, item)
        found["card-refund"] = _noted
        found["card-give-back"] = lambda item: _give_back(office, stripe, item)
    if uploads is not None:
        found["proof-erase"] = lambda item: _erase_proof(office, uploads, item)
    return found


def forget(office: Office, reference: str) -> None:
    """Erase what is personal in a case, once its retention rule says so.

    An open case is not forgotten: who asks must be answered. It is looked at again tomorrow.
    """
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, reference)
        if case.sealed is None:
            # What came in later, naming a case that was forgotten already.
            mails.forget(connection, [reference])
            letters.forget(connection, [reference])
            return
        if case.state in OPEN:
            tomorrow = office.company.clock.now() + timedelta(days=1)
            outbox.add(connection, "case-forget", reference, {}, tomorrow)
            return
    delivery.erase_bundle(office, reference)
    with office.company.engine.begin() as connection:
        proofs.let_go(office, connection, reference, tuple(proofs.KINDS_OF_PROOF))
        store.forget(connection, [reference])
        answers.forget(connection, [reference])
        letters.forget(connection, [reference])
        decisions.forget(connection, [reference])
        mails.forget(connection, [reference])
        tasks.forget(connection, [reference])
        errands.case_forgotten(office, connection, reference)
        codes.forget(connection, [reference])
        profile.forget(connection, [reference])
        note(office, connection, reference, "case-forgotten")


def _answer_mail(office: Office, key: str) -> None:
    answer_unclear(office, key)


def _forget_mail(office: Office, key: str) -> None:
    with office.company.engine.begin() as connection:
        answer = mails.answered_by(connection, key)
        if answer is not None:
            letters.forget(connection, [answer])
        mails.forget_one(connection, key)


def _read_page(office: Office, stripe: Stripe, item: Item) -> None:
    cards.read_page(office, stripe, str(item.payload["checkout"]))


def _forget_answer(office: Office, number: str) -> None:
    with office.company.engine.begin() as connection:
        letters.forget(connection, [number])


def _noted(_item: Item) -> None:
    """A refund that Stripe tells of was ours and is in the book already."""


def _give_back(office: Office, stripe: Stripe, item: Item) -> None:
    intent = item.payload.get("intent")
    if isinstance(intent, str):
        amount = Money.of_minor_units(item.payload["units"], item.payload["currency"])
        cards.give_back_double(office, stripe, item.key, intent, amount)
        return
    cards.refund(office, stripe, item.key, by="system", reason="refused")


def _erase_proof(office: Office, uploads: Uploads, item: Item) -> None:
    engine, proof = office.company.engine, str(item.payload["proof"])
    with engine.connect() as connection:
        stored = proofs.uploads_to_erase(connection, proof)
    if stored is not None:
        uploads.erase(stored)
        proofs.erased(office, engine, item.key, [proof])
