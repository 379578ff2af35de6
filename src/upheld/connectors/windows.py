"""Text of unknown encoding and any length, read in windows of bounded size.

A needle across the border of two windows is found, because windows overlap; one longer than
`OVERLAP` bytes may be missed there.
"""

import codecs
from collections.abc import Iterable, Iterator, Sequence

from upheld.connectors.contract import Finder

WINDOW = 1 << 20  # bytes held at once
OVERLAP = 1 << 13  # bytes: far above the longest name, address or encoded e-mail; even, for UTF-16


def windows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Regroup blocks into overlapping windows of at most `WINDOW` + `OVERLAP` bytes and a block."""
    held = b""
    fresh = True
    for block in blocks:
        held += block
        fresh = True
        if len(held) >= WINDOW + OVERLAP:
            yield held
            # An even cut keeps UTF-16 in step.
            cut = len(held) - OVERLAP
            held = held[cut - cut % 2 :]
            fresh = False
    if held and fresh:
        yield held


def readings(window: bytes) -> Iterator[str]:
    """Read bytes as text in each encoding they may be in.

    UTF-8 always; where that does not fit, the Japanese encodings still found in files
    (CP932, EUC-JP), Latin-1 and UTF-16 in both byte orders as well.
    """
    # The window may begin inside a character; continuation bytes are 0b10xxxxxx.
    start = 0
    while start < min(3, len(window)) and window[start] & 0xC0 == 0x80:  # noqa: PLR2004
        start += 1
    wide = b"\0" in window
    try:
        # `final=False`: the window may also end inside a character.
        yield codecs.getincrementaldecoder("utf-8")().decode(window[start:], final=False)
    except UnicodeDecodeError:
        # UTF-16 too: Japanese without a single Latin letter holds no NUL byte.
        wide = True
        for encoding in ("utf-8", "cp932", "euc_jp", "latin-1"):
            yield window.decode(encoding, "replace")
    if wide:
        yield window.decode("utf-16-le", "replace")
        yield window.decode("utf-16-be", "replace")


def found(finder: Finder, blocks: Iterable[bytes]) -> set[int]:
    """Return the number of each needle that occurs in the blocks, read as one long text."""
    needles: set[int] = set()
    for window in windows(blocks):
        for text in readings(window):
            needles.update(finder.search(text))
    return needles


def suspects(finder: Finder, parts: Sequence[bytes]) -> set[int]:
    """Return the numbers of the parts worth searching one by one.

    Many short texts are joined and searched at once; where nothing is found, only those that
    are no plain UTF-8 remain.
    """
    texts: list[str] = []
    odd: set[int] = set()
    for number, part in enumerate(parts):
        try:
            texts.append(part.decode("utf-8"))
        except UnicodeDecodeError:
            odd.add(number)
        if b"\0" in part:
            odd.add(number)
    hit = any(True for _ in finder.search("\n\0\n".join(texts)))
    return set(range(len(parts))) if hit else odd
