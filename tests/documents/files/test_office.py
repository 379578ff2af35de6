"""Workbooks, documents and slides: what the page shows, and what it does not."""

import io
from datetime import datetime
from typing import Any

import pytest

from tests.documents.files.conftest import (  # fmt: skip
    document,
    items,
    photograph,
    replaced,
    texts,
    unread,
    workbook,
    zipped,
)
from upheld.documents.files.place import Piece
from upheld.documents.files.refusing import DocumentBrokenError, DocumentTooLargeError

MAIL = "sato@example.jp"


def test_cells_are_read_with_sheet_and_cell_and_the_head_of_their_column() -> None:
    raw = workbook(
        [["氏名", "電話", "生年月日"], ["佐藤花子", "090-1234-5678", datetime(1990, 4, 1)]]
    )
    said = texts(raw)
    assert said["sheet 1 (顧客), cell B2"] == "090-1234-5678"
    assert said["sheet 1 (顧客), cell C2"] == "1990-04-01"
    row = next(one for one in items(raw) if isinstance(one, Piece) and "090" in one.text)
    assert row.text == "氏名: 佐藤花子\n電話: 090-1234-5678\n生年月日: 1990-04-01\n"


def head_of_last_row(rows: list[list[object]]) -> str:
    rows = [*rows, ["佐藤花子", "316613186090", "08011112222"]]
    pieces = [one for one in items(workbook(rows)) if isinstance(one, Piece)]
    (row,) = [one for one in pieces if "316613186090" in one.text]
    return row.text


def test_a_head_is_found_below_a_title_with_its_day_and_beside_years_and_notes() -> None:
    heads: list[object] = ["氏名", "個人番号", "会員番号"]
    under = "氏名: 佐藤花子\n個人番号: 316613186090\n会員番号: 08011112222\n"
    assert head_of_last_row([heads]) == under
    assert head_of_last_row([["作成日", "2024年4月1日"], heads]) == under
    assert head_of_last_row([["名簿", None, "作成日", "2024年4月1日"], heads]) == under
    assert head_of_last_row([[*heads, None, f"担当 {MAIL}"]]) == under
    years: list[object] = ["氏名", "2024年度", "個人番号"]
    assert "2024年度: 316613186090" in head_of_last_row([years])
    # A row of values is no head, and neither is what comes below it.
    values: list[object] = ["佐藤花子", "316613186091", "08011112223"]
    assert head_of_last_row([values, heads]) == "佐藤花子\n316613186090\n08011112222\n"


def test_numbers_are_read_as_they_are_written() -> None:
    said = texts(workbook([["card", "price"], [4111111111111111, 12.5], [True, None]]))
    assert said["sheet 1 (顧客), cell A2"] == "4111111111111111"
    assert said["sheet 1 (顧客), cell B2"] == "12.5"
    assert "sheet 1 (顧客), cell A3" not in said


def test_hidden_sheets_comments_properties_links_and_formulas_are_read() -> None:
    def change(book: Any) -> None:
        from openpyxl.comments import Comment

        book.properties.lastModifiedBy = "山田太郎"
        sheet = book.worksheets[0]
        sheet["B2"].comment = Comment(f"ask {MAIL}", "Jane Roe")
        sheet["D4"].hyperlink = "mailto:hidden@example.jp"
        sheet["D5"] = '=CONCATENATE("secret","@example.jp")'
        sheet.oddFooter.center.text = "担当 鈴木一郎"
        sheet["E9"] = "last"
        other = book.create_sheet("内緒")
        other.sheet_state = "veryHidden"
        other["A1"] = "03-1234-5678"

    said = texts(workbook([["a", "b"], ["c", "d"]], change=change))
    assert said["sheet 2 (内緒), cell A1"] == "03-1234-5678"
    (comment,) = [place for place, text in said.items() if MAIL in text]
    assert comment.endswith("cell B2, note")
    assert "山田太郎" in said["properties"]
    (footer,) = [place for place, text in said.items() if "鈴木一郎" in text]
    assert "cell" not in footer
    everything = "\n".join(said.values())
    for hidden in ("hidden@example.jp", '"secret","@example.jp"', "鈴木一郎", "Jane Roe"):
        assert hidden in everything


def test_paragraphs_and_table_cells_are_numbered() -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("一段落目")
        made.add_paragraph(f"連絡先は{MAIL}です")
        table = made.add_table(rows=2, cols=2)
        for row, cells in enumerate([["氏名", "電話"], ["佐藤花子", "090-1234-5678"]]):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        made.add_paragraph("after")

    raw = document(fill)
    said = texts(raw)
    assert said["paragraph 2"] == f"連絡先は{MAIL}です"
    assert said["table 1, row 2, column 2"] == "090-1234-5678"
    assert said["paragraph 3"] == "after"
    assert any("電話: 090" in one.text for one in items(raw) if isinstance(one, Piece))


