"""ZIP and gzip: unpacked block by block within the limits, bombs refused before they go off."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator

from upheld.documents.files.place import Items, Step, Unread
from upheld.documents.files.refusing import broken, encrypted, too_large
from upheld.documents.files.walk import BLOCK_BYTES, Opened, Walk
from upheld.wording import Text

ZIP = Text(en="ZIP file", ja="ZIP ファイル")
_GZIP = Text(en="gzip file", ja="gzip ファイル")
_RATIO_FREE_BYTES = 10 << 20
"""Members up to this size may be packed as tightly as they like."""
_ENCRYPTED = 0x1
"""Bit 0 of the general purpose flags (APPNOTE.TXT section 4.4.4)."""
_HEADER, _HEADER_BYTES = b"PK\x01\x02", 46
"""With what each member's entry in the directory begins, and its least size (section 4.3.12)."""
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
"""What the standard library raises on a damaged archive."""


def opened(document: Opened, walk: Walk) -> zipfile.ZipFile:
    """Open an archive whose directory promises to stay within the limits.

    What is unpacked of a member never exceeds what the directory says.

    Raises:
        DocumentBrokenError: It is damaged.
        DocumentTooLargeError: It is a bomb, or has too many members.
    """
    _refuse_too_many(document, walk)
    document.stream.seek(0)
    try:
        archive = zipfile.ZipFile(document.stream)
    except DAMAGE:
        raise broken(ZIP) from None
    members = archive.infolist()
    for member in members:
        packed = max(1, member.compress_size)
        if member.file_size > max(_RATIO_FREE_BYTES, packed * walk.budget.limits.ratio):
            raise too_large(
                Text(
                    en=f"a member unpacks to more than {walk.budget.limits.ratio} times its size",
                    ja=f"展開すると {walk.budget.limits.ratio} 倍を超えるファイルを含んでいます",
                )
            )
    walk.budget.unpack(sum(member.file_size for member in members))
    return archive


def _refuse_too_many(document: Opened, walk: Walk) -> None:
    """Count the entries of the directory before the library makes an object of each.

    Archives that lie in this one unpacked count with it, as their members do.
    """
    most = walk.budget.limits.parts
    if document.size <= most * _HEADER_BYTES:
        return
    document.stream.seek(0)
    members, before = 0, b""
    while members <= most and (block := document.stream.read(BLOCK_BYTES)):
        walk.budget.tick()
        members += (before + block).count(_HEADER)
        before = block[1 - len(_HEADER) :]
    if members > most:
        raise too_large(
            Text(
                en=f"it has more than {most:,} members",
                ja=f"{most:,} 個を超えるファイルを含んでいます",
            )
        )


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Whether a member opens with a password only."""
    return bool(member.flag_bits & _ENCRYPTED)


def blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, walk: Walk) -> Iterator[bytes]:
    """Yield the content of a member.

    Raises:
        DocumentBrokenError: It is damaged.
        DocumentEncryptedError: It opens with a password only.
    """
    if is_locked(member):
        raise encrypted()
    try:
        with archive.open(member) as stream:
            while block := stream.read(BLOCK_BYTES):
                walk.budget.tick()
                yield block
    except DAMAGE:
        raise broken(ZIP) from None


def read_zip(archive: zipfile.ZipFile, walk: Walk) -> Items:
    """Read every member of an archive."""
    members = (member for member in archive.infolist() if not member.is_dir())
    for number, member in enumerate(members, start=1):
        step = Step("member", number, member.filename)
        if is_locked(member):
            refusal = encrypted()
            yield Unread(at=walk.to(step), code=refusal.code, what=refusal.what)
            continue
        yield from walk.into(blocks(archive, member, walk), step)


def read_gzip(document: Opened, walk: Walk) -> Items:
    """Read the file that a gzip file holds."""
    yield from walk.into(_unpacked(document, walk), Step("member", 1))


def _unpacked(document: Opened, walk: Walk) -> Iterator[bytes]:
    most = max(_RATIO_FREE_BYTES, document.size * walk.budget.limits.ratio)
    document.stream.seek(0)
    done = 0
    try:
        with gzip.GzipFile(fileobj=document.stream) as unpacked:
            while block := unpacked.read(BLOCK_BYTES):
                done += len(block)
                walk.budget.unpack(len(block))
                walk.budget.tick()
                if done > most:
                    raise too_large(
                        Text(
                            en=f"it unpacks to more than {walk.budget.limits.ratio} times its size",
                            ja=f"展開すると {walk.budget.limits.ratio} 倍を超えます",
                        )
                    )
                yield block
    except DAMAGE:
        raise broken(_GZIP) from None
