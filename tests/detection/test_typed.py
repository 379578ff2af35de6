"""Columns of numbers, days and bytes are read as a person would write them."""

import random

from upheld.detection import Scanner
from upheld.detection.columns import Verdict
from upheld.detection.typed import Stored, judge_stored

SCANNER = Scanner()
DICE = random.Random(11)
BIRTHS = [f"{1950 + n}-0{n % 9 + 1}-1{n % 10}" for n in range(50)]


def my_number(digits: str) -> int:
    """With the check digit of Ordinance No. 85 of 2014, art. 5; as a number it begins with no zero."""
    total = sum(int(d) * w for d, w in zip(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    rest = total % 11
    return int(f"{digits}{0 if rest <= 1 else 11 - rest}")


def judged(name: str, stored: Stored, values: list[object]) -> Verdict:
    return judge_stored(name, stored, values, SCANNER)


def test_my_numbers_that_lost_their_zero_are_my_numbers() -> None:
    numbers = [my_number(f"{DICE.randrange(10**11):011d}") for _ in range(60)]
    assert {len(str(n)) for n in numbers} >= {11, 12}
    assert judged("c4", "number", list(numbers)).kind == "jp_my_number"
    assert judged("c4", "number", [DICE.randrange(10**11, 10**12) for _ in range(60)]).kind is None


def test_telephone_numbers_that_lost_their_zero_are_telephone_numbers() -> None:
    mobiles: list[object] = [
        DICE.choice((70, 80, 90)) * 10**8 + DICE.randrange(10**8) for _ in range(40)
    ]
    assert judged("mobile_phone", "number", mobiles).kind == "phone"
    assert judged("c1", "number", mobiles).kind == "phone"
    invoices: list[object] = [3 * 10**9 + DICE.randrange(10**9) for _ in range(40)]
    assert judged("invoice_no", "number", invoices).kind is None


def test_days_over_decades_are_births_however_they_are_kept() -> None:
    assert judged("c3", "day", list(BIRTHS)).kind == "birth_date"
    assert judged("c3", "day", [f"{day} 00:00:00" for day in BIRTHS]).kind == "birth_date"
    assert (
        judged("c3", "number", [int(day.replace("-", "")) for day in BIRTHS]).kind == "birth_date"
    )


def test_days_of_a_year_or_two_are_no_births() -> None:
    days = [f"{2025 + n % 2}-0{n % 9 + 1}-1{n % 10}" for n in range(50)]
    assert judged("c3", "day", list(days)).kind is None
    assert judged("c3", "number", [int(day.replace("-", "")) for day in days]).kind is None


def test_a_named_day_of_birth_needs_no_decades() -> None:
    days = [f"200{n % 3}-0{n % 9 + 1}-1{n % 10}" for n in range(50)]
    assert judged("birthday", "day", list(days)).kind == "birth_date"


def test_moments_are_no_births_however_far_they_lie_apart() -> None:
    assert judged("c3", "day", [f"{day} 10:31:07" for day in BIRTHS]).kind is None


def test_a_text_that_is_kept_as_bytes_is_a_text() -> None:
    mails: list[object] = [f"user{n}@example.jp".encode().hex() for n in range(9)]
    assert judged("c9", "bytes", mails).kind == "email"
    pictures: list[object] = [bytes([255, 216, n]).hex() for n in range(9)]
    assert judged("c9", "bytes", pictures).kind is None
