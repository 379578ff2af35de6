"""`upheld detect` as a person, a hook and the action call it."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from upheld.terminal.main import main

TOP = Path(__file__).parents[3]
TEXT = "お客様 090-1234-5678\npassword = Kumo#8812xQ\nmail sato@example.jp\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for name, key in (("k", "0123456789abcdef" * 2), ("short", "12345"), ("open", "x" * 40)):
        (tmp_path / name).write_text(key)
        (tmp_path / name).chmod(0o644 if name == "open" else 0o600)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    settings = ["-c", "user.name=t", "-c", "user.email=t@example.jp"]
    subprocess.run(["git", "-C", str(folder), *settings, *words], check=True, capture_output=True)


def test_it_tells_where_and_never_what(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "a.txt", "--only", "secrets,email,phone"]) == 1
    out = capsys.readouterr().out
    places = [line.split(": ")[0] for line in out.splitlines()]
    assert places == ["a.txt:1:5", "a.txt:2:12", "a.txt:3:6"]
    assert "Kumo" not in out
    assert "090" not in out


def test_as_json_it_gives_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "a.txt", "--only", "secrets", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["file"], found["kind"], found["line"]) == ("a.txt", "secret", 2)
    assert TEXT[found["start"] : found["end"]] == "Kumo#8812xQ"


@pytest.mark.parametrize(
    ("way", "first"),
    [
        ("--redact", "お客様 ⟦telephone number⟧"),
        ("--mask", "お客様 ***-****-5678"),
        ("--fake", "お客様 090-0"),
        ("--pseudonymise", "お客様 ⟦PHONE_"),
    ],
)
def test_it_changes_what_it_finds(
    folder: Path, capsys: pytest.CaptureFixture[str], way: str, first: str
) -> None:
    assert main(["detect", "a.txt", way, "--only", "secrets,email,phone"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(first)
    assert "Kumo" not in out


def test_placeholders_come_back_with_the_key_and_the_map(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["--scope", "s", "--key-file", "k", "--map", "m", "--only", "secrets,email,phone"]
    assert main(["detect", "a.txt", "--pseudonymise", *names]) == 0
    first = capsys.readouterr().out
    assert main(["detect", "a.txt", "--pseudonymise", *names]) == 0
    assert capsys.readouterr().out == first
    (folder / "b.txt").write_text(first.lower(), "utf-8")
    assert main(["detect", "b.txt", "--restore", *names]) == 0
    assert capsys.readouterr().out == TEXT
    assert "Kumo" not in (folder / "m").read_text()
    assert main(["detect", "b.txt", "--restore", "--scope", "other", *names[2:]]) == 2


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("none.txt",),
        ("a.txt", "--redact", "--mask"),
        ("a.txt", "a.txt", "--redact"),
        ("a.txt", "--restore"),
        ("a.txt", "--only", "emial"),
        ("a.txt", "--only", ""),
        ("a.txt", "--redact", "--baseline", "none.json"),
        ("a.txt", "--redact", "--write-baseline", "new.json"),
        ("a.txt", "--pseudonymise", "--scope", "s"),
        ("a.txt", "--write-baseline", "new.json", "--key-file", "short"),
        ("a.txt", "--write-baseline", "new.json", "--key-file", "open"),
        ("a.txt", "--baseline", "none.json"),
        ("a.txt", "--pseudonymise", "--key-file", "a.txt", "--map", "m", "--scope"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_cannot_be_done_is_refused(
    folder: Path, words: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, "detect", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert ("to fix:" if language == "en" else "対処:") in told.err
    assert "Kumo" not in told.err
    assert not (folder / "new.json").exists()


def test_a_misspelt_kind_is_refused_where_nothing_is_staged(folder: Path) -> None:
    git(folder, "init", "-q")
    assert main(["detect", "--staged", "--only", "secrets"]) == 0
    assert main(["detect", "--staged", "--only", "secrts"]) == 2


def test_a_map_that_does_not_open_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m").write_text("no map", "utf-8")
    assert main(["detect", "a.txt", "--restore", "--key-file", "k", "--map", "m"]) == 2
    assert capsys.readouterr().err.startswith("m: the map does not open")


def test_a_baseline_lets_what_is_known_pass(folder: Path) -> None:
    (folder / "b.txt").write_text("password = River!7731aB\n", "utf-8")
    assert main(["detect", "a.txt", "--write-baseline", "base.json"]) == 0
    assert main(["detect", "a.txt", "--baseline", "base.json"]) == 0
    assert main(["detect", "a.txt", "b.txt", "--baseline", "base.json"]) == 1


def test_every_kind_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "--kinds", "--json"]) == 0
    assert {"secret", "jp_my_number"} <= {
        k["kind"] for k in json.loads(capsys.readouterr().out)["kinds"]
    }


def test_the_hooks_stop_a_commit_and_let_a_marked_line_pass(folder: Path) -> None:
    hooks: list[dict[str, Any]] = yaml.safe_load(
        (TOP / ".pre-commit-hooks.yaml").read_text("utf-8")
    )
    (secrets,) = [hook for hook in hooks if hook["id"] == "upheld-secrets"]
    git(folder, "init", "-q")
    git(folder, "add", "a.txt")
    words = secrets["entry"].split()
    assert words[0] == "upheld"
    assert main(words[1:]) == 1
    marked = TEXT.replace("8812xQ", "8812xQ  # upheld: allow secret")
    (folder / "a.txt").write_text(marked, "utf-8")
    git(folder, "add", "a.txt")
    assert main(words[1:]) == 0


@pytest.mark.slow
def test_the_action_looks_at_what_differs_from_the_base(folder: Path) -> None:
    steps = yaml.safe_load((TOP / "action.yml").read_text("utf-8"))["runs"]["steps"]
    script = steps[1]["run"]
    git(folder, "init", "-q")
    git(folder, "add", "k")
    git(folder, "commit", "-q", "-m", "first")
    command = folder / "upheld"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m upheld "$@"\n')
    command.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    base = subprocess.check_output(["git", "-C", str(folder), "rev-parse", "HEAD"], text=True)
    told = {"ONLY": "secrets", "BASELINE": "", "FILES": "", "BASE": base.strip(), "PATH": path}

    def run() -> int:
        environment = os.environ | told
        ran = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, check=False)
        return ran.returncode

    assert run() == 0
    git(folder, "add", "a.txt")
    git(folder, "commit", "-q", "-m", "second")
    assert run() != 0


def staged(folder: Path, name: str, content: bytes) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    (folder / name).write_bytes(content)
    git(folder, "add", name)


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(into := BytesIO())
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.csv", "氏名,電話\n佐藤 花子,090-1234-5678\n".encode("cp932"), "列 2(電話)"),
        ("a.txt", "電話 090-1234-5678\n".encode("utf-16"), "a.txt:1:4"),
        ("a.xlsx", workbook([["氏名", "電話"], ["佐藤 花子", "090-1234-5678"]]), "a.xlsx"),
    ],
)
def test_what_is_staged_is_read_whatever_wrote_it(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, place: str
) -> None:
    staged(folder, name, content)
    assert main(["detect", "--staged", "--only", "personal", "--lang", "ja"]) == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert place in line
    assert "(phone、" in line
    assert "upheld: allow" in told.err


def test_a_commit_is_not_stopped_by_what_cannot_be_read_but_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staged(folder, "logo.bin", b"\0\1\2 nothing")
    assert main(["detect", "--staged"]) == 0
    assert "logo.bin: " in capsys.readouterr().err
    assert main(["detect", "logo.bin"]) == 4


def test_a_commit_is_stopped_where_packages_are_missing_to_look_into_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(folder, "a.xlsx", workbook([["電話"], ["090-1234-5678"]]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert main(["--lang", "en", "detect", "--staged"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("a.xlsx: reading workbook needs optional packages")
    assert "pip install 'upheld[documents]'" in told
    assert 'additional_dependencies: [".[documents]"]' in told
    assert main(["--lang", "ja", "detect", "--staged"]) == 2
    assert "フック" in capsys.readouterr().err


def test_so_it_is_where_they_are_missing_for_what_lies_inside_of_an_archive(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(packed := BytesIO(), "w") as archive:
        archive.writestr("a.xlsx", workbook([["電話"], ["090-1234-5678"]]))
    staged(folder, "a.zip", packed.getvalue())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert main(["--lang", "en", "detect", "--staged"]) == 2
    assert "pip install 'upheld[documents]'" in capsys.readouterr().err


def test_hooks_and_action_install_what_reads_documents() -> None:
    hooks = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text("utf-8"))
    action = yaml.safe_load((TOP / "action.yml").read_text("utf-8"))
    installed = [one for hook in hooks for one in hook["additional_dependencies"]]
    installed.append(action["inputs"]["package"]["default"])
    known = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    for one in installed:
        extras = set(one.partition("[")[2].rstrip("]").split(","))
        assert "documents" in extras
        assert extras <= known["optional-dependencies"].keys()


def test_a_baseline_is_not_looked_at_itself(folder: Path) -> None:
    staged(folder, "a.txt", TEXT.encode())
    assert main(["detect", "--staged", "--write-baseline", "base.json"]) == 0
    git(folder, "add", "base.json")
    assert main(["detect", "--staged", "--baseline", "base.json"]) == 0
    assert main(["detect", "a.txt", "base.json", "--baseline", "base.json"]) == 0
    assert main(["detect", "--staged"]) == 1


def test_a_mark_that_is_misspelt_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staged(folder, "b.py", b"# \nmail = 'sato@example.jp'  # upheld: allow emial\n")
    assert main(["detect", "--staged"]) == 1
    assert "b.py:2: `upheld: allow emial`" in (told := capsys.readouterr().err)
    assert "did you mean `email`?" in told


def test_a_file_that_is_not_there_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", "deep/none.txt", "a.txt", "--only", "phone"]) == 2
    told = capsys.readouterr()
    assert told.out.startswith("a.txt:1:5")
    assert "deep/none.txt" in told.err


def test_a_placeholder_without_its_brackets_is_left_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["--key-file", "k", "--map", "m"]
    assert main(["detect", "a.txt", "--pseudonymise", "--only", "phone", *names]) == 0
    placeholder = re.search(r"⟦(PHONE_[0-9]+)⟧", capsys.readouterr().out)
    assert placeholder is not None
    (folder / "b.txt").write_text(f"call {placeholder[1]}, {placeholder[0]}\n", "utf-8")
    assert main(["detect", "b.txt", "--restore", *names]) == 0
    told = capsys.readouterr()
    assert told.out == f"call {placeholder[1]}, 090-1234-5678\n"
    assert placeholder[1] in told.err


@pytest.mark.parametrize(
    ("language", "what"), [("en", "a secret is a line of text"), ("ja", "1 行の文字列")]
)
def test_a_key_of_random_bytes_is_refused_with_how_one_is_made(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str, what: str
) -> None:
    (folder / "k").write_bytes(bytes(range(128, 160)))
    words = ["--pseudonymise", "--key-file", "k", "--map", "m"]
    assert main(["--lang", language, "detect", "a.txt", *words]) == 2
    told = capsys.readouterr().err
    assert what in told
    for line in re.findall(r"`\((.+?)\)`", told):
        if "openssl" not in line:  # what is on every machine is run as it stands there
            subprocess.run(["sh", "-c", line], check=True, cwd=folder)
    words[2] = "k.txt"
    assert main(["detect", "a.txt", *words]) == 0


WRITTEN = {
    "cp932": "電話 {}、丸一 ①\r\n株式会社 ㈱\r\n".format,
    "euc_jp": "電話 {}\n住所は非公開です\n".format,
    "utf-16": "電話 {}\n".format,
    "utf-16-be": "\ufeff電話 {}\n".format,
    "utf-8-sig": "電話 {}\r\n".format,
}


@pytest.mark.parametrize("encoding", WRITTEN)
@pytest.mark.parametrize(
    ("way", "instead"), [("--mask", "***-****-5678"), ("--redact", None)], ids=["mask", "redact"]
)
def test_a_changed_text_is_written_as_it_was_and_nothing_else_differs(
    folder: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    encoding: str,
    way: str,
    instead: str | None,
) -> None:
    brackets = "[[電話番号]]" if encoding in {"cp932", "euc_jp"} else "⟦電話番号⟧"
    (folder / "p.txt").write_bytes(WRITTEN[encoding]("090-1234-5678").encode(encoding))
    assert main(["--lang", "ja", "detect", "p.txt", way, "--only", "phone"]) == 0
    told = capsysbinary.readouterr()
    assert told.out == WRITTEN[encoding](instead or brackets).encode(encoding)
    assert told.err == b""


def test_placeholders_in_shift_jis_come_back_in_shift_jis(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = "電話 090-1234-5678\r\n".encode("cp932")
    (folder / "p.txt").write_bytes(before)
    names = ["--key-file", "k", "--map", "m"]
    assert main(["detect", "p.txt", "--pseudonymise", "--only", "phone", *names]) == 0
    hidden = capsysbinary.readouterr().out
    assert hidden.decode("cp932").startswith("電話 [[PHONE_")
    (folder / "h.txt").write_bytes(hidden)
    assert main(["detect", "h.txt", "--restore", *names]) == 0
    assert capsysbinary.readouterr().out == before


def test_a_value_that_the_encoding_lacks_is_written_in_utf_8_and_said(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    names = ["--key-file", "k", "--map", "m"]
    (folder / "p.txt").write_text("mail josé@example.jp\n", "utf-8")
    assert main(["detect", "p.txt", "--pseudonymise", "--only", "email", *names]) == 0
    hidden = capsysbinary.readouterr().out.decode().replace("⟦", "[[").replace("⟧", "]]")
    (folder / "h.txt").write_bytes(f"宛先 {hidden}".encode("cp932"))
    assert main(["--lang", "en", "detect", "h.txt", "--restore", *names]) == 0
    told = capsysbinary.readouterr()
    assert told.out.decode() == "宛先 mail josé@example.jp\n"
    assert b"written in UTF-8: cp932 lacks a sign" in told.err


def test_signs_with_two_codes_keep_theirs(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for other in (b"\xfa\x5c\n", b"\xee\xe0\n", b"\x87\x9a\n", b"\xed\x40\n"):
        (folder / "n.txt").write_bytes("電話 090-1234-5678 ".encode("cp932") + other)
        assert main(["--lang", "en", "detect", "n.txt", "--mask", "--only", "phone"]) == 0
        told = capsysbinary.readouterr()
        assert told.out == "電話 ***-****-5678 ".encode("cp932") + other
        assert told.err == b""
    (folder / "n.txt").write_bytes(b"\xfa\x5c \xed\x40\n")
    assert main(["--lang", "en", "detect", "n.txt", "--mask"]) == 0
    assert b"two codes in cp932" in capsysbinary.readouterr().err
