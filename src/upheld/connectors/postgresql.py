"""PostgreSQL as a place that holds personal data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql as pg

from upheld.connectors.contract import PlaceName
from upheld.connectors.database import COMPILED_STATEMENTS, POOL_CONNECTIONS
from upheld.connectors.describe_postgresql import CATALOGUE_KEY, Home, describe_postgresql
from upheld.connectors.failures import Failure
from upheld.connectors.scan_postgresql import Source, blocks
from upheld.connectors.scanning import Block, ScannedTable, integer_keys
from upheld.connectors.schema import Column, Schema, Table
from upheld.connectors.sql import (
    SCANNED_TYPES,
    SqlConnector,
    as_json,
)

CONNECT_SECONDS = 5
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_UNREACHABLE = ("08", "28", "3D000", "57P", "53300", "58")
_FORBIDDEN = ("42501", "25006")
_TRANSIENT = ("40001", "40P01", "55P03")
_WHY_NOT_CONNECTED = (
    ("password authentication failed", "the role or its password is wrong"),
    ("could not translate host name", "the host is unknown"),
    ("failed to resolve host", "the host is unknown"),
    ("refused", "nothing listens there"),
    ("timeout", "no answer in time"),
    ("does not exist", "there is no such database or role"),
    ("no pg_hba.conf entry", "the server does not admit this role from here"),
)
_PRIVILEGES = """
SELECT w.name, has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid),
       has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'UPDATE'),
       has_table_privilege(c.oid, 'DELETE')
FROM unnest(%(names)s::text[], %(homes)s::text[], %(tables)s::text[]) AS w(name, home, tab)
JOIN pg_namespace n ON n.nspname = w.home
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.tab
"""


_OF_A_SESSION = """
SET jit = off;
SET temp_buffers = '64MB';
SET random_page_cost = 1.1
"""
"""How our own sessions are planned; nobody else's.

