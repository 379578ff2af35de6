"""How long reading may take: a big database is read as far as the time goes, and the rest is named."""

import re
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.connectors.contract import Finder
from upheld.refusal import UsageError
from upheld.wording import Text

How: TypeAlias = Literal["full", "sampled", "not-reached"]
"""Whether every value was read, some were, or none."""

_WRITTEN = re.compile(r"([1-9]\d{0,5})([smh])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600}


class OutOfTimeError(Exception):
    """The budget, or that of the database, ended in the middle of a reading; what was not read is named."""


class Budget:
    """Time that a reading may take; without seconds as long as it takes."""

    def __init__(
        self, seconds: float | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin now.

        Args:
            seconds: Until it is over; `None`: never.
            now: A clock that only goes forward, in seconds.
        """
        self._now = now
        self._end = None if seconds is None else now() + seconds
        self._stopped = False

    @property
    def limited(self) -> bool:
        """Whether it can be over at all."""
        return self._end is not None

    def over(self) -> bool:
        """Whether nothing more may be read."""
        return self._stopped or (self._end is not None and self._now() >= self._end)

    def stop(self) -> None:
        """Let it be over now: readings in other threads end at their next look."""
        self._stopped = True

    def watched(self, finder: Finder) -> Finder:
        """Return the same finder; asked after the end it raises `OutOfTimeError`."""
        return _Watched(finder, self)


@dataclass(frozen=True, slots=True)
class _Watched:
    finder: Finder
    budget: Budget

    def search(self, text: str) -> Iterable[int]:
        if self.budget.over():
            raise OutOfTimeError
        return self.finder.search(text)

    def search_each(self, texts: Sequence[str]) -> Iterable[Collection[int]]:
        if self.budget.over():
            raise OutOfTimeError
        return self.finder.search_each(texts)


def seconds_of(text: str) -> int:
    """Read a length of time in seconds.

    >>> seconds_of("90s"), seconds_of("10m"), seconds_of("2h")
    (90, 600, 7200)

    Raises:
        UsageError: It is none.
    """
    if found := _WRITTEN.fullmatch(text.strip()):
        return int(found[1]) * _SECONDS[found[2]]
    raise UsageError(
        Text(
            en=f"`--budget {text[:20]}` is not a length of time",
            ja=f"`--budget {text[:20]}` は時間の長さではありません",
        ),
        remedy=Text(
            en="write e.g. `90s`, `10m` or `2h`", ja="`90s`、`10m`、`2h` のように書いてください"
        ),
    )
