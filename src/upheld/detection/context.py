"""What stands round a match: words that say what it is, and the head of its column."""

import re
from bisect import bisect_right
from collections.abc import Container
from operator import itemgetter
from typing import Literal, TypeAlias

import regex

from upheld.detection.lexicon import Hit, Lexicon, begins_as_word, ends_as_word
from upheld.detection.rule import Rule

_ROW = regex.compile("[0-9]+")  # `re` takes three times as long
_END = itemgetter(2)
_LABELS_THE_NEXT = re.compile(r"\s*(?:番号|no\.?|number)?\s*(?:[:=\"'「]|は|が|[0-9])")
_LINE, _TABLE = 4096, 2048
"""Code points: the longest line of a table, and how far up its beginning is looked for."""
ROUND = 320
"""Code points of context on both sides of a stretch."""

Role: TypeAlias = Literal["for", "behind", "against"]


class Roles:
    """What words mean to one rule."""

    def __init__(self, rule: Rule) -> None:
        """Take them from the rule; of two meanings of one word the first is kept."""
        self.reach = rule.reach
        self.of: dict[str, Role] = {
            **dict.fromkeys(rule.context_behind, "behind"),
            **dict.fromkeys(rule.against, "against"),
            **dict.fromkeys(rule.context, "for"),
        }
        self.in_letters = any(word.isascii() for word in rule.context)


class Surroundings:
    """Text round places in one folded text; what was looked at in a stretch is remembered."""

    def __init__(self, plain: str, lexicon: Lexicon) -> None:
        """Look at nothing yet."""
        self._plain = plain
        self._lexicon = lexicon
        self._stretch = (0, 0)
        self._hits: list[Hit] | None = None
        self._lower, self._shift = "", 0
        self._tables: dict[int, tuple[str, list[str]]] = {}
        self._heads: dict[str, list[Hit]] = {}

    def enter(self, start: int, stop: int) -> None:
        """Go on to another stretch."""
        self._stretch = (start, stop)
        self._hits = None

    @property
    def piece(self) -> str:
        """The stretch with what is round it."""
        start, stop = self._stretch
        return self._plain[max(0, start - ROUND) : stop + ROUND]

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
        start, stop = self._stretch
        plain = self._plain
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
        line = self._plain.rfind("\n", max(0, start - roles.reach), start) + 1
        if last is not None and last[1] + self._shift >= line:
            return self._role(last, roles) == "for" or None
        if self._behind(end, roles):
            return True
        head = self._in_head(start, roles)
        if head is not None:
            return head == "for" or None
        if last is None or "\n" in self._plain[last[2] + self._shift : line - 1]:
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
            self._shift = max(0, self._stretch[0] - ROUND)
            self._lower = lowered(self.piece)
            self._hits = self._lexicon.hits(self._lower)
        return self._hits

    def _last_before(self, start: int, roles: Roles) -> Hit | None:
        best: Hit | None = None
        hits, words, of = self._known(), self._lexicon.words, roles.of
        start -= self._shift
        reach = start - roles.reach
        for number in range(bisect_right(hits, start, key=_END) - 1, -1, -1):
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
        first = bisect_right(hits, end - self._shift, key=_END)
        if first == len(hits):
            return False
        stop = self._plain.find("\n", end, end + roles.reach // 2)
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

    def _in_head(self, start: int, roles: Roles) -> Role | None:
        head = self._head(start)
        if not head:
            return None
        words = self._lexicon.words
        hits = self._heads.get(head)
        if hits is None:
            hits = self._heads[head] = self._lexicon.hits(head)
        for spelling, begin, end in reversed(hits):
            word, plain = words[spelling]
            role = roles.of.get(word)
            if role is None:
                continue
            if not plain or (begins_as_word(head, begin) and ends_as_word(head, end)):
                return role
        return None

    def _head(self, start: int) -> str:
        """The head of the column that a place is in, in lower case, or ""."""
        line = self._plain.rfind("\n", max(0, start - _LINE), start) + 1
        if not line:
            return ""
        table = self._tables.get(line)
        if table is None:
            table = self._tables[line] = self._table(line)
        sign, heads = table
        return heads[self._plain.count(sign, line, start)] if heads else ""

    def _table(self, line: int) -> tuple[str, list[str]]:
        """What parts the cells of a line, and the heads of the table that it is in, if any.

        A table is the lines right above with as many signs between cells as this one; its
        first line has the heads. The first line of the text has them in a table that is long.
        """
        plain = self._plain
        own = plain[line : line + _LINE].partition("\n")[0]
        sign = next((sign for sign in "\t,;|" if sign in own), "")
        if not sign:
            return "", []
        count = own.count(sign)
        head = ""
        for above in reversed(plain[max(0, line - _TABLE) : line - 1].split("\n")):
            if above.count(sign) != count:
                break
            head = above
        else:
            first = plain[:_LINE].partition("\n")[0]
            head = first if first.count(sign) == count else head
        return sign, lowered(head).split(sign) if head else []


def lowered(text: str) -> str:
    """The text in lower case, of the same length: letters that become two stay as they are."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(_one(char) for char in text)


def _one(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char
