"""What customers leave behind beside their orders: words, lists, letters, visits, logins."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField
from django.http import HttpRequest
from django.test import Client

from oscar.apps.analytics.receivers import receive_product_search, receive_product_view
from oscar.apps.checkout.utils import CheckoutSessionData
from oscar.apps.communication.utils import Dispatcher
from oscar.apps.customer.utils import CustomerDispatcher
from tests.oscar.invented import PASSWORD, Person, by_role, people
from tests.oscar.purchases import address_fields
from tests.oscar.shelves import NOW, Shelves, model

UNTOUCHED = {"only_session", "account_only", "basket_only", "mentioned", "invited"}


def leave_traces(accounts: dict[str, Any], shelves: Shelves) -> None:
    """Write every trace, then set the days that django-oscar took from the machine's clock."""
    _review(accounts, shelves.products)
    _wish(accounts, shelves.products)
    _wait_for_stock(accounts, shelves.products)
    _keep_cards(accounts)
    _browse(accounts, shelves.products)
    _write_letters(accounts, shelves.staff)
    _join_groups(accounts, shelves.staff)
    _mention(accounts, shelves)
    _fix_days()
    _log_in(accounts)


def _some(every: int, offset: int, *roles: str) -> list[Person]:
    """The customer with everything, those of these roles, and one ordinary one in so many."""
    return [
        person
        for person in people()
        if person.role in {"everything", *roles}
        or (person.role == "ordinary" and person.number % every == offset)
    ]


def _review(accounts: dict[str, Any], products: Sequence[Any]) -> None:
    review = model("reviews", "ProductReview")
    reviews = [
        review(
            product=products[(person.number * 7 + count) % len(products)],
            user=accounts[person.email],
            score=1 + (person.number + count) % 5,
            title="とても書きやすい" if person.japanese else "Writes well",
            body=f"毎日使っています。{person.last_name}より"
            if person.japanese
            else f"In daily use since spring. {person.full_name}",
            status=review.APPROVED,
        )
        for person in _some(4, 1, "reviewer", "mixed_orders")
        for count in range(4 if person.role == "reviewer" else 1)
    ]
    reviews += [
        review(
            product=products[count % len(products)],
            score=3,
            title="Fine",
            body="Bought without an account.",
            name=f"Passer-by {count}",
            email=by_role("guest_before").email if count == 0 else f"passer{count:03d}@example.com",
            status=review.APPROVED,
        )
        for count in range(40)
    ]
    review.objects.bulk_create(reviews)
    for product in products:
        product.update_rating()
    written = list(review.objects.exclude(user=None).order_by("id"))
    others = {accounts[by_role(role).email].id for role in ("reviewer", "everything")}
    judged = [row for row in written if row.user_id in others]
    for count, person in enumerate(_some(10, 2, "voter")):
        voter = accounts[person.email]
        chosen = [written[(count * 11 + 5) % len(written)], judged[count % len(judged)]]
        for row in {row.id: row for row in chosen if row.user_id != voter.id}.values():
            (row.vote_down if count % 4 == 0 else row.vote_up)(voter)


def _wish(accounts: dict[str, Any], products: Sequence[Any]) -> None:
    wish_list = model("wishlists", "WishList")
    for person in _some(5, 3, "many_rows"):
        wishes = wish_list.objects.create(
            owner=accounts[person.email],
            name=f"{person.full_name}の欲しいもの" if person.japanese else "Birthday",
            visibility=wish_list.SHARED if person.number % 2 == 0 else wish_list.PRIVATE,
        )
        wishes.add(products[person.number % len(products)])
        wishes.add(products[(person.number + 1) % len(products)])
        if person.number % 2 == 0:
            wishes.shared_emails.create(email=f"friend{person.number:04d}@example.com")
    lists = wish_list.objects.order_by("id")
    lists[1].shared_emails.create(email=by_role("invited").email)
    lists[2].shared_emails.create(email=by_role("everything").email)


def _wait_for_stock(accounts: dict[str, Any], products: Sequence[Any]) -> None:
    alert = model("customer", "ProductAlert").objects
    for person in _some(9, 4):
        product = products[(person.number + 3) % len(products)]
        alert.create(user=accounts[person.email], product=product)
    for count, product in enumerate(products[:30]):
        alert.create(email=f"waiting{count:03d}@example.com", product=product)
    alert.create(email=by_role("guest_before").email, product=products[0])
    alert.create(email=by_role("everything").email.upper(), product=products[1])


def _keep_cards(accounts: dict[str, Any]) -> None:
    for person in _some(6, 5, "recent_complete"):
        model("payment", "Bankcard").objects.create(
            user=accounts[person.email],
            name=person.card_name,
            number=f"411111111111{person.number:04d}",
            expiry_date=dt.date(2029, 1 + person.number % 12, 1),
            partner_reference=f"CARD-{person.number:06d}",
        )


def _browse(accounts: dict[str, Any], products: Sequence[Any]) -> None:
    for person in _some(4, 0, "many_rows", "mixed_orders"):
        user = accounts[person.email]
        many = person.role == "many_rows"
        for count in range(200 if many else 3):
            product = products[(person.number + count) % len(products)]
            receive_product_view(sender=None, product=product, user=user)
        for count in range(100 if many else 2):
            words = person.full_name if count == 1 else f"万年筆 {count}"
            receive_product_search(sender=None, query=words, user=user)


