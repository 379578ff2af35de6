"""`upheld check` on the command line: exit codes, formats, fixes, and links on a schedule."""

import json
import re
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
    named = "  representative: {name: {ja: 見本 花子"
    path.write_text(sound.replace(named, named.replace("  rep", "  # rep")), "utf-8")
    code, said = run("check")
    assert code == Exit.REMAINING
    assert "UPH108 error" in said
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


@pytest.mark.parametrize(
    ("asked", "guesses"),
    [
        ("UPH181", ["UPH118"]),
        ("118", ["UPH118"]),
        ("uph-118", ["UPH118"]),
        ("UPH21", ["UPH121", "UPH201", "UPH210", "UPH211"]),
        ("two-retention-rule", ["two-retention-rules"]),
        ("UPH999", []),
        ("UPH300", []),
        ("rule", []),
    ],
)
def test_a_rule_that_is_not_there_suggests_only_what_is_near(
    run: Run, asked: str, guesses: list[str]
) -> None:
    code, said = run("rule", asked)
    assert code == Exit.REFUSED
    assert re.findall(r"`((?:UPH\d+)|[a-z-]+-rules)`", said.split("to fix")[1]) == guesses
    assert "`upheld rule` lists all of them" in said
    assert "`upheld rule` で一覧を表示します" in run("--lang", "ja", "rule", asked)[1]


@pytest.mark.parametrize("name", ["made/inside", "made\\inside", "made/inside/"])
def test_a_path_where_a_name_goes_is_told_apart_and_the_command_is_given(
    run: Run, tmp_path: Path, name: str
) -> None:
    code, said = run("init", name)
    assert code == Exit.REFUSED
    assert "is a path, and here goes a name" in said
    assert "`upheld -C made init inside`" in said
    japanese = run("--lang", "ja", "init", name)[1]
    assert "はパスです" in japanese
    assert "`upheld -C made init inside`" in japanese
    assert not Path("made").exists()
    assert run("-C", "made", "init", "inside")[0] == 0
    assert Path("made/inside/policy/policy.yaml").is_file()


def test_settings_that_count_in_another_time_zone_than_the_policy_are_named(run: Run) -> None:
    path = Path("upheld.yaml")
    path.write_text(path.read_text("utf-8").replace("Asia/Tokyo", "America/New_York"), "utf-8")
    line = next(n for n, one in enumerate(path.read_text().split("\n"), 1) if "timezone" in one)
    code, said = run("check", "--files-only")
    assert code == Exit.REMAINING
    assert f"upheld.yaml:{line}:1: UPH238 error" in said
    assert "write `timezone: Asia/Tokyo`" in said
