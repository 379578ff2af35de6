"""Links are fetched from a real server; what does not answer is a finding with its line."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from upheld.checking.links import GivenLinks, fetch, rule
from upheld.policy.rules.examples import example
from upheld.policy.rules.texts import links


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


def test_a_dead_link_is_found_at_its_line(site: str) -> None:
    read = example("desk: {procedure_url: https://sample-store.jp/gone}")
    (said,) = links(read.model)
    (dead,) = rule.rules
    (hit,) = dead.check(GivenLinks(read=read, answers=[(said, fetch(f"{site}/gone"))]))
    assert hit.path == ("desk", "procedure_url")
    assert hit.what.ja == "ページの応答は 404 です"
