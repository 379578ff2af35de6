"""Names, addresses and the prohibited groups, measured on the open part of the labelled set.

The bounds are those that the documentation promises; they are below what is reached, so that a
change for texts outside the set is not refused for the sake of one sentence in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import open_cases
from tests.detection.labelled.scoring import Tally, by_group, by_kind
from upheld.detection.kind import GROUPS
from upheld.detection.standard import standard

ADDRESSES, GROUP_F1 = 0.99, 0.90
NAMES_JA_RECALL, NAMES_JA_PRECISION = 0.90, 0.95
NEGATIVES_WITH_NAMES = 6  # of 636 texts in which there is nobody


@dataclass(frozen=True)
class Measured:
    cases: list[Case]
    findings: Mapping[str, list[Label]]
    groups: Mapping[str, set[str]]

    def kind(self, name: str, lang: str | None = None) -> Tally:
        cases = [case for case in self.cases if lang in {None, case.lang}]
        return by_kind(cases, self.findings)[name]


@pytest.fixture(scope="module")
def measured() -> Measured:
    scanner = standard(today=date(2026, 12, 1))
    cases = open_cases()
    found = {case.id: scanner.scan(case.text) for case in cases}
    return Measured(
        cases=cases,
        findings={key: [Label(f.kind, f.start, f.end) for f in fs] for key, fs in found.items()},
        groups={key: {group for f in fs for group in f.groups} for key, fs in found.items()},
    )


@pytest.mark.slow
def test_japanese_names_are_found_and_little_else_is_called_one(measured: Measured) -> None:
    tally = measured.kind("person_name", "ja")
    assert tally.recall >= NAMES_JA_RECALL
    assert tally.precision >= NAMES_JA_PRECISION


def test_english_names_are_found_by_lists_and_shape(measured: Measured) -> None:
    tally = measured.kind("person_name", "en")
    assert tally.recall >= 0.90
    assert tally.precision >= 0.95


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_addresses_are_found(measured: Measured, lang: str) -> None:
    tally = measured.kind("address", lang)
    assert tally.recall >= ADDRESSES
    assert tally.precision >= ADDRESSES


@pytest.mark.parametrize("group", GROUPS)
def test_every_prohibited_group_is_seen(measured: Measured, group: str) -> None:
    assert by_group(measured.cases, measured.groups)[group].f1 >= GROUP_F1


def test_texts_about_nobody_have_nobody_in_them(measured: Measured) -> None:
    wrong = [
        case.id
        for case in measured.cases
        if case.negative and any(f.kind == "person_name" for f in measured.findings[case.id])
    ]
    assert len(wrong) <= NEGATIVES_WITH_NAMES


def test_no_text_about_nobody_falls_under_what_is_said_about_people(measured: Measured) -> None:
    said = {"health", "biometric_genetic", "child", "special_category", "criminal_history"}
    wrong = [
        case.id for case in measured.cases if case.negative and said & measured.groups[case.id]
    ]
    assert wrong == []
