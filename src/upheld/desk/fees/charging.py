"""Asking for a fee, taking it by transfer or at the counter, giving it back, letting it go."""

from sqlalchemy import Connection, or_, select

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

    Returns:
        How much; `None` where nothing is held.
    """
    found = book.account(connection, case.reference)
    if found is None or found.held.minor_units() == 0:
        return None
    now = office.company.clock.now()
    book.add(connection, case.reference, "refunded", found.held, at=now, by=by, outside=outside)
    _note(office, connection, case, "fee-refunded", found.held, by=by, reason=reason)
    return found.held


def owe_back(office: Office, connection: Connection, case: Case) -> None:
    """Have a card payment given back, where a request is refused or withdrawn.

    What came by transfer or at the counter is given back by a person; see `to_give_back`.
    """
    lines = book.entries(connection, case.reference)
    found = book.account(connection, case.reference)
    by_card = any(line.kind == "paid" and line.way == "card" for line in lines)
    if found is not None and by_card and found.held.minor_units() > 0:
        now = office.company.clock.now()
        outbox.add(connection, "card-give-back", case.reference, {}, now)


def to_give_back(connection: Connection) -> list[str]:
    """Return requests that we refused, or that were withdrawn, whose fee is still held."""
    held = (
        select(book.lines.c.reference)
        .join(store.cases, store.cases.c.reference == book.lines.c.reference)
        .where(
            or_(
                store.cases.c.state == "withdrawn",
                store.cases.c.decision.not_in(_MET),
            )
        )
        .distinct()
    )
    references = [row.reference for row in connection.execute(held)]
    accounts = {one: book.account(connection, one) for one in references}
    return [one for one, found in accounts.items() if found and found.held.minor_units() > 0]


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
