"""`upheld detect FOLDER`: every file in it, and whatever was not looked into is told."""

import json
import os
import secrets
import sys
from pathlib import Path

import pytest

from upheld.terminal.detect_folders import files_in
from upheld.terminal.main import main

MAIL = "sato@example.jp"


def told(
    capsys: pytest.CaptureFixture[str], *words: str | Path
) -> tuple[int, dict[str, list[dict[str, str]]]]:
    code = main(["--json", "detect", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_a_folder_is_looked_at_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.txt", "a/deep/notes.csv", ".hidden/old.log", "data/people.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"連絡先は{MAIL}です\n", "utf-8")
    (tmp_path / "clean.txt").write_text("注文番号 532059002736\n", "utf-8")
    (tmp_path / ".gitignore").write_text("data/\n", "utf-8")
    code, said = told(capsys, tmp_path)
    assert code == 1
    assert [Path(one["file"]).relative_to(tmp_path).as_posix() for one in said["findings"]] == [
        "b.txt", ".hidden/old.log", "a/deep/notes.csv", "data/people.txt",
    ]  # fmt: skip
    assert said["unread"] == []


def test_a_file_named_beside_a_folder_counts_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(MAIL, "utf-8")
    (tmp_path / "b.txt").write_text(MAIL, "utf-8")
    code, said = told(capsys, tmp_path / "b.txt", tmp_path / "in")
    assert code == 1
    assert len(said["findings"]) == 2


def test_what_is_not_looked_into_is_told_and_the_folder_is_not_called_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text(MAIL, "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "clean.txt").write_text("注文番号 532059002736\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of one")
    (folder / "there").symlink_to(elsewhere)
    (folder / "gone").symlink_to(elsewhere / "none")
    os.mkfifo(folder / "pipe")
    code, said = told(capsys, folder)
    assert code == 4
    assert said["findings"] == []
    assert {(Path(one["file"]).name, one["code"]) for one in said["unread"]} == {
        ("broken.pdf", "document-broken"), ("there", "link"), ("gone", "file-failed"),
        ("pipe", "no-file"),
    }  # fmt: skip


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("x", "utf-8")
    ((path, unread),) = files_in(tmp_path / "no-folder")  # type: ignore[misc]  # no file is yielded
    assert (path.name, unread.code) == ("no-folder", "file-failed")


def test_what_version_control_packs_is_left_out_with_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "packed").write_text(MAIL, "utf-8")
    (tmp_path / "clean.txt").write_text("注文番号 532059002736\n", "utf-8")
    assert main(["--lang", "en", "detect", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == "nothing was found\n"
    assert "earlier versions of files" in said.err


def test_an_empty_folder_holds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, tmp_path) == (0, {"findings": [], "unread": []})


def test_the_baseline_in_the_folder_is_none_of_its_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    key.write_text(secrets.token_hex(32), "utf-8")
    key.chmod(0o600)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
    Path("a.txt").write_text(MAIL, "utf-8")
    known = ("--baseline", "known.json", "--key-file", str(key))
    assert main(["detect", ".", "--write-baseline", "known.json", "--key-file", str(key)]) == 0
    assert main(["detect", ".", *known]) == 0
    Path("b.txt").write_text(f"{MAIL} tanaka@example.jp", "utf-8")
    assert main(["detect", ".", *known]) == 1


@pytest.mark.parametrize("way", ["--redact", "--mask", "--fake"])
def test_a_folder_is_not_changed_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    assert main(["--lang", "en", "detect", str(tmp_path), way]) == 2
    assert "a folder is not changed" in capsys.readouterr().err


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    from upheld.terminal.detect_reading import Reading

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("x" * (1 << 20), "utf-8")
    texts = Reading().texts([tmp_path])
    assert sys.getsizeof(next(texts).text) > 1 << 20
    (tmp_path / "1.txt").write_text("changed", "utf-8")
    assert next(texts).text == "changed"  # it was not taken in before its turn
