"""A promise that no such value is stored is kept by a whole and fresh scan that found none."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.promises.test_board import NOW, policy_of
from upheld.datamap.content import Content, Sighting
from upheld.datamap.noting import SCANNED, Scan, body_of
from upheld.datamap.surveying import Reached, Survey
from upheld.desk.standing import OfGroup
from upheld.detection.kind import kinds
from upheld.evidence.entry import BYTES_LIMIT, Entry
from upheld.policy.language.data import NotCollected
from upheld.policy.language.line import Placed, Promise
from upheld.policy.language.payments import CardRule
from upheld.promises.control import Asked, Seen
from upheld.promises.facts import Facts
from upheld.promises.scanned import Held, Scanned
from upheld.promises.values_held import values_held
from upheld.screening.sought import regions_of
from upheld.vocabulary.category import categories
from upheld.wording import Text

POLICY = policy_of("b2b-platform")
A_WEEK_AGO = NOW - dt.timedelta(days=7)
CLEAN = Scanned(at=A_WEEK_AGO, entry=31, collections=5, regions=regions_of(POLICY))
NO_CASES = OfGroup()


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
    # The nightly scan that opens cases itself leaves no row without one.
    assert look(line, replace(found, cases=True), older).state == "at_risk"
    assert look(line, replace(found, cases=True), NO_CASES).state == "broken"


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
