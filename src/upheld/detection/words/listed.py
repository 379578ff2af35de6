"""The word lists of this room: plain text, one or more words a line, `#` begins a comment."""

import re
from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list that are parted by white space."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def alternatives(name: str) -> str:
    """Return a list as the inside of a group of a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(listed(name), key=len, reverse=True))


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files("upheld.detection.words").joinpath("lists", f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))
