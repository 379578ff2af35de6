"""Bytes of mails and files to text, as they are really written in Japan.

What is labelled ISO-2022-JP holds ① and 髙, which that standard lacks: mail programs write the
code points of Windows (CP932) in its framing. What is labelled Shift_JIS is CP932. What is not
labelled, or wrongly, is tried in the order of how well each can be told from the others.
"""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

_ESCAPE = re.compile(rb"\x1b(\([BJI]|\$[@B])")
_WINDOWS = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "x-ms-cp932": "cp932", "windows-31j": "cp932", "ms_kanji": "cp932",
    "iso-2022-jp-ms": "iso-2022-jp", "cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp",
    "csiso2022jp": "iso-2022-jp", "x-euc-jp": "euc_jp", "iso-8859-1": "cp1252", "us-ascii": "utf-8",
    "ascii": "utf-8", "unknown-8bit": "utf-8", "utf8": "utf-8", "cp65001": "utf-8",
}  # fmt: skip
"""Labels, and what they mean in practice."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    r"utf-?(8|16|32)(-?(le|be|sig))?|iso2022.*|cp\d{3,5}|shift_jis.*|euc_(jp|kr|jis).*|gb\d+.*"
    r"|big5.*|iso8859-\d+|koi8-[rut]|tis-620|johab|hz"
)
"""Codecs of Python that are charsets; others unpack, reinterpret or hide."""
_NO_CHARACTER = re.compile("[\uf8f0-\uf8f3]")
"""What Python makes of bytes that CP932 does not use."""


def decode(raw: bytes, label: str | None) -> str:
    """Return the text of bytes; what cannot be read becomes U+FFFD, and nothing fails."""
    name = _known(label)
    if b"\x1b$" in raw:
        return _decode_iso_2022_jp(raw)
    if name is not None:
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            pass
    for guess in ("utf-8", "cp932", "euc_jp"):
        try:
            text = raw.decode(guess)
        except UnicodeDecodeError:
            continue
        if not _NO_CHARACTER.search(text):
            return text
    return raw.decode(name or "utf-8", "replace")


def decode_words(header: str) -> str:
    """Decode encoded words (RFC 2047); words of one charset are joined before they are read."""
    pieces: list[tuple[bytes, str | None]] = []
    try:
        words = decode_header(header.replace("\r", "").replace("\n", ""))
    except (ValueError, LookupError, HeaderParseError):
        words = [(header, None)]
    for word, label in words:
        given = word if isinstance(word, bytes) else word.encode("utf-8", "surrogateescape")
        if pieces and pieces[-1][1] == label:
            pieces[-1] = (pieces[-1][0] + given, label)
        else:
            pieces.append((given, label))
    return "".join(decode(piece, label) for piece, label in pieces)


def marked(raw: bytes) -> str:
    """Return the text of a file: by its byte order mark, or as it reads best."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    return decode(raw, None)


def _known(label: str | None) -> str | None:
    if label is None:
        return None
    plain = label.strip().strip("\"'").lower()[:40]
    plain = _WINDOWS.get(plain, plain)
    try:
        found = codecs.lookup(plain).name
    except (LookupError, ValueError):
        return None
    return found if _CHARSET.fullmatch(found) else None


def _decode_iso_2022_jp(raw: bytes) -> str:
    try:
        return raw.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        pass
    pieces: list[str] = []
    state, at = b"(B", 0
    for escape in _ESCAPE.finditer(raw):
        pieces.append(_piece(raw[at : escape.start()], state))
        state, at = escape[1], escape.end()
    pieces.append(_piece(raw[at:], state))
    return "".join(pieces)


def _piece(raw: bytes, state: bytes) -> str:
    if state in {b"(B", b"(J"}:
        return raw.decode("ascii", "replace")
    if state == b"(I":
        return bytes(byte | 0x80 for byte in raw).decode("cp932", "replace")
    # A line ends the two-byte set even where the way back is missing.
    lines = raw.split(b"\n")
    return "\n".join([_shifted(lines[0]), *(line.decode("ascii", "replace") for line in lines[1:])])


def _shifted(pairs: bytes) -> str:
    """Turn rows and cells of JIS X 0208 into the same places of CP932."""
    moved = bytearray()
    for row, cell in zip(pairs[::2], pairs[1::2], strict=False):
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):  # noqa: PLR2004 - 94 by 94 places
            moved += b"?"
            continue
        lead = ((row - 0x21) >> 1) + 0x81
        moved.append(lead if lead <= 0x9F else lead + 0x40)  # noqa: PLR2004 - past half-width kana
        if row % 2:
            moved.append(cell + (0x1F if cell < 0x60 else 0x20))  # noqa: PLR2004 - 0x7F is no trail byte
        else:
            moved.append(cell + 0x7E)
    return moved.decode("cp932", "replace")
