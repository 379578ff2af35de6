"""What can be searched in a file as it lies there, and what cannot."""

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from upheld.connectors.windows import WINDOW

# Bytes a gzip file may unpack to: a bomb of a few kilobytes must not stop a scan for days.
UNPACKED_LIMIT = 16 << 30
_GZIP = b"\x1f\x8b"
# First bytes of formats whose text does not lie open in the file.
_PACKED = {
    b"PK\x03\x04": "packed",  # ZIP, and with it docx, xlsx, pptx, odt, epub, jar
    b"PK\x05\x06": "packed",
    b"%PDF": "packed",
    b"\xd0\xcf\x11\xe0": "packed",  # Office before 2007, Outlook messages
    b"7z\xbc\xaf": "compressed",
    b"Rar!": "compressed",
    b"\x28\xb5\x2f\xfd": "compressed",  # Zstandard
    b"\xfd7zXZ": "compressed",
    b"BZh": "compressed",
    b"PAR1": "packed",  # Parquet: connect it as a place of its own
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}


class FileText:
    """The content of one open file, and why it could not be read in full, if so.

    Attributes:
        unread: `None`, or a word of `Unread.why`; known once `blocks` has run to its end.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Look at the first bytes."""
        self._file = file
        self._head = file.read(8)
        file.seek(0)
        kinds = (why for magic, why in _PACKED.items() if self._head.startswith(magic))
        self.unread: str | None = next(kinds, None)

    def blocks(self) -> Iterator[bytes]:
        """Yield the content in blocks, unpacked where it is gzip."""
        if not self._head.startswith(_GZIP):
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
                left -= len(block)
                yield block
        self.unread = "compressed"
