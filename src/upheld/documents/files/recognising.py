"""What a file is, by its first bytes: a name can say anything.

Sources: ISO 32000-1 section 7.5.2 (PDF), APPNOTE.TXT section 4.3.7 (ZIP), Apache Parquet's file
format, ITU-T T.81 (JPEG), PNG third edition, TIFF 6.0, ISO/IEC 23008-12 (HEIF), RFC 5322 and
RFC 4155 (mail, mbox).
"""

import re
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "zip", "gzip", "pdf", "parquet", "picture", "mail", "mbox", "office-locked", "compressed",
    "office-old", "binary", "text",
]  # fmt: skip

HEAD_BYTES = 65_536
"""Bytes that are looked at."""
_PDF_WITHIN = 1_024
"""Bytes before which the mark of a PDF may stand, as its readers take it."""
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"Rar!\x1a\x07", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"\xfd7zXZ\0", "compressed"),
    (b"BZh", "compressed"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted Office document ([MS-OFFCRYPTO] section 2.3.4.4)."""
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
HEAD_OF_HEIF = 12
"""Bytes in which `is_heif` sees what it asks for."""
_HEIF = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])", re.DOTALL)
_MBOX = re.compile(rb"From \S[^\r\n]{0,400}\b\d{4}[^\r\n]{0,20}\r?\n[!-9;-~]+:")
_HEADER = re.compile(rb"([!-9;-~]{1,76}):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_OF_MAIL = frozenset({b"message-id", b"received", b"mime-version", b"return-path"})
"""Headers that a program writes into every mail."""
_WRITTEN = frozenset({b"from", b"to", b"subject", b"date", b"cc", b"content-type"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(head: bytes) -> Kind:
    """Say what a file is by its first `HEAD_BYTES`.

    >>> kind_of(b"%PDF-1.7"), kind_of("電話".encode())
    ('pdf', 'text')
    """
    by_start = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    if by_start is not None:
        return by_start
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if _WEBP.match(head) or is_heif(head):
        return "picture"
    if head.startswith(_OLE):
        return "office-locked" if _LOCKED in head else "office-old"
    return _kind_of_text(head)


def is_heif(head: bytes) -> bool:
    """Whether a file is a picture as telephones take it: HEIC or AVIF (ISO/IEC 23008-12)."""
    return _HEIF.match(head) is not None


def _kind_of_text(head: bytes) -> Kind:
    if _MBOX.match(head):
        return "mbox"
    if _is_mail(head):
        return "mail"
    unmarked = b"\0" in head and not head.startswith(_UTF16_MARKS)
    return "binary" if unmarked else "text"


def _is_mail(head: bytes) -> bool:
    names, at = set(), 0
    while found := _HEADER.match(head, at):
        names.add(found[1].lower())
        at = found.end()
    ended = head.startswith((b"\n", b"\r\n"), at) or at == len(head)
    return ended and bool(names & _OF_MAIL) and len(names & (_OF_MAIL | _WRITTEN)) > 1
