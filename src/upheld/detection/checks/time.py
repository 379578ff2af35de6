"""Dates and ages of people."""

import re
from datetime import date

_NUMBER = re.compile(r"[0-9]+")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA_LETTERS = {"R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
"""The Gregorian year before the first of each era (Era Name Act and the edicts before it)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KANJI = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"元": 1}
_OLDEST, _FIRST_YEAR, _LAST_YEAR = 125, 1890, 2100


def born(value: str) -> bool:
    """A date in which somebody living, or not long dead, can have been born."""
    found = read(value)
    return found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR


def read(value: str) -> date | None:
    """The day that a date says, in any form that the rules of birth dates take; else `None`.

    >>> read("昭和60年3月12日"), read("三十"), read("03/12/1985"), read("12 June 1971")
    (datetime.date(1985, 3, 12), None, datetime.date(1985, 3, 12), datetime.date(1971, 6, 12))
    """
    try:
        return _japanese(value) or _western(value)
    except ValueError:
        return None


def _japanese(value: str) -> date | None:
    base = next((zero for era, zero in _ERAS.items() if value.startswith(era)), None)
    if base is None and value[:1] in _ERA_LETTERS and value[1:2].strip(".").isdigit():
        base = _ERA_LETTERS[value[0]]
    if base is None and "年" not in value:
        return None
    parts = re.split(r"[年月日./\s-]+", value.lstrip("令和平成昭大正明治RHSTM"))
    numbers = [number(part) for part in parts if part]
    return date(numbers[0] + (base or 0), numbers[1], numbers[2]) if len(numbers) > 2 else None  # noqa: PLR2004


def _western(value: str) -> date | None:
    lower = value.lower()
    numbers = [int(found) for found in _NUMBER.findall(value)]
    named = next((n for n, name in enumerate(_MONTHS, 1) if name in lower), None)
    if named is not None:
        day, year = numbers
        return date(year, named, day)
    if len(numbers) == 1:
        return date(numbers[0] // 10_000, numbers[0] // 100 % 100, numbers[0] % 100)
    if numbers[0] > 31:  # noqa: PLR2004 - no day: the year stands first
        return date(*numbers)
    month, day, year = numbers
    return date(year, month, day) if month <= 12 else date(year, day, month)  # noqa: PLR2004


def number(written: str) -> int:
    """A number in digits, or in kanji with or without ten and hundred.

    >>> number("六十"), number("二十七"), number("九二"), number("41"), number("百三")
    (60, 27, 92, 41, 103)
    """
    if written.isascii():
        return int(written)
    total = 0
    if "百" in written:
        head, _, written = written.partition("百")
        total = 100 * (number(head) if head else 1)
    if "十" in written:
        head, _, written = written.partition("十")
        total += 10 * (number(head) if head else 1)
    rest = 0
    for char in written:
        rest = rest * 10 + _KANJI[char]
    return total + rest


def age(value: str) -> bool:
    """An age that people reach."""
    digits = _NUMBER.findall(value)
    try:
        years = int(digits[0]) if digits else number(value.rstrip("歳才"))
    except (KeyError, ValueError):
        return False
    return years <= _OLDEST
