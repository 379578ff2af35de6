"""Rows of a table as texts: a row is read as a whole, each value under the head of its column."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upheld.documents.files.place import Piece, Steps, Stretch

_HEAD_CHARACTERS = 40
_VALUE = re.compile(r"@|\d{4}")
"""Signs that a cell of the first row is a value and no head."""
_YEAR = re.compile(r"(?:FY ?)?(?:19|20)\d\d(?:年度?|年\d{1,2}月)?(?: ?[^\W\d]{1,8})?")
"""A year, which is a head: `2024`, `2024年度`, `2024 実績`."""
_LOOKED_AT = 10
"""Rows in which the head may stand below a title or the day of the list."""
_PAIR = 2


class Cell(NamedTuple):
    """A value, the number of its column from 1, and where it stands."""

    column: int
    text: str
    at: Steps


class Rows:
    """Makes texts of the rows of one table; its first row of several texts may be its head.

    Below a pair (a title and its day) a row of more texts may be.
    """

    def __init__(self, heads: dict[int, str] | None = None) -> None:
        """Take the heads of columns where the format has them."""
        self._heads = heads or {}
        self._left = 0 if heads else _LOOKED_AT

    def row(self, cells: Sequence[Cell]) -> Iterator[Piece]:
        r"""Yield the text of a row.

        >>> rows = Rows({1: "電話"})
        >>> [piece.text for piece in rows.row([Cell(1, "03-1234-5678", ())])]
        ['電話: 03-1234-5678\n']
        """
        filled = [cell for cell in cells if cell.text.strip()]
        if not filled:
            return
        heads = self._heads
        if self._left:
            self._look_for_heads(filled)
        parts: list[str] = []
        stretches: list[Stretch] = []
        length = 0
        for column, text, at in filled:
            head = heads.get(column)
            lead = f"{head}: " if head else ""
            start = length + len(lead)
            parts.append(f"{lead}{text}\n")
            stretches.append(Stretch(start, start + len(text), at))
            length = start + len(text) + 1
        yield Piece(text="".join(parts), stretches=tuple(stretches))

    def _look_for_heads(self, filled: Sequence[Cell]) -> None:
        first = filled[0].column
        # What stands apart from a table, behind an empty cell, is not of it.
        together = [cell for n, cell in enumerate(filled) if cell.column == first + n]
        found = _heads(together)
        if len(found) > max(1, len(self._heads)):
            self._heads = found
        decided = len(self._heads) > _PAIR or len(together) > _PAIR
        self._left = 0 if decided else self._left - 1


def _heads(cells: Sequence[Cell]) -> dict[int, str]:
    texts = {column: " ".join(text.split()) for column, text, _ in cells}
    years = [text for text in texts.values() if _YEAR.fullmatch(text)]
    if len(years) == len(texts) or not all(map(_may_be_head, texts.values())):
        return {}
    return texts


def _may_be_head(text: str) -> bool:
    if _YEAR.fullmatch(text):
        return True
    return len(text) <= _HEAD_CHARACTERS and not _VALUE.search(text)
