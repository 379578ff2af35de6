"""One mail to a relay: sent, later, never, or ours to mend; and nothing personal in what is said."""

import email
import email.policy
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.authority import issue
from tests.calling.web_server import Script
from upheld.post.address import Mailbox, read_address
from upheld.post.composing import Mail, message_id
from upheld.post.outgoing import (
    Deferred,
    Misconfigured,
    Relay,
    Sent,
    Undeliverable,
    send,
)

SECRET = "hanako.yamada"
MAIL = Mail(
    message_id=message_id("R-2026-0001/receipt", "example.jp"),
    sender=read_address("desk@example.jp", name="個人情報窓口"),
    to=read_address(f"{SECRET}@example.com", name="山田 花子"),
    subject="開示等のご請求を受け付けました（受付番号 R-2026-0001）",
    text="受付番号: R-2026-0001\n期限: 2026-04-15\n",
    html="<p>受付番号: R-2026-0001</p>",
    language="ja",
    date=datetime(2026, 4, 1, 9, tzinfo=UTC),
)


@dataclass
class Inbox:
    """What the relay took, and what it answers."""

    mails: list[Envelope] = field(default_factory=list)
    at_recipient: str = "250 OK"
    at_data: str = "250 OK"
    at_sender: str = "250 OK"
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.at_sender

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: list[str]
    ) -> str:
        if self.at_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _s: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.at_data.startswith("2"):
            self.mails.append(envelope)
        return self.at_data


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[Inbox]:
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port or _free(), **options)
    controller.start()
    inbox.port = controller.port
    try:
        yield inbox
    finally:
        controller.stop()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with serving(Inbox()) as running:
        yield running


def relay(inbox: Inbox) -> Relay:
    return Relay(host="127.0.0.1", port=inbox.port, security="none", wait_seconds=2, seconds=5)


def test_a_mail_arrives_as_it_was_meant(inbox: Inbox) -> None:
    assert send(relay(inbox), MAIL) == Sent(message_id=MAIL.message_id)
    (envelope,) = inbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "desk@example.jp",
        ["hanako.yamada@example.com"],
    )
    assert isinstance(envelope.content, bytes)
    read = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert read["Subject"] == MAIL.subject
    assert read["Message-ID"] == MAIL.message_id
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["From"].addresses[0].display_name == "個人情報窓口"
    body, page = read.get_body(["plain"]), read.get_body(["html"])
    assert body is not None
    assert page is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.text
    assert "受付番号" in page.get_content()
    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.split(b"\r\n")) < 998


def test_an_address_with_the_dots_of_a_mobile_carrier_arrives_quoted(inbox: Inbox) -> None:
    odd = replace(MAIL, to=read_address("a..b.@docomo.example.jp"))
    assert send(relay(inbox), odd) == Sent(message_id=MAIL.message_id)
    content = inbox.mails[0].content
    assert isinstance(content, bytes)
    assert b'To: "a..b."@docomo.example.jp\r\n' in content
    assert inbox.mails[0].rcpt_tos == ["a..b.@docomo.example.jp"]  # unquoted by this server


@pytest.mark.parametrize(
    ("step", "answer", "kind"),
    [
        ("at_recipient", "450 4.2.0 greylisted", Deferred),
        ("at_recipient", "552 5.2.2 mailbox full", Deferred),
        ("at_recipient", "550 5.1.1 <hanako.yamada@example.com> unknown", Undeliverable),
        ("at_recipient", "550 no such user", Undeliverable),
        ("at_recipient", "554 5.7.1 relay access denied", Misconfigured),
        ("at_sender", "550 5.1.8 sender unknown", Misconfigured),
        ("at_sender", "421 4.3.2 shutting down", Deferred),
        ("at_data", "451 4.3.0 try later", Deferred),
        ("at_data", "554 5.6.0 hanako.yamada: content", Undeliverable),
    ],
)
def test_what_a_refusal_means_depends_on_code_and_step(
    inbox: Inbox, step: str, answer: str, kind: type
) -> None:
    setattr(inbox, step, answer)
    outcome = send(relay(inbox), MAIL)
    assert type(outcome) is kind
    assert SECRET not in repr(outcome)
    assert inbox.mails == []
    if isinstance(outcome, Deferred):
        assert not outcome.perhaps_sent


@pytest.mark.slow
def test_a_relay_that_is_down_for_a_day_gets_the_same_mail_when_it_is_back() -> None:
    inbox = Inbox(port=_free())
    tries = [send(relay(inbox), MAIL) for _hour in range(24)]
    assert all(isinstance(one, Deferred) and not one.perhaps_sent for one in tries)
    with serving(inbox):
        assert send(relay(inbox), MAIL) == Sent(message_id=MAIL.message_id)
    (envelope,) = inbox.mails
    assert isinstance(envelope.content, bytes)
    assert MAIL.message_id.encode() in envelope.content


class _Account:
    def __call__(self, *given: object) -> AuthResult:
        login = given[-1]
        good = isinstance(login, LoginPassword) and login.password == b"right"
        return AuthResult(success=good, handled=False)


