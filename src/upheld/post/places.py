"""Where mail goes out and comes in, as one URL each: `smtp://`, `smtps://`, `imap://`, `imaps://`.

A URL with a password is a secret: it is read from a file or the environment, and no refusal here
repeats any part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from upheld.post.imap import Account
from upheld.post.outgoing import Relay, Security
from upheld.refusal import RefusalError
from upheld.wording import Text

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_OUT = {"smtp": 587, "smtps": 465}
_IN = {"imap": 143, "imaps": 993}
_PORTS = 65_535


class MailPlaceError(RefusalError):
    """What should be the URL of a mail server is none."""

    code = "mail-place-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    host: str
    port: int
    security: Security
    username: str | None = field(repr=False)
    password: str | None = field(repr=False)
    path: str


def relay_of(url: str, *, ca_file: str | None = None) -> Relay:
    """Read `smtp://USER:PASSWORD@HOST:587` (STARTTLS; in the clear on this machine) or `smtps://`.

    Raises:
        MailPlaceError: It is no such URL.
    """
    place = _read(url, _OUT, "smtp://USER:PASSWORD@mail.example.jp:587")
    return Relay(
        host=place.host,
        port=place.port,
        security=place.security,
        username=place.username,
        password=place.password,
        ca_file=ca_file,
    )


def account_of(url: str, *, own: Sequence[str], ca_file: str | None = None) -> Account:
    """Read `imaps://USER:PASSWORD@HOST/MAILBOX`; without a mailbox it is `INBOX`.

    Args:
        url: The URL.
        own: Our own addresses: mail from them is a loop.
        ca_file: PEM file of the authorities to trust; the machine's own if `None`.

    Raises:
        MailPlaceError: It is no such URL, or it names no login.
    """
    example = "imaps://USER:PASSWORD@mail.example.jp"
    place = _read(url, _IN, example)
    if place.username is None or place.password is None:
        raise _invalid(example)
    mailbox = unquote(place.path.lstrip("/")) or "INBOX"
    if not mailbox.isascii() or not mailbox.isprintable():
        raise _invalid(example)
    return Account(
        host=place.host,
        port=place.port,
        security=place.security,
        username=place.username,
        password=place.password,
        own=tuple(own),
        mailbox=mailbox,
        ca_file=ca_file,
    )


def _read(url: str, ports: Mapping[str, int], example: str) -> _Place:
    parts = urlsplit(url.strip())
    try:
        port = parts.port
    except ValueError:
        raise _invalid(example) from None
    if parts.scheme not in ports or not parts.hostname or parts.query or parts.fragment:
        raise _invalid(example)
    if port is not None and not 0 < port <= _PORTS:
        raise _invalid(example)
    return _Place(
        host=parts.hostname,
        port=port or ports[parts.scheme],
        security=_security(parts),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        path=parts.path,
    )


def _security(parts: SplitResult) -> Security:
    if parts.scheme.endswith("s"):
        return "tls"
    return "none" if parts.hostname in _LOOPBACK else "starttls"


def _invalid(example: str) -> MailPlaceError:
    return MailPlaceError(
        Text(
            en="this is not the URL of a mail server",
            ja="メールサーバーの URL として読めません",
        ),
        remedy=Text(
            en=f"write e.g. `{example}`, with signs such as `@` in a password as `%40`",
            ja=f"`{example}` のように書き、パスワードの `@` などは `%40` のように書いてください",
        ),
    )
