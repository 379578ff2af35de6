"""Counts, through Django's own models, the rows that lead to each special customer.

``python -m tests.oscar.owned --db URL`` prints ``{e-mail: {table: rows}}``. It follows what the
models declare and, by hand, what they do not: addresses copied into other tables, sessions, the
staff's log. It knows nothing of data maps, so that the engine's row sets can be held against it.
"""

import argparse
import json
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
    from django.apps import apps
    from django.contrib.admin.models import LogEntry
    from django.contrib.contenttypes.models import ContentType
    from django.db.models import Q

    from oscar.core.loading import get_model

    counts: dict[str, int] = {"auth_user": 1}

    def note(model: Any, rows: Any) -> None:
        if number := rows.distinct().count():
            counts[model._meta.db_table] = number

    for label, path in OWNED.items():
        model = get_model(*label.split("."))
        note(model, model._default_manager.filter(**{path: user}))
    for label, (path, column) in MATCHED.items():
        model = get_model(*label.split("."))
        asked = Q(**{path: user}) | Q(**{f"{column}__iexact": user.email})
        note(model, model._default_manager.filter(asked))
    orders = get_model("order", "Order").objects.filter(
        Q(user=user) | Q(guest_email__iexact=user.email)
    )
    for label, path in OF_ORDERS.items():
        model = get_model(*label.split("."))
        if path.startswith("-"):
            ids = orders.exclude(**{path[1:]: None}).values(f"{path[1:]}_id")
            note(model, model._default_manager.filter(pk__in=ids))
        else:
            note(model, model._default_manager.filter(**{f"{path}__in": orders}))
    baskets = Q(owner=user) | Q(pk__in=orders.values("basket_id"))
    basket = get_model("basket", "Basket")
    mine = basket.objects.filter(baskets)
    note(basket, mine)
    for label, path in (("Line", "basket"), ("LineAttribute", "line__basket")):
        model = get_model("basket", label)
        note(model, model.objects.filter(**{f"{path}__in": mine}))
    through = basket.vouchers.through
    note(through, through.objects.filter(basket__in=mine))
    for app, name, field in (
        ("auth", "User", "groups"),
        ("auth", "User", "user_permissions"),
        ("partner", "Partner", "users"),
    ):
        linked = apps.get_model(app, name)._meta.get_field(field).remote_field.through
        note(linked, linked.objects.filter(user=user))
    kind = ContentType.objects.get_for_model(type(user))
    note(LogEntry, LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)))
    if sessions.get(str(user.pk)) or sessions.get(user.email):
        counts["django_session"] = sessions.get(str(user.pk), 0) + sessions.get(user.email, 0)
    return counts


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
