"""`upheld serve` as a process: what it prints, how it begins, how it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests import loopback
from tests.web.serving import free_port
from upheld.assembly import Workspace
from upheld.terminal.main import main
from upheld.terminal.site_address import site_address

_PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("serve")
    words = ["init", "shop", "--template", "consumer-app", "--samples"]
    assert main(["-C", str(base), *words]) == 0
    return base / "shop"


@contextmanager
def _serving(folder: Path, port: int, *words: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "upheld", "-C", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": ""},
    )
    try:
        wait_until_ready(port, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(port: int, process: "subprocess.Popen[str]") -> None:
    """Return once the process says that it is ready."""
    ends = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < ends:
        assert process.poll() is None, process.communicate()
        try:
            if loopback.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("it was never ready")


def _stop(process: "subprocess.Popen[str]") -> tuple[str, str]:
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=_PATIENCE_SECONDS)
    assert process.returncode == 0, said
    return said


@pytest.mark.slow
def test_the_printed_link_makes_the_first_account_and_then_there_is_none(workspace: Path) -> None:
    port = free_port()
    with _serving(workspace, port, "--json") as process:
        assert process.stdout is not None
        told = "".join(iter(process.stdout.readline, "}\n")) + "}"
        link = json.loads(told)["first_link"]
        with httpx.Client(base_url=f"http://localhost:{port}") as client:
            page = LexborHTMLParser(client.get(link).text)
            field = page.css_first("main input[name=form_token]")
            assert field is not None
            password = "eleven quiet harbours"
            sent = {
                "name": "Aoi", "address": "aoi@office.example", "password": password,
                "repeated": password, "form_token": field.attributes["value"],
            }  # fmt: skip
            assert client.post(link, data=sent).headers["location"] == "/console"
            assert "Aoi" in client.get("/console").text
        _, heard = _stop(process)
    assert "aoi@office.example" not in heard
    assert link.rpartition("/")[2] not in heard
    with _serving(workspace, port) as process:
        said, _ = _stop(process)
    assert f"http://localhost:{port}/console" in said
    assert "first sign-in" not in said
    with _serving(workspace, port, "--new-link") as process:
        said, _ = _stop(process)
    assert "/welcome/" in said, "whoever holds the machine can let themselves in again"


def _refused(words: Sequence[str], workspace: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["-C", str(workspace), "serve", *words]) == 2
    return capsys.readouterr().err


def test_a_taken_port_is_told_before_anything_is_printed(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["-C", str(workspace), "serve", "--port", port, "--lang", "ja"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "[port-taken]" in said.err
    assert "別のポート" in said.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--address", "http://privacy.example.jp"], "in the clear"),
        (["--address", "https://privacy.example.jp/desk"], "scheme, host and port alone"),
        (["--address", "https://a:b@privacy.example.jp"], "scheme, host and port alone"),
        (["--address", "privacy.example.jp"], "scheme, host and port alone"),
        (["--store", "postgresql://desk:secret@db.example/desk"], "carries a password"),
        (["--demo", "--store", "sqlite:///desk.db"], "a store of its own"),
    ],
)
def test_what_would_be_unsafe_is_refused(
    words: list[str], why: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _refused(words, workspace, capsys)
    assert why in said
    assert "secret" not in said.replace("secrets/", "")


def test_an_address_that_contradicts_the_settings_is_refused(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(workspace, folder)
    with (folder / "upheld.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\ndesk: {public_url: https://privacy.example.jp}\n")
    said = _refused(["--address", "https://desk.example.jp"], folder, capsys)
    assert "desk.public_url" in said
    assert "https://privacy.example.jp" in said
    assert main(["-C", str(folder), "worker", "--address", "https://desk.example.jp"]) == 2


@pytest.mark.parametrize(
    ("given", "declared", "port", "address"),
    [
        (None, None, 8531, "http://localhost:8531"),
        ("", None, 8420, "http://localhost:8420"),
        ("http://localhost:8531", None, 8420, "http://localhost:8531"),
        (None, "https://privacy.example.jp", 8531, "https://privacy.example.jp"),
        ("https://p.example.jp/", "https://p.example.jp", 8531, "https://p.example.jp"),
    ],
)
def test_one_address_counts_for_pages_and_mail(
    given: str | None, declared: str | None, port: int, address: str, workspace: Path
) -> None:
    found = site_address(given, declared, port)
    assert found == address
    opened = Workspace(workspace)
    opened.address = found
    assert opened.office().link("/status") == f"{address}/status"
    opened.close()


def test_a_command_that_serves_nothing_loads_nothing_of_the_web() -> None:
    code = (
        "import sys\nfrom upheld.terminal.tree import command_tree\ncommand_tree()\n"
        "print([n for n in sys.modules if n.split('.')[0] in "
        "('fastapi', 'starlette', 'uvicorn', 'webauthn', 'authlib') or n == 'upheld.web'])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout == "[]\n"
