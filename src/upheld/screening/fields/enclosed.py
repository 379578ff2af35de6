"""Files that a call encloses as base64: whatever of them can be read is screened before they pass.

`gateway.pass` lets a picture or a file through because it is no text. What stands in it as text (a
document's pages, the position and the notes beside a picture's pixels) is read all the same; pixels,
sound and what no reading looks into pass unseen, as the settings say.
"""

import binascii
import io
from base64 import urlsafe_b64decode
from dataclasses import replace
from time import monotonic

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
    file_bytes=64 * _MEBI, text_bytes=16 * _MEBI, unpacked_bytes=64 * _MEBI, parts=2_000, cells=500_000
)  # fmt: skip
_SECONDS = 10.0
"""For all files of a call together."""
_TO_URL_SAFE = str.maketrans("+/", "-_")
_SOUND_OR_ELSE = frozenset({"binary", "compressed", "office-locked"})
"""What no reading looks into; the few letters that stand in sound are nobody's."""


class EnclosedFiles:
    """Those of one call; what it takes to read them counts together."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """Begin with all of the time, which counts while files are read."""
        self._left = seconds

    def texts_in(self, encoded: str, param: str) -> list[str]:
        """Return the texts that stand in a file.

        Args:
            encoded: The file in base64, of either alphabet, with or without padding and white space.
            param: Where it stands in the call.

        Raises:
            OpaqueRefusedError: It cannot be looked at to its end: too large, or a package is missing.
        """
        began = monotonic()
        raw = _decoded(encoded)
        if raw is None or kind_of(raw[:HEAD_BYTES]) in _SOUND_OR_ELSE:
            return []
        texts: list[str] = []
        try:
            for item in read(io.BytesIO(raw), limits=replace(_LIMITS, seconds=self._left)):
                if isinstance(item, Piece):
                    texts.append(item.text)  # noqa: PERF401 - what stands before a damage stays
        except DocumentTooLargeError:
            raise unlooked(param) from None
        except DocumentExtraMissingError:
            raise reading_missing(param) from None
        except REFUSED:
            pass  # damaged, locked or unknown: nothing more of it can be read by us
        self._left -= monotonic() - began
        if self._left <= 0:
            raise unlooked(param)
        return texts


def _decoded(encoded: str) -> bytes | None:
    letters = "".join(encoded.split()).rstrip("=").translate(_TO_URL_SAFE)
    try:
        return urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return None
