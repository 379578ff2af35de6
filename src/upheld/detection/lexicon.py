"""The words that rules know, found in one pass: they say what a value is, or that it is not.

A word counts as a whole word where it is spelt in ASCII letters: `pin` is not in `shipping`.
Japanese has no gaps to go by, so its words count anywhere.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple


class Hit(NamedTuple):
    """A word in a text, in the order in which words are compared: by their ends."""

    end: int
    start: int
    word: str


class Lexicon:
    """Every word of a set of rules."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; nothing is built before it is needed."""
        self._spelt = {spelling: word for word in words for spelling in spellings(word)}

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(list(self._spelt), store_patterns=False)

    @cached_property
    def _words(self) -> list[tuple[str, bool]]:
        return [(word, spelling.isascii()) for spelling, word in self._spelt.items()]

    def hits(self, lower: str, shift: int) -> list[Hit]:
        """Return the words of a text in lower case that begin as words do, by their ends.

        Where a word ends is for `ends_as_word`: a value may stand tight against it.
        """
        if not self._spelt:
            return []
        words = self._words
        found: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            word, plain = words[number]
            if plain and start and "a" <= lower[start - 1] <= "z":
                continue
            found.append(Hit(end + shift, start + shift, word))
        found.sort()
        return found


def ends_as_word(lower: str, end: int) -> bool:
    """Whether a word in ASCII letters may end there: before no letter, or before a plural's end."""
    behind = lower[end : end + 3]
    if behind[:1] == "'":
        behind = behind[1:]
    if behind[:1] == "s":
        behind = behind[1:]
    return not "a" <= behind[:1] <= "z"


def spellings(word: str) -> Iterator[str]:
    """A word in lower case and how names in programs join its parts.

    >>> sorted(spellings("my number"))
    ['my number', 'my-number', 'my_number', 'mynumber']
    """
    parts = word.split(" ") if word.isascii() else [word]
    for joints in product((" ", "_", "-", ""), repeat=len(parts) - 1):
        yield "".join(part + joint for part, joint in zip(parts, (*joints, ""), strict=True))
