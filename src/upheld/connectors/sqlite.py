"""SQLite as a place that holds personal data."""

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from upheld.connectors.database import COMPILED_STATEMENTS, POOL_CONNECTIONS
from upheld.connectors.describe_sqlite import describe_sqlite, row_id
from upheld.connectors.failures import Failure, sqlite_failure, unreachable
from upheld.connectors.matching import loosely
from upheld.connectors.scanning import BETWEEN, Block, ScannedTable
from upheld.connectors.schema import Column, ColumnType, Schema, Table
from upheld.connectors.sql import (
    INLINE_VALUES,
    SqlConnector,
    as_json,
)
from upheld.wording import Text

BUSY_SECONDS = 5.0
_SCAN_ROWS = 1_000


def uph_hash(text: object) -> int | None:
    """Return the first 40 bits of SHA-256 of a value's text; NULL stays NULL.

    The same number as PostgreSQL and MariaDB compute, to compare and to group keys
    without carrying them about.
    """
    if text is None:
        return None
    raw = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(raw).digest()[:5])


_IPV4 = re.compile(r"^[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}$")
_IPV6 = re.compile(r"^[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F.]*$")
_GROUPS = re.compile(r"^(([0-9a-fA-F]{1,4}:){1,3}).*$")
_LAST_PART = re.compile(r"[-./:@_, 　][^-./:@_, 　]*$")


def uph_truncate(text: object) -> str | None:
    """Return a text without its last part; NULL stays NULL.

    An IPv4 address keeps its /24, an IPv6 address its /48; of anything else what stands
    before the last separator stays, and nothing where there is none.

    >>> uph_truncate("203.0.113.77"), uph_truncate("2001:db8:85a3::8a2e:370:7334")
    ('203.0.113.0', '2001:db8:85a3::')
    >>> uph_truncate("150-0001"), uph_truncate("渋谷")
    ('150', '')
    """
    if text is None:
        return None
    value = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    if _IPV4.match(value):
        return value.rpartition(".")[0] + ".0"
    if _IPV6.match(value):
        return "::" if value.startswith("::") else _GROUPS.sub(r"\1:", value)
    return _LAST_PART.sub("", value) if _LAST_PART.search(value) else ""


