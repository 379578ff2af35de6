"""Links from the company's own site or app, where the person is logged in already.

The site seals a token with a key that both sides hold (AES-256-GCM) and sends the browser to
`/ask/VERB?token=TOKEN`. Who the person is stands sealed inside: an address in a URL would be
logged by every machine on the way. A token lives ten minutes and opens one request.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, DateTime, bindparam, text

from upheld.desk.identity.store import used_links
from upheld.refusal import RefusalError
from upheld.wording import Text

LIFE = timedelta(minutes=10)
_AUDIENCE = b"upheld desk link 1"
_NONCE = 12
_KEY = 32
_LONGEST = 4_000
# SQLite and PostgreSQL both know these words; the types make one of an instant what the table has.
_USE = text(
    "INSERT INTO desk_used_link (id, used_at, expires_at) VALUES (:id, :used_at, :expires_at) "
    "ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("used_at", type_=DateTime(timezone=True)),
    bindparam("expires_at", type_=DateTime(timezone=True)),
)


class LinkRefusedError(RefusalError):
    """A link that is not from the company's site, is too old, or was used."""

    code = "link-refused"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who the company's site says it is.

    Attributes:
        id: Of the token; it is used once.
        subject: Identifiers: kind → value.
        expires_at: Until when the token counts.
    """

    id: str
    subject: Mapping[str, str] = field(repr=False)
    expires_at: datetime


def read_key(text: str) -> bytes:
    """Read the shared key: 32 bytes in base64.

    Raises:
        LinkRefusedError: It is no key.
    """
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY:
        raise LinkRefusedError(
            Text(en="the key of links is not 32 bytes in base64",
                 ja="リンクの鍵が base64 の 32 バイトではありません"),
            remedy=Text(
                en="make one: `python3 -c 'import base64,os;print(base64.b64encode(os.urandom(32)).decode())'`",
                ja="`python3 -c 'import base64,os;print(base64.b64encode(os.urandom(32)).decode())'` で作ってください",
            ),
        )  # fmt: skip
    return key


def sign(key: bytes, subject: Mapping[str, str], *, now: datetime) -> str:
    """Seal a token; for the company's own site, which may do the same in any language."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    content = {
        "id": secrets.token_urlsafe(16),
        "subject": dict(subject),
        "exp": int((now + LIFE).timestamp()),
    }
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(content).encode(), _AUDIENCE)
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(key: bytes, token: str, *, now: datetime) -> Visitor:
    """Open a token; nothing is used up yet, so that a form may be shown twice.

    Raises:
        LinkRefusedError: Forged, changed, or too old.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(token) > _LONGEST:
        raise _refused()
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _AUDIENCE)
        content = json.loads(plain)
        subject = {str(kind): str(value) for kind, value in content["subject"].items()}
        visitor = Visitor(
            str(content["id"]), subject, datetime.fromtimestamp(int(content["exp"]), now.tzinfo)
        )
    except (InvalidTag, ValueError, KeyError, AttributeError, TypeError, OverflowError):
        raise _refused() from None
    # A site whose clock runs ahead must not make tokens that live for ever.
    if not now < visitor.expires_at <= now + 2 * LIFE:
        raise _refused()
    return visitor


def use(connection: Connection, visitor: Visitor, *, now: datetime) -> None:
    """Use a token up, in the transaction of the request that it opens.

    Raises:
        LinkRefusedError: It was used before.
    """
    connection.execute(used_links.delete().where(used_links.c.expires_at < now - LIFE))
    values = {"id": visitor.id[:64], "used_at": now, "expires_at": visitor.expires_at}
    if connection.execute(_USE, values).rowcount != 1:
        raise _refused()


def _refused() -> LinkRefusedError:
    return LinkRefusedError(
        Text(en="this link is not valid any more", ja="このリンクは使えません"),
        remedy=Text(
            en="open the page from the company's site again",
            ja="会社のサイトからもう一度ページを開いてください",
        ),
    )
