"""`upheld policy render` and `upheld policy wording`, as a person at a terminal uses them."""

import json
from pathlib import Path

import pytest

from tests.rendering.examples import NAMES, ROOT
from upheld.terminal.main import main

EXAMPLE = str(ROOT / "consumer-app" / "policy")


def _render(out: Path, *more: str, policy: str = EXAMPLE) -> int:
    return main(["policy", "render", "--out", str(out), "--policy", policy, *more])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_example_renders_without_a_finding(name: str, tmp_path: Path) -> None:
    assert _render(tmp_path, "--lang", "both", policy=str(ROOT / name / "policy")) == 0
    for language in ("ja", "en"):
        assert (tmp_path / f"policy.{language}.html").is_file()


@pytest.mark.slow
def test_one_language_and_one_format_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _render(tmp_path, "--lang", "ja", "--format", "md") == 0
    assert {path.suffixes[0] for path in tmp_path.iterdir()} == {".ja"}
    assert {path.suffix for path in tmp_path.iterdir()} == {".md"}
    assert "ファイルを書きました" in capsys.readouterr().out


def test_what_was_not_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _render(tmp_path, "--lang", "en")
    assert (
        "not made, since nothing is declared for it: joint-use, ai, california"
        in capsys.readouterr().out
    )


@pytest.mark.slow
def test_json_has_the_files_and_the_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _render(tmp_path, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert sorted(said) == ["files", "findings", "not_made", "policy", "sha256", "version"]
    assert {one["file"] for one in said["files"]} == {path.name for path in tmp_path.iterdir()}
    assert said["findings"] == []


@pytest.mark.slow
def test_languages_that_promise_different_things_are_a_finding_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "policy"
    folder.mkdir()
    for path in Path(EXAMPLE).glob("*.yaml"):
        folder.joinpath(path.name).write_text(path.read_text("utf-8"), "utf-8")
    keeping = folder / "keeping.yaml"
    changed = keeping.read_text("utf-8").replace("1,000 yen", "2,000 yen")
    assert changed != keeping.read_text("utf-8")
    keeping.write_text(changed, "utf-8")
    assert _render(tmp_path / "out", "--json", policy=str(folder)) == 1
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert found["code"] == "parity-numbers"
    assert "`1000 yen`" in found["what"]
    assert "`2000 yen`" in found["what"]
    assert (tmp_path / "out" / "policy.en.html").is_file()


@pytest.mark.parametrize(
    ("option", "value", "known"), [("--lang", "fr", "`both`"), ("--format", "docx", "`pdf`")]
)
def test_another_language_or_format_is_refused_with_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, known: str
) -> None:
    assert _render(tmp_path / "out", option, value) == 2
    assert known in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_an_earlier_version_makes_a_readers_diff(tmp_path: Path) -> None:
    folder = tmp_path / "earlier"
    folder.mkdir()
    for path in Path(EXAMPLE).glob("*.yaml"):
        text = path.read_text("utf-8").replace("1,000 yen", "500 yen").replace("1000円", "500円")
        folder.joinpath(path.name).write_text(text, "utf-8")
    assert _render(tmp_path / "out", "--lang", "both", "--earlier", str(folder)) == 0
    assert "<del>500</del>" in (tmp_path / "out" / "history.en.html").read_text("utf-8")


def test_the_wording_of_a_clause_shows_what_own_words_are_bound_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "wording", "P3-9d", "--policy", EXAMPLE, "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert line["line"] == "rights.disclosure.fee"
    assert line["clauses"] == ["P3-9d"]
    assert len(line["meaning"]) == 12
    assert all(set(one) == {"ja", "en"} for one in line["sentences"])


def test_the_wording_of_a_clause_that_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "wording", "P3-99", "--policy", EXAMPLE]) == 2
    assert "there is no clause or line `P3-99`" in capsys.readouterr().err


@pytest.mark.slow
def test_the_history_of_a_workspace_compares_with_the_published_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    work, out = str(tmp_path / "work"), tmp_path / "out"
    assert main(["init", "work", "--template", "b2b-platform"]) == 0
    company = tmp_path / "work" / "policy" / "company.yaml"
    company.write_text(
        company.read_text("utf-8").replace("effective: 2026-10-01", "effective: 2099-12-30"),
        "utf-8",
    )
    assert main(["-C", work, "policy", "publish", "--effective", "2099-12-30"]) == 0
    company.write_text(
        company.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"', 1), "utf-8"
    )
    assert main(["-C", work, "policy", "render", "--out", str(out), "--lang", "both"]) == 0
    assert "<del>1.0</del><ins>1.1</ins>" in (out / "history.en.html").read_text("utf-8")
    assert "<del>1.0</del><ins>1.1</ins>" in (out / "history.ja.html").read_text("utf-8")


@pytest.mark.slow
def test_a_clause_that_costs_the_headings_their_numbers_is_named_and_only_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "init", "mine"]) == 0
    policy = tmp_path / "mine" / "policy"
    _render(tmp_path / "out", policy=str(policy))
    assert "headings bear no numbers" not in capsys.readouterr().err
    file = policy / "policy.yaml"
    file.write_text(file.read_text("utf-8").replace('c: "3.1"', 'c: "7.1"', 1), "utf-8")
    _render(tmp_path / "out", policy=str(policy))
    said = capsys.readouterr()
    assert (
        "headings bear no numbers: clauses of these sections do not begin with the section's: "
        "3 “Data we acquire”: `7.1`" in said.err
    )
    assert "headings bear no numbers" not in said.out
    _render(tmp_path / "out", "--json", policy=str(policy))
    assert capsys.readouterr().err == ""
