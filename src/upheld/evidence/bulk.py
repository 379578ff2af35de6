"""Writing many rows by one statement, without preparing each row's values first.

SQLAlchemy looks at every value of every row, which for a hundred receipts takes longer than it
takes the database to store them. Texts, bytes, whole numbers and truth need no such look.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Update

_FEW = 16
"""Rows up to which compiling the statement anew would cost more than it saves."""


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
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = getattr(compiled, "positiontup", None)
    values: Any = [tuple(row[name] for name in names) for row in rows] if names else list(rows)
    connection.exec_driver_sql(str(compiled), values)
