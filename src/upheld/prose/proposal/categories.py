"""Finds the words for kinds of data, by the vocabulary's names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from upheld.prose.areas.lexicon import lowered
from upheld.prose.document import Span
from upheld.vocabulary.category import known


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """A kind of data that the text names."""

    span: Span
    category: str


@cache
def _automaton() -> tuple[Any, tuple[tuple[str, bool], ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    text = files("upheld.prose.proposal").joinpath("categories.tsv").read_text("utf-8")
    words: list[str] = []
    listed: list[tuple[str, bool]] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        category, spellings = line.split("\t")
        if not known(category):
            continue
        for word in spellings.split("|"):
            words.append(word.removesuffix("*"))
            listed.append((category, word.endswith("*")))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), tuple(listed)


def categories_in(text: str) -> Iterator[CategoryFact]:
    """Yield the kinds of data a text names, in order.

    >>> [found.category for found in categories_in("your name, email address; 生年月日")]
    ['identity.name', 'contact.email', 'identity.birth_date']
    """
    automaton, listed = _automaton()
    folded = lowered(text)
    for number, start, end in automaton.find_matches_as_indexes(folded):
        category, goes_on = listed[number]
        if _is_inside_a_word(folded, start, end, goes_on=goes_on):
            continue
        yield CategoryFact(Span(start, end), category)


def _is_inside_a_word(text: str, start: int, end: int, *, goes_on: bool) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    begins = first.isascii() and first.isalnum() and before.isascii() and before.isalpha()
    ends = last.isascii() and last.isalnum() and after.isascii() and after.isalnum()
    return begins or (ends and not goes_on)
