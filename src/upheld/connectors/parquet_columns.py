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
    """Search many cells at once; bytes one by one."""
    texts = [(number, cell) for number, cell in enumerate(cells) if isinstance(cell, str)]
    in_texts = finder.search_each([text for _, text in texts])
    for (number, _), needles in zip(texts, in_texts, strict=True):
        yield from ((number, needle) for needle in needles)
    for number, cell in enumerate(cells):
        if cell is not None and not isinstance(cell, str):
            yield from ((number, needle) for needle in found(finder, [bytes(cell)]))
