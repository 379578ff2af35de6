"""Keeps sealed documents: opened by name, erased by destroying the key, with an entry about it.

The key of each file lies wrapped in a row of our store, not beside the file. To erase is to remove
that row's key: what is left on the disk, in its spare blocks and in copies of the folder is noise
from then on. Copies of the store keep the wrapped key until they expire themselves; the ledger's
entry claims the key of this store, and no more.
"""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
    update,
)

from upheld.clock import Clock
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.refusal import RefusalError
from upheld.uploads.kinds import KINDS, Kind
from upheld.uploads.receiving import NAME, UNFINISHED, Taken
from upheld.uploads.sealed_file import KEY_BYTES, unseal
from upheld.wording import Text

ERASED = "upload-erased"
"""The kind of the ledger's entry."""
_NONCE_BYTES = 12
_STRAY_SECONDS = 3600
"""Age of a file without a row before it is swept: longer than any transaction."""

metadata = MetaData()
uploads = Table(
    "upload",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("erased_at", DateTime(timezone=True)),
    Index("upload_owner", "owner"),
    Index("upload_expires_at", "expires_at"),
)


class UploadGoneError(RefusalError):
    """A document that is not there: erased, expired, or never taken."""

    code = "upload-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document on the shelf, without its content."""

    name: str
    owner: str
    kind: Kind
    size: int
    taken_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of sealed files, and the key that wraps their keys (32 bytes)."""

    folder: Path
    wrapping_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that is none."""
        if len(self.wrapping_key) != KEY_BYTES:
            raise ValueError("the wrapping key has to have 32 bytes")

    def keep(
        self,
        connection: Connection,
        taken: Taken,
        *,
        owner: str,
        expires_at: datetime,
        at: datetime,
    ) -> Document:
        """Put a taken document on the shelf; it is there when the transaction is committed.

        Args:
            connection: A transaction of our store.
            taken: What the receiver made.
            owner: What it belongs to, e.g. the reference of a request; nothing personal.
            expires_at: When it is erased, if nobody erases it before.
            at: When it was taken.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = nonce + AESGCM(self.wrapping_key).encrypt(nonce, taken.key, taken.name.encode())
        connection.execute(
            insert(uploads).values(
                name=taken.name,
                owner=owner,
                media_type=taken.kind.media_type,
                size=taken.size,
                digest=taken.digest,
                taken_at=at.astimezone(UTC),
                expires_at=expires_at.astimezone(UTC),
                wrapped_key=wrapped,
            )
        )
        return Document(
            name=taken.name, owner=owner, kind=taken.kind, size=taken.size, taken_at=at,
            expires_at=expires_at,
        )  # fmt: skip

    def of(self, connection: Connection, owner: str, now: datetime) -> list[Document]:
        """List what is there of an owner, oldest first."""
        query = (
            select(uploads)
            .where(
                uploads.c.owner == owner,
                uploads.c.wrapped_key.is_not(None),
                uploads.c.expires_at > now.astimezone(UTC),
            )
            .order_by(uploads.c.taken_at, uploads.c.name)
        )
        return [_document(row) for row in connection.execute(query)]

    def hand_over(self, connection: Connection, name: str, owner: str) -> None:
        """Note that a document belongs to somebody else from now on."""
        connection.execute(update(uploads).where(uploads.c.name == name).values(owner=owner))

    def open(
        self, connection: Connection, name: str, now: datetime
    ) -> tuple[Document, Iterator[bytes]]:
        """Return a document and its content, piece by piece. Who may see it, the caller decides.

        Raises:
            UploadGoneError: It is erased, has expired, or never was.
            UploadDamagedError: While reading: it is not what was taken.
        """
        row = connection.execute(select(uploads).where(uploads.c.name == name)).first()
        path = self._path(name)
        if row is None or row.wrapped_key is None or _aware(row.expires_at) <= now:
            raise _gone()
        if path is None or not path.is_file():
            raise _gone()
        wrapped = bytes(row.wrapped_key)
        try:
            key = AESGCM(self.wrapping_key).decrypt(
                wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], name.encode()
            )
        except (InvalidTag, ValueError):
            raise _gone() from None
        return _document(row), _read(path, name, key)

    def erase(self, connection: Connection, name: str, *, why: str, clock: Clock) -> bool:
        """Destroy a document's key and note it in the ledger; return whether there was one.

        The file itself goes with the next `tidy`, after the transaction is committed.

        Args:
            connection: A transaction of our store.
            name: Of the document.
            why: A word such as `decided` or `expired`.
            clock: Gives the time of the entry.
        """
        if connection.dialect.name == "sqlite":
            # Else the wrapped key stays readable in the free space of its page.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        now = clock.now().astimezone(UTC)
        changed = connection.execute(
            update(uploads)
            .where(uploads.c.name == name, uploads.c.wrapped_key.is_not(None))
            .values(wrapped_key=None, erased_at=now)
        )
        if not changed.rowcount:
            return False
        row = connection.execute(select(uploads).where(uploads.c.name == name)).one()
        ledger.append(
            connection,
            Entry(
                kind=ERASED,
                at=now,
                case=row.owner,
                drill=clock.drill,
                body={
                    "upload": name, "media_type": row.media_type, "bytes": row.size,
                    "sealed_sha256": row.digest, "why": why, "erased": "key",
                },
            ),
        )  # fmt: skip
        return True

    def expire(self, connection: Connection, clock: Clock, *, most: int = 1000) -> int:
        """Erase what has expired; return how many."""
        query = (
            select(uploads.c.name)
            .where(
                uploads.c.expires_at <= clock.now().astimezone(UTC),
                uploads.c.wrapped_key.is_not(None),
            )
            .order_by(uploads.c.expires_at)
            .limit(most)
        )
        names = connection.execute(query).scalars().all()
        return sum(self.erase(connection, name, why="expired", clock=clock) for name in names)

    def tidy(self, connection: Connection) -> int:
        """Remove files that no key opens any more; return how many.

        What a crash left between a file and its row is among them, once it is an hour old.
        """
        if not self.folder.is_dir():
            return 0
        alive = set(
            connection.execute(
                select(uploads.c.name).where(uploads.c.wrapped_key.is_not(None))
            ).scalars()
        )
        erased = set(
            connection.execute(
                select(uploads.c.name).where(uploads.c.wrapped_key.is_(None))
            ).scalars()
        )
        removed = 0
        for path in self.folder.iterdir():
            name = path.name.removesuffix(UNFINISHED)
            if not NAME.fullmatch(name) or path.name in alive:
                continue
            if path.name in erased or time.time() - path.stat().st_mtime > _STRAY_SECONDS:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _path(self, name: str) -> Path | None:
        return self.folder / name if NAME.fullmatch(name) else None


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)


def _read(path: Path, name: str, key: bytes) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from unseal(stream, name, key)


def _document(row: Row[tuple[object, ...]]) -> Document:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Document(
        name=found["name"],
        owner=found["owner"],
        kind=KINDS[found["media_type"]],
        size=found["size"],
        taken_at=_aware(found["taken_at"]),
        expires_at=_aware(found["expires_at"]),
    )


def _aware(instant: datetime) -> datetime:
    """SQLite keeps no zone; what we write is UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _gone() -> UploadGoneError:
    return UploadGoneError(
        Text(
            en="this document is not there: it was erased, has expired, or never was",
            ja="この書類はありません。消去済み、期限切れ、または存在しない書類です",
        ),
        remedy=Text(
            en="ask for it again if it is still needed",
            ja="まだ必要な場合は、もう一度提出してもらってください",
        ),
    )
