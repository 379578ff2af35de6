"""Every kind that a pattern finds, measured on the open part of the labelled set; the page says the same.

The bounds are below what is reached, so that a change for texts outside the set is not refused
for the sake of one sentence in it.
"""

from pathlib import Path

import pytest

from tests.detection.scores import BEGIN, END, PAGES, open_part, table
from upheld.detection.kind import kinds

VALIDATED = (
    "email", "phone", "postal_code", "ip_address", "mac_address", "advertising_id", "device_id",
    "jp_my_number", "jp_resident_code", "jp_passport", "jp_drivers_licence", "jp_residence_card",
    "jp_pension_number", "jp_employment_insurance", "us_ssn", "national_id", "card_number",
    "card_security_code", "card_expiry", "bank_account", "iban", "pin", "bank_password", "secret",
    "precise_location",
)  # fmt: skip
BY_WORDS = {
    "birth_date": 0.85, "age": 0.85, "cookie_id": 0.90, "jp_insurer_number": 0.90,
    "jp_insured_number": 0.90,
}  # fmt: skip
NEGATIVES = 0.01


@pytest.mark.slow
@pytest.mark.parametrize("kind", VALIDATED)
def test_values_with_a_form_are_found_and_nothing_else_is_called_one(kind: str) -> None:
    tally = open_part().by_kind()[kind]
    assert tally.recall >= 0.95
    assert tally.precision >= 0.97


@pytest.mark.parametrize(("kind", "recall"), list(BY_WORDS.items()))
def test_values_that_need_a_word_beside_them_are_mostly_found(kind: str, recall: float) -> None:
    tally = open_part().by_kind()[kind]
    assert tally.recall >= recall
    assert tally.precision >= 0.97


def test_texts_without_anything_personal_are_left_alone() -> None:
    flagged, all_ = open_part().flagged()
    assert flagged <= all_ * NEGATIVES


@pytest.mark.slow
@pytest.mark.parametrize(("page", "language"), [(PAGES[0], "en"), (PAGES[1], "ja")])
def test_the_page_shows_every_kind_with_the_scores_of_today(page: Path, language: str) -> None:
    text = page.read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == table(language), "write it anew: python -m tests.detection.scores"
    assert all(f"| `{kind}` |" in shown for kind in kinds())
