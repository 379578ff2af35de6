"""Invented days and ages, written as the real ones are."""

import re
from typing import Protocol

from upheld.detection.checks.time import SMALL
from upheld.detection.folding import folded


class Choices(Protocol):
    """Draws."""

    def one_of(self, choices: tuple[str, ...], /) -> str:
        """Draw one."""
        ...


def _range(first: int, last: int, width: int = 1) -> tuple[str, ...]:
    return tuple(f"{number:0{width}}" for number in range(first, last + 1))


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT_MONTHS = tuple(month[:3] for month in _MONTHS)
_ERAS = {
    "明": 44, "大": 14, "昭": 63, "平": 30, "令": 6,
    "M": 44, "T": 14, "S": 63, "H": 30, "R": 6,
}  # fmt: skip
"""The last whole year of each era; of the present one, a year that has been."""
_ERA = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[明大昭平令](?=[0-9])|(?<![A-Za-z0-9])[MTSHR](?=[0-9]))\s?$"
)
_NUMERALS = tuple("二三四五六七八九")
_WORDS = tuple(word for word, number in SMALL.items() if number > 1)
_TOKEN = re.compile(
    r"[0-9]+|元|[〇一二三四五六七八九十百]+(?=年|月|日|歳|才|つ|$)|[A-Za-z]+|.", re.DOTALL
)
_YEAR_DIGITS, _WHOLE_DAY = 4, 8
_LAST_DAY, _CHILD, _OLDEST = 31, 13, 99


def day_like(value: str, draws: Choices) -> str:
    """A day that is there in every month, in the form of another.

    Months and days are 1 to 12, so that their order does not matter.
    """
    return _in_width(value, "".join(_of_day(folded(value), draws)))


def age_like(value: str, draws: Choices) -> str:
    """An age in the form of another: of a child for a child's, of an adult for an adult's."""
    plain = folded(value)
    school = "年生" in plain or "grade" in plain.lower()
    parts = []
    for found in _TOKEN.finditer(plain):
        part = found[0]
        if part.isdigit():
            last = 3 if school else 9 if int(part) < _CHILD else _OLDEST
            part = draws.one_of(_range(1 if last < _OLDEST else 20, last, len(part)))
        elif part.lower() in _WORDS:
            part = _as_cased(part, draws.one_of(_WORDS))
        elif len(part) == 1 and part in "一二三四五六七八九":
            part = draws.one_of(_NUMERALS)
        parts.append(part)
    return _in_width(value, "".join(parts))


def _of_day(plain: str, draws: Choices) -> list[str]:
    parts: list[str] = []
    for found in _TOKEN.finditer(plain):
        part, before = found[0], plain[: found.start()]
        if part.isdigit():
            era = _ERA.search(before)
            parts.append(_number(part, draws, _ERAS[era[0][0]] if era else 0))
        elif part == "元" and _ERA.search(before):
            parts.append(draws.one_of(_NUMERALS))
        elif part.lower() in {"st", "nd", "rd"} and before[-1:].isdigit():
            parts.append("th")
        elif part.title() in _MONTHS:
            parts.append(_as_cased(part, draws.one_of(_MONTHS)))
        elif part.title() in _SHORT_MONTHS:
            parts.append(_as_cased(part, draws.one_of(_SHORT_MONTHS)))
        elif part[0] in "〇一二三四五六七八九十百":
            parts.append(draws.one_of(_NUMERALS))
        else:
            parts.append(part)
    return parts


def _number(part: str, draws: Choices, era_ends: int) -> str:
    width = len(part)
    if era_ends:
        return draws.one_of(_range(2, min(era_ends, 10**width - 1), width))
    if width == _WHOLE_DAY:
        return draws.one_of(_range(1941, 1999)) + draws.one_of(_range(101, 128, 4))
    if width == _YEAR_DIGITS:
        return draws.one_of(_range(1941, 1999))
    if int(part) > _LAST_DAY:
        return draws.one_of(_range(41, 99))
    # From four on an ordinal ends in "th".
    return draws.one_of(_range(4, 9, width) if width == 1 or part[0] == "0" else _range(10, 12))


def _as_cased(like: str, word: str) -> str:
    return word.upper() if like.isupper() else word.lower() if like.islower() else word.title()


def _in_width(form: str, new: str) -> str:
    """Digits are of full width where those of the form are."""
    wide = any(char.isdecimal() and not char.isascii() for char in form)
    return new.translate({48 + n: 0xFF10 + n for n in range(10)}) if wide else new
