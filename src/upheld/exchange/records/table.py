"""A table as a file: CSV with a byte order mark, so that Excel reads Japanese, or a workbook.

A cell that begins like a formula would be carried out by the program that opens it; it gets an
apostrophe in front and is text (OWASP, CSV Injection).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from upheld.refusal import RefusalError
from upheld.wording import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What Excel and its kin take for the beginning of a formula, full-width forms included."""
_CELL_LIMIT = 32_767
"""Characters of one cell of a workbook (Excel's specification)."""
_WIDTH_LIMIT = 60  # characters
_SHEET_TITLE_LIMIT = 31  # characters


class WorkbookExtraMissingError(RefusalError):
    """Workbooks need an optional package."""

    code = "extra-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and rows, all texts in one language.

    Attributes:
        about: What stands on a sheet of its own in a workbook: whose table, of which policy.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    about: Sequence[tuple[str, str]] = ()


def harmless(text: str) -> str:
    """Return a cell that no program carries out.

    >>> harmless("=1+1"), harmless("a=1")
    ("'=1+1", 'a=1')
    """
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    dangerous = text.startswith(_FORMULA) or cleaned.lstrip().startswith(_FORMULA)
    return f"'{cleaned}" if dangerous else cleaned


def to_csv(table: Table) -> bytes:
    """Return the table as CSV (RFC 4180, UTF-8 with byte order mark)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(harmless(heading) for heading in table.headings)
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """Return the table as a workbook.

    Raises:
        WorkbookExtraMissingError: The extra `xlsx` is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise WorkbookExtraMissingError(
            Text(
                en="workbooks need an optional package",
                ja="ワークブックの書き出しには追加のパッケージが必要です",
            ),
            remedy=Text(
                en="`pip install 'upheld[xlsx]'`, or write CSV",
                ja="`pip install 'upheld[xlsx]'` を実行するか、CSV で書き出してください",
            ),
        ) from None
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.title[:_SHEET_TITLE_LIMIT]
    for at, row in enumerate([table.headings, *table.rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=at, column=column)
            # Set as text: a leading `=` would otherwise make it a formula.
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", harmless(text))[:_CELL_LIMIT]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=at == 1)
    for column, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    if table.about:
        beside = book.create_sheet("About")
        for about in table.about:
            beside.append([harmless(part) for part in about])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(table: Table) -> list[int]:
    """Return how wide each column is: its heading whole, half of its longest cell."""
    return [
        min(_WIDTH_LIMIT, max([len(heading), *(len(row[at]) // 2 for row in table.rows)]) + 4)
        for at, heading in enumerate(table.headings)
    ]
