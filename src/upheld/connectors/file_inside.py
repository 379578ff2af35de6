"""What stands inside of files whose text does not lie open: workbooks, documents, PDF, mail.

What is found is found. That nothing is found proves nothing: a PDF keeps earlier versions of
itself, a workbook what no cell shows, and so such a file stays among what was not read.
"""

from typing import BinaryIO

from upheld.connectors.contract import Finder
from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece
from upheld.documents.files.reading import read
from upheld.documents.files.recognising import HEAD_BYTES, Kind, kind_of
from upheld.documents.files.refusing import REFUSED

_OPENED: frozenset[Kind] = frozenset({"zip", "pdf", "picture", "mail", "mbox"})
"""Kinds that are opened. Parquet is a place of its own, gzip is unpacked elsewhere."""
_LIMITS = Limits(file_bytes=256 << 20, unpacked_bytes=1 << 30, seconds=120)


def found_inside(finder: Finder, file: BinaryIO) -> set[int]:
    """Return what the finder finds in the text of a file; nothing for a file that cannot be read."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if kind_of(head) not in _OPENED:
        return set()
    needles: set[int] = set()
    try:
        for item in read(file, limits=_LIMITS):
            if isinstance(item, Piece):
                needles.update(finder.search(item.text))
    except REFUSED:
        pass  # it is named among what was not read, whatever the reason
    return needles
