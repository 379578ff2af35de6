"""Text of a PDF (ISO 32000-1) page by page, with its fields, notes, links, properties and attachments.

PDFium reads it: it knows the Japanese encodings that are named and not embedded. A page of pictures
(a scan) has no text, and says so.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import unquote

from upheld.documents.files.place import Blocks, Items, Piece, Step, Steps, Unread
from upheld.documents.files.refusing import broken, encrypted, extra_missing
from upheld.documents.files.walk import Opened, Walk
from upheld.wording import Text

PDF = Text(en="PDF", ja="PDF")
_PICTURES = Text(en="pictures on this page are not read", ja="このページの画像は読み取っていません")
_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""
_PICTURE = 3
"""FPDF_PAGEOBJ_IMAGE."""
_NOTE_KEYS = (b"V", b"Contents", b"T", b"TU", b"Subj", b"RC")
"""Of an annotation: the value of a field, its text, author or name, tip, subject, rich text."""
_DEEP = 4
"""Groups inside of groups that are looked into for pictures."""
_JPEG = "DCTDecode"


def read(document: Opened, walk: Walk) -> Items:
    """Read what a PDF holds.

    Raises:
        DocumentBrokenError: It is none.
        DocumentEncryptedError: It opens with a password only.
        DocumentExtraMissingError: pypdfium2 is not installed.
    """
    with closing(_opened(document)) as book:
        yield from _properties(book, walk)
        for number in range(len(book)):
            walk.budget.part()
            yield from _page(book, number, walk)
        for number in range(book.count_attachments()):
            attached = book.get_attachment(number)
            step = Step("member", number + 1, attached.get_name())
            content = bytes(attached.get_data())
            walk.budget.unpack(len(content))
            yield from walk.into(iter([content]), step)


def _opened(document: Opened) -> Any:
    try:
        import pypdfium2
    except ImportError:
        raise extra_missing(PDF) from None
    document.stream.seek(0)
    try:
        book = pypdfium2.PdfDocument(document.stream)
        len(book)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise encrypted() from None
        raise broken(PDF) from None
    return book


def _properties(book: Any, walk: Walk) -> Iterator[Piece]:
    blocks = Blocks()
    for name, value in book.get_metadata_dict(skip_empty=True).items():
        yield from blocks.add(value, walk.to(Step("properties")), lead=f"{name}: ")
    yield from blocks.end()


def _page(book: Any, number: int, walk: Walk) -> Items:
    import pypdfium2

    at = walk.to(Step("page", number + 1))
    try:
        page = book[number]
    except pypdfium2.PdfiumError:
        refusal = broken(PDF)
        yield Unread(at=at, code=refusal.code, what=refusal.what)
        return
    with closing(page):
        with closing(page.get_textpage()) as shown:
            text = shown.get_text_range().replace("\r\n", "\n")
        if text.strip():
            yield Piece.whole(text, at)
        yield from _notes(book, page, at, walk)
        yield from _pictures(page, at, walk)


def _pictures(page: Any, at: Steps, walk: Walk) -> Items:
    """Read what is written into pictures; name them once a page, since what they show is not read."""
    found = False
    for picture in page.get_objects(filter=[_PICTURE], max_depth=_DEEP):
        found = True
        walk.budget.tick()
        if _JPEG not in picture.get_filters():
            continue
        content = bytes(picture.get_data(decode_simple=False))
        walk.budget.unpack(len(content))
        for item in walk.into(iter([content]), *at[len(walk.at) :]):
            if isinstance(item, Piece):
                yield item
    if found:
        yield Unread(at=at, code="picture", what=_PICTURES)


def _notes(book: Any, page: Any, at: Steps, walk: Walk) -> Iterator[Piece]:
    """Read fields, comments and links."""
    import pypdfium2.raw as pdfium

    blocks = Blocks()
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        walk.budget.tick()
        note = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not note:
            continue
        here = (*at, Step("note", number + 1))
        for key in _NOTE_KEYS:
            yield from blocks.add(_string(pdfium.FPDFAnnot_GetStringValue, note, key), here)
        yield from blocks.add(_address(book, note), here)
        pdfium.FPDFPage_CloseAnnot(note)
    yield from blocks.end()


def _address(book: Any, note: Any) -> str:
    """Return where a link leads to: `mailto:`, `tel:`, an address with a name in it."""
    import pypdfium2.raw as pdfium

    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    length = pdfium.FPDFAction_GetURIPath(book.raw, action, None, 0)
    kept = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(book.raw, action, kept, length)
    return unquote(kept.raw.rstrip(b"\0").decode("utf-8", "replace"))


def _string(ask: Callable[..., int], *of: Any) -> str:
    """Ask for a text of unknown length, in UTF-16 as PDFium gives it."""
    length = ask(*of, None, 0)
    kept = ctypes.create_string_buffer(length)
    ask(*of, ctypes.cast(kept, ctypes.POINTER(ctypes.c_ushort)), length)
    return kept.raw.decode("utf-16-le", "replace").rstrip("\0")
