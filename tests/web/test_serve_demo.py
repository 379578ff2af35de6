"""`upheld serve --demo`: an invented company, its people, and a request in each state that rests."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.serving import free_port
from tests.web.test_serve import wait_until_ready

STATES = {
    "received", "identified", "decided", "planned", "carried_out", "verified", "refused",
    "answered", "closed", "withdrawn", "on_hold",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    """A browser that the printed account signed in, and where temporary folders are made."""
    port, temporary = free_port(), tmp_path_factory.mktemp("temporary")
    process = subprocess.Popen(
        [sys.executable, "-m", "upheld", "serve", "--demo", "--port", str(port), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    try:
        wait_until_ready(port, process)
        assert process.stdout is not None
        told = json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")
        with httpx.Client(base_url=f"http://localhost:{port}", follow_redirects=True) as client:
            page = LexborHTMLParser(client.get("/sign-in").text)
            token = page.css_first("main form input[name=form_token]")
            assert token is not None
            sent = {
                "address": told["sign_in"], "password": told["password"],
                "form_token": token.attributes["value"],
            }  # fmt: skip
            assert client.post("/sign-in", data=sent).status_code == 200
            yield client, temporary
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert list(temporary.iterdir()) == [], "the workspace went with the process"
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_it_shows_its_pages_and_a_request_in_every_state_that_rests(
    demo: tuple[httpx.Client, Path],
) -> None:
    client, temporary = demo
    assert client.get("/").status_code == 200
    assert client.get("/console/requests").status_code == 200
    (store,) = temporary.glob("upheld-demo-*/demo/.upheld/*.db")
    found = _one_of_each(store)
    assert set(found) == STATES
    for reference in found.values():
        page = client.get(f"/console/requests/{reference}")
        assert page.status_code == 200
        assert reference in page.text
    assert _people(store.parent.parent / "data" / "app.db") == 199, "one of 200 was erased"


def _one_of_each(store: Path) -> dict[str, str]:
    with closing(sqlite3.connect(store)) as opened:
        return dict(opened.execute("SELECT state, max(reference) FROM desk_case GROUP BY state"))


def _people(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        return int(opened.execute("SELECT count(*) FROM member").fetchone()[0])
