"""Dates and ages of people, as they are written."""

import re
from datetime import date

_DIGITS = re.compile(r"[0-9]+")
_YEAR_FIRST = re.compile(r"([1-9][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
"""As most dates are written: read at once, and as the others are."""
_KANJI_RUN = re.compile(r"[〇一二三四五六七八九十百]+")
_KANJI = {char: n for n, char in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}
SMALL = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_MONTHS_LONG = re.compile(r"か月|カ月|ヶ月|ヵ月|months?|mos?\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?i)(?<![a-z])(?:{'|'.join(_MONTHS)})")
_OTHER_MONTHS = (
    "janv|genn|januar|jän|enero", "f[ée]v|feb", "mars|märz|marzo", "avr|april|abril", "mai|mayo|magg", "juin|juni|junio|giug",
    "juil|juli|julio|lugl", "ao[ûu]|august|agosto", "sept|sett", "o[ck]t|ott", "nov", "d[éei]c|dez",
)  # fmt: skip
_OTHER_MONTH = re.compile(
    rf"(?i)(?<![^\W\d_])(?:{'|'.join(f'({month})' for month in _OTHER_MONTHS)})"
)
"""Months in French, German, Spanish and Italian."""
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERAS |= {name[0]: before for name, before in _ERAS.items()}
_ERAS |= {"R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
"""The Gregorian year before the first of each era (Era Name Act and the edicts before it)."""
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTM](?=[0-9])|[令平昭大明](?=[0-9]))\s?(?:[0-9]{1,2}|元)"
)
_OLDEST, _FIRST_YEAR, _LAST_YEAR = 125, 1890, 2100


def born(value: str) -> bool:
    """A date in which somebody living, or not long dead, can have been born."""
    found = read(value)
    return found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR


def age(value: str) -> bool:
    """An age that people reach."""
    found = years(value)
    return found is not None and found <= _OLDEST


def read(value: str, today: date | None = None) -> date | None:
    """The day that a date says, in whatever form; else `None`.

    An unclear order is read as month first. A year of two digits is one of the hundred years
    up to `today`, and none without it.

    >>> read("昭和60年3月12日"), read("三十"), read("03/12/1985"), read("12 June 1971")
    (datetime.date(1985, 3, 12), None, datetime.date(1985, 3, 12), datetime.date(1971, 6, 12))
    """
    iso = _YEAR_FIRST.fullmatch(value)
    if iso is None:
        return _in_any_form(value, today)
    return _day(int(iso[1]), int(iso[2]), int(iso[3]))


def _in_any_form(value: str, today: date | None) -> date | None:
    plain = _KANJI_RUN.sub(lambda run: str(number(run[0])), value)
    era = _ERA.search(plain)
    numbers = [int(found) for found in _DIGITS.findall(plain.replace("元年", "1年"))]
    month = _month(plain)
    match numbers:
        case [year, of, day, *_] if era is not None:
            return _day(_ERAS[era[1]] + year, of, day)
        case [_, _, *_] if month is not None:
            return _day(max(numbers), month, min(numbers))
        case [whole] if len(str(whole)) == 8:  # noqa: PLR2004 - 20160409
            return _day(whole // 10_000, whole // 100 % 100, whole % 100)
        case [year, of, day, *_] if year > 31:  # noqa: PLR2004 - no day: the year stands first
            return _day(_century(year, today), of, day)
        case [first, second, year, *_]:
            year = _century(year, today)
            return _day(year, first, second) or _day(year, second, first)
    return None


def _month(plain: str) -> int | None:
    """Which month a date names, in English or another language of Europe."""
    english = _MONTH.search(plain)
    if english is not None:
        return _MONTHS.index(english[0].lower()) + 1
    other = _OTHER_MONTH.search(plain)
    return None if other is None or other.lastindex is None else other.lastindex


def _century(year: int, today: date | None) -> int:
    if year >= 100 or today is None:  # noqa: PLR2004 - written in full
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def years(written: str) -> int | None:
    """Read an age in whole years; months are years rounded down.

    >>> years("8か月"), years("四歳"), years("five-year-old"), years("10さい"), years("九十二歳")
    (0, 4, 5, 10, 92)
    """
    if digits := _DIGITS.search(written):
        count = int(digits[0][:3])
        return count // 12 if _MONTHS_LONG.search(written) else count
    for word in re.findall(r"[a-z]+", written.lower()):
        if word in SMALL:
            return SMALL[word]
    kanji = _KANJI_RUN.search(written)
    return number(kanji[0]) if kanji else None


def number(kanji: str) -> int:
    """A number in kanji, with or without ten and hundred.

    >>> number("六十"), number("二十七"), number("九二"), number("百三")
    (60, 27, 92, 103)
    """
    total = rest = 0
    for char in kanji:
        if char in _TENS:
            total, rest = total + (rest or 1) * _TENS[char], 0
        else:
            rest = rest * 10 + _KANJI[char]
    return total + rest
