"""The command line as a whole: help, JSON, global options, exit codes, words for beginners."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.faults import shop
from tests.faults.workspace import Office
from upheld.terminal.main import main
from upheld.terminal.screen import SCREEN
from upheld.terminal.tree import command_tree

PLAN = {
    "schema", "request", "plan_sha256", "as_of", "system", "people", "tables",
    "missing_indexes", "out_of_scope", "not_proven",
}  # fmt: skip
TABLE = {
    "table", "delete", "anonymise", "unlink", "retain", "keep", "mention", "shared", "rule",
    "clause", "until", "held_back", "retained", "clauses",
}  # fmt: skip
REPORT = {"request", "complete", "steps", "residue"}
STEP = {"system", "table", "action", "outcome", "rows", "clause", "until"}
OUTCOMES = {
    "verified", "remaining", "failed", "not_attempted", "retained", "pending", "out_of_scope",
}  # fmt: skip
WHERE = {"file", "line", "column", "table", "clause", "system"}


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and group of the tree."""

    def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*path, name))

    SCREEN.language = "en"
    yield from walk(command_tree(), ())


COMMANDS = list(commands())


def test_the_tree_has_every_command_that_is_promised() -> None:
    promised = {
        ("init",), ("map", "discover"), ("map", "check"), ("request", "open"),
        ("request", "choose"), ("request", "plan"), ("request", "approve"), ("request", "apply"),
        ("request", "show"), ("request", "list"), ("request", "bundle"), ("hold", "add"),
        ("hold", "release"), ("guard", "install"), ("guard", "remove"), ("receipt",), ("verify",),
        ("ledger", "check"), ("ledger", "anchor"), ("sweep",), ("check",), ("rule",), ("why",),
        ("retention", "due"), ("retention", "plan"),
        ("retention", "approve"), ("retention", "apply"), ("retention", "show"), ("policy", "import"), ("policy", "render"), ("policy", "diff"), ("policy", "publish"),
        ("policy", "show"), ("export", "ropa"), ("export", "ledger-ja"), ("export", "dpv"),
        ("export", "fideslang"), ("import", "fideslang"), ("promises", "file"),
    }  # fmt: skip
    assert promised <= set(COMMANDS)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example_in_both_languages(
    path: tuple[str, ...], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", lang, *path, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())  # a line may end inside of the example
    leaf = not any(other[: len(path)] == path and other != path for other in COMMANDS)
    if leaf or not path:
        assert ("Example: upheld" if lang == "en" else "例: upheld") in said
    if lang == "ja":
        assert any("ぁ" <= c <= "ん" for c in said)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_refuses_an_unknown_option_with_2_and_a_way_to_its_help(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--json", *path, "--no-such-option"]) == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert set(error) == {"code", "what", "where", "remedy"}
    assert error["code"] == "usage"
    assert "--help" in error["remedy"]


@pytest.mark.slow
def test_the_documented_keys_are_exactly_these(any_office: Office) -> None:
    office = any_office
    unit = office.open_for(shop.EMAIL)
    plan = office.run("request", "plan", unit).json
    assert set(plan) == PLAN
    assert [set(person) for person in plan["people"]] == [{"ref", "found", "absence"}]
    assert all(set(table) == TABLE for table in plan["tables"])
    office.approve(unit)
    report = office.run("request", "apply", unit).json
    assert set(report) == REPORT
    assert all(set(step) - {"held_back"} == STEP for step in report["steps"])
    assert all(step.get("held_back") != [] for step in report["steps"])
    assert {step["outcome"] for step in report["steps"]} <= OUTCOMES


@pytest.mark.parametrize(
    "words",
    [
        ("request", "show", "R-2026-9999"),
        ("request", "plan", "R-1"),
        ("request", "approve", "x", "--plan", "y", "--by", "z"),
        ("request", "open", "--right", "deletion"),
        ("request", "open", "--right", "no", "--subject", "email=a"),
        ("request", "open", "--right", "deletion", "--subject", "email"),
        ("request", "open", "--right", "correction", "--subject", "email=a"),
        ("hold", "release", "H-2026-0001"),
        ("guard", "install", "nowhere"),
        ("map", "discover", "shpo"),
        ("receipt", "R-2026-0001", "--out", "x.json"),
    ],
    ids=" ".join,
)
def test_every_refusal_is_the_documented_object(office: Office, words: tuple[str, ...]) -> None:
    said = office.run(*words)
    assert said.code == 2
    assert said.out == ""
    assert set(json.loads(said.err)) == {"error"}
    assert set(said.error) == {"code", "what", "where", "remedy"}
    assert set(said.error["where"]) <= WHERE
    for lang in ("en", "ja"):
        talked = office.speak("--lang", lang, *words)
        assert (talked.code, talked.out) == (2, "")
        assert ("to fix:" if lang == "en" else "対処:") in talked.err


def test_a_misspelt_system_is_told_the_nearest_one(office: Office) -> None:
    assert "`shop`" in office.run("map", "discover", "shpo").error["remedy"]


def test_global_options_stand_before_or_after_the_command(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(office.folder)
    for words in (
        ["-C", folder, "--json", "request", "list"],
        ["request", "--json", "list", "-C", folder],
        ["request", "list", f"-C={folder}", "--json"],
    ):
        assert main(words) == 0
        assert json.loads(capsys.readouterr().out) == []
    assert main(["request", "list", "-C"]) == 2
    assert main(["request", "list", "--lang", "fr", "-C", folder]) == 2


@pytest.mark.slow
def test_the_language_comes_from_the_locale_unless_it_is_given(office: Office) -> None:
    words = [sys.executable, "-m", "upheld", "-C", str(office.folder), "request", "list"]
    path = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PATH": os.environ["PATH"]}
    for locale, expected in (("ja_JP.UTF-8", "請求はまだ"), ("C.UTF-8", "no requests yet")):
        done = subprocess.run(
            words, capture_output=True, check=False, text=True, encoding="utf-8",
            env={**path, "LC_ALL": locale, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout


def test_no_colour_is_written_where_nobody_looks_or_nobody_wants_it(office: Office) -> None:
    said = office.speak("request", "show", "R-2026-9999")
    assert "\033" not in said.err + said.out


def test_empty_states_teach_the_next_step(office: Office) -> None:
    assert "upheld request open" in office.speak("request", "list").out
    assert "hold" in office.speak("hold", "list").out
    assert "agree" in office.speak("map", "check").out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_each_step_names_the_next_one(office: Office, lang: str) -> None:
    opened = office.speak(
        "--lang", lang, "request", "open", "--right", "deletion", "--subject", f"email={shop.EMAIL}"
    )
    assert "upheld request plan R-2026-0001" in opened.out
    plan = office.speak("--lang", lang, "request", "plan", "R-2026-0001")
    assert "upheld request approve R-2026-0001 --plan" in plan.out
    sha = plan.out.partition("sha256 ")[2].split()[0]
    approved = office.speak(
        "--lang", lang, "request", "approve", "R-2026-0001", "--plan", sha, "--by", "K"
    )
    assert "upheld request apply R-2026-0001" in approved.out
    applied = office.speak("--lang", lang, "request", "apply", "R-2026-0001")
    assert "upheld receipt R-2026-0001" in applied.out


def test_a_list_says_when_in_the_companys_zone_and_its_json_with_the_zone(office: Office) -> None:
    office.open_for(shop.EMAIL)
    (row,) = office.run("request", "list").json
    opened = datetime.fromisoformat(row["opened_at"])
    assert opened.utcoffset() is not None
    local = opened.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"{local:%Y-%m-%d %H:%M} ({local.tzname()})\n" in office.speak("request", "list").out


def test_a_right_the_policy_does_not_offer_is_refused(office: Office) -> None:
    office.edit("policy/policy.yaml", "deletion: {offered: true", "deletion: {offered: false")
    said = office.run("request", "open", "--right", "deletion", "--subject", "email=a@example.jp")
    assert (said.code, said.error["code"]) == (2, "right-not-offered")


def test_help_of_the_installed_command_is_quick_to_come() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "upheld", "--help"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert done.returncode == 0
    for heavy in ("sqlalchemy", "psycopg", "pymysql", "cryptography", "pydantic", "duckdb"):
        assert f" {heavy}\n" not in done.stderr, heavy
