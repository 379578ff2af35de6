"""Counts, through Django's own models, the rows that lead to each special customer.

``python -m tests.oscar.owned --db URL`` prints ``{e-mail: {table: rows}}``. It follows what the
models declare and, by hand, what they do not: addresses copied into other tables, sessions, the
staff's log. It knows nothing of data maps, so that the engine's row sets can be held against it.
"""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from tests.oscar.fill import open_shop
from tests.oscar.invented import ROLES, Person, people

# Tables and the way to auth_user, as Django writes it; "match" columns hold an address.
OWNED = {
    "address.UserAddress": "user",
    "analytics.UserProductView": "user",
    "analytics.UserRecord": "user",
    "analytics.UserSearch": "user",
    "communication.Notification": "recipient",
    "payment.Bankcard": "user",
    "reviews.Vote": "user",
    "wishlists.WishList": "owner",
    "wishlists.Line": "wishlist__owner",
}
MATCHED = {
    "communication.Email": ("user", "email"),
    "customer.ProductAlert": ("user", "email"),
    "order.Order": ("user", "guest_email"),
    "reviews.ProductReview": ("user", "email"),
    "wishlists.WishListSharedEmail": ("wishlist__owner", "email"),
}
OF_ORDERS = {
    "order.CommunicationEvent": "order",
    "order.Line": "order",
    "order.LineAttribute": "line__order",
    "order.LinePrice": "order",
    "order.OrderDiscount": "order",
    "order.OrderLineDiscount": "line__order",
    "order.OrderNote": "order",
    "order.OrderStatusChange": "order",
    "order.PaymentEvent": "order",
    "order.PaymentEventQuantity": "event__order",
    "order.ShippingEvent": "order",
    "order.ShippingEventQuantity": "event__order",
    "order.Surcharge": "order",
    "payment.Source": "order",
    "payment.Transaction": "source__order",
    "voucher.VoucherApplication": "order",
    "order.ShippingAddress": "-shipping_address",
    "order.BillingAddress": "-billing_address",
}


def owned(user: Any, sessions: dict[str, int]) -> dict[str, int]:
    """Return the number of rows of each table that lead to this account."""
    found = [*_direct(user), *_of_orders(user), *_of_baskets(user), *_linked(user)]
    counts = {"auth_user": 1} | {
        rows.model._meta.db_table: number for rows in found if (number := rows.distinct().count())
    }
    if number := sessions.get(str(user.pk), 0) + sessions.get(user.email, 0):
        counts["django_session"] = number
    return counts


def _rows(label: str) -> Any:
    from oscar.core.loading import get_model

    return get_model(*label.split("."))._default_manager.all()


def _direct(user: Any) -> Iterator[Any]:
    from django.db.models import Q

    for label, path in OWNED.items():
        yield _rows(label).filter(**{path: user})
    for label, (path, column) in MATCHED.items():
        yield _rows(label).filter(Q(**{path: user}) | Q(**{f"{column}__iexact": user.email}))


def _orders(user: Any) -> Any:
    from django.db.models import Q

    return _rows("order.Order").filter(Q(user=user) | Q(guest_email__iexact=user.email))


def _of_orders(user: Any) -> Iterator[Any]:
    orders = _orders(user)
    for label, path in OF_ORDERS.items():
        if path.startswith("-"):
            ids = orders.exclude(**{path[1:]: None}).values(f"{path[1:]}_id")
            yield _rows(label).filter(pk__in=ids)
        else:
            yield _rows(label).filter(**{f"{path}__in": orders})


def _of_baskets(user: Any) -> Iterator[Any]:
    from django.db.models import Q

    mine = _rows("basket.Basket").filter(
        Q(owner=user) | Q(pk__in=_orders(user).values("basket_id"))
    )
    yield mine
    yield _rows("basket.Line").filter(basket__in=mine)
    yield _rows("basket.LineAttribute").filter(line__basket__in=mine)
    yield mine.model.vouchers.through.objects.filter(basket__in=mine)


def _linked(user: Any) -> Iterator[Any]:
    from django.apps import apps
    from django.contrib.admin.models import LogEntry
    from django.contrib.contenttypes.models import ContentType

    for label, field in (
        ("auth.User", "groups"),
        ("auth.User", "user_permissions"),
        ("partner.Partner", "users"),
    ):
        through = apps.get_model(label)._meta.get_field(field).remote_field.through
        yield through.objects.filter(user=user)
    kind = ContentType.objects.get_for_model(type(user))
    yield LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))


def sessions_by_person() -> dict[str, int]:
    """Count sessions by the account's number, or by the guest's address inside them."""
    from django.contrib.sessions.models import Session

    counts: dict[str, int] = {}
    for row in Session.objects.all():
        data = row.get_decoded()
        guest = data.get("checkout_data", {}).get("guest", {}).get("email")
        name = data.get("_auth_user_id") or guest
        if name:
            counts[name] = counts.get(name, 0) + 1
    return counts


def chosen() -> tuple[Person, ...]:
    """Return the special customers, and one ordinary one of each language."""
    return (*people()[: len(ROLES)], people()[101], people()[1701])


def main() -> None:
    """Print the counts for the database that ``--db`` names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    open_shop(parser.parse_args().db)
    from django.contrib.auth.models import User

    sessions = sessions_by_person()
    # Compared here: MariaDB takes both twins' addresses for the same.
    accounts = {user.email: user for user in User.objects.all()}
    print(
        json.dumps(
            {person.email: owned(accounts[person.email], sessions) for person in chosen()},
            ensure_ascii=False,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
