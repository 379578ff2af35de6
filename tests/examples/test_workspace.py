"""An example is a workspace to play with: its stores are made, mapped, and requests run through."""

import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import valkey

from tests.examples.test_clauses import EXAMPLES
from tests.servers import Server
from upheld.examples.gallery import example
from upheld.policy.reading import read_policy
from upheld.terminal.main import main

SOMEBODY = {
    "b2b-platform": "toru.asagiri@team1.example.jp",
    "ai-research": "shiori.fuzuki@reader.example.jp",
    "consumer-app": "mugi.koharu@diary.example.jp",
    "messaging": "wataru.narumi@client1.example.co.jp",
    "wifi-rental": "nagisa.urabe@traveller.example.jp",
}
"""One invented person of each example, with traces in every store."""


def run(folder: Path, *words: str, expect: int = 0) -> str:
    """Run a command in this process, and return what it printed."""
    said, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(errors):
        code = main(["-C", str(folder), *words])
    assert code == expect, said.getvalue() + errors.getvalue()
    return said.getvalue()


def ask(folder: Path, *words: str) -> Any:
    return json.loads(run(folder, *words, "--json"))


def founded(folder: Path, template: str, *more: str) -> Path:
    run(folder, "init", "play", "--template", template, "--samples", *more)
    return folder / "play"


def carried_out(play: Path, right: str, email: str) -> dict[str, Any]:
    """Walk one request from its opening to its end."""
    run(play, "request", "open", "--right", right, "--subject", f"email={email}")
    request = max(str(each["request"]) for each in ask(play, "request", "list"))
    plan = ask(play, "request", "plan", request)
    run(play, "request", "approve", request, "--plan", plan["plan_sha256"], "--by", "a tester")
    report: dict[str, Any] = ask(play, "request", "apply", request)
    return report


