"""The shop's database with every foreign key dropped, as databases without discipline are.

SQLite cannot drop a key, so its tables are built anew; PostgreSQL and MariaDB drop constraints.
Indexes, primary keys, UNIQUE and CHECK stay.
"""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, text

_KEY = re.compile(
    r"""\s+(?:CONSTRAINT\s+"[^"]+"\s+)?REFERENCES\s+"[^"]+"\s*\("[^"]+"\)"""
    r"""(?:\s+DEFERRABLE\s+INITIALLY\s+DEFERRED)?""",
    re.IGNORECASE,
)


def sqlite_without_keys(source: Path, target: Path) -> int:
    """Copy a SQLite database and drop every foreign key in the copy.

    Returns:
        How many keys were dropped.
    """
    shutil.copy(source, target)
    dropped = 0
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
        for name, sql in tables:
            bare, keys = _KEY.subn("", sql)
            if keys:
                _rebuild(connection, name, bare)
                dropped += keys
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    return dropped


def server_without_keys(engine: Engine) -> int:
    """Drop every foreign key of a PostgreSQL or MariaDB database, in place.

    Returns:
        How many keys were dropped.
    """
    quote = engine.dialect.identifier_preparer.quote
    word = "FOREIGN KEY" if engine.dialect.name in {"mysql", "mariadb"} else "CONSTRAINT"
    inspector = inspect(engine)
    statements = [
        f"ALTER TABLE {quote(table)} DROP {word} {quote(str(key['name']))}"
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
    ]
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    return len(statements)


def _rebuild(connection: sqlite3.Connection, name: str, bare: str) -> None:
    """Make the table again from its own text without keys, with its rows and indexes."""
    indexes = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (name,),
    ).fetchall()
    (counted,) = connection.execute(
        "SELECT max(seq) FROM sqlite_sequence WHERE name = ?", (name,)
    ).fetchone()
    connection.execute("PRAGMA legacy_alter_table = ON")  # others' keys keep naming `name`
    connection.execute(f'ALTER TABLE "{name}" RENAME TO "{name}__old"')
    connection.execute(bare)
    connection.execute(f'INSERT INTO "{name}" SELECT * FROM "{name}__old"')
    connection.execute(f'DROP TABLE "{name}__old"')
    for (index,) in indexes:
        connection.execute(index)
    if counted is not None:
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (counted, name))