def test_headers_notes_comments_and_deleted_text_are_read() -> None:
    def fill(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "株式会社例 御中"
        paragraph = made.add_paragraph("body")
        made.add_comment(paragraph.runs, text="this is 山田's", author="Jane Roe", initials="J")

    raw = replaced(
        document(fill),
        "word/document.xml",
        lambda xml: xml.replace(
            b"</w:body>",
            "<w:p><w:del w:author='削除した人'><w:r><w:delText>消した文</w:delText></w:r></w:del>"
            '<w:r><w:instrText>HYPERLINK "mailto:a@example.jp"</w:instrText></w:r></w:p>'
            "</w:body>".encode(),
        ),
    )
    everything = "\n".join(texts(raw).values())
    for text in (
        "株式会社例",
        "this is 山田's",
        "Jane Roe",
        "消した文",
        "a@example.jp",
        "削除した人",
    ):
        assert text in everything


def test_text_boxes_are_read_once_and_older_copies_of_them_are_not() -> None:
    box = (
        b"<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-"
        b"compatibility/2006'><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
        b"</w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p>"
        b"</mc:Fallback></mc:AlternateContent><w:t>outer</w:t></w:r></w:p></w:body>"
    )
    raw = replaced(
        document(lambda _: None), "word/document.xml", lambda xml: xml.replace(b"</w:body>", box)
    )
    said = [text for place, text in texts(raw).items() if place.startswith("paragraph")]
    assert sorted(said) == ["box", "outer"]


def test_what_only_older_programs_show_is_read() -> None:
    alternatives = (
        "<w:p><w:r><w:t>担当 </w:t><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-"
        "compatibility/2006'><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧 山田</w:t><w:tbl><w:tr>"
        "<w:tc><w:p><w:r><w:t>090-1234-5678</w:t></w:r></w:p></w:tc></w:tr></w:tbl></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p></w:body>"
    ).encode()
    raw = replaced(
        document(lambda _: None),
        "word/document.xml",
        lambda xml: xml.replace(b"</w:body>", alternatives),
    )
    said = [text for place, text in texts(raw).items() if place.startswith("paragraph")]
    assert said == ["090-1234-5678", "旧 山田", "担当 新"]


SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def sharing(raw: bytes, strings: bytes) -> bytes:
    """A workbook with texts that its cells may share."""
    head = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    made = replaced(raw, "xl/sharedStrings.xml", lambda _: head + strings + b"</sst>")
    return replaced(made, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", SHARED))


def test_a_shared_text_that_no_cell_shows_any_more_is_read_and_the_others_once() -> None:
    shown = "<si><t>佐藤</t><rPh sb='0' eb='2'><t>サトウ</t></rPh></si>"
    left = "<si><r><t>消した顧客 </t></r><rPh sb='0' eb='1'><t>ケ</t></rPh><r><t>090-1234-5678</t></r></si>"
    cell = b'<row r="2"><c r="A2" t="s"><v>0</v></c></row></sheetData>'
    raw = replaced(
        sharing(workbook([["name", "phone"]]), (shown + left).encode()),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", cell),
    )
    said = texts(raw)
    assert said["sheet 1 (顧客), cell A2"] == "佐藤"
    (place,) = [place for place, text in said.items() if text == "消した顧客 090-1234-5678"]
    assert place.endswith("(xl/sharedStrings.xml)")
    assert "\n".join(said.values()).count("佐藤") == 1


def test_a_name_of_two_letters_is_read_where_a_number_of_two_is_not() -> None:
    people = "<personList><person displayName='佐藤' userId='12'/></personList>".encode()
    raw = replaced(workbook([["a", "b"]]), "xl/persons/person.xml", lambda _: people)
    (said,) = [text for place, text in texts(raw).items() if "persons/person.xml" in place]
    assert said == "佐藤"


def test_slides_are_read_by_their_number() -> None:
    slide = (
        "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>講師 山田</a:t></a:r><a:r><a:t>太郎</a:t></a:r>"
        "</a:p></p:sld>"
    ).encode()
    raw = zipped({"[Content_Types].xml": b"<Types/>", "ppt/slides/slide3.xml": slide})
    assert texts(raw) == {"slide 3, paragraph 1": "講師 山田太郎"}


def test_pictures_inside_are_read_as_files_of_their_own_and_named() -> None:
    def exif(tags: Any) -> None:
        tags[0x013B] = "Taro Yamada"

    raw = document(lambda made: made.add_picture(io.BytesIO(photograph(exif))))
    (place,) = [place for place, text in texts(raw).items() if text == "Taro Yamada"]
    assert place.endswith("tag Artist")
    assert "picture" in {code for _, code in unread(raw)}


def test_a_workbook_inside_of_a_document_is_read() -> None:
    inner = workbook([["mail", "x"], [MAIL, "y"]])
    raw = document(lambda _: None)
    with_it = replaced(raw, "word/embeddings/book.xlsx", lambda _: inner)
    (place,) = [place for place, text in texts(with_it).items() if text == MAIL]
    assert place.endswith("(word/embeddings/book.xlsx), sheet 1 (顧客), cell A2")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_workbook_is_refused(name: str) -> None:
    raw = replaced(workbook([["a", "b"]]), name, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(DocumentBrokenError):
        items(raw)


def test_an_entity_is_refused_before_it_grows() -> None:
    bomb = (
        b"<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
        b"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    raw = replaced(document(lambda _: None), "word/document.xml", lambda _: bomb)
    with pytest.raises(DocumentBrokenError):
        items(raw)
    strings = b"<!DOCTYPE x [<!ENTITY a 'aa'>]><sst xmlns='http://schemas.openxmlformats.org/"
    strings += b"spreadsheetml/2006/main'><si><t>&a;</t></si></sst>"
    book = replaced(sharing(workbook([["a", "b"]]), b""), "xl/sharedStrings.xml", lambda _: strings)
    with pytest.raises(DocumentBrokenError):
        items(book)


def test_a_sheet_that_says_it_is_endless_is_not_filled_with_nothing() -> None:
    from upheld.documents.files.budget import Limits

    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'

    def change(xml: bytes) -> bytes:
        return xml.replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"').replace(b"</sheetData>", far)

    raw = replaced(workbook([["a", "b"]]), "xl/worksheets/sheet1.xml", change)
    with pytest.raises(DocumentTooLargeError):
        items(raw, Limits(cells=10_000))
