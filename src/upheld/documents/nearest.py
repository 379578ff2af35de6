"""The known word that a misspelt one was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

_CUTOFF = 0.6
"""Similarity (0 to 1) below which a guess would confuse more than help."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the most similar known word, if one is similar at all.

    >>> nearest("subjcts", ["system", "subjects", "tables"])
    'subjects'
    >>> nearest("zzz", ["system"]) is None
    True
    """
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=_CUTOFF)
    return by_folded[found[0]] if found else None
