"""Reading PostgreSQL's tables for a scan: the texts of many rows as one, or row by row.

Taking rows one by one costs several times what the server and the search need. So the server
joins the texts of some pages of a table, and only pages in which something was found are read
again, row by row. Both readings and all pages are of one snapshot: a row that somebody changes
meanwhile, and that moves to another page by it, is seen once.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg

from upheld.connectors.scanning import BLOCK_BYTES, Block, as_text
from upheld.connectors.schema import Column

Driver: TypeAlias = "psycopg.Connection[Any]"
PAGES_AT_ONCE = 32
"""256 KB of a table. Values that are compressed within their page make it a few MB at most."""
_AHEAD = 2
"""While one text is searched, the server joins the next one."""
_ARGUMENTS = 50
"""Columns of one text; a function of PostgreSQL takes at most a hundred."""
# In no word and no number, as NUL is, which no text of PostgreSQL can hold.
_BETWEEN = "\x01"

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# Rows with long values keep them in a table beside (TOAST); one page could then be any number
# of bytes, and for such rows it is the bytes that take the time. Ranges of pages are read as
# such since PostgreSQL 14, and only from its own kind of table. In a database without an
# encoding a text need not be UTF-8.
_LAYOUT = """
WITH RECURSIVE part(oid) AS (
    SELECT %(table)s::regclass::oid
    UNION ALL
    SELECT i.inhrelid FROM pg_inherits i JOIN part p ON i.inhparent = p.oid WHERE %(parts)s
)
SELECT coalesce(max(pg_relation_size(c.oid)), 0) / current_setting('block_size')::int,
       count(*),
       current_setting('server_version_num')::int >= 140000
       AND current_setting('server_encoding') <> 'SQL_ASCII'
       AND bool_and(c.relkind = 'p' OR c.relkind IN ('r', 'm') AND a.amname = 'heap')
       AND coalesce(sum(pg_relation_size(nullif(c.reltoastrelid, 0))), 0) = 0
