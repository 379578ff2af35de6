"""Names and addresses, as a recogniser of the scanner."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from upheld.detection.finding import Span
from upheld.detection.hints import Hints
from upheld.detection.scanner import SURE
from upheld.detection.words import (
    abroad,
    addresses,
    english,
    everyday,
    fields,
    japanese,
    kana,
    morphemes,
    parts,
)

_JAPANESE = re.compile(r"[\u3400-\u9fff\u3041-\u30fa]")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_HINTS = Hints(english.HINTS | abroad.HINTS | fields.hints() | parts.HINTS | {"kana": kana.HINT})


class Words:
    """Finds names and addresses in Japanese, in English, or in both."""

    def __init__(self, languages: Sequence[str] = ("ja", "en")) -> None:
        """Take the languages that texts come in: `ja`, `en`."""
        self._japanese = "ja" in languages
        self._english = "en" in languages
        self._by_morphemes = self._japanese and morphemes.available()

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return names and addresses; weak candidates are below the scanner's bound."""
        del text
        found = [*self._found(plain)]
        return _clear_of(found, so_far)

    def _found(self, plain: str) -> Iterator[Span]:
        hints = _HINTS.present(plain)
        if self._japanese and not plain.isascii() and _JAPANESE.search(plain):
            yield from addresses.addresses(plain)
            for start, line in _lines(plain):
                if not line.isascii() and _JAPANESE.search(line):
                    for span in self._names(line):
                        yield span._replace(start=span.start + start, end=span.end + start)
        if self._japanese:
            yield from parts.addresses(plain, hints)
        if self._japanese and "kana" in hints:
            yield from kana.addresses(plain)
        if self._english and _CAPITAL.search(plain):
            yield from english.names(plain, hints)
        yield from abroad.addresses(plain, hints)
        yield from fields.names(plain, hints)

    def _names(self, line: str) -> Iterable[Span]:
        if not self._by_morphemes:
            return japanese.by_honorific(line)
        stretches = list(everyday.to_read(line))
        return japanese.names(line, morphemes.morphemes(line, stretches)) if stretches else ()


def _lines(plain: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in plain.split("\n"):
        yield start, line
        start += len(line) + 1


def _clear_of(found: list[Span], so_far: Sequence[Span]) -> list[Span]:
    """Names inside an address, an e-mail address or a secret are no people."""
    kept = [(s.start, s.end) for s in so_far if s.confidence >= SURE]
    kept += [(s.start, s.end) for s in found if s.kind == "address"]
    starts, ends = _merged(kept)

    def is_clear(span: Span) -> bool:
        before = bisect_left(starts, span.end)
        return not before or ends[before - 1] <= span.start

    return [span for span in found if span.kind == "address" or is_clear(span)]


def _merged(places: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts and ends of what the places cover together: looked up, and not gone through."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(places):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