@pytest.fixture(params=sorted(SOMEBODY))
def template(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def play(tmp_path: Path, template: str) -> Path:
    return founded(tmp_path, template)


def everything(play: Path) -> Iterator[str]:
    """Every value of every database and file of the sample stores."""
    for path in sorted((play / "data").rglob("*")):
        if path.suffix == ".db":
            with closing(sqlite3.connect(path)) as database:
                yield from database.iterdump()
        elif path.is_file():
            yield path.name + path.read_bytes().decode("utf-8", "replace")


def test_maps_and_stores_agree_and_the_check_finds_nothing(play: Path) -> None:
    assert "maps and databases agree" in run(play, "map", "check", "--lang", "en")
    findings = ask(play, "check")["findings"]
    serious = [one for one in findings if one["severity"] != "information"]
    # Whoever has third parties and no records yet is told so, and of nothing else.
    assert [one for one in serious if one["code"] != "UPH230"] == []
    today = datetime.now(UTC).date().isoformat()
    run(play, "provision", "declare", "--since", "2000-01-01", "--through", today, "--by", "S")
    findings = ask(play, "check")["findings"]
    assert {one["severity"] for one in findings} <= {"information"}


@pytest.mark.slow
def test_a_disclosure_is_complete_and_its_bundle_names_every_table(
    play: Path, template: str
) -> None:
    report = carried_out(play, "disclosure", SOMEBODY[template])
    assert report["complete"] is True
    assert {step["outcome"] for step in report["steps"]} == {"verified"}
    request = report["request"]
    run(play, "request", "bundle", request, "--out", str(play / "answer"))
    [data] = (play / "answer").rglob("data.json")
    assert SOMEBODY[template] in data.read_text("utf-8")
    run(play, "receipt", request, "--out", str(play / "receipts"))
    run(play, "verify", str(play / f"receipts/{request}.json"), "--key", str(play / "upheld.pub"))


@pytest.mark.slow
def test_a_deletion_is_complete_and_leaves_nothing_of_the_person(play: Path, template: str) -> None:
    email = SOMEBODY[template]
    assert sum(email in one for one in everything(play)) > 3
    report = carried_out(play, "deletion", email)
    assert report["complete"] is True
    assert report["residue"] == "clean"
    assert not any(email in one for one in everything(play))
    request = report["request"]
    run(play, "receipt", request, "--out", str(play / "receipts"))
    run(play, "verify", str(play / f"receipts/{request}.json"), "--key", str(play / "upheld.pub"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("email", "system"),
    [
        ("yui.miotsukushi@apply.example.jp", "hr"),
        ("meguri.towakawa@visitor.example.jp", "footage"),
    ],
)
def test_an_applicant_and_a_visitor_before_the_camera_are_people_too(
    tmp_path: Path, email: str, system: str
) -> None:
    play = founded(tmp_path, "messaging")
    report = carried_out(play, "deletion", email)
    assert report["complete"] is True
    assert system in {step["system"] for step in report["steps"]}
    assert not any(email in one for one in everything(play))
    assert not (play / "data/footage/entrance/1").exists() or system == "hr"
    assert (play / "data/footage/entrance/2").exists()


def test_the_cache_of_the_samples_goes_into_a_server_where_there_is_one(
    tmp_path: Path, valkey_server: Server
) -> None:
    url = valkey_server.url("7")
    play = founded(tmp_path, "b2b-platform", "--cache", url)
    assert not (play / "data/cache").exists()
    server: Any = valkey.Valkey
    with closing(server.from_url(url)) as cache:
        assert len(cache.keys("member:1:*")) == 2
        report = carried_out(play, "deletion", SOMEBODY["b2b-platform"])
        assert report["complete"] is True
        assert cache.keys("member:1:*") == []
        assert len(cache.keys("member:2:*")) == 2


@pytest.mark.parametrize("name", ["あおば商店", 'O\'Neil & "Sons"', "mycompany"])
def test_a_policy_started_from_a_template_speaks_of_the_new_company(
    tmp_path: Path, template: str, name: str
) -> None:
    own = example(template).policy()
    texts = example(template).policy_for(name, "mine")
    for file, text in texts.items():
        (tmp_path / file).write_text(text, "utf-8")
        assert own.policy.company.ja not in text
        assert own.policy.company.en not in text
    renamed = read_policy(tmp_path)
    assert renamed.policy.id == "mine"
    assert renamed.policy.company.ja == renamed.policy.company.en == name
    assert renamed.handler is not None
    assert renamed.handler.name.en == name
    assert renamed.clauses() == own.clauses()


def test_a_company_started_from_a_template_checks_clean_before_it_has_stores(
    tmp_path: Path, template: str
) -> None:
    run(tmp_path, "init", "mine", "--template", template)
    findings = ask(tmp_path / "mine", "check")["findings"]
    assert {one["severity"] for one in findings} <= {"information"}
    assert not (tmp_path / "mine/data").exists()


def test_a_template_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    errors = io.StringIO()
    with redirect_stderr(errors):
        code = main(["-C", str(tmp_path), "init", "mine", "--template", "wifi-retnal"])
    assert code == 2
    assert "`wifi-rental`" in errors.getvalue()
    assert not (tmp_path / "mine").exists()


def test_samples_without_an_example_are_refused(tmp_path: Path) -> None:
    run(tmp_path, "init", "mine", "--samples", expect=2)
    run(tmp_path, "init", "mine", "--cache", "valkey://127.0.0.1:1/0", expect=2)
    assert not (tmp_path / "mine").exists()


def test_every_file_of_the_examples_ships_in_the_wheel() -> None:
    project = (EXAMPLES.parents[2] / "pyproject.toml").read_text("utf-8")
    shipped = set(re.findall(r'"\*\*/\*(\.\w+)"', project)) | {".py"}
    held = {path.suffix for path in EXAMPLES.rglob("*") if path.is_file()} - {".pyc"}
    assert held - shipped == set()
