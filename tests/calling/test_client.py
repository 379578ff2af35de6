"""One call: an answer, or a silence that says whether the request may have arrived."""

import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.authority import issue
from tests.calling.web_server import raw_server, says
from upheld.calling.addresses import LOOPBACK, AddressRefusedError
from upheld.calling.client import Answer, Caller, Silent

QUICK = Caller(reach=LOOPBACK, seconds=2, wait_seconds=1, bytes_limit=1000)


def test_an_answer_has_status_headers_and_body() -> None:
    with raw_server(says("201 Created\nX-One: a\nContent-Length: 2", b"ok")) as server:
        answer = QUICK.call("POST", f"{server.url}/p?q=1", headers={"x-key": "k"}, content=b"body")
    assert answer == Answer(
        status=201, headers={"x-one": "a", "content-length": "2", "connection": "close"}, body=b"ok"
    )
    assert server.requests[0].startswith(b"POST /p?q=1 HTTP/1.1\r\n")
    assert b"x-key: k" in server.requests[0]
    assert server.requests[0].endswith(b"\r\n\r\nbody")


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with raw_server(says("302 Found\nLocation: http://127.0.0.1:1/x\nContent-Length: 0")) as server:
        answer = QUICK.call("GET", server.url)
    assert isinstance(answer, Answer)
    assert answer.status == 302
    assert len(server.requests) == 1


def test_nobody_there_means_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    silence = QUICK.call("GET", f"http://127.0.0.1:{port}/")
    assert isinstance(silence, Silent)
    assert not silence.sent


def test_a_name_that_does_not_resolve_means_nothing_was_sent() -> None:
    silence = QUICK.call("GET", "https://nothing.invalid/")
    assert isinstance(silence, Silent)
    assert not silence.sent


@pytest.mark.slow
def test_a_server_that_stalls_is_left() -> None:
    with raw_server(lambda _connection, _request: time.sleep(1.5)) as server:
        silence = QUICK.call("GET", server.url)
    assert isinstance(silence, Silent)
    assert silence.sent


@pytest.mark.slow
def test_a_server_that_sends_a_byte_now_and_then_is_left_at_the_end_of_the_call() -> None:
    def drip(connection: socket.socket, _request: bytes) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100:
                connection.sendall(bytes([letter]))
                time.sleep(0.1)

    began = time.monotonic()
    with raw_server(drip) as server:
        silence = Caller(reach=LOOPBACK, seconds=1, wait_seconds=1).call("GET", server.url)
        took = time.monotonic() - began
    assert isinstance(silence, Silent)
    assert silence.sent
    assert took < 4


def test_an_answer_without_an_end_is_left_at_the_limit() -> None:
    with raw_server(says("200 OK", b"a" * 5000)) as server:
        silence = QUICK.call("GET", server.url)
    assert isinstance(silence, Silent)
    assert silence.why.en == "the answer is too long"


def test_a_compressed_answer_is_not_unpacked() -> None:
    with raw_server(says("200 OK\nContent-Encoding: gzip\nContent-Length: 1", b"x")) as server:
        silence = QUICK.call("GET", server.url)
    assert isinstance(silence, Silent)
    assert "compressed" in silence.why.en


@pytest.mark.parametrize("junk", [b"HTTP/9.9 999\r\n\r\n", b"\x00\x01\x02", b"220 smtp ESMTP\r\n"])
def test_what_is_no_http_is_a_silence(junk: bytes) -> None:
    with raw_server(lambda connection, _request: connection.sendall(junk)) as server:
        silence = QUICK.call("GET", server.url)
    assert isinstance(silence, Silent)
    assert silence.sent


def test_a_certificate_of_a_trusted_authority_is_accepted(tmp_path: Path) -> None:
    issued = issue(tmp_path, "127.0.0.1")
    with raw_server(says("200 OK\nContent-Length: 0"), certificate=issued.pem) as server:
        trusting = Caller(reach=LOOPBACK, seconds=5, ca_file=str(issued.ca))
        answer = trusting.call("GET", f"https://127.0.0.1:{server.port}/")
    assert isinstance(answer, Answer)


def test_an_unknown_authority_or_another_name_means_nothing_was_sent(tmp_path: Path) -> None:
    issued = issue(tmp_path, "processor.example.com")
    with raw_server(says("200 OK\nContent-Length: 0"), certificate=issued.pem) as server:
        url = f"https://127.0.0.1:{server.port}/"
        strange = QUICK.call("GET", url)
        misnamed = Caller(reach=LOOPBACK, seconds=5, ca_file=str(issued.ca)).call("GET", url)
    assert isinstance(strange, Silent)
    assert isinstance(misnamed, Silent)
    assert not strange.sent
    assert not misnamed.sent
    assert server.requests == []


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with raw_server(says("200 OK\nContent-Length: 0")) as server:
        assert isinstance(QUICK.call("GET", server.url), Answer)


def test_an_address_out_of_reach_is_refused_before_anything_is_sent() -> None:
    with raw_server(says("200 OK\nContent-Length: 0")) as server:
        with pytest.raises(AddressRefusedError):
            Caller(seconds=2).call("GET", f"https://127.0.0.1:{server.port}/")
        with pytest.raises(AddressRefusedError):
            Caller(seconds=2).call("GET", f"https://2130706433:{server.port}/")
    assert server.requests == []
