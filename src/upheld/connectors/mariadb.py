"""MariaDB and MySQL as a place that holds personal data."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

import pymysql
import sqlalchemy as sa
from pymysql.constants import ER
from pymysql.cursors import SSCursor
from sqlalchemy import event
from sqlalchemy.dialects import mysql

from upheld.connectors.database import COMPILED_STATEMENTS, POOL_CONNECTIONS
from upheld.connectors.describe_mariadb import catalogue_key, describe_mariadb
from upheld.connectors.failures import Failure
from upheld.connectors.mariadb_connection import connect_sparingly
from upheld.connectors.scanning import Block, ScannedTable, as_text, integer_keys, joined
from upheld.connectors.schema import Column, ColumnType, Schema, Table
from upheld.connectors.sql import (
    INLINE_VALUES,
    SCANNED_TYPES,
    SqlConnector,
    as_json,
)
from upheld.refusal import PlaceFailedError, Where
from upheld.wording import Text

CONNECT_SECONDS = 5
_SCAN_ROWS = 1_000
_KEY_CHARACTERS = 64
_UNREACHABLE = frozenset({1040, 1044, 1045, 1049, 1129, 1130, 1203, 1226, 1698, 2002, 2003, 2006,
                          2013, 2055, 2059})  # fmt: skip
_FORBIDDEN = frozenset({1142, 1143, 1227, 1290, 1370, 1410, 1792, 1836})
_TRANSIENT = frozenset({1205, 1213, 3024, 1969})
# MariaDB repeats values before these parts of a message, so each is anchored at its end or
# stands in a message without values.
_NAMES: dict[int, re.Pattern[str]] = {
    ER.DUP_ENTRY: re.compile(r"for key '(?P<constraint>[^']+)'$"),
    ER.TRUNCATED_WRONG_VALUE_FOR_FIELD: re.compile(
        r"for column `[^`]+`\.`(?P<table>(?:[^`]|``)+)`\.`(?P<column>(?:[^`]|``)+)` at row \d+$"
    ),
    ER.DATA_TOO_LONG: re.compile(r"for column '(?P<column>[^']+)' at row \d+$"),
    ER.BAD_NULL_ERROR: re.compile(r"^Column '(?P<column>[^']+)' cannot be null$"),
    ER.BAD_FIELD_ERROR: re.compile(r"^Unknown column '(?P<column>[^']+)'"),
    ER.NO_SUCH_TABLE: re.compile(r"^Table '[^.']+\.(?P<table>.+)' doesn't exist"),
    ER.ROW_IS_REFERENCED_2: re.compile(r"CONSTRAINT `(?P<constraint>[^`]+)` FOREIGN KEY"),
    ER.NO_REFERENCED_ROW_2: re.compile(r"CONSTRAINT `(?P<constraint>[^`]+)` FOREIGN KEY"),
    4025: re.compile(r"^CONSTRAINT `(?P<constraint>[^`]+)` failed"),
}
_ERROR_NAMES = {
    number: name.replace("_", " ").lower()
    for name, number in vars(ER).items()
    if isinstance(number, int) and name.isupper() and not name.startswith("ERROR_")
}
_VERBS = frozenset({"select", "insert", "update", "delete"})


def _read_committed(connection: Any, _record: object) -> None:
    """See what is committed, and lock only what is changed.

    Under the usual REPEATABLE READ an `INSERT … SELECT` into a key set locks every row it
    reads, in a table without an index all of them: the application would wait for our tracing.
    A server that logs statements instead of rows refuses to write under READ COMMITTED.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@global.log_bin, @@session.binlog_format")
        logged, how = cursor.fetchone()
        if not (logged and str(how).upper() == "STATEMENT"):
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")


