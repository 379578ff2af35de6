"""What a language has to tell about numbers, dates, articles and negation."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Amount: TypeAlias = tuple[str, str]
Amounts: TypeAlias = Counter[Amount]
Read: TypeAlias = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How one language says things; what follows from it is the same in all of them.

    Attributes:
        date: Finds a day.
        day: Reads it: `2026-04-01`, or `04-01` without a year.
        article: Finds an article of law by its groups `article`, `branch`, `paragraph`, `item`.
        number: Reads one of these groups.
        mixed: Finds `1 year and 6 months`: years and months in its two groups.
        counted: Yields every other amount of a text.
        limits: Finds `at least` and its kin, by sign.
        neutral: Words that look like a denial and are none.
        negation: Finds what denies, forbids or excepts.
        restriction: Finds what limits something to what is named.
        restricting: Prepares a text for the search of restrictions.
    """

    date: re.Pattern[str]
    day: Read
    article: re.Pattern[str]
    number: Callable[[str], str]
    mixed: re.Pattern[str]
    counted: Callable[[str], Iterator[Amount]]
    limits: Mapping[str, re.Pattern[str]]
    neutral: re.Pattern[str]
    negation: re.Pattern[str]
    restriction: re.Pattern[str]
    restricting: Callable[[str], str]

    def dates(self, text: str) -> tuple[str, Counter[str]]:
        """Return the text without its dates, and the dates."""
        return _taken_out(self.date, text, self.day)

    def articles(self, text: str) -> tuple[str, Counter[str]]:
        """Return the text without articles of law, and the articles."""
        return _taken_out(self.article, text, self._cited)

    def amounts(self, text: str) -> tuple[Amounts, Counter[str]]:
        """Return numbers with units, and the limits that stand at them."""
        found: Amounts = Counter()

        def together(match: re.Match[str]) -> str:
            found[amount(int(match[1]) * 12 + int(match[2]), "month")] += 1
            return " "

        rest = self.mixed.sub(together, text)
        found.update(self.counted(rest))
        limits = Counter({sign: len(form.findall(rest)) for sign, form in self.limits.items()})
        return found, +limits

    def negations(self, text: str) -> int:
        """Return how often the text denies, forbids or excepts something."""
        return len(self.negation.findall(self.neutral.sub(" ", text)))

    def restrictions(self, text: str) -> int:
        """Return how often the text limits something to what it names."""
        return len(self.restriction.findall(self.restricting(text)))

    def _cited(self, match: re.Match[str]) -> str:
        signs = (("article", ""), ("branch", "-"), ("paragraph", "."), ("item", "#"))
        return "".join(f"{sign}{self.number(match[of])}" for of, sign in signs if match[of])


def _taken_out(pattern: re.Pattern[str], text: str, read: Read) -> tuple[str, Counter[str]]:
    """Return a text without what a pattern finds, and how often each was found."""
    found: Counter[str] = Counter()

    def gone(match: re.Match[str]) -> str:
        found[read(match)] += 1
        return " "

    return pattern.sub(gone, text), found


def amount(value: float, unit: str) -> Amount:
    """Return an amount in the unit that both languages are compared in.

    Years are twelve months and weeks seven days by law (Civil Code art. 143 counts them by
    the calendar); an hour is no part of a day here, since 72 hours are not three days.

    >>> amount(7, "year"), amount(2, "week"), amount(72, "hour")
    (('month', '84'), ('day', '14'), ('hour', '72'))
    """
    factor, name = _UNITS.get(unit, (1, unit))
    return name, f"{value * factor:g}" if value * factor < _PLAIN else str(int(value * factor))


_PLAIN = 100_000
"""Below it `g` writes a number without an exponent."""
_UNITS = {"year": (12, "month"), "week": (7, "day")}
