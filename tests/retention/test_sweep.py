"""A period that has ended is carried out: what is due goes, everything else stays."""

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at
from tests.retention.sweeping import due, swept


def test_what_is_due_is_listed_by_table_and_rule_with_the_living_apart(any_office: Office) -> None:
    assert due(any_office) == {
        "orders": {
            "system": "shop", "table": "orders", "rule": "billing-records", "clause": "8.1",
            "period": "P8Y6M", "from": "ordered_at", "began_before": "2018-05-26",
            "after": "delete", "rows": 1, "living": 1, "held": 0,
        }
    }  # fmt: skip


def test_an_order_past_its_period_goes_with_its_lines_and_nothing_else(any_office: Office) -> None:
    office, before = any_office, shop.dump(any_office.url)
    said = swept(office)
    assert said.code == 0, said.out + said.err
    assert {(s["table"], s["action"], s["outcome"], s["rows"]) for s in said.json["steps"]} == {
        ("orders", "delete", "verified", 1), ("order_line", "delete", "verified", 1),
    }  # fmt: skip
    after = shop.dump(office.url)
    gone = {name: set(before[name]) - set(after[name]) for name in before}
    assert {name: {row[0] for row in rows} for name, rows in gone.items() if rows} == {
        "orders": {"13"}, "order_line": {"4"},
    }  # fmt: skip
    assert all(set(after[name]) <= set(before[name]) for name in before)
    assert all(one["rows"] == 0 for one in due(office).values())


@pytest.mark.slow
def test_the_retained_order_of_an_erased_person_goes_when_its_period_ends(
    any_office: Office,
) -> None:
    office = any_office
    assert office.run("request", "apply", office.ready()).code == 0
    assert {row[0] for row in shop.dump(office.url)["orders"]} == {"10", "12"}
    last_day = due(office, "--as-of", "2034-07-10")["orders"]
    assert (last_day["rows"], last_day["living"]) == (1, 1)
    at("2034-07-11T09:00:00+09:00")
    found = due(office)["orders"]
    # The other customer's order of the same month is due too, and that customer is there.
    assert (found["rows"], found["living"]) == (2, 1)
    assert swept(office).code == 0
    assert shop.dump(office.url)["orders"] == []
    assert "2" in {row[0] for row in shop.dump(office.url)["customer"]}


def test_a_sweep_of_more_rows_than_one_transaction_takes_goes_in_chunks(any_office: Office) -> None:
    many = [(n, 2, "invoiced", n, "2001-01-01", "x", None) for n in range(1_000, 11_500)]
    shop.insert(any_office.url, [("orders", many), ("order_line", [(9_999, 11_499, "z")])])
    said = swept(any_office)
    assert said.code == 0, said.out + said.err
    assert {(s["table"], s["rows"]) for s in said.json["steps"]} == {
        ("orders", 10_501), ("order_line", 2),
    }  # fmt: skip
    assert {row[0] for row in shop.dump(any_office.url)["orders"]} == {"10", "11", "12"}
