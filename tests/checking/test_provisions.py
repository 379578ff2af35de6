"""A third party without a record of provision is told, unless somebody answers for the register."""

import datetime as dt

import pytest

from upheld.checking.procedure import Subject, check
from upheld.checking.provisions import Registered, rule
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.policy.rules.examples import example
from upheld.registers.provision_rules import needing_records

TODAY = dt.date(2026, 11, 26)
(UNRECORDED,) = rule.rules
THIRD_PARTY = UNRECORDED.bad
ABROAD = THIRD_PARTY.replace("class: third-party, country: JP", "country: US")


def subject(lines: str, registered: Registered | None) -> Subject:
    """A company with a store: without one nothing was given to anybody."""
    place = connect(PlaceName("shop"), "sqlite://")
    return Subject(policy=example(lines), maps={}, places={"shop": place}, registered=registered)


def told(lines: str, registered: Registered | None) -> list[str]:
    found = check(subject(lines, registered), TODAY)
    return [one.what.en for one in found.findings if one.code == UNRECORDED.code]


def test_a_third_party_without_a_record_is_told_at_its_line() -> None:
    findings = check(subject(THIRD_PARTY, Registered(counts={})), TODAY).findings
    (found,) = [one for one in findings if one.code == "UPH230"]
    assert found.what.en == "the register holds no record of provision to `ads`"
    assert found.where.line == 1
    assert found.severity == "warning"


def test_a_processor_needs_no_record() -> None:
    assert told(UNRECORDED.good, Registered(counts={})) == []


@pytest.mark.parametrize(("basis", "hits"), [("consent", 1), ("equivalent-measures", 0)])
def test_a_processor_abroad_needs_one_only_where_consent_is_what_it_rests_on(
    basis: str, hits: int
) -> None:
    lines = ABROAD.replace("receives:", f"transfer: {basis}, receives:")
    assert len(told(lines, Registered(counts={}))) == hits
    assert len(needing_records(example(lines).model)) == hits


def test_one_record_is_enough_and_a_record_of_another_is_not() -> None:
    assert told(THIRD_PARTY, Registered(counts={"ads": 1})) == []
    assert len(told(THIRD_PARTY, Registered(counts={"others": 9}))) == 1


@pytest.mark.parametrize(
    ("spans", "hits"),
    [
        ([("2023-11-26", "2026-11-25")], 0),
        ([("2023-11-26", "2025-01-01"), ("2025-01-02", "2026-11-26")], 0),
        ([("2023-11-27", "2026-11-26")], 1),
        ([("2023-11-26", "2026-11-24")], 1),
        ([("2023-11-26", "2025-01-01"), ("2025-01-03", "2026-11-26")], 1),
        ([], 1),
    ],
)
def test_only_a_declaration_without_a_hole_stands_for_records(
    spans: list[tuple[str, str]], hits: int
) -> None:
    declared = tuple((dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in spans)
    assert len(told(THIRD_PARTY, Registered(counts={}, declared=declared))) == hits


def test_where_only_files_are_checked_nobody_knows_the_register() -> None:
    assert told(THIRD_PARTY, None) == []


def test_a_company_without_a_store_has_given_nothing_to_anybody() -> None:
    registered = Registered(counts={})
    found = check(Subject(policy=example(THIRD_PARTY), maps={}, registered=registered), TODAY)
    assert UNRECORDED.code not in {one.code for one in found.findings}
