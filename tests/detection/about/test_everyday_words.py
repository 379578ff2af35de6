"""Sentences as people write them: everyday business says nothing sensitive, though the same words can.

`sentences.tsv` has sentences with a word that is sensitive elsewhere (charged, strict, on trial), the
same words where they say something, and what people say of themselves and theirs: in Japanese
without a subject, ages in words, homes. Some are mistaken still; they are listed as such.
"""

from datetime import date
from pathlib import Path

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


def _sentences(*wanted: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "sentences.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    other = {"nothing", "something", "mistaken"}
    return [
        (said, text) for said, text in rows if said in wanted or (not wanted and said not in other)
    ]


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


@pytest.mark.parametrize(("_", "text"), _sentences("nothing"))
def test_everyday_business_with_somebody_says_nothing_sensitive(
    scanner: Scanner, _: str, text: str
) -> None:
    assert not groups(scanner, text)


@pytest.mark.parametrize(("_", "text"), _sentences("something"))
def test_the_same_words_count_where_they_say_something(scanner: Scanner, _: str, text: str) -> None:
    assert groups(scanner, text)


@pytest.mark.parametrize(("group", "text"), _sentences())
def test_what_people_say_of_themselves_and_theirs_counts_as_they_say_it(
    scanner: Scanner, group: str, text: str
) -> None:
    assert group in groups(scanner, text)


@pytest.mark.parametrize(("_", "text"), _sentences("mistaken"))
def test_what_is_mistaken_is_known(scanner: Scanner, _: str, text: str) -> None:
    assert groups(scanner, text), "no longer mistaken: it says nothing"
