"""Asks a mailbox for new mail by IMAP (RFC 3501), so that none is lost and none counts twice.

A mail is marked as read only after the caller has committed it, and stays in the mailbox. What
was taken is known by UIDVALIDITY and UID; where the server numbers anew, by the mail's own key.
"Unread" is never trusted after the first time: a person who looks into the mailbox would make
requests disappear.
"""

import hashlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeAlias

from upheld.clock import Clock
from upheld.post.incoming import USUAL, Limits, Received, read_mail
from upheld.post.outgoing import Security
from upheld.post.watch import Watch
from upheld.wording import Text

_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_INTERNAL = re.compile(
    rb'INTERNALDATE "([ \d]\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
           b"Dec")  # fmt: skip
_OVERHEAD_BYTES = 1_000_000
"""What a server may send around a mail before it is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox and how to open it.

    Attributes:
        host: The server's name; its certificate has to bear it.
        port: 993 for `tls`, 143 for `starttls`.
        username: For the login.
        password: Its secret.
        own: Our own addresses: mail from them is a loop.
        security: `none` only on this machine.
        mailbox: Its name, in ASCII.
        ca_file: PEM file of the authorities to trust; the machine's own if `None`.
        limits: How much of a mail is taken.
        at_once: Mails of one poll at most.
        wait_seconds: Longest wait for one answer.
        seconds: Longest talk as a whole.
    """

    host: str
    port: int
    username: str = field(repr=False)
    password: str = field(repr=False)
    own: tuple[str, ...] = field(repr=False)
    security: Security = "tls"
    mailbox: str = "INBOX"
    ca_file: str | None = None
    limits: Limits = USUAL
    at_once: int = 200
    wait_seconds: float = 30.0
    seconds: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """The last mail that was taken, as the server numbers."""

    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One mail, as it came and as it was read.

    The caller commits what it makes of it together with `bookmark`, and knows `received.key` from
    before if it saw the mail already.
    """

    raw: bytes = field(repr=False)
    received: Received
    bookmark: Bookmark


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """The poll came to its end: `taken` mails; `more` says that others wait."""

    taken: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """The poll broke off after `taken` mails; the next one goes on after the last bookmark.

    `ours` says that login, certificate or mailbox have to be mended first.
    """

    taken: int
    why: Text
    ours: bool


Outcome: TypeAlias = Polled | Interrupted
Take: TypeAlias = Callable[[Arrived], None]


class _StrangeError(Exception):
    """The server says what no server of this protocol says."""


def poll(account: Account, bookmark: Bookmark | None, take: Take, clock: Clock) -> Outcome:
    """Hand over each mail that came after the bookmark, oldest first.

    Args:
        account: The mailbox.
        bookmark: After which mail to go on; `None` at the very first time: then with what is
            unread.
        take: Commits one mail. What it raises ends the poll and goes through; nothing is lost.
        clock: Gives the time of receipt where the server gives none, or one of the future.
    """
    taken = 0
    try:
        with _talk(account) as imap:
            validity = _select(imap, account.mailbox)
            waiting = _waiting(imap, validity, bookmark)
            for uid in waiting[: account.at_once]:
                arrived = _fetch(imap, account, uid, validity, clock)
                if arrived is None:
                    continue
                with _let_through():
                    take(arrived)
                taken += 1
                _mark_read(imap, uid)
            return Polled(taken=taken, more=len(waiting) > account.at_once)
    except _OfCallerError as error:
        raise error.original from error.original.__cause__
    except ssl.SSLError:
        why, ours = _text("the certificate cannot be trusted", "証明書を信頼できません"), True
    except _RefusedError as error:
        why, ours = error.why, True
    except _StrangeError:
        why, ours = _text("the server's answers make no sense", "応答が規格に合いません"), False
    except (OSError, imaplib.IMAP4.error, ValueError):
        why, ours = (
            _text("the server cannot be reached or broke off", "接続できないか途中で切れました"),
            False,
        )
    return Interrupted(taken=taken, why=why, ours=ours)


class _OfCallerError(Exception):
    """What `take` raised, carried past the handlers for what the server does."""

    def __init__(self, original: Exception) -> None:
        super().__init__()
        self.original = original


class _RefusedError(Exception):
    def __init__(self, why: Text) -> None:
        super().__init__()
        self.why = why


@contextmanager
def _let_through() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the caller's own, raised again unchanged
        raise _OfCallerError(error) from None


class _Watched:
    """Part of a connection: watched from its opening, and never made to read without limit."""

    sock: Any
    _watch: Watch
    _limit: int

    def _open(self) -> None:
        self._watch.over(self.sock)

    def _within(self, size: int) -> int:
        if size > self._limit:
            raise _StrangeError
        return size


class _Plain(_Watched, imaplib.IMAP4):
    def __init__(self, account: Account, watch: Watch) -> None:
        self._watch, self._limit = watch, _limit(account)
        imaplib.IMAP4.__init__(self, account.host, account.port, account.wait_seconds)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        imaplib.IMAP4.open(self, host, port, timeout)
        self._open()

    def read(self, size: int) -> bytes:
        return imaplib.IMAP4.read(self, self._within(size))


class _OverTLS(_Watched, imaplib.IMAP4_SSL):
    def __init__(self, account: Account, watch: Watch, context: ssl.SSLContext) -> None:
        self._watch, self._limit = watch, _limit(account)
        imaplib.IMAP4_SSL.__init__(
            self, account.host, account.port, ssl_context=context, timeout=account.wait_seconds
        )

    def open(self, host: str = "", port: int | None = 993, timeout: float | None = None) -> None:
        imaplib.IMAP4_SSL.open(self, host, port or 993, timeout)
        self._open()

    def read(self, size: int) -> bytes:
        return imaplib.IMAP4_SSL.read(self, self._within(size))


@contextmanager
def _talk(account: Account) -> Iterator[imaplib.IMAP4]:
    if account.security == "none" and account.host not in {"127.0.0.1", "::1", "localhost"}:
        raise _RefusedError(
            _text(
                "a mailbox that is not on this machine needs `tls` or `starttls`",
                "この端末以外のメールボックスには `tls` または `starttls` が必要です",
            )
        )
    watch = Watch(account.seconds)
    context = ssl.create_default_context(cafile=account.ca_file)
    try:
        imap: imaplib.IMAP4
        if account.security == "tls":
            imap = _OverTLS(account, watch, context)
        else:
            imap = _Plain(account, watch)
        try:
            if account.security == "starttls":
                _secure(imap, context)
                watch.over(imap.sock)
            _log_in(imap, account)
            yield imap
        finally:
            with suppress(OSError, imaplib.IMAP4.error, ValueError):
                imap.logout()
            with suppress(OSError):
                imap.shutdown()
    finally:
        watch.stop()


def _secure(imap: imaplib.IMAP4, context: ssl.SSLContext) -> None:
    if "STARTTLS" not in imap.capabilities:
        raise _RefusedError(
            _text("the server offers no STARTTLS", "サーバーが STARTTLS に対応していません")
        )
    imap.starttls(context)


def _log_in(imap: imaplib.IMAP4, account: Account) -> None:
    try:
        imap.login(account.username, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        # Its text may repeat the name of the login.
        raise _RefusedError(_text("the login is refused", "ログインが拒否されました")) from None


def _select(imap: imaplib.IMAP4, mailbox: str) -> int:
    quoted = '"' + mailbox.replace("\\", "\\\\").replace('"', '\\"') + '"'
    typ, _count = imap.select(quoted)
    if typ != "OK":
        raise _RefusedError(_text("the mailbox cannot be opened", "メールボックスを開けません"))
    _typ, values = imap.response("UIDVALIDITY")
    value = values[-1] if values else None
    if not isinstance(value, bytes) or not value.isdigit():
        raise _StrangeError
    return int(value)


def _waiting(imap: imaplib.IMAP4, validity: int, bookmark: Bookmark | None) -> list[int]:
    if bookmark is None:
        criteria: Sequence[str] = ("UNSEEN",)
        begin = 1
    else:
        begin = bookmark.uid + 1 if bookmark.uid_validity == validity else 1
        criteria = ("UID", f"{begin}:*")
    typ, lines = imap.uid("SEARCH", *criteria)
    if typ != "OK":
        raise _StrangeError
    words = b" ".join(line for line in lines if isinstance(line, bytes)).split()
    if not all(word.isdigit() and len(word) <= 10 for word in words):  # noqa: PLR2004 - 32 bits
        raise _StrangeError
    # `n:*` always names the last mail, even where it comes before n (RFC 3501, section 6.4.8).
    return sorted({uid for uid in map(int, words) if uid >= begin})


def _fetch(
    imap: imaplib.IMAP4, account: Account, uid: int, validity: int, clock: Clock
) -> Arrived | None:
    known = _ask(imap, uid, "(UID RFC822.SIZE INTERNALDATE)")
    if known is None:
        return None
    facts, _none = known
    size = _SIZE.search(facts)
    if size is None and facts:
        raise _StrangeError
    large = size is not None and int(size[1]) > account.limits.mail_bytes
    answered = _ask(imap, uid, "(UID BODY.PEEK[HEADER])" if large else "(UID BODY.PEEK[])")
    if answered is None:
        return None
    raw = answered[1] or b""
    received = read_mail(
        raw,
        at=_received_at(facts, clock),
        own=account.own,
        limits=account.limits,
        headers_only=large or not raw,
    )
    if not raw:
        # A mail that the server cannot show must not keep those after it from being taken.
        place = f"{validity}:{uid}".encode()
        received = replace(received, key=hashlib.sha256(place).hexdigest())
    return Arrived(raw=raw, received=received, bookmark=Bookmark(uid_validity=validity, uid=uid))


def _ask(imap: imaplib.IMAP4, uid: int, items: str) -> tuple[bytes, bytes | None] | None:
    """Return what a FETCH says about one mail, and its literal; `None` if it is gone."""
    typ, data = imap.uid("FETCH", str(uid), items)
    if typ != "OK":
        return b"", None
    facts, literal = b"", None
    for piece in data:
        if isinstance(piece, tuple):
            facts += bytes(piece[0])
            literal = bytes(piece[1])
        elif isinstance(piece, bytes):
            facts += b" " + piece
    if not facts.strip():
        return None
    said = _UID.search(facts)
    if said is None or int(said[1]) != uid:
        raise _StrangeError
    return facts, literal


def _mark_read(imap: imaplib.IMAP4, uid: int) -> None:
    # The bookmark is what counts; a mailbox that may not be changed is read all the same.
    with suppress(imaplib.IMAP4.readonly):
        imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")


def _received_at(facts: bytes, clock: Clock) -> datetime:
    """When the server had the mail: our clock starts there, not when we asked."""
    now = clock.now()
    found = _INTERNAL.search(facts)
    if found is None or found[2] not in _MONTHS:
        return now
    day, year, hour, minute, second = (int(found[n]) for n in (1, 3, 4, 5, 6))
    away = timedelta(hours=int(found[8]), minutes=int(found[9]))
    try:
        at = datetime(
            year, _MONTHS.index(found[2]) + 1, day, hour, minute, second,
            tzinfo=timezone(away if found[7] == b"+" else -away),
        ).astimezone(UTC)  # fmt: skip
    except (ValueError, OverflowError):
        return now
    return min(at, now)


def _limit(account: Account) -> int:
    return account.limits.mail_bytes + _OVERHEAD_BYTES


def _text(en: str, ja: str) -> Text:
    return Text(en=en, ja=ja)
