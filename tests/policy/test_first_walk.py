"""The first walk with a policy: from `upheld init` to pages, a published version and a board."""

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from upheld.terminal.main import main

OWN = {
    "東京都千代田区見本町1-2-3": "宮城県仙台市青葉区歯見1-1",
    "1-2-3 Mihoncho, Chiyoda-ku, Tokyo": "1-1 Hami, Aoba-ku, Sendai",
    "山野 葵": "葉山 倫", "Aoi Yamano": "Rin Hayama",
    "sample-store.example.jp": "haiyasu.jp",
    "date: 2000-01-01": "date: 2026-11-25", "# contract:": "contract:", "# signatory:": "signatory:",
}  # fmt: skip


def run(workspace: Path, *arguments: str, code: int = 0) -> str:
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        ended = main(["-C", str(workspace), *arguments])
    assert ended == code, errors.getvalue()
    return out.getvalue()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    run(tmp_path, "init", "mine")
    return tmp_path / "mine"


def test_a_new_workspace_has_no_error_and_says_what_to_fill_in(mine: Path) -> None:
    found = json.loads(run(mine, "--json", "check"))
    assert found["errors"] == 0
    assert [one["code"] for one in found["findings"]] == [
        "UPH108", "UPH108", "UPH108", "UPH104", "UPH203",
    ]  # fmt: skip


@pytest.mark.slow
def test_filled_in_it_checks_clean_is_rendered_published_and_shown(mine: Path) -> None:
    file = mine / "policy" / "policy.yaml"
    text = file.read_text("utf-8")
    for invented, own in OWN.items():
        assert invented in text
        text = text.replace(invented, own)
    file.write_text(text, "utf-8")
    assert run(mine, "check") == "all rules are kept\n"
    run(mine, "policy", "render", "--format", "md", "--out", str(mine / "public"))
    page = (mine / "public" / "policy.en.md").read_text("utf-8")
    assert "a preliminary report within 5 days" in page
    assert "None" not in page
    run(mine, "policy", "publish", "--effective", "2027-01-01")
    board: dict[str, Any] = json.loads(run(mine, "--json", "promises"))
    assert board["counts"]["broken"] == 0
    assert {clause["id"] for clause in board["clauses"]} >= {
        "1.1",
        "3.1",
        "4.1",
        "8.1",
        "9.3",
        "10.1",
    }


def test_the_numbers_of_the_template_are_those_of_the_headings(mine: Path) -> None:
    run(mine, "policy", "render", "--format", "md", "--out", str(mine / "public"))
    for language in ("en", "ja"):
        page = (mine / "public" / f"policy.{language}.md").read_text("utf-8")
        parts = re.split(r"^## (\d+)\. ", page, flags=re.MULTILINE)[1:]
        marks = {
            number: {mark.partition("\\.")[0] for mark in re.findall(r"\((\d+\\\.\d+)\)", text)}
            for number, text in zip(parts[::2], parts[1::2], strict=True)
        }
        assert list(marks) == [str(number) for number in range(1, 11)]
        assert {number: found for number, found in marks.items() if found - {number}} == {}
        assert sum(bool(found) for found in marks.values()) == 9


def test_why_speaks_japanese_in_sentences(mine: Path) -> None:
    said = run(mine, "--lang", "ja", "why", "5.2")
    assert "メール配信の委託先 – 位置付け: 委託先。所在地: 日本。適切に選定し、" in said
    assert "契約と監督の記録(観測)" in said
    assert "contract-on-file" not in said
    english = run(mine, "--lang", "en", "why", "5.2")
    assert "Our e-mail delivery processor – Position: processor. Location: Japan. We" in english
    assert "contract and supervision are on file (observed)" in english
