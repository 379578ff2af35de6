"""Which workers are alive: each holds a lock that ends with its process, however it ends.

A claim on a row is as good as the lock of the worker that made it. No lease runs out, so that a
simulated clock may stand still or move years, and a slow step is not taken from its worker.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock
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
_LOOK_SECONDS = 0.6  # between two looks of a process for workers that ended; more than the above


class _Locks(Protocol):
    """Locks by name, held by a process until it lets go or ends."""

    def hold(self, name: str) -> bool:
        """Take a lock, and again whichever was lost; False while that cannot be done."""
        ...

    def free(self, names: Sequence[str]) -> set[str]:
        """Return those of other processes that nobody holds."""
        ...

    def let_go(self, name: str) -> None:
        """Give a lock back."""
        ...


class Roll:
    """The workers of one process, and its look at those of others; threads may share it.

    They share one session of the server too: as many processes as a server has room for may
    work, and not a fifth of them.
    """

    def __init__(self, engine: Engine) -> None:
        """Hold nothing yet; `engine` is the store's, whose workers know of one another."""
        self._locks = _locks_of(engine)
        self._alone = RLock()
        self._missing: dict[str, float] = {}
        self._looked = 0.0

    def enter(self, name: str) -> bool:
        """Hold a worker's lock, or hold it again; False while the store cannot be reached."""
        with self._alone:
            return self._locks.hold(name)

    def leave(self, name: str) -> None:
        """Let a worker's lock go."""
        with self._alone:
            self._locks.let_go(name)

    def is_time(self) -> bool:
        """Whether nobody of this process has looked for a while; whoever asks then looks."""
        with self._alone:
            if monotonic() - self._looked < _LOOK_SECONDS:
                return False
            self._looked = monotonic()
            return True

    def gone(self, names: Iterable[str]) -> list[str]:
        """Return which of these workers ended: their lock was free at two looks, 0.5 s apart."""
        with self._alone:
            now = monotonic()
            free = self._locks.free(sorted(names))
            self._missing = {name: self._missing.get(name, now) for name in free}
            return sorted(n for n, since in self._missing.items() if now - since >= _BETWEEN_LOOKS)


class Presence:
    """One worker's name and its lock.

    Names are never used twice: a claim of a worker that came back is not mistaken for its
    predecessor's.
    """

    def __init__(self, engine: Engine, roll: Roll | None = None) -> None:
        """Take a new name, on the roll of the process or on one of its own."""
        self.name = secrets.token_hex(8)
        self._roll = roll or Roll(engine)
        self._roll.enter(self.name)

    def keep(self) -> bool:
        """Take the lock again if the connection to the store broke; False while it is down."""
        return self._roll.enter(self.name)

    def gone(self, names: Iterable[str]) -> list[str]:
        """Return which of these workers ended; see `Roll.gone`."""
        return self._roll.gone(names)

    def close(self) -> None:
        """Let go: whatever is still claimed under this name is free."""
        self._roll.leave(self.name)

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


_TRY = text("SELECT pg_try_advisory_lock(:number)")
_ARE_FREE = text(
    "SELECT name FROM unnest(CAST(:names AS text[]), CAST(:numbers AS bigint[])) AS asked (name, number)"
    " WHERE CASE WHEN pg_try_advisory_lock(number) THEN pg_advisory_unlock(number) ELSE false END"
)


class _ServerLocks:
    """Advisory locks of a PostgreSQL session of our own, outside every pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = create_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self._connection: Connection | None = None
        self._names: set[str] = set()
        self._held: set[str] = set()  # by this connection

    def hold(self, name: str) -> bool:
        self._names.add(name)
        try:
            if self._connection is not None:
                return self._take_missing(self._connection, ask=True)
        except DBAPIError:
            self._drop()
        try:
            self._connection = self._engine.connect()
            for statement in _KEEPALIVE:
                self._connection.execute(text(statement))
            return self._take_missing(self._connection, ask=False)
        except DBAPIError:
            self._drop()
            return False

    def _take_missing(self, connection: Connection, *, ask: bool) -> bool:
        missing = self._names - self._held
        if ask and not missing:
            connection.execute(text("SELECT 1"))
        for name in missing:
            # A session that broke may live on at the server for a while, with its locks.
            if connection.execute(_TRY, {"number": _number(name)}).scalar_one():
                self._held.add(name)
        return self._names == self._held

    def free(self, names: Sequence[str]) -> set[str]:
        others = [name for name in names if name not in self._names]
        if self._connection is None or not others:
            return set()
        asked = {"names": others, "numbers": [_number(name) for name in others]}
        try:
            return set(self._connection.execute(_ARE_FREE, asked).scalars())
        except DBAPIError:
            self._drop()
            return set()

    def let_go(self, name: str) -> None:
        self._names.discard(name)
        if not self._names:
            self._drop()
        elif name in self._held and self._connection is not None:
            self._held.discard(name)
            try:
                self._connection.execute(
                    text("SELECT pg_advisory_unlock(:number)"), {"number": _number(name)}
                )
            except DBAPIError:
                self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            connection.invalidate()
            connection.close()


class _FileLocks:
    """Locks of the operating system on files beside a SQLite store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}

    def hold(self, name: str) -> bool:
        if name in self._files:
            return True
        self._folder.mkdir(parents=True, exist_ok=True)
        self.free([left.stem for left in self._folder.glob("*.lock")])  # and what is free goes
        path = self._path(name)
        while True:
            file = path.open("w")
            fcntl.flock(file, fcntl.LOCK_EX)
            # Another worker that cleans up may have been between our two lines.
            if self._is_at(path, file):
                self._files[name] = file
                return True
            file.close()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"

    @staticmethod
    def _is_at(path: Path, file: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), path.stat())
        except FileNotFoundError:
            return False

    def free(self, names: Sequence[str]) -> set[str]:
        return {name for name in names if name not in self._files and self._is_free(name)}

    def _is_free(self, name: str) -> bool:
        path = self._path(name)
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

    def let_go(self, name: str) -> None:
        file = self._files.pop(name, None)
        if file is not None:
            self._path(name).unlink(missing_ok=True)
            file.close()


class _OwnLocks:
    """A store in memory: it ends with its process, and so does everybody who works on it."""

    _held: set[tuple[int, str]] = set()  # noqa: RUF012 - shared by all workers of the process

    def hold(self, name: str) -> bool:
        self._held.add((os.getpid(), name))
        return True

    def free(self, names: Sequence[str]) -> set[str]:
        return {name for name in names if (os.getpid(), name) not in self._held}

    def let_go(self, name: str) -> None:
        self._held.discard((os.getpid(), name))


def _number(name: str) -> int:
    digest = hashlib.sha256(f"upheld worker {name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
