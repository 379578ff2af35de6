"""Whose is a key or a path? One pattern, the values of many people, and any number of keys."""

import re
from collections.abc import Iterator, Sequence

from upheld.connectors.pattern import DEEP, Hole, Pattern, Wild, literal


class Matcher:
    """Decides for any key or path whether it belongs to one of many combinations of values.

    The work for one key does not grow with the number of people: the text in the place of
    the first name is looked up, and only candidates found there are compared in full.
    """

    def __init__(self, pattern: Pattern, combinations: Sequence[dict[str, str]]) -> None:
        """Index the combinations by the value of the first name."""
        self.pattern = pattern
        self.combinations = combinations
        self._expressions: dict[int, re.Pattern[str]] = {}
        self._folders: dict[int, Matcher] = {}
        self._before, self._anchored = _before_first_hole(pattern)
        self._after = _after_first_hole(pattern)
        names = pattern.names
        self._first: dict[str, list[int]] = {}
        for number, combination in enumerate(combinations):
            key = combination[names[0]] if names else ""
            self._first.setdefault(key, []).append(number)
        self._lengths = sorted({len(value) for value in self._first})

    def matches(self, text: str) -> bool:
        """Whether `text` belongs to one of the combinations."""
        return any(self._full(number, text) for number in self._candidates(text))

    def reaches(self, folder: str) -> bool:
        """Whether a file somewhere below `folder` may match (paths only)."""
        depth = folder.count("/") + 1
        parts = self.pattern.components
        deep = parts.index(DEEP) + 1 if DEEP in parts else None
        if deep is None and depth >= len(parts):
            return False
        length = depth if deep is None else min(depth, deep)
        if length not in self._folders:
            self._folders[length] = Matcher(self.pattern.head(length), self.combinations)
        return self._folders[length].matches(folder)

    def _candidates(self, text: str) -> Iterator[int]:
        if not self.pattern.names:
            yield from self._first.get("", ())
            return
        at = text.find(self._before)
        while at >= 0 and not (self._anchored and at > 0):
            start = at + len(self._before)
            for length in self._lengths:
                if text.startswith(self._after, start + length):
                    yield from self._first.get(text[start : start + length], ())
            at = text.find(self._before, at + 1)

    def _full(self, number: int, text: str) -> bool:
        if number not in self._expressions:
            self._expressions[number] = self.pattern.expression(self.combinations[number])
        return self._expressions[number].fullmatch(text) is not None


def _before_first_hole(pattern: Pattern) -> tuple[str, bool]:
    """The literal text before the first name, and whether it begins the pattern."""
    before, anchored = "", True
    for number, part in enumerate(pattern.components):
        # `**/` may stand for nothing at all, not even its slash.
        if number and part != DEEP and pattern.components[number - 1] != DEEP:
            before += "/"
        for piece in part:
            if isinstance(piece, Hole):
                return before, anchored
            before, anchored = (
                ("", False) if isinstance(piece, Wild) else (before + piece, anchored)
            )
    return before, anchored


def _after_first_hole(pattern: Pattern) -> str:
    """The literal text right behind the first name; two names never touch."""
    number = pattern.first_named
    if number == len(pattern.components):
        return ""
    part = pattern.components[number]
    at = next(place for place, piece in enumerate(part) if isinstance(piece, Hole))
    if at + 1 < len(part):
        return literal(part[at + 1], {})
    return "/" if number + 1 < len(pattern.components) else ""
