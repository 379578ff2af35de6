"""Which rules are asked about a stretch of a text, and where.

A rule is asked where its gate opens: a part of its pattern that is in every match. One whose form
says nothing by itself is asked where one of its words stands. One whose matches begin with digits
is asked only at rows of digits, and there only if its pattern fits.
"""

from collections.abc import Iterator, Sequence

from upheld.detection.context import ROUND, Surroundings
from upheld.detection.gate import Gates
from upheld.detection.matching import Matcher


class Asking:
    """Knows of each rule what opens it."""

    def __init__(self, matchers: Sequence[Matcher], gate: Gates) -> None:
        """Sort them by what opens them.

        Raises:
            DetectionSelfTestError: A gate does not work.
        """
        # What the form says counts before what a word says, where both say the same.
        matchers = sorted(matchers, key=lambda one: bool(one.needed))
        self._matchers = matchers
        self._needed = [frozenset(matcher.needed) for matcher in matchers]
        self._by_pattern: list[list[int]] = []
        self._by_word: dict[str, list[tuple[int, int]]] = {}
        self._by_row: list[list[int]] = []
        patterns: dict[str, int] = {}
        rows: dict[str, int] = {}
        for number, matcher in enumerate(matchers):
            if matcher.in_rows and matcher.rule.longest <= ROUND:
                _enter(number, matcher.rule.pattern, rows, self._by_row)
            else:
                self._enter(number, matcher, patterns)
        self._gate = gate(list(patterns))
        self._rows = gate(list(rows), anchored=True)

    def _enter(self, number: int, matcher: Matcher, patterns: dict[str, int]) -> None:
        gate, words = matcher.gate, matcher.needed
        if gate is not None and not words:
            _enter(number, gate, patterns, self._by_pattern)
            return
        opens = -1 if gate is None else _enter(None, gate, patterns, self._by_pattern)
        for word in words:
            self._by_word.setdefault(word, []).append((number, opens))

    def asked(self, around: Surroundings) -> Iterator[tuple[Matcher, list[int] | None]]:
        """Yield the rules that can have a match that begins in the stretch, in their order.

        With each comes where it can begin; `None` where that has to be searched for.
        """
        present = self._gate.present(around.piece.encode())
        words = around.words()
        begins: dict[int, list[int] | None] = {}
        for pattern in present:
            begins.update(dict.fromkeys(self._by_pattern[pattern]))
        for word in words:
            for number, opens in self._by_word.get(word, ()):
                if opens == -1 or opens in present:
                    begins[number] = None
        begins.update(self._at_rows(around, words))
        for number in sorted(begins):
            yield self._matchers[number], begins[number]

    def _at_rows(self, around: Surroundings, words: set[str]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        present = self._rows.present
        for row, behind in around.rows():
            for pattern in present(behind):
                for number in self._by_row[pattern]:
                    if number in found:
                        found[number].append(row)
                    elif not (needed := self._needed[number]) or not needed.isdisjoint(words):
                        found[number] = [row]
        return found


def _enter(number: int | None, pattern: str, known: dict[str, int], opened: list[list[int]]) -> int:
    """Note that a pattern opens a rule; return the pattern's number."""
    at = known.setdefault(pattern, len(known))
    if at == len(opened):
        opened.append([])
    if number is not None:
        opened[at].append(number)
    return at
