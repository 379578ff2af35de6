"""Hands one mail to a relay by SMTP, and says which of four things came of it.

A refusal of the recipient's address is the recipient's; a refusal of our login, our sender or our
certificate is ours and says nothing about the recipient. Answers of relays quote addresses, so
only their codes leave this module.
"""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal, TypeAlias

from upheld.post.composing import Mail, compose
from upheld.post.watch import Watch
from upheld.wording import Text

Security: TypeAlias = Literal["tls", "starttls", "none"]
_ENHANCED = re.compile(rb"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_OK = range(200, 300)
_PERMANENT = 500
_MAILBOX_FULL = (2, 2)
_POLICY = 7
"""Subject of an enhanced code: security or policy (RFC 3463, section 3.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The mail server that takes our mail.

    Attributes:
        host: Its name; its certificate has to bear it.
        port: 587 for `starttls`, 465 for `tls`.
        security: `none` only for a relay on this machine.
        username: For the login; none if `None`.
        password: Its secret.
        ca_file: PEM file of the authorities to trust; the machine's own if `None`.
        wait_seconds: Longest wait for one answer.
        seconds: Longest talk as a whole.
    """

    host: str
    port: int
    security: Security = "starttls"
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    wait_seconds: float = 30.0
    seconds: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The relay took it; whether it arrives, a bounce may yet say."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now: send the same mail, with the same Message-ID, again later.

    `perhaps_sent` says that the relay may have it, its last word was lost.
    """

    why: Text
    perhaps_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeliverable:
    """This recipient or this mail is not accepted, and will not be."""

    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconfigured:
    """Something of ours has to be mended first; the mail itself may be sent afterwards."""

    why: Text


Outcome: TypeAlias = Sent | Deferred | Undeliverable | Misconfigured


class _Stopped(Exception):  # noqa: N818 - not an error: it carries the outcome
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


# The constructors of smtplib wait for the first answer, so that both look after the connection
# from there on. A name of our own is given: asking the machine for its name may take as long as
# DNS does.
class _Plain(smtplib.SMTP):
    def __init__(self, relay: Relay, domain: str, watch: Watch) -> None:
        self._watch = watch
        super().__init__(relay.host, relay.port, domain, relay.wait_seconds)

    def getreply(self) -> tuple[int, bytes]:
        self._watch.over(self.sock)
        return super().getreply()


class _OverTLS(smtplib.SMTP_SSL):
    def __init__(self, relay: Relay, domain: str, watch: Watch, context: ssl.SSLContext) -> None:
        self._watch = watch
        super().__init__(
            relay.host, relay.port, domain, timeout=relay.wait_seconds, context=context
        )

    def getreply(self) -> tuple[int, bytes]:
        self._watch.over(self.sock)
        return super().getreply()


def send(relay: Relay, mail: Mail) -> Outcome:
    """Send one mail.

    Raises:
        MailRefusedError: It cannot be written.
    """
    message = compose(mail)
    if relay.security == "none" and not _this_machine(relay.host):
        return Misconfigured(
            why=Text(
                en="a relay that is not on this machine needs `starttls` or `tls`",
                ja="この端末以外の中継サーバーには `starttls` または `tls` が必要です",
            )
        )
    begun = [False]
    try:
        with _talk(relay, mail.sender.domain) as smtp:
            return _hand_over(smtp, mail, message, begun)
    except _Stopped as stopped:
        return stopped.outcome
    except ssl.SSLError:
        return Misconfigured(
            why=Text(
                en="the relay's certificate cannot be trusted",
                ja="中継サーバーの証明書を信頼できません",
            )
        )
    except (OSError, smtplib.SMTPException, ValueError):
        # Whatever broke: what counts is whether the mail was on its way.
        return Deferred(
            why=Text(
                en="the relay cannot be reached or broke off",
                ja="中継サーバーに接続できないか、途中で切れました",
            ),
            perhaps_sent=begun[0],
        )


@contextmanager
def _talk(relay: Relay, domain: str) -> Iterator[smtplib.SMTP]:
    watch = Watch(relay.seconds)
    context = ssl.create_default_context(cafile=relay.ca_file)
    try:
        smtp = _connect(relay, domain, context, watch)
        try:
            _ours(smtp.ehlo(), "greets us")
            if relay.security == "starttls":
                _secure(smtp, context)
            if relay.username is not None:
                _log_in(smtp, relay.username, relay.password or "")
            yield smtp
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        finally:
            smtp.close()
    finally:
        watch.stop()


def _connect(relay: Relay, domain: str, context: ssl.SSLContext, watch: Watch) -> smtplib.SMTP:
    try:
        if relay.security == "tls":
            return _OverTLS(relay, domain, watch, context)
        return _Plain(relay, domain, watch)
    except smtplib.SMTPConnectError as error:
        refused = error.smtp_code >= _PERMANENT
        raise _Stopped(
            _mend(error.smtp_code, "greets us") if refused else _later(error.smtp_code)
        ) from None


def _secure(smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        # Never in the clear instead: whoever removes the offer would read the mail.
        raise _Stopped(
            Misconfigured(
                why=Text(
                    en="the relay offers no STARTTLS",
                    ja="中継サーバーが STARTTLS に対応していません",
                )
            )
        )
    _ours(smtp.starttls(context=context), "secures the line")
    _ours(smtp.ehlo(), "greets us")


def _log_in(smtp: smtplib.SMTP, username: str, password: str) -> None:
    try:
        smtp.login(username, password)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < _PERMANENT:
            raise _Stopped(_later(error.smtp_code)) from None
        raise _Stopped(_mend(error.smtp_code, "takes our login")) from None
    except smtplib.SMTPNotSupportedError:
        raise _Stopped(_mend(_PERMANENT, "takes our login")) from None


def _hand_over(smtp: smtplib.SMTP, mail: Mail, message: EmailMessage, begun: list[bool]) -> Outcome:
    _ours(smtp.mail(mail.sender.wire), "takes our sender")
    refused = _judge(smtp.rcpt(mail.to.wire), at_recipient=True)
    if refused is not None:
        return refused
    content = message.as_bytes()
    begun[0] = True
    try:
        answer = smtp.data(content)
    except smtplib.SMTPDataError as error:
        begun[0] = False
        answer = (error.smtp_code, _bytes(error.smtp_error))
    return _judge(answer, at_recipient=False) or Sent(message_id=mail.message_id)


def _ours(answer: tuple[int, bytes], deed: str) -> None:
    code, _text = answer
    if code in _OK:
        return
    raise _Stopped(_later(code) if code < _PERMANENT else _mend(code, deed))


def _judge(answer: tuple[int, bytes], *, at_recipient: bool) -> Outcome | None:
    """Return what a refusal means, `None` if it is none (RFC 5321 section 4.2, RFC 3463)."""
    code, text = answer
    if code in _OK:
        return None
    found = _ENHANCED.match(text)
    detail = (int(found[2]), int(found[3])) if found else None
    if code < _PERMANENT or detail == _MAILBOX_FULL:
        return _later(code)
    if at_recipient and detail is not None and detail[0] == _POLICY:
        return _mend(code, "relays for us")
    said = f"{code} {found[0].decode('ascii').strip()}" if found else str(code)
    return Undeliverable(
        why=Text(en=f"not accepted: {said}", ja=f"受け取りを拒否されました: {said}")
    )


def _later(code: int) -> Deferred:
    return Deferred(
        why=Text(en=f"not now: {code}", ja=f"一時的に受け付けられません: {code}"),
    )


_DEEDS_JA = {
    "greets us": "挨拶",
    "secures the line": "暗号化",
    "takes our login": "ログイン",
    "takes our sender": "差出人",
    "relays for us": "中継",
}


def _mend(code: int, deed: str) -> Misconfigured:
    return Misconfigured(
        why=Text(
            en=f"the relay no longer {deed}: {code}",
            ja=f"中継サーバーが{_DEEDS_JA[deed]}を拒否しました: {code}",
        )
    )


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("ascii", "replace")


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
