"""Any file to texts with places: asked by its bytes, read by the module of its kind.

    with path.open("rb") as stream:
        for item in read(stream, path=path): ...

Files are read in a stream where their format allows it (rows, messages, paragraphs, pages).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from upheld.documents.charsets import marked
from upheld.documents.files.budget import Budget, Limits
from upheld.documents.files.grid import grid_of
from upheld.documents.files.packed import opened, read_gzip, read_zip
from upheld.documents.files.place import Items, Piece, Unread
from upheld.documents.files.recognising import HEAD_BYTES, Kind, kind_of
from upheld.documents.files.refusing import (
    REFUSED,
    broken,
    encrypted,
    too_large,
    too_large_text,
    unknown,
)
from upheld.documents.files.walk import Opened, Walk
from upheld.wording import Text

_FILE = Text(en="file of its kind", ja="その形式のファイル")
_COMPRESSED = Text(en="this kind of compressed file", ja="この形式の圧縮ファイル")
_BINARY = Text(
    en="it is in no known format; what stands in it openly was looked at",
    ja="未知の形式です。そのまま読める文字だけを調べました",
)


def read(stream: BinaryIO, *, path: Path | None = None, limits: Limits | None = None) -> Items:
    """Read a file.

    Args:
        stream: Its bytes; it can be read from any place.
        path: Where it lies, if anywhere.
        limits: What it may cost.

    Yields:
        Texts with their places, and what could not be looked into.

    Raises:
        DocumentBrokenError: It is damaged.
        DocumentEncryptedError: It opens with a password only.
        DocumentTooLargeError: It passes a limit.
        DocumentUnknownError: It is in a format that is not read.
        DocumentExtraMissingError: `upheld[documents]` is not installed.
    """
    size = stream.seek(0, os.SEEK_END)
    allowed = limits or Limits()
    if size > allowed.file_bytes:
        raise too_large(
            Text(
                en=f"it has more than {allowed.file_bytes >> 20} MiB",
                ja=f"{allowed.file_bytes >> 20} MiB を超えています",
            )
        )
    document = Opened(stream=stream, size=size, path=path)
    yield from _read(document, Walk(budget=Budget(allowed), read=_read))


def _read(document: Opened, walk: Walk) -> Items:
    document.stream.seek(0)
    head = document.stream.read(HEAD_BYTES)
    document.stream.seek(0)
    try:
        yield from _READERS[kind_of(head)](document, walk)
    except REFUSED:
        raise
    except Exception:  # noqa: BLE001 - a stranger's file can make a library fail in any way
        # `from None`: what failed may quote what it was reading.
        raise broken(_FILE) from None


def _zip(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import office, workbook

    with closing(opened(document, walk)) as archive:
        kind = office.kind_of(archive)
        if kind is None:
            yield from read_zip(archive, walk)
            return
        if kind == "workbook":
            yield from workbook.read(archive, document, walk)
        yield from office.read(archive, walk)


def _text(document: Opened, walk: Walk) -> Iterator[Piece]:
    text = marked(_held(document, walk))
    if text.strip():
        yield Piece.whole(text, walk.at, grid=grid_of(text) is not None)


def _binary(document: Opened, walk: Walk) -> Items:
    """Look at what can be read; the rest is named."""
    yield from _text(document, walk)
    yield Unread(at=walk.at, code="document-unknown", what=_BINARY)


def _held(document: Opened, walk: Walk) -> bytes:
    most = walk.budget.limits.text_bytes
    if document.size > most:
        raise too_large_text(most)
    return document.whole()


def _pdf(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import pdf

    return pdf.read(document, walk)


def _parquet(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import parquet

    return parquet.read(document, walk)


def _picture(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import picture

    return picture.read(document, walk)


def _mail(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import mail

    return mail.read(_held(document, walk), walk)


def _mbox(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import mbox

    return mbox.read(document, walk)


def _locked(_document: Opened, _walk: Walk) -> Items:
    raise encrypted()


def _compressed(_document: Opened, _walk: Walk) -> Items:
    raise unknown(_COMPRESSED)


def _old(document: Opened, walk: Walk) -> Items:
    from upheld.documents.files import old_workbook

    return old_workbook.read(document, walk)


_READERS: dict[Kind, Callable[[Opened, Walk], Items]] = {
    "zip": _zip,
    "gzip": read_gzip,
    "pdf": _pdf,
    "parquet": _parquet,
    "picture": _picture,
    "mail": _mail,
    "mbox": _mbox,
    "office-locked": _locked,
    "office-old": _old,
    "compressed": _compressed,
    "binary": _binary,
    "text": _text,
}
