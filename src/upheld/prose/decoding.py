"""Bytes to text: Unicode, Shift_JIS and EUC-JP, as declared or as the bytes show.

A declared character set is believed if the bytes obey it. Otherwise UTF-8 is tried strictly,
then the two Japanese sets, and the one whose reading has more of the characters that Japanese
prose is made of wins. Bytes that are no text are refused, never read as garbage.
"""

import codecs
import re

from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

LIMIT = 10_000_000
"""Bytes; a longer file is no policy."""

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a declaration is looked for, more than the 1,024 of HTML
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JAPANESE_SETS = ("cp932", "euc_jp")
_ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-8859-1": "cp1252",  # what browsers do (WHATWG Encoding Standard)
    "us-ascii": "cp1252",
}
_COMMON = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\u3001\u3002]")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOSTLY = 0.02
"""Share of control characters from which on a file is not text."""
_PACKED = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP, DOCX or XLSX", b"\x89PNG": "PNG", b"GIF8": "GIF"}


class TextUnreadableError(RefusalError):
    """A file cannot be read as the prose of a policy."""

    code = "text-unreadable"
    exit_code = Exit.REFUSED


def decode(data: bytes, *, file: str) -> tuple[str, str]:
    """Return the text and the name of its character set.

    Args:
        data: The whole file.
        file: Its name, for a refusal.

    Raises:
        TextUnreadableError: It is empty, too long, packed, or binary.

    >>> decode("個人情報の取り扱い。".encode("cp932"), file="a.txt")[1]
    'cp932'
    """
    _refuse_what_is_no_text(data, file)
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            return _checked(text, file), name
    if b"\x1b$" in data and (read := _strictly(data, "iso2022_jp")) is not None:
        return _checked(read, file), "iso2022_jp"
    for declared in (_declared(data), "utf-8"):
        if declared is not None and (read := _strictly(data, declared)) is not None:
            return _checked(read, file), declared
    readings = [(read, name) for name in _JAPANESE_SETS if (read := _strictly(data, name))]
    if readings:
        text, name = max(readings, key=lambda one: _japanese(one[0]))
        return _checked(text, file), name
    return _checked(data.decode("cp1252", errors="replace"), file), "cp1252"


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    name = _ALIASES.get(name, name)
    try:
        # Codecs that are no character sets (base64, zip) would raise anything.
        return name if codecs.lookup(name)._is_text_encoding else None  # noqa: SLF001
    except LookupError:
        return None


def _japanese(text: str) -> int:
    """Score a reading: kana and Japanese stops count, half-width kana is a sign of a misreading."""
    return len(_COMMON.findall(text)) - 2 * len(_HALF_WIDTH.findall(text))


def _refuse_what_is_no_text(data: bytes, file: str) -> None:
    if not data.strip():
        raise _unreadable(file, en="the file is empty", ja="ファイルが空です")
    if len(data) > LIMIT:
        raise _unreadable(
            file,
            en=f"the file is longer than {LIMIT // 1_000_000} MB",
            ja=f"ファイルが {LIMIT // 1_000_000} MB を超えています",
        )
    for magic, kind in _PACKED.items():
        if data.startswith(magic):
            raise _unreadable(
                file, en=f"the file is {kind}, not text", ja=f"テキストではなく {kind} です"
            )


def _checked(text: str, file: str) -> str:
    if len(_CONTROLS.findall(text)) > _MOSTLY * len(text):
        raise _unreadable(
            file, en="the file is binary, not text", ja="テキストではなくバイナリーです"
        )
    return text


def _unreadable(file: str, *, en: str, ja: str) -> TextUnreadableError:
    return TextUnreadableError(
        Text(en=en, ja=ja),
        where=Where(file=file),
        remedy=Text(
            en="save the policy's page as HTML or as plain text and give that file",
            ja="ポリシーのページを HTML またはプレーンテキストで保存し、そのファイルを指定してください",
        ),
    )
