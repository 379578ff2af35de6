"""Each example company's policy, from check to board: checked, rendered, published, changed, shown."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from upheld.terminal.main import main

TEMPLATES = ["b2b-platform", "ai-research", "consumer-app", "messaging", "wifi-rental"]
Run = Callable[..., tuple[int, str]]
SIGNATORY = (
    "\nsignatory: {name: {ja: 見本 花子, en: Hanako Mihon}, title: {ja: 代表取締役, en: President}}"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("UPHELD_NOW", "2026-11-25T09:00:00+09:00")

    def run(*words: str) -> tuple[int, str]:
        code = main(list(words))
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_whole_walk_of_a_policy(
    run: Run, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run("init", "aozora", "--template", template, "--samples", "--drill")
    assert code == 0, said
    monkeypatch.chdir(tmp_path / "aozora")

    code, said = run("check", "--json")
    document = json.loads(said)
    assert (code, document["errors"], document["unreachable"]) == (0, 0, [])

    code, said = run("policy", "render", "--lang", "both", "--out", "public")
    assert code == 0, said
    assert {p.name.split(".")[1] for p in Path("public").glob("policy.*.html")} == {"ja", "en"}

    _sign(Path("policy"))
    code, said = run("policy", "publish", "--effective", "2026-12-01")
    assert code == 0, said

    before = Path("before")
    before.mkdir()
    for file in Path("policy").glob("*.yaml"):
        (before / file.name).write_text(file.read_text("utf-8"), "utf-8")
    _keep_requests_longer(Path("policy"))
    code, said = run("policy", "diff", "before", "policy", "--format", "json")
    kinds = {one["kind"] for one in json.loads(said)["differences"]}
    assert (code, kinds) == (0, {"longer-retention"})

    code, said = run("promises", "--json")
    board = json.loads(said)
    assert code == 0
    assert board["counts"]["broken"] == 0
    assert board["counts"]["kept"] > 0
    states = {one["id"]: one["state"] for one in board["clauses"]}
    assert len(states) == sum(board["counts"].values())
    first = next(iter(states))
    code, said = run("why", first)
    assert code == 0
    assert first in said
    assert "policy/" in said
    assert run("ledger", "check")[0] == 0


def _sign(folder: Path) -> None:
    """Have the version signed and dated where the example leaves that to the company."""
    for file in folder.glob("*.yaml"):
        text = file.read_text("utf-8").replace("effective: 2026-10-01", "effective: 2026-12-01")
        file.write_text(text, "utf-8")
        if text.startswith("policy:") or "\npolicy:" in text:
            if "signatory:" not in text:
                head, sign, rest = text.partition("policy:\n")
                indented = SIGNATORY.replace("\n", "\n  ").strip("\n")
                file.write_text(f"{head}{sign}{indented}\n{rest}", "utf-8")
            return
    raise AssertionError("no file declares `policy:`")


def _keep_requests_longer(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        for number, line in enumerate(lines):
            if line.startswith("  requests:"):
                part = "".join(lines[number : number + 8])
                head, _, rest = part.partition("keep: ")
                period = rest.split()[0].strip(",}")
                longer = f"{head}keep: P19Y{rest[len(period) :]}"
                lines[number : number + 8] = [longer]
                file.write_text("".join(lines), "utf-8")
                return
    raise AssertionError("no file declares the rule `requests`")
