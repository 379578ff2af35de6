"""Workbooks of before 2007: what stands in them is read, and what is not read is named."""

import struct
from datetime import date
from typing import Any

import pytest

from tests.documents.files.conftest import items, old_note, old_workbook, texts, unread
from upheld.documents.files.refusing import (
    DocumentBrokenError,
    DocumentEncryptedError,
    DocumentUnknownError,
)

MAIL = "sato@example.jp"
WORKBOOK, DOCUMENT = ("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
IN_PART = [("", "workbook-in-part")]


def customers(sheet: Any) -> None:
    from xlwt import easyxf

    for column, head in enumerate(["氏名", "電話", "生年月日", "会員番号"]):
        sheet.write(0, column, head)
    sheet.write(1, 0, "佐藤花子")
    sheet.write(1, 1, "03-1234-5678")
    sheet.write(1, 2, date(1990, 4, 1), easyxf(num_format_str="YYYY/MM/DD"))
    sheet.write(1, 3, 9012345678.0)


def test_cells_are_read_under_the_heads_of_their_columns() -> None:
    raw = old_workbook(customers)
    said = texts(raw)
    assert said["sheet 1"] == "顧客"
    assert said["sheet 1 (顧客), cell A2"] == "佐藤花子"
    assert said["sheet 1 (顧客), cell B2"] == "03-1234-5678"
    assert said["sheet 1 (顧客), cell C2"] == "1990-04-01"
    assert said["sheet 1 (顧客), cell D2"] == "9012345678"
    assert "電話: 03-1234-5678" in "".join(getattr(one, "text", "") for one in items(raw))


def test_what_is_not_read_of_it_is_named() -> None:
    assert unread(old_workbook(customers)) == IN_PART


def test_the_note_of_a_cell_is_read_with_its_author() -> None:
    raw = old_workbook(customers, old_note(1, 1, "山田", f"折り返しは {MAIL} へ"))
    assert texts(raw)["sheet 1 (顧客), cell B2, note"] == f"山田\n折り返しは {MAIL} へ"


def test_a_day_that_no_calendar_has_stays_a_number() -> None:
    from xlwt import easyxf

    raw = old_workbook(lambda s: s.write(0, 0, 9012345678.0, easyxf(num_format_str="YYYY/MM/DD")))
    assert texts(raw)["sheet 1 (顧客), cell A1"] == "9012345678"


def test_other_old_documents_of_office_are_refused_by_name() -> None:
    with pytest.raises(DocumentUnknownError, match="that is no workbook"):
        items(old_workbook(customers).replace(WORKBOOK, DOCUMENT))


def test_one_with_a_password_is_refused_as_such() -> None:
    raw = bytearray(old_workbook(customers))
    begins = raw.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    # The record behind the first one says that all that follows is encrypted.
    struct.pack_into("<H", raw, begins + 20, 0x002F)
    with pytest.raises(DocumentEncryptedError):
        items(bytes(raw))


def test_one_that_is_cut_off_is_refused_or_read_in_part_and_never_half_silent() -> None:
    raw = old_workbook(customers)
    for end in range(512, len(raw), 512):
        try:
            assert unread(raw[:end]) == IN_PART
        except DocumentBrokenError:
            continue
