"""Asking for a fee, taking it by transfer or at the counter, giving it back, letting it go."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy import case as either

from upheld.desk import moving, store
from upheld.desk.case import Case
from upheld.desk.clocks import offered
from upheld.desk.fees import book
from upheld.desk.fees.book import Way
from upheld.desk.letters import writing
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.evidence.entry import JSON
from upheld.payments.money import Money
from upheld.policy.model import Policy
from upheld.rights import store as numbers
from upheld.wording import Text

_MET = ("granted", "granted-in-part", "absent", "referred")
"""Outcomes after which the fee stays; every other decision is a ground of refusal."""


def fee_of(policy: Policy, case: Case) -> Money | None:
    """Return what the policy asks for this request; `None` for nothing."""
    line = offered(policy, case.right, case.residence)
    # A policy with a fee for anything else is refused when it is read (APPI 38(1)).
    if line is None or line.fee is None or not case.kind.fee_allowed:
        return None
    return Money.of(line.fee.amount, line.fee.currency)


def charge(office: Office, connection: Connection, case: Case) -> Money | None:
    """Ask for the fee of a request, once; it waits for it from now on.

    Returns:
        What is asked; `None` where the request is free or was charged before.
    """
    amount = fee_of(office.company.policy, case)
    if amount is None or book.account(connection, case.reference) is not None:
        return None
    now = office.company.clock.now()
    book.add(connection, case.reference, "charged", amount, at=now, by=moving.SYSTEM)
    _note(office, connection, case, "fee-charged", amount, by=moving.SYSTEM)
    moving.wait(office, connection, case, case.waiting | {"fee"})
    return amount


def pay(
    office: Office,
    connection: Connection,
    case: Case,
    amount: Money,
    way: Way,
    *,
    by: str,
    outside: str | None = None,
) -> str | None:
    """Take a payment; return the receipt's number, or `None` if it is in the book already.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        amount: What came in.
        way: By transfer, at the counter, by card.
        by: Who of the staff saw the money; `system` for a card.
        outside: The payment's name outside, so that it counts once.

    Raises:
        FeeRefusedError: Nothing is owed, or it is another currency.
    """
    if outside is not None and book.known(connection, outside):
        return None
    found = book.account(connection, case.reference)
    if found is None or found.owed.currency != amount.currency or found.settled:
        raise book.refused(
            Text(en="this request owes nothing in this currency",
                 ja="この請求に、この通貨で支払うべき手数料はありません"),
            Text(en="look at its fee; give the money back if it came in twice",
                 ja="手数料を確かめてください。二重の支払いであれば返金してください"),
        )  # fmt: skip
    now = office.company.clock.now()
    year = now.astimezone(office.zone).year
    (receipt,) = numbers.next_references(connection, "F", year, 1)
    book.add(
        connection, case.reference, "paid", amount, at=now, by=by, way=way, receipt=receipt,
        outside=outside,
    )  # fmt: skip
    _note(office, connection, case, "fee-paid", amount, by=by, way=way, receipt=receipt)
    told = {"receipt": receipt, "amount": amount.in_language(case.language)}
    writing.write(office, connection, case, "fee-receipt", told, occasion=f"fee-{receipt}")
    _settle(office, connection, case, by=by)
    return receipt


def waive(office: Office, connection: Connection, case: Case, *, by: str, reason: str) -> None:
    """Let go of what is left to pay.

    Raises:
        FeeRefusedError: Nothing is left.
    """
    found = book.account(connection, case.reference)
    if found is None or found.settled:
        raise book.refused(
            Text(en="there is no fee to let go", ja="免除する手数料がありません"),
            Text(en="nothing is to be done", ja="何もする必要はありません"),
        )
    now = office.company.clock.now()
    book.add(connection, case.reference, "waived", found.left, at=now, by=by)
    _note(office, connection, case, "fee-waived", found.left, by=by, reason=reason)
    _settle(office, connection, case, by=by)


def give_back(
    office: Office,
    connection: Connection,
    case: Case,
    *,
    by: str,
    reason: str,
    outside: str | None = None,
) -> Money | None:
    """Note that all that is held was given back: a refusal of ours costs nothing.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        by: Who gave it back.
        reason: Its code.
        outside: The refund's name outside, where a card payment was given back.

    Returns:
        How much; `None` where nothing is held.

    Raises:
        FeeRefusedError: It came by card, and no refund of the card is named: the book would
            say that money went back which Stripe still holds.
    """
    found = book.account(connection, case.reference)
    if found is None or found.held.minor_units() == 0:
        return None
    if outside is None and _by_card(connection, case.reference):
        raise book.refused(
            Text(en="this fee came by card", ja="この手数料はカードで支払われています"),
            Text(en="it goes back to the card through Stripe, by itself once the request is "
                 "refused or withdrawn",
                 ja="お断り又は取下げの後、Stripe を通じて自動でカードに返金されます"),
        )  # fmt: skip
    now = office.company.clock.now()
    book.add(connection, case.reference, "refunded", found.held, at=now, by=by, outside=outside)
    _note(office, connection, case, "fee-refunded", found.held, by=by, reason=reason)
    return found.held


def owe_back(office: Office, connection: Connection, case: Case) -> None:
    """Have a card payment given back, where a request is refused or withdrawn.

    What came by transfer or at the counter is given back by a person; see `to_give_back`.
    """
    found = book.account(connection, case.reference)
    by_card = _by_card(connection, case.reference)
    if found is not None and by_card and found.held.minor_units() > 0:
        now = office.company.clock.now()
        outbox.add(connection, "card-give-back", case.reference, {}, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A fee that is still held although its request was refused or withdrawn.

    Attributes:
        by_card: It goes back through Stripe, and by nobody's hand.
    """

    reference: str
    amount: Money
    by_card: bool


