"""Accounts, addresses, baskets and orders, written by django-oscar's own code."""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from oscar.apps.checkout.calculators import OrderTotalCalculator
from oscar.apps.checkout.mixins import OrderPlacementMixin
from oscar.apps.offer.applicator import Applicator
from oscar.apps.order.utils import OrderDispatcher
from oscar.apps.partner.strategy import Selector
from oscar.apps.shipping.methods import FixedPrice
from tests.oscar.invented import PASSWORD, Person, people
from tests.oscar.shelves import NOW, Shelves, model

ORDINARY_ORDERS = 1_900
GUESTS = 60
LETTERS = 200  # order confirmations rendered and recorded, one in so many orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One order to be placed."""

    person: Person
    placed: dt.datetime
    status: str
    guest_email: str = ""  # not empty: nobody was logged in
    voucher: bool = False
    letter: bool = False


def register_customers() -> dict[str, Any]:
    """Create an account for every invented customer.

    Returns:
        The accounts by e-mail address.
    """
    password = make_password(PASSWORD, salt="shop")
    User.objects.bulk_create(
        User(
            username=person.username,
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            password=password,
            is_staff=person.role == "colleague",
            date_joined=dt.datetime(2014, 4, 1, tzinfo=dt.UTC) + dt.timedelta(days=person.number),
        )
        for person in people()
    )
    return {user.email: user for user in User.objects.filter(is_superuser=False)}


def fill_address_books(accounts: dict[str, Any], shelves: Shelves) -> None:
    """Give two customers in three an address of their own, with the hash the shop computes."""
    addresses: list[Any] = []
    for person in people():
        if person.role in {"only_session", "account_only", "basket_only"} or person.number % 3 == 2:
            continue
        address = model("address", "UserAddress")(
            user=accounts[person.email],
            is_default_for_shipping=True,
            **address_fields(person),
            phone_number=person.phone,
            notes=f"Ring twice for {person.full_name}" if person.number % 5 == 0 else "",
            country=shelves.country,
        )
        address.hash = address.generate_hash()
        address.search_text = address.join_fields(address.search_fields, separator=" ")
        addresses.append(address)
    model("address", "UserAddress").objects.bulk_create(addresses)


def address_fields(person: Person) -> dict[str, str]:
    """Return the columns that every kind of address of the shop has."""
    return {
        "title": "",
        "first_name": person.first_name,
        "last_name": person.last_name,
        "line1": person.line1,
        "line4": person.town,
        "state": person.state,
        "postcode": person.postcode,
    }


