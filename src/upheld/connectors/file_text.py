"""What can be searched in a file as it lies there, and what cannot."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from upheld.connectors.windows import WINDOW
from upheld.documents.files.recognising import HEAD_BYTES, Kind, kind_of

# Bytes a gzip file may unpack to: a bomb of a few kilobytes must not stop a scan for days.
UNPACKED_LIMIT = 16 << 30
_OPEN: frozenset[Kind] = frozenset({"text", "binary", "mail", "mbox", "gzip"})
"""Kinds whose text lies open, or is laid open: mails by `file_inside`, gzip here."""
_OPEN_IN_GZIP: frozenset[Kind] = frozenset({"text", "binary"})
_WHY: Mapping[Kind, str] = {"compressed": "compressed", "gzip": "compressed", "picture": "picture"}
"""Words of `Unread.why`; all others are `packed` (Parquet: connect it as a place of its own)."""


class FileText:
    """The content of one open file, and why it could not be read in full, if so.

    Attributes:
        kind: What it is.
        unread: `None`, or a word of `Unread.why`; known once `blocks` has run to its end.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Look at the first bytes."""
        self._file = file
        self.kind = kind_of(file.read(HEAD_BYTES))
        file.seek(0)
        self.unread = _unread(self.kind, _OPEN)

    def blocks(self) -> Iterator[bytes]:
        """Yield the content in blocks, unpacked where it is gzip."""
        if self.kind != "gzip":
            while block := self._file.read(WINDOW):
                yield block
            return
        left = UNPACKED_LIMIT
        with gzip.GzipFile(fileobj=self._file) as unpacked:
            while left > 0:
                try:
                    block = unpacked.read(WINDOW)
                except (OSError, EOFError, zlib.error):
                    self.unread = "damaged"
                    return
                if not block:
                    return
                if left == UNPACKED_LIMIT:
                    self.unread = _unread(kind_of(block[:HEAD_BYTES]), _OPEN_IN_GZIP)
                left -= len(block)
                yield block
        self.unread = "compressed"


def _unread(kind: Kind, lying_open: frozenset[Kind]) -> str | None:
    return None if kind in lying_open else _WHY.get(kind, "packed")