class MariadbConnector(SqlConnector):
    """Serves one MariaDB or MySQL database: `mariadb://…`, `mysql://…`."""

    quote_mark: ClassVar[str] = "`"

    def _make_engine(self) -> sa.Engine:
        engine = sa.create_engine(
            self._url.set(drivername="mysql+pymysql"),
            pool_size=POOL_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            query_cache_size=COMPILED_STATEMENTS,
            hide_parameters=True,
            # Rows without a key are named by literal columns, which the linter takes for strays.
            enable_from_linting=False,
            json_serializer=as_json,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "charset": "utf8mb4",
                # Without strict mode a value that does not fit is cut, not refused.
                "sql_mode": "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO",
            },
        )
        connect_sparingly(engine)
        event.listen(engine, "connect", _read_committed)
        return engine

    def _driver_errors(self) -> tuple[type[Exception], ...]:
        return (pymysql.err.Error,)

    def _failure(self, error: BaseException) -> Failure:
        number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        message = str(error.args[1]) if len(error.args) > 1 else ""
        kind = "failed"
        if number in _UNREACHABLE or isinstance(error, pymysql.err.InterfaceError):
            kind = "unreachable"
        elif number in _FORBIDDEN:
            kind = "forbidden"
        elif number in _TRANSIENT:
            kind = "transient"
        pattern = _NAMES.get(number)
        found = pattern.search(message) if pattern else None
        names = found.groupdict() if found else {}
        column = names.get("column")
        return Failure(
            kind=kind,
            state=str(number or type(error).__name__),
            told=_ERROR_NAMES.get(number, ""),
            table=names.get("table"),
            column=column.rpartition(".")[2] if column else None,
            constraint=names.get("constraint"),
        )

    def _describe(self, connection: sa.Connection) -> Schema:
        return describe_mariadb(connection)

    def _catalogue_key(self, connection: sa.Connection) -> object:
        return catalogue_key(connection)

    def _privileges(
        self, connection: sa.Connection, tables: Sequence[str]
    ) -> dict[str, frozenset[str]]:
        database = str(connection.exec_driver_sql("SELECT database()").scalar_one())
        everywhere: set[str] = set()
        by_table: dict[str, set[str]] = {}
        for (line,) in connection.exec_driver_sql("SHOW GRANTS"):
            grant = _GRANT.match(line)
            if grant is None:  # a role; its privileges are listed on lines of their own
                continue
            verbs = _granted(grant["what"])
            if _covers(grant["home"], database):
                if grant["table"] == "*":
                    everywhere |= verbs
                else:
                    name = grant["table"].strip("`").replace("``", "`")
                    by_table.setdefault(name, set()).update(verbs)
        return {name: frozenset(everywhere | by_table.get(name, set())) for name in tables}

    def _type_of(self, column: Column) -> sa.types.TypeEngine[Any]:
        return _TYPES.get(column.type, _PLAIN)

    def _fits(self, kind: ColumnType, value: Any) -> Any:
        fitted = super()._fits(kind, value)
        return str(fitted) if kind == "uuid" else fitted

    def _wanted(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.ColumnElement[bool]:
        if len(values) <= INLINE_VALUES:
            return self._inline(raw, by, values)
        wanted = self._wanted_table(connection, raw, by, values)
        columns = [raw.c[column.name] for column in by]
        return sa.tuple_(*columns).in_(sa.select(*wanted.c))

    def _erase(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> int:
        if len(values) <= INLINE_VALUES:
            return super()._erase(connection, raw, by, values)
        # MariaDB looks into the subquery of a DELETE once for each row of the table (47 s
        # for 5,000 of 100,000 rows); joined, it begins with the values.
        wanted = self._wanted_table(connection, raw, by, values)
        same = [raw.c[column.name] == wanted.c[f"c{place}"] for place, column in enumerate(by)]
        return int(connection.execute(sa.delete(raw).where(*same)).rowcount)

    def _wanted_table(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.TableClause:
        """Put the values into a temporary table whose columns compare like the real ones."""
        preparer = connection.dialect.identifier_preparer
        connection.exec_driver_sql("DROP TEMPORARY TABLE IF EXISTS uph_wanted")
        listed = ", ".join(
            f"{preparer.quote_identifier(column.name)} AS c{place}"
            for place, column in enumerate(by)
        )
        key = ", ".join(f"c{place}{_key_prefix(column)}" for place, column in enumerate(by))
        connection.exec_driver_sql(
            # With a key, for a column without an index: else all pairs would be compared.
            f"CREATE TEMPORARY TABLE uph_wanted (KEY ({key})) AS "
            f"SELECT {listed} FROM {preparer.format_table(raw)} LIMIT 0"
        )
        # A text longer than its column is in no row, and would be refused by the copy.
        possible = [
            row
            for row in values
            if all(
                column.length is None or not isinstance(value, str) or len(value) <= column.length
                for column, value in zip(by, row, strict=True)
            )
        ]
        marks = ", ".join("%s" for _ in by)
        if possible:
            connection.exec_driver_sql(f"INSERT INTO uph_wanted VALUES ({marks})", possible)
        return sa.table("uph_wanted", *(sa.column(f"c{place}") for place in range(len(by))))

    def _blocks(self, table: Table) -> tuple[ScannedTable, Iterator[Block]] | None:
        fields = [c for c in table.columns.values() if c.type in SCANNED_TYPES]
        if not fields:
            return None
        key = list(table.primary_key)
        scanned = ScannedTable(
            collection=table.name,
            # Without a primary key a row has no address: its number in this reading.
            key=key or ["row_of_scan"],
            fields=[c.name for c in fields],
            numbers=integer_keys(table),
        )
        return scanned, self._streamed(table, key, fields)

    def _hint_of_scan(self, table: Table) -> str | None:
        # Earlier versions of a row, and rows that were deleted, are there still.
        versioned = table.name in self._known_schema(table.name).versioned
        return "FOR SYSTEM_TIME ALL" if versioned else None

    def _streamed(
        self, table: Table, key: Sequence[str], fields: Sequence[Column]
    ) -> Iterator[Block]:
        # One joined value a row: the driver takes its time for each value it decodes.
        texts = ", ".join(f"ifnull({_as_sql_text(self.quote_name(c.name), c)}, '')" for c in fields)
        columns = [*map(self.quote_name, key), f"concat_ws('{_BETWEEN_CELLS}', {texts})"]
        query = f"SELECT {', '.join(columns)} FROM {self.quote(table.name)}"
        if (versions := self._hint_of_scan(table)) is not None:
            query += f" {versions}"
        with self.session(table=table.name) as connection:
            driver = cast("pymysql.Connection[Any]", connection.connection.driver_connection)
            with driver.cursor(SSCursor) as cursor:
                cursor.execute(query)
                number = 0
                while rows := cursor.fetchmany(_SCAN_ROWS):
                    if any(row[-1] is None for row in rows):
                        raise _row_too_long(self.name, table.name)
                    if not key:
                        rows = [(number + place, *row) for place, row in enumerate(rows)]
                    number += len(rows)
                    yield _block(rows, len(fields))


_GRANT = re.compile(
    r"GRANT (?P<what>.+?) ON (?P<home>\*|`(?:[^`]|``)+`)\.(?P<table>\*|`(?:[^`]|``)+`) TO "
)


def _key_prefix(column: Column) -> str:
    """Return how much of a column an index may hold; numbers and dates are held whole."""
    native = column.native.lower()
    sized = re.match(r"(?:var)?(?:char|binary)\((\d+)\)", native)
    if sized:
        return f"({max(1, min(_KEY_CHARACTERS, int(sized[1])))})"
    return f"({_KEY_CHARACTERS})" if re.match(r"(?:tiny|medium|long)?(?:text|blob)", native) else ""


def _granted(what: str) -> set[str]:
    if what.startswith("ALL PRIVILEGES"):
        return set(_VERBS)
    # A privilege on some columns only (`SELECT (a, b)`) is not one on the table.
    whole = re.sub(r"\w+ \([^)]*\)", "", what)
    return {verb.strip().lower() for verb in whole.split(",")} & _VERBS


def _covers(home: str, database: str) -> bool:
    """Whether a grant's database pattern (`_` and `%` are wildcards) covers ours."""
    if home == "*":
        return True
    pattern = home.strip("`").replace("``", "`")
    parts = re.split(r"(\\.|[%_])", pattern)
    meant = {"%": ".*", "_": "."}
    return bool(
        re.fullmatch(
            "".join(meant.get(part) or re.escape(part.removeprefix("\\")) for part in parts),
            database,
        )
    )


_PLAIN = sa.types.NullType()
_TYPES: dict[ColumnType, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "decimal": sa.Numeric(),
    "text": sa.Text(),
    "json": sa.JSON(none_as_null=True),
    "binary": sa.LargeBinary(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": mysql.DATETIME(),
}


# In no text that a person reads. A NUL on each side, so that no needle grows over it.
_BETWEEN_CELLS = "\\0\x1e\\0"
_CELL_END = "\0\x1e\0"


def _as_sql_text(column: str, described: Column) -> str:
    return column if described.type == "binary" else f"convert({column} using utf8mb4)"


def _block(rows: Sequence[Sequence[Any]], fields: int) -> Block:
    def cells() -> Iterator[list[Any]]:
        for *key, joined_cells in rows:
            yield [*key, *as_text(joined_cells).split(_CELL_END, fields - 1)]

    return Block(text=joined(as_text(row[-1]) for row in rows), rows=cells)


def _row_too_long(system: str, table: str) -> PlaceFailedError:
    return PlaceFailedError(
        Text(
            en="a row is longer than the server's `max_allowed_packet` and was not searched",
            ja="サーバーの `max_allowed_packet` より長い行があり、検索できませんでした",
        ),
        remedy=Text(
            en="raise `max_allowed_packet` (up to 1 GB), then scan again",
            ja="`max_allowed_packet` を大きくして(最大 1 GB)、もう一度走査してください",
        ),
        where=Where(system=system, table=table),
    )