def wishes() -> Iterator[Wish]:
    """Every order of the shop, in the order of placing."""
    yield from _special_wishes()
    ordinary = [person for person in people() if person.role == "ordinary"]
    for count in range(ORDINARY_ORDERS):
        status = ("Complete", "Complete", "Complete", "Pending", "Being processed", "Cancelled")
        yield Wish(
            person=ordinary[(count * 7) % len(ordinary)],
            placed=NOW - dt.timedelta(days=1 + (count * 37) % 4200, minutes=count),
            status=status[count % 6],
            voucher=count % 12 == 0,
            letter=count % (ORDINARY_ORDERS // LETTERS) == 0,
        )
    for count in range(GUESTS):
        person = ordinary[-1 - count]
        yield Wish(
            person=person,
            placed=NOW - dt.timedelta(days=3 + count * 20),
            status=("Complete", "Pending")[count % 2],
            guest_email=f"guest{count:03d}@example.com",
        )


def _special_wishes() -> Iterator[Wish]:
    recent, old = NOW - dt.timedelta(days=120), dt.datetime(2015, 6, 1, 12, tzinfo=dt.UTC)
    plan: dict[str, Sequence[tuple[dt.datetime, str]]] = {
        "everything": [
            (recent, "Complete"),
            (old, "Complete"),
            (NOW - dt.timedelta(days=2), "Pending"),
        ],
        "shared_address_a": [(recent, "Complete")],
        "shared_address_b": [(recent + dt.timedelta(days=1), "Complete")],
        "old_orders": [(old.replace(year=year), "Complete") for year in (2015, 2016, 2017, 2018)],
        "open_order": [(NOW - dt.timedelta(days=1), "Pending")],
        "recent_complete": [(recent, "Complete")],
        "guest_before": [(recent, "Complete")],
        "many_rows": [(NOW - dt.timedelta(days=30 * n), "Complete") for n in range(1, 13)],
        "cancelled_order": [(recent, "Cancelled")],
        "colleague": [(recent, "Complete")],
        "twin_lower": [(recent, "Complete")],
        "twin_upper": [(recent, "Complete")],
        "mixed_orders": [
            (recent, "Complete"),
            (recent, "Pending"),
            (recent, "Being processed"),
            (recent, "Cancelled"),
            (old, "Complete"),
            (old, "Cancelled"),
        ],
    }
    for person in people()[:20]:
        for count, (placed, status) in enumerate(plan.get(person.role, ())):
            yield Wish(
                person=person,
                placed=placed + dt.timedelta(minutes=count),
                status=status,
                guest_email=person.email.upper() if person.role == "guest_before" else "",
                voucher=person.role == "everything",
                letter=person.role == "everything",
            )


def place_orders(accounts: dict[str, Any], shelves: Shelves) -> None:
    """Place every order of `wishes`, pay it, and move it to its status."""
    logging.getLogger("oscar.checkout").setLevel(logging.WARNING)
    model("communication", "CommunicationEventType").objects.create(
        code="ORDER_PLACED", name="Order placed", category="Order related"
    )
    for count, wish in enumerate(wishes()):
        user = AnonymousUser() if wish.guest_email else accounts[wish.person.email]
        order = _place(count, wish, user, shelves)
        for status in _way_to(wish.status):
            order.set_status(status)
        _finish(count, order, wish, shelves)
    _share_one_address(accounts)


def fill_open_baskets(accounts: dict[str, Any], shelves: Shelves) -> None:
    """Leave baskets with goods in them: of customers, saved for later, and of nobody."""
    engraving = model("catalogue", "Option").objects.get(code="engraving")
    everything, *others = [
        person
        for person in people()
        if person.role in {"everything", "basket_only"}
        or (person.role == "ordinary" and person.number % 8 == 0)
    ]
    for count, person in enumerate((everything, *others)):
        basket = open_basket(accounts[person.email])
        basket.add_product(
            shelves.products[count % len(shelves.products)],
            1 + count % 3,
            [{"option": engraving, "value": person.full_name}] if count % 10 == 0 else None,
        )
    saved = open_basket(accounts[everything.email], status="Saved")
    saved.add_product(shelves.products[1], 1)
    for count in range(30):
        open_basket(None).add_product(shelves.products[count], 1)


def open_basket(owner: Any, status: str = "Open") -> Any:
    """Return a new empty basket with the prices of this owner."""
    basket = model("basket", "Basket").objects.create(owner=owner, status=status)
    basket.strategy = Selector().strategy(user=owner)
    return basket


def _place(count: int, wish: Wish, user: Any, shelves: Shelves) -> Any:
    products, owner = shelves.products, None if wish.guest_email else user
    basket = open_basket(owner)
    basket.add_product(products[count % len(products)], 1 + count % 2)
    if count % 3 == 0:
        basket.add_product(products[(count + 7) % len(products)], 1)
    if wish.voucher:
        basket.vouchers.add(shelves.voucher)
        Applicator().apply(basket, user)
    method = FixedPrice(Decimal(500), Decimal(500))
    charge = method.calculate(basket)
    total = OrderTotalCalculator().calculate(basket, charge)
    desk = OrderPlacementMixin()
    _pay(desk, count, total, shelves)
    shipping = model("order", "ShippingAddress")(
        **address_fields(wish.person),
        phone_number=wish.person.phone,
        country=shelves.country,
        notes=f"Leave with the neighbour of {wish.person.full_name}" if count % 20 == 0 else "",
    )
    billing = model("order", "BillingAddress")(
        **address_fields(wish.person), country=shelves.country
    )
    order = desk.place_order(
        order_number=f"K{100000 + count}",
        user=user,
        basket=basket,
        shipping_address=shipping,
        shipping_method=method,
        shipping_charge=charge,
        order_total=total,
        billing_address=billing if count % 2 == 0 or wish.person.role != "ordinary" else None,
        status="Pending",
        request=None,
        date_placed=wish.placed,
        guest_email=wish.guest_email,
    )
    basket.submit()
    return order


def _pay(desk: Any, count: int, total: Any, shelves: Shelves) -> None:
    source = model("payment", "Source")(
        source_type=shelves.card,
        currency="JPY",
        amount_allocated=total.incl_tax,
        reference=f"PAY-{count:06d}",
        label=f"Card ending in {count % 10000:04d}",
    )
    source.create_deferred_transaction(
        "Authorise", total.incl_tax, reference=f"TX-{count:06d}", status="Accepted"
    )
    desk.add_payment_source(source)
    desk.add_payment_event("Authorised", total.incl_tax, reference=f"TX-{count:06d}")


def _way_to(status: str) -> tuple[str, ...]:
    return {
        "Pending": (),
        "Being processed": ("Being processed",),
        "Complete": ("Being processed", "Complete"),
        "Cancelled": ("Cancelled",),
    }[status]


def _finish(count: int, order: Any, wish: Wish, shelves: Shelves) -> None:
    """Write what the staff and the shop add to an order once it is placed."""
    special = wish.person.role == "everything"
    if count % 5 == 0 or special:
        order.notes.create(
            user=shelves.staff[count % len(shelves.staff)],
            note_type="Info",
            message=f"{wish.person.full_name} called from {wish.person.phone} about delivery.",
        )
    if count % 40 == 0 or special:
        order.notes.create(user=order.user, message=f"Written by {wish.person.full_name}.")
    if wish.status == "Complete" and (count % 4 == 0 or special):
        kind, _ = model("order", "ShippingEventType").objects.get_or_create(name="Shipped")
        event = order.shipping_events.create(event_type=kind, notes="Parcel handed over.")
        for line in order.lines.all():
            event.line_quantities.create(line=line, quantity=line.quantity)
    if special:
        order.surcharges.create(
            name="Gift wrap", code="wrap", incl_tax=Decimal(100), excl_tax=Decimal(100)
        )
        option = model("catalogue", "Option").objects.get(code="engraving")
        line = order.lines.first()
        line.attributes.create(option=option, type="engraving", value=wish.person.full_name)
    if wish.letter and not wish.guest_email:
        OrderDispatcher().send_order_placed_email_for_user(
            order, {"user": order.user, "order": order, "lines": order.lines.all()}
        )


def _share_one_address(accounts: dict[str, Any]) -> None:
    """Let the orders of two people name one row, as a household's second order does."""
    first, second = (
        accounts[person.email].orders.get()
        for person in people()
        if person.role in {"shared_address_a", "shared_address_b"}
    )
    lonely = second.shipping_address
    second.shipping_address = first.shipping_address
    second.save(update_fields=["shipping_address"])
    lonely.delete()


def today() -> dt.datetime:
    """Return the machine's clock, for what must not have run out (sessions)."""
    found: dt.datetime = timezone.now()
    return found
