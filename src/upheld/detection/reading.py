"""Bytes of a file become text, whatever wrote them; offsets are those of that text."""

import codecs
import re
from typing import Literal, NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ORDERS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_JAPANESE = ("cp932", "euc_jp")
_IN_SEVEN_BITS, _TO_KANJI = "iso2022_jp_ext", (b"\x1b$B", b"\x1b$@", b"\x1b$(D")
"""ISO-2022-JP (RFC 1468), and how it goes over to two bytes a sign."""
_CHINESE = re.compile(
    "电话|手机|邮箱|电邮|地址|号码|姓名|身份证|护照|联系|我们|您好|公司|客户|订单|银行卡|密码|信息"
)
"""Words of the simplified script; a Japanese text of some length has kana, and is none."""
_NO_SIGN = re.compile("[\uf8f0-\uf8f3]")
"""What Python makes of bytes that Shift_JIS does not use."""
_KANA = re.compile("[ぁ-んァ-ヶ]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_IN_A_ROW_LITTLE = re.compile(rb"(?:[\t\n\r -~]\0){3}")
_IN_A_ROW_BIG = re.compile(rb"(?:\0[\t\n\r -~]){3}")
_EIGHTH = 8
"""One sign in so many of a text is in ASCII, were it only its digits, spaces and line ends."""
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")


class Decoded(NamedTuple):
    """A text, how it was written, and whether some bytes of it could not be read."""

    text: str
    encoding: str
    damaged: bool


def decoded(content: bytes) -> Decoded:
    """Read UTF-8, UTF-16 and UTF-32, Japanese and Chinese charsets; else damaged UTF-8.

    Japanese are Shift_JIS as Windows has it, EUC-JP and ISO-2022-JP; Chinese is GB18030, where words
    of it stand in the text: its bytes read as rare kanji of EUC-JP, too.

    >>> decoded("電話".encode("cp932"))
    Decoded(text='電話', encoding='cp932', damaged=False)
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    wide = None if marked else _wide(content)
    if wide is not None:
        return wide
    marked = marked or "utf-8"
    if any(escape in content for escape in _TO_KANJI):
        return _or_damaged(content, _IN_SEVEN_BITS)
    text = _strictly(content, marked)
    if text is not None:
        return Decoded(text, marked, damaged=False)
    # Kanji of EUC-JP are kana of half width in Shift_JIS, which nobody writes for long.
    read = [(text, name) for name in _JAPANESE if (text := _strictly(content, name)) is not None]
    text, name = min(read, key=lambda one: len(_HALF_WIDTH_KANA.findall(one[0])), default=("", ""))
    chinese = None if _KANA.search(text) else _strictly(content, "gb18030")
    if chinese is not None and _CHINESE.search(chinese):
        return Decoded(chinese, "gb18030", damaged=False)
    return Decoded(text, name, damaged=False) if read else _or_damaged(content, marked)


def _or_damaged(content: bytes, encoding: str) -> Decoded:
    text = _strictly(content, encoding)
    if text is not None:
        return Decoded(text, encoding, damaged=False)
    return Decoded(content.decode(encoding, "replace"), encoding, damaged=True)


def _wide(content: bytes) -> Decoded | None:
    encoding = wide_encoding(content)
    text = None if encoding is None else _strictly(content, encoding)
    if text is None or encoding is None or _NO_TEXT.search(text):
        return None
    return Decoded(text, encoding, damaged=False)


def wide_encoding(content: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """Say whether bytes are UTF-16 without a mark: zeros stand plainly at every second place.

    A last byte alone is left out: of a long file its head is enough.

    >>> wide_encoding("tel 03".encode("utf-16-le")), wide_encoding(b"tel" + bytes(1))
    ('utf-16-le', None)
    """
    little, big = content[1::2].count(0), content[::2].count(0)
    if min(big, little) or max(big, little) * _EIGHTH < len(content) // 2:
        return None
    if not (_IN_A_ROW_BIG if big else _IN_A_ROW_LITTLE).search(content):
        return None
    return "utf-16-be" if big else "utf-16-le"


def encoded_like(content: bytes, text: str) -> bytes | None:
    """Write a text as another file is written, with its mark; `None` where its encoding lacks a sign.

    Where a sign has two codes (`髙`, `﨑` and others in Shift_JIS) it is the one that is there already.

    >>> encoded_like("電話".encode("cp932"), "話").decode("cp932")
    '話'
    """
    mark = next((one for one, _ in _MARKS if content.startswith(one)), b"")
    read = decoded(content)
    encoding = _ORDERS.get(mark) or read.encoding
    try:
        if encoding in _JAPANESE and read.text.encode(encoding) != content:
            codes = _codes(content, encoding)
            return b"".join(codes.get(sign) or sign.encode(encoding) for sign in text)
        return mark + text.encode(encoding)
    except UnicodeEncodeError:
        return None


def _codes(content: bytes, encoding: str) -> dict[str, bytes]:
    """Return the bytes of each sign as a file writes it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    found: dict[str, bytes] = {}
    begun = bytearray()
    for one in content:
        begun.append(one)
        if sign := decoder.decode(bytes((one,))):
            found.setdefault(sign, bytes(begun))
            begun.clear()
    return found


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "cp932" and _NO_SIGN.search(text) else text
