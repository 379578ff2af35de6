"""What stands inside of files whose text does not lie open: workbooks, documents, PDF, mail.

What is found is found. That nothing is found proves nothing: a PDF keeps earlier versions of
itself, a workbook the readings (furigana) of its texts, and so such a file stays among what was
not read (`file_text`). A mail keeps nothing back, and counts as read where each of its parts was.
"""

from dataclasses import dataclass
from typing import BinaryIO

from upheld.connectors.contract import Finder
from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece
from upheld.documents.files.reading import read
from upheld.documents.files.recognising import Kind
from upheld.documents.files.refusing import REFUSED

_OPENED: frozenset[Kind] = frozenset({"zip", "pdf", "picture", "mail", "mbox"})
"""Kinds that are opened. Parquet is a place of its own, gzip is unpacked elsewhere."""
_LIMITS = Limits(file_bytes=256 << 20, unpacked_bytes=1 << 30, seconds=120)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a finder finds in a file that is opened.

    Attributes:
        needles: The numbers of what it finds.
        whole: Whether every part was read; true of a file that there is nothing to open in.
    """

    needles: set[int]
    whole: bool


def found_inside(finder: Finder, file: BinaryIO, kind: Kind) -> Inside:
    """Search the text of a file of a kind; one that cannot be read ends the search of it only."""
    needles: set[int] = set()
    if kind not in _OPENED:
        return Inside(needles, whole=True)
    whole = True
    try:
        for item in read(file, limits=_LIMITS):
            if isinstance(item, Piece):
                needles.update(finder.search(item.text))
            else:
                whole = False
    except REFUSED:
        whole = False
    return Inside(needles, whole)
