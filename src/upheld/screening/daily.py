"""The scanner with everything, for processes that run longer than a day: ages are those of today."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from upheld.clock import Clock, SystemClock
from upheld.detection import Finding, Scanner
from upheld.detection.about.child import BOUND
from upheld.detection.scanner import batches
from upheld.detection.standard import REGIONS, standard
from upheld.policy.model import Policy
from upheld.screening.own_rules import Own
from upheld.screening.sought import child_bound_of, regions_of

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

    @classmethod
    def by_policy(
        cls, policy: Policy, *, clock: Clock | None = None, own: Own | None = None
    ) -> "DailyScanner":
        """Look for what a policy speaks of: people of its regions, children of its age.

        Args:
            policy: Whose `regions` and `ai.prohibited` count.
            clock: Which day it is; the machine's where none is given.
            own: What a company adds to what is found.
        """
        return cls(clock or SystemClock(), regions_of(policy), child_bound_of(policy), own or Own())

    def scan(self, text: str) -> list[Finding]:
        """Return what is found; a text that was scanned today is not scanned again."""
        return next(self.scan_many([text]))

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Yield the same for each text, in their order; new ones are scanned together."""
        return self._of_today().scan_many(texts)

    def _of_today(self) -> "_Today":
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
        return today


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

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        for batch in batches(texts):
            digests = [self._digest(text) for text in batch]
            found = self._kept(digests)
            new = {one: text for one, text in zip(digests, batch, strict=True) if one not in found}
            scanned = dict(zip(new, self._scanner.scan_many(new.values()), strict=True))
            self._keep(scanned)
            found |= scanned
            yield from (found[digest] for digest in digests)

    def _digest(self, text: str) -> bytes:
        raw = text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(raw, digest_size=32, key=self._key).digest()

    def _kept(self, digests: Iterable[bytes]) -> dict[bytes, list[Finding]]:
        with self._lock:
            kept = {digest: self._found[digest] for digest in digests if digest in self._found}
            for digest in kept:
                self._found.move_to_end(digest)
            return kept

    def _keep(self, found: dict[bytes, list[Finding]]) -> None:
        with self._lock:
            self._found.update(found)
            while len(self._found) > _KEPT_TEXTS:
                self._found.popitem(last=False)
