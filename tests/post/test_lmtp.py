"""Mail handed over by a mail server: taken once it is committed, and not before."""

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from upheld.clock import DrillClock
from upheld.observing import logs
from upheld.post.incoming import Limits, Received
from upheld.post.lmtp import Desk, Listener

MAIL = b"From: a@example.com\r\nSubject: request\r\nMessage-ID: <1@x>\r\n\r\nPlease.\r\n"
CLOCK = DrillClock(lambda: "2026-04-01T10:00:00+09:00")


@dataclass
class Taker:
    """Commits into memory, after doing what a test wants first."""

    before: Callable[[], None] = lambda: None
    kept: list[Received] = field(default_factory=list)

    def take(self, raw: bytes, received: Received) -> None:
        assert raw == MAIL or b"x" * 100 in raw
        self.before()
        self.kept.append(received)


@contextmanager
def listening(taker: Taker, place: Path | int = 0, **given: object) -> Iterator[Listener]:
    desk = Desk(
        addresses=("desk@example.jp", "privacy@example.jp"), take=taker.take, clock=CLOCK,
        limits=Limits(mail_bytes=5000), **given,  # type: ignore[arg-type]
    )  # fmt: skip
    listener = Listener(desk, place)
    loop = asyncio.new_event_loop()
    ready, ended = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with listener:
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(5)
    try:
        yield listener
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)
        loop.run_until_complete(loop.shutdown_asyncgens())
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()


def hand_over(
    listener: Listener, *, to: str = "desk@example.jp", raw: bytes = MAIL, sender: str = "a@x.com"
) -> tuple[int, bytes]:
    with smtplib.LMTP("127.0.0.1", listener.port or 0, timeout=10) as client:
        return _transaction(client, to, raw, sender)


def _transaction(client: smtplib.LMTP, to: str, raw: bytes, sender: str) -> tuple[int, bytes]:
    client.ehlo("mx.example.jp")
    client.mail(sender)
    code, text = client.rcpt(to)
    return client.data(raw) if code == 250 else (code, text)


def test_a_mail_is_taken_with_its_time_of_receipt() -> None:
    taker = Taker()
    with listening(taker) as listener:
        assert hand_over(listener)[0] == 250
    (received,) = taker.kept
    assert (received.subject, received.text) == ("request", "Please.")
    assert received.at == datetime(2026, 4, 1, 1, 0, tzinfo=UTC)


def test_250_is_said_only_after_the_commit() -> None:
    order: list[str] = []
    gate = threading.Event()

    def wait() -> None:
        assert gate.wait(5)
        order.append("committed")

    taker = Taker(before=wait)
    with listening(taker) as listener:
        threading.Timer(0.3, gate.set).start()
        code, _text = hand_over(listener)
        order.append("answered")
    assert code == 250
    assert order == ["committed", "answered"]


def test_a_commit_that_fails_asks_the_mail_server_to_come_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise OSError("the disk is full: a@example.com")

    taker = Taker(before=fail)
    with listening(taker) as listener:
        code, text = hand_over(listener)
        assert code == 451
        assert b"example" not in text
        taker.before = lambda: None
        assert hand_over(listener)[0] == 250
    assert len(taker.kept) == 1
    (line,) = [logs.JsonFormatter().format(one) for one in caplog.records if "post" in one.name]
    assert '"event": "mail-put-off"' in line
    assert '"exception": "OSError"' in line, "an operator sees why the mail was put off"
    assert "example" not in line


def test_a_commit_that_takes_too_long_asks_to_come_again_and_is_known_by_its_key() -> None:
    gate = threading.Event()

    def wait() -> None:
        gate.wait(5)

    taker = Taker(before=wait)
    with listening(taker, seconds=0.2) as listener:
        assert hand_over(listener)[0] == 451
        gate.set()
        assert hand_over(listener)[0] == 250
    assert len({received.key for received in taker.kept}) == 1


def test_mail_for_somebody_else_is_refused() -> None:
    taker = Taker()
    with listening(taker) as listener:
        assert hand_over(listener, to="boss@example.jp")[0] == 550
        assert hand_over(listener, to="desk@example.com")[0] == 550
        assert hand_over(listener, to="Privacy@Example.JP")[0] == 250
    assert len(taker.kept) == 1


def test_one_recipient_at_a_time_so_that_each_gets_an_answer_of_its_own() -> None:
    with (
        listening(Taker()) as listener,
        smtplib.LMTP("127.0.0.1", listener.port or 0, timeout=10) as client,
    ):
        client.ehlo("mx")
        client.mail("a@example.com")
        assert client.rcpt("desk@example.jp")[0] == 250
        assert client.rcpt("privacy@example.jp")[0] == 452


def test_a_mail_that_is_too_large_is_refused_for_good() -> None:
    taker = Taker()
    with listening(taker) as listener:
        large = MAIL + (b"x" * 100 + b"\r\n") * 100
        assert hand_over(listener, raw=large)[0] == 552
    assert taker.kept == []


def test_a_report_with_an_empty_sender_is_taken_and_told() -> None:
    taker = Taker()
    with listening(taker) as listener:
        assert hand_over(listener, sender="")[0] == 250
    assert taker.kept[0].automatic == "reply"


def test_a_line_that_breaks_before_the_end_is_no_mail() -> None:
    taker = Taker()
    with listening(taker) as listener:
        client = smtplib.LMTP("127.0.0.1", listener.port or 0, timeout=10)
        client.ehlo("mx")
        client.mail("a@example.com")
        client.rcpt("desk@example.jp")
        client.putcmd("data")
        assert client.getreply()[0] == 354
        client.send(MAIL)
        client.close()
        assert hand_over(listener)[0] == 250
    assert len(taker.kept) == 1


def test_it_listens_on_a_socket_of_the_file_system(tmp_path: Path) -> None:
    taker, place = Taker(), tmp_path / "lmtp"
    with listening(taker, place):
        assert oct(place.stat().st_mode)[-3:] == "660"
        with smtplib.LMTP(str(place), timeout=10) as client:
            assert _transaction(client, "desk@example.jp", MAIL, "a@x.com")[0] == 250
    assert len(taker.kept) == 1
    assert not place.exists()


@pytest.mark.parametrize("greeting", ["EHLO mx", "HELO mx"])
def test_it_is_no_open_mail_server(greeting: str) -> None:
    with (
        listening(Taker()) as listener,
        smtplib.SMTP("127.0.0.1", listener.port or 0, timeout=10) as client,
    ):
        assert client.docmd(greeting)[0] == 500
