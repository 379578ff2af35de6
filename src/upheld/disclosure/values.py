"""Stored values as JSON and as cells of a table that people open in a spreadsheet."""

import base64
import json
import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from upheld.connectors.schema import Column

MASKED = object()
"""Stands for a value that is about a third person."""
_MASKED_JSON = {"$masked": "third person"}
_MASKED_CELL = "第三者の情報 / third person"
WITHHELD = {"$withheld": "by decision"}
"""Stands for a value that the company decided not to disclose (APPI 33(2)); its letter says why."""
_WITHHELD_CELL = "開示しないことと判断した情報 / withheld by decision"
as_json = json.JSONEncoder(ensure_ascii=False).encode
# A spreadsheet takes a text that begins so for a formula; Excel also in full width.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")


def as_stored(column: Column) -> Callable[[Any], Any]:
    """Return a function from what the driver hands out to what JSON can hold, for a column."""
    if column.type in ("json", "array"):
        return _document
    if column.type == "boolean":
        return _truth
    return plain


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it, without losing any of it.

    >>> from decimal import Decimal
    >>> plain(Decimal("1.10")), plain(bytes([255]))
    ('1.10', {'$base64': '/w=='})
    """
    if value is None or isinstance(value, str | int):
        return value
    if value is MASKED:
        return _MASKED_JSON
    match value:
        case float():
            # JSON has no word for infinity.
            shown: Any = value if math.isfinite(value) else str(value)
        case datetime() | date() | time():
            shown = value.isoformat()
        case bytes() | bytearray() | memoryview():
            shown = {"$base64": base64.b64encode(bytes(value)).decode("ascii")}
        case dict():
            shown = {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            shown = [plain(inner) for inner in value]
        case _:
            shown = str(value)
    return shown


def _document(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value  # SQLite keeps any text in a column declared as JSON
    return plain(value)


def _truth(value: Any) -> Any:
    # SQLite and MariaDB keep truth as 0 and 1.
    return bool(value) if isinstance(value, int) and value in (0, 1) else plain(value)


def words(value: Any) -> str:
    """Return a value of `plain` as text for a cell or for the page; NULL is empty."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if is_masked(value):
        return _MASKED_CELL
    if is_withheld(value):
        return _WITHHELD_CELL
    if isinstance(value, dict) and value.keys() == {"$base64"}:
        return str(value["$base64"])
    return as_json(value)


def is_masked(value: Any) -> bool:
    """Say whether a value of `plain` stands for one that is about a third person."""
    return isinstance(value, dict) and value == _MASKED_JSON


def is_withheld(value: Any) -> bool:
    """Say whether a value of `plain` stands for one that is withheld by decision."""
    return isinstance(value, dict) and value == WITHHELD


def cell(value: Any) -> str:
    """Return a value of `plain` as a CSV cell that no spreadsheet takes for a formula.

    A text that begins like a formula gets an apostrophe in front (OWASP, "CSV Injection");
    `data.json` has it as it is. Numbers stay numbers.

    >>> cell("=1+1"), cell(-5), cell("+81 90"), cell(None)
    ("'=1+1", '-5', "'+81 90", '')
    """
    return cell_of(value, words(value))


def cell_of(value: Any, text: str) -> str:
    """Return `cell(value)`, given its `words`."""
    if "\0" in text:
        text = text.replace("\0", "�")
    if isinstance(value, str) and text and (text[0] in _FORMULA or text.lstrip()[:1] in _FORMULA):
        return f"'{text}"
    return text


def line(cells: list[str]) -> str:
    """Return one line of CSV (RFC 4180).

    >>> line(["a", "b,c", ""]).rstrip()
    'a,"b,c",'
    """
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(text: str) -> str:
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    if "," in text or "\n" in text or "\r" in text or ";" in text or text != text.strip():
        return f'"{text}"'
    return text
