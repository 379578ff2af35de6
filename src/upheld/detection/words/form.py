"""A form of addresses abroad: a pattern that is tried where its hint is in the text."""

from collections.abc import Callable
from typing import NamedTuple

LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
"""Letters that are no end of a word for what follows: a kana before a street is one."""
GAP = r"(?:, ?|,?[ ]?\n[ ]?)"
"""A comma or a new line between two parts."""


class Form(NamedTuple):
    """How a country writes addresses.

    Attributes:
        country: The end of the rule's name: a code of ISO 3166-1 in lower case, where the form says the country.
        hint: The name of the hint that is in every text with a match.
        pattern: For `regex`.
        holds: What must be true of a match besides.
        anywhere: Whether a match may begin right behind a letter: scripts without spaces.
        ends: What every match ends with, in full; only what is before it is searched, if it is given.
        begins: Signs of which every match begins with one; given with `ends`.
    """

    country: str
    hint: str
    pattern: str
    holds: Callable[[str], bool] | None = None
    anywhere: bool = False
    ends: str = ""
    begins: str = ""
