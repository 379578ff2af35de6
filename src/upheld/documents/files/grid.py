"""Tables as text (CSV and its kin): which text is one, and in which row and column a place lies.

A table has a first row of short, different heads and the same number of cells in every row that is
looked at (RFC 4180; commas, tabs, semicolons). The text stays as it is: a finding keeps its offsets,
and gets its row and column beside them.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from upheld.documents.files.place import Step, Steps

_LOOKED_AT = 16_384
"""Code points at the beginning of a text that say whether it is a table."""
_ROWS_AT_LEAST = 2
_COLUMNS_AT_LEAST = 2
_HEAD_CHARACTERS = 40
_DELIMITERS: Final = ",\t;"
_SENTENCE = ("。", ".", "!", "?", "！", "？")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as text.

    Attributes:
        delimiter: Between two cells.
        heads: Of its columns.
    """

    delimiter: str
    heads: Sequence[str] = field(repr=False)

    def places(self, text: str, offsets: Sequence[int]) -> Iterator[Steps]:
        """Yield the row and column in which each offset lies.

        Args:
            text: The whole table.
            offsets: Code points of it, in order.
        """
        wanted = iter(offsets)
        offset = next(wanted, None)
        row = column = 1
        for cell in self._cells().finditer(text):
            while offset is not None and offset < cell.end():
                name = self.heads[column - 1] if column <= len(self.heads) else None
                yield (Step("row", row), Step("column", column, name))
                offset = next(wanted, None)
            if offset is None:
                return
            column += 1
            if cell[1] != self.delimiter:
                row, column = row + 1, 1

    def _cells(self) -> re.Pattern[str]:
        sign = re.escape(self.delimiter)
        return re.compile(rf'(?:"[^"]*"?|[^"\n\r{sign}]+)*+({sign}|\r\n?|\n|\Z)')


def grid_of(text: str) -> Grid | None:
    r"""Return what table a text is, if it is one.

    >>> grid_of("氏名,電話\n山田,03-1234-5678\n").heads
    ['氏名', '電話']
    >>> grid_of("Hello, Taro.\nWell, yes.\n") is None
    True
    """
    start = text[:_LOOKED_AT]
    whole = len(text) <= _LOOKED_AT
    for delimiter in _DELIMITERS:
        if delimiter not in start:
            continue
        try:
            read = csv.reader(start.splitlines(keepends=True), delimiter=delimiter)
            rows = [row for row in read if row]
        except csv.Error:
            continue
        if not whole:
            rows = rows[:-1]  # the cut goes through it
        if _is_table(rows):
            return Grid(delimiter=delimiter, heads=[head.strip("\ufeff \t") for head in rows[0]])
    return None


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < _ROWS_AT_LEAST or len(rows[0]) < _COLUMNS_AT_LEAST:
        return False
    heads = [head.strip() for head in rows[0]]
    return (
        all(len(row) == len(heads) for row in rows)
        and len(set(heads)) == len(heads)
        and all(0 < len(head) <= _HEAD_CHARACTERS for head in heads)
        and not any(head.endswith(_SENTENCE) for head in heads)
    )
