"""The statements that make a temporary table with the types of what a query selects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select

from upheld.subject.place import Dialect


def creating(
    connection: Connection, dialect: Dialect, name: str, shape: Select[Any], unique: Sequence[str]
) -> list[str]:
    """Make it anew, with no row.

    Args:
        connection: Says how the query is spelled.
        dialect: The database's family.
        name: The table's.
        shape: Selects nothing, with the wanted columns.
        unique: Columns that are one row's only; MariaDB cannot be told later.
    """
    shaped = str(shape.compile(connection, compile_kwargs={"literal_binds": True}))
    shaped = shaped if dialect == "sqlite" else shaped.replace("%", "%%")
    if dialect == "mysql":
        primary = f"(UNIQUE KEY ({', '.join(unique)}))" if unique else ""
        return [
            f"DROP TEMPORARY TABLE IF EXISTS {name}",
            f"CREATE TEMPORARY TABLE {name} {primary} AS {shaped}",
        ]
    own = "pg_temp" if dialect == "postgresql" else "temp"
    return [
        f"DROP TABLE IF EXISTS {own}.{name}",
        f"CREATE TEMPORARY TABLE {name} AS {shaped}",
    ]


def indexing(dialect: Dialect, name: str, unique: Sequence[str]) -> str:
    """Make the unique index of a table of `creating`; not for MariaDB, which has it already."""
    index = f"{'temp.' if dialect == 'sqlite' else ''}{name}_k"
    return f"CREATE UNIQUE INDEX {index} ON {name} ({', '.join(unique)})"
