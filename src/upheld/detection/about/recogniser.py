"""What is said about people, as a recogniser of the scanner."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from upheld.detection.about import animals, audience, child, labels, lexicon, phrases, region
from upheld.detection.about.lexicon import Word
from upheld.detection.about.person import Persons, Sentences, Unit
from upheld.detection.about.phrases import kind_of
from upheld.detection.finding import Span
from upheld.detection.folding import lowered
from upheld.detection.hints import Hints

SAID, NAMED = 0.75, 0.7
"""How sure it is that something is said about somebody; and that a weak name is one, then."""

_HINTS = Hints(lexicon.HINTS | phrases.hints() | child.HINTS | region.hints())


class About:
    """Finds what is said about people: after names, ages and numbers have been found."""

    def __init__(
        self, *, today: date, regions: Collection[str], child_under: int = child.BOUND
    ) -> None:
        """Take the day on which ages are computed, restricted regions, and who is a child."""
        self._child_under = child_under
        self._today = today
        self._regions = frozenset(regions)

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return sensitive words linked with somebody, and findings that bring a group."""
        return self.find_each([text], [plain], [so_far])[0]

    def find_each(
        self, texts: Sequence[str], plains: Sequence[str], so_far: Sequence[Sequence[Span]]
    ) -> list[list[Span]]:
        """Return the same for each text; each step is taken in all of them before the next."""
        del texts
        hinted = [_HINTS.present(plain) for plain in plains]
        each = [
            (plain, spans, [span for span in spans if span.kind == "person_name"], hints)
            for plain, spans, hints in zip(plains, so_far, hinted, strict=True)
        ]
        found = [_said(plain, names, hints) for plain, _, names, hints in each]
        for (plain, spans, names, hints), into in zip(each, found, strict=True):
            into.extend(
                child.spans(plain, spans, names, self._today, under=self._child_under, hints=hints)
            )
        for (plain, spans, names, hints), into in zip(each, found, strict=True):
            into.extend(region.spans(plain, spans, names, self._regions, hints))
        return [
            _of_people(plain, spans, names)
            for (plain, _, names, _), spans in zip(each, found, strict=True)
        ]


def _of_people(plain: str, spans: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """Without the ages that animals, audiences and businesses have."""
    return [
        one
        for one in spans
        if not (_of_child(one) and (animals.has(plain, one) or audience.has(plain, one, names)))
    ]


def _of_child(span: Span) -> bool:
    return span.kind == "child" or "child" in span.groups


def _said(plain: str, names: Sequence[Span], hints: Collection[str]) -> list[Span]:
    lower = lowered(plain)
    hits = lexicon.hits(plain, lower, hints)
    if not hits:
        return []
    sentences = Sentences(plain)
    words = list(lexicon.said(plain, lower, hits, sentences, hints))
    return [*_linked(plain, names, sentences, words)]


def _linked(
    plain: str, names: Sequence[Span], sentences: Sentences, said: Sequence[Word]
) -> Iterator[Span]:
    if not said:
        return
    persons = Persons(plain, names)
    victims = _victim_units(sentences, said)
    answers = frozenset(labels.answers(plain, said))
    for word in said:
        unit = sentences.at(word.start)
        if word.close and unit in victims:
            continue  # 詐欺の被害: the offence is somebody else's
        if (
            word.alone
            or word in answers
            or persons.linked(unit, word.start, word.end, close=word.close)
        ):
            start = _behind_name(plain, word, persons.over(word.start))
            yield Span(kind_of(word.head), start, word.end, SAID, word.head)
            yield from _certain(persons.names(unit))


def _behind_name(plain: str, word: Word, names: Sequence[Span]) -> int:
    """Where a phrase begins that has taken somebody's name with it: Harold's nursery."""
    ends = [one.end for one in names if one.end < word.end]
    start = max(ends, default=word.start)
    return start + 3 if plain[start : start + 3] in {"'s ", "’s "} else start


def _victim_units(sentences: Sentences, said: Sequence[Word]) -> set[Unit]:
    victims = (word.start for word in said if word.head == "special.crime_victim")
    return {sentences.at(start) for start in victims}


def _certain(names: Sequence[Span]) -> Iterator[Span]:
    """A word that may be a name is one where something is said about it."""
    for name in names:
        if name.confidence < NAMED:
            yield name._replace(confidence=NAMED, rule=f"{name.rule}.linked")