def _write_letters(accounts: dict[str, Any], staff: Sequence[Any]) -> None:
    dispatcher = Dispatcher()
    for person in _some(25, 6, "many_rows"):
        user = accounts[person.email]
        CustomerDispatcher().send_registration_email_for_user(user, {"user": user})
        dispatcher.dispatch_user_messages(
            user,
            {
                "subject": f"{person.full_name}様" if person.japanese else "Your account",
                "body": f"{person.full_name}\n{person.phone}\n{person.line1}",
                "html": f"<p>{person.full_name}</p>",
                "sms": "",
            },
        )
    for count, person in enumerate(_some(15, 7)):
        dispatcher.notify_user(
            accounts[person.email],
            f"Hello {person.full_name}",
            body="A new colour has arrived.",
            sender=staff[count % len(staff)] if count % 2 else None,
        )
    # A letter to somebody without an account is on record by its address alone.
    model("communication", "Email").objects.bulk_create(
        model("communication", "Email")(email=address, subject="Your alert", body_text="Noted.")
        for address in (
            *(f"waiting{count:03d}@example.com" for count in range(30)),
            by_role("guest_before").email,
        )
    )


def _join_groups(accounts: dict[str, Any], staff: Sequence[Any]) -> None:
    club = Group.objects.create(name="Stationery club")
    members = User.groups.through
    members.objects.bulk_create(
        members(user_id=accounts[person.email].id, group_id=club.id)
        for person in _some(50, 8, "colleague")
    )
    permission = Permission.objects.get(codename="view_productreview")
    accounts[by_role("everything").email].user_permissions.add(permission)
    accounts[by_role("colleague").email].user_permissions.add(permission)
    partner = model("partner", "Partner").objects.get()
    partner.users.add(accounts[by_role("colleague").email])
    upload = model("offer", "RangeProductFileUpload").objects
    for user in (staff[0], accounts[by_role("colleague").email]):
        upload.create(
            range=model("offer", "Range").objects.get(),
            filepath="uploads/range.csv",
            size=120,
            uploaded_by=user,
        )


def _mention(accounts: dict[str, Any], shelves: Shelves) -> None:
    """Write people's names where no key leads."""
    mentioned = by_role("mentioned")
    order = accounts[by_role("many_rows").email].orders.order_by("id").first()
    order.notes.create(
        user=shelves.staff[1], message=f"Collected by {mentioned.full_name}, {mentioned.email}."
    )
    model("voucher", "Voucher").objects.create(
        name=f"お詫び {mentioned.full_name}様",
        code="SORRY",
        usage="Single use",
        start_datetime=NOW,
        end_datetime=NOW + dt.timedelta(days=90),
    )
    kind = ContentType.objects.get_for_model(User)
    for person in _some(60, 20, "mentioned"):
        user = accounts[person.email]
        _log(shelves.staff[person.number % len(shelves.staff)], kind, user)
    _log(accounts[by_role("colleague").email], kind, accounts[people()[21].email])
    for row in model("order", "Order").objects.order_by("id")[:20]:
        _log(shelves.staff[0], ContentType.objects.get_for_model(row), row)


def _log(staff: Any, kind: Any, row: Any) -> None:
    LogEntry.objects.create(
        user=staff,
        content_type=kind,
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"fields": ["Active"]}}]),
    )


def _fix_days() -> None:
    """Put the fixed day wherever django-oscar wrote the machine's."""
    for found in apps.get_models():
        columns = [
            field.name
            for field in found._meta.get_fields()
            if isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add)
        ]
        if columns:
            found._default_manager.update(**dict.fromkeys(columns, NOW))
    model("basket", "Basket").objects.exclude(date_submitted=None).update(date_submitted=NOW)


def _log_in(accounts: dict[str, Any]) -> None:
    """Log in through Django's own client; some leave in the middle of a purchase."""
    stale: list[str | None] = []
    for person in _some(12, 9, "only_session", "many_rows", "mixed_orders"):
        visitor = Client()
        if not visitor.login(username=person.email, password=PASSWORD):
            raise AssertionError("a customer could not log in")
        if person.number % 2 == 0:
            session = visitor.session
            desk = CheckoutSessionData(_request(session))
            phone = model("order", "ShippingAddress")(phone_number=person.phone).phone_number
            desk.ship_to_new_address({**address_fields(person), "phone_number": phone})
            session.save()
    for count in range(20):  # nobody is logged in; the address stands inside the session
        session = SessionStore()
        address = by_role("guest_before").email if count == 0 else f"guest{count:03d}@example.com"
        CheckoutSessionData(_request(session)).set_guest_email(address)
        session.save()
        if count % 4 == 3:
            stale.append(session.session_key)
    Session.objects.filter(session_key__in=stale).update(expire_date=NOW - dt.timedelta(days=30))
    Session.objects.exclude(expire_date__lt=NOW).update(
        expire_date=dt.datetime(2046, 1, 1, tzinfo=dt.UTC)
    )
    User.objects.exclude(last_login=None).update(last_login=NOW)


def _request(session: Any) -> HttpRequest:
    request = HttpRequest()
    request.session = session
    return request
