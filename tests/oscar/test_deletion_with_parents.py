"""Lines and payments that stay exactly as long as the order they hang on (`retain: {with: …}`)."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.oscar.desk import BY_HAND, Desk, desk
from tests.oscar.people import customer
from tests.oscar.prepared import answers, sqlite_copy

pytestmark = pytest.mark.slow

WITH = {
    "order_line": "order_id",
    "order_lineattribute": "line_id",
    "order_lineprice": "line_id",
    "order_orderdiscount": "order_id",
    "order_orderlinediscount": "line_id",
    "order_surcharge": "order_id",
    "order_paymentevent": "order_id",
    "order_paymenteventquantity": "event_id",
    "order_shippingevent": "order_id",
    "order_shippingeventquantity": "event_id",
    "payment_source": "order_id",
    "payment_transaction": "source_id",
}


def map_with(folder: Path, changes: dict[str, dict[str, Any]]) -> Path:
    document = YAML(typ="safe").load(BY_HAND.read_text("utf-8"))
    for table, entry in changes.items():
        document["tables"][table] |= entry
    path = folder / "datamap.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(document, file)
    return path


def books_go_with_the_order(folder: Path) -> Path:
    orders = YAML(typ="safe").load(BY_HAND.read_text("utf-8"))["tables"]["order_order"]
    changes: dict[str, dict[str, Any]] = {
        table: {"on_erase": "delete", "retain": {"with": via, "keep": ["id"], "after": "delete"}}
        for table, via in WITH.items()
    }
    # What is kept of a line is what the books need: all but what customers wrote.
    changes["order_line"]["retain"]["keep"] = [
        "product_id", "title", "quantity", "line_price_incl_tax", "line_price_excl_tax",
        "line_price_before_discounts_incl_tax", "line_price_before_discounts_excl_tax",
        "unit_price_incl_tax", "unit_price_excl_tax",
    ]  # fmt: skip
    for table in ("order_lineprice", "order_orderdiscount", "order_orderlinediscount"):
        fields = YAML(typ="safe").load(BY_HAND.read_text("utf-8"))["tables"][table]["fields"]
        changes[table]["retain"]["keep"] = sorted(fields)
    for table in ("order_surcharge", "order_paymentevent", "payment_source", "payment_transaction"):
        fields = YAML(typ="safe").load(BY_HAND.read_text("utf-8"))["tables"][table]["fields"]
        changes[table]["retain"]["keep"] = sorted(set(fields) - {"reference", "label"})
    changes["order_lineattribute"]["on_erase"] = {"anonymise": {"value": {"set": '""'}}}
    changes["order_order"] = {
        "on_erase": {"anonymise": {"user_id": None, "guest_email": {"set": ""}, "basket_id": None}},
        "retain": orders["retain"] | {"after": "delete"},
    }
    return map_with(folder, changes)


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_lines_and_payments_stay_as_long_as_their_order_and_go_with_it(tmp_path: Path) -> None:
    shop = sqlite_copy(tmp_path)
    asked = customer("old_orders")
    mine = (
        "SELECT o.id FROM order_order o JOIN auth_user u ON u.id = o.user_id"
        f" WHERE u.email = '{asked.email}' ORDER BY o.date_placed"
    )
    orders = [key for (key,) in query(shop, mine)]
    with closing(sqlite3.connect(shop)) as connection:
        newest = "UPDATE order_order SET date_placed = '2026-05-01 09:00:00' WHERE id = ?"
        connection.execute(newest, (orders[-1],))
        connection.commit()
    lines = query(shop, f"SELECT * FROM order_line WHERE order_id = {orders[-1]} ORDER BY id")
    made = desk(tmp_path, f"sqlite:///{shop}", datamap=books_go_with_the_order(tmp_path))
    plan = made.plan(made.ask("deletion", asked.email))
    planned = {t["table"]: t for t in plan["tables"]}
    until = planned["order_order"]["until"]
    assert until == "2033-05-01"
    for table in WITH:
        if table in planned and planned[table]["retain"]:
            assert planned[table]["until"] == until, table
            assert (planned[table]["clauses"]["retain"], planned[table]["keep"]) == ("4.1", 0)
    assert planned["order_line"]["retain"] == len(lines) >= 1
    assert planned["payment_transaction"]["retain"] >= 1
    report = made.must("request", "apply", plan["request"])
    assert report["complete"] is True
    listed = ", ".join(str(key) for key in orders)
    assert query(shop, f"SELECT id FROM order_order WHERE id IN ({listed})") == [(orders[-1],)]
    left = query(shop, f"SELECT * FROM order_line WHERE order_id IN ({listed}) ORDER BY id")
    assert left == lines
    assert query(shop, "PRAGMA foreign_key_check") == []
    assert [page for page in answers(f"sqlite:///{shop}") if page[1] != 200] == []


def test_the_answer_to_a_disclosure_names_the_orders_last_day_for_its_lines(
    tmp_path: Path,
) -> None:
    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}", datamap=books_go_with_the_order(tmp_path))
    ref = made.ask("disclosure", customer("recent_complete").email)
    assert made.carry_out(ref)["complete"] is True
    made.must("request", "bundle", ref, "--out", str(tmp_path / "answer"))
    page = (tmp_path / "answer" / "index.html").read_text("utf-8")
    assert "counted from `order_order.date_placed`" in page


@pytest.mark.parametrize(
    ("table", "via"),
    [
        ("order_line", "product_id"),  # no edge
        ("reviews_vote", "user_id"),  # to a table without a rule
        ("order_ordernote", "user_id"),  # not an owner edge
    ],
)
def test_a_row_can_be_kept_only_with_a_row_that_has_a_period(
    table: str, via: str, tmp_path: Path
) -> None:
    changed = map_with(tmp_path, {table: {"retain": {"with": via}}})
    made: Desk = desk(tmp_path, f"sqlite:///{sqlite_copy(tmp_path)}", datamap=changed)
    checked = made.upheld("map", "check", "--json")
    assert checked.code == 2
    assert "`with` must name an owner edge" in checked.err
    assert table in checked.err


def test_a_rule_and_a_row_to_be_kept_with_exclude_each_other(tmp_path: Path) -> None:
    retain = {"with": "order_id", "rule": "billing-records", "from": "date_created"}
    changed = map_with(tmp_path, {"order_ordernote": {"retain": retain}})
    made = desk(tmp_path, f"sqlite:///{sqlite_copy(tmp_path)}", datamap=changed)
    assert made.upheld("map", "check").code == 2
