"""A relational database: how it is reached, and what it says about itself.

Names are always quoted, and a column's name is always qualified by its table (SQLite reads a
quoted name that matches no column as a text, and would report a person as absent because of a
spelling mistake). What is read and erased there stands in `sql.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from threading import Lock
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.sql.elements import quoted_name

from upheld.connectors.contract import PlaceName
from upheld.connectors.failures import Failure, readable_url, refusal_of, unknown_name
from upheld.connectors.schema import Column, Schema, Table
from upheld.refusal import RefusalError, Where

POOL_CONNECTIONS = 4
COMPILED_STATEMENTS = 1_000  # as many as are built for a map and remembered; a few dozen a table


class Database(ABC):
    """What all relational databases have in common before a row of them is asked for."""

    quote_mark: ClassVar[str] = '"'

    def __init__(self, name: PlaceName, url: str) -> None:
        """Remember where the database is; nothing is opened before it is needed.

        Args:
            name: The system's name in the workspace.
            url: With the password, if any; it never occurs in errors or in `repr`.
        """
        self.name = name
        self._url = readable_url(name, url)
        self._engine: sa.Engine | None = None
        self._lock = Lock()
        self._described: tuple[object, Schema] | None = None
        self._tables: tuple[str, dict[str, sa.TableClause]] = ("", {})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"

    # ── what each engine says for itself ──────────────────────────────────────────

    @abstractmethod
    def _make_engine(self) -> sa.Engine:
        """Return a new engine with a bounded pool."""

    @abstractmethod
    def _failure(self, error: BaseException) -> Failure:
        """Read a driver's error."""

    @abstractmethod
    def _describe(self, connection: sa.Connection) -> Schema:
        """Read the whole schema in a fixed number of queries."""

    @abstractmethod
    def _catalogue_key(self, connection: sa.Connection) -> object:
        """Return something cheap that differs after any change of the schema."""

    @abstractmethod
    def _privileges(
        self, connection: sa.Connection, tables: Sequence[str]
    ) -> dict[str, frozenset[str]]:
        """Return which of select, insert, update and delete the role has."""

    @abstractmethod
    def _type_of(self, column: Column) -> sa.types.TypeEngine[Any]:
        """Return the SQLAlchemy type of a column, for statements built with Core."""

    # ── connections ───────────────────────────────────────────────────────────────

    @property
    def engine(self) -> sa.Engine:
        """The engine, made at first use: at most `POOL_CONNECTIONS` connections."""
        with self._lock:
            if self._engine is None:
                self._engine = self._make_engine()
            return self._engine

    def close(self) -> None:
        """Give back all connections. Safe to call twice; the next use opens new ones."""
        with self._lock:
            engine, self._engine = self._engine, None
            self._described = None
        if engine is not None:
            engine.dispose()

    @contextmanager
    def session(self, *, write: bool = False, table: str | None = None) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction: committed at the end, undone on an error.

        Args:
            write: Take SQLite's one write lock at the start, so that a transaction that
                reads first never fails when it comes to writing.
            table: What the work is about, for the refusal when the driver names no table.

        Raises:
            PlaceUnreachableError: The database does not answer or does not let us in.
            PrivilegeMissingError: The role may not do it.
            DatabaseFailedError: The database did not obey. No value is in its message.
        """
        options = {"upheld_begin": "BEGIN IMMEDIATE" if write else "BEGIN"}
        errors: tuple[type[Exception], ...] = (exc.SQLAlchemyError, *self._driver_errors())
        try:
            with self.engine.connect() as opened:
                connection = opened.execution_options(**options)
                # Now, not at the first statement: what is locked is locked from here on.
                connection.begin()
                yield connection
                connection.commit()
        except errors as error:
            # `from None`: the driver's message and parameters hold values of a person.
            raise self.refusal(error, table) from None

    def refusal(self, error: Exception, table: str | None = None) -> RefusalError:
        """Say what a driver's error means, without any value of a person.

        For a caller that goes on after it inside its own `session`.
        """
        return refusal_of(self._read_failure(error), system=self.name, table=table)

    def _driver_errors(self) -> tuple[type[Exception], ...]:
        return ()

    def _read_failure(self, error: Exception) -> Failure:
        if isinstance(error, exc.DBAPIError) and error.orig is not None:
            return self._failure(error.orig)
        if isinstance(error, exc.TimeoutError):
            return Failure(kind="transient", state="pool", told="all connections are in use")
        if isinstance(error, exc.SQLAlchemyError):
            return Failure(kind="failed", state=type(error).__name__)
        return self._failure(error)

    # ── the schema ────────────────────────────────────────────────────────────────

    def describe(self, connection: sa.Connection | None = None) -> Schema:
        """Return what the database says about itself; read again only when it changed.

        Args:
            connection: Ask over this one, in its transaction; else over a new one.
        """
        if connection is None:
            with self.session() as own:
                return self.describe(own)
        key = self._catalogue_key(connection)
        known = self._described
        if known is not None and known[0] == key:
            return known[1]
        schema = self._describe(connection)
        self._described = (key, schema)
        return schema

    def fingerprint(self, connection: sa.Connection | None = None) -> str:
        """Return `describe().fingerprint`; a millisecond or two if nothing changed."""
        return self.describe(connection).fingerprint

    def privileges(self, tables: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return which of `select`, `insert`, `update`, `delete` our role has, by table."""
        names = list(tables)
        for name in names:
            self._known_schema(name)
        with self.session() as connection:
            return self._privileges(connection, names)

    def quote(self, table_name: str) -> str:
        """Return a table's (possibly `schema.table`) name as SQL of this database.

        As the database reads it: double every `%` for `exec_driver_sql`, and put a
        backslash before every `:` for `sqlalchemy.text`.

        Raises:
            PlaceFailedError: There is no such table.
        """
        schema, name = self._split(self._known_schema(table_name).tables[table_name].name)
        own = self.quote_name(name)
        return own if schema is None else f"{self.quote_name(schema)}.{own}"

    def quote_name(self, name: str) -> str:
        """Return one name (a column's, an index's) as SQL of this database."""
        mark = self.quote_mark
        return mark + name.replace(mark, mark * 2) + mark

    def described_table(self, name: str) -> Table:
        """Return one table's description.

        Raises:
            PlaceFailedError: There is no such table.
        """
        return _described(self.name, self.describe().tables, name)

    def sa_table(self, name: str) -> sa.TableClause:
        """Return a light SQLAlchemy table with typed columns, to build Core statements on.

        From the schema as it was last read: no query, so it can be called in the middle of
        a transaction. A statement on a column that is gone since then fails.
        """
        schema = self._known_schema(name)
        fingerprint, made = self._tables
        if fingerprint != schema.fingerprint:
            made = {}
            self._tables = (schema.fingerprint, made)
        if name not in made:
            table = schema.tables[name]
            made[name] = self._clause(
                table, {column.name: self._type_of(column) for column in table.columns.values()}
            )
        return made[name]

    def _known_schema(self, name: str) -> Schema:
        known = self._described
        if known is not None and name in known[1].tables:
            return known[1]
        self.described_table(name)  # refuses a name that is not there
        return self._described[1] if self._described else self.describe()

    def table(self, name: str) -> sa.TableClause:
        """Return `sa_table(name)`."""
        return self.sa_table(name)

    def _clause(
        self, table: Table, types: Mapping[str, sa.types.TypeEngine[Any]]
    ) -> sa.TableClause:
        schema, name = self._split(table.name)
        columns: list[sa.ColumnClause[Any]] = [
            sa.column(quoted_name(column, quote=True), types.get(column))
            for column in table.columns
        ]
        return sa.table(
            quoted_name(name, quote=True),
            *columns,
            schema=quoted_name(schema, quote=True) if schema is not None else None,
        )

    def _split(self, table_name: str) -> tuple[str | None, str]:
        """Split a described name into schema and table; most engines have one schema."""
        return None, table_name


def _described(system: str, tables: Mapping[str, Table], name: str) -> Table:
    if name not in tables:
        near = get_close_matches(name, tables, n=1)
        raise unknown_name(Where(system=system, table=name), near=near[0] if near else None)
    return tables[name]
