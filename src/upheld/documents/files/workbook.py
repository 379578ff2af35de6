"""Cells of a workbook (XLSX), sheet by sheet and row by row; openpyxl reads them in a stream.

What a formula last came to is read, as the program that wrote the file kept it; texts that stand in
formulas themselves are read by `sheet_beside`.
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from upheld.documents.files.place import Items, Piece, Step, Steps, Unread
from upheld.documents.files.refusing import broken, extra_missing, too_large
from upheld.documents.files.rows import Cell, Rows
from upheld.documents.files.shared_texts import PART as SHARED_TEXTS
from upheld.documents.files.walk import Opened, Walk
from upheld.wording import Text

WORKBOOK = Text(en="workbook", ja="ワークブック")
_SHARED_BYTES = 256 << 20
"""Unpacked; the texts of all cells are held in memory while the sheets are read."""
_DAMAGE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, AssertionError,
    zipfile.BadZipFile, zlib.error, SyntaxError, RecursionError,
)  # fmt: skip
"""What openpyxl raises on a workbook that is none; parsers of XML raise kinds of `SyntaxError`."""


def read(archive: zipfile.ZipFile, document: Opened, walk: Walk) -> Items:
    """Read every cell of a workbook that was opened as an archive.

    Raises:
        DocumentBrokenError: It is no workbook.
        DocumentTooLargeError: The texts of its cells are.
        DocumentExtraMissingError: openpyxl is not installed.
    """
    _check_shared(archive)
    with _opened(document) as book:
        for number, sheet in enumerate(book.worksheets, start=1):
            at = walk.to(Step("sheet", number, sheet.title))
            yield Piece.whole(sheet.title, walk.to(Step("sheet", number)))
            yield from _sheet(sheet, at, walk)


def _sheet(sheet: Any, at: Steps, walk: Walk) -> Iterator[Piece | Unread]:
    sheet.reset_dimensions()  # a stated size of a million columns would be filled with nothing
    rows = Rows()
    reading = sheet.iter_rows()
    while True:
        try:
            row = next(reading, None)
        except _DAMAGE:
            refusal = broken(WORKBOOK)
            yield Unread(at=at, code=refusal.code, what=refusal.what)
            return
        if row is None:
            return
        walk.budget.row(len(row))
        yield from rows.row(list(_cells(row, at)))


def _cells(row: Any, at: Steps) -> Iterator[Cell]:
    for cell in row:
        text = text_of(cell.value)
        if text:
            yield Cell(cell.column, text, (*at, Step("cell", None, cell.coordinate)))


def text_of(value: Any) -> str:
    """Return what a cell shows; nothing for what holds no text.

    >>> text_of(9012345678.0), text_of(datetime(1990, 4, 1)), text_of(True)
    ('9012345678', '1990-04-01', '')
    """
    match value:
        case None | bool() | timedelta():
            said: Any = ""
        case float() if value.is_integer():
            said = int(value)
        case datetime() if value.time() == time():
            said = value.date()
        case _:
            said = value  # dates and times in the words of ISO 8601
    return str(said)


def _check_shared(archive: zipfile.ZipFile) -> None:
    shared = next((m for m in archive.infolist() if m.filename == SHARED_TEXTS), None)
    if shared is not None and shared.file_size > _SHARED_BYTES:
        raise too_large(
            Text(
                en=f"the texts of its cells have more than {_SHARED_BYTES >> 20} MiB",
                ja=f"セルの文字列が {_SHARED_BYTES >> 20} MiB を超えています",
            )
        )


@contextmanager
def _opened(document: Opened) -> Iterator[Any]:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise extra_missing(WORKBOOK) from None
    document.stream.seek(0)
    with warnings.catch_warnings():
        # openpyxl warns of extensions that it would lose by writing; nothing is written.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(document.stream, read_only=True, data_only=True, keep_links=False)
        except (*_DAMAGE, InvalidFileException):
            raise broken(WORKBOOK) from None
        with closing(book):
            yield book
