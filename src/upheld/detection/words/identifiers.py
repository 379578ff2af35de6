"""Words of programs that begin with a capital: HTTPSConnection, CharField."""

import re

from upheld.detection.words.listed import listed

_CAPITALS = re.compile(r"[A-Z]{3,}[a-z]+")
_HUMPS = re.compile(r"[A-Z][a-z]{3,}(?:[A-Z][a-z]+)+")
_HUMP = re.compile(r"[A-Z][a-z]{2,}")
_LISTS = ("given_en", "family_en", "romaji", "given_ambiguous_en")


def is_identifier(word: str) -> bool:
    """Whether no name is spelt like that; parts that are names make one all the same.

    >>> is_identifier("HTTPSConnection"), is_identifier("MacArthur"), is_identifier("YamadaTaro")
    (True, False, False)
    """
    if not _CAPITALS.match(word) and not _HUMPS.fullmatch(word):
        return False
    return not any(part in listed(name) for part in _HUMP.findall(word) for name in _LISTS)
