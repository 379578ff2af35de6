"""Looking for needles in every row of a table, block by block.

Searching costs little for each byte and much for each call. So the cells of many rows are
joined and searched at once; only a block in which something occurs is searched again,
cell by cell, to say where. Memory is bounded by one block.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.connectors.contract import Finder, Hit

# NUL is in no text of PostgreSQL, is no letter, digit or space, and so lets no needle
# begin or end where none does.
_BETWEEN = "\0"
BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedTable:
    """One table to scan.

    Attributes:
        collection: Its name in hits.
        key: The columns that locate a row; the first cells of each row.
        fields: The columns that are searched; the cells after them.
    """

    collection: str
    key: Sequence[str]
    fields: Sequence[str]


def hits_in(
    table: ScannedTable, batches: Iterable[Sequence[Sequence[Any]]], finder: Finder
) -> Iterator[Hit]:
    """Search batches of rows; cells are text, bytes or anything else (which is passed over)."""
    skip = len(table.key)
    for batch in batches:
        cells = [
            text
            for row in batch
            for cell in row[skip:]
            if cell is not None and (text := as_text(cell))
        ]
        if cells and any(True for _ in finder.search(_BETWEEN.join(cells))):
            yield from _hits_by_cell(table, batch, finder)


def _hits_by_cell(
    table: ScannedTable, batch: Sequence[Sequence[Any]], finder: Finder
) -> Iterator[Hit]:
    skip = len(table.key)
    for row in batch:
        for field, cell in zip(table.fields, row[skip:], strict=True):
            text = as_text(cell)
            if not text:
                continue
            for needle in finder.search(text):
                yield Hit(
                    collection=table.collection,
                    field=field,
                    locator=locator(table.key, row[:skip]),
                    needle=needle,
                )


def as_text(cell: Any) -> str:
    """Return what a person could read in a cell; bytes as UTF-8, other bytes left out."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).decode("utf-8", "ignore")
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False)
    return ""


def locator(key: Sequence[str], values: Sequence[Any]) -> str:
    """Return how to find the row again: a JSON object of its key.

    >>> locator(["id"], [5])
    '{"id": 5}'
    """
    plain = [
        value if isinstance(value, int | str | None) else as_text(value) or str(value)
        for value in values
    ]
    return json.dumps(dict(zip(key, plain, strict=True)), ensure_ascii=False)
