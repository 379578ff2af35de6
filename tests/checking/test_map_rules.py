"""Rules between policy, data maps and a real database: each fires, and each is silent."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from upheld.checking.maps import RULES
from upheld.checking.procedure import Checked, Subject, check
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import Connector, PlaceName
from upheld.datamap.model import DataMap
from upheld.documents.positioned import locate
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Rule

NOT_COLLECTED = "\nnot_collected: [{items: [location], c: '1.9'}]"
NO_CARDS = NOT_COLLECTED.replace("location", "finance.card")
TODAY = dt.date(2026, 11, 25)
SHOP = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, since DATE);
CREATE TABLE note (id INTEGER PRIMARY KEY, customer_id INTEGER);
INSERT INTO customer VALUES (1, 'a@example.jp', '2019-01-01'), (2, 'b@example.jp', '2026-01-01');
"""
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Connector]:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(SHOP)
    place = connect(PlaceName("shop"), f"sqlite:///{path}")
    yield place
    place.close()


def checked(
    shop: Connector, lines: str, policy: str = "policy: {}", declared: str = "device.ip"
) -> Checked:
    read = locate(lines, DataMap, file="datamap/shop.yaml")
    lines = policy if "not_collected" in policy else policy + NOT_COLLECTED
    lines += "\ndata: {device.id: {purposes: provide, not_alone_identifying: true, c: '1.8'}, "
    lines += f"{declared}: {{purposes: provide, c: '1.7'}}}}"
    subject = Subject(policy=example(lines), maps={read.model.system: read}, places={"shop": shop})
    return check(subject, TODAY)


def codes(found: Checked) -> set[str]:
    return {one.code for one in found.findings}


@every_rule
def test_a_rule_fires_on_its_failing_example(rule: Rule[Any], shop: Connector) -> None:
    assert rule.code in codes(checked(shop, rule.bad))


@every_rule
def test_a_rule_is_silent_on_its_repaired_example(rule: Rule[Any], shop: Connector) -> None:
    assert rule.code not in codes(checked(shop, rule.good))


@every_rule
def test_what_is_found_stands_at_its_line_of_the_map(rule: Rule[Any], shop: Connector) -> None:
    (first, *_) = (f for f in checked(shop, rule.bad).findings if f.code == rule.code)
    assert first.where.file in {"datamap/shop.yaml", "base.yaml", "policy.yaml"}
    assert first.where.line is not None


def test_staff_who_handled_a_row_need_no_index(shop: Connector) -> None:
    lines = RULES["UPH205"].bad
    assert "UPH205" in codes(checked(shop, lines))
    handled = lines.replace("via: customer_id}", "via: customer_id, role: custodian}")
    assert "UPH205" not in codes(checked(shop, handled))


@pytest.mark.parametrize("declared", ["communication.email", "communication"])
def test_an_undeclared_category_names_what_is_declared_beside_it(
    shop: Connector, declared: str
) -> None:
    lines = RULES["UPH211"].bad.replace("identity.birth_date", "communication.message")
    found = checked(shop, lines, declared=declared).findings
    found = tuple(one for one in found if one.code == "UPH211")
    assert bool(found) == (declared == "communication.email")
    for one in found:
        assert "(declared are `communication.email`)" in one.remedy.en
        assert "(宣言されているのは `communication.email`)" in one.remedy.ja


def test_the_last_digits_of_a_card_break_no_promise_about_card_numbers(shop: Connector) -> None:
    lines = RULES["UPH211"].bad.replace("identity.birth_date", "finance.card_digits")
    kept = "finance.card_digits"
    assert not codes(checked(shop, lines, NO_CARDS, kept)) & {"UPH211", "UPH216"}
    whole = lines.replace("finance.card_digits", "finance.card")
    assert {"UPH211", "UPH216"} <= codes(checked(shop, whole, NO_CARDS, kept))


def test_rows_past_their_period_are_counted_and_never_shown(shop: Connector) -> None:
    found = checked(shop, RULES["UPH213"].bad)
    (overdue,) = (one for one in found.findings if one.code == "UPH213")
    assert overdue.what.en == "1 row(s) of `customer` are older than the rule allows"
    assert "example.jp" not in str(found)


def test_a_place_that_does_not_answer_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    gone = connect(PlaceName("shop"), f"sqlite:///{tmp_path}/none.db")
    found = checked(gone, RULES["UPH216"].bad)
    assert [one.where.system for one in found.unreachable] == ["shop"]
    assert "UPH216" in codes(found)


@pytest.mark.parametrize("reached", [True, False])
def test_a_table_that_is_nobodys_and_names_people_is_an_error_with_and_without_its_database(
    shop: Connector, tmp_path: Path, reached: bool
) -> None:
    place = shop if reached else connect(PlaceName("shop"), f"sqlite:///{tmp_path}/none.db")
    lines = (
        "system: shop\nsubjects: {}\ntables:\n  customer: {none: ours, fields: {since: none}}\n"
        "  note:\n    none: not about a person\n    fields:\n"
        "      customer_id: {category: identity.my_number}\n"
    )
    (found,) = (
        one
        for one in checked(place, lines).findings
        if one.code == "UPH210" and "nobody's" in one.what.en
    )
    assert (found.severity, found.where.line, found.where.column) == ("error", 8, 7)
    assert "`customer_id: none`" in found.remedy.en
    assert "`customer_id: none`" in found.remedy.ja


def test_a_folder_is_not_sent_to_a_command_that_refuses_folders(
    tmp_path: Path, shop: Connector
) -> None:
    folder = connect(PlaceName("objects"), f"folder://{tmp_path}")
    places = {"shop": shop, "objects": folder}
    found = check(Subject(policy=example("policy: {}"), maps={}, places=places), TODAY)
    told = {one.what.en: one.remedy.en for one in found.findings if one.code == "UPH215"}
    assert told["`shop` has no data map"] == "upheld map discover shop --write"
    assert "`derived`" in told["`objects` has no data map"]
    assert "in: objects" in told["`objects` has no data map"]
    assert "discover" not in told["`objects` has no data map"]
    folder.close()
