"""Other words are put into the places of a text; what lies between stays as it was."""

from collections.abc import Callable, Iterable
from typing import Protocol


class Place(Protocol):
    """What `Span` and `Finding` have in common."""

    @property
    def kind(self) -> str:
        """A name of `upheld.detection.kind`."""
        ...

    @property
    def start(self) -> int:
        """Code point of the text, from 0."""
        ...

    @property
    def end(self) -> int:
        """The code point after the last."""
        ...


def replaced(text: str, places: Iterable[Place], word: Callable[[str, str], str]) -> str:
    """Put `word(kind, value)` into every place, from the first to the last.

    A place that begins inside an earlier one is cut to what is left of it, so that no part of
    a value stays behind.
    """
    parts: list[str] = []
    at = 0
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        start = max(place.start, at)
        if start >= place.end:
            continue
        parts += [text[at:start], word(place.kind, text[start : place.end])]
        at = place.end
    return "".join([*parts, text[at:]])
