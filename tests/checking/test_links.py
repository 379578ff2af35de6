"""Links are fetched from a real server; what does not answer is a finding with its line."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from upheld.checking.links import GivenLinks, Silence, fetch, rule
from upheld.policy.rules.examples import BASE, example
from upheld.policy.rules.texts import links
from upheld.refusal import Exit
from upheld.terminal.main import main


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/here": 200, "/moved": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/here")  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_that_is_there_is_fine(site: str) -> None:
    assert fetch(f"{site}/here") is None


@pytest.mark.parametrize(("path", "said"), [("/gone", "answers 404"), ("/moved", "answers 302")])
def test_a_missing_page_and_a_way_out_of_https_are_not(site: str, path: str, said: str) -> None:
    answer = fetch(f"{site}{path}")
    assert answer is not None
    assert answer.en == said


def test_a_server_that_is_not_there_is_told() -> None:
    answer = fetch("https://127.0.0.1:9")
    assert answer is not None
    assert answer.en.startswith("does not answer")
    assert isinstance(answer, Silence)


def test_a_machine_without_network_accuses_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["init", "store", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "store")
    for old in Path("policy").glob("*.yaml"):
        old.unlink()
    # A port of this machine where nobody listens stands for a web that is not there.
    Path("policy/policy.yaml").write_text(BASE, "utf-8")
    linked = "choices: {links: [{url: 'https://localhost.localdomain:9/ask'}], c: '8.9'}\n"
    Path("policy/choices.yaml").write_text(linked, "utf-8")
    capsys.readouterr()
    code = main(["check", "--links"])
    said = "".join(capsys.readouterr())
    assert code == Exit.UNREACHABLE, said
    assert "could be reached" in said
    assert "UPH209" not in said
    main(["ledger", "show", "--json"])
    assert "links-checked" not in capsys.readouterr().out


def test_a_dead_link_is_found_at_its_line(site: str) -> None:
    read = example("desk: {procedure_url: https://sample-store.jp/gone}")
    (said,) = links(read.model)
    (dead,) = rule.rules
    (hit,) = dead.check(GivenLinks(read=read, answers=[(said, fetch(f"{site}/gone"))]))
    assert hit.path == ("desk", "procedure_url")
    assert hit.what.ja == "ページの応答は 404 です"
