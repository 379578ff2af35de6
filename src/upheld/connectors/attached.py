"""Files that are kept in a database: a workbook, a PDF, a packed text in a column of bytes.

Their text does not lie open, so that a search of the bytes finds nothing. Rows with such cells
are asked for by the first bytes, read one by one and opened as files are (`file_inside`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import sqlalchemy as sa

from upheld.connectors.contract import Finder, Hit, Unread
from upheld.connectors.file_inside import found_inside
from upheld.connectors.file_text import FileText
from upheld.connectors.scanning import locator
from upheld.connectors.schema import Table
from upheld.connectors.windows import found

LARGEST_BYTES = 64 << 20
"""A cell with more is named, and not taken into memory as a whole."""
_MARKS: tuple[bytes, ...] = (
    b"PK\x03\x04", b"%PDF", b"PAR1", b"\x1f\x8b\x08", b"\xff\xd8\xff", b"\x89PNG", b"GIF8",
    b"II*\0", b"MM\0*", b"RIFF", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"\xfd7zX", b"BZh",
    b"\xd0\xcf\x11\xe0",
)  # fmt: skip
"""How files begin whose text does not lie open; what they are in full says `recognising`."""
_ONE_BY_ONE = {"stream_results": True, "yield_per": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Where files may be kept in a table.

    Attributes:
        table: As described, and as it is asked.
        columns: Those that may hold bytes.
        address: What finds a row again: names, and what is asked for; empty where nothing does.
        hint: What the database is told beside the table's name, so that it gives the rows that a scan reads.
    """

    table: Table
    asked: sa.TableClause
    columns: Sequence[str]
    address: Sequence[tuple[str, sa.ColumnElement[Any]]]
    hint: str | None = None

    def searched(self, connection: sa.Connection, finder: Finder) -> Iterator[Hit | Unread]:
        """Open every file; what it may hold besides is never proven."""
        for column in self.columns:
            query = self._query(column)
            with connection.execute(query, execution_options=_ONE_BY_ONE) as rows:
                for number, (*address, held) in enumerate(rows):
                    yield from self._in_cell(column, address or [number], held, finder)

    def _query(self, column: str) -> sa.Select[Any]:
        held = self.asked.c[column]
        small = sa.case((sa.func.length(held) <= LARGEST_BYTES, held), else_=sa.null())
        address = [value for _, value in self.address]
        query = sa.select(*address, small).where(_begins_like_a_file(held))
        return query if self.hint is None else query.with_hint(self.asked, self.hint)

    def _in_cell(
        self, column: str, address: Sequence[Any], held: bytes | None, finder: Finder
    ) -> Iterator[Hit | Unread]:
        place = f"{self.table.name}.{column}"
        if held is None:
            yield _unread(place, "packed")
            return
        file = BytesIO(held)
        text = FileText(file)
        # Of other files the bytes were searched as they lie there.
        unpacked = found(finder, text.blocks()) if text.kind == "gzip" else set()
        needles = unpacked | found_inside(finder, file, text.kind).needles
        where = locator([name for name, _ in self.address] or ["row_of_scan"], address)
        for needle in sorted(needles):
            yield Hit(collection=self.table.name, field=column, locator=where, needle=needle)
        if text.unread is not None:
            yield _unread(place, text.unread)


@lru_cache  # one for all files of a column, which may be millions
def _unread(place: str, why: str) -> Unread:
    return Unread(locator=place, why=why)


def _begins_like_a_file(held: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(
        *(
            sa.func.substr(held, 1, length, type_=sa.LargeBinary()).in_(
                [mark for mark in _MARKS if len(mark) == length]
            )
            for length in sorted({len(mark) for mark in _MARKS})
        )
    )
