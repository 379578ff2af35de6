"""Looking for needles in every row of a table, block by block.

Searching costs little for each byte and much for each call. So the cells of many rows are
joined and searched at once; only a block in which something occurs is searched again,
some rows at a time, to say in which cell. Memory is bounded by one block.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from upheld.connectors.contract import Finder, Hit
from upheld.connectors.schema import Table

# NUL is in no text of PostgreSQL, is no letter, digit or space, and so lets no needle
# begin or end where none does.
BETWEEN = "\0"
BLOCK_BYTES = 256 * 1024
_ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedTable:
    """One table to scan.

    Attributes:
        collection: Its name in hits.
        key: The columns that locate a row; the first cells of each row.
        fields: The columns that are searched; the cells after them.
        numbers: Those columns of the key that hold integers, however they travelled.
    """

    collection: str
    key: Sequence[str]
    fields: Sequence[str]
    numbers: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows of a table.

    Attributes:
        text: All searchable cells, joined; other text of the rows may be in it too.
        rows: Gives the same rows one by one: the key's cells, then the searchable ones.
    """

    text: str
    rows: Callable[[], Iterable[Sequence[Any]]]


def hits_in(table: ScannedTable, blocks: Iterable[Block], finder: Finder) -> Iterator[Hit]:
    """Search the blocks of one table."""
    for block in blocks:
        if any(True for _ in finder.search(block.text)):
            yield from _hits_by_cell(table, block.rows(), finder)


def integer_keys(table: Table) -> frozenset[str]:
    """Return the columns of a table's key that hold integers."""
    return frozenset(name for name in table.primary_key if table.columns[name].type == "integer")


def joined(cells: Iterable[str]) -> str:
    """Join cells so that no needle can begin in one and end in the next."""
    return BETWEEN.join(cells)


def _hits_by_cell(
    table: ScannedTable, rows: Iterable[Sequence[Any]], finder: Finder
) -> Iterator[Hit]:
    skip = len(table.key)
    for group in _groups(rows):
        cells = ((row, field) for row in group for field in table.fields)
        texts = [as_text(cell) for row in group for cell in row[skip:]]
        for (row, field), needles in zip(cells, finder.search_each(texts), strict=True):
            for needle in needles:
                yield Hit(
                    collection=table.collection,
                    field=field,
                    locator=locator(table.key, row[:skip], table.numbers),
                    needle=needle,
                )


def _groups(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    all_rows = iter(rows)
    while group := list(islice(all_rows, _ROWS_AT_ONCE)):
        yield group


def as_text(cell: Any) -> str:
    """Return what a person could read in a cell; bytes as UTF-8, other bytes left out."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).decode("utf-8", "ignore")
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False)
    return ""


def locator(key: Sequence[str], values: Sequence[Any], numbers: Collection[str] = ()) -> str:
    """Return how to find the row again: a JSON object of its key.

    >>> locator(["id"], ["5"], numbers={"id"})
    '{"id": 5}'
    """
    plain = {
        name: _plain(value, number=name in numbers) for name, value in zip(key, values, strict=True)
    }
    return json.dumps(plain, ensure_ascii=False)


def _plain(value: Any, *, number: bool) -> int | str | None:
    if value is None or isinstance(value, int):
        return value
    text = as_text(value) or str(value)
    return int(text) if number and text.lstrip("-").isdigit() else text
