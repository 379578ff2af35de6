"""Rows of a Parquet file, read in a stream by DuckDB; the schema's names are heads of the values."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import Any

from upheld.documents.charsets import marked
from upheld.documents.files.place import Blocks, Items, Piece, Step, Steps
from upheld.documents.files.refusing import broken, extra_missing
from upheld.documents.files.rows import Cell, Rows
from upheld.documents.files.walk import BLOCK_BYTES, Opened, Walk
from upheld.documents.files.workbook import text_of
from upheld.wording import Text

PARQUET = Text(en="Parquet file", ja="Parquet ファイル")
_FETCH = 1_000
"""Rows that are held in Python at once."""
_CONFIG: Mapping[str, str] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",
    "threads": "1",
    # Nothing of a person's is spilled to a folder that nobody looks after.
    "temp_directory": "",
}


def read(document: Opened, walk: Walk) -> Items:
    """Read names, metadata and every row.

    Raises:
        DocumentBrokenError: It is no Parquet file.
        DocumentExtraMissingError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise extra_missing(PARQUET) from None
    try:
        with _lying(document) as path, duckdb.connect(config={**_CONFIG}) as connection:
            yield from _metadata(connection, path, walk)
            yield from _rows(connection, path, walk)
    except duckdb.Error:
        # `from None`: its message can quote values.
        raise broken(PARQUET) from None


def _metadata(connection: Any, path: str, walk: Walk) -> Iterator[Piece]:
    pairs = connection.execute("SELECT key, value FROM parquet_kv_metadata(?)", [path]).fetchall()
    blocks = Blocks()
    for key, value in pairs:
        at = walk.to(Step("properties"))
        yield from blocks.add(marked(bytes(value)), at, lead=f"{marked(bytes(key))}: ")
    yield from blocks.end()


def _rows(connection: Any, path: str, walk: Walk) -> Iterator[Piece]:
    # One of the columns may be called like a function of DuckDB's; none is named here.
    result = connection.execute("SELECT * FROM read_parquet(?)", [path])
    names = [column[0] for column in result.description]
    steps: list[Steps] = [
        (Step("column", number, name),) for number, name in enumerate(names, start=1)
    ]
    rows = Rows(dict(enumerate(names, start=1)))
    number = 0
    while fetched := result.fetchmany(_FETCH):
        for values in fetched:
            number += 1
            walk.budget.row(len(values))
            at = walk.to(Step("row", number))
            yield from rows.row(
                [
                    Cell(column, _text(value), (*at, *steps[column - 1]))
                    for column, value in enumerate(values, start=1)
                ]
            )


def _text(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return marked(bytes(value))
    return text_of(value)


@contextmanager
def _lying(document: Opened) -> Iterator[str]:
    """Give the file a path: DuckDB reads nothing else."""
    if document.path is not None:
        yield _literal(str(document.path))
        return
    with NamedTemporaryFile(suffix=".parquet") as kept:
        document.stream.seek(0)
        while block := document.stream.read(BLOCK_BYTES):
            kept.write(block)
        kept.flush()
        yield kept.name


def _literal(path: str) -> str:
    """Take the meaning from the signs that DuckDB reads as a pattern of paths."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)
