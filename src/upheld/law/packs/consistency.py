"""What must hold inside one pack: no number without an article, no name twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from upheld.law.packs.entries import Number
from upheld.law.packs.model import Duty, Pack

_TIMES = frozenset({"hours", "days", "business-days", "weeks", "months", "years"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something a pack says that cannot be.

    Attributes:
        at: The way to it through the file: keys, and positions in lists.
        words: What is wrong; English, because only who writes a pack reads it.
    """

    at: tuple[str | int, ...]
    words: str


def contradictions(pack: Pack) -> Iterator[Contradiction]:
    """Yield all contradictions of a pack."""
    repeated = _repeated(duty.id for duty in pack.duties)
    for position, duty in enumerate(pack.duties):
        at = ("duties", position)
        if duty.id in repeated:
            yield Contradiction((*at, "id"), f"the duty `{duty.id}` is there twice")
        if pack.state == "bill" and duty.since:
            yield Contradiction((*at, "since"), "a duty of a bill is not in force")
        if pack.state == "in-force" and not duty.since:
            yield Contradiction(at, f"`{duty.id}` does not say since when it is in force")
        for words in (*_of_names(duty), *_of_articles(pack, duty), *_of_numbers(pack, duty)):
            yield Contradiction(at, words)


def _of_names(duty: Duty) -> Iterator[str]:
    for name in _repeated(part.id for part in duty.parts):
        yield f"`{duty.id}` has two parts called `{name}`"
    grounds = {ground.id for ground in duty.grounds}
    for told in duty.told:
        for name in (one for one in told.grounds if one not in grounds):
            yield f"`{duty.id}/{told.id}` is said on `{name}`, which is no ground of it"
    if duty.until and duty.since and duty.until < duty.since:
        yield f"`{duty.id}` ends before it begins"


def _of_articles(pack: Pack, duty: Duty) -> Iterator[str]:
    for article in (duty.article, *duty.see, *(part.article for part in duty.parts)):
        instrument, _blank, number = article.partition(" ")
        if instrument not in pack.instruments:
            yield f"`{duty.id}` cites `{article}`, and no instrument is called `{instrument}`"
        elif not pack.instruments[instrument].knows(number):
            yield f"`{duty.id}` cites `{article}`, which is not an article"


def _of_numbers(pack: Pack, duty: Duty) -> Iterator[str]:
    for number in duty.numbers:
        yield from _of_number(pack, f"{duty.id}/{number.id}", number)
        if number.extends is not None and number.extends not in {one.id for one in duty.numbers}:
            yield f"`{duty.id}/{number.id}` extends `{number.extends}`, which is not there"


def _of_number(pack: Pack, name: str, number: Number) -> Iterator[str]:
    if number.clock is None:
        return
    if number.clock not in pack.clocks:
        yield f"`{name}` is counted by the clock `{number.clock}`, which is not declared"
    if number.unit not in _TIMES:
        yield f"`{name}` counts {number.unit}, and a clock counts time"


def _repeated(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, count in Counter(names).items() if count > 1)
