"""Links are fetched from a real server; what does not answer is a finding with its line."""

import errno
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest

from upheld.checking.links import CHECKED, GivenLinks, Silence, cut_off, fetch, rule
from upheld.documents.no_answer import no_answer
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.policy.rules.examples import BASE, example
from upheld.policy.rules.texts import links
from upheld.refusal import Exit
from upheld.terminal.main import main
from upheld.terminal.opening import workspace
from upheld.wording import Text


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
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
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
    assert answer.en == "does not answer: the connection is refused"
    assert answer.ja == "が応答しません(接続が拒否されました)"
    assert isinstance(answer, Silence)


def silence(error: Exception) -> Silence:
    why = no_answer(error)
    return Silence(en=why.words.en, ja=why.words.ja, cause=why.cause)


NO_NAME = silence(URLError(socket.gaierror(socket.EAI_NONAME, "Name or service not known")))
NO_RESOLVER = silence(URLError(socket.gaierror(socket.EAI_AGAIN, "Temporary failure")))
NO_ROUTE = silence(URLError(OSError(errno.ENETUNREACH, "Network is unreachable")))
SLOW = silence(URLError(TimeoutError("timed out")))
REFUSED = silence(URLError(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")))
TLS = silence(URLError(ssl.SSLCertVerificationError("self-signed certificate")))
GONE = Text(en="answers 404", ja="の応答は 404 です")
ONE, OTHER = "https://one.example.jp/a", "https://two.example.jp/b"


@pytest.mark.parametrize(
    ("answers", "way_out", "cut"),
    [
        ([(ONE, NO_NAME)], True, False),
        ([(ONE, REFUSED), (OTHER, NO_NAME)], True, False),
        ([(ONE, SLOW)], True, False),
        ([(ONE, SLOW), ("https://one.example.jp/c", SLOW)], True, False),
        ([(ONE, TLS)], True, False),
        ([(ONE, NO_ROUTE), (OTHER, None)], True, False),
        ([(ONE, NO_ROUTE), (OTHER, GONE)], True, False),
        ([(ONE, SLOW), (OTHER, SLOW)], True, True),
        ([(ONE, NO_RESOLVER)], True, True),
        ([(ONE, NO_ROUTE), (OTHER, SLOW)], True, True),
        ([(ONE, NO_NAME)], False, True),
        ([], False, False),
    ],
)
def test_only_a_machine_that_reaches_nobody_is_cut_off(
    answers: list[tuple[str, Text | None]], way_out: bool, cut: bool
) -> None:
    assert cut_off(answers, way_out=way_out) is cut


def test_every_cause_has_words_in_both_languages() -> None:
    for one in (NO_NAME, NO_RESOLVER, SLOW, REFUSED, TLS, silence(ConnectionResetError())):
        assert one.en.isascii()
        assert not one.ja.isascii()
        assert "Error" not in one.ja


def test_a_single_dead_host_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["init", "store", "--drill"]) == 0
    monkeypatch.chdir(tmp_path / "store")
    for old in Path("policy").glob("*.yaml"):
        old.unlink()
    # A port of this machine where nobody listens: somebody answers, and refuses.
    quiet = BASE.replace("  procedure_url: https://sample-store.jp/privacy/request\n", "")
    Path("policy/policy.yaml").write_text(quiet, "utf-8")
    linked = "choices: {links: [{url: 'https://localhost.localdomain:9/ask'}], c: '8.9'}\n"
    Path("policy/choices.yaml").write_text(linked, "utf-8")
    capsys.readouterr()
    code = main(["check", "--links"])
    said = "".join(capsys.readouterr())
    assert code == Exit.REMAINING, said
    assert "UPH209 error" in said
    with workspace() as opened:
        (noted,) = ledger.entries_of_kinds(opened.engine, (CHECKED,))
    assert read_entry(noted.leaf).body["dead"] == ["choices.links.0.url"]


def test_a_dead_link_is_found_at_its_line(site: str) -> None:
    read = example("desk: {procedure_url: https://sample-store.jp/gone}")
    (said,) = links(read.model)
    (dead,) = rule.rules
    (hit,) = dead.check(GivenLinks(read=read, answers=[(said, fetch(f"{site}/gone"))]))
    assert hit.path == ("desk", "procedure_url")
    assert hit.what.ja == "ページの応答は 404 です"
