"""What stands round a match: words that say what it is, and the head of its column."""

import re
from bisect import bisect_right
from collections.abc import Container

import regex

from upheld.detection.folding import lowered
from upheld.detection.lexicon import Hit, Lexicon, begins_as_word, ends_as_word
from upheld.detection.roles import Role, Roles
from upheld.detection.tables import Tables

_ROW = regex.compile("[0-9]+")  # `re` takes three times as long
_LABELS_THE_NEXT = re.compile(r"\s*(?:番号|no\.?|number)?\s*(?:[:=\"'「]|は|が|[0-9])")
ROUND = 320
"""Code points of context on both sides of a stretch."""


class Surroundings:
    """A stretch of a folded text, and what stands round places in it; it is looked at once.

    Attributes:
        number: Which text of those that are read at once it is of.
        plain: The folded text.
        start: Where matches begin that belong to the stretch.
        stop: Where those of the next begin.
        piece: The stretch with what is round it.
    """

    __slots__ = (
        "_ends", "_hits", "_lexicon", "_lower", "_shift", "_tables",
        "number", "piece", "plain", "start", "stop",
    )  # fmt: skip

    def __init__(
        self,
        number: int,
        plain: str,
        start: int,
        stop: int,
        *,
        lexicon: Lexicon,
        tables: Tables | None,
    ) -> None:
        """Look at nothing yet; stretches of one text share its tables, one line has none."""
        self.number = number
        self.plain = plain
        self.start = start
        self.stop = stop
        self._lexicon = lexicon
        self._tables = tables
        self._shift = max(0, start - ROUND)
        self.piece = plain[self._shift : stop + ROUND]
        self._hits: list[Hit] | None = None

    def words(self, wanted: Container[str]) -> set[str]:
        """The words of some that stand in the stretch or near it."""
        hits, words = self._known(), self._lexicon.words
        found: set[str] = set()
        for number, start, _ in hits:
            word, plain = words[number]
            if word in wanted and (not plain or begins_as_word(self._lower, start)):
                found.add(word)
        return found

    def rows(self) -> list[tuple[int, bytes]]:
        """Where rows of digits begin in the stretch, and each `(` right before one.

        With each comes what begins there, as far as a value may go, in UTF-8.
        """
        start, stop, plain = self.start, self.stop, self.plain
        found: list[tuple[int, bytes]] = []
        # One place more than the stretch: its last sign may be the `(` before a row.
        for match in _ROW.finditer(plain, max(0, start - 1), stop + 1):
            row = match.start()
            if row < start:
                continue  # a row that began before
            behind = plain[row : row + ROUND].encode()
            if row > start and plain[row - 1] == "(":
                found.append((row - 1, b"(" + behind))
            if row < stop:
                found.append((row, behind))
        return found

    def say(self, start: int, end: int, roles: Roles) -> bool | None:
        """Whether a word says that it is of the kind; `None` where one against it is nearer.

        What stands nearer says more: the line before the place, behind it, the head of the
        column, the line above.
        """
        if not roles.of:
            return False
        last = self._last_before(start, roles)
        line = self.plain.rfind("\n", max(0, start - roles.reach), start) + 1
        if last is not None and last[1] + self._shift >= line:
            return self._role(last, roles) == "for" or None
        if self._behind(end, roles):
            return True
        head = self._tables.role(start, roles) if self._tables else None
        if head is not None:
            return head == "for" or None
        if last is None or "\n" in self.plain[last[2] + self._shift : line - 1]:
            return False
        return self._role(last, roles) == "for" or None

    def ends_in_word(self, start: int, roles: Roles) -> bool:
        """Whether a word of the rule's context ends right at a place."""
        last = self._last_before(start, roles)
        if last is None or last[2] + self._shift != start:
            return False
        return self._role(last, roles) == "for"

    def _role(self, hit: Hit, roles: Roles) -> Role:
        return roles.of[self._lexicon.words[hit[0]][0]]

    def _known(self) -> list[Hit]:
        if self._hits is None:
            self._lower = lowered(self.piece)
            self._hits = self._lexicon.hits(self._lower)
            self._ends = [end for _, _, end in self._hits]
        return self._hits

    def _last_before(self, start: int, roles: Roles) -> Hit | None:
        best: Hit | None = None
        hits, words, of = self._known(), self._lexicon.words, roles.of
        start -= self._shift
        reach = start - roles.reach
        for number in range(bisect_right(self._ends, start) - 1, -1, -1):
            spelling, begin, end = hit = hits[number]
            if end < reach or (best is not None and end < best[2]):
                break
            word, plain = words[spelling]
            role = of.get(word)
            if role is None or role == "behind" or begin < reach:
                continue
            if plain and not begins_as_word(self._lower, begin):
                continue
            if end < start and plain and not ends_as_word(self._lower, end):
                continue
            if best is None or begin < best[1]:
                best = hit
        return best

    def _behind(self, end: int, roles: Roles) -> bool:
        hits, words, of = self._known(), self._lexicon.words, roles.of
        first = bisect_right(self._ends, end - self._shift)
        if first == len(hits):
            return False
        stop = self.plain.find("\n", end, end + roles.reach // 2)
        stop = (end + roles.reach // 2 if stop == -1 else stop) - self._shift
        for number in range(first, len(hits)):
            spelling, begin, last = hits[number]
            if last > stop:
                return False
            word, plain = words[spelling]
            if begin < end - self._shift or of.get(word, "against") == "against":
                continue
            if plain and not self._is_word(begin, last):
                continue
            if not _LABELS_THE_NEXT.match(self._lower, last):
                return True
        return False

    def _is_word(self, start: int, end: int) -> bool:
        return begins_as_word(self._lower, start) and ends_as_word(self._lower, end)
