"""What a Parquet column's type means: what fits it, how it is read, where text may be."""

from collections.abc import Iterator, Sequence
from typing import Any

from upheld.connectors.contract import Finder, Value
from upheld.connectors.parquet_rewrite import quoted
from upheld.connectors.windows import found

_INTEGERS = frozenset(
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
) | {"HUGEINT"}
ZONED = "TIMESTAMP WITH TIME ZONE"
# Joined cells are searched at once; this cannot stand inside a needle.
_BETWEEN_CELLS = "\n\x00\n"


def fits(kind: str, value: Value) -> bool:
    """Whether a value may be compared with a column of this type without being changed."""
    if isinstance(value, (bytes, bool)):
        return False
    # DuckDB would round '5.4' to 5, and 5 is somebody else.
    whole = isinstance(value, int) or str(value).removeprefix("-").isdecimal()
    return kind not in _INTEGERS or whole


def is_text(kind: str) -> bool:
    """Whether a column of this type can hold text, on its own or inside."""
    nested = kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "ENUM"))
    return nested or kind in {"VARCHAR", "BLOB", "JSON", "UUID", "VARIANT"}


def searchable(name: str, kind: str) -> str:
    """SQL that reads a column as text or bytes."""
    column = f"t.{quoted(name)}"
    return column if kind == "BLOB" else f"CAST({column} AS VARCHAR)"


def readable(name: str, kind: str) -> str:
    """SQL that reads a column without DuckDB's need for `pytz`; instants as naive UTC."""
    column, alias = f"t.{quoted(name)}", quoted(name)
    if kind == ZONED:
        return f"make_timestamp(epoch_us({column})) AS {alias}"
    if "WITH TIME ZONE" in kind:
        return f"CAST({column} AS VARCHAR) AS {alias}"
    return f"{column} AS {alias}"


def found_cells(cells: Sequence[Any], finder: Finder) -> Iterator[tuple[int, int]]:
    """Search many cells at once, and one by one only where something was found."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    blobs = any(isinstance(cell, (bytes, bytearray)) for cell in cells)
    if not blobs and not any(True for _ in finder.search(_BETWEEN_CELLS.join(texts))):
        return
    for number, cell in enumerate(cells):
        if isinstance(cell, str):
            yield from ((number, needle) for needle in finder.search(cell))
        elif cell is not None:
            yield from ((number, needle) for needle in found(finder, [bytes(cell)]))
