"""A promise that no such value is stored is kept by a whole and fresh scan that found none."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office
from tests.promises.test_board import NOW, policy_of
from upheld.assembly import Workspace
from upheld.datamap.content import Content, Sighting
from upheld.datamap.noting import SCANNED, Scan, body_of
from upheld.datamap.surveying import Reached, Survey
from upheld.desk.found_inputs.listing import OfGroup
from upheld.detection.kind import kinds
from upheld.evidence import ledger
from upheld.evidence.entry import BYTES_LIMIT, Entry, read_entry
from upheld.policy.language.data import NotCollected
from upheld.policy.language.line import Placed, Promise
from upheld.policy.language.payments import CardRule
from upheld.promises.control import Asked, Seen
from upheld.promises.facts import Facts
from upheld.promises.scanned import Held, Scanned
from upheld.promises.values_held import values_held
from upheld.refusal import PlaceUnreachableError
from upheld.screening.sought import regions_of
from upheld.vocabulary.category import categories
from upheld.wording import Text

POLICY = policy_of("b2b-platform")
A_WEEK_AGO = NOW - dt.timedelta(days=7)
CLEAN = Scanned(at=A_WEEK_AGO, entry=31, collections=5, regions=regions_of(POLICY))
CARD = "4242424242424242"
NO_CASES = OfGroup()
NO_HEALTH = 'not_collected: [{items: [health], c: "3.9"}]\n'


def not_collected(*items: str, exception: str | None = None) -> Placed:
    said = {"items": list(items), "c": "9.1"}
    told = {} if exception is None else {"except_for": {"en": exception, "ja": exception}}
    return Placed(("not_collected", 0), NotCollected.model_validate({**said, **told}))


def cards(*, stored: bool) -> Placed:
    said = {"processors": ["payments"], "stored": stored, "c": "9.2"}
    return Placed(("cards",), CardRule.model_validate(said))


def declared(*path: str) -> Placed:
    """A line of the example policy."""
    return next(one for one in POLICY.promises if one.path == path)


def look(line: Placed, scanned: Scanned | None, cases: OfGroup = NO_CASES) -> Seen:
    facts = Facts(now=NOW, scanned=scanned, restricted=cases)
    (clause, *_) = line.promise.c
    return values_held(Asked(policy=POLICY, line=line, clause=clause, facts=facts))


def held(kind: str, category: str | None = "free_text", system: str | None = "shop") -> Held:
    return Held(system=system, category=category, kind=kind, columns=1, rows=3)


def after(*found: Held) -> Scanned:
    return replace(CLEAN, found=found)


def test_a_store_that_was_never_scanned_is_no_evidence_and_the_next_step_is_named() -> None:
    seen = look(cards(stored=False), None)
    assert (seen.state, seen.evidence) == ("no_evidence_yet", None)
    assert "upheld map check --values" in seen.why.en
    assert "upheld map check --values" in seen.why.ja


def test_a_scan_of_nothing_shows_nothing() -> None:
    assert look(cards(stored=False), replace(CLEAN, collections=0)).state == "no_evidence_yet"


def test_a_whole_and_fresh_scan_that_found_nothing_keeps_the_promise() -> None:
    seen = look(cards(stored=False), CLEAN)
    assert (seen.state, seen.evidence, seen.at) == ("kept", "ledger:31", A_WEEK_AGO)
    assert seen.why.en == (
        "nothing of it (payment card number, card security code) in 5 collection(s), read in "
        "full; again by 2026-12-19"
    )
    assert "2026-12-19" in seen.why.ja


def test_what_was_found_breaks_it_and_is_said_in_rows_and_columns() -> None:
    seen = look(cards(stored=False), after(held("card_number"), held("email")))
    assert (seen.state, seen.evidence) == ("broken", "ledger:31")
    assert seen.why == Text(
        en="by the scan of 2026-11-18: shop: payment card number in 3 row(s) of 1 column(s); once "
        "it is erased, scan again: upheld map check --values",
        ja="2026-11-18 の検査: shop: カード番号(1 列の 3 行)。消去したら再検査: "
        "upheld map check --values",
    )


@pytest.mark.parametrize("how", ["repeated", "doubtful"])
def test_what_may_be_it_puts_it_at_risk_and_breaks_nothing(how: str) -> None:
    line = not_collected("health", "contact")
    doubtful = how == "doubtful"
    weak = [
        replace(held(kind), doubtful=doubtful, repeated=not doubtful)
        for kind in ("health", "email")
    ]
    seen = look(line, after(*weak))
    assert (seen.state, seen.evidence) == ("at_risk", "ledger:31")
    assert ("6 row(s) may hold it" if doubtful else "one value of it in 6 row(s)") in seen.why.en
    assert "6 行" in seen.why.ja
    assert look(line, after(*weak, held("health"))).state == "broken"
    assert look(cards(stored=False), after(*weak)).state == "kept"


def test_what_is_doubtful_and_what_is_repeated_are_told_apart() -> None:
    found = after(replace(held("health"), doubtful=True), replace(held("email"), repeated=True))
    said = look(not_collected("health", "contact"), found).why
    assert said.en.count("3 row(s) of 1 column(s)") == 2
    assert said.en.index("may hold it") < said.en.index("one value of it")


def test_many_kinds_are_counted_and_several_systems_told_as_such() -> None:
    found = [
        held(kind, system=None)
        for kind, one in kinds().items()
        if one.category == "identity.government_id"
    ]
    seen = look(not_collected("identity"), after(*found))
    assert "scan of 2026-11-18: several systems: " in seen.why.en
    assert f"(+{len(found) - 4});" in seen.why.en


def test_where_card_numbers_may_be_stored_only_their_security_codes_may_not() -> None:
    assert look(cards(stored=True), after(held("card_number"))).state == "kept"
    assert look(cards(stored=True), after(held("card_security_code"))).state == "broken"


def test_a_group_of_data_holds_none_of_what_it_never_holds() -> None:
    line = declared("data", "payment-data")
    assert look(line, after(held("card_number", "finance.payment"))).state == "broken"
    assert look(line, after(held("iban", "finance.payment"))).state == "kept"
    # In a column of something else it is against other promises, and not against this one.
    for elsewhere in ("free_text", None):
        assert look(line, after(held("card_number", elsewhere))).state == "kept"


def test_what_is_not_collected_stands_nowhere() -> None:
    line = not_collected("identity.passport", "health")
    for kind, place in (("health", "free_text"), ("jp_passport", None), ("health", "support")):
        assert look(line, after(held(kind, place))).state == "broken"
    assert look(line, after(held("email"))).state == "kept"


def test_whether_a_finding_is_the_declared_exception_only_a_person_can_say() -> None:
    line = not_collected("health", exception="least for audits")
    assert look(line, after(held("health"))).state == "at_risk"
    assert look(line, CLEAN).state == "kept"


def test_a_kind_that_may_be_something_else_breaks_nothing_but_puts_it_at_risk() -> None:
    assert look(not_collected("sexuality"), after(held("special_category"))).state == "at_risk"
    assert (
        look(not_collected("belief.religion"), after(held("special_category"))).state == "at_risk"
    )
    every = not_collected("belief", "origin", "sexuality", "criminal")
    assert look(every, after(held("special_category"))).state == "broken"


def test_what_no_reading_recognises_is_named_and_not_called_kept() -> None:
    line = not_collected("health", "behaviour.search")
    seen = look(line, CLEAN)
    assert seen.state == "not_provable"
    assert "search" in seen.why.en
    assert "health" not in seen.why.en
    assert look(line, after(held("health"))).state == "broken"
    assert look(not_collected("behaviour.search"), None).state == "not_provable"


def test_people_of_closed_regions_break_it_until_their_erasure_is_under_way() -> None:
    line = declared("regions", "restricted_data")
    found = after(held("restricted_region"))
    opened = OfGroup(open=2, newest=A_WEEK_AGO)
    assert look(line, found).state == "broken"
    assert look(line, found, opened).state == "at_risk"
    assert look(line, CLEAN, opened).state == "at_risk"
    assert look(line, CLEAN).state == "kept"


def test_a_scan_after_the_newest_case_found_more_than_the_cases_erase() -> None:
    line = declared("regions", "restricted_data")
    older = OfGroup(open=2, newest=A_WEEK_AGO - dt.timedelta(seconds=1))
    found = after(held("restricted_region"))
    assert look(line, found, older).state == "broken"
    assert look(line, CLEAN, older).state == "at_risk"


def test_what_was_erased_since_the_scan_is_to_be_scanned_again() -> None:
    line = declared("regions", "restricted_data")
    found = after(held("restricted_region"))
    seen = look(line, found, OfGroup(erased=2))
    assert seen.state == "at_risk"
    assert seen.why.en == "2 case(s) were erased since; scan again: upheld map check --values"
    assert "2 件" in seen.why.ja
    left = OfGroup(open=1, newest=A_WEEK_AGO - dt.timedelta(days=1), erased=2)
    assert look(line, found, left).state == "broken"
    assert look(line, CLEAN, OfGroup(erased=2)).state == "kept"


def test_a_region_that_was_closed_since_is_not_covered_by_the_scan() -> None:
    assert (
        look(
            declared("regions", "restricted_data"), replace(CLEAN, regions=frozenset({"GB"}))
        ).state
        == "at_risk"
    )


def test_a_place_that_was_not_read_to_its_end_puts_it_at_risk() -> None:
    seen = look(cards(stored=False), replace(CLEAN, unread=2))
    assert (seen.state, seen.evidence) == ("at_risk", "ledger:31")
    assert "2 place(s)" in seen.why.en
    found = replace(after(held("card_number")), unread=2)
    assert look(cards(stored=False), found).state == "broken"


def test_pictures_are_beyond_reading_and_a_finding_beside_them_is_not() -> None:
    seen = look(cards(stored=False), replace(CLEAN, opaque=24))
    assert (seen.state, seen.evidence) == ("not_provable", "ledger:31")
    assert "24 thing(s) cannot" in seen.why.en
    assert look(cards(stored=False), replace(CLEAN, opaque=24, unread=1)).state == "at_risk"
    found = replace(after(held("card_number")), opaque=24)
    assert look(cards(stored=False), found).state == "broken"


@pytest.mark.parametrize(("days", "state"), [(31, "kept"), (32, "at_risk")])
def test_a_scan_is_evidence_for_31_days(days: int, state: str) -> None:
    old = replace(CLEAN, at=NOW - dt.timedelta(days=days))
    assert look(cards(stored=False), old).state == state


def test_a_line_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="not bound"):
        look(Placed(("policy",), Promise.model_validate({"c": "9.3"})), CLEAN)


def scan_of(systems: int, columns: int) -> Scan:
    """A scan that found every kind in every category in each of many systems."""
    names = [f"s{number:063d}" for number in range(systems)]
    drawn = [
        Sighting(
            content=Content(
                collection="t", field=f"{held.name}", kind=kind, rows=10**9, distinct=2
            ),
            category=held.name,
            drift=None,
        )
        for held in list(categories())[:columns]
        for kind in kinds()
    ]
    whole = Survey(reached=[Reached(collection="t", how="full")])
    return Scan(
        surveys=dict.fromkeys(names, whole),
        seen=dict.fromkeys(names, drawn),
        policy="0" * 64,
        regions=frozenset(f"{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXY"),
    )


@pytest.mark.parametrize(("systems", "columns"), [(1, 1), (40, 3), (3_000, 1), (2, 1_000)])
def test_an_entry_fits_into_the_ledger_whatever_was_found(systems: int, columns: int) -> None:
    body = body_of(scan_of(systems, columns))
    entry = Entry(kind=SCANNED, at=NOW, case=None, drill=False, body=body)
    assert len(entry.leaf()) < BYTES_LIMIT
    left = body["left_out"]
    assert isinstance(left, dict)
    assert bool(left["systems"]) == (systems == 3_000)
    assert bool(left["found"]) == (columns == 1_000)


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
    assert set(body) == {"systems", "found", "left_out", "policy", "regions"}
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
