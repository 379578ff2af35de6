"""Sending what is written in one go: a store on another machine answers each statement late."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine


@contextmanager
def written_at_once(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction whose statements travel together with their commit, where that is possible.

    On PostgreSQL nothing can be read in it, and no statement says how many rows it met: whatever
    fails (a key that is there already, a lost connection) is raised by the commit, as an error of
    the database or as the word that what followed it was not carried out. The store is the same
    afterwards as with one answer a statement: all of it is written, or nothing (libpq's pipeline
    mode, PostgreSQL 15 documentation, 34.5).
    """
    if engine.dialect.name != "postgresql":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            raise AssertionError("an open connection has a driver's")
        with driver.pipeline(), connection.begin():
            yield connection


@contextmanager
def begun_in_turn(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes to SQLite when it is this process's turn.

    SQLite has one writer; whoever meets another one sleeps and looks again, up to 100 ms at a time, and
    may be overtaken again and again. A lock of the operating system is handed on at once. It
    only orders those who ask for it: what else writes is met by SQLite's own wait.
    """
    path = Path(engine.url.database or "").resolve()
    with path.with_name(f"{path.name}.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with engine.begin() as connection:
            yield connection
