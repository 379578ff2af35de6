"""Rows of a table as texts: a row is read as a whole, each value under the head of its column."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upheld.documents.files.place import Piece, Steps, Stretch

_HEAD_CHARACTERS = 40
_VALUE = re.compile(r"@|\d{4}")
"""Signs that a cell of the first row is a value and no head."""


class Cell(NamedTuple):
    """A value, the number of its column from 1, and where it stands."""

    column: int
    text: str
    at: Steps


class Rows:
    """Makes texts of the rows of one table; its first row with two texts may be its head."""

    def __init__(self, heads: dict[int, str] | None = None) -> None:
        """Take the heads of columns where the format has them."""
        self._heads = heads

    def row(self, cells: Sequence[Cell]) -> Iterator[Piece]:
        r"""Yield the text of a row.

        >>> rows = Rows({1: "電話"})
        >>> [piece.text for piece in rows.row([Cell(1, "03-1234-5678", ())])]
        ['電話: 03-1234-5678\n']
        """
        filled = [cell for cell in cells if cell.text.strip()]
        if not filled:
            return
        heads = self._heads or {}
        if self._heads is None and len(filled) > 1:
            self._heads = _heads(filled)
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


def _heads(cells: Sequence[Cell]) -> dict[int, str]:
    if any(len(text) > _HEAD_CHARACTERS or _VALUE.search(text) for _, text, _ in cells):
        return {}
    return {column: " ".join(text.split()) for column, text, _ in cells}
