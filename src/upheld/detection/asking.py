"""Which rules are asked about a stretch of a text, and where.

A rule is asked where its gate opens: a part of its pattern that is in every match. One whose form
says nothing by itself is asked where one of its words stands. One whose matches begin with digits
is asked only at rows of digits, and there only if its pattern fits. Words and rows are looked for
only where what opens rules with them is there: most texts have neither.
"""

from collections.abc import Collection, Container, Sequence
from typing import TypeAlias, cast

from upheld.detection.context import ROUND, Surroundings
from upheld.detection.gate import Gates
from upheld.detection.matching import Matcher

Places: TypeAlias = dict[int, list[int] | None]
"""Numbers of stretches, and where a match can begin there; `None`: that has to be searched for."""
Asked: TypeAlias = tuple[Matcher, Places]
"""A rule, and where it is asked."""


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

    def asked(self, stretches: Sequence[Surroundings]) -> tuple[list[Asked], dict[int, list[str]]]:
        """Return the rules that can have a match in some stretches, in their order.

        Behind them, for the stretches that have any, which of the marks are there. Each step is
        taken in all stretches before the next: what it works with is then in the processor's
        caches, which saves two fifths of the time.
        """
        seen = self._gate.present_in([one.piece.encode() for one in stretches])
        asked: dict[int, Places] = {}
        rows: dict[int, list[tuple[int, bytes]]] = {}
        marks: dict[int, list[str]] = {}
        for number, patterns in enumerate(seen):
            for pattern in patterns:
                for rule in self._by_pattern[pattern]:
                    asked.setdefault(rule, {})[number] = None
            if self._digit in patterns and (places := stretches[number].rows()):
                rows[number] = places
            if not self._marks.keys().isdisjoint(patterns):
                marks[number] = [self._marks[one] for one in patterns if one in self._marks]
        words = self._at_words(stretches, seen, rows, asked)
        if rows:
            self._at_rows(rows, words, asked)
        return [(self._matchers[rule], asked[rule]) for rule in sorted(asked)], marks

    def _at_words(
        self,
        stretches: Sequence[Surroundings],
        seen: Sequence[Collection[int]],
        rows: Container[int],
        asked: dict[int, Places],
    ) -> dict[int, set[str]]:
        """Note the rules that go by a word, and return the words where any can count."""
        worded, wanted = self._worded, self._wanted
        everywhere = -1 in worded
        words = {
            number: stretches[number].words(wanted)
            for number, patterns in enumerate(seen)
            if everywhere or number in rows or not worded.isdisjoint(patterns)
        }
        for number, said in words.items():
            for word in said:
                for rule, opens in self._by_word.get(word, ()):
                    if opens == -1 or opens in seen[number]:
                        asked.setdefault(rule, {})[number] = None
        return words

    def _at_rows(
        self,
        rows: dict[int, list[tuple[int, bytes]]],
        words: dict[int, set[str]],
        asked: dict[int, Places],
    ) -> None:
        """Note the rules whose pattern fits at a row of digits, and that are open there."""
        behind = [one for places in rows.values() for _, one in places]
        present = iter(self._rows.present_in(behind))
        for number, places in rows.items():
            opened = self._open_rows
            if said := words[number]:
                opened = opened.union(*(self._rows_by_word.get(word, ()) for word in said))
            for (place, _), patterns in zip(places, present, strict=False):
                for row in opened.intersection(patterns):
                    # A rule that is asked at rows is asked there alone: there is always a list.
                    begins = asked.setdefault(self._in_rows[row], {}).setdefault(number, [])
                    cast("list[int]", begins).append(place)


def _enter(number: int | None, pattern: str, known: dict[str, int], opened: list[list[int]]) -> int:
    """Note that a pattern opens a rule; return the pattern's number."""
    at = known.setdefault(pattern, len(known))
    if at == len(opened):
        opened.append([])
    if number is not None:
        opened[at].append(number)
    return at
