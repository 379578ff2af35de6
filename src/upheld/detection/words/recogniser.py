"""Names and addresses, as a recogniser of the scanner."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from upheld.detection.finding import Span
from upheld.detection.hints import Hints
from upheld.detection.scanner import SURE, at_once
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
    written,
)

_JAPANESE = re.compile(r"[\u3400-\u9fff\u3041-\u30fa]")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_HINTS = Hints(
    english.HINTS
    | abroad.HINTS
    | fields.hints()
    | parts.HINTS
    | written.HINTS
    | {"kana": kana.HINT}
)


class Words:
    """Finds names and addresses in Japanese, in English, or in both."""

    def __init__(self, languages: Sequence[str] = ("ja", "en")) -> None:
        """Take the languages that texts come in: `ja`, `en`."""
        self._japanese = "ja" in languages
        self._english = "en" in languages
        self._by_morphemes = self._japanese and morphemes.available()

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return names and addresses; weak candidates are below the scanner's bound."""
        return self.find_each([text], [plain], [so_far])[0]

    def find_each(
        self, texts: Sequence[str], plains: Sequence[str], so_far: Sequence[Sequence[Span]]
    ) -> list[list[Span]]:
        """Return the same for each text; each step is taken in all of them before the next."""
        del texts
        found: list[list[Span]] = [[] for _ in plains]
        hinted = [
            (_HINTS.present(plain), plain, into) for plain, into in zip(plains, found, strict=True)
        ]
        if self._japanese:
            self._in_japanese(plains, found)
            for hints, plain, into in hinted:
                into.extend(parts.addresses(plain, hints))
            for hints, plain, into in hinted:
                if "kana" in hints:
                    into.extend(kana.addresses(plain))
        if self._english:
            for hints, plain, into in hinted:
                into.extend(written.names(plain, hints))
                if _CAPITAL.search(plain):
                    into.extend(english.names(plain, hints))
        for hints, plain, into in hinted:
            into.extend(abroad.addresses(plain, hints))
        for hints, plain, into in hinted:
            into.extend(fields.names(plain, hints))
        return [*map(_clear_of, found, so_far)]

    def _in_japanese(self, plains: Sequence[str], found: Sequence[list[Span]]) -> None:
        """Add addresses, and names line by line."""
        japanese_ones = [number for number, plain in enumerate(plains) if _is_japanese(plain)]
        for number in japanese_ones:
            found[number] += addresses.addresses(plains[number])
        places = [
            (number, start, line)
            for number in japanese_ones
            for start, line in _lines(plains[number])
            if _is_japanese(line)
        ]
        lines = [line for _, _, line in places]
        named = chain.from_iterable(self._names(lines[some]) for some in at_once(lines))
        for (number, start, _), names in zip(places, named, strict=True):
            found[number] += [
                span._replace(start=span.start + start, end=span.end + start) for span in names
            ]

    def _names(self, lines: Sequence[str]) -> Iterable[Iterable[Span]]:
        """Find the names of each line."""
        if not self._by_morphemes:
            return map(japanese.by_honorific, lines)
        to_read = [list(everyday.to_read(line)) for line in lines]
        read = [
            morphemes.morphemes(line, stretches) if stretches else None
            for line, stretches in zip(lines, to_read, strict=True)
        ]
        return [
            [] if words is None else list(japanese.names(line, words))
            for line, words in zip(lines, read, strict=True)
        ]


def _is_japanese(text: str) -> bool:
    return not text.isascii() and _JAPANESE.search(text) is not None


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
