"""Writing many rows by one statement, without preparing each row's values first.

SQLAlchemy looks at every value of every row, which for a hundred receipts takes longer than it
takes the database to store them. Texts, bytes, whole numbers and truth need no such look.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update

_FEW = 16
"""Rows up to which compiling the statement anew would cost more than it saves."""
_KNOWN = 16
"""Compiled texts that are remembered: of some statements, for each store that is open."""


def write_many(
    connection: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Execute a statement once for each row.

    Args:
        connection: Of our own store.
        statement: An insert into columns, or an update with bound parameters.
        rows: Values by name, all with the same names; of types that every driver stores as they
            are: no moment, no JSON.
    """
    if len(rows) <= _FEW:
        if rows:
            connection.execute(statement, rows)
        return
    text, names = _compiled(statement, connection.dialect, tuple(rows[0]))
    connection.exec_driver_sql(text, _values(rows, names))


def write_known(
    connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Execute a statement that lives as long as the program: it is compiled once, however few the rows.

    Args:
        connection: Of our own store.
        statement: An insert into columns, one object for all calls.
        rows: As for `write_many`.
    """
    if rows:
        connection.exec_driver_sql(*known(statement, connection.dialect, rows))


def known(
    statement: Insert, dialect: Dialect, rows: Sequence[Mapping[str, Any]]
) -> tuple[str, Any]:
    """Return what `write_known` executes, for who speaks to the driver itself: the text, and its values.

    Args:
        statement: As there.
        dialect: Of our own store.
        rows: One at least.
    """
    text, names = _known(statement, dialect, tuple(rows[0]))
    return text, _values(rows, names)


def _compiled(
    statement: Insert | Update, dialect: Dialect, columns: tuple[str, ...]
) -> tuple[str, Sequence[str] | None]:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), getattr(compiled, "positiontup", None)


_known = lru_cache(maxsize=_KNOWN)(_compiled)


def _values(rows: Sequence[Mapping[str, Any]], names: Sequence[str] | None) -> Any:
    return [tuple(row[name] for name in names) for row in rows] if names else list(rows)
