"""One Parquet file without some of its rows, swapped in atomically.

1. Write the remaining rows, in their order, to a temporary file in the same folder.
2. Compare: the same columns and types, and exactly the matched rows fewer.
3. `fsync`, then `os.replace`, then `fsync` of the folder.

A reader sees the old file or the new one. A crash leaves one of them, and perhaps the
temporary file, which no reader takes for data and the next run removes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

from upheld.connectors.parquet_files import LEFTOVER_END, LEFTOVER_START

Duck: TypeAlias = Any  # a DuckDB connection: DuckDB is an optional package

_CODECS = frozenset({"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4", "LZ4_RAW"})
_SMALLEST_GROUP = 2048  # rows: DuckDB writes no smaller row groups


class RewriteError(Exception):
    """A file cannot be rewritten as it should be; it is unchanged. The reason is a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a rewritten file keeps of the old one."""

    columns: tuple[tuple[str, str], ...]
    rows: int
    codec: str | None
    group_rows: int
    metadata: tuple[tuple[bytes, bytes], ...]
    field_ids: tuple[int | None, ...]


def quoted(name: str) -> str:
    """Quote an SQL name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote an SQL text."""
    return "'" + text.replace("'", "''") + "'"


def plain(path: Path | str) -> str:
    """Escape a path so that DuckDB reads it as a path and not as a glob."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


def layout_of(duck: Duck, path: Path) -> Layout:
    """Read what a file's footer says."""
    file = plain(path)
    described = duck.execute(
        "DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning = false)", [[file]]
    ).fetchall()
    groups = duck.execute(
        "SELECT compression, count(*), max(row_group_num_rows) FROM parquet_metadata(?) "
        "GROUP BY 1 ORDER BY 2 DESC, 1",
        [file],
    ).fetchall()
    (rows,) = duck.execute("SELECT num_rows FROM parquet_file_metadata(?)", [file]).fetchone()
    metadata = duck.execute("SELECT key, value FROM parquet_kv_metadata(?)", [file]).fetchall()
    fields = duck.execute("SELECT field_id FROM parquet_schema(?)", [file]).fetchall()
    return Layout(
        columns=tuple((name, kind) for name, kind, *_ in described),
        rows=int(rows),
        codec=groups[0][0] if groups else None,
        group_rows=max((int(most) for *_, most in groups), default=0),
        metadata=tuple((bytes(key), bytes(value)) for key, value in metadata),
        field_ids=tuple(number for (number,) in fields),
    )


def rewrite(duck: Duck, path: Path, condition: str, matched: int) -> None:
    """Remove the rows of one file that `condition` selects.

    Args:
        duck: A connection that knows the tables `condition` names.
        path: The file.
        condition: SQL over the file as `t`; never NULL.
        matched: How many rows it selected when it was counted.

    Raises:
        RewriteError: The file changed meanwhile, or DuckDB cannot keep its schema.
    """
    before = _identity(path)
    old = layout_of(duck, path)
    if old.codec is not None and old.codec not in _CODECS:
        raise RewriteError("codec")
    if any(number is not None for number in old.field_ids):
        raise RewriteError("field-ids")
    temporary = path.parent / f"{LEFTOVER_START}{uuid4().hex}{LEFTOVER_END}"
    try:
        _write(duck, path, temporary, condition, old)
        new = layout_of(duck, temporary)
        if new.columns != old.columns:
            raise RewriteError("types")
        if new.rows != old.rows - matched:
            raise RewriteError("changed")
        _settle(path, temporary)
        if _identity(path) != before:
            raise RewriteError("changed")
        os.replace(temporary, path)  # noqa: PTH105 - the name of the guarantee
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _write(duck: Duck, path: Path, temporary: Path, condition: str, old: Layout) -> None:
    names = ", ".join(f"t.{quoted(name)}" for name, _ in old.columns)
    options = [
        "FORMAT parquet",
        "USE_TMP_FILE false",
        f"ROW_GROUP_SIZE {max(old.group_rows, _SMALLEST_GROUP)}",
        *([f"COMPRESSION {old.codec.lower()}"] if old.codec else []),
        *([f"KV_METADATA {{{_pairs(old.metadata)}}}"] if old.metadata else []),
    ]
    duck.execute(
        f"COPY (SELECT {names} FROM read_parquet({literal(plain(path))}, "
        "hive_partitioning = true, hive_types_autocast = false) t "
        f"WHERE NOT ({condition})) TO {literal(str(temporary))} ({', '.join(options)})"
    )


def _pairs(metadata: Sequence[tuple[bytes, bytes]]) -> str:
    return ", ".join(
        f"{literal(key.decode('utf-8', 'replace'))}: {_blob(value)}" for key, value in metadata
    )


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02x}" for byte in value) + "'::BLOB"


def _settle(path: Path, temporary: Path) -> None:
    """Make the new file durable, with the owner and mode of the old one."""
    info = path.stat()
    descriptor = os.open(temporary, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchmod(descriptor, info.st_mode & 0o7777)
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (info.st_uid, info.st_gid):
            os.fchown(descriptor, info.st_uid, info.st_gid)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _identity(path: Path) -> tuple[int, int, int]:
    info = path.stat()
    return info.st_ino, info.st_size, info.st_mtime_ns
