"""The words that rules know, found in one pass: they say what a value is, or that it is not.

A word counts as a whole word where it is spelt in ASCII letters: `pin` is not in `shipping`.
Japanese has no gaps to go by, so its words count anywhere.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any, TypeAlias

Hit: TypeAlias = tuple[int, int, int]
"""A spelling in a text: its number in `Lexicon.words`, where it begins, where it ends."""


class Lexicon:
    """Every word of a set of rules."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; nothing is built before it is needed."""
        # Rules share most of their words; of two words that are spelt the same the last one counts.
        once = reversed(dict.fromkeys(reversed(list(words))))
        self._spelt = {spelling: word for word in once for spelling in spellings(word)}

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(list(self._spelt), store_patterns=False)

    @cached_property
    def words(self) -> list[tuple[str, bool]]:
        """Every spelling's word, and whether it is spelt in ASCII letters."""
        return [(word, spelling.isascii()) for spelling, word in self._spelt.items()]

    def hits(self, lower: str) -> list[Hit]:
        """Return what is spelt as a word in a text in lower case, by their ends, then starts.

        Whether it stands there as a word is for `begins_as_word` and `ends_as_word`: few of the
        hits are ever asked about.
        """
        if not self._spelt:
            return []
        found: list[Hit] = self._automaton.find_matches_as_indexes(lower, overlapping=True)
        return found


def begins_as_word(lower: str, start: int) -> bool:
    """Whether a word in ASCII letters may begin there: behind no letter."""
    return not start or not "a" <= lower[start - 1] <= "z"


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
