"""What a due row takes along, and what it must leave: by the map's own words."""

from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, make_office
from tests.retention.sweeping import due, swept

KEPT = shop.MAP.replace("keep: [id, total", "keep: [id, customer_id, total")


def office_on(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str], datamap: str, *statements: str
) -> Office:
    """A workspace on the shop with some tables more."""
    shop.fill(url)
    shop.execute(url, statements)
    return make_office(folder, url, capsys, datamap=datamap)


@pytest.fixture
def capture(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    return capsys


def test_a_row_that_is_to_be_emptied_stays_with_what_it_owns_and_is_not_due_again(
    sql_url: str, tmp_path: Path, capture: pytest.CaptureFixture[str]
) -> None:
    office = office_on(
        sql_url, tmp_path, capture, shop.MAP.replace("after: delete", "after: anonymise")
    )
    assert due(office)["orders"]["rows"] == 1
    said = swept(office)
    assert said.code == 0, said.out + said.err
    assert [(s["table"], s["action"]) for s in said.json["steps"]] == [("orders", "anonymise")]
    left = {row[0]: row for row in shop.dump(sql_url)["orders"]}
    assert left["13"] == ("13", "1", "invoiced", "7", "2010-01-01", "NULL", "NULL")
    assert left["10"][5] == "森花子"
    assert ("4", "13", "d") in shop.dump(sql_url)["order_line"]
    assert due(office) == {}
    findings = office.run("check", "--format", "json").json["findings"]
    assert "UPH213" not in {one["code"] for one in findings}


@pytest.mark.slow
def test_a_payment_in_a_longer_period_stays_and_keeps_its_order_as_a_shell(
    sql_url: str, tmp_path: Path, capture: pytest.CaptureFixture[str]
) -> None:
    mapped = shop.MAP + (
        "  payment: {edges: [{to: orders, via: order_id}], fields: {payer: {category: identity.name}},"
        " retain: {rule: long-records, from: paid_at, keep: [id, order_id, paid_at]}}\n"
    )
    office = office_on(
        sql_url, tmp_path, capture, mapped,
        "CREATE TABLE payment (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES"
        " orders(id), payer VARCHAR(40), paid_at DATE)",
        "INSERT INTO payment VALUES (1, 13, 'someone', '2010-01-02'), (2, 12, 'other', '2026-01-02')",
    )  # fmt: skip
    office.edit(
        "policy/policy.yaml",
        "  customer-records:\n",
        "  long-records: {keep: P30Y, basis: {ja: 契約, en: contract}, data: [identity.name],"
        ' c: "4.9"}\n  customer-records:\n',
    )
    assert set(due(office)) == {"orders"}
    said = swept(office)
    assert said.code == 0, said.out + said.err
    seen = {(s["table"], s["action"]): s["outcome"] for s in said.json["steps"]}
    assert seen["orders", "anonymise"] == "verified"
    assert seen["payment", "keep"] == "retained"
    rows = shop.dump(sql_url)
    assert ("1", "13", "someone", "2010-01-02") in rows["payment"]
    (order,) = (row for row in rows["orders"] if row[0] == "13")
    assert order[5] == "NULL"
    assert due(office) == {}


@pytest.mark.slow
def test_a_review_of_the_order_that_its_author_owns_too_stays_and_lets_go(
    sql_url: str, tmp_path: Path, capture: pytest.CaptureFixture[str]
) -> None:
    mapped = shop.MAP + (
        "  praise: {edges: [{to: customer, via: author}, {to: orders, via: order_id}]}\n"
    )
    office = office_on(
        sql_url, tmp_path, capture, mapped,
        "CREATE TABLE praise (id INTEGER PRIMARY KEY, author INTEGER, order_id INTEGER)",
        "INSERT INTO praise VALUES (1, 2, 13), (2, NULL, 13), (3, 2, 10)",
    )  # fmt: skip
    said = swept(office)
    assert said.code == 0, said.out + said.err
    assert shop.dump(sql_url)["praise"] == [("1", "2", "NULL"), ("3", "2", "10")]
    (step,) = (s for s in said.json["steps"] if (s["table"], s["action"]) == ("praise", "unlink"))
    assert step["held_back"][0]["via"] == "author"


def test_a_due_row_of_two_people_goes_for_both(
    sql_url: str, tmp_path: Path, capture: pytest.CaptureFixture[str]
) -> None:
    mapped = shop.MAP + (
        "  deal: {edges: [{to: customer, via: buyer}, {to: customer, via: seller}],"
        " retain: {rule: billing-records, from: made_at, keep: [id]}}\n"
    )
    office = office_on(
        sql_url, tmp_path, capture, mapped,
        "CREATE TABLE deal (id INTEGER PRIMARY KEY, buyer INTEGER, seller INTEGER, made_at DATE)",
        "INSERT INTO deal VALUES (1, 2, 3, '2001-01-01'), (2, 2, 3, '2026-01-01'), (3, 2, 3, NULL)",
    )  # fmt: skip
    assert due(office)["deal"]["living"] == 1
    assert swept(office).code == 0
    assert [row[0] for row in shop.dump(sql_url)["deal"]] == ["2", "3"]


def test_lines_that_stay_with_their_order_are_due_with_it(
    sql_url: str, tmp_path: Path, capture: pytest.CaptureFixture[str]
) -> None:
    mapped = shop.MAP.replace(
        "  order_line: {edges: [{to: orders, via: order_id}],",
        "  order_line: {edges: [{to: orders, via: order_id}], retain: {with: order_id, keep: [sku]},",
    )
    office = office_on(sql_url, tmp_path, capture, mapped)
    found = due(office)
    assert (found["orders"]["rows"], found["order_line"]["rows"]) == (1, 1)
    assert swept(office).code == 0
    assert [row[0] for row in shop.dump(sql_url)["order_line"]] == ["1", "2", "3"]


@pytest.mark.slow
def test_copies_in_other_places_go_with_the_rows_they_follow(
    tmp_path: Path, capture: pytest.CaptureFixture[str], sql_url: str
) -> None:
    folder = tmp_path / "invoices"
    folder.mkdir()
    for number in (10, 13):
        (folder / f"{number}.txt").write_text("invoice", "utf-8")
    mapped = shop.MAP + 'derived: [{of: orders, in: invoices, key: "{id}.txt"}]\n'
    office = office_on(sql_url, tmp_path, capture, mapped)
    with (office.folder / "upheld.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"  invoices: {{url: 'folder://{folder}'}}\n")
    (office.folder / "datamap" / "invoices.yaml").write_text(
        'system: invoices\ncollections: {"*.txt": "copies of shop.orders"}\n', "utf-8"
    )
    said = swept(office)
    assert said.code == 0, said.out + said.err
    assert [path.name for path in folder.iterdir()] == ["10.txt"]
    assert ("invoices", "{id}.txt", "verified") in {
        (s["system"], s["table"], s["outcome"]) for s in said.json["steps"]
    }
