"""What the shop sells and how: products, stock, offers, vouchers, shipping, staff."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.sites.models import Site
from django.db.models import Model

from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.core.loading import get_model
from tests.oscar.invented import PASSWORD

NOW = dt.datetime(2026, 10, 1, 9, 0, tzinfo=dt.UTC)  # the day on which the shop is looked at
PRODUCTS = 60
STAFF = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """What orders and traces refer to."""

    products: Sequence[Any]
    staff: Sequence[Any]
    country: Any
    voucher: Any
    card: Any  # the payment source type


def model(app: str, name: str) -> type[Any]:
    """Return one of django-oscar's models, as the application loads it."""
    found: type[Any] = get_model(app, name)
    return found


def stock_the_shop() -> Shelves:
    """Write everything that exists before the first customer comes."""
    Site.objects.update_or_create(id=1, defaults={"name": "Kawasemi", "domain": "shop.example.jp"})
    staff = _staff()
    return Shelves(
        products=_products(staff[-1]),
        staff=staff,
        country=_countries(),
        voucher=_voucher(),
        card=model("payment", "SourceType").objects.create(name="Card", code="card"),
    )


def _staff() -> Sequence[Model]:
    group = Group.objects.create(name="Shop staff")
    users: list[Model] = []
    for number in range(STAFF):
        user = User.objects.create(
            username=f"staff{number}",
            email=f"staff{number}@shop.example.jp",
            first_name="Staff",
            last_name=f"Number {number}",
            password=make_password(PASSWORD, salt="shop"),
            is_staff=True,
            is_superuser=number == 0,
            date_joined=NOW - dt.timedelta(days=4000),
        )
        user.groups.add(group)
        users.append(user)
    return users


def _countries() -> Model:
    countries = model("address", "Country").objects
    countries.create(
        iso_3166_1_a2="US",
        iso_3166_1_a3="USA",
        iso_3166_1_numeric="840",
        printable_name="United States",
        name="United States of America",
        is_shipping_country=True,
    )
    japan: Model = countries.create(
        iso_3166_1_a2="JP",
        iso_3166_1_a3="JPN",
        iso_3166_1_numeric="392",
        printable_name="Japan",
        name="Japan",
        display_order=1,
        is_shipping_country=True,
    )
    charges = model("shipping", "OrderAndItemCharges").objects.create(
        name="Parcel", code="parcel", price_per_order=Decimal(500), price_per_item=Decimal(0)
    )
    charges.countries.add(japan)
    return japan


def _products(buyer: Model) -> Sequence[Model]:
    kind = model("catalogue", "ProductClass").objects.create(name="Stationery", slug="stationery")
    colour = model("catalogue", "ProductAttribute").objects.create(
        product_class=kind, name="Colour", code="colour", type="text"
    )
    engraving = model("catalogue", "Option").objects.create(
        name="Engraving", code="engraving", type="text", required=False
    )
    kind.options.add(engraving)
    categories = [
        create_from_breadcrumbs(f"文房具 > {name}") for name in ("ペン", "ノート", "封筒", "Ink")
    ]
    partner = model("partner", "Partner").objects.create(name="Kawasemi Warehouse", code="kawasemi")
    partner.users.add(buyer)
    model("partner", "PartnerAddress").objects.create(
        partner=partner,
        line1="港町1-1",
        line4="湊市",
        postcode="9990001",
        country_id="JP",
    )
    return [
        _product(number, kind, colour, categories[number % len(categories)], partner)
        for number in range(PRODUCTS)
    ]


def _product(number: int, kind: Any, colour: Any, category: Any, partner: Any) -> Model:
    product = model("catalogue", "Product")(
        product_class=kind,
        title=f"{('万年筆', '手帳', '便箋', 'Bottle of ink')[number % 4]} No. {number:03d}",
        upc=f"KW{number:06d}",
        description="翡翠の色をした、よく書ける道具です。",
        structure="standalone",
    )
    product.save()
    model("catalogue", "ProductAttributeValue").objects.create(
        attribute=colour, product=product, value_text="翡翠"
    )
    model("catalogue", "ProductCategory").objects.create(product=product, category=category)
    product.stockrecords.create(
        partner=partner,
        partner_sku=f"SKU{number:06d}",
        price_currency="JPY",
        price=Decimal(300 + 70 * number),
        num_in_stock=1_000_000,
        low_stock_threshold=10,
    )
    found: Model = product
    return found


def _voucher() -> Model:
    everything = model("offer", "Range").objects.create(
        name="Everything", slug="everything", includes_all_products=True
    )
    offer = model("offer", "ConditionalOffer").objects.create(
        name="Autumn",
        slug="autumn",
        offer_type="Voucher",
        condition=model("offer", "Condition").objects.create(
            range=everything, type="Count", value=1
        ),
        benefit=model("offer", "Benefit").objects.create(
            range=everything, type="Percentage", value=10
        ),
    )
    voucher: Any = model("voucher", "Voucher").objects.create(
        name="Autumn letter",
        code="AUTUMN",
        usage="Multi-use",
        start_datetime=NOW - dt.timedelta(days=5000),
        end_datetime=NOW + dt.timedelta(days=5000),
    )
    voucher.offers.add(offer)
    found: Model = voucher
    return found
