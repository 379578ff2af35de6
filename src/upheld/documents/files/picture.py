"""What is written into a picture beside its pixels: EXIF, GPS, IPTC, XMP, comments.

The pixels are not read, and every picture says so. Those of a PNG are unpacked all the same: texts
may stand behind them. Sources: CIPA DC-008 (EXIF 2.32), IPTC IIM 4.2,
ISO 16684-1 (XMP), ISO/IEC 23008-12 (HEIF: what telephones photograph).
"""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from upheld.documents.charsets import decode, marked
from upheld.documents.files.heif import EXIF, texts_of
from upheld.documents.files.place import Blocks, Items, Step, Unread
from upheld.documents.files.recognising import HEAD_OF_HEIF, is_heif
from upheld.documents.files.refusing import broken, extra_missing, too_large, unknown
from upheld.documents.files.walk import Opened, Walk
from upheld.wording import Text

PICTURE = Text(en="picture", ja="画像")
_PIXELS = Text(
    en="what the picture shows is not read, only what is written beside it",
    ja="画像に写っている内容は読み取らず、付随する情報だけを調べました",
)
_EXIF, _GPS = 0x8769, 0x8825
"""Tags that lead to tables of their own (CIPA DC-008 section 4.6.3)."""
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_COMMENT_CODES: Mapping[bytes, str] = {
    b"ASCII\0\0\0": "ascii",
    b"JIS\0\0\0\0\0": "iso-2022-jp",
    b"UNICODE\0": "utf-16",
    b"\0" * 8: "",
}
"""What the first 8 bytes of a comment say about the rest (CIPA DC-008 table 9)."""
_PIXELS_HELD = 40_000_000
"""Of a PNG: 160 MB in memory; a screen of 8K has 33 million."""
_WINDOWS_TEXTS = frozenset({"XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject"})
_DAMAGE = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    KeyError,
    IndexError,
    OverflowError,
    EOFError,
)
"""What Pillow and `heif` raise on a picture that is none."""


def read(document: Opened, walk: Walk) -> Items:
    """Read what is written into a picture.

    Raises:
        DocumentBrokenError: It is damaged.
        DocumentTooLargeError: It is a PNG of too many pixels.
        DocumentUnknownError: It is of a format that Pillow does not know.
        DocumentExtraMissingError: Pillow is not installed.
    """
    document.stream.seek(0)
    look = _in_heif if is_heif(document.stream.read(HEAD_OF_HEIF)) else _in_others
    document.stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged tables; what is left of them is read
        told = list(look(document))
    blocks = Blocks()
    for name, text in told:
        at = walk.to(Step("tag", None, name))
        yield from blocks.add(text, at, lead=f"{name}: ")
    yield from blocks.end()
    yield Unread(at=walk.at, code="picture", what=_PIXELS)


def _in_others(document: Opened) -> Iterator[tuple[str, str]]:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise extra_missing(PICTURE) from None
    try:
        with Image.open(document.stream) as image:
            _refuse_too_many_pixels(image)
            yield from _told(image)
    except UnidentifiedImageError:
        raise unknown(PICTURE) from None
    except (*_DAMAGE, Image.DecompressionBombError):
        raise broken(PICTURE) from None


def _in_heif(document: Opened) -> Iterator[tuple[str, str]]:
    """Read the tables of every picture of a file: a telephone keeps several of one moment in it."""
    try:
        from PIL.Image import Exif
    except ImportError:
        raise extra_missing(PICTURE) from None
    try:
        for kind, raw in texts_of(document.stream, document.size):
            if kind == EXIF:
                exif = Exif()
                exif.load(raw)
                yield from _in_tables(exif)
            else:
                yield kind, marked(raw)
    except _DAMAGE:
        raise broken(PICTURE) from None


def _refuse_too_many_pixels(image: Any) -> None:
    if image.format == "PNG" and image.width * image.height > _PIXELS_HELD:
        raise too_large(
            Text(
                en=f"it has more than {_PIXELS_HELD:,} pixels",
                ja=f"{_PIXELS_HELD:,} 画素を超えています",
            )
        )


def _told(image: Any) -> Iterator[tuple[str, str]]:
    from PIL import IptcImagePlugin

    yield from _in_tables(image.getexif())
    yield from _beside(image.info)
    for (record, number), value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        for one in value if isinstance(value, list) else [value]:
            yield f"IPTC {record}:{number:02d}", marked(one)


def _in_tables(exif: Any) -> Iterator[tuple[str, str]]:
    from PIL import ExifTags

    position = _position(exif.get_ifd(_GPS))
    if position is not None:
        yield "GPSPosition", position
    for table, names in (
        (exif, ExifTags.TAGS),
        (exif.get_ifd(_EXIF), ExifTags.TAGS),
        (exif.get_ifd(_GPS), ExifTags.GPSTAGS),
    ):
        for tag, value in table.items():
            name = str(names.get(tag, hex(tag)))
            if text := _text(name, value):
                yield name, text


def _beside(info: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts that the format keeps beside the tables: XMP, comments."""
    for key, value in info.items():
        if isinstance(value, str | bytes) and key not in {"exif", "icc_profile"}:
            yield str(key), value if isinstance(value, str) else marked(value)


def _position(gps: Mapping[int, Any]) -> str | None:
    try:
        latitude, longitude = _degrees(gps[_LATITUDE]), _degrees(gps[_LONGITUDE])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    south = str(gps.get(_LATITUDE_REF, "N")).upper().startswith("S")
    west = str(gps.get(_LONGITUDE_REF, "E")).upper().startswith("W")
    return f"{-latitude if south else latitude:.6f}, {-longitude if west else longitude:.6f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value.strip("\0 ")
    if not isinstance(value, bytes) or name == "MakerNote":
        return ""
    if name in _WINDOWS_TEXTS:
        return value.decode("utf-16-le", "replace").strip("\0 ")
    label = _COMMENT_CODES.get(value[:8])
    if label is not None:
        return decode(value[8:], label or None).strip("\0 ")
    return "" if b"\0" in value.rstrip(b"\0") else marked(value).strip("\0 ")
