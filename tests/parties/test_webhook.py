"""Signed messages, out and in: genuine, fresh, once; and never to an inner address."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from tests.calling.web_server import raw_server, says
from upheld.calling.addresses import LOOPBACK, AddressRefusedError
from upheld.calling.client import Caller
from upheld.calling.replay import MemoryOfProcess
from upheld.parties.outcomes import CallForgedError, CallMalformedError
from upheld.parties.webhook import (
    Again,
    Delivered,
    Gone,
    Hook,
    Message,
    MessageAgain,
    Note,
    deliver,
    new_secret,
    open_message,
)
from upheld.refusal import UsageError

NOW = datetime(2026, 4, 1, 9, 0, 0, 123456, tzinfo=UTC)
QUICK = Caller(reach=LOOPBACK, seconds=2, wait_seconds=0.5)
SECRET, OLD = new_secret(), new_secret()
NOTE = Note(
    id="msg_1", kind="request.answered", at=NOW, data={"reference": "R-2026-0001", "right": "開示"}
)


def _received(request: bytes) -> tuple[bytes, dict[str, str]]:
    head, _blank, body = request.partition(b"\r\n\r\n")
    lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    return body, {name.decode().lower(): value.decode() for name, value in lines}


def test_a_note_arrives_signed_and_any_receiver_of_the_convention_can_check_it() -> None:
    now = datetime.now(UTC)
    with raw_server(says("204 No Content")) as server:
        assert deliver(Hook(url=server.url, secrets=(SECRET, OLD)), NOTE, QUICK, now) == Delivered(
            status=204
        )
    body, headers = _received(server.requests[0])
    for secret in (SECRET, OLD):
        assert Webhook(secret).verify(body, headers)["data"]["right"] == "開示"
    memory = MemoryOfProcess()
    opened = open_message(body, headers, [SECRET], source="a", memory=memory, now=now)
    assert isinstance(opened, Message)
    assert opened.content["type"] == "request.answered"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("410 Gone\nContent-Length: 0", Gone()),
        ("503 No\nRetry-After: 120\nContent-Length: 0", 120),
        ("429 No\nRetry-After: 999999999\nContent-Length: 0", 86_400),
        ("500 No\nRetry-After: soon\nContent-Length: 0", None),
        ("404 No\nContent-Length: 0", None),
        ("302 Found\nLocation: http://127.0.0.1:1/\nContent-Length: 0", None),
    ],
)
def test_what_is_no_success_is_tried_again_or_gone(answer: str, outcome: Gone | int | None) -> None:
    with raw_server(says(answer)) as server:
        said = deliver(Hook(url=server.url, secrets=(SECRET,)), NOTE, QUICK, NOW)
    assert said == outcome if isinstance(outcome, Gone) else isinstance(said, Again)
    if isinstance(said, Again):
        assert said.after_seconds == outcome
    assert len(server.requests) == 1


@pytest.mark.slow
def test_a_receiver_that_stalls_is_tried_again() -> None:
    with raw_server(lambda _connection, _request: time.sleep(0.8)) as server:
        assert isinstance(deliver(Hook(url=server.url, secrets=(SECRET,)), NOTE, QUICK, NOW), Again)


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "http://example.com/",
        "https://[::1]/",
    ],
)
def test_a_note_is_never_sent_to_an_inner_address(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        deliver(Hook(url=url, secrets=(SECRET,)), NOTE, Caller(), NOW)


def test_an_inner_address_that_the_configuration_allows_is_called() -> None:
    with raw_server(says("200 OK\nContent-Length: 0")) as server:
        hook = Hook(url=server.url, secrets=(SECRET,))
        with pytest.raises(AddressRefusedError):
            deliver(hook, NOTE, Caller(), NOW)
        assert isinstance(deliver(hook, NOTE, QUICK, NOW), Delivered)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_???"])
def test_without_a_usable_secret_nothing_is_sent(secret: str) -> None:
    with pytest.raises(UsageError):
        deliver(Hook(url="http://127.0.0.1:1/", secrets=(secret,)), NOTE, QUICK, NOW)


def _signed(
    body: str, *, at: datetime = NOW, secret: str = SECRET, name: str = "msg_1"
) -> dict[str, str]:
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, at, body),
    }


def _open(
    body: bytes, headers: dict[str, str], memory: MemoryOfProcess | None = None, now: datetime = NOW
) -> Message | MessageAgain:
    return open_message(
        body, headers, [SECRET, OLD], source="a", memory=memory or MemoryOfProcess(), now=now
    )


def test_a_message_is_genuine_once() -> None:
    memory = MemoryOfProcess()
    body = '{"type": "x"}'
    assert isinstance(_open(body.encode(), _signed(body), memory), Message)
    assert _open(body.encode(), _signed(body), memory) == MessageAgain(id="msg_1")
    assert isinstance(
        _open(body.encode(), _signed(body, secret=OLD, name="msg_2"), memory), Message
    )


@pytest.mark.parametrize("age", [timedelta(minutes=6), -timedelta(minutes=6), timedelta(days=9999)])
def test_a_message_of_another_time_is_refused(age: timedelta) -> None:
    with pytest.raises(CallForgedError):
        _open(b"{}", _signed("{}", at=NOW - age))


def test_a_message_that_was_forged_or_changed_is_refused() -> None:
    good = _signed("{}")
    forged: list[tuple[bytes, dict[str, str]]] = [
        (b"{ }", good),
        (b"{}", _signed("{}", secret=new_secret())),
        (b"{}", good | {"webhook-id": "msg_2"}),
        (b"{}", good | {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}),
        (b"{}", good | {"webhook-signature": ""}),
        (b"{}", good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v2,")}),
        (b"{}", good | {"webhook-signature": "v1,é"}),
        (b"{}", good | {"webhook-timestamp": "-1"}),
        (b"{}", good | {"webhook-timestamp": "1e9"}),
        (b"{}", good | {"webhook-timestamp": "9" * 40}),
        (b"{}", good | {"webhook-id": "x" * 300}),
        (b"{}", {}),
        (b"\xff", good),
        (b"x" * 300_000, good),
    ]
    for body, headers in forged:
        with pytest.raises(CallForgedError):
            _open(body, headers)


def test_of_several_signatures_one_that_holds_is_enough() -> None:
    headers = _signed("{}")
    headers["webhook-signature"] = f"v1a,xxx v1,AAAA {headers['webhook-signature']}"
    assert isinstance(_open(b"{}", headers), Message)


@pytest.mark.parametrize("body", ["[]", "no json", "[" * 100_000])
def test_a_signed_message_that_is_no_object_is_malformed(body: str) -> None:
    with pytest.raises(CallMalformedError):
        _open(body.encode(), _signed(body))


def test_a_hook_shows_nothing_of_itself() -> None:
    shown = repr((Hook(url="https://x.example/token", secrets=(SECRET,)), NOTE))
    assert SECRET not in shown
    assert "token" not in shown
    assert json.dumps("開示") not in shown
