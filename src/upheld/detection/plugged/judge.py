"""A second opinion on doubtful findings only: most findings are never shown to anybody."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from upheld.detection.finding import Span
from upheld.detection.folding import folded
from upheld.detection.scanner import SURE, Recogniser

LEAST, MOST = 0.35, 0.7
"""Between them a finding is in doubt: below it is nothing, above it stands."""
_CONFIRMED = 0.75


class Judge(Protocol):
    """Says whether a doubtful finding is right: a model, a person, a list."""

    def holds(self, passage: str, span: Span) -> bool:
        """Decide; the span's ends count within the passage, which is its line."""
        ...


class Judged:
    """A recogniser whose doubtful findings are put before a judge."""

    def __init__(
        self, recogniser: Recogniser, judge: Judge, *, least: float = LEAST, most: float = MOST
    ) -> None:
        """Take the recogniser, the judge, and the bounds of doubt.

        Args:
            recogniser: Whose findings are judged.
            judge: Asked once for each finding in doubt.
            least: Findings below it are left as they are; 0 to 1.
            most: So are findings at or above it.
        """
        self._recogniser = recogniser
        self._judge = judge
        self._least, self._most = least, most

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return findings; of those in doubt, what the judge holds is sure, the rest is not."""
        for span in self._recogniser.find(text, plain, so_far):
            if not self._least <= span.confidence < self._most:
                yield span
            elif self._judge.holds(*_passage(text, span)):
                yield span._replace(confidence=_CONFIRMED, rule=f"{span.rule}.judged")
            else:
                yield span._replace(confidence=min(span.confidence, SURE / 2))


class SecondOpinion:
    """A judge that holds what another recogniser finds in the same place, as the same kind."""

    def __init__(self, recogniser: Recogniser) -> None:
        """Take the recogniser."""
        self._recogniser = recogniser
        # Of one line several names can be in doubt: it is read once. No text is kept, but its digest.
        self._last: tuple[bytes, tuple[Span, ...]] = (b"", ())

    def holds(self, passage: str, span: Span) -> bool:
        """Decide."""
        digest = hashlib.blake2b(passage.encode("utf-8", "surrogatepass")).digest()
        last, found = self._last
        if last != digest:
            found = tuple(self._recogniser.find(passage, folded(passage), ()))
            self._last = digest, found
        return any(
            one.kind == span.kind and one.start < span.end and span.start < one.end for one in found
        )


def _passage(text: str, span: Span) -> tuple[str, Span]:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    passage = text[start : len(text) if end == -1 else end]
    return passage, span._replace(start=span.start - start, end=span.end - start)
