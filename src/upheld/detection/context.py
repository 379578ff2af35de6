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

    def before(self, start: int, reach: int) -> tuple[str, str]:
        """The text before a place in the line above it and in its own, in lower case."""
        lines = self._plain[max(0, start - reach) : start].lower().rsplit("\n", 2)
        return (lines[-2] if len(lines) > 1 else ""), lines[-1]

    def behind(self, end: int, reach: int) -> str:
        """The text behind a place in its line, in lower case."""
        return self._plain[end : end + reach // 2].partition("\n")[0].lower()

    def head(self, start: int) -> str:
        """The head of the column that a place is in, in lower case, or "".

        A table is the lines right above with as many signs between cells as this one; its
        first line has the heads. The first line of the text has them in a table that is long.
        """
        plain = self._plain
        line = plain.rfind("\n", max(0, start - _LINE), start) + 1
        if not line:
            return ""
        own = plain[line : line + _LINE].partition("\n")[0]
        sign = next((sign for sign in "\t,;|" if sign in own), "")
        if not sign:
            return ""
        count = own.count(sign)
        head = ""
        for above in reversed(plain[max(0, line - _TABLE) : line - 1].split("\n")):
            if above.count(sign) != count:
                break
            head = above
        else:
            first = plain[:_LINE].partition("\n")[0]
            head = first if first.count(sign) == count else head
        return head.split(sign)[plain.count(sign, line, start)].lower() if head else ""


_LINE, _TABLE = 4096, 2048
"""Code points: the longest line of a table, and how far up its beginning is looked for."""


def says_so(around: Surroundings, start: int, end: int, words: "Words") -> bool | None:
    """Whether a word of the context stands there; `None` where one that is against it is nearer.

    What stands nearer says more: the line before the place, behind it, the head of the column,
    the line above.
    """
    if not words.any:
        return False
    above, before = around.before(start, words.reach)
    last = words.last_before(before)
    if last is None and words.behind(around.behind(end, words.reach)):
        return True
    if last is None:
        last = words.last_before(around.head(start))
    if last is None:
        last = words.last_before(above)
    return False if last is None else last or None


class Words:
    """The context of one rule, compiled."""

    def __init__(
        self,
        context: tuple[str, ...],
        behind: tuple[str, ...],
        against: tuple[str, ...],
        reach: int,
    ) -> None:
        """Compile the lists."""
        self.reach = reach
        self.any = bool(context or behind or against)
        self.in_letters = any(word.isascii() for word in context)
        both = [f"(?P<{name}>{spelt(w)})" for name, w in (("for", context), ("no", against)) if w]
        self._before = regex.compile("(?r)" + "|".join(both), regex.ASCII) if both else None
        after = (*context, *behind)
        self._behind = (
            regex.compile(f"(?:{spelt(after)}){_LABELS_THE_NEXT}", regex.ASCII) if after else None
        )

    def last_before(self, text: str) -> bool | None:
        """Whether the last word is one for it; `None` where there is none."""
        found = self._before.search(text) if self._before is not None and text else None
        return None if found is None else found.lastgroup == "for"

    def behind(self, text: str) -> bool:
        """Whether a word stands there that is not itself the label of what follows."""
        return self._behind is not None and self._behind.search(text) is not None

    def end(self, around: Surroundings, start: int) -> bool:
        """Whether a word of the context ends right at a place."""
        _, before = around.before(start, self.reach)
        found = self._before.search(before) if self._before is not None else None
        return found is not None and found.end() == len(before) and found.lastgroup == "for"


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
