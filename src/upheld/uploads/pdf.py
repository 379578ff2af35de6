"""Follows a PDF (ISO 32000): its head, its end, what acts by itself, what unpacks to too much.

Names of actions are looked for in the file and in what its streams unpack to, with letters
written as `#xx` too. A PDF can hide more than a walk like this can see: documents are shown to
staff as pictures or downloads, never run.
"""

import re
import zlib

from upheld.uploads.kinds import refused

UNPACKED_LIMIT = 256_000_000
"""Bytes of all streams unpacked; a page of A4 in colour at 300 dpi has 26 million."""
_HEAD = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n \t%]")
_STREAM = re.compile(rb"(?<!end)stream(\r\n|\n)")
_END = re.compile(rb"%%EOF[\s\0]*\Z")
_OVERLAP = 80
_END_BYTES = 1100
_PIECE = 1 << 20
_SEARCHED_LIMIT = 8 << 20
"""Of one unpacked stream, how far names are looked for: objects come in small ones."""


def _name(word: bytes) -> bytes:
    """A name, each letter of which may be written as its number."""
    letters = (bytes([letter]) + rb"|#(?i:%02x)" % letter for letter in word)
    return b"".join(b"(?:" + letter + b")" for letter in letters)


_ACTS = re.compile(
    b"/(?:"
    + b"|".join(map(_name, (b"JavaScript", b"Launch", b"EmbeddedFile", b"RichMedia")))
    + b")"
)
_LOCKED = re.compile(rb"/" + _name(b"Encrypt") + rb"[\s\d<\[/]")


class PdfWalk:
    """Head, end, names and streams."""

    def __init__(self) -> None:
        """Begin before the head."""
        self._before = b""
        self._tail = b""
        self._bytes = 0
        self._room = UNPACKED_LIMIT
        self._stream: zlib._Decompress | None = None
        self._searched = 0
        self._stream_before = b""

    def feed(self, chunk: bytes) -> bytes:
        """Look through the next bytes; all of them belong to it."""
        if not self._bytes and not _HEAD.match(chunk):
            raise refused("it is no PDF of a known version", "対応している版の PDF ではありません")
        self._bytes += len(chunk)
        searched = self._before + chunk
        _search(searched)
        if _LOCKED.search(searched):
            raise refused("it is locked with a password", "パスワードで保護されています")
        self._follow_streams(chunk)
        self._before = searched[-_OVERLAP:]
        self._tail = (self._tail + chunk)[-_END_BYTES:]
        return chunk

    def finish(self) -> None:
        """Ask for the mark at the end, with nothing after it."""
        if not _END.search(self._tail):
            raise refused(
                "it is cut off, or something follows its end",
                "途中で切れているか、末尾に余分なデータがあります",
            )

    def _follow_streams(self, chunk: bytes) -> None:
        if self._stream is not None:
            chunk = self._unpack(chunk)
        data = self._before + chunk if self._stream is None else chunk
        at = 0
        while self._stream is None and (found := _STREAM.search(data, at)):
            self._stream = zlib.decompressobj()
            self._searched, self._stream_before = 0, b""
            data, at = self._unpack(data[found.end() :]), 0

    def _unpack(self, data: bytes) -> bytes:
        """Unpack a stream; return what comes after it, where its end is in these bytes."""
        stream = self._stream
        whole = data
        while stream is not None and data:
            try:
                unpacked = stream.decompress(data, _PIECE)
            except zlib.error:
                # Not packed this way, or not packed: a picture, a font, text.
                self._stream = None
                return whole
            self._room -= len(unpacked)
            if self._room < 0:
                raise refused(
                    "it unpacks to far more than it should", "展開すると異常に大きくなります"
                )
            self._search_unpacked(unpacked)
            if stream.eof:
                self._stream = None
                return stream.unused_data
            data = stream.unconsumed_tail
        return b""

    def _search_unpacked(self, unpacked: bytes) -> None:
        if self._searched >= _SEARCHED_LIMIT:
            return
        self._searched += len(unpacked)
        searched = self._stream_before + unpacked
        _search(searched)
        # A stream that unpacks to a packed stream is the way to make a bomb of bombs.
        if self._searched == len(unpacked) and _packed(unpacked[:4096]):
            raise refused("it is packed twice", "二重に圧縮されています")
        self._stream_before = searched[-_OVERLAP:]


def _packed(data: bytes) -> bool:
    try:
        return len(data) > 2 and bool(zlib.decompressobj().decompress(data, 1))  # noqa: PLR2004 - header
    except zlib.error:
        return False


def _search(data: bytes) -> None:
    if _ACTS.search(data):
        raise refused(
            "it holds a program or another file", "プログラムまたは別のファイルを含んでいます"
        )
