"""Which rules are asked about a stretch of a text, and where.

A rule is asked where its gate opens: a part of its pattern that is in every match. One whose form
says nothing by itself is asked where one of its words stands. One whose matches begin with digits
is asked only at rows of digits, and there only if its pattern fits. Words and rows are looked for
only where what opens rules with them is there: most texts have neither.
"""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from upheld.detection.context import ROUND, Surroundings
from upheld.detection.gate import Gates
from upheld.detection.matching import Matcher

Asked: TypeAlias = tuple[Matcher, list[int] | None]
"""A rule, and where it can begin."""


class Asking:
    """Knows of each rule what opens it."""

    def __init__(
        self, matchers: Sequence[Matcher], gate: Gates, *, marks: Sequence[str] = ()
    ) -> None:
        """Sort them by what opens them.

        Args:
            matchers: The rules.
            gate: Makes gates.
            marks: Patterns in RE2's syntax that open no rule and are told of all the same.

        Raises:
            DetectionSelfTestError: A gate does not work.
        """
        # What the form says counts before what a word says, where both say the same.
        matchers = sorted(matchers, key=lambda one: bool(one.needed))
        self._matchers = matchers
        self._by_pattern: list[list[int]] = []
        self._by_word: dict[str, list[tuple[int, int]]] = {}
        self._worded: set[int] = set()
        self._in_rows: list[int] = []
        self._open_rows: set[int] = set()
        self._rows_by_word: dict[str, list[int]] = {}
        patterns: dict[str, int] = {}
        self._digit = _enter(None, r"\d", patterns, self._by_pattern)
        self._marks = {_enter(None, mark, patterns, self._by_pattern): mark for mark in marks}
        for number, matcher in enumerate(matchers):
            if matcher.in_rows and matcher.rule.longest <= ROUND:
                self._enter_row(number, matcher.needed)
            else:
                self._enter(number, matcher, patterns)
        self._wanted = self._by_word.keys() | self._rows_by_word.keys()
        self._gate = gate(list(patterns))
        rows = [matchers[number].rule.pattern for number in self._in_rows]
        self._rows = gate(rows, anchored=True)

    def _enter(self, number: int, matcher: Matcher, patterns: dict[str, int]) -> None:
        gate, words = matcher.gate, matcher.needed
        if gate is not None and not words:
            _enter(number, gate, patterns, self._by_pattern)
            return
        opens = -1 if gate is None else _enter(None, gate, patterns, self._by_pattern)
        self._worded.add(opens)
        for word in words:
            self._by_word.setdefault(word, []).append((number, opens))

    def _enter_row(self, number: int, words: Sequence[str]) -> None:
        row = len(self._in_rows)
        self._in_rows.append(number)
        if not words:
            self._open_rows.add(row)
        for word in words:
            self._rows_by_word.setdefault(word, []).append(row)

    def asked(self, around: Surroundings) -> tuple[list[Asked], list[str]]:
        """Return the rules that can have a match that begins in the stretch, in their order.

        With each comes where it can begin; `None` where that has to be searched for. Behind
        them, which of the marks are there.
        """
        present = self._gate.present(around.piece.encode())
        if not present and -1 not in self._worded:
            return [], []
        rows = around.rows() if self._digit in present else ()
        begins: dict[int, list[int] | None] = {}
        for pattern in present:
            begins.update(dict.fromkeys(self._by_pattern[pattern]))
        words: set[str] = set()
        if rows or -1 in self._worded or not self._worded.isdisjoint(present):
            words = around.words(self._wanted)
        for word in words:
            for number, opens in self._by_word.get(word, ()):
                if opens == -1 or opens in present:
                    begins[number] = None
        if rows:
            begins.update(self._at_rows(rows, words))
        marks = self._marks
        return (
            [(self._matchers[number], begins[number]) for number in sorted(begins)],
            [marks[number] for number in present if number in marks],
        )

    def _at_rows(
        self, rows: Sequence[tuple[int, bytes]], words: Collection[str]
    ) -> dict[int, list[int]]:
        opened = self._open_rows
        if words:
            opened = opened.union(*(self._rows_by_word.get(word, ()) for word in words))
        found: dict[int, list[int]] = {}
        present = self._rows.present
        for place, behind in rows:
            for row in opened.intersection(present(behind)):
                found.setdefault(self._in_rows[row], []).append(place)
        return found


def _enter(number: int | None, pattern: str, known: dict[str, int], opened: list[list[int]]) -> int:
    """Note that a pattern opens a rule; return the pattern's number."""
    at = known.setdefault(pattern, len(known))
    if at == len(opened):
        opened.append([])
    if number is not None:
        opened[at].append(number)
    return at
