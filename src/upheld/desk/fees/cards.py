"""Fees by card: a page of Stripe Checkout, and what Stripe says about it afterwards.

Nothing is believed that Stripe was not asked about: a signed call only says that a page changed,
and the page is then read again.
"""

from datetime import timedelta

from sqlalchemy import Connection, func, insert, select, update

from upheld.calling.replay import MemoryOfStore
from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.fees import book, charging
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.payments.answers import Checkout
from upheld.payments.money import Money
from upheld.payments.stripe import Order, Stripe
from upheld.payments.stripe_events import CheckoutChanged, Endpoint, RefundChanged
from upheld.wording import Text

PAGE_LIFE = timedelta(hours=23)
"""Stripe closes a page after 24 hours at the latest."""


def open_page(office: Office, stripe: Stripe, reference: str) -> str:
    """Make a page on which the fee can be paid; return its address.

    The same page number is asked for again with the same key, so that a crash between Stripe's
    answer and ours makes no second page.

    Raises:
        FeeRefusedError: Nothing is left to pay.
        PaymentUnreachableError, PaymentRefusedError, PaymentMalformedError: See `payments`.
    """
    engine = office.company.engine
    with engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
        found = book.account(connection, reference)
        number = connection.execute(
            select(func.count()).select_from(book.pages).where(book.pages.c.reference == reference)
        ).scalar_one()
    if found is None or found.settled or case.state in ("refused", "withdrawn", "closed"):
        raise book.refused(
            Text(en="there is nothing to pay", ja="お支払いいただく手数料はありません"),
            Text(en="nothing is to be done", ja="手続きは不要です"),
        )
    label = case.kind.label
    checkout = stripe.create_checkout(
        Order(
            reference=reference,
            amount=found.left,
            title=Text(en=f"Fee for {label.en}, {reference}",
                       ja=f"{label.ja}の手数料 {reference}").in_language(case.language),
            success_url=office.link(f"/requests/{reference}?paid=1"),
            cancel_url=office.link(f"/requests/{reference}"),
            language=case.language,
            expires_at=office.company.clock.now() + PAGE_LIFE,
            key=f"{reference}-page-{number}",
        )
    )  # fmt: skip
    with engine.begin() as connection:
        connection.execute(book.pages.delete().where(book.pages.c.checkout == checkout.id))
        connection.execute(
            insert(book.pages).values(
                checkout=checkout.id,
                reference=reference,
                made_at=office.company.clock.now(),
                number=number,
            )
        )
    return checkout.url or office.link(f"/requests/{reference}")


def on_call(office: Office, endpoint: Endpoint, body: bytes, header: str | None) -> None:
    """Take a signed call of Stripe: note it and leave the rest to the outbox.

    Raises:
        EventForgedError: Nothing shows that it is Stripe's.
        PaymentMalformedError: It is signed but is no event.
    """
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        event = endpoint.open_event(body, header, MemoryOfStore(connection), now)
        if isinstance(event, CheckoutChanged):
            reference = _reference_of(connection, event.checkout)
            if reference is not None:
                outbox.add(connection, "card-page", reference, {"checkout": event.checkout}, now)
        if isinstance(event, RefundChanged):
            outbox.add(connection, "card-refund", event.payment, {}, now)


def _reference_of(connection: Connection, checkout: str) -> str | None:
    found: str | None = connection.execute(
        select(book.pages.c.reference).where(book.pages.c.checkout == checkout)
    ).scalar_one_or_none()
    return found


def read_page(office: Office, stripe: Stripe, checkout: str) -> Checkout | None:
    """Ask Stripe how a page of ours stands, and take the payment if the money is there.

    Safe to call again: one payment is one line of the book.

    Returns:
        The page; `None` if it is not one of ours.
    """
    engine = office.company.engine
    with engine.connect() as connection:
        reference = _reference_of(connection, checkout)
    if reference is None:
        return None
    page = stripe.retrieve(checkout)
    if not page.paid or page.reference != reference or page.intent is None:
        return page
    with engine.begin() as connection:
        case = store.load(connection, office.company.vault, reference)
        connection.execute(
            update(book.pages).where(book.pages.c.checkout == checkout).values(intent=page.intent)
        )
        _take(office, connection, case, page, page.intent)
    return page


def _take(office: Office, connection: Connection, case: Case, page: Checkout, intent: str) -> None:
    found = book.account(connection, case.reference)
    if book.known(connection, intent):
        return
    if found is None or found.settled:
        # Two pages were paid: the second payment goes back, and nobody has to ask for it.
        outbox.add(
            connection, "card-give-back", case.reference,
            {"intent": intent, "units": page.amount.minor_units(), "currency": page.amount.currency},
            office.company.clock.now(),
        )  # fmt: skip
        return
    charging.pay(office, connection, case, page.amount, "card", by="system", outside=intent)


def refund(office: Office, stripe: Stripe, reference: str, *, by: str, reason: str) -> bool:
    """Give a card payment back through Stripe, then note it.

    Returns:
        Whether a card payment was there to give back.
    """
    engine = office.company.engine
    with engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
        found = book.account(connection, reference)
        intent = connection.execute(
            select(book.lines.c.outside)
            .where(
                book.lines.c.reference == reference,
                book.lines.c.kind == "paid",
                book.lines.c.way == "card",
            )
            .order_by(book.lines.c.id.desc())
            .limit(1)
        ).scalar_one_or_none()
    if intent is None or found is None or found.held.minor_units() == 0:
        return False
    done = stripe.refund(intent, found.held, key=f"{reference}-refund")
    with engine.begin() as connection:
        if not book.known(connection, done.id):
            charging.give_back(office, connection, case, by=by, reason=reason, outside=done.id)
    return True


def give_back_double(
    office: Office, stripe: Stripe, reference: str, intent: str, amount: Money
) -> None:
    """Give back a payment for which nothing was owed: it never was a line of the book."""
    stripe.refund(intent, amount, key=f"{intent}-twice")
    with office.company.engine.begin() as connection:
        note(office, connection, reference, "fee-given-back-twice-paid")
