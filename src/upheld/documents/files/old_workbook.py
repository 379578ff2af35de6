"""Cells, notes, links and properties of a workbook of before 2007 (XLS, [MS-XLS]), read by xlrd.

What else such a workbook can hold (texts in formulas, boxes and charts, heads and feet of pages,
pivot caches, macros) is named as not read. What a formula last came to is read, as in newer workbooks.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from upheld.documents.files.place import Items, Piece, Step, Steps, Unread
from upheld.documents.files.refusing import (
    broken,
    encrypted,
    extra_missing,
    too_large,
    unknown,
)
from upheld.documents.files.rows import Cell, Rows
from upheld.documents.files.walk import Opened, Walk
from upheld.documents.files.workbook import WORKBOOK, text_of
from upheld.wording import Text

_OLD = Text(
    en="an Office file of before 2007 that is no workbook",
    ja="2007 より前の形式の Office ファイル(ワークブック以外)",
)
_BESIDE = Text(
    en="in a workbook of before 2007, texts in formulas, boxes, charts, heads and feet of pages, "
    "pivot caches and macros are not read",
    ja="2007 より前の形式のワークブックでは、数式内の文字列、テキストボックス、グラフ、"
    "ページのヘッダーとフッター、ピボットの保持データ、マクロは調べません",
)
_HELD = 64 << 20
"""Bytes of the file; a sheet of it is held as a whole, some six times as much."""
_STREAMS = ("Workbook", "Book")
"""Where the cells are: of 1997 and later, and of 1993 ([MS-XLS] section 2.1.2)."""
_CELL_TEXT, _CELL_NUMBER, _CELL_DATE = 1, 2, 3
"""Kinds of cells as xlrd numbers them; the rest is empty, a truth value or an error."""
_PROPERTIES = (
    "title", "subject", "author", "keywords", "comments", "last_saved_by",
    "category", "manager", "company",
)  # fmt: skip


def read(document: Opened, walk: Walk) -> Items:
    """Read every cell of a workbook, and what xlrd knows beside them.

    Raises:
        DocumentBrokenError: It is damaged.
        DocumentEncryptedError: It opens with a password only.
        DocumentTooLargeError: It is too large to be held.
        DocumentUnknownError: It is of Office, and no workbook.
        DocumentExtraMissingError: `xlrd` or `olefile` is not installed.
    """
    try:
        import olefile
        import xlrd  # noqa: F401 - whether it is there
    except ImportError:
        raise extra_missing(WORKBOOK) from None
    if document.size > _HELD:
        raise too_large(
            Text(
                en=f"it has more than {_HELD >> 20} MiB",
                ja=f"{_HELD >> 20} MiB を超えています",
            )
        )
    raw = document.whole()
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as compound:
            if not any(compound.exists(stream) for stream in _STREAMS):
                raise unknown(_OLD)
            properties = list(_properties(compound.get_metadata()))
    except OSError:
        raise broken(WORKBOOK) from None
    at = walk.to(Step("properties"))
    yield from (Piece.whole(said, at) for said in properties)
    yield from _sheets(raw, walk)
    yield Unread(at=walk.at, code="workbook-in-part", what=_BESIDE)


def _properties(told: Any) -> Iterator[str]:
    for name in _PROPERTIES:
        value = getattr(told, name)
        if isinstance(value, bytes):
            value = value.decode(_codec(told.codepage), "replace")
        if value and str(value).strip():
            yield f"{name}: {value}\n"


def _codec(page: int | None) -> str:
    """Return the codec of a code page, as properties number them ([MS-OLEPS] section 2.3.1)."""
    page = (page or 1252) & 0xFFFF
    return "utf-8" if page == 65001 else f"cp{page}"  # noqa: PLR2004 - what Windows calls UTF-8


def _sheets(raw: bytes, walk: Walk) -> Items:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=raw, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        # The one way in which xlrd tells the two apart.
        raise (encrypted() if "encrypted" in str(error) else broken(WORKBOOK)) from None
    with book:
        for number, name in enumerate(book.sheet_names()):
            at = walk.to(Step("sheet", number + 1, name))
            yield Piece.whole(name, walk.to(Step("sheet", number + 1)))
            sheet = book.sheet_by_index(number)
            yield from _cells(sheet, at, walk, book.datemode)
            yield from _beside(sheet, at)
            book.unload_sheet(number)


def _cells(sheet: Any, at: Steps, walk: Walk, epoch: int) -> Iterator[Piece]:
    rows = Rows()
    for number in range(sheet.nrows):
        values, kinds = sheet.row_values(number), sheet.row_types(number)
        walk.budget.row(len(values))
        cells = [
            Cell(column + 1, text, (*at, Step("cell", None, _coordinate(number, column))))
            for column, (value, kind) in enumerate(zip(values, kinds, strict=True))
            if (text := _shown(value, kind, epoch))
        ]
        yield from rows.row(cells)


def _shown(value: Any, kind: int, epoch: int) -> str:
    from xlrd.xldate import XLDateError, xldate_as_datetime

    if kind not in {_CELL_TEXT, _CELL_NUMBER, _CELL_DATE}:
        return ""
    if kind == _CELL_DATE:
        with suppress(XLDateError, ValueError, OverflowError):  # no day: the number itself
            value = xldate_as_datetime(value, epoch)
    return text_of(value)


def _beside(sheet: Any, at: Steps) -> Iterator[Piece]:
    for (row, column), note in sheet.cell_note_map.items():
        place = (*at, Step("cell", None, _coordinate(row, column)), Step("note"))
        yield Piece.whole(f"{note.author}\n{note.text}", place)
    for link in sheet.hyperlink_list:
        place = (*at, Step("cell", None, _coordinate(link.frowx, link.fcolx)))
        said = [link.url_or_path, link.desc, link.quicktip, link.textmark]
        text = "\n".join(_plain(one) for one in said if one)
        if text:
            yield Piece.whole(text, place)


def _plain(said: "str | bytes") -> str:
    return said.decode("cp1252", "replace") if isinstance(said, bytes) else said


def _coordinate(row: int, column: int) -> str:
    from xlrd.formula import colname

    return f"{colname(column)}{row + 1}"
