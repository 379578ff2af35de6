"""`upheld detect`: places on stdout, values nowhere."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from upheld.terminal.main import main

MAIL = "sato@example.jp"


def test_what_is_found_is_said_with_its_place_and_without_its_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"一行目\n連絡先は{MAIL}です\n", encoding="utf-8")
    assert main(["--lang", "ja", "detect", str(note)]) == 1
    said = capsys.readouterr().out
    assert said == f"{note}:2:5: メールアドレス (email、0.95)\n"


def test_json_is_the_documented_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"write to {MAIL}", encoding="utf-8")
    assert main(["detect", str(note), "--json"]) == 1
    said = capsys.readouterr().out
    (finding,) = json.loads(said)["findings"]
    assert MAIL not in said
    assert finding == {
        "file": str(note), "kind": "email", "start": 9, "end": 24, "line": 1, "column": 10,
        "confidence": 0.95, "rule": "email", "groups": [],
    }  # fmt: skip


def test_nothing_found_is_exit_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text("注文番号 532059002736 を発送", encoding="utf-8")
    assert main(["detect", str(note)]) == 0
    assert capsys.readouterr().out == "nothing was found\n"


@pytest.mark.parametrize(
    "encoding", ["cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
)
def test_files_of_other_encodings_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes(f"連絡先はこちらです:{MAIL}".encode(encoding))
    assert main(["detect", str(note)]) == 1
    assert ":1:11: e-mail address" in capsys.readouterr().out


def test_bytes_that_are_no_text_hide_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.bin"
    note.write_bytes(b"\x80\x81\xfd\xff " + MAIL.encode() + b" \xc3\x28")
    assert main(["detect", str(note)]) == 1
    assert "some bytes are no text" in capsys.readouterr().err


def test_standard_input_is_a_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MAIL.encode())))
    assert main(["detect", "-"]) == 1
    assert capsys.readouterr().out.startswith("-:1:1: ")


def test_a_lower_bound_shows_what_is_only_possible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("123-4567", encoding="utf-8")
    assert main(["detect", str(note)]) == 0
    assert main(["detect", str(note), "--sure", "0.2"]) == 1
    assert "postal_code, 0.30" in capsys.readouterr().out


def test_the_kinds_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "--kinds", "--json"]) == 0
    kinds = json.loads(capsys.readouterr().out)["kinds"]
    assert {"kind": "jp_my_number", "group": "government_id", "category": "identity.my_number",
            "en": "My Number", "ja": "個人番号(マイナンバー)"} in kinds  # fmt: skip
    assert main(["--lang", "ja", "detect", "--kinds"]) == 0
    assert "旅券番号" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "word"), [([], "nothing to read"), (["nowhere.txt"], "nowhere.txt")])  # fmt: skip
def test_what_cannot_be_read_is_refused(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", *arguments]) == 2
    assert word in capsys.readouterr().err


def test_the_help_of_the_program_loads_no_matcher() -> None:
    lines = (
        "import sys\nfrom upheld.terminal.main import main\nmain(['--help'])\n"
        "print(sorted({'re2', 'regex', 'stdnum', 'phonenumbers', 'ahocorasick_rs', 'sudachipy'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_people_of_the_regions_that_are_given_are_found_and_of_no_other(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Customer lives in Latakia.\n", "utf-8")
    assert main(["detect", str(note), "--only", "restricted_region"]) == 0
    assert main(["detect", str(note), "--only", "restricted_region", "--regions", "IR, sy"]) == 1


@pytest.mark.parametrize("wrong", ["", "IR,", "Syria", "EU"])
def test_a_region_that_is_no_country_is_refused(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", "-", "--regions", wrong]) == 2
    assert "ISO 3166-1" in capsys.readouterr().err
