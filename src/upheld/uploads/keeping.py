"""The shelf together with our store and clock: what a desk asks of it, each in one call."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.uploads.receiving import BYTES_LIMIT, Receiver, Taken, receive
from upheld.uploads.shelf import Document, Shelf

DECIDED = "decided"
"""Why a document is erased, as a rule: what it had to show was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUploads:
    """Takes, opens and erases documents.

    Attributes:
        shelf: Where they lie.
        engine: Our store.
        clock: The time of every entry.
        keep: How long a document lies there, if nobody decides.
        bytes_limit: Largest document.
    """

    shelf: Shelf
    engine: Engine
    clock: Clock
    keep: timedelta = timedelta(days=30)
    bytes_limit: int = BYTES_LIMIT

    def take(self, chunks: Iterable[bytes], owner: str) -> Document:
        """Take a document; it is there once this returns.

        Raises:
            UploadTooLargeError: The limit is passed.
            UploadRefusedError: It is nothing that is taken.
        """
        return self.put(self.seal(chunks), owner)

    def seal(self, chunks: Iterable[bytes]) -> Taken:
        """Judge and seal a document; it is kept once it is put on the shelf.

        Raises:
            UploadTooLargeError: The limit is passed.
            UploadRefusedError: It is nothing that is taken.
        """
        return receive(chunks, self.shelf.folder, bytes_limit=self.bytes_limit)

    def receiver(self) -> Receiver:
        """Return what takes a document chunk by chunk, where chunks come from an `async` source."""
        return Receiver(self.shelf.folder, bytes_limit=self.bytes_limit)

    def put(self, taken: Taken, owner: str) -> Document:
        """Put on the shelf what a receiver took."""
        with self.engine.begin() as connection:
            return self.put_within(connection, taken, owner)

    def put_within(self, connection: Connection, taken: Taken, owner: str) -> Document:
        """Put it on the shelf in the caller's transaction."""
        now = self.clock.now()
        return self.shelf.keep(connection, taken, owner=owner, expires_at=now + self.keep, at=now)

    def open(self, stored_as: str) -> tuple[Document, Iterator[bytes]]:
        """Return a document and its content, piece by piece.

        Raises:
            UploadGoneError: It is erased, has expired, or never was.
        """
        with self.engine.connect() as connection:
            return self.shelf.open(connection, stored_as, self.clock.now())

    def erase(self, stored_as: str) -> None:
        """Erase a document; doing it again does nothing."""
        with self.engine.begin() as connection:
            self.shelf.erase(connection, stored_as, why=DECIDED, clock=self.clock)
        self._tidy()

    def sweep(self, watch: Callable[[int], None] = lambda _count: None) -> int:
        """Erase what has expired, and remove files that no key opens; return how many expired."""
        total = 0
        while True:
            with self.engine.begin() as connection:
                count = self.shelf.expire(connection, self.clock)
            total += count
            watch(total)
            if not count:
                break
        self._tidy()
        return total

    def _tidy(self) -> None:
        with self.engine.connect() as connection:
            self.shelf.tidy(connection)
