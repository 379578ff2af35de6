"""What pages ask for often and what costs much to find out: kept for minutes, by store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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


@dataclass(frozen=True, slots=True)
class Fresh(Generic[_T]):
    """Something of a running desk, found out anew after five minutes, by one caller at a time.

    Attributes:
        find_out: Does it; told what time it is.
    """

    find_out: Callable[[Office, datetime], _T]
    _known: "WeakKeyDictionary[Engine, tuple[datetime, _T | RefusalError]]" = field(
        default_factory=WeakKeyDictionary
    )
    _lock: Lock = field(default_factory=Lock)

    def of(self, office: Office) -> _T:
        """Return it, at most five minutes old.

        Raises:
            RefusalError: It cannot be found out, or could not a minute ago.
        """
        engine = office.company.engine
        with self._lock:
            now = office.company.clock.now()
            at, found = self._known.get(engine, (None, None))
            life = _REFUSED if isinstance(found, RefusalError) else _USUAL
            if at is None or found is None or not timedelta(0) <= now - at < life:
                found = self._try(office, now)
                self._known[engine] = (now, found)
        if isinstance(found, RefusalError):
            raise found.with_traceback(None)
        return found

    def _try(self, office: Office, now: datetime) -> _T | RefusalError:
        try:
            return self.find_out(office, now)
        except RefusalError as refusal:
            return refusal
