"""One text, one pass: fold, gate, confirm, check, weigh by context, resolve overlaps.

    >>> [f.kind for f in Scanner().scan("連絡先はsato@example.jpです")]
    ['email']

Rules are patterns; recognisers (`Recogniser`) find what no pattern can: names, addresses, what
is said about a person. They see the text, its folded form and what has been found so far.
Values that hide (`disguise`: escapes, base64, signs without width) are looked for in the text
that a reader would see; a finding then covers what stands in the text that was given.

Texts that are given together (`scan_many`) go through each step together, and so do the windows
of a long one: that takes three fifths of the time, as the processor has at hand what a step needs.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Protocol, runtime_checkable

from upheld.detection.asked import ASKS, turns
from upheld.detection.asking import Asking
from upheld.detection.beside import PAIRS, pairs
from upheld.detection.context import Surroundings
from upheld.detection.disguise import MARKS, unmasked
from upheld.detection.finding import Finding, Span, placed
from upheld.detection.folding import folded
from upheld.detection.gate import Gates, gate_for
from upheld.detection.lexicon import Lexicon
from upheld.detection.long_lines import LONGEST, parts
from upheld.detection.matching import Matcher
from upheld.detection.overlap import resolved
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin
from upheld.detection.tables import Tables

SURE = 0.5
"""Findings below it are not reported unless asked for; 0 to 1."""
_WINDOW = 4096
"""Code points of a stretch, in which a match begins."""
_AT_ONCE = 1 << 15
"""Code points that go through each step together; more would leave a processor's caches."""
_LAYERS = 4
"""Disguises over each other that are looked through."""
_MANY, _MUCH = 256, 1 << 20
"""Texts, and their code points but for the last one's, that `scan_many` holds at once."""
_SHORT = 64
"""Mean code points of texts of which it is asked first whether any of them says anything."""


