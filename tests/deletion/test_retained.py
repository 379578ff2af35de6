"""A plan says of what it keeps: until when, why, what is emptied, what stays, and what then."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.deletion.shop import shop
from tests.deletion.test_deletion import ORDER_ROWS, ORDERS, ORDERS_MAP
from tests.faults.shop import EMAIL
from tests.faults.shop import fill as fill_shop
from tests.faults.workspace import make_office
from upheld.deletion.explaining import TablePlan
from upheld.policy.reading import read_policy


def test_the_columns_that_are_emptied_are_those_that_become_empty(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS) as it:
        (orders,) = [t for t in it.planned(5)[0].total if t.table == "orders"]
        kept = orders.retained
        assert kept is not None
        assert (kept.rows, kept.rule, kept.period, kept.after) == (2, "billing", "P7Y", "delete")
        assert kept.emptied == ("ship_name",)
        assert set(kept.kept) == {"id", "customer_id", "status", "total", "ordered_at"}
        before = it.rows(
            "SELECT id, customer_id, status, total, ordered_at FROM orders WHERE id = 10"
        )
        it.erase(5)
        after = it.rows(
            "SELECT id, customer_id, status, total, ordered_at FROM orders WHERE id = 10"
        )
        assert before == after
        assert it.rows("SELECT ship_name FROM orders WHERE id = 10") == [(None,)]


def test_a_plan_on_a_day_after_the_period_keeps_nothing_by_it(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS[:2]) as it:
        later = it.planned(5, as_of=date(2040, 1, 1))[0]
    assert [t.retained for t in later.total if t.table == "orders"] == [None]


def test_a_hold_is_no_retention_period(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS) as it:
        (orders,) = [t for t in it.planned(5, hold=[5])[0].total if t.table == "orders"]
    assert (orders.retain, orders.retained) == (4, None)


def test_what_is_stored_is_read_as_it_was(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS) as it:
        for part in it.planned(5)[0].total:
            assert TablePlan.from_json(part.as_json()) == part


@pytest.mark.slow
def test_a_plan_tells_it_in_both_languages(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_database("sqlite")
    fill_shop(url)
    office = make_office(tmp_path, url, capsys)
    unit = office.open_for(EMAIL)
    english = office.speak("--lang", "en", "request", "plan", unit).out
    clause = read_policy(office.folder / "policy").retention["billing-records"].c[0]
    assert (
        f"orders: 1 row(s) are kept until 2034-07-10 because of clause {clause} "
        "(`billing-records`, 8 years and 6 months from `ordered_at`)"
    ) in english
    assert "emptied now: ship_name, note, customer_id" in english
    assert "kept: id, status, total, ordered_at" in english
    assert "after that they are deleted: `upheld retention`" in english
    japanese = office.speak("--lang", "ja", "request", "plan", unit).out
    assert (
        f"条項 {clause}(`billing-records`、`ordered_at` から 8年6か月)により2034-07-10 まで残します"
        in japanese
    )
    assert "期間のあと: 削除します" in japanese


def test_rows_that_go_stand_under_the_clause_of_deletion_and_kept_ones_under_that_of_retention(
    sql_url: str,
) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS) as it:
        (orders,) = [t for t in it.planned(5)[0].total if t.table == "orders"]
        assert (orders.delete, orders.retain) == (2, 2)  # a cart, and an invoice of 2010
        assert orders.clauses == {"retain": "2", "delete": "3"}
        assert orders.clause == "2; 3"
        steps = it.erase(5)
    assert steps["orders", "delete"].clause == "3"
    assert steps["orders", "retain"].clause == "2"


def test_rows_whose_period_is_over_go_under_the_clause_of_deletion(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS[:2]) as it:
        steps = it.erase(5, as_of=date(2040, 1, 1))
    assert steps["orders", "delete"].clause == "3"


def test_held_rows_stand_under_the_clause_of_the_hold(sql_url: str) -> None:
    with shop(sql_url, [ORDERS], ORDERS_MAP, ORDER_ROWS) as it:
        steps = it.erase(5, hold=[5])
    assert {step.clause for step in steps.values()} == {"9"}
