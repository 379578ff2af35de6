"""`upheld detect` on files that are more than a text: the way into them, and what was not read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.documents.files.conftest import document, locked, pdf, photograph, workbook, zipped
from tests.documents.files.test_mail import attached, letter
from upheld.terminal.main import main

MAIL = "sato@example.jp"
Said = pytest.CaptureFixture[str]


def put(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def lines(said: Said, *arguments: str) -> tuple[int, list[str]]:
    code = main(["--lang", "ja", "detect", *arguments])
    return code, said.readouterr().out.splitlines()


def test_a_workbook_is_said_by_sheet_and_cell(tmp_path: Path, capsys: Said) -> None:
    raw = workbook([["会員番号", "メール"], ["00012", MAIL], ["00013", "なし"]])
    file = put(tmp_path, "名簿.txt", raw)
    assert lines(capsys, file) == (
        1,
        [f"{file}: シート 1(顧客)、セル B2: メールアドレス (email、0.95)"],
    )


def test_json_leads_into_the_file_step_by_step(tmp_path: Path, capsys: Said) -> None:
    raw = attached(letter("こんにちは"), workbook([["x", "mail"], ["y", f"to {MAIL}"]]))
    file = put(tmp_path, "a.eml", raw.replace(MAIL.encode(), b"info"))
    assert main(["--json", "detect", file, "--only", "email"]) == 1
    said = capsys.readouterr().out
    assert MAIL not in said
    document = json.loads(said)
    (finding,) = [one for one in document["findings"] if one["at"][-1]["in"] == "cell"]
    assert finding == {
        "file": file, "kind": "email", "start": 3, "end": 18, "line": 1, "column": 4,
        "confidence": 0.95, "rule": "email", "groups": [],
        "at": [
            {"in": "part", "name": "2"},
            {"in": "sheet", "number": 1, "name": "顧客"},
            {"in": "cell", "name": "B2"},
        ],
    }  # fmt: skip
    assert document["unread"] == []


def test_a_document_a_pdf_and_a_table_are_said_by_their_own_places(
    tmp_path: Path, capsys: Said
) -> None:
    docx = put(tmp_path, "a", document(lambda made: made.add_paragraph(f"連絡先は{MAIL}")))
    page = put(tmp_path, "b", pdf(f"連絡先は{MAIL}"))
    table = put(tmp_path, "c", f"番号,連絡先\n1,{MAIL}\n".encode("cp932"))
    code, said = lines(capsys, docx, page, table, "--only", "email")
    assert code == 1
    assert said == [
        f"{docx}: 段落 1: メールアドレス (email、0.95)",
        f"{page}: ページ 1: メールアドレス (email、0.95)",
        f"{table}:2:3: 行 2、列 2(連絡先): メールアドレス (email、0.95)",
    ]


def test_a_photograph_that_says_where_it_was_taken_is_a_precise_location(
    tmp_path: Path, capsys: Said
) -> None:
    def exif(tags: Any) -> None:
        tags.get_ifd(0x8825).update({1: "N", 2: (35.0, 39.0, 30.9), 3: "E", 4: (139.0, 44.0, 43.5)})

    file = put(tmp_path, "a.txt", photograph(exif))
    assert main(["--json", "detect", file]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in found["findings"]} == {"precise_location"}
    assert {one["at"][0]["name"] for one in found["findings"]} == {"GPSPosition"}
    assert {one["confidence"] for one in found["findings"]} == {0.95}
    assert [one["code"] for one in found["unread"]] == ["picture"]


def test_nothing_found_is_exit_0_only_where_everything_was_read(
    tmp_path: Path, capsys: Said
) -> None:
    clean = put(tmp_path, "a.xlsx", workbook([["品番", "在庫"], ["INTRODUCTORY-3", 12]]))
    assert lines(capsys, clean) == (0, ["何も見つかりませんでした"])
    picture = put(tmp_path, "b.jpg", photograph(lambda _: None))
    assert main(["--lang", "ja", "detect", picture]) == 4
    assert "画像に写っている内容は読み取らず" in capsys.readouterr().err
    holds = put(tmp_path, "c.zip", locked(zipped({"a.txt": MAIL.encode()})))
    assert main(["detect", holds]) == 4
    assert f"{holds}: member 1 (a.txt): it opens with a password only" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_refused_and_the_others_are_read(
    tmp_path: Path, capsys: Said
) -> None:
    secret = put(tmp_path, "a.pdf", pdf("x", password="open sesame"))
    note = put(tmp_path, "b.txt", MAIL.encode())
    assert main(["detect", secret, note]) == 2
    said = capsys.readouterr()
    assert said.out.startswith(f"{note}:1:1: ")
    assert f"{secret}: it opens with a password only [document-encrypted]" in said.err
    assert "save a copy without the password" in said.err


def test_a_name_inside_of_a_file_that_is_personal_is_not_shown(
    tmp_path: Path, capsys: Said
) -> None:
    raw = workbook([["番号", "連絡先"], ["1", MAIL]], title="yamada@example.jp")
    file = put(tmp_path, "a.xlsx", raw)
    code, said = lines(capsys, file, "--only", "email")
    assert code == 1
    assert said == [
        f"{file}: シート 1: メールアドレス (email、0.95)",
        f"{file}: シート 1、セル B2: メールアドレス (email、0.95)",
    ]


def test_such_a_name_is_not_shown_where_other_kinds_are_asked_for(
    tmp_path: Path, capsys: Said
) -> None:
    raw = workbook([["番号", "カード番号"], ["1", "4111111111111111"]], title="yamada@example.jp")
    file = put(tmp_path, "a.xlsx", raw)
    assert main(["detect", file, "--only", "card_number"]) == 1
    said = capsys.readouterr()
    assert "sheet 1, cell B2: " in said.out
    assert "yamada" not in said.out + said.err


def test_a_baseline_knows_what_stands_in_a_workbook(tmp_path: Path, capsys: Said) -> None:
    known = str(tmp_path / "known.json")
    file = put(tmp_path, "a.xlsx", workbook([["番号", "連絡先"], ["1", MAIL]]))
    assert main(["detect", file, "--write-baseline", known]) == 0
    assert main(["detect", file, "--baseline", known]) == 0
    put(tmp_path, "a.xlsx", workbook([["番号", "連絡先"], ["1", MAIL], ["2", "new@example.jp"]]))
    capsys.readouterr()
    assert main(["detect", file, "--baseline", known]) == 1
    assert "cell B3" in capsys.readouterr().out


def test_a_table_is_changed_and_a_workbook_is_not(tmp_path: Path, capsys: Said) -> None:
    table = put(tmp_path, "a.csv", f"番号,連絡先\n1,{MAIL}\n".encode())
    assert main(["detect", table, "--redact"]) == 0
    assert capsys.readouterr().out == "番号,連絡先\n1,⟦e-mail address⟧\n"
    for content in (workbook([["番号", "連絡先"], ["1", MAIL]]), letter(MAIL).as_bytes()):
        file = put(tmp_path, "a.bin", content)
        assert main(["detect", file, "--redact"]) == 2
        assert "only texts and CSV are changed" in capsys.readouterr().err


def test_a_text_beyond_the_limit_is_refused_and_not_taken_into_memory(
    tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"a text " * 10_000)
        file.truncate((256 << 20) + 8)  # a hole: nothing of it lies on the disk
    assert main(["detect", str(path)]) == 2
    assert "[document-too-large]" in capsys.readouterr().err


def test_a_missing_package_is_said_with_what_to_install(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    book = put(tmp_path, "a.xlsx", workbook([["a", "b"]]))
    for package in ("openpyxl", "pypdfium2", "PIL", "duckdb"):
        monkeypatch.setitem(sys.modules, package, None)
    files = [
        book,
        put(tmp_path, "a.pdf", pdf("x")),
        put(tmp_path, "a.jpg", b"\xff\xd8\xff\xe0"),
        put(tmp_path, "a.parquet", b"PAR1"),
    ]
    assert main(["detect", *files]) == 2
    said = capsys.readouterr().err
    assert said.count("[extra-missing]") == 4
    assert "pip install 'upheld[documents]'" in said
