"""Parts of a text for those who read it line by line: a line of megabytes is no line.

A cell, a page or a script in one line takes some hundred bytes of memory a character where it
is read as a whole. It is cut behind a sentence or a word; other lines stay together, for the
first of them may be the head of a table.
"""

from collections.abc import Iterator

LONGEST = 65_536  # characters of a line that is read as a whole
_WITHIN = 4_096  # characters before the end of a part in which a place to cut is looked for
_SIGNS = ("。", ". ", "\u3000", " ", "、", ",")


def parts(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where each part begins and ends; together they are the text.

    >>> list(parts("短い文章。"))
    [(0, 5)]
    """
    begun = at = 0
    while at + LONGEST < len(plain):
        end = plain.find("\n", at, at + LONGEST + 1)
        if end >= 0:
            at = end + 1
            continue
        if at > begun:
            yield begun, at
        begun, at = at, _cut(plain, at + LONGEST)
        yield begun, at
        begun = at
    if begun < len(plain) or not plain:
        yield begun, len(plain)


def _cut(plain: str, end: int) -> int:
    """The last place before `end` where nothing is cut through; `end` where there is none."""
    places = (plain.rfind(sign, end - _WITHIN, end) + len(sign) for sign in _SIGNS)
    return next((place for place in places if place >= end - _WITHIN), end)
