"""What is said about people, as a recogniser of the scanner."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from upheld.detection.about import child, lexicon, region
from upheld.detection.about.lexicon import Word
from upheld.detection.about.person import Persons, Unit, is_record, units
from upheld.detection.about.phrases import MAYBE, kind_of
from upheld.detection.finding import Span

SAID, NAMED = 0.75, 0.7
"""How sure it is that something is said about somebody; and that a weak name is one, then."""
_HEADS = ("health.", "biometric.", "genetic.", "special.", "criminal.", "child.")


class About:
    """Finds what is said about people: after names, ages and numbers have been found."""

    def __init__(self, *, today: date, regions: Collection[str]) -> None:
        """Take the day on which ages are computed and the regions that are restricted."""
        self._today = today
        self._regions = frozenset(regions)

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return sensitive words linked with somebody, and findings that bring a group."""
        del text
        lowered = _lowered(plain)
        said = [*lexicon.words(lowered), *_phrases(so_far)]
        names = [span for span in so_far if span.kind == "person_name"]
        found: list[Span] = []
        if said:
            found.extend(_linked(plain, names, said))
        found.extend(child.spans(plain, so_far, names, self._today))
        found.extend(region.spans(plain, so_far, names, self._regions))
        return found


def _lowered(plain: str) -> str:
    """Lower case of the same length: `İ` would become two code points."""
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def _phrases(so_far: Sequence[Span]) -> Iterator[Word]:
    for span in so_far:
        if span.confidence == MAYBE and span.rule.startswith(_HEADS):
            yield Word(span.rule, span.start, span.end)


def _linked(plain: str, names: Sequence[Span], said: list[Word]) -> Iterator[Span]:
    persons = Persons(plain, names)
    parts = units(plain, is_record(plain))
    victims = _victim_units(parts, said)
    for word in said:
        unit = _unit(parts, word)
        if word.close and unit in victims:
            continue  # 詐欺の被害: the offence is somebody else's
        if persons.linked(unit, word.start, word.end, close=word.close):
            yield Span(kind_of(word.head), word.start, word.end, SAID, word.head)
            yield from _certain(persons.names(unit))


def _victim_units(parts: Sequence[Unit], said: Sequence[Word]) -> set[Unit]:
    return {_unit(parts, word) for word in said if word.head == "special.crime_victim"}


def _unit(parts: Sequence[Unit], word: Word) -> Unit:
    return next(part for part in parts if word.start < part.end or part is parts[-1])


def _certain(names: Sequence[Span]) -> Iterator[Span]:
    """A word that may be a name is one where something is said about it."""
    for name in names:
        if name.confidence < NAMED:
            yield name._replace(confidence=NAMED, rule=f"{name.rule}.linked")
