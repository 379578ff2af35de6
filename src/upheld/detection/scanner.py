"""One text, one pass: fold, gate, confirm, check, weigh by context, resolve overlaps.

    >>> [f.kind for f in Scanner().scan("連絡先はsato@example.jpです")]
    ['email']

Rules are patterns; recognisers (`Recogniser`) find what no pattern can: names, addresses, what
is said about a person. They see the text, its folded form and what has been found so far.
Values that hide (`disguise`: escapes, base64, signs without width) are looked for in the text
that a reader would see; a finding then covers what stands in the text that was given.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from upheld.detection.asking import Asking
from upheld.detection.context import Surroundings
from upheld.detection.disguise import MARKS, unmasked
from upheld.detection.finding import Finding, Span, placed
from upheld.detection.folding import folded
from upheld.detection.gate import Gates, gate_for
from upheld.detection.lexicon import Lexicon
from upheld.detection.matching import Matcher
from upheld.detection.overlap import resolved
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin

SURE = 0.5
"""Findings below it are not reported unless asked for; 0 to 1."""
_WINDOW = 4096
"""Code points that are asked at once."""
_MANY = 256
"""Texts that are asked at once in `scan_many`."""


class Recogniser(Protocol):
    """Finds what patterns cannot."""

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return spans of `text`; `plain` is its folded form, of the same length."""
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
        self._recognisers = tuple(recognisers)
        self._sure = sure
        chosen = builtin() if rules is None else tuple(rules)
        self._asking = Asking([Matcher(rule) for rule in chosen], gate, marks=MARKS)
        self._lexicon = Lexicon(
            word for r in chosen for word in (*r.context, *r.context_behind, *r.against)
        )

    def scan(self, text: str) -> list[Finding]:
        """Return what is found, sorted by place; no two findings overlap."""
        return placed(text, self.spans(text))

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Yield what is found in each text, in their order; many short texts cost little."""
        rest = iter(texts)
        while batch := list(islice(rest, _MANY)):
            if self._recognisers or self._maybe("\n".join(batch)):
                yield from map(self.scan, batch)
            else:
                yield from ([] for _ in batch)

    def spans(self, text: str) -> list[Span]:
        """Return the same without lines and columns."""
        found, hiding = self._found(text)
        if hiding:
            for seen in unmasked(text, hiding):
                found.extend(seen.placed(self._found(seen.text)[0]))
        if not found:
            return found
        return [span for span in resolved(found) if span.confidence >= self._sure]

    def _found(self, text: str) -> tuple[list[Span], set[str]]:
        """What is found, and the marks of something that hides."""
        plain = folded(text)
        found, hiding = self._matched(plain)
        for recogniser in self._recognisers:
            found.extend(recogniser.find(text, plain, found))
        return found, hiding

    def _maybe(self, text: str) -> bool:
        """Whether any rule would be asked, or something may hide."""
        plain = folded(text)
        around = Surroundings(plain, self._lexicon)
        for start, stop in windows(plain):
            around.enter(start, stop)
            asked, marks = self._asking.asked(around)
            if asked or marks:
                return True
        return False

    def _matched(self, plain: str) -> tuple[list[Span], set[str]]:
        around = Surroundings(plain, self._lexicon)
        found: list[Span] = []
        hiding: set[str] = set()
        for start, stop in windows(plain):
            around.enter(start, stop)
            asked, marks = self._asking.asked(around)
            hiding.update(marks)
            for matcher, begins in asked:
                found += matcher.matches(plain, around, start, stop, begins)
        return found, hiding


def windows(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches in which matches begin."""
    for start in range(0, len(plain), _WINDOW):
        yield start, min(len(plain), start + _WINDOW)