def test_a_login_over_starttls_is_checked_on_both_sides(tmp_path: Path) -> None:
    issued = issue(tmp_path, "127.0.0.1")
    with serving(
        Inbox(), tls_context=_server_side(issued.pem), authenticator=_Account(), auth_required=True,
        require_starttls=True,
    ) as inbox:  # fmt: skip
        good = replace(
            relay(inbox), security="starttls", username="desk", password="right",
            ca_file=str(issued.ca),
        )  # fmt: skip
        assert send(good, MAIL) == Sent(message_id=MAIL.message_id)
        wrong = send(replace(good, password="wrong"), MAIL)
        distrusted = send(replace(good, ca_file=None), MAIL)
    assert isinstance(wrong, Misconfigured)
    assert isinstance(distrusted, Misconfigured)
    assert len(inbox.mails) == 1
    assert "right" not in repr(good)


def test_the_line_may_be_encrypted_from_its_first_byte(tmp_path: Path) -> None:
    issued = issue(tmp_path, "127.0.0.1")
    with _over_tls(Inbox(), issued.pem) as inbox:
        secured = replace(relay(inbox), security="tls", ca_file=str(issued.ca))
        assert send(secured, MAIL) == Sent(message_id=MAIL.message_id)
        assert isinstance(send(replace(secured, ca_file=None), MAIL), Misconfigured)
    assert len(inbox.mails) == 1


def test_a_relay_without_starttls_is_not_told_anything(inbox: Inbox) -> None:
    assert isinstance(send(replace(relay(inbox), security="starttls"), MAIL), Misconfigured)
    assert inbox.mails == []


def test_in_the_clear_only_this_machine_is_talked_to() -> None:
    far = Relay(host="relay.example.com", port=25, security="none")
    assert isinstance(send(far, MAIL), Misconfigured)


def _script(*answers: bytes, then: Script) -> Script:
    def talk(connection: socket.socket, request: bytes) -> None:
        for answer in answers:
            connection.sendall(answer)
            connection.recv(65536)
        then(connection, request)

    return talk


@contextmanager
def _relay_that(script: Script) -> Iterator[Relay]:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _address = listening.accept()
        except OSError:
            return
        with connection:
            try:
                script(connection, b"")
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        port = listening.getsockname()[1]
        yield Relay(host="127.0.0.1", port=port, security="none", wait_seconds=1, seconds=2)
    finally:
        listening.close()
        thread.join(5)


def test_a_relay_that_goes_after_the_last_byte_may_have_the_mail() -> None:
    steps = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with _relay_that(_script(*steps, then=lambda connection, _r: connection.close())) as gone:
        outcome = send(gone, MAIL)
    assert isinstance(outcome, Deferred)
    assert outcome.perhaps_sent


@pytest.mark.slow
def test_a_relay_that_drips_or_stalls_is_left_in_time() -> None:
    def drip(connection: socket.socket, _request: bytes) -> None:
        for _second in range(100):
            connection.sendall(b"220-still here\r\n")
            time.sleep(0.1)

    began = time.monotonic()
    with _relay_that(drip) as dripping:
        assert isinstance(send(dripping, MAIL), Deferred)
    with _relay_that(lambda _connection, _request: time.sleep(1.5)) as stalling:
        assert isinstance(send(stalling, MAIL), Deferred)
    assert time.monotonic() - began < 8


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"HTTP/1.1 200 OK\r\n", b"\xff\xfe\r\n"])
def test_a_server_that_greets_wrongly_gets_no_mail(greeting: bytes) -> None:
    with _relay_that(lambda connection, _request: connection.sendall(greeting)) as strange:
        assert isinstance(send(strange, MAIL), Misconfigured | Deferred)


def test_nothing_personal_is_logged_or_shown(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        inbox.at_recipient = "550 5.1.1 <hanako.yamada@example.com>"
        outcome = send(relay(inbox), MAIL)
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the server's own
    assert not any(SECRET in record.getMessage() for record in ours)
    assert SECRET not in repr((MAIL, outcome))
    assert "花子" not in repr(MAIL)
    assert "受付" not in repr(MAIL)


def _server_side(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@contextmanager
def _over_tls(inbox: Inbox, pem: Path) -> Iterator[Inbox]:
    class OverTLS(Controller):
        def _trigger_server(self) -> None:
            blind = ssl.create_default_context()
            blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
            with (
                socket.create_connection(("127.0.0.1", self.port), 5) as plain,
                blind.wrap_socket(plain) as secured,
            ):
                secured.recv(1024)

    controller = OverTLS(inbox, hostname="127.0.0.1", port=_free(), ssl_context=_server_side(pem))
    controller.start()
    inbox.port = controller.port
    try:
        yield inbox
    finally:
        controller.stop()


def test_a_mailbox_shows_nothing_of_itself() -> None:
    assert SECRET not in repr(Mailbox(SECRET, "example.com", "花子"))
