"""The words round a match that say what it is, or that it is something else.

A word counts as a whole word where it is spelt in ASCII letters: `pin` is not in `shipping`.
Japanese has no gaps to go by, so its words count anywhere.
"""

from functools import lru_cache

import regex

_LABELS_THE_NEXT = r"(?!\s*(?:番号|no\.?|number)?\s*(?:[:=\"'「]|は|が|\d))"


class Surroundings:
    """Text round places in one folded text; knows the heads of its columns."""

    def __init__(self, plain: str) -> None:
        """Look at nothing yet."""
        self._plain = plain
        self._head: list[str] | None = None
        self._sign = ""

    def before(self, start: int, reach: int) -> str:
        """The text before a place, at most one line break in it, in lower case."""
        piece = self._plain[max(0, start - reach) : start]
        lines = piece.rsplit("\n", 2)
        return "\n".join(lines[-2:]).lower()

    def behind(self, end: int, reach: int) -> str:
        """The text behind a place in its line, in lower case."""
        return self._plain[end : end + reach // 2].partition("\n")[0].lower()

    def head(self, start: int) -> str:
        """The head of the column that a place is in, or "": the first line has its names."""
        cells = self._heads()
        if not cells:
            return ""
        line = self._plain.rfind("\n", max(0, start - 4096), start) + 1
        if not line:
            return ""
        number = self._plain.count(self._sign, line, start)
        return cells[number] if number < len(cells) else ""

    def _heads(self) -> list[str]:
        if self._head is None:
            first = self._plain[:2048].partition("\n")[0]
            self._sign = next((sign for sign in "\t,;|" if sign in first), "")
            self._head = first.lower().split(self._sign) if self._sign else []
        return self._head


def says_so(around: Surroundings, start: int, end: int, words: "Words") -> bool | None:
    """Whether a word of the context stands there; `None` where one that is against it is nearer."""
    last = words.last_before(around.before(start, words.reach))
    if last is not None:
        return last or None
    if words.behind(around.behind(end, words.reach)):
        return True
    last = words.last_before(around.head(start))
    return last or None if last is not None else False


class Words:
    """The context of one rule, compiled."""

    def __init__(self, context: tuple[str, ...], against: tuple[str, ...], reach: int) -> None:
        """Compile both lists."""
        self.reach = reach
        both = [f"(?P<{name}>{spelt(w)})" for name, w in (("for", context), ("no", against)) if w]
        self._before = regex.compile("(?r)" + "|".join(both), regex.ASCII) if both else None
        self._behind = (
            regex.compile(f"(?:{spelt(context)}){_LABELS_THE_NEXT}", regex.ASCII)
            if context
            else None
        )

    def last_before(self, text: str) -> bool | None:
        """Whether the last word is one for it; `None` where there is none."""
        found = self._before.search(text) if self._before is not None and text else None
        return None if found is None else found.lastgroup == "for"

    def behind(self, text: str) -> bool:
        """Whether a word stands there that is not itself the label of what follows."""
        return self._behind is not None and self._behind.search(text) is not None


@lru_cache(maxsize=512)
def spelt(words: tuple[str, ...]) -> str:
    """The words as one pattern."""
    ascii_words = [regex.escape(w).replace(r"\ ", "[ _-]?") for w in words if w.isascii()]
    others = [regex.escape(w) for w in words if not w.isascii()]
    if ascii_words:
        others.append(rf"(?<![a-z])(?:{'|'.join(ascii_words)})(?:s|'s)?(?![a-z])")
    return "|".join(others)


def gate_of(words: tuple[str, ...]) -> str:
    """A pattern in RE2's syntax that every text has in which one of the words stands."""
    plain = (regex.escape(word).replace(r"\ ", "[ _-]?") for word in sorted(set(words)))
    return f"(?i:{'|'.join(plain)})"