def to_give_back(
    connection: Connection, *, after: str | None = None, most: int | None = None
) -> list[Held]:
    """Return what is to be given back, by one statement, by the number of the request.

    Args:
        connection: To the store.
        after: Only requests behind this number.
        most: How many; all by default.
    """
    of = book.lines.c
    sign = either((of.kind == "paid", of.units), (of.kind == "refunded", -of.units), else_=0)
    held = func.sum(sign)
    query = (
        select(
            of.reference,
            of.currency,
            held.label("held"),
            func.max(either((of.way == "card", 1), else_=0)).label("by_card"),
        )
        .join(store.cases, store.cases.c.reference == of.reference)
        .where(or_(_withdrawn(), store.cases.c.decision.not_in(_MET)))
        .group_by(of.reference, of.currency)
        .having(held > 0)
        .order_by(of.reference)
        .limit(most)
    )
    if after is not None:
        query = query.where(of.reference > after)
    rows = connection.execute(query)
    return [
        Held(
            reference=row.reference,
            amount=Money.of_minor_units(int(row.held), row.currency),
            by_card=bool(row.by_card),
        )
        for row in rows
    ]


def _withdrawn() -> ColumnElement[bool]:
    """Withdrawn, and still once its confirmation closed it: closed without ever being answered."""
    case = store.cases.c
    unanswered = and_(case.state == "closed", case.answered_at.is_(None))
    return or_(case.state == "withdrawn", unanswered)


def _by_card(connection: Connection, reference: str) -> bool:
    lines = book.entries(connection, reference)
    return any(line.kind == "paid" and line.way == "card" for line in lines)


def _settle(office: Office, connection: Connection, case: Case, *, by: str) -> None:
    found = book.account(connection, case.reference)
    if found is None or not found.settled or "fee" not in case.waiting:
        return
    moving.wait(office, connection, case, case.waiting - {"fee"}, by=by)
    now = office.company.clock.now()
    outbox.add(connection, "case-moved", case.reference, {"fee": "settled"}, now)


def _note(
    office: Office,
    connection: Connection,
    case: Case,
    kind: str,
    amount: Money,
    *,
    by: str,
    **more: str,
) -> None:
    body: dict[str, JSON] = {
        "units": amount.minor_units(),
        "currency": str(amount.currency),
        **more,
    }
    moving.note(office, connection, case.reference, kind, by=by, body=body)
