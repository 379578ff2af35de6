"""PDF: pages, fields, notes, properties, attachments; scans say that they were not read."""

import io
from typing import Any

import pytest

from tests.documents.files.conftest import items, pdf, photograph, texts, unread, workbook
from upheld.documents.files.budget import Limits
from upheld.documents.files.refusing import (
    DocumentBrokenError,
    DocumentEncryptedError,
    DocumentTooLargeError,
)

MAIL = "sato@example.jp"


def test_japanese_whose_font_is_not_embedded_is_read() -> None:
    said = texts(pdf(f"氏名 佐藤花子\n連絡先は{MAIL}です"))
    assert said == {"page 1": f"氏名 佐藤花子\n連絡先は{MAIL}です"}


def test_fields_notes_properties_and_attachments_are_read() -> None:
    def change(writer: Any) -> None:
        from pypdf.annotations import FreeText, Link
        from pypdf.generic import DictionaryObject, NameObject, TextStringObject

        writer.add_metadata({"/Author": "山田太郎"})
        writer.add_annotation(0, FreeText(text="note 03-1234-5678", rect=(9, 9, 99, 99)))
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("電話"),
                NameObject("/V"): TextStringObject("090-1234-5678"),
                NameObject("/Rect"): writer.pages[0].mediabox,
            }
        )
        writer.add_annotation(0, field)
        link = Link(rect=(9, 9, 99, 99), url="mailto:linked%40example.jp")
        writer.add_annotation(0, link)
        writer.add_attachment("list.xlsx", workbook([["mail", "x"], [MAIL, "y"]]))

    said = texts(pdf("body", change=change))
    assert "山田太郎" in said["properties"]
    assert "note 03-1234-5678" in said["page 1, note 1"]
    assert set(said["page 1, note 2"].split("\n")) == {"電話", "090-1234-5678"}
    assert said["page 1, note 3"] == "mailto:linked@example.jp"
    assert said["member 1 (list.xlsx), sheet 1 (顧客), cell A2"] == MAIL


def test_a_scan_says_that_it_was_not_read_and_what_its_camera_wrote_is() -> None:
    def exif(tags: Any) -> None:
        tags[0x013B] = "Taro Yamada"

    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(photograph(exif))).save(out, "PDF")
    assert texts(out.getvalue()).get("page 1") is None
    assert ("page 1", "picture") in unread(out.getvalue())


def test_a_password_is_a_clear_refusal() -> None:
    with pytest.raises(DocumentEncryptedError):
        items(pdf("secret", password="open sesame"))


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(DocumentBrokenError):
        items(b"%PDF-1.7\n" + b"nothing that follows is one" * 10)


def test_pages_end_at_the_limit() -> None:
    def change(writer: Any) -> None:
        for _ in range(3):
            writer.add_blank_page(9, 9)

    with pytest.raises(DocumentTooLargeError):
        items(pdf("one", change=change), Limits(parts=2))
