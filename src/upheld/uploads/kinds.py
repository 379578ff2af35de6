"""What a document is, by its content. Only kinds that can be checked here are taken."""

import re
from dataclasses import dataclass
from typing import Protocol

from upheld.refusal import RefusalError
from upheld.wording import Text

HEAD_BYTES = 1024
"""How far into a file other programs look for what it is."""
TAIL_BYTES = 65_557
"""A ZIP ends with a record of 22 bytes and a comment of 65,535 at most."""

_ELSEWHERE = re.compile(rb"%PDF-|<html|<script|<svg|<\?php|<!doctype", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06\0\0\0\0"
_KNOWN = (
    (b"PK\x03\x04", Text(en="a ZIP or Office file", ja="ZIP または Office のファイル")),
    (b"PK\x05\x06", Text(en="a ZIP file", ja="ZIP ファイル")),
    (b"MZ", Text(en="a program", ja="プログラム")),
    (b"\x7fELF", Text(en="a program", ja="プログラム")),
    (b"\xca\xfe\xba\xbe", Text(en="a program", ja="プログラム")),
    (b"\xcf\xfa\xed\xfe", Text(en="a program", ja="プログラム")),
    (b"#!", Text(en="a program", ja="プログラム")),
    (b"\x1f\x8b", Text(en="a compressed file", ja="圧縮ファイル")),
    (b"7z\xbc\xaf", Text(en="a compressed file", ja="圧縮ファイル")),
    (b"Rar!", Text(en="a compressed file", ja="圧縮ファイル")),
    (b"GIF8", Text(en="a GIF picture", ja="GIF 画像")),
    (b"\xd0\xcf\x11\xe0", Text(en="an Office file", ja="Office のファイル")),
)
_HEIC = re.compile(rb"....ftyp(heic|heix|mif1|msf1|avif)", re.DOTALL)


class UploadRefusedError(RefusalError):
    """A document that is not taken; nothing of it was kept."""

    code = "upload-refused"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document that is taken."""

    name: str
    media_type: str
    extension: str


PDF = Kind("PDF", "application/pdf", "pdf")
JPEG = Kind("JPEG", "image/jpeg", "jpg")
PNG = Kind("PNG", "image/png", "png")
KINDS = {kind.media_type: kind for kind in (PDF, JPEG, PNG)}


class Walk(Protocol):
    """Follows a document while it arrives."""

    def feed(self, chunk: bytes) -> bytes:
        """Judge the next bytes; return those that belong to the document.

        Raises:
            UploadRefusedError: It is not what its head says, or holds what is not taken.
        """
        ...

    def finish(self) -> None:
        """Judge that it is complete.

        Raises:
            UploadRefusedError: It is cut off.
        """
        ...


def sniff(head: bytes) -> Kind:
    """Say what a file is by its first bytes.

    Raises:
        UploadRefusedError: It is nothing that is taken, or could be read as two things.
    """
    if head.startswith(b"%PDF-"):
        return PDF
    for kind, magic in ((JPEG, b"\xff\xd8\xff"), (PNG, b"\x89PNG\r\n\x1a\n")):
        if head.startswith(magic):
            if _ELSEWHERE.search(head[:HEAD_BYTES]):
                raise refused(
                    "it can be read as two kinds of file", "2 種類のファイルとして読めます"
                )
            return kind
    if _HEIC.match(head):
        raise refused("it is a HEIC picture", "HEIC 形式の画像です")
    for magic, words in _KNOWN:
        if head.startswith(magic):
            raise refused(f"it is {words.en}", f"{words.ja}です")
    raise refused("it is another kind of file", "対応していない種類のファイルです")


def check_tail(tail: bytes) -> None:
    """Refuse a document that also ends as a ZIP does, whose reader starts from the end.

    Raises:
        UploadRefusedError: It does.
    """
    # Readers accept anything after the record, so only its own first fields are looked at: the
    # numbers of two disks, which are 0.
    if _ZIP_END in tail:
        raise refused("it can be read as two kinds of file", "2 種類のファイルとして読めます")


def refused(en: str, ja: str) -> UploadRefusedError:
    """A document that is not taken, and why."""
    return UploadRefusedError(
        Text(en=f"the document is not taken: {en}", ja=f"この書類は受け付けられません: {ja}"),
        remedy=Text(
            en="send a PDF, JPEG or PNG; a photograph can be saved as JPEG, an Office file as PDF, "
            "and a password taken off",
            ja="PDF、JPEG、PNG のいずれかでお送りください。写真は JPEG、Office のファイルは PDF で"
            "保存し、パスワードは外してください",
        ),
    )
