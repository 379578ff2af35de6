"""A database on a server, filled once, kept there, and copied by the server for whoever needs it."""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

import psycopg
import pymysql

Fill: TypeAlias = Callable[[str], object]


def duplicate(url: str, kept: str, fill: Fill) -> None:
    """Make an empty database equal to the one that is kept on the same server.

    Args:
        url: Of the empty database; its user may make databases.
        kept: Name of the one that is kept.
        fill: Fills the one that is kept, the first time, by its URL.
    """
    server, _, name = url.rpartition("/")
    copy = _on_postgresql if url.startswith("postgresql") else _on_mariadb
    copy(server, name, kept, fill)


def _on_postgresql(server: str, name: str, kept: str, fill: Fill) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:

        def execute(statement: str) -> None:
            connection.execute(statement.encode())

        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        if known.fetchone() is None:
            _fill_new(execute, f"{server}/{kept}", kept, fill)
        execute(f"DROP DATABASE {name}")
        execute(f"CREATE DATABASE {name} TEMPLATE {kept}")


def _on_mariadb(server: str, name: str, kept: str, fill: Fill) -> None:
    parts = urlsplit(server)
    with pymysql.connect(
        host=parts.hostname, port=parts.port or 0, user=parts.username,
        password=parts.password or "", database=name, autocommit=True, charset="utf8mb4",
    ) as connection, connection.cursor() as cursor:  # fmt: skip
        if not cursor.execute(
            "SELECT 1 FROM information_schema.schemata WHERE schema_name = %s", [kept]
        ):
            _fill_new(cursor.execute, f"{server}/{kept}", kept, fill)
        # Tables come in any order, and a key of 0 is a key.
        cursor.execute(
            "SET foreign_key_checks = 0, sql_mode = concat(@@sql_mode, ',no_auto_value_on_zero')"
        )
        cursor.execute(f"SHOW TABLES FROM {kept}")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE {kept}.`{table}`")
            ((_, statement),) = cursor.fetchall()
            cursor.execute(statement)
            cursor.execute(f"INSERT INTO `{table}` SELECT * FROM {kept}.`{table}`")


def _fill_new(execute: Callable[[str], object], url: str, name: str, fill: Fill) -> None:
    execute(f"CREATE DATABASE {name}")
    try:
        fill(url)
    except BaseException:  # half a shop would be everybody's
        execute(f"DROP DATABASE {name}")
        raise
