"""The scanner with everything, for processes that run longer than a day: ages are those of today."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from upheld.clock import Clock, SystemClock
from upheld.detection import Finding, Scanner
from upheld.detection.about.child import BOUND
from upheld.detection.standard import REGIONS, standard
from upheld.screening.own_rules import Own

_KEPT_TEXTS = 20_000
"""Texts whose findings are kept; a few megabytes."""


@dataclass(slots=True)
class DailyScanner:
    """Made anew each day, for the regions and the age of a policy.

    Attributes:
        clock: Which day it is.
        regions: ISO 3166-1 codes whose people's data is restricted.
        child_under: Years; who is younger is a child.
        own: What a company adds to what is found.
    """

    clock: Clock = field(default_factory=SystemClock)
    regions: frozenset[str] = frozenset(REGIONS)
    child_under: int = BOUND
    own: Own = field(default_factory=Own)
    _today: "_Today | None" = field(default=None, repr=False)

    def scan(self, text: str) -> list[Finding]:
        """Return what is found; a text that was scanned today is not scanned again."""
        day = self.clock.today()
        today = self._today
        if today is None or today.day != day:
            today = self._today = _Today(
                day,
                standard(
                    today=day,
                    regions=self.regions,
                    child_under=self.child_under,
                    rules=self.own.rules,
                    recognisers=self.own.recognisers,
                    judge=self.own.judge,
                ),
            )
        return today.scan(text)


class _Today:
    """One day's scanner, and what it found: every call of a conversation says all of it again.

    Kept are kinds and places by a digest whose key dies with the process, never a text.
    """

    def __init__(self, day: date, scanner: Scanner) -> None:
        self.day = day
        self._scanner = scanner
        self._key = secrets.token_bytes(32)
        self._found: OrderedDict[bytes, list[Finding]] = OrderedDict()
        self._lock = Lock()

    def scan(self, text: str) -> list[Finding]:
        raw = text.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(raw, digest_size=32, key=self._key).digest()
        with self._lock:
            kept = self._found.get(digest)
            if kept is not None:
                self._found.move_to_end(digest)
                return kept
        found = self._scanner.scan(text)
        with self._lock:
            self._found[digest] = found
            while len(self._found) > _KEPT_TEXTS:
                self._found.popitem(last=False)
        return found
