"""One process at a time for one unit; the turn ends with the process, however it ends."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from upheld.rights.apart import read_apart
from upheld.rights.refusals import already_running


@contextmanager
def turn(engine: Engine, unit: str) -> Iterator[None]:
    """Hold the only right to carry out a unit.

    A lock of the operating system (SQLite) or of the server (PostgreSQL): both are let go of
    when the process is killed, so that nobody has to clean up after a crash.

    Raises:
        AlreadyRunningError: Another process has it.
    """
    if engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(unit.encode()).digest()[:8], signed=True)
        # In no transaction: one that stays open for as long as the work takes would keep the
        # server from clearing up behind everybody.
        with read_apart(engine).connect() as connection:
            taken = connection.execute(
                text("SELECT pg_try_advisory_lock(:n)"), {"n": number}
            ).scalar_one()
            if not taken:
                raise already_running(unit)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})
        return
    folder = Path(engine.url.database or ".").resolve().parent / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{unit}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise already_running(unit) from None
        yield
