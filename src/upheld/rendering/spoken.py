"""Periods, dates, money and articles of law as people read them, in both languages."""

import re
from datetime import date
from decimal import Decimal

from upheld.law.packs.spelling import of_the_act
from upheld.law.periods import (
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    Days,
    Months,
    Period,
    spoken,
)
from upheld.policy.language.duration import Duration
from upheld.rendering.document import Part

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ARTICLE = re.compile(r"([0-9]+)(-[0-9]+)?((?:\([0-9]+\))?)((?:\([ivx]+\))?)")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def period(length: Period) -> Part:
    """Say how long: `7 years`, `7年`.

    >>> period(Months(18))
    Part(en='1 year and 6 months', ja='1年6か月', terms=())
    """
    said = spoken(length)
    return Part(said.en, said.ja)


def every(length: Period) -> Part:
    """Say how often: `every year`, `毎年`."""
    if length == Months(MONTHS_PER_YEAR):
        return Part("every year", "毎年")
    if length == Months(1):
        return Part("every month", "毎月")
    if length == Days(DAYS_PER_WEEK):
        return Part("every week", "毎週")
    if length == Days(1):
        return Part("every day", "毎日")
    said = period(length)
    return Part(f"every {said.en}", f"{said.ja}ごとに")


def duration(length: Duration, event: Part | None, *, at_most: bool = False) -> Part:
    """Say until when: a period, an event, or a period after an event."""
    if length.period is None:
        assert event is not None  # noqa: S101 - a duration has one of the two
        return Part(f"until {event.en}", f"{event.ja}まで", event.terms)
    said = period(length.period)
    en = f"for at most {said.en}" if at_most else f"for {said.en}"
    ja = f"最長{said.ja}間" if at_most else f"{said.ja}間"
    if event is None:
        return Part(en, ja)
    return Part(f"{en} after {event.en}", f"{event.ja}から{ja}", event.terms)


def day(on: date) -> Part:
    """Say a date: `1 April 2026`, `2026年4月1日`."""
    return Part(f"{on.day} {_MONTHS[on.month - 1]} {on.year}", f"{on.year}年{on.month}月{on.day}日")


def money(amount: Decimal, currency: str) -> Part:
    """Say an amount: `1,000 yen`, `1,000円`."""
    number = f"{amount:,.2f}".removesuffix(".00")
    if currency == "JPY":
        return Part(f"{number} yen", f"{number}円")
    return Part(f"{number} US dollars", f"{number}米ドル")


def article(cited: str) -> Part:
    """Say an article in words where it is one of the Act; else as it is cited.

    >>> article("APPI 27(1)(iv)").ja
    '個人情報保護法第27条第1項第4号'
    >>> article("個人情報保護法第29条第2項").en
    'Article 29(2) of the Act on the Protection of Personal Information'
    """
    match = _ARTICLE.fullmatch(of_the_act(cited) or "")
    if match is None:
        return Part(cited, cited)
    number, branch, paragraph, item = match.groups()
    ja = f"個人情報保護法第{number}条" + (f"の{branch[1:]}" if branch else "")
    if paragraph:
        ja += f"第{paragraph[1:-1]}項"
    if item:
        ja += f"第{_roman(item[1:-1])}号"
    en = f"Article {number}{branch or ''}{paragraph}{item} of the Act on the Protection of Personal Information"
    return Part(en, ja)


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
