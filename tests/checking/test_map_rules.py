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


def checked(shop: Connector, lines: str, policy: str = "policy: {}") -> Checked:
    read = locate(lines, DataMap, file="datamap/shop.yaml")
    subject = Subject(
        policy=example(policy + "\nnot_collected: [{items: [location], c: '1.9'}]"
                       "\ndata: {device.id: {purposes: provide, not_alone_identifying: true, c: '1.8'}}"),
        maps={read.model.system: read},
        places={"shop": shop},
    )  # fmt: skip
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
