"""What a check of values notes in the ledger, and what the board says by it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office
from upheld.assembly import Workspace
from upheld.datamap.noting import SCANNED
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, read_entry
from upheld.refusal import PlaceUnreachableError

CARD = "4242424242424242"
NO_HEALTH = 'not_collected: [{items: [health], c: "3.9"}]\n'


@pytest.fixture
def office(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    """A shop on SQLite that says in clause 3.9 that it stores no card numbers."""
    url = fresh_database("sqlite")
    shop.fill(url)
    at("2026-11-25T09:00:00+09:00")
    made = make_office(tmp_path, url, capsys, drill=True)
    rule = 'cards: {processors: [mail-delivery], stored: false, c: "3.9"}\n'
    made.edit("policy/policy.yaml", "recipients:\n", f"{rule}recipients:\n")
    yield made
    at(None)


def state_of(office: Office, line: str = "cards") -> tuple[str, str | None]:
    """State and evidence of what the scan says of a line of clause 3.9."""
    board = office.run("promises").json
    (clause,) = (one for one in board["clauses"] if one["id"] == "3.9")
    scans = (one for one in clause["controls"] if one["id"] == "values-scan")
    (control,) = (one for one in scans if one["line"].startswith(line))
    return control["state"], control["evidence"]


def entries(office: Office) -> list[Entry]:
    opened = Workspace(office.folder)
    try:
        rows = ledger.entries_of_kinds(opened.engine, (SCANNED,))
    finally:
        opened.close()
    return [read_entry(row.leaf) for row in rows]


def write_memo(office: Office, memo: str) -> None:
    shop.execute(office.url, [f"UPDATE orders SET note = '{memo}' WHERE id = 11"])


def test_the_board_follows_what_the_check_of_values_found(office: Office) -> None:
    assert state_of(office) == ("no_evidence_yet", None)
    write_memo(office, f"支払いは{CARD}でした")
    assert office.run("map", "check", "--values").code == 1
    state, evidence = state_of(office)
    assert state == "broken"
    assert evidence is not None
    assert evidence.startswith("ledger:")
    assert office.run("promises").code == 1
    write_memo(office, "支払いは済みました")
    assert office.run("map", "check", "--values").code == 0
    state, later = state_of(office)
    assert state == "kept"
    assert later not in {None, evidence}
    at("2026-12-27T09:00:00+09:00")
    assert state_of(office) == ("at_risk", later)


def test_a_map_that_expects_a_card_number_does_not_make_the_promise_true(office: Office) -> None:
    write_memo(office, f"支払いは{CARD}でした")
    decided = "contents: {note: {card_number: {by: Sato, why: numbers of test cards, as: kept}}}"
    office.edit(
        "datamap/shop.yaml",
        "  order_line:",
        f"    {decided}\n  order_line:",
    )
    said = office.run("map", "check", "--values")
    assert said.code == 0
    assert said.json["expected"] == [
        {
            "system": "shop",
            "collection": "orders",
            "column": "note",
            "kind": "card_number",
            "rows": 1,
        }
    ]
    assert state_of(office)[0] == "broken"
    spoken = office.speak("map", "check", "--values").out
    assert "shop/orders.note: holds payment card number in 1 row(s), as its map expects" in spoken


def test_one_card_number_in_many_rows_is_reported_and_breaks_the_promise(office: Office) -> None:
    shop.execute(office.url, [f"UPDATE orders SET note = '{CARD}'"])
    said = office.run("map", "check", "--values")
    assert said.code == 1
    assert [one["column"] for one in said.json["drift"]] == ["note"]
    assert state_of(office)[0] == "broken"


def test_what_may_be_it_is_recorded_and_named_and_is_no_drift(office: Office) -> None:
    office.edit("policy/policy.yaml", "recipients:\n", f"{NO_HEALTH}recipients:\n")
    assert office.run("map", "check", "--values").code == 0
    write_memo(office, "私は糖尿病で3年通院しています")
    said = office.run("map", "check", "--values")
    assert (said.code, said.json["drift"]) == (0, [])
    (doubt,) = (one for one in said.json["doubtful"] if one["kind"] == "health")
    assert (doubt["collection"], doubt["column"], doubt["rows"]) == ("orders", "note", 1)
    assert state_of(office, "not_collected")[0] == "at_risk"
    assert state_of(office, "cards")[0] == "kept"


def test_one_address_all_over_is_recorded_as_repeated_and_is_no_drift(office: Office) -> None:
    shop.execute(office.url, ["UPDATE orders SET note = 'ご不明な点は info@example.jp まで'"])
    said = office.run("map", "check", "--values")
    assert said.code == 0
    (listed,) = (one for one in said.json["repeated"] if one["column"] == "note")
    (entry,) = entries(office)
    found = json.loads(json.dumps(entry.body["found"], default=dict))
    (held_,) = (one for one in found if one.get("repeated") and one["kind"] == "email")
    assert (held_["category"], held_["rows"]) == ("free_text", listed["rows"])
    assert listed["rows"] > 1


def test_the_entry_holds_counts_and_no_name_of_a_table_or_column_and_no_value(
    office: Office,
) -> None:
    write_memo(office, f"支払いは{CARD}でした")
    office.run("map", "check", "--values")
    (entry,) = entries(office)
    body = json.loads(json.dumps(entry.body, default=dict))
    assert body["systems"] == {
        "shop": {"ended": True, "unreadable": 0, "refused": False, "collections": 8}
    }
    assert {
        "system": "shop", "category": "free_text", "kind": "card_number", "columns": 1, "rows": 1,
    } in body["found"]  # fmt: skip
    assert set(body) == {"systems", "found", "left_out", "policy", "regions", "cases"}
    assert {key for one in body["found"] for key in one} == {
        "system", "category", "kind", "columns", "rows",
    }  # fmt: skip
    told = entry.leaf().decode()
    tables = ("customer", "orders", "order_line", 'address"', "review", "event", "country")
    assert [word for word in (CARD, "支払い", "ship_name", '"note"', *tables) if word in told] == []
    assert [value for value in shop.PLANTED if value in told] == []


def test_what_was_connected_since_the_scan_was_not_read(office: Office, tmp_path: Path) -> None:
    assert office.run("map", "check", "--values").code == 0
    (tmp_path / "more").mkdir()
    office.edit(
        "upheld.yaml", "systems:\n", f"systems:\n  more: {{url: 'folder://{tmp_path}/more'}}\n"
    )
    assert state_of(office)[0] == "at_risk"


def test_a_place_that_does_not_answer_is_recorded_as_refused(
    office: Office, tmp_path: Path
) -> None:
    office.edit(
        "upheld.yaml", "systems:\n", f"systems:\n  gone: {{url: 'sqlite:///{tmp_path}/gone.db'}}\n"
    )
    assert office.run("map", "check", "--values").code == PlaceUnreachableError.exit_code
    (entry,) = entries(office)
    systems = entry.body["systems"]
    assert isinstance(systems, dict)
    assert systems["gone"] == {"ended": False, "unreadable": 0, "refused": True, "collections": 0}
    assert state_of(office)[0] == "at_risk"


def test_without_a_key_the_check_shows_what_it_found_and_says_that_nothing_is_recorded(
    office: Office,
) -> None:
    write_memo(office, f"支払いは{CARD}でした")
    (office.folder / "secrets" / "signing.key").unlink()
    said = office.run("map", "check", "--values")
    assert said.code == 1
    assert [one["column"] for one in said.json["drift"]] == ["note"]
    assert "signing key" in said.err
