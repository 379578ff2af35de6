"""The book of phrases: for every kind of line of a policy, the sentences that say it.

Each topic's file adds its kinds with `@phrase(Kind)`. A kind without an entry is an error of
ours, found by a test that walks all kinds, and never a clause that is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from upheld.policy.language.line import Line
from upheld.rendering.document import Sentence
from upheld.rendering.names import Spot
from upheld.wording import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a line, shown before its sentences."""

    text: Text


Said: TypeAlias = Iterator[Sentence | Heading]
_L = TypeVar("_L", bound=Line)
_BOOK: dict[type[Line], Callable[[Any, Spot], Said]] = {}


def phrase(
    kind: type[_L],
) -> Callable[[Callable[[_L, Spot], Said]], Callable[[_L, Spot], Said]]:
    """Add a kind of line to the book."""

    def add(words: Callable[[_L, Spot], Said]) -> Callable[[_L, Spot], Said]:
        _BOOK[kind] = words
        return words

    return add


def kinds() -> frozenset[type[Line]]:
    """Return every kind of line that has its phrases."""
    return frozenset(_BOOK)


def said(line: Line, spot: Spot) -> tuple[Text | None, tuple[Sentence, ...]]:
    """Return the name of a line, if it has one, and its sentences."""
    heading: Text | None = None
    sentences: list[Sentence] = []
    for one in _BOOK[type(line)](line, spot):
        if isinstance(one, Heading):
            heading = one.text
        else:
            sentences.append(one)
    return heading, tuple(sentences)
