"""What pages ask for often and what costs much to find out: kept for minutes, by store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import is_
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from upheld.desk.office import Office
from upheld.refusal import RefusalError

_T = TypeVar("_T")
_USUAL = timedelta(minutes=5)
_REFUSED = timedelta(minutes=1)
"""What cannot be found out is not tried again for each visitor of a public page."""


def _declared(office: Office) -> tuple[object, ...]:
    """What a desk works with: read anew, these are other objects."""
    company = office.company
    return (company.policy, *(one.datamap for one in company.systems), *company.maps.values())


@dataclass(frozen=True, slots=True)
class _Known(Generic[_T]):
    """What was found out, when, and under which declarations."""

    at: datetime
    under: tuple[object, ...] = field(repr=False)
    found: _T | RefusalError

    def is_fresh(self, office: Office, now: datetime) -> bool:
        life = _REFUSED if isinstance(self.found, RefusalError) else _USUAL
        declared = _declared(office)
        same = len(declared) == len(self.under) and all(map(is_, declared, self.under))
        return same and timedelta(0) <= now - self.at < life


@dataclass(frozen=True, slots=True)
class Fresh(Generic[_T]):
    """Something of a running desk, found out anew after five minutes, by one caller at a time.

    What was found out under another policy or other data maps is not fresh.

    Attributes:
        find_out: Does it; told what time it is.
    """

    find_out: Callable[[Office, datetime], _T]
    _known: "WeakKeyDictionary[Engine, _Known[_T]]" = field(default_factory=WeakKeyDictionary)
    _lock: Lock = field(default_factory=Lock)

    def of(self, office: Office) -> _T:
        """Return it, at most five minutes old.

        Raises:
            RefusalError: It cannot be found out, or could not a minute ago.
        """
        engine = office.company.engine
        with self._lock:
            now = office.company.clock.now()
            known = self._known.get(engine)
            if known is None or not known.is_fresh(office, now):
                found = self._try(office, now)
                known = self._known[engine] = _Known(now, _declared(office), found)
        if isinstance(known.found, RefusalError):
            raise known.found.with_traceback(None)
        return known.found

    def _try(self, office: Office, now: datetime) -> _T | RefusalError:
        try:
            return self.find_out(office, now)
        except RefusalError as refusal:
            return refusal
