"""Requests of Californians that are followed and not weighed: the time for them, and no proof.

A time that a policy promises for requests in general is none for these: the regulations set a
shorter one, which nothing prolongs, and ask for no verification (11 CCR 7026(d), 7060(b)).
"""

from collections.abc import Mapping
from typing import Final

from upheld.law.periods import BusinessDays, Days, Hours, Period

PACK: Final = "US-CA-CCPA@2026-01"
OPT_OUTS: Mapping[str, tuple[str, str]] = {
    "opt-out-sale-sharing": ("ccpa-7026-f", "stop"),
    "limit-use": ("ccpa-7027-g", "limit"),
}
"""By right: the duty of the pack and its number."""
WITHIN = BusinessDays(15)
"""11 CCR 7026(f), 7027(g): as soon as feasibly possible, at the most this."""
_LEAST_DAYS = 21
"""15 business days are three weeks where no holiday lies between, and more where one does."""
_HOURS = 24


def slower(period: Period) -> bool:
    """Say whether a promised time may end after the law's.

    >>> slower(Days(45)), slower(Days(20)), slower(BusinessDays(15)), slower(BusinessDays(16))
    (True, False, False, True)
    """
    match period:
        case BusinessDays(count):
            return count > WITHIN.count
        case Days(count):
            return count >= _LEAST_DAYS
        case Hours(count):
            return count >= _LEAST_DAYS * _HOURS
        case _:
            return True  # a month is longer than 15 business days