class SqliteConnector(SqlConnector):
    """Serves one SQLite file: `sqlite:///relative`, `sqlite:////absolute`, `?mode=ro`."""

    @property
    def path(self) -> Path:
        """The file, absolute."""
        return Path(self._url.database or "").resolve()

    @property
    def _read_only(self) -> bool:
        return self._url.query.get("mode") == "ro"

    def _make_engine(self) -> sa.Engine:
        engine = sa.create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=POOL_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            query_cache_size=COMPILED_STATEMENTS,
            hide_parameters=True,
            # Rows without a key are named by literal columns, which the linter takes for strays.
            enable_from_linting=False,
            json_serializer=as_json,
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _connect(self) -> sqlite3.Connection:
        path = self.path
        if not self._url.database or not path.is_file():
            raise unreachable(
                self.name,
                Text(
                    en=f"there is no file {path.name or '?'}",
                    ja=f"ファイル {path.name or '?'} がありません",
                ),
            )
        # Plain `connect` would create the file, and then report a person's data as absent
        # from a database that never was.
        mode = "ro" if self._read_only else "rw"
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            # The module would begin and commit by itself, in other places than we do.
            isolation_level=None,
        )

    def _failure(self, error: BaseException) -> Failure:
        return sqlite_failure(error)

    def _driver_errors(self) -> tuple[type[Exception], ...]:
        return (sqlite3.Error,)

    def _describe(self, connection: sa.Connection) -> Schema:
        return describe_sqlite(connection)

    def _catalogue_key(self, connection: sa.Connection) -> object:
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
        # The file may have been replaced by another one with the same version.
        file = self.path.stat()
        return version, file.st_dev, file.st_ino

    def _privileges(
        self,
        connection: sa.Connection,  # noqa: ARG002 - the file system knows, not the database
        tables: Sequence[str],
    ) -> dict[str, frozenset[str]]:
        granted = {"select"}
        # SQLite writes its journal beside the file: the folder has to be writable too.
        writable = os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
        if writable and not self._read_only:
            granted |= {"insert", "update", "delete"}
        return dict.fromkeys(tables, frozenset(granted))

    def _fits(self, kind: ColumnType, value: Any) -> Any:
        return loosely(kind, value)

    def _type_of(self, column: Column) -> sa.types.TypeEngine[Any]:
        return _TYPES.get(column.type, _PLAIN)

    def _wanted(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.ColumnElement[bool]:
        if len(values) <= INLINE_VALUES:
            return self._inline(raw, by, values)
        return self._through_temporary_table(connection, raw, by, values)

    def _through_temporary_table(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.ColumnElement[bool]:
        names = [f"c{number}" for number in range(len(by))]
        listed = ", ".join(names)
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.uph_wanted")
        connection.exec_driver_sql(f"CREATE TEMP TABLE uph_wanted ({listed})")
        marks = ", ".join("?" for _ in names)
        connection.exec_driver_sql(f"INSERT INTO temp.uph_wanted VALUES ({marks})", list(values))
        wanted = sa.table("uph_wanted", *(sa.column(name) for name in names), schema="temp")
        return sa.tuple_(*(raw.c[column.name] for column in by)).in_(sa.select(wanted))

    def _blocks(self, table: Table) -> tuple[ScannedTable, Iterator[Block]] | None:
        # SQLite keeps any type in any column, so all of them are looked at: a text in a
        # column declared as a number is still a text about somebody.
        fields = list(table.columns)
        key = list(table.primary_key) or [row_id(table) or "NULL"]
        scanned = ScannedTable(collection=table.name, key=key, fields=fields)
        return scanned, self._rows(table, key, fields)

    def _with_bytes(self, table: Table) -> list[str]:
        # They stand in columns of any type, as above; one pass over the rows says in which.
        name = self.quote_name(table.name)
        held = [
            f"max(typeof({name}.{self.quote_name(column)}) = 'blob')" for column in table.columns
        ]
        with self.session(table=table.name) as connection:
            driver = cast("sqlite3.Connection", connection.connection.driver_connection)
            (found,) = driver.execute(f"SELECT {', '.join(held)} FROM {name}")
        return [column for column, holds in zip(table.columns, found, strict=True) if holds]

    def _address(
        self, table: Table, raw: sa.TableClause
    ) -> list[tuple[str, sa.ColumnElement[Any]]]:
        pointer = row_id(table)
        if table.primary_key or pointer is None:
            return super()._address(table, raw)
        return [(pointer, sa.literal_column(pointer))]

    def _rows(self, table: Table, key: Sequence[str], fields: Sequence[str]) -> Iterator[Block]:
        name = self.quote_name(table.name)
        keys = [f"{name}.{self.quote_name(k)}" if table.primary_key else k for k in key]
        columns = [f"{name}.{self.quote_name(field)}" for field in fields]
        query = f"SELECT {', '.join([*keys, *columns])} FROM {name}"
        with self.session(table=table.name) as connection:
            driver = cast("sqlite3.Connection", connection.connection.driver_connection)
            # Bytes, because a stored text need not be valid UTF-8, and because joining
            # them and decoding once is faster than decoding each.
            driver.text_factory = bytes
            try:
                cursor = driver.execute(query)
                while rows := cursor.fetchmany(_SCAN_ROWS):
                    yield _block(rows, len(key))
                cursor.close()
            finally:
                driver.text_factory = str


class PlainText(sa.types.TypeDecorator[Any]):
    """Binds days, instants and decimals as the text SQLite keeps; hands out what is stored."""

    impl = sa.types.NullType
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's
        """Return the value as SQLite keeps it."""
        return loosely("other", value) if isinstance(value, date | Decimal) else value


_PLAIN = PlainText()
_TYPES: dict[ColumnType, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "text": sa.String(),
    "json": sa.JSON(none_as_null=True),
    "binary": sa.LargeBinary(),
}


def _block(rows: Sequence[Sequence[Any]], skip: int) -> Block:
    cells = [cell for row in rows for cell in row[skip:] if type(cell) is bytes]
    text = BETWEEN.encode().join(cells).decode("utf-8", "ignore")
    return Block(text=text, rows=lambda: rows)


def _prepare(driver: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    driver.execute("PRAGMA foreign_keys = ON")
    driver.create_function("uph_hash", 1, uph_hash, deterministic=True)
    driver.create_function("uph_truncate", 1, uph_truncate, deterministic=True)


def _begin(connection: sa.Connection) -> None:
    # The module's own `BEGIN` comes only before a write: reads and schema changes would
    # stand outside of the transaction.
    connection.exec_driver_sql(connection.get_execution_options().get("upheld_begin", "BEGIN"))
