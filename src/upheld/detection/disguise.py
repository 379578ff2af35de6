r"""Values that hide: signs without width between digits, %-escapes, \u-escapes, base64.

Each stretch of a text with a disguise in it is read as a reader would see it, together with
where every code point of that came from. One layer is taken off, not layers under layers.
"""

import base64
import binascii
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from upheld.detection.finding import Span

_STRETCH, _ROUND = 4096, 256
"""Code points that are read at once, and how much of its surroundings with it."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LONGEST = 65536
"""Code points of base64 that are looked into; what is longer is a picture or an archive."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LARGEST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A stretch as it reads without its disguise.

    Attributes:
        text: What it reads.
        starts: Where each code point of it begins in the text that was given.
        ends: Where it ends there.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def placed(self, spans: list[Span]) -> Iterator[Span]:
        """Those spans that were disguised, where they stand in the text that was given."""
        for span in spans:
            start, end = self.starts[span.start], self.ends[span.end - 1]
            if end - start != span.end - span.start:
                yield span._replace(start=start, end=end)


def unmasked(text: str, hiding: Collection[str]) -> Iterator[Unmasked]:
    """Yield every stretch that has a disguise in it; `hiding` are those of `MARKS` that are in the text."""
    if _SIGN in hiding:
        for pattern, reading in _DISGUISES:
            yield from _stretches(text, pattern, reading)
    if _ROW not in hiding:
        return
    for found in _BASE64.finditer(text):
        plain = _decoded(found[0]) if found.end() - found.start() <= _LONGEST else ""
        if plain:
            size = len(plain)
            yield Unmasked(plain, [found.start()] * size, [found.end()] * size)


def _stretches(
    text: str, pattern: re.Pattern[str], reading: Callable[[str], str]
) -> Iterator[Unmasked]:
    at = 0
    while (first := pattern.search(text, at)) is not None:
        start = max(0, first.start() - _ROUND)
        stop = min(len(text), first.start() + _STRETCH)
        yield _read(text, pattern, reading, start, min(len(text), stop + _ROUND))
        at = stop


def _read(
    text: str, pattern: re.Pattern[str], reading: Callable[[str], str], start: int, stop: int
) -> Unmasked:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plainly(begin: int, end: int) -> None:
        parts.append(text[begin:end])
        starts.extend(range(begin, end))
        ends.extend(range(begin + 1, end + 1))

    at = start
    for found in pattern.finditer(text, start, stop):
        plainly(at, found.start())
        at = found.end()
        read = reading(found[0])
        if read == found[0]:
            plainly(found.start(), at)
            continue
        parts.append(read)
        starts.extend([found.start()] * len(read))
        ends.extend([at] * len(read))
    plainly(at, stop)
    return Unmasked("".join(parts), starts, ends)


def _nothing(_: str) -> str:
    return ""


def _percent(found: str) -> str:
    return _as_text(bytes.fromhex(found.replace("%", ""))) or found


def _escapes(found: str) -> str:
    pairs = bytes.fromhex(found.replace("\\u", ""))
    return pairs.decode("utf-16-be", errors="replace")


def _entity(found: str) -> str:
    number = found[2:-1]
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return chr(code) if code <= _LARGEST else found


_WITHOUT_WIDTH = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
_SIGN, _ROW = rf"[{_WITHOUT_WIDTH}%\\&]", "[A-Za-z0-9+/_-]{16}"
MARKS = (_SIGN, _ROW)
"""One is in every text that hides something, in RE2's syntax; folding takes none of them away."""
_DISGUISES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(f"[{_WITHOUT_WIDTH}]+"), _nothing),
    (re.compile(r"(?:%[0-9A-Fa-f]{2})+"), _percent),
    (re.compile(r"(?:\\u[0-9A-Fa-f]{4})+"), _escapes),
    (re.compile(r"&#(?:[xX][0-9A-Fa-f]{2,6}|[0-9]{2,7});"), _entity),
)
"""The disguise, and how it reads."""


def _decoded(found: str) -> str:
    """What base64 says, where it says text."""
    body = found.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _as_text(base64.b64decode(body[: len(body) - (len(body) % 4 == 1)] + "==="))
    except (binascii.Error, ValueError):
        return ""


def _as_text(read: bytes) -> str:
    """The text of UTF-8 without control characters, else ""."""
    try:
        text = read.decode()
    except UnicodeDecodeError:
        return ""
    return "" if _CONTROL.search(text) else text