Compiling to machine code costs more than statements on some thousand keys take. Key sets are
read and written many times and should not go to the disk in between (8 MB by default). And a
row that is looked up by its key was read a moment ago, when it was traced: it is in memory, where
coming back to it costs little more than reading on.
"""


def _prepare(connection: Any, _record: object) -> None:
    # Several statements in one round trip: without parameters the driver sends them as they are.
    connection.execute(_OF_A_SESSION)
    connection.commit()


class PostgresqlConnector(SqlConnector):
    """Serves one PostgreSQL database, in all its schemas: `postgresql://…`."""

    def __init__(self, name: PlaceName, url: str) -> None:
        """Remember where the database is; see `SqlConnector`."""
        super().__init__(name, url)
        self._homes: Mapping[str, Home] = {}

    def _make_engine(self) -> sa.Engine:
        engine = sa.create_engine(
            self._url.set(drivername="postgresql+psycopg"),
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
                "client_encoding": "utf8",
                "application_name": "upheld",
            },
        )
        event.listen(engine, "connect", _prepare)
        return engine

    def _driver_errors(self) -> tuple[type[Exception], ...]:
        return (psycopg.Error,)

    def _failure(self, error: BaseException) -> Failure:
        if not isinstance(error, psycopg.Error):
            return Failure(kind="failed", state=type(error).__name__)
        state = error.sqlstate or ""
        if not state and isinstance(error, psycopg.OperationalError):
            said = str(error)
            why = next((ours for theirs, ours in _WHY_NOT_CONNECTED if theirs in said), "")
            return Failure(kind="unreachable", state=why or "no connection")
        kind = "failed"
        if state.startswith(_UNREACHABLE):
            kind = "unreachable"
        elif state in _FORBIDDEN:
            kind = "forbidden"
        elif state in _TRANSIENT:
            kind = "transient"
        # `message_primary` and `message_detail` repeat values; the names do not.
        table = error.diag.table_name
        if table and error.diag.schema_name:
            table = self._name_of(error.diag.schema_name, table)
        return Failure(
            kind=kind,
            state=state,
            told=re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower(),
            table=table,
            column=error.diag.column_name,
            constraint=error.diag.constraint_name,
        )

    def _name_of(self, schema: str, table: str) -> str:
        wanted = (schema, table)
        homes = self._homes.items()
        return next((name for name, home in homes if (home.schema, home.name) == wanted), table)

    def _describe(self, connection: sa.Connection) -> Schema:
        schema, self._homes = describe_postgresql(connection)
        return schema

    def _catalogue_key(self, connection: sa.Connection) -> object:
        return tuple(connection.exec_driver_sql(CATALOGUE_KEY).one())

    def _split(self, table_name: str) -> tuple[str | None, str]:
        # Always with the schema: a table of the same name earlier in the search path, or a
        # temporary one, must not stand in for it.
        home = self._homes[table_name]
        return home.schema, home.name

    def _privileges(
        self, connection: sa.Connection, tables: Sequence[str]
    ) -> dict[str, frozenset[str]]:
        # Under row-level security our role does not see every row. An absence could not be
        # proven, so `select` counts as missing.
        homes = [self._homes[name] for name in tables]
        rows = connection.exec_driver_sql(
            _PRIVILEGES,
            {
                "names": list(tables),
                "homes": [home.schema for home in homes],
                "tables": [home.name for home in homes],
            },
        )
        verbs = ("select", "insert", "update", "delete")
        return {
            name: frozenset(verb for verb, has in zip(verbs, flags, strict=True) if has)
            for name, *flags in rows
        }

    def _type_of(self, column: Column) -> sa.types.TypeEngine[Any]:
        if column.type == "array":
            element = Column(name="", type="other", native=column.native.removesuffix("[]"))
            return pg.ARRAY(NativeType(_base(element.native)))
        return _type_of(column)

    def _wanted(
        self,
        connection: sa.Connection,  # noqa: ARG002 - arrays need no temporary table
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.ColumnElement[bool]:
        arrays = [
            sa.literal([row[place] for row in values], pg.ARRAY(NativeType(_base(column.native))))
            for place, column in enumerate(by)
        ]
        columns = [raw.c[column.name] for column in by]
        if len(columns) == 1:
            return columns[0] == sa.func.any(arrays[0])
        names = [f"c{place}" for place in range(len(by))]
        wanted = sa.func.unnest(*arrays).table_valued(*names, name="uph_wanted").render_derived()
        return sa.tuple_(*columns).in_(sa.select(*(wanted.c[name] for name in names)))

    def _keeps_rows(self, table: Table) -> bool:
        # A materialized view is a copy: what it holds about a person stays until a refresh.
        return not table.view or self._homes[table.name].stored_view

    def _blocks(self, table: Table) -> tuple[ScannedTable, Iterator[Block]] | None:
        if self.is_read_through_its_parent(table):
            return None
        fields = [c for c in table.columns.values() if c.type in SCANNED_TYPES]
        if not fields:
            return None
        key = list(table.primary_key) or ["ctid"]
        scanned = ScannedTable(
            collection=table.name,
            key=key,
            fields=[c.name for c in fields],
            numbers=integer_keys(table),
        )
        source = Source(
            table=self.quote(table.name),
            only=self._read_alone(table),
            keys=[f"t.{self.quote_name(name)}::text" for name in key],
            fields=[(f"t.{self.quote_name(c.name)}", c) for c in fields],
        )
        return scanned, self._read_blocks(table, source)

    def _hint_of_scan(self, table: Table) -> str | None:
        return "ONLY" if self._read_alone(table) else None

    def _address(
        self, table: Table, raw: sa.TableClause
    ) -> list[tuple[str, sa.ColumnElement[Any]]]:
        if table.primary_key:
            return super()._address(table, raw)
        return [("ctid", sa.literal_column("ctid::text"))]

    def _read_blocks(self, table: Table, source: Source) -> Iterator[Block]:
        with self.session(table=table.name) as connection:
            driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
            yield from blocks(driver, source)

    def is_read_through_its_parent(self, table: Table) -> bool:
        """See `SqlConnector`: a partition is, and an heir without columns of its own."""
        known = self._known_schema(table.name).tables
        parent = known.get(table.parent) if table.parent else None
        return parent is not None and not self._read_alone(parent)

    def _read_alone(self, table: Table) -> bool:
        """Whether a child by inheritance adds columns, which reading the parent leaves out."""
        return any(
            other.parent == table.name and other.columns.keys() != table.columns.keys()
            for other in self._known_schema(table.name).tables.values()
        )


class NativeType(sa.types.UserDefinedType[Any]):
    """A type by PostgreSQL's own name, for casts; values travel as the driver sends them."""

    cache_ok = True

    def __init__(self, native: str) -> None:
        """Take the name without a length: a cast to `varchar(5)` cuts silently."""
        self.native = native

    def get_col_spec(self, **_: Any) -> str:
        """Return the name."""
        return self.native


def _base(native: str) -> str:
    """Return a type's name without its length.

    >>> _base("character varying(40)"), _base("character(3)")
    ('character varying', 'bpchar')
    """
    bare = re.sub(r"\(\d+(?:,-?\d+)?\)", "", native)
    # `character` alone is one character long; `bpchar` is the type without a length.
    return "bpchar" if bare == "character" else bare


def _type_of(column: Column) -> sa.types.TypeEngine[Any]:
    native = _base(column.native)
    if native in _TYPES:
        return _TYPES[native]
    if column.type == "text":
        return sa.Text()
    return NativeType(native)


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "smallint": sa.SmallInteger(), "integer": sa.Integer(), "bigint": sa.BigInteger(),
    "numeric": sa.Numeric(), "double precision": pg.DOUBLE_PRECISION(), "real": pg.REAL(),
    "json": pg.JSON(none_as_null=True), "jsonb": pg.JSONB(none_as_null=True),
    "bytea": sa.LargeBinary(), "uuid": sa.Uuid(),
    "boolean": sa.Boolean(), "date": sa.Date(), "citext": pg.CITEXT(),
    "bpchar": NativeType("bpchar"), "timestamp without time zone": sa.DateTime(),
    "timestamp with time zone": sa.DateTime(timezone=True),
}  # fmt: skip
