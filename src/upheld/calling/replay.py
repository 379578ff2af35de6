"""What was received before: a signed message is true once, and only acted on once.

The memory is written in the transaction of the act. If that is rolled back, the message counts
as never seen, and the sender's next try is acted on; if it is committed, every later copy is
told from the first.
"""

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    delete,
)
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData()
received = Table(
    "received_before",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("forget_at", DateTime(timezone=True), nullable=False),
    Index("received_before_forget_at", "forget_at"),
)
_MEMORY_ENTRIES = 100_000


class Memory(Protocol):
    """Remembers identifiers of messages."""

    def first_time(self, source: str, identifier: str, *, now: datetime, keep: timedelta) -> bool:
        """Note a message; say whether it is new.

        Args:
            source: Who sent it, e.g. `stripe`; sources do not disturb one another.
            identifier: The sender's own name for it; kept as a digest.
            now: The present.
            keep: How long a copy could still be accepted, and so has to be recognised.
        """
        ...


@dataclass(slots=True)
class MemoryOfProcess:
    """Remembers in this process only: for one process that checks what it may lose on restart."""

    entries_limit: int = _MEMORY_ENTRIES
    _seen: dict[tuple[str, str], datetime] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def first_time(self, source: str, identifier: str, *, now: datetime, keep: timedelta) -> bool:
        """Note a message; a full memory refuses what is new rather than forget what was seen."""
        key = (source, _digest(identifier))
        with self._lock:
            if self._seen.get(key, now) > now:
                return False
            if len(self._seen) >= self.entries_limit:
                self._seen = {old: end for old, end in self._seen.items() if end > now}
            if len(self._seen) >= self.entries_limit:
                return False
            self._seen[key] = now + keep
            return True


@dataclass(frozen=True, slots=True)
class MemoryOfStore:
    """Remembers in our own store, within the transaction of a connection."""

    connection: Connection

    def first_time(self, source: str, identifier: str, *, now: datetime, keep: timedelta) -> bool:
        """Note a message; of two at once, the second waits for the first one's transaction."""
        until = (now + keep).astimezone(UTC)  # SQLite keeps no zone
        row = {"source": source, "digest": _digest(identifier), "forget_at": until}
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        # What could be forgotten counts as forgotten, whether or not it was swept yet.
        statement = (
            dialect.insert(received)
            .values(row)
            .on_conflict_do_update(
                index_elements=[received.c.source, received.c.digest],
                set_={"forget_at": until},
                where=received.c.forget_at <= now.astimezone(UTC),
            )
        )
        written = self.connection.execute(statement.returning(received.c.digest))
        return written.first() is not None


def forget(connection: Connection, now: datetime) -> int:
    """Drop what no copy can be accepted of any more; return how many."""
    return connection.execute(
        delete(received).where(received.c.forget_at <= now.astimezone(UTC))
    ).rowcount


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)


def _digest(identifier: str) -> str:
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
