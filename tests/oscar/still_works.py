"""Asks the shop's own pages whether it still works, after rows were taken out of its database.

``python -m tests.oscar.still_works --db URL`` prints a JSON list of ``[address, status]``. The
pages run as in production (no debugging); a page that fails counts as 500.
"""

import argparse
import json
from typing import Any

from tests.oscar.fill import open_shop
from tests.oscar.invented import PASSWORD, people

HOST = "shop.example.jp"
BUYER = 150  # an ordinary customer who is never erased


def ask(url: str) -> list[tuple[str, int]]:
    """Visit the dashboard, the catalogue and another customer's account, and buy something.

    Args:
        url: the database the shop runs on; one order of another customer is added to it.
    """
    open_shop(url)
    return [*_staff_pages(), *_public_pages(), *_customer_pages()]


def _browser() -> Any:
    from django.test import Client

    return Client(HTTP_HOST=HOST, raise_request_exception=True)


def _visit(browser: Any, address: str) -> tuple[str, int]:
    return address, int(browser.get(address).status_code)


def _staff_pages() -> list[tuple[str, int]]:
    from django.contrib.auth.models import User

    from oscar.core.loading import get_model

    browser = _browser()
    browser.force_login(
        User.objects.get(username="staff0"), "django.contrib.auth.backends.ModelBackend"
    )
    orders = get_model("order", "Order").objects
    emptied = orders.filter(user=None, guest_email="").order_by("id")[:20]
    others = orders.exclude(user=None).order_by("id")[:3]
    guests = orders.exclude(guest_email="").order_by("id")[:3]
    voted = get_model("reviews", "ProductReview").objects.order_by("id")[:3]
    return [
        _visit(browser, address)
        for address in (
            "/dashboard/",
            "/dashboard/orders/",
            "/dashboard/orders/?page=2",
            "/dashboard/users/",
            "/dashboard/reviews/",
            "/dashboard/orders/statistics/",
            "/dashboard/vouchers/",
            "/dashboard/users/alerts/",
            *(f"/dashboard/orders/{order.number}/" for order in (*emptied, *others, *guests)),
            *(f"/dashboard/reviews/{review.pk}/" for review in voted),
            "/admin/",
            "/admin/order/order/",
            "/admin/auth/user/",
            "/admin/reviews/productreview/",
            "/admin/analytics/userrecord/",
        )
    ]


def _public_pages() -> list[tuple[str, int]]:
    from oscar.core.loading import get_model

    browser = _browser()
    products = get_model("catalogue", "Product").objects.order_by("id")
    reviews = get_model("reviews", "ProductReview").objects
    unsigned = reviews.filter(user=None, name="").order_by("id").first() or reviews.first()
    lists = get_model("wishlists", "WishList").objects.filter(visibility="Public")[:1]
    return [
        _visit(browser, address)
        for address in (
            "/catalogue/",
            "/catalogue/?page=2",
            products.first().get_absolute_url(),
            unsigned.product.get_absolute_url(),
            f"{unsigned.product.get_absolute_url()}reviews/",
            unsigned.get_absolute_url(),
            "/search/?q=万年筆",
            "/basket/",
            "/offers/",
            *(found.get_shared_url() for found in lists),
        )
    ]


def _customer_pages() -> list[tuple[str, int]]:
    from django.contrib.auth.models import User

    person = people()[BUYER]
    browser = _browser()
    if not browser.login(username=person.email, password=PASSWORD):
        return [("log in as another customer", 403)]
    account = User.objects.get(email=person.email)
    visited = [
        _visit(browser, address)
        for address in (
            "/accounts/profile/",
            "/accounts/orders/",
            *(f"/accounts/orders/{order.number}/" for order in account.orders.all()[:2]),
            "/accounts/addresses/",
            "/accounts/wishlists/",
            "/accounts/emails/",
            "/accounts/notifications/inbox/",
            "/accounts/alerts/",
        )
    ]
    return [*visited, *_buy(browser, account)]


def _buy(browser: Any, account: Any) -> list[tuple[str, int]]:
    """Go through the shop's own checkout, from the basket to the thank-you page."""
    from oscar.core.loading import get_model

    product = get_model("catalogue", "Product").objects.order_by("id")[5]
    before = account.orders.count()
    person = people()[BUYER]
    browser.post(f"/basket/add/{product.pk}/", {"quantity": 1})
    browser.post(
        "/checkout/shipping-address/",
        {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "line1": person.line1,
            "line4": person.town,
            "postcode": person.postcode.replace("-", ""),
            "country": "JP",
        },
    )
    browser.get("/checkout/shipping-method/")
    browser.get("/checkout/payment-method/")
    browser.get("/checkout/payment-details/")
    browser.post("/checkout/preview/", {"action": "place_order"})
    thanks = _visit(browser, "/checkout/thank-you/")
    placed = account.orders.count() - before
    return [thanks, ("an order was placed", 200 if placed == 1 else 500)]


def main() -> None:
    """Print what the pages on ``--db`` answered; exit 1 if any of them is not 200."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    answers = ask(parser.parse_args().db)
    print(json.dumps(answers, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
