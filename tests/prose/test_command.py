"""`upheld policy import` as a person runs it."""

import json
from pathlib import Path

import pytest

from upheld.terminal.main import main

FOLDER = Path(__file__).parent / "texts"


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["policy", "import", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_broken_policy_ends_with_1_and_a_repaired_one_with_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _err = _run(capsys, str(FOLDER / "en-shop-broken.html"), "--lang", "en")
    assert code == 1
    assert "error UPH102: `Article 2, Paragraph 1` points to clause 2.1" in out
    code, out, _err = _run(capsys, str(FOLDER / "en-shop-repaired.html"), "--lang", "en")
    assert code == 0
    assert "0 error(s), 0 warning(s), 1 note(s)" in out


def test_japanese_is_spoken_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = _run(capsys, str(FOLDER / "ja-shop-repaired.html"), "--lang", "ja")
    assert code == 0
    assert "判断できない文" in out
    assert "エラー 0 件" in out


@pytest.mark.parametrize("content", [b"", bytes(range(256)), b"%PDF-1.7"])
def test_what_cannot_be_read_ends_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(content)
    code, _out, err = _run(capsys, str(file), "--lang", "en")
    assert code == 2
    assert "[text-unreadable]" in err
    assert "to fix:" in err


def test_a_file_that_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _out, err = _run(capsys, str(tmp_path / "none.html"))
    assert code == 2
    assert "none.html" in err


def test_the_document_holds_every_sentence_and_its_offsets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _err = _run(capsys, str(FOLDER / "ja-platform-broken.html"), "--json")
    assert code == 1
    document = json.loads(out)
    text = document["text"]
    covered = "".join("".join(text[s["start"] : s["end"]].split()) for s in document["sentences"])
    assert covered == "".join(text.split())
    assert sum(document["areas"].values()) + document["unsure"] == len(document["sentences"])
    clauses = {clause["id"] for clause in document["clauses"]}
    assert {finding["clause"] for finding in document["findings"]} <= clauses
    assert document["facts"]["durations"][0]["written"] == "P90D"
    assert document["facts"]["fees"][0]["amount"] == 1000
    assert document["proposal"]["missing"]


def test_the_proposal_is_written_once_and_never_over_a_persons_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "imported"
    page = str(FOLDER / "en-shop-repaired.html")
    code, _out, _err = _run(capsys, page, "--out", str(out))
    assert code == 0
    assert "purposes:" in (out / "policy.yaml").read_text("utf-8")
    rows = (out / "sentences.tsv").read_text("utf-8").splitlines()
    assert rows[0].startswith("clause\tstart\tend\tkind\tarea")
    assert all(row.count("\t") == rows[0].count("\t") for row in rows)
    code, _out, err = _run(capsys, page, "--out", str(out), "--lang", "en")
    assert code == 2
    assert "exists already" in err


def test_another_language_is_refused_and_read_if_one_insists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Nous ne vendons pas vos données et nous les protégeons pour vous.", "utf-8")
    code, _out, err = _run(capsys, str(file), "--lang", "en")
    assert code == 2
    assert "French" in err
    code, out, _err = _run(capsys, str(file), "--read-as", "en", "--lang", "en")
    assert code == 1  # read, and found to lack nearly everything
    assert "1 sentences" in out


def test_escape_sequences_of_a_text_never_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("We share\x1b[31m your data\u202e with TODO and keep it.\n", "utf-8")
    _code, out, _err = _run(capsys, str(file), "--lang", "en")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "2 control or direction characters" in out
