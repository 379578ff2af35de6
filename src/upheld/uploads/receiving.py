"""Takes a document while it arrives: judged, bounded and sealed before a byte is on the disk.

A file of 2 GB ends at the limit, and nothing of it stays. The name that the sender gives is never
part of a path; the file is called by a random name of ours.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from upheld.refusal import RefusalError
from upheld.uploads.jpeg import JpegWalk
from upheld.uploads.kinds import (
    HEAD_BYTES,
    JPEG,
    PDF,
    PNG,
    TAIL_BYTES,
    Kind,
    Walk,
    check_tail,
    refused,
    sniff,
)
from upheld.uploads.pdf import PdfWalk
from upheld.uploads.png import PngWalk
from upheld.uploads.sealed_file import Sealer
from upheld.wording import Text

BYTES_LIMIT = 20_000_000
UNFINISHED = ".part"
NAME = re.compile(r"[0-9a-f]{32}")
_WALKS: dict[Kind, Callable[[], Walk]] = {PDF: PdfWalk, JPEG: JpegWalk, PNG: PngWalk}


class UploadTooLargeError(RefusalError):
    """A document is larger than is taken; nothing of it was kept."""

    code = "upload-too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A document that is sealed on the disk; without `key` it is noise.

    Attributes:
        name: Its random name, also in the folder.
        kind: What it is, by its content.
        size: Of the document itself, in bytes.
        left_off: Bytes after its end that were not kept.
        digest: SHA-256 of the sealed file, in hexadecimal: says nothing about the content.
        key: Opens it; whoever keeps the document keeps this, wrapped.
    """

    name: str
    kind: Kind
    size: int
    left_off: int
    digest: str
    key: bytes = field(repr=False)


class Receiver:
    """Takes one document. Leaving the `with` block without `finish` leaves nothing behind."""

    def __init__(self, folder: Path, *, bytes_limit: int = BYTES_LIMIT) -> None:
        """Prepare to take.

        Args:
            folder: Where sealed files lie; made with mode 0700 if it is not there.
            bytes_limit: Largest document.
        """
        self._folder = folder
        self._limit = bytes_limit
        self._sealer = Sealer(secrets.token_hex(16))
        self._head = bytearray()
        self._tail = b""
        self._walk: Walk | None = None
        self._kind: Kind | None = None
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._arrived = 0
        self._kept = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            UploadTooLargeError: The limit is passed.
            UploadRefusedError: It is nothing that is taken.
        """
        self._arrived += len(chunk)
        if self._arrived > self._limit:
            self.abandon()
            raise self._too_large()
        try:
            self._judge(chunk)
        except RefusalError:
            self.abandon()
            raise

    def finish(self) -> Taken:
        """Judge the whole and make it last.

        Raises:
            UploadRefusedError: It is empty, cut off, or two things at once.
        """
        try:
            kind = self._conclude()
        except BaseException:
            self.abandon()
            raise
        return Taken(
            name=self._sealer.name,
            kind=kind,
            size=self._kept,
            left_off=self._arrived - self._kept,
            digest=self._digest.hexdigest(),
            key=self._sealer.key,
        )

    def abandon(self) -> None:
        """Leave nothing of a document that is not finished; harmless afterwards."""
        if self._file is not None:
            self._file.close()
            self._file = None
            self._unfinished.unlink(missing_ok=True)

    @property
    def _unfinished(self) -> Path:
        return self._folder / f"{self._sealer.name}{UNFINISHED}"

    def _judge(self, chunk: bytes) -> None:
        if self._walk is None:
            self._head += chunk
            if len(self._head) >= HEAD_BYTES:
                self._begin()
            return
        self._take(self._walk.feed(chunk))

    def _begin(self) -> None:
        """Know what it is, and only then open a file."""
        if not self._head:
            return
        self._kind = sniff(bytes(self._head))
        self._walk = _WALKS[self._kind]()
        first = self._walk.feed(bytes(self._head))
        self._head.clear()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._write(self._sealer.head())
        self._take(first)

    def _conclude(self) -> Kind:
        if self._walk is None:
            self._begin()
        if self._walk is None or self._kind is None or self._file is None:
            raise refused("it is empty", "空のファイルです")
        self._walk.finish()
        check_tail(self._tail)
        self._write(self._sealer.finish())
        self._make_last(self._file)
        return self._kind

    def _take(self, belongs: bytes) -> None:
        self._kept += len(belongs)
        self._tail = (self._tail + belongs)[-TAIL_BYTES:]
        self._write(self._sealer.feed(belongs))

    def _write(self, sealed: bytes) -> None:
        if self._file is not None:
            self._file.write(sealed)
            self._digest.update(sealed)

    def _make_last(self, file: BinaryIO) -> None:
        """Survive a loss of power: first the content, then the name."""
        file.flush()
        os.fsync(file.fileno())
        file.close()
        self._file = None
        self._unfinished.rename(self._folder / self._sealer.name)
        directory = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _too_large(self) -> UploadTooLargeError:
        size = self._limit // 1_000_000 or 1
        return UploadTooLargeError(
            Text(
                en=f"the document is larger than {size} MB",
                ja=f"書類が {size} MB を超えています",
            ),
            remedy=Text(
                en="send a smaller picture, or fewer pages at a time",
                ja="画像を小さくするか、ページを分けてお送りください",
            ),
        )


def receive(chunks: Iterable[bytes], folder: Path, *, bytes_limit: int = BYTES_LIMIT) -> Taken:
    """Take a document from chunks of any size.

    Raises:
        UploadTooLargeError: The limit is passed.
        UploadRefusedError: It is nothing that is taken.
    """
    with Receiver(folder, bytes_limit=bytes_limit) as receiver:
        for chunk in chunks:
            receiver.feed(chunk)
        return receiver.finish()
