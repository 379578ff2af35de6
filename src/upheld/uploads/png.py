"""Follows a PNG (ISO/IEC 15948) chunk by chunk: checksums, sizes, and what it unpacks to.

What follows the end is not kept.
"""

import zlib

from upheld.uploads.jpeg import PIXELS_LIMIT
from upheld.uploads.kinds import refused
from upheld.uploads.stepping import SteppingWalk

_SIGNATURE_BYTES = 8
_HEADER_BYTES = 13
_CHUNK_LIMIT = 1 << 31
_PACKED = frozenset({b"zTXt", b"iTXt", b"iCCP"})
"""Chunks of text and colour that are packed, and can be bombs of their own."""
_PACKED_LIMIT = 1_000_000
_PACKED_CHUNKS = 50
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel, by type of colour."""
_PIECE = 1 << 20


class PngWalk(SteppingWalk):
    """Chunks, checksums, and the picture inside."""

    def __init__(self) -> None:
        """Begin before the signature."""
        super().__init__()
        self._left = -1
        self._type = b""
        self._checksum = 0
        self._packed = 0
        self._picture = zlib.decompressobj()
        self._room = -1
        self._signed = False

    def _step(self, at: int) -> int:
        have = len(self._pending) - at
        if self._ended:
            return 0
        if not self._signed:
            self._signed = have >= _SIGNATURE_BYTES
            return _SIGNATURE_BYTES if self._signed else 0
        if self._left < 0:
            return self._begin(at, have)
        if self._left > 0:
            return self._inside(at, have)
        return self._end(at, have)

    def _begin(self, at: int, have: int) -> int:
        if have < 8:  # noqa: PLR2004 - length and type
            return 0
        length = int.from_bytes(self._pending[at : at + 4], "big")
        self._type = bytes(self._pending[at + 4 : at + 8])
        if length >= _CHUNK_LIMIT or not self._type.isalpha():
            raise _no_png()
        if self._room < 0:
            if self._type != b"IHDR" or length != _HEADER_BYTES:
                raise _no_png()
            if have < 8 + _HEADER_BYTES:
                return 0
            self._room = _unpacked_bytes(bytes(self._pending[at + 8 : at + 8 + _HEADER_BYTES]))
        if self._type in _PACKED:
            self._packed += 1
            if length > _PACKED_LIMIT or self._packed > _PACKED_CHUNKS:
                raise refused(
                    "the picture carries too much text", "画像に付いた文字情報が多すぎます"
                )
        self._left = length
        self._checksum = zlib.crc32(self._type)
        return 8

    def _inside(self, at: int, have: int) -> int:
        if self._type in _PACKED and have < self._left:
            return 0
        size = min(self._left, have)
        data = bytes(self._pending[at : at + size])
        self._checksum = zlib.crc32(data, self._checksum)
        self._left -= size
        if self._type == b"IDAT":
            self._unpack(data)
        elif self._type in _PACKED:
            _check_packed(data)
        return size

    def _end(self, at: int, have: int) -> int:
        if have < 4:  # noqa: PLR2004 - the checksum
            return 0
        if int.from_bytes(self._pending[at : at + 4], "big") != self._checksum:
            raise refused("the picture is damaged", "画像が壊れています")
        self._ended = self._type == b"IEND"
        self._left = -1
        return 4

    def _unpack(self, data: bytes) -> None:
        """Unpack as far as the declared size goes; what unpacks to more is a bomb."""
        self._seen = True
        while data:
            try:
                self._room -= len(self._picture.decompress(data, _PIECE))
            except zlib.error:
                raise refused("the picture is damaged", "画像が壊れています") from None
            if self._room < 0:
                raise refused(
                    "it unpacks to far more than it should", "展開すると異常に大きくなります"
                )
            data = self._picture.unconsumed_tail


def _unpacked_bytes(header: bytes) -> int:
    width, height = (int.from_bytes(header[n : n + 4], "big") for n in (0, 4))
    depth, colour, interlaced = header[8], header[9], header[12]
    if not 0 < width * height <= PIXELS_LIMIT:
        raise refused("the picture has too many pixels", "画像の画素数が多すぎます")
    if colour not in _SAMPLES or depth not in {1, 2, 4, 8, 16}:
        raise _no_png()
    # A row begins with a byte for its filter; interlaced, there are seven passes of rows.
    row = 1 + (width * depth * _SAMPLES[colour] + 7) // 8
    return row * height + (7 * (height + 1) + width * height // 4 if interlaced else 0)


def _check_packed(data: bytes) -> None:
    """Try every place at which the packed part may begin: after one of the first zero bytes."""
    at = data.find(b"\0")
    for _try in range(6):
        if at < 0:
            return
        for begin in (at + 1, at + 2):
            unpacking = zlib.decompressobj()
            try:
                unpacking.decompress(data[begin:], _PACKED_LIMIT * 8)
            except zlib.error:
                continue
            if unpacking.unconsumed_tail:
                raise refused(
                    "it unpacks to far more than it should", "展開すると異常に大きくなります"
                )
        at = data.find(b"\0", at + 1)


def _no_png() -> Exception:
    return refused("it is no PNG picture", "PNG 画像ではありません")
