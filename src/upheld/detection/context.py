"""What stands round a match: words that say what it is, and the head of its column."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, TypeAlias

from upheld.detection.lexicon import Hit, Lexicon, ends_as_word
from upheld.detection.rule import Rule

_DIGITS_AS_ONES = bytes(ord("1" if code in b"0123456789" else "0") for code in range(256))
_LABELS_THE_NEXT = re.compile(r"\s*(?:番号|no\.?|number)?\s*(?:[:=\"'「]|は|が|[0-9])")
_LINE, _TABLE = 4096, 2048
"""Code points: the longest line of a table, and how far up its beginning is looked for."""
ROUND = 320
"""Code points of context on both sides of a stretch."""

_BYTES = 4 * ROUND

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
        self._ends: list[int] = []
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

    def words(self) -> set[str]:
        """The words that rules know and that stand in the stretch or near it."""
        return {hit.word for hit in self._known()}

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Where rows of digits begin in the stretch, and each `(` right before one.

        With each comes what begins there, as far as a value may go, in UTF-8.
        """
        start, stop = self._stretch
        raw = self._plain[start : stop + ROUND].encode()
        marks = raw.translate(_DIGITS_AS_ONES)
        here, at, end = start, 0, 0
        if "0" <= self._plain[start - 1 : start] <= "9":
            end = max(0, marks.find(b"0"))  # a row that began before
        while (row := marks.find(b"1", end)) != -1:
            here += len(raw[at:row].decode("utf-8", "replace"))
            at, end = row, marks.find(b"0", row)
            if raw[row - 1 : row] == b"(" and here <= stop:
                yield here - 1, raw[row - 1 : row + _BYTES]
            if here >= stop:
                return
            yield here, raw[row : row + _BYTES]
            if end == -1:
                return

    def say(self, start: int, end: int, roles: Roles) -> bool | None:
        """Whether a word says that it is of the kind; `None` where one against it is nearer.

        What stands nearer says more: the line before the place, behind it, the head of the
        column, the line above.
        """
        if not roles.of:
            return False
        hits = self._known()
        last = self._last_before(hits, start, roles)
        line = self._plain.rfind("\n", max(0, start - roles.reach), start) + 1
        if last is not None and last.start >= line:
            return roles.of[last.word] == "for" or None
        if self._behind(hits, end, roles):
            return True
        head = self._in_head(start, roles)
        if head is not None:
            return head == "for" or None
        if last is None or "\n" in self._plain[last.end : line - 1]:
            return False
        return roles.of[last.word] == "for" or None

    def ends_in_word(self, start: int, roles: Roles) -> bool:
        """Whether a word of the rule's context ends right at a place."""
        last = self._last_before(self._known(), start, roles)
        return last is not None and last.end == start and roles.of[last.word] == "for"

    def _known(self) -> list[Hit]:
        if self._hits is None:
            self._shift = max(0, self._stretch[0] - ROUND)
            self._lower = lowered(self.piece)
            self._hits = self._lexicon.hits(self._lower, self._shift)
            self._ends = [hit.end for hit in self._hits]
        return self._hits

    def _last_before(self, hits: list[Hit], start: int, roles: Roles) -> Hit | None:
        best: Hit | None = None
        for number in range(bisect_right(self._ends, start) - 1, -1, -1):
            hit = hits[number]
            if hit.end < start - roles.reach or (best is not None and hit.end < best.end):
                break
            role = roles.of.get(hit.word)
            if role is None or role == "behind" or hit.start < start - roles.reach:
                continue
            if hit.end < start and not self._whole(hit):
                continue
            if best is None or hit.start < best.start:
                best = hit
        return best

    def _behind(self, hits: list[Hit], end: int, roles: Roles) -> bool:
        stop = self._plain.find("\n", end, end + roles.reach // 2)
        stop = end + roles.reach // 2 if stop == -1 else stop
        for number in range(bisect_right(self._ends, end), len(hits)):
            hit = hits[number]
            if hit.end > stop:
                return False
            if hit.start < end or roles.of.get(hit.word, "against") == "against":
                continue
            if self._whole(hit) and not _LABELS_THE_NEXT.match(self._lower, hit.end - self._shift):
                return True
        return False

    def _whole(self, hit: Hit) -> bool:
        return not hit.word.isascii() or ends_as_word(self._lower, hit.end - self._shift)

    def _in_head(self, start: int, roles: Roles) -> Role | None:
        head = self._head(start)
        if not head:
            return None
        hits = self._heads.get(head)
        if hits is None:
            hits = self._heads[head] = self._lexicon.hits(head, 0)
        for hit in reversed(hits):
            role = roles.of.get(hit.word)
            if role is not None and (not hit.word.isascii() or ends_as_word(head, hit.end)):
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
