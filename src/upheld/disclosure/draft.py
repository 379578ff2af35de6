"""The files of bundles while they are written: whole in the end, or not there at all.

`OpenDraft` writes a hidden folder beside the wanted one and renames it when everything is on
the disk. `SealedDraft` keeps what is not encrypted yet in one file without a name: whatever
happens to the process, nothing in the clear is left behind.
"""

import hashlib
import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TypeVar

from upheld.disclosure.sealing import Seal, archive
from upheld.refusal import Exit, RefusalError, UsageError, Where
from upheld.wording import Text, reason_of

T = TypeVar("T")
SEALED = "bundle.age"
_FILE_BUFFER = 64 * 1024
"""Bytes of one file that wait in memory."""
_ALL_BUFFERS = 8 * 1024 * 1024
"""Bytes of all files together that wait in memory."""
_OPEN_FILES = 32
_READ = 1024 * 1024
_SETTLING = 16


class BundleNotWrittenError(RefusalError):
    """The disk did not take the bundle; nothing of it is left."""

    code = "bundle-not-written"
    exit_code = Exit.REMAINING


@dataclass(slots=True, kw_only=True)
class Written:
    """One file of a bundle, as it was written."""

    bytes: int = 0
    digest: Any = field(default_factory=hashlib.sha256, repr=False)
    extents: list[tuple[int, int]] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """SHA-256 of all of it, hex."""
        return str(self.digest.hexdigest())


class Draft(ABC):
    """Files by request and name, appended to in any order."""

    def __init__(self, out: Path, refs: Sequence[str]) -> None:
        """Prepare `out/<ref>` for each request.

        Raises:
            UsageError: One of them is there already.
            BundleNotWrittenError: The folder cannot be written to.
        """
        self.out = out
        self.files: dict[str, dict[str, Written]] = {ref: {} for ref in refs}
        self._waiting: dict[tuple[str, str], list[bytes]] = {}
        self._sizes: dict[tuple[str, str], int] = {}
        self._total = 0
        for ref in refs:
            if (out / ref).exists():
                raise UsageError(
                    Text(
                        en=f"`{out / ref}` is there already", ja=f"`{out / ref}` はすでにあります"
                    ),
                    remedy=Text(
                        en="name another folder; a bundle is never overwritten",
                        ja="別のフォルダーを指定してください。開示書類は上書きしません",
                    ),
                    where=Where(file=str(out / ref)),
                )
        with disk(out):
            out.mkdir(mode=0o700, parents=True, exist_ok=True)

    def append(self, ref: str, name: str, data: bytes) -> None:
        """Add to the end of a file; its hash and size count it at once."""
        written = self.files[ref].setdefault(name, Written())
        written.digest.update(data)
        written.bytes += len(data)
        key = (ref, name)
        self._waiting.setdefault(key, []).append(data)
        size = self._sizes.get(key, 0) + len(data)
        self._sizes[key] = size
        self._total += len(data)
        if size >= _FILE_BUFFER:
            self._flush(key)
        elif self._total >= _ALL_BUFFERS:
            self.flush()

    def flush(self) -> None:
        """Write all that waits in memory."""
        for key in list(self._waiting):
            self._flush(key)

    def _flush(self, key: tuple[str, str]) -> None:
        data = self._take(key)
        with disk(self.out):
            self._write(key[0], key[1], self.files[key[0]][key[1]], data)

    def _take(self, key: tuple[str, str]) -> bytes:
        """Return what waits for a file, which it does no longer."""
        self._total -= self._sizes.pop(key, 0)
        return b"".join(self._waiting.pop(key, ()))

    @abstractmethod
    def _write(self, ref: str, name: str, written: Written, data: bytes) -> None:
        """Put bytes at the end of a file."""

    @abstractmethod
    def commit(self) -> dict[str, Path]:
        """Make everything durable and visible; return each request's folder."""

    @abstractmethod
    def discard(self) -> None:
        """Leave nothing behind. Safe to call after `commit`."""


