"""Every rule and note of a plan has its words in Japanese, and its document stays as it is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deletion.shop import shop
from tests.faults.shop import EMAIL
from tests.faults.shop import fill as fill_shop
from tests.faults.workspace import make_office
from upheld.rights.note_words import note_in, rule_in

JAPANESE = re.compile(r"[ぁ-んァ-ン一-龥]")
TABLES = [
    (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer (id),"
        " status VARCHAR(20), ordered_at DATE)"
    ),
    "CREATE TABLE message (id INTEGER PRIMARY KEY, author INTEGER, reader INTEGER)",
    "CREATE TABLE review (id INTEGER PRIMARY KEY, author INTEGER, body TEXT)",
    "CREATE TABLE profile (id INTEGER PRIMARY KEY, customer_id INTEGER, body TEXT)",
    "CREATE TABLE seen (id INTEGER PRIMARY KEY, who INTEGER)",
    "CREATE TABLE line (id INTEGER PRIMARY KEY, order_id INTEGER)",
    "CREATE TABLE aside (id INTEGER PRIMARY KEY, line_id INTEGER REFERENCES line (id))",
]
MAP = """\
  orders:
    edges: [{to: customer, via: customer_id}]
    retain: {rule: billing, from: ordered_at, when: "status = 'invoiced'", keep: [id, ordered_at, customer_id], after: delete}
  message: {shared: last_owner, edges: [{to: customer, via: author}, {to: customer, via: reader}]}
  review: {edges: [{to: customer, via: author, on_erase: unlink}], fields: {body: {category: free_text}}}
  profile: {edges: [{to: customer, via: customer_id}], on_erase: {anonymise: {body: redact}}}
  seen: {edges: [{to: customer, via: who, role: accessor}]}
  line: {edges: [{to: orders, via: order_id}]}
  aside: {none: nobody's}
"""
ROWS = [
    "INSERT INTO orders VALUES (1, 5, 'invoiced', '2026-01-01'), (2, 5, 'cart', NULL)",
    "INSERT INTO orders VALUES (3, 5, 'invoiced', '2001-01-01')",
    "INSERT INTO message VALUES (1, 5, 51), (2, 5, NULL)",
    "INSERT INTO review VALUES (1, 5, 'x')",
    "INSERT INTO profile VALUES (1, 5, 'x')",
    "INSERT INTO seen VALUES (1, 5)",
    "INSERT INTO line VALUES (1, 2)",
    "INSERT INTO aside VALUES (1, 1)",
]


def rules_of(sql_url: str, *, hold: bool) -> set[str]:
    with shop(sql_url, TABLES, MAP, ROWS) as it:
        plan = it.planned(5, hold=[5] if hold else [])[0]
    return {rule for table in plan.total for rule in table.rule.split("; ")}


def test_every_rule_of_a_plan_is_worded_in_japanese(fresh_sqlite: str) -> None:
    rules = rules_of(fresh_sqlite, hold=False)
    for piece in ("retain: billing, then", "shared:", "tombstone", "reference to", "edge:", "on_erase:", "accessor"):  # fmt: skip
        assert any(rule.startswith(piece) for rule in rules), f"{piece} is not made: {rules}"
    for rule in rules:
        worded = rule_in(rule, "ja")
        assert JAPANESE.search(worded), rule
        assert "(s)" not in worded
        assert "row" not in worded
        assert rule_in(rule, "en") == rule


def test_a_hold_is_worded_too(fresh_sqlite: str) -> None:
    assert "hold" in rules_of(fresh_sqlite, hold=True)
    assert rule_in("hold; on_erase: delete", "ja") == "保全／表の指定: 削除"


@pytest.fixture
def fresh_sqlite(fresh_database: Callable[[str], str]) -> str:
    return fresh_database("sqlite")


@pytest.mark.parametrize(
    "note",
    [
        "shop/session: 3 row(s) could not be decoded",
        "uploads: 2 not searched (compressed)",
        "crm: no data map",
        "shop/country: unsure: label",
        "uploads: nothing in a data map covers `a/b`",
        "found in shop/country.label: 1 row(s)",
        "shop/setting: the key k stays in rows that stay",
        "shop/customer.line_id: column `customer.line_id` is in the database, but not in the map",
        "shop/news: table `news` is in the database, but not in the map",
        "shop/x: the map names table `x`, which the database does not have",
        "shop/tax: no personal-looking column and no reference to a person",
        "shop/memo.f1: `memo` is said to be nobody's (`none`), and its column `f1` holds `identity.my_number`: nothing of it would be disclosed or deleted",
        "shop/customer: 2 row(s) hold the earlier value in email",
    ],
)
def test_every_note_is_worded_in_japanese(note: str) -> None:
    worded, language = note_in(note, "ja")
    assert language == "ja"
    assert JAPANESE.search(worded)
    assert note_in(note, "en") == (note, "en")


def test_what_the_company_wrote_stays_as_it_is() -> None:
    assert note_in("shop/country: reference data", "ja") == ("shop/country: reference data", "en")


@pytest.mark.slow
def test_a_plan_speaks_japanese_on_the_terminal_and_its_document_does_not_change(
    fresh_sqlite: str,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill_shop(fresh_sqlite)
    office = make_office(tmp_path_factory.mktemp("office"), fresh_sqlite, capsys)
    unit = office.open_for(EMAIL)
    shown = office.speak("--lang", "ja", "request", "plan", unit).out
    assert "表の指定: 削除" in shown
    assert "保存期間: billing-records" in shown
    assert "on_erase" not in shown
    one = office.run("--lang", "ja", "request", "plan", unit).json
    other = office.run("--lang", "en", "request", "plan", unit).json
    assert one == other
    office.approve(unit)
    applied = office.speak("--lang", "ja", "request", "apply", unit).out
    assert "削除" in applied
    assert "delete" not in applied


@pytest.mark.slow
def test_a_plan_of_a_disclosure_counts_what_is_disclosed(
    fresh_sqlite: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_shop(fresh_sqlite)
    office = make_office(tmp_path, fresh_sqlite, capsys)
    unit = office.open_for(EMAIL, right="disclosure")
    heads = office.speak("--lang", "ja", "request", "plan", unit).out.splitlines()[0].split()
    assert heads == ["表", "開示", "言及", "共有", "規則", "条項"]
    listed = office.speak("--lang", "ja", "request", "list").out
    assert listed.splitlines()[-1].split()[-6:-3] == ["開示", "計画済み(planned)", "-"]
