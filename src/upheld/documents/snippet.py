"""Draws the line that a refusal is about, with a caret beneath."""

from collections.abc import Sequence
from unicodedata import category, east_asian_width

from upheld.documents.credentials import without_passwords
from upheld.documents.yaml_tree import Mark

_SHOWN = 110
"""Characters of a line that are shown; a longer line is cut around the caret."""
_BEFORE = 40
"""Characters shown before the caret in a cut line."""


def draw(lines: Sequence[str], mark: Mark) -> str | None:
    """Return two lines: the text with its number, and the caret.

    >>> print(draw(["a: 1", "bb: 2"], Mark(file="f", line=2, column=1, length=2)))
      2 | bb: 2
        | ^^
    """
    if not 1 <= mark.line <= len(lines):
        return None
    line = without_passwords(lines[mark.line - 1])
    start = mark.column - 1
    cut = max(0, start - _BEFORE) if len(line) > _SHOWN else 0
    shown = "".join(map(_visible, line[cut : cut + _SHOWN]))
    pad = sum(map(_width, shown[: start - cut]))
    carets = max(1, sum(map(_width, shown[start - cut : start - cut + mark.length])))
    number = f"{mark.line:>3}"
    return f"{number} | {shown}\n{' ' * len(number)} | {' ' * pad}{'^' * carets}"


def _visible(character: str) -> str:
    # Control and direction marks would move the cursor or hide text in a terminal.
    return "\N{REPLACEMENT CHARACTER}" if category(character) in {"Cc", "Cf"} else character


def _width(character: str) -> int:
    return 2 if east_asian_width(character) in {"W", "F"} else 1
