"""The rows of a whole database, to see exactly which of them a deletion touched."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.pool import NullPool

Row: TypeAlias = tuple[Any, ...]
Table: TypeAlias = dict[Row, Row]
DRIVERS = {"postgresql": "postgresql+psycopg", "mariadb": "mysql+pymysql", "sqlite": "sqlite"}


def all_rows(url: str) -> dict[str, Table]:
    """Return every row of every table by its primary key, each value as the driver gives it."""
    kind, _, rest = url.partition("://")
    engine = create_engine(f"{DRIVERS[kind]}://{rest}", poolclass=NullPool)
    described = MetaData()
    described.reflect(engine)
    found: dict[str, Table] = {}
    with engine.connect() as connection:
        for table in described.sorted_tables:
            places = [number for number, column in enumerate(table.columns) if column.primary_key]
            found[table.name] = {
                tuple(row[place] for place in places): tuple(row)
                for row in connection.execute(select(table))
            }
    engine.dispose()
    return found


def gone(before: Mapping[str, Table], after: Mapping[str, Table]) -> dict[str, set[Row]]:
    """Keys of the rows that are no longer there, by table."""
    lost = {name: set(rows) - set(after[name]) for name, rows in before.items()}
    return {name: keys for name, keys in lost.items() if keys}


def changed(before: Mapping[str, Table], after: Mapping[str, Table]) -> dict[str, set[Row]]:
    """Keys of the rows that are there and differ in any value, by table."""
    different = {
        name: {key for key in rows.keys() & after[name].keys() if rows[key] != after[name][key]}
        for name, rows in before.items()
    }
    return {name: keys for name, keys in different.items() if keys}


def counted(keys: Mapping[str, set[Row]]) -> dict[str, int]:
    """How many, by table."""
    return {name: len(rows) for name, rows in keys.items()}
