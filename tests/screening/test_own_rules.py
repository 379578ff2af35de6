"""Patterns of a company's own: one file for the terminal, the gateway and Presidio's callers."""

import json
from pathlib import Path
from typing import Any

import pytest
import spacy

from upheld.refusal import RefusalsError
from upheld.screening.daily import DailyScanner
from upheld.screening.own_rules import read_own
from upheld.terminal.main import main

RULES = """\
rules:
  - name: membership
    kind: device_id
    pattern: 'M-[0-9]{8}'
    context: [会員番号, Member No]
    confidence: 0.4
"""


def put(folder: Path, text: str = RULES) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会員番号はM-20261126です", True),
        ("member no: M-20261126", True),
        ("部品 M-20261126 を発注", False),
        ("part M-20261126 ordered", False),
        ("会員番号はXM-202611260です", False),
    ],
)
def test_a_pattern_of_ones_own_is_found_where_a_word_of_its_context_stands(
    text: str, found: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text(text, "utf-8")
    arguments = [
        "--json",
        "detect",
        str(note),
        "--only",
        "device_id",
        "--rules",
        str(put(tmp_path)),
    ]
    assert main(arguments) == int(found)
    said = json.loads(capsys.readouterr().out)["findings"]
    assert [one["rule"] for one in said] == ["device_id.membership"] * found
    assert "M-20261126" not in str(said)


def test_what_comes_with_the_package_is_found_as_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("会員番号 M-20261126、連絡先 taro@example.jp", "utf-8")
    assert main(["--json", "detect", str(note), "--rules", str(put(tmp_path))]) == 1
    found = {one["kind"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {"device_id", "email"} <= found


@pytest.mark.parametrize(
    ("change", "at", "word"),
    [
        (("'M-[0-9]{8}'", "'(?<=M-)[0-9]{8}'"), "4:14", "linear time"),
        (("'M-[0-9]{8}'", r"'([0-9])\1+'"), "4:14", "linear time"),
        (("'M-[0-9]{8}'", "'[0-9'"), "4:14", "linear time"),
        (("'M-[0-9]{8}'", "'x*'"), "4:14", "nothing stands"),
        (("device_id", "member_id"), "3:11", "no kind `member_id`"),
        (("confidence: 0.4", "confidence: 4"), "6:17", "1"),
        (("context:", "contxt:"), "5:5", "contxt"),
        (("name: membership", "name: 会員"), "2:11", "name"),
    ],
)
def test_each_mistake_is_said_with_its_line_and_column(
    change: tuple[str, str], at: str, word: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = put(tmp_path, RULES.replace(*change))
    assert main(["detect", "-", "--rules", str(path)]) == 2
    said = capsys.readouterr().err
    assert f"{path}:{at}: " in said
    assert word in said


def test_all_mistakes_of_a_file_are_said_at_once(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        RULES
        + "  - {name: membership, kind: device_id, pattern: 'N-[0-9]+'}\n"
        + "  - {name: other, kind: nothing, pattern: 'N'}\n"
        + "recognisers:\n  - {name: oracle, model: x}\n  - {name: spacy, model: /nowhere}\n",
    )
    with pytest.raises(RefusalsError) as caught:
        read_own(path, file="rules.yaml")
    places = [(one.where.line, one.where.file) for one in caught.value.refusals]
    assert places == [(n, "rules.yaml") for n in (7, 8, 10, 11)]


@pytest.mark.slow
def test_an_installed_recogniser_is_asked_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import spacy

    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Xylo Quib"}])  # type: ignore[attr-defined]
    pipeline.to_disk(tmp_path / "model")
    path = put(tmp_path, f"recognisers:\n  - {{name: spacy, model: {tmp_path / 'model'}}}\n")
    note = tmp_path / "note.txt"
    note.write_text("we met Xylo Quib there", "utf-8")
    assert main(["detect", str(note)]) == 0
    assert main(["detect", str(note), "--rules", str(path)]) == 1
    assert "person_name" in capsys.readouterr().out


def test_the_gateways_scanner_knows_them_too(tmp_path: Path) -> None:
    scanner = DailyScanner(own=read_own(put(tmp_path)))
    assert [one.rule for one in scanner.scan("会員番号はM-20261126です")] == [
        "device_id.membership"
    ]


@pytest.mark.slow
def test_a_judge_is_asked_about_names_in_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    language: Any = spacy.blank("en")
    language.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Hannah"}])
    language.to_disk(tmp_path / "model")
    note = tmp_path / "note.txt"
    note.write_text("We met Hannah today.\nWe met Grace today, and Dr. Miller.", "utf-8")
    judge = f"judge: {{name: spacy, model: {tmp_path / 'model'}}}\n"
    rules = put(tmp_path, judge)
    assert main(["--json", "detect", str(note), "--rules", str(rules)]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["line"], one["column"], one["confidence"]) for one in found] == [
        (1, 8, 0.75),
        (2, 29, 0.9),
    ]
    scanned = DailyScanner(own=read_own(rules)).scan(note.read_text("utf-8"))
    assert [span.confidence for span in scanned] == [0.75, 0.9]


def test_a_judge_that_there_is_not_is_refused_with_its_place(tmp_path: Path) -> None:
    rules = put(tmp_path, "judge:\n  name: spaccy\n  model: ja_ginza\n")
    with pytest.raises(RefusalsError) as refused:
        read_own(rules)
    (one,) = refused.value.refusals
    assert "rules.yaml:2:9" in str(one)
    assert "spaccy" in str(one)
