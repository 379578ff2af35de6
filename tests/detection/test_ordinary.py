"""Ordinary sentences: few that say nothing are taken for something, and few that say something are missed."""

from datetime import date
from pathlib import Path

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import REGIONS, standard

ORDINARY = Path(__file__).parent / "labelled" / "ordinary"
REGIONS_TOO = ("CU", "IR", "KP", "SY", "UA")
"""The lines speak of people there, beside those whom a policy restricts unless it says otherwise."""
MISTAKEN, MISSED = 13, 89
"""Of 2,450 and of 1,394 lines; whoever changes them writes it here."""


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1), regions=REGIONS.union(REGIONS_TOO))


@pytest.mark.slow
def test_of_lines_that_say_nothing_hardly_any_is_taken_for_something(scanner: Scanner) -> None:
    lines = (ORDINARY / "nothing.txt").read_text("utf-8").splitlines()
    assert len(lines) == 2_450
    found = zip(lines, scanner.scan_many(lines), strict=True)
    mistaken = [line for line, findings in found if any(one.groups for one in findings)]
    assert len(mistaken) == MISTAKEN, "\n".join(mistaken)


@pytest.mark.slow
def test_of_lines_that_say_something_about_somebody_few_are_missed(scanner: Scanner) -> None:
    rows = (ORDINARY / "something.tsv").read_text("utf-8").splitlines()
    said = [row.split("\t") for row in rows]
    assert len(said) == 1_394
    found = zip(said, scanner.scan_many(text for _, text in said), strict=True)
    missed = [
        f"{group}: {text}"
        for (group, text), findings in found
        if not any(group in one.groups for one in findings)
    ]
    assert len(missed) == MISSED, "\n".join(missed)
