"""Follows a JPEG (ITU-T T.81) marker by marker to its end.

Phones append films and second pictures after the end; so do people who hide a program there.
What follows the end is not kept.
"""

from upheld.uploads.kinds import refused
from upheld.uploads.stepping import SteppingWalk

PIXELS_LIMIT = 120_000_000
"""More than a telephone takes; a picture of a few bytes can claim billions."""
_SCANS_LIMIT = 500
"""A progressive picture has about ten; thousands keep every viewer busy."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END, _START, _FILL = 0xDA, 0xD9, 0xD8, 0xFF
_FRAME_BYTES = 9
"""Marker, length, precision, height and width of a frame header."""


class JpegWalk(SteppingWalk):
    """Markers, sizes, and where the picture ends."""

    def __init__(self) -> None:
        """Begin before the first marker."""
        super().__init__()
        self._skip = 0
        self._scans = 0
        self._scanning = False
        self._started = False
        self._frame = False

    def _step(self, at: int) -> int:
        have = len(self._pending) - at
        if self._ended or not have:
            return 0
        if self._skip:
            skipped = min(self._skip, have)
            self._skip -= skipped
            return skipped
        if self._scanning:
            return self._scan(at, have)
        return self._marker(at, have)

    def _scan(self, at: int, have: int) -> int:
        """Pass over compressed data, in which a marker begins with FF and something but 00."""
        found = self._pending.find(b"\xff", at)
        if found != at:
            return have if found < 0 else found - at
        if have == 1:
            return 0
        code = self._pending[at + 1]
        if code == _FILL:
            return 1
        if code == 0 or code in _ALONE:
            return 2
        self._scanning = False
        return self._marker(at, have)

    def _marker(self, at: int, have: int) -> int:
        if self._pending[at] != _FILL:
            raise refused("it is no JPEG picture", "JPEG 画像ではありません")
        if have == 1:
            return 0
        code = self._pending[at + 1]
        if code == _FILL:
            return 1
        if code == _END:
            self._ended = True
            return 2
        if code == _START or code in _ALONE:
            if code == _START and self._started:
                raise refused("it is no JPEG picture", "JPEG 画像ではありません")
            self._started = True
            return 2
        return self._segment(code, at, have)

    def _segment(self, code: int, at: int, have: int) -> int:
        if have < _FRAME_BYTES:
            return 0
        length = int.from_bytes(self._pending[at + 2 : at + 4], "big")
        if length < 2:  # noqa: PLR2004 - it counts itself
            raise refused("it is no JPEG picture", "JPEG 画像ではありません")
        if code in _FRAMES:
            self._check_size(at)
        elif code == _SCAN:
            self._scans += 1
            if not self._frame or self._scans > _SCANS_LIMIT:
                raise refused("it is no JPEG picture", "JPEG 画像ではありません")
            self._scanning = self._seen = True
        self._skip = length - 2
        return 4

    def _check_size(self, at: int) -> None:
        height = int.from_bytes(self._pending[at + 5 : at + 7], "big")
        width = int.from_bytes(self._pending[at + 7 : at + 9], "big")
        if not 0 < height * width <= PIXELS_LIMIT:
            raise refused("the picture has too many pixels", "画像の画素数が多すぎます")
        self._frame = True
