"""Numbers of patients: a medical record behind its label, a Medicare beneficiary beside a word for it."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("before", "value", "after", "group"),
    [
        ("Medicare number ", "1EG4-TE5-MK73", "", "government_id"),
        ("His MBI is ", "1EG4TE5MK73", ".", "government_id"),
        ("メディケア番号は", "1EG4-TE5-MK73", "です。", "government_id"),
        ("MRN: ", "00482913", "", "health"),
        ("MRN#", "00482913", " was seen", "health"),
        ("The patient's MRN is ", "4829-137", ".", "health"),
        ('{"age": 31, "MRN": "', "A0048291", '"}', "health"),
        ("Medical record number ", "00482913", "", "health"),
        ("診察券番号:", "0048291", "", "health"),
        ("カルテ番号は", "12-34567", "です", "health"),
    ],
)
def test_a_number_of_a_patient_is_found(
    scanner: Scanner, before: str, value: str, after: str, group: str
) -> None:
    text = before + value + after
    (found,) = [one for one in scanner.scan(text) if one.groups]
    assert (text[found.start : found.end], found.groups) == (value, (group,))


@pytest.mark.parametrize(
    "text",
    [
        "Medicare number of calls 1234",
        "part 1EG4-TE5-MK73",
        "Medicare number 1SG4-TE5-MK73",  # S is in none
        "The MRN field holds the medical record number.",
        "MRN: 24GB8F0000123456J1",
        "MRN 2024.1.3",
        "MRN: 00000000",
        "カルテ番号の桁数は8桁です。",
    ],
)
def test_other_numbers_are_no_patients(scanner: Scanner, text: str) -> None:
    assert not [one for one in scanner.scan(text) if one.groups]
