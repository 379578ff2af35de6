"""Periods in prose: within 3 business days, 90–365 days, 7 years, 72時間, 五年間, 10営業日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.prose.document import Span
from upheld.prose.numbering import kanji_value

Unit: TypeAlias = Literal["hours", "days", "business-days", "weeks", "months", "years"]

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "thirty": 30,
    "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years",
    "business day": "business-days", "working day": "business-days",
    "時間": "hours", "日": "days", "日間": "days", "営業日": "business-days", "週間": "weeks",
    "か月": "months", "ヶ月": "months", "カ月": "months", "ケ月": "months", "箇月": "months",
    "月間": "months", "年": "years", "年間": "years", "ヵ月": "months",
}  # fmt: skip
_DAYS_OF_UNIT: dict[Unit, float] = {
    "hours": 1 / 24, "days": 1, "business-days": 7 / 5, "weeks": 7, "months": 365 / 12, "years": 365,
}  # fmt: skip
_LETTER: dict[Unit, str] = {"days": "D", "weeks": "W", "months": "M", "years": "Y"}
_ENGLISH = re.compile(
    rf"(?<![\w.$-])(?P<low>\d{{1,4}}|{'|'.join(_WORDS)})"
    rf"(?:\s*(?:[-–—~]|to|or)\s*(?P<high>\d{{1,4}}))?(?:\s*\(\d{{1,4}}\))?[ \u00a0\t-]+(?:\n[ ]*)?"
    r"(?:calendar\s+)?(?P<unit>business\s+day|working\s+day|hour|day|week|month|year)s?(?:'|\b)"
    r"(?!\s*(?:old|of age))",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?<![\d０-９年月/.])(?P<low>[\d０-９]{1,4}|[一二三四五六七八九十百]{1,4})"
    r"(?:\s*[-–—~〜～]\s*(?P<high>[\d０-９]{1,4}))?\s*"
    r"(?P<unit>営業日|時間|週間|[かヶカケ箇ヵ]月|日間|年間|日(?=以内|後|前|を|が|程度|の|で|と)|年(?=以内|後|を経過|保|とし))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationFact:
    """A period, as printed and as a policy file writes it.

    Attributes:
        low: The number, or the smaller of two.
        high: The larger one; the same where there is one.
        unit: Of both.
    """

    span: Span
    low: int
    high: int
    unit: Unit

    @property
    def longest_days(self) -> float:
        """The larger number in calendar days, for comparison only."""
        return self.high * _DAYS_OF_UNIT[self.unit]

    def written(self, *, high: bool = True) -> str:
        """Return `P7Y`, `P90D`, `3bd` or `PT72H`."""
        number = self.high if high else self.low
        if self.unit == "business-days":
            return f"{number}bd"
        return f"PT{number}H" if self.unit == "hours" else f"P{number}{_LETTER[self.unit]}"


def durations(text: str, start: int = 0, end: int | None = None) -> Iterator[DurationFact]:
    """Yield the periods of a text, in order.

    >>> [d.written() for d in durations("within 3 business days, then 90–365 days; 72時間以内、７年間")]
    ['3bd', 'P365D', 'PT72H', 'P7Y']
    """
    stop = len(text) if end is None else end
    found = [*_ENGLISH.finditer(text, start, stop), *_JAPANESE.finditer(text, start, stop)]
    for match in sorted(found, key=lambda one: one.start()):
        unit = _UNITS[re.sub(r"\s+", " ", match["unit"].lower())]
        low = _number(match["low"])
        if low is None:
            continue
        high = int(match["high"]) if match["high"] else low
        yield DurationFact(
            span=Span(match.start(), match.end()), low=low, high=max(low, high), unit=unit
        )


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return _WORDS.get(text.lower()) or kanji_value(text)
