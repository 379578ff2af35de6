"""What a language has to tell about numbers, dates, articles and negation."""

from collections import Counter
from typing import Protocol, TypeAlias

Amounts: TypeAlias = Counter[tuple[str, str]]


class Rules(Protocol):
    """How one language says things."""

    def dates(self, text: str) -> tuple[str, Counter[str]]:
        """Return the text without its dates, and the dates."""
        ...

    def articles(self, text: str) -> tuple[str, Counter[str]]:
        """Return the text without articles of law, and the articles."""
        ...

    def amounts(self, text: str) -> tuple[Amounts, Counter[str]]:
        """Return numbers with units, and the limits that stand at them."""
        ...

    def negations(self, text: str) -> int:
        """Return how often the text denies, forbids or excepts something."""
        ...

    def restrictions(self, text: str) -> int:
        """Return how often the text limits something to what it names."""
        ...


def amount(value: float, unit: str) -> tuple[str, str]:
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
