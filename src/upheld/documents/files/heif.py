"""Texts beside the pixels of a HEIC or AVIF: its boxes lead to its EXIF and XMP (ISO/IEC 23008-12).

The boxes are read here and not by libheif, which ended the process on some damaged files that were
tried. Source of the boxes: ISO/IEC 14496-12 sections 4.2 and 8.11.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

EXIF = "Exif"
"""What an item with EXIF is called; of others it is the type of their content."""
_META_BYTES, _ITEM_BYTES = 16 << 20, 64 << 20
"""Of the box that leads to everything, and of everything together that it leads to."""
_PARTS = 65_535
"""Of all items together; one that takes no byte of the list would cost nothing to write."""
_IN_FILE, _BESIDE = 0, 1
"""Where an item lies: in the file, or in the box `idat` beside the list."""


class BoxesError(ValueError):
    """The boxes do not hold what they say."""


class Box(NamedTuple):
    """A box of a file: what it is called, and where its content lies."""

    name: bytes
    start: int
    end: int


class _Bytes:
    """Numbers one after another, and never more than there are."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        taken = self.raw[self.at : self.at + size]
        if len(taken) < size:
            raise BoxesError
        self.at += size
        return taken

    def until_zero(self) -> bytes:
        end = self.raw.find(b"\0", self.at)
        end = len(self.raw) if end < 0 else end
        taken, self.at = self.raw[self.at : end], end + 1
        return taken


def texts_of(stream: BinaryIO, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield each item that is EXIF (as TIFF, without its lead) or a text, with what it is.

    Raises:
        BoxesError: The boxes do not hold what they say.
    """
    meta = next((box for box in _boxes_of(stream, size) if box.name == b"meta"), None)
    if meta is None or meta.end - meta.start > _META_BYTES:
        raise BoxesError
    inside = _content(stream, meta.start + 4, meta.end - meta.start - 4)
    boxes = {box.name: inside[box.start : box.end] for box in _boxes(inside)}
    types = dict(_types(boxes.get(b"iinf", b"")))
    places = _places(_Bytes(boxes.get(b"iloc", b""))) if types else {}
    left = _ITEM_BYTES
    for number, kind in types.items():
        if number not in places:
            raise BoxesError
        where, extents = places[number]
        size_of_item = sum(length for _, length in extents)
        left -= size_of_item
        # Nothing may stand for all there is, or for an item inside of another: no telephone does so.
        if left < 0 or not size_of_item or where not in {_IN_FILE, _BESIDE}:
            raise BoxesError
        raw = b"".join(
            _content(stream, start, length)
            if where == _IN_FILE
            else _part(boxes.get(b"idat", b""), start, length)
            for start, length in extents
        )
        yield kind, _tables(raw) if kind == EXIF else raw


def _tables(raw: bytes) -> bytes:
    """EXIF begins with the number of bytes before its tables (ISO/IEC 23008-12 annex A.2.1)."""
    held = _Bytes(raw)
    held.take(held.number(4))
    return raw[held.at :]


def _boxes_of(stream: BinaryIO, size: int) -> Iterator[Box]:
    at = 0
    while at + 8 <= size:
        stream.seek(at)
        box = _box(stream.read(16), at, size)
        yield box
        at = box.end


def _boxes(raw: bytes) -> Iterator[Box]:
    at = 0
    while at + 8 <= len(raw):
        box = _box(raw[at : at + 16], at, len(raw))
        yield box
        at = box.end


def _box(head: bytes, at: int, size: int) -> Box:
    length, name = struct.unpack_from(">I4s", head)
    lead = 8
    if length == 1:
        length, lead = _Bytes(head[8:]).number(8), 16
    elif length == 0:
        length = size - at  # to the end of the file
    if length < lead or at + length > size:
        raise BoxesError
    return Box(name, at + lead, at + length)


def _types(raw: bytes) -> Iterator[tuple[int, str]]:
    """Yield the numbers of what is EXIF or a text (`iinf`, section 8.11.6)."""
    if not raw:
        return
    held = _Bytes(raw)
    version = held.number(4) >> 24
    held.number(2 if version == 0 else 4)  # how many there are; the boxes say so themselves
    rest = raw[held.at :]
    for box in _boxes(rest):
        entry = _Bytes(rest[box.start : box.end])
        version = entry.number(4) >> 24
        if box.name != b"infe" or version < 2:  # noqa: PLR2004 - older ones name no type
            continue
        number = entry.number(2 if version == 2 else 4)  # noqa: PLR2004
        entry.number(2)
        kind = entry.take(4)
        entry.until_zero()
        if kind == b"Exif":
            yield number, EXIF
        elif kind in {b"mime", b"uri "}:
            yield number, entry.until_zero().decode("ascii", "replace") or "text"


def _places(held: _Bytes) -> Mapping[int, tuple[int, Sequence[tuple[int, int]]]]:
    """Return where each item lies, in parts (`iloc`, section 8.11.3)."""
    version = held.number(4) >> 24
    sizes = held.number(2)
    of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = version >= 2  # noqa: PLR2004
    left = _PARTS
    places: dict[int, tuple[int, Sequence[tuple[int, int]]]] = {}
    for _ in range(held.number(4 if wide else 2)):
        number = held.number(4 if wide else 2)
        where = held.number(2) & 15 if version else _IN_FILE
        held.number(2)
        base = held.number(of_base)
        count = held.number(2)
        left -= count + 1
        if left < 0:
            raise BoxesError
        extents = []
        for _ in range(count):
            held.number(of_index if version else 0)
            start = base + held.number(of_offset)
            extents.append((start, held.number(of_length)))
        places[number] = (where, extents)
    return places


def _content(stream: BinaryIO, start: int, length: int) -> bytes:
    stream.seek(start)
    return _whole(stream.read(max(0, length)), length)


def _part(raw: bytes, start: int, length: int) -> bytes:
    return _whole(raw[start : start + length], length)


def _whole(taken: bytes, length: int) -> bytes:
    if len(taken) != length:
        raise BoxesError
    return taken
