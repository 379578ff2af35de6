"""Files that a call encloses as base64: whatever of them can be read is screened before they pass.

`gateway.pass` lets a picture or a file through because it is no text. What stands in it as text (a
document's pages, the position and the notes beside a picture's pixels) is read all the same; pixels,
sound and what no reading looks into pass unseen, as the settings say.
"""

import binascii
import io
from base64 import urlsafe_b64decode
from collections.abc import Iterator

from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece
from upheld.documents.files.reading import read
from upheld.documents.files.recognising import HEAD_BYTES, kind_of
from upheld.documents.files.refusing import (
    REFUSED,
    DocumentExtraMissingError,
    DocumentTooLargeError,
)
from upheld.screening.fields.refusing import reading_missing, unlooked

_MEBI = 1 << 20
_LIMITS = Limits(
    file_bytes=64 * _MEBI, text_bytes=16 * _MEBI, unpacked_bytes=64 * _MEBI, parts=2_000, cells=500_000,
    seconds=10.0,
)  # fmt: skip
_TO_URL_SAFE = str.maketrans("+/", "-_")
_SOUND_OR_ELSE = frozenset({"binary", "compressed", "office-locked"})
"""What no reading looks into; the few letters that stand in sound are nobody's."""


def texts_in(encoded: str, param: str) -> Iterator[str]:
    """Yield the texts that stand in a file.

    Args:
        encoded: The file in base64, of either alphabet, with or without padding and white space.
        param: Where it stands in the call.

    Raises:
        OpaqueRefusedError: It cannot be looked at to its end: too large, or a package is missing.
    """
    raw = _decoded(encoded)
    if raw is None or kind_of(raw[:HEAD_BYTES]) in _SOUND_OR_ELSE:
        return
    try:
        for item in read(io.BytesIO(raw), limits=_LIMITS):
            if isinstance(item, Piece):
                yield item.text
    except DocumentTooLargeError:
        raise unlooked(param) from None
    except DocumentExtraMissingError:
        raise reading_missing(param) from None
    except REFUSED:
        return  # damaged, locked or unknown: nothing more of it can be read by us


def _decoded(encoded: str) -> bytes | None:
    letters = "".join(encoded.split()).rstrip("=").translate(_TO_URL_SAFE)
    try:
        return urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return None
