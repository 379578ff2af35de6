"""Files made by the libraries that people's programs use, and a way to read them back."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece, Unread, worded
from upheld.documents.files.reading import read


def items(raw: bytes, limits: Limits | None = None) -> list[Piece | Unread]:
    return list(read(io.BytesIO(raw), limits=limits))


def texts(raw: bytes, limits: Limits | None = None) -> dict[str, str]:
    """Every text of a file by its place in English; several of one place are joined."""
    found: dict[str, list[str]] = {}
    for item in items(raw, limits):
        if isinstance(item, Piece):
            for start, end, at in item.stretches:
                found.setdefault(worded(at, "en"), []).append(item.text[start:end])
    return {place: "\n".join(parts) for place, parts in found.items()}


def unread(raw: bytes, limits: Limits | None = None) -> list[tuple[str, str]]:
    """What was not looked into: place in English and code."""
    return [
        (worded(one.at, "en"), one.code) for one in items(raw, limits) if isinstance(one, Unread)
    ]


def workbook(rows: Iterable[Iterable[Any]], title: str = "顧客", change: Callable[[Any], None] = lambda _: None) -> bytes:  # fmt: skip
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_workbook(fill: Callable[[Any], None], records: bytes = b"") -> bytes:
    """A workbook of before 2007 with one sheet, at whose end records of its format may stand."""
    from xlwt import Workbook

    book = Workbook(encoding="cp932")
    sheet = book.add_sheet("顧客")
    fill(sheet)
    whole = sheet.get_biff_data
    sheet.get_biff_data = lambda: whole()[: -len(_END)] + records + _END
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_END = struct.pack("<HH", 0x000A, 0)
"""Of a sheet ([MS-XLS] section 2.4.103)."""


def old_note(row: int, column: int, author: str, text: str) -> bytes:
    """The records of a cell's note ([MS-XLS] sections 2.4.181, 2.4.329 and 2.4.179)."""

    def record(number: int, data: bytes) -> bytes:
        return struct.pack("<HH", number, len(data)) + data

    shape = struct.pack("<HHHHH12x", 0x15, 18, 0x19, 1, 0x4011) + struct.pack("<HH", 0, 0)
    box = struct.pack("<HH6xHHHH", 0x0212, 0, len(text), 16, 0, 0)
    runs = struct.pack("<HHI", 0, 0, 0) + struct.pack("<HHI", len(text), 0, 0)
    said = struct.pack("<HB", len(author), 1) + author.encode("utf-16-le")
    return (
        record(0x5D, shape)
        + record(0x1B6, box)
        + record(0x3C, b"\1" + text.encode("utf-16-le"))
        + record(0x3C, runs)
        + record(0x1C, struct.pack("<HHHH", row, column, 0, 1) + said + b"\0")
    )


def document(fill: Callable[[Any], None]) -> bytes:
    from docx import Document

    made = Document()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes], **how: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def replaced(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one member changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**files, name: change(files.get(name, b""))})


def locked(archive: bytes) -> bytes:
    """An archive whose members say that they open with a password."""
    made = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)


def pdf(text: str, *, password: str | None = None, change: Callable[[Any], None] = lambda _: None) -> bytes:  # fmt: skip
    """One page in the encoding of Japanese Windows, its font named and not embedded."""
    from pypdf import PdfReader, PdfWriter

    raw = _page(text)
    if password is None and change.__name__ == "<lambda>":
        return raw
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    change(writer)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(text: str) -> bytes:
    lines = " T* ".join(f"<{line.encode('cp932').hex()}> Tj" for line in text.split("\n"))
    content = f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        (
            b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/90ms-RKSJ-H"
            b"/DescendantFonts[6 0 R]>>"
        ),
        (
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/DW 1000"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>"
        ),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start)
    return bytes(out)


def photograph(change: Callable[[Any], None], form: str = "JPEG") -> bytes:
    """A picture of four pixels with what is written into it."""
    from PIL import Image

    exif = Image.Exif()
    change(exif)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, form, exif=exif)
    return out.getvalue()