class Recogniser(Protocol):
    """Finds what patterns cannot."""

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return spans of `text`; `plain` is its folded form, of the same length."""
        ...


@runtime_checkable
class RecogniserOfMany(Recogniser, Protocol):
    """One that takes each of its steps in several texts before the next."""

    def find_each(
        self, texts: Sequence[str], plains: Sequence[str], so_far: Sequence[Sequence[Span]]
    ) -> Iterable[Iterable[Span]]:
        """Return for each text what `find` returns for it."""
        ...


class Scanner:
    """Finds personal data in texts; made once, used from many threads."""

    def __init__(
        self,
        rules: Sequence[Rule] | None = None,
        *,
        recognisers: Sequence[Recogniser] = (),
        sure: float = SURE,
        gate: Gates = gate_for,
    ) -> None:
        """Compile the rules; all built-in ones unless given.

        Args:
            rules: What to look for.
            recognisers: Asked after the rules, in this order.
            sure: Findings below it are not reported; 0 to 1.
            gate: Makes gates; the best that are installed.

        Raises:
            DetectionSelfTestError: The matcher does not work.
        """
        self._recognisers = [
            one if isinstance(one, RecogniserOfMany) else _OneByOne(one) for one in recognisers
        ]
        self._sure = sure
        chosen = builtin() if rules is None else tuple(rules)
        self._asking = Asking([Matcher(rule) for rule in chosen], gate, marks=(*MARKS, ASKS, PAIRS))
        self._lexicon = Lexicon(
            word for r in chosen for word in (*r.context, *r.context_behind, *r.against)
        )

    def scan(self, text: str) -> list[Finding]:
        """Return what is found, sorted by place; no two findings overlap."""
        return placed(text, self.spans(text))

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Yield what is found in each text, in their order; faster than one by one."""
        for batch in batches(texts):
            yield from map(placed, batch, self._together(batch))

    def spans(self, text: str) -> list[Span]:
        """Return the same without lines and columns."""
        return self._spans([text])[0]

    def spans_many(self, texts: Iterable[str]) -> Iterator[list[Span]]:
        """Yield the same for each text, in their order."""
        for batch in batches(texts):
            yield from self._together(batch)

    def _together(self, batch: list[str]) -> list[list[Span]]:
        """The spans of each text of a batch; short ones without any are known all at once."""
        if self._recognisers or sum(map(len, batch)) > len(batch) * _SHORT:
            return self._spans(batch)
        return self._spans(batch) if self._maybe("\n".join(batch)) else [[] for _ in batch]

    def _spans(self, texts: Sequence[str]) -> list[list[Span]]:
        found, hiding = self._found(texts)
        for number, marks in hiding.items():
            found[number].extend(self._hidden(texts[number], marks))
            found[number].extend(self._labelled(texts[number], marks))
        sure = self._sure
        return [
            [span for span in resolved(spans) if span.confidence >= sure] if spans else []
            for spans in found
        ]

    def _labelled(self, text: str, marks: set[str]) -> Iterator[Span]:
        """What is found in values behind what a question, or a field beside them, calls them."""
        if ASKS not in marks and PAIRS not in marks:
            return
        plain = folded(text)
        read = [*(turns(text, plain) if ASKS in marks else ())]
        read += pairs(text, plain) if PAIRS in marks else ()
        once = dict.fromkeys(one.text for one in read)  # tables say the same again and again
        found = dict(zip(once, self._found(list(once))[0], strict=True))
        for reading in read:
            for span in found[reading.text]:
                if place := reading.place(span.start, span.end):
                    yield span._replace(start=place[0], end=place[1])

    def _hidden(self, text: str, marks: set[str], layers: int = _LAYERS) -> list[Span]:
        """What is found in a text under its disguises, and under those that lie beneath them."""
        spans: list[Span] = []
        for seen in unmasked(text, marks):
            (found,), hiding = self._found([seen.text])
            labelled = self._labelled(seen.text, hiding.get(0, set()))
            if hiding and layers > 1:
                found += self._hidden(seen.text, hiding[0], layers - 1)
            spans += seen.placed(found, labelled)
        return spans

    def _found(self, texts: Sequence[str]) -> tuple[list[list[Span]], dict[int, set[str]]]:
        """What is found in each text; and of some, by their numbers, marks of what hides."""
        plains = [folded(text) for text in texts]
        found: list[list[Span]] = [[] for _ in texts]
        hiding: dict[int, set[str]] = {}
        for stretches in self._stretches(plains):
            asked, marks = self._asking.asked(stretches)
            for matcher, places in asked:
                for at, begins in places.items():
                    stretch = stretches[at]
                    found[stretch.number] += matcher.matches(stretch, begins)
            for at in marks:
                hiding.setdefault(stretches[at].number, set()).update(marks[at])
        if self._recognisers:
            for some in at_once(plains):
                self._recognise(texts[some], plains[some], found[some])
        return found, hiding

    def _recognise(
        self, texts: Sequence[str], plains: Sequence[str], found: Sequence[list[Span]]
    ) -> None:
        """Add to what is found so far in each text what the recognisers find."""
        for text, plain, spans in zip(texts, plains, found, strict=True):
            if len(plain) > LONGEST:
                self._recognise_in_parts(text, plain, spans)
        short = [n for n, plain in enumerate(plains) if len(plain) <= LONGEST]
        some = [found[n] for n in short]
        for recogniser in self._recognisers:
            each = recogniser.find_each([texts[n] for n in short], [plains[n] for n in short], some)
            for spans, more in zip(some, each, strict=True):
                spans.extend(more)

    def _recognise_in_parts(self, text: str, plain: str, found: list[Span]) -> None:
        """Do the same in a text part by part."""
        begins = attrgetter("start")
        known = sorted(found, key=begins)
        for start, end in parts(plain):
            first, behind = (bisect_left(known, at, key=begins) for at in (start, end))
            here = [_moved(span, -start) for span in known[first:behind] if span.end <= end]
            count = len(here)
            for recogniser in self._recognisers:
                (more,) = recogniser.find_each([text[start:end]], [plain[start:end]], [here])
                here.extend(more)
            found.extend(_moved(span, start) for span in here[count:])

    def _maybe(self, text: str) -> bool:
        """Whether any rule would be asked, or something may hide."""
        return any(any(self._asking.asked(some)) for some in self._stretches([folded(text)]))

    def _stretches(self, plains: Iterable[str]) -> Iterator[list[Surroundings]]:
        """The stretches in which matches begin, those together that are asked at once."""
        lexicon = self._lexicon
        some: list[Surroundings] = []
        size = 0
        for number, plain in enumerate(plains):
            tables = Tables(plain, lexicon) if "\n" in plain else None
            for start in range(0, len(plain), _WINDOW):
                stop = min(len(plain), start + _WINDOW)
                some.append(
                    Surroundings(number, plain, start, stop, lexicon=lexicon, tables=tables)
                )
                size += stop - start
                if size >= _AT_ONCE:
                    yield some
                    some, size = [], 0
        if some:
            yield some


class _OneByOne:
    """A recogniser that knows nothing of several texts."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.find = recogniser.find

    def find_each(
        self, texts: Sequence[str], plains: Sequence[str], so_far: Sequence[Sequence[Span]]
    ) -> Iterator[Iterable[Span]]:
        return map(self.find, texts, plains, so_far)


def _moved(span: Span, by: int) -> Span:
    return span._replace(start=span.start + by, end=span.end + by)


def at_once(plains: Sequence[str]) -> Iterator[slice]:
    """Yield which texts go through each step of a recogniser together."""
    start = size = 0
    for number, plain in enumerate(plains, start=1):
        size += len(plain)
        if size >= _AT_ONCE or number == len(plains):
            yield slice(start, number)
            start, size = number, 0


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts together, but few long ones: all of a batch are held at once."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if len(batch) == _MANY or size >= _MUCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
