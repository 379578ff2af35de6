"""Which workers are alive: each holds a lock that ends with its process, however it ends.

A claim on a row is as good as the lock of the worker that made it. No lease runs out, so that a
simulated clock may stand still or move years, and a slow step is not taken from its worker.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Protocol, Self

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

# PostgreSQL asks a silent machine whether it is still there, instead of after two hours.
_KEEPALIVE = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
)
_BETWEEN_LOOKS = 0.5  # seconds; a worker whose connection broke takes its lock again in less


class _Locks(Protocol):
    """Locks by name, held by a process until it lets go or ends."""

    def hold(self, name: str) -> bool: ...
    def is_free(self, name: str) -> bool: ...
    def let_go(self) -> None: ...


class Presence:
    """One worker's name and its lock.

    Names are never used twice: a claim of a worker that came back is not mistaken for its
    predecessor's.
    """

    def __init__(self, engine: Engine) -> None:
        """Take a new name; `engine` is the store's, whose workers know of one another."""
        self.name = secrets.token_hex(8)
        self._locks = _locks_of(engine)
        self._missing: dict[str, float] = {}
        self._locks.hold(self.name)

    def keep(self) -> bool:
        """Take the lock again if the connection to the store broke; False while it is down."""
        return self._locks.hold(self.name)

    def gone(self, names: Iterable[str]) -> list[str]:
        """Return which of these workers ended: their lock was free at two looks, 0.5 s apart."""
        now = monotonic()
        free = {
            name: self._missing.get(name, now)
            for name in names
            if name != self.name and self._locks.is_free(name)
        }
        self._missing = free
        return sorted(name for name, since in free.items() if now - since >= _BETWEEN_LOOKS)

    def close(self) -> None:
        """Let go: whatever is still claimed under this name is free."""
        self._locks.let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def _locks_of(engine: Engine) -> _Locks:
    if engine.dialect.name == "postgresql":
        return _ServerLocks(engine)
    path = engine.url.database
    return _FileLocks(Path(path).resolve().parent / "workers") if path else _OwnLocks()


class _ServerLocks:
    """Advisory locks of a PostgreSQL session of our own, outside every pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = create_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self._connection: Connection | None = None

    def hold(self, name: str) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
        except DBAPIError:
            self.let_go()
        try:
            self._connection = self._engine.connect()
            for statement in _KEEPALIVE:
                self._connection.execute(text(statement))
            taken = self._connection.execute(
                text("SELECT pg_try_advisory_lock(:number)"), {"number": _number(name)}
            )
            return bool(taken.scalar_one())
        except DBAPIError:
            self.let_go()
            return False

    def is_free(self, name: str) -> bool:
        if self._connection is None:
            return False
        try:
            free = self._connection.execute(
                text(
                    "SELECT CASE WHEN pg_try_advisory_lock(:number)"
                    " THEN pg_advisory_unlock(:number) ELSE false END"
                ),
                {"number": _number(name)},
            )
            return bool(free.scalar_one())
        except DBAPIError:
            self.let_go()
            return False

    def let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


class _FileLocks:
    """Locks of the operating system on files beside a SQLite store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None
        self._path: Path | None = None

    def hold(self, name: str) -> bool:
        if self._file is not None:
            return True
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("*.lock"):
            self.is_free(left.stem)  # and if it is, the file goes
        self._path = self._folder / f"{name}.lock"
        while True:
            file = self._path.open("w")
            fcntl.flock(file, fcntl.LOCK_EX)
            # Another worker that cleans up may have been between our two lines.
            if self._is_at(self._path, file):
                self._file = file
                return True
            file.close()

    @staticmethod
    def _is_at(path: Path, file: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), path.stat())
        except FileNotFoundError:
            return False

    def is_free(self, name: str) -> bool:
        path = self._folder / f"{name}.lock"
        try:
            with path.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Nobody takes this name again, so that the file may go with its lock.
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        return True

    def let_go(self) -> None:
        if self._file is not None and self._path is not None:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


class _OwnLocks:
    """A store in memory: it ends with its process, and so does everybody who works on it."""

    _held: set[tuple[int, str]] = set()  # noqa: RUF012 - shared by all workers of the process

    def __init__(self) -> None:
        self._name: tuple[int, str] | None = None

    def hold(self, name: str) -> bool:
        self._name = (os.getpid(), name)
        self._held.add(self._name)
        return True

    def is_free(self, name: str) -> bool:
        return (os.getpid(), name) not in self._held

    def let_go(self) -> None:
        if self._name is not None:
            self._held.discard(self._name)


def _number(name: str) -> int:
    digest = hashlib.sha256(f"upheld worker {name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
