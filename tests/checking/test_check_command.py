"""`upheld check` on the command line: exit codes, formats, fixes, and links on a schedule."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from upheld.policy.rules.examples import BASE
from upheld.refusal import Exit
from upheld.terminal.main import main

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("UPHELD_NOW", "2026-11-25T09:00:00+09:00")
    assert main(["init", "store", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "store")
    for old in Path("policy").glob("*.yaml"):
        old.unlink()
    # No address of a page in it: this test asks nobody.
    Path("policy/policy.yaml").write_text(
        BASE.replace("  procedure_url: https://sample-store.jp/privacy/request\n", ""), "utf-8"
    )
    capsys.readouterr()

    def run(*words: str, now: str | None = None) -> tuple[int, str]:
        if now is not None:
            monkeypatch.setenv("UPHELD_NOW", now)
        code = main(list(words))
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


def times_links_were_fetched(run: Run) -> int:
    return int(json.loads(run("ledger", "check", "--json")[1])["size"])


def test_a_sound_policy_exits_0_and_says_so(run: Run) -> None:
    assert run("check") == (0, "all rules are kept\n")


def test_an_error_exits_1_and_a_file_that_is_no_policy_exits_2(run: Run) -> None:
    path = Path("policy/policy.yaml")
    sound = path.read_text("utf-8")
    path.write_text(sound.replace('  tell: {c: "6.2"}\n', ""), "utf-8")
    code, said = run("check")
    assert code == Exit.REMAINING
    assert "UPH141 error" in said
    path.write_text(sound + "incidents: {}\n", "utf-8")
    assert run("check")[0] == Exit.REFUSED


def test_every_format_says_the_same_number(run: Run) -> None:
    path = Path("policy/policy.yaml")
    path.write_text(path.read_text("utf-8").replace("[electronic, paper]", "[paper]"), "utf-8")
    document = json.loads(run("check", "--json")[1])
    sarif = json.loads(run("check", "--format", "sarif")[1])
    annotations = run("check", "--format", "github")[1].splitlines()
    assert document["warnings"] == len(sarif["runs"][0]["results"]) == len(annotations) == 1


def test_links_on_a_schedule_are_fetched_when_their_period_has_passed(run: Run) -> None:
    before = times_links_were_fetched(run)
    run("check", "--links-every", "P30D")
    assert times_links_were_fetched(run) == before + 1
    run("check", "--links-every", "P30D", now="2026-12-20T09:00:00+09:00")
    assert times_links_were_fetched(run) == before + 1
    run("check", "--links-every", "P30D", now="2026-12-27T09:00:00+09:00")
    assert times_links_were_fetched(run) == before + 2


@pytest.mark.parametrize(
    "words", [("check", "--format", "xml"), ("check", "--links-every", "often"), ("rule", "UPH999")]
)
def test_wrong_words_are_refused_with_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code == Exit.REFUSED
    assert "to fix" in said