class OpenDraft(Draft):
    """Bundles as folders that anybody who may enter them can read."""

    def __init__(self, out: Path, refs: Sequence[str]) -> None:
        """Make the hidden folder, beside the wanted ones so that a rename is enough."""
        super().__init__(out, refs)
        with disk(out):
            self._folder = Path(tempfile.mkdtemp(prefix=".disclosure-", dir=out))
        self._open: OrderedDict[tuple[str, str], BinaryIO] = OrderedDict()
        self._made = {self._folder}

    def _write(self, ref: str, name: str, written: Written, data: bytes) -> None:
        del written
        self._file(ref, name).write(data)

    def _file(self, ref: str, name: str) -> BinaryIO:
        key = (ref, name)
        file = self._open.get(key)
        if file is None:
            while len(self._open) >= _OPEN_FILES:
                self._open.popitem(last=False)[1].close()
            path = self._folder / ref / PurePosixPath(name)
            self._make(path.parent)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            file = self._open[key] = os.fdopen(os.open(path, flags, 0o600), "ab", buffering=0)
        self._open.move_to_end(key)
        return file

    def _make(self, folder: Path) -> None:
        if folder not in self._made:
            self._make(folder.parent)
            folder.mkdir(mode=0o700)
            self._made.add(folder)

    def commit(self) -> dict[str, Path]:
        """Write everything to the disk, then give the folders their names."""
        made: dict[str, Path] = {}
        with disk(self.out):
            self._close()
            # Most files wait in memory still: each is opened once, to be written and read again.
            _each(_settle_file, list(self._parts()))
            _each(_settle, self._made)
            for ref in self.files:
                (self._folder / ref).rename(self.out / ref)
                made[ref] = self.out / ref
            _settle(self.out)
        self.discard()
        return made

    def _parts(self) -> Iterator["_Part"]:
        """Every file, with what is still to be written to its end; its folder is there."""
        for ref, listed in self.files.items():
            for name, written in listed.items():
                path = self._folder / ref / PurePosixPath(name)
                self._make(path.parent)
                yield _Part(path, written, self._take((ref, name)))

    def _close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def discard(self) -> None:
        """Remove the hidden folder."""
        # A full disk may refuse even the closing of a file.
        with suppress(OSError):
            self._close()
        shutil.rmtree(self._folder, ignore_errors=True)


class SealedDraft(Draft):
    """Bundles as one encrypted file each."""

    def __init__(self, out: Path, refs: Sequence[str], seal: Seal) -> None:
        """Open the file without a name."""
        super().__init__(out, refs)
        self._seal = seal
        with disk(out):
            self._spool = self._unnamed()
            self._folder = Path(tempfile.mkdtemp(prefix=".disclosure-", dir=out))
        self._end = 0

    def _unnamed(self) -> BinaryIO:
        """Return a file that nobody else can open, and that ends with the process."""
        descriptor, name = tempfile.mkstemp(prefix=".disclosure-", dir=self.out)
        os.unlink(name)  # noqa: PTH108 - the name was never ours to keep
        return os.fdopen(descriptor, "r+b", buffering=0)

    def _write(self, ref: str, name: str, written: Written, data: bytes) -> None:
        del ref, name
        view = memoryview(data)
        while view:
            view = view[self._spool.write(view) :]
        last = written.extents[-1] if written.extents else None
        if last is not None and sum(last) == self._end:
            written.extents[-1] = (last[0], last[1] + len(data))
        else:
            written.extents.append((self._end, len(data)))
        self._end += len(data)

    def _read(self, written: Written) -> Iterator[bytes]:
        for start, length in written.extents:
            at, left = start, length
            while left:
                block = os.pread(self._spool.fileno(), min(left, _READ), at)
                yield block
                at, left = at + len(block), left - len(block)

    def commit(self) -> dict[str, Path]:
        """Encrypt each request's files as one archive, then give the folders their names."""
        self.flush()
        made: dict[str, Path] = {}
        with disk(self.out):
            for ref, files in self.files.items():
                folder = self._folder / ref
                folder.mkdir(mode=0o700)
                members = [(f"{ref}/{n}", w.bytes, self._read(w)) for n, w in files.items()]
                descriptor = os.open(folder / SEALED, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as stream:
                    self._seal(archive(members), stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                _settle(folder)
            for ref in self.files:
                (self._folder / ref).rename(self.out / ref)
                made[ref] = self.out / ref
            _settle(self.out)
        self.discard()
        return made

    def discard(self) -> None:
        """Close the file without a name, which is its end, and remove the hidden folder."""
        with suppress(OSError):
            self._spool.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file, and the rest that is to be written to its end."""

    path: Path
    written: Written
    rest: bytes = field(repr=False)


def _settle_file(part: _Part) -> None:
    """Write a file to the disk, and read it again: it is evidence only when it is there."""
    digest = hashlib.sha256()
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
    descriptor = os.open(part.path, flags, 0o600)
    try:
        rest = memoryview(part.rest)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        os.lseek(descriptor, 0, os.SEEK_SET)
        while block := os.read(descriptor, _READ):
            digest.update(block)
    finally:
        os.close(descriptor)
    if digest.digest() != part.written.digest.digest():
        raise OSError(None, "read back differs from what was written")


def _each(act: Callable[[T], None], things: Collection[T]) -> None:
    """Do it for several at a time: the file system joins what it writes to the disk."""
    with ThreadPoolExecutor(min(len(things), _SETTLING) or 1) as settling:
        for _ in settling.map(act, things):
            pass


@contextmanager
def disk(place: Path) -> Iterator[None]:
    """Turn what the disk says into a refusal that names the folder and never a value."""
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
    else:
        return
    raise BundleNotWrittenError(
        Text(
            en=f"the bundle cannot be written to `{place}`: {reason.en}",
            ja=f"開示書類を `{place}` に書き込めません: {reason.ja}",
        ),
        remedy=Text(
            en="make room, or name a folder you may write to, and run it again; nothing is left "
            "of this attempt",
            ja="空き容量を確保するか、書き込めるフォルダーを指定して、もう一度実行してください。"
            "途中のファイルは残っていません",
        ),
        where=Where(file=str(place)),
    )