FROM part JOIN pg_class c USING (oid) LEFT JOIN pg_am a ON a.oid = c.relam
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table to read.

    Attributes:
        table: Its name as SQL.
        only: Whether tables that inherit from it are left out.
        keys: The columns of its key as SQL, of the table `t`.
        fields: The searchable columns: as SQL, and as described.
    """

    table: str
    only: bool
    keys: Sequence[str]
    fields: Sequence[tuple[str, Column]]

    def rows(self) -> str:
        """A query for the key and the fields of each row, all as text."""
        texts = [_as_sql_text(name, column) for name, column in self.fields]
        return f"SELECT {', '.join([*self.keys, *texts])} FROM {self._from()}"

    def joined(self) -> str:
        """A query for all fields of all rows as a few long values."""
        texts = [_as_output(name, c) for name, c in self.fields if c.type != "binary"]
        groups = [texts[n : n + _ARGUMENTS] for n in range(0, len(texts), _ARGUMENTS)]
        columns = [f"string_agg(concat_ws({_MARK}, {', '.join(g)}), {_MARK})" for g in groups]
        columns += [
            f"string_agg({name}, '\\x01'::bytea)" for name, c in self.fields if c.type == "binary"
        ]
        return f"SELECT {', '.join(columns)} FROM {self._from()}"

    def _from(self) -> str:
        return f"{'ONLY ' if self.only else ''}{self.table} t"

    def binary(self) -> list[int]:
        """The places of columns that hold bytes, within a row of `rows`."""
        first = len(self.keys)
        return [first + n for n, (_, c) in enumerate(self.fields) if c.type == "binary"]


_MARK = "E'\\x01'"


def blocks(driver: Driver, source: Source) -> Iterator[Block]:
    """Read a table once, in a transaction in which nothing was read yet."""
    driver.execute(_SNAPSHOT)
    layout = {"table": source.table, "parts": not source.only}
    found = driver.execute(_LAYOUT, layout).fetchone()
    pages, tables, joins = found if found is not None else (0, 1, False)
    if not joins:
        yield from _copied(driver, source)
    elif pages:
        yield from _joined(driver, source, pages, max(1, PAGES_AT_ONCE // tables))


# ── many rows as one text ─────────────────────────────────────────────────────────


def _joined(driver: Driver, source: Source, pages: int, at_once: int) -> Iterator[Block]:
    query = _of_pages(source.joined())
    asked: deque[tuple[_Pages, psycopg.Cursor[Any]]] = deque()
    with driver.pipeline():
        for first in range(0, pages, at_once):
            here = _pages(first, first + at_once if first + at_once < pages else _NO_END)
            asked.append((here, driver.execute(query, here)))
            if len(asked) > _AHEAD:
                yield _searchable(driver, source, *asked.popleft())
        while asked:
            yield _searchable(driver, source, *asked.popleft())


_Pages: TypeAlias = tuple[str, str]
_NO_END = 2**32 - 1
"""The number no page has; the table may have grown since its pages were counted."""


def _pages(first: int, end: int) -> _Pages:
    return f"({first},0)", f"({end},0)"


def _of_pages(query: str) -> bytes:
    """Limit a query to some pages: their first row, and the first that is no longer theirs."""
    named = query.replace("%", "%%")  # a name may hold one
    return f"{named} WHERE t.ctid >= %s::tid AND t.ctid < %s::tid".encode()


def _searchable(
    driver: Driver, source: Source, here: _Pages, cursor: "psycopg.Cursor[Any]"
) -> Block:
    binary = source.binary()

    def rows() -> Iterator[list[str]]:
        for row in driver.execute(_of_pages(source.rows()), here).fetchall():
            yield [
                as_text(bytes.fromhex(cell)) if place in binary and cell else cell or ""
                for place, cell in enumerate(row)
            ]

    values = cursor.fetchone() or ()
    return Block(text=_BETWEEN.join(as_text(value) for value in values), rows=rows)


# ── row by row ────────────────────────────────────────────────────────────────────


def _copied(driver: Driver, source: Source) -> Iterator[Block]:
    binary = source.binary()
    query = f"COPY ({source.rows()}) TO STDOUT"
    with driver.cursor() as cursor, cursor.copy(query.encode()) as copy:
        lines: list[bytes] = []
        size = 0
        for line in _lines(driver, copy):
            lines.append(line)
            size += len(line)
            if size >= BLOCK_BYTES:
                yield copied_block(lines, binary)
                lines, size = [], 0
        if lines:
            yield copied_block(lines, binary)


def _as_output(column: str, described: Column) -> str:
    # The text of an array puts quotes and backslashes into its elements.
    return f"array_to_string({column}, {_MARK})" if described.type == "array" else column


def _as_sql_text(column: str, described: Column) -> str:
    if described.type == "binary":
        return f"encode({column}, 'hex')"  # whatever `bytea_output` says
    shown = _as_output(column, described)
    return shown if described.type in {"text", "array"} else f"{shown}::text"


# COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NULL = b"\0\\N\0"
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "N": ""}


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), text)


def _lines(driver: Driver, copy: psycopg.Copy) -> Iterator[bytes]:
    """Yield the rows of a COPY: those that have arrived are taken without asking whether to wait.

    `copy` by itself runs an event loop of Python for each row, which takes longer than all else
    that is done with it.
    """
    take = driver.pgconn.get_copy_data
    while True:
        size, data = take(1)
        if size > 0:
            yield bytes(data)
        elif size == 0:  # nothing there: wait for the next row, or the end
            line = bytes(copy.read())
            if not line:
                return
            yield line
        else:
            break
    while (result := driver.pgconn.get_result()) is not None:
        if result.status != psycopg.pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)


def copied_block(lines: Sequence[bytes], binary: Sequence[int]) -> Block:
    """Return some lines of a COPY as a block; `binary` are the places of cells that hold bytes."""
    copied = b"".join(lines)

    def rows() -> Iterator[list[str]]:
        for line in copied.removesuffix(b"\n").split(b"\n"):
            cells = line.decode("utf-8", "ignore").split("\t")
            yield [
                _from_hex(cell) if place in binary else _unescaped(cell)
                for place, cell in enumerate(cells)
            ]

    if binary:
        return Block(text="\0".join(cell for row in rows() for cell in row), rows=rows)
    # Tabs and line ends inside values are escaped: these stand between values only.
    apart = copied.replace(b"\t", b"\0").replace(b"\n", b"\0")
    # Most backslashes are those of NULL; of two beside each other the second is seen next time.
    apart = apart.replace(_NULL, b"\0\0").replace(_NULL, b"\0\0")
    return Block(text=_unescaped(apart.decode("utf-8", "ignore")), rows=rows)


def _from_hex(cell: str) -> str:
    return "" if cell == "\\N" else as_text(bytes.fromhex(cell))
