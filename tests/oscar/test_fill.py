"""The filled shop is what the tests of the engine take it for."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import create_engine

from tests.oscar.by_hand import erase
from tests.oscar.invented import CUSTOMERS, by_role
from tests.oscar.people import all_text, customer, customers, needles
from tests.oscar.prepared import HERE, answers, copy_to, owned_rows, run, sqlite_copy, sqlite_shop
from tests.oscar.without_keys import server_without_keys, sqlite_without_keys
from upheld.datamap.model import DataMap

AT_LEAST = {
    "auth_user": 2_000,
    "address_useraddress": 1_300,
    "basket_basket": 2_000,
    "order_order": 1_900,
    "order_line": 2_500,
    "order_shippingaddress": 1_900,
    "order_billingaddress": 900,
    "order_ordernote": 400,
    "payment_source": 1_900,
    "payment_transaction": 1_900,
    "payment_bankcard": 300,
    "reviews_productreview": 500,
    "reviews_vote": 300,
    "wishlists_line": 800,
    "wishlists_wishlistsharedemail": 200,
    "voucher_voucherapplication": 150,
    "customer_productalert": 250,
    "communication_email": 400,
    "communication_notification": 100,
    "analytics_userproductview": 1_500,
    "analytics_usersearch": 1_000,
    "django_session": 190,
    "django_admin_log": 50,
}


@pytest.fixture(scope="module")
def shop() -> Path:
    return sqlite_shop()


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def columns_of(path: Path) -> dict[str, set[str]]:
    tables = ask(
        path,
        "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    )
    found: dict[str, set[str]] = {}
    for table, column in tables:
        found.setdefault(str(table), set()).add(str(column))
    return found


def declared_keys(path: Path) -> set[tuple[str, str, str]]:
    rows = ask(
        path,
        'SELECT m.name, f."from", f."table" FROM sqlite_master m,'
        " pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    )
    return {(str(child), str(column), str(parent)) for child, column, parent in rows}


def written_keys() -> list[dict[str, str]]:
    lines = [
        line
        for line in (HERE / "keys.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


def test_the_shop_holds_two_thousand_customers_and_their_traces(shop: Path) -> None:
    counts = {name: ask(shop, f'SELECT count(*) FROM "{name}"')[0][0] for name in AT_LEAST}
    too_few = {name: count for name, count in counts.items() if int(str(count)) < AT_LEAST[name]}
    assert too_few == {}
    assert counts["auth_user"] == CUSTOMERS + 5  # and the staff


def test_every_reference_of_the_filled_shop_holds(shop: Path) -> None:
    assert ask(shop, "PRAGMA foreign_key_check") == []


def test_orders_are_old_and_new_in_every_status(shop: Path) -> None:
    statuses = ask(shop, "SELECT DISTINCT status FROM order_order ORDER BY status")
    assert statuses == [("Being processed",), ("Cancelled",), ("Complete",), ("Pending",)]
    old = ask(shop, "SELECT count(*) FROM order_order WHERE date_placed < '2019-01-01'")[0][0]
    assert int(str(old)) >= 300
    differing = ask(
        shop,
        "SELECT count(*) FROM order_line l JOIN order_order o ON o.id = l.order_id"
        " WHERE l.status <> o.status",
    )
    assert differing == [(0,)]


def test_the_customer_with_everything_has_a_row_in_every_table_of_customers() -> None:
    missing = {row["child"] for row in written_keys() if row["role"] == "owner"} - set(
        customer("everything").rows
    )
    assert missing == {"partner_partner_users"}  # that one is for colleagues


def test_special_customers_own_what_their_role_says() -> None:
    assert set(customer("only_session").rows) == {"auth_user", "django_session"}
    assert set(customer("account_only").rows) == {"auth_user"}
    assert customer("many_rows").rows["analytics_userproductview"] == 200
    assert customer("old_orders").rows["order_order"] == 4
    assert customer("guest_before").rows["order_order"] == 1
    assert customer("invited").rows["wishlists_wishlistsharedemail"] == 1
    assert len(customers()) >= 20


def test_two_customers_share_one_shipping_address(shop: Path) -> None:
    shared = ask(
        shop,
        "SELECT count(DISTINCT user_id) FROM order_order GROUP BY shipping_address_id"
        " HAVING count(*) > 1",
    )
    assert shared == [(2,)]


@pytest.mark.slow
def test_needles_are_found_in_the_shop_and_belong_to_one_customer() -> None:
    everything = needles(customer("everything").email)
    assert by_role("everything").phone in everything
    for other in customers():
        found = needles(other.email)
        assert other.email in found
        if other.role != "everything":
            assert not any(mine in theirs for mine in everything for theirs in found)


def test_keys_written_by_hand_name_tables_and_columns_that_exist(shop: Path) -> None:
    columns = columns_of(shop)
    wrong = [
        row
        for row in written_keys()
        if row["column"] not in columns.get(row["child"], ()) or row["parent"] not in columns
    ]
    assert wrong == []


def test_every_declared_key_to_a_person_is_among_the_keys_written_by_hand(shop: Path) -> None:
    written = {(row["child"], row["column"], row["parent"]) for row in written_keys()}
    to_people = {row["child"] for row in written_keys()} | {"auth_user"}
    declared = {key for key in declared_keys(shop) if key[2] in to_people}
    reversed_keys = {  # the order names the row that belongs to it
        ("order_order", "shipping_address_id", "order_shippingaddress"),
        ("order_order", "billing_address_id", "order_billingaddress"),
        ("order_order", "basket_id", "basket_basket"),
    }
    assert declared - written == reversed_keys
    as_declared = {
        (row["child"], row["column"], row["parent"])
        for row in written_keys()
        if row["kind"] == "declared" and not row["note"].startswith("reversed")
    }
    assert as_declared - declared == set()


def test_the_map_by_hand_covers_every_table_and_column(shop: Path) -> None:
    read = YAML(typ="safe").load((HERE / "datamap_by_hand.yaml").read_text("utf-8"))
    tables = DataMap.model_validate(read).tables
    columns = columns_of(shop)
    assert set(tables) == set(columns)
    for name, table in tables.items():
        if table.none is not None:
            continue
        pointing = {str(edge.via).split(" LIKE ")[0] for edge in table.edges} | {
            str(row.via) for row in table.owns
        }
        assert set(table.fields) <= columns[name], name
        assert columns[name] - set(table.fields) - pointing == set(), name


def test_the_number_of_the_user_table_is_the_one_the_map_names(shop: Path) -> None:
    found = ask(shop, "SELECT id FROM django_content_type WHERE app_label='auth' AND model='user'")
    assert found == [(4,)]


@pytest.mark.slow
def test_all_pages_answer_before_any_deletion(tmp_path: Path) -> None:
    pages = answers(f"sqlite:///{sqlite_copy(tmp_path)}")
    assert len(pages) >= 40
    assert [page for page in pages if page[1] != 200] == []


@pytest.mark.slow
def test_the_shop_goes_on_working_after_a_deletion_by_hand(tmp_path: Path) -> None:
    copied = sqlite_copy(tmp_path)
    for role in ("everything", "shared_address_a", "many_rows", "guest_before", "reviewer"):
        person = customer(role)
        left_over = {"shared_address_a": needles(person.email)}.get(role, frozenset())
        erase(copied, person.email)
        text = all_text(copied)
        assert {needle for needle in needles(person.email) if needle in text} <= left_over
    pages = answers(f"sqlite:///{copied}")
    assert [page for page in pages if page[1] != 200] == []
    assert sum(address.startswith("/dashboard/orders/K") for address, _ in pages) >= 20


@pytest.mark.slow
def test_the_copy_without_keys_has_the_same_rows_and_no_key(shop: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.sqlite"
    assert sqlite_without_keys(shop, bare) == len(declared_keys(shop)) > 100
    assert declared_keys(bare) == set()
    assert columns_of(bare) == columns_of(shop)
    for table in columns_of(shop):
        assert ask(bare, f'SELECT * FROM "{table}" ORDER BY 1') == ask(
            shop, f'SELECT * FROM "{table}" ORDER BY 1'
        )
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"
    assert ask(bare, indexes) == ask(shop, indexes)
    assert [page for page in answers(f"sqlite:///{bare}") if page[1] != 200] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_the_copy_on_a_server_holds_the_same_shop(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    url = fresh_database(kind)
    copy_to(url)
    assert YAML(typ="safe").load(run("owned", "--db", url)) == owned_rows()
    assert [page for page in answers(url) if page[1] != 200] == []
    driver = {"postgresql": "postgresql+psycopg", "mariadb": "mysql+pymysql"}[kind]
    engine = create_engine(url.replace(kind, driver, 1))
    assert server_without_keys(engine) > 100
    assert server_without_keys(engine) == 0
    engine.dispose()
