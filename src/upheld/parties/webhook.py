"""Signed messages by the Standard Webhooks convention, out and in.

Signatures are made by the `standardwebhooks` library; the time is judged here, by the clock that
everything else goes by.
"""

import base64
import binascii
import hmac
import json
import secrets as randomness
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from standardwebhooks.webhooks import Webhook

from upheld.calling.client import Caller, Silent
from upheld.calling.replay import Memory
from upheld.parties.outcomes import CallForgedError, CallMalformedError
from upheld.refusal import UsageError
from upheld.wording import Text

TOLERANCE = timedelta(minutes=5)
_PREFIX = "whsec_"
_KEY_BYTES = 32
_LEAST_KEY_BYTES = 16
_BYTES_LIMIT = 262_144
_SIGNATURES_LIMIT = 10
_ID_CHARACTERS = 256
_OK = range(200, 300)
_GONE = 410
_LONGEST_WISH_SECONDS = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """An address that wants messages, and the secrets they are signed with (newest first)."""

    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One message.

    Attributes:
        id: The same for every try, so that the receiver can tell a copy.
        kind: What happened, e.g. `request.answered`.
        at: When it happened.
        data: What is said about it; JSON.
    """

    id: str
    kind: str
    at: datetime
    data: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The receiver has it."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Not delivered: try the same note later, not before `after_seconds` if that is given."""

    why: Text
    after_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The receiver wants no more messages there (410): the hook is to be switched off."""


Delivery: TypeAlias = Delivered | Again | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A genuine message that came in for the first time."""

    id: str
    at: datetime
    content: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAgain:
    """A copy of a message that was acted on: answer 200 and do nothing."""

    id: str


def new_secret() -> str:
    """Make a secret of 32 random bytes, in the convention's writing."""
    return _PREFIX + base64.b64encode(randomness.token_bytes(_KEY_BYTES)).decode()


def deliver(hook: Hook, note: Note, caller: Caller, now: datetime) -> Delivery:
    """Send a note once; the outbox of whoever calls keeps the count of tries.

    Raises:
        AddressRefusedError: The address lies in a network that is not called.
        UsageError: The hook has no usable secret.
    """
    body = json.dumps(
        {"type": note.kind, "timestamp": note.at.astimezone(UTC).isoformat(), "data": note.data},
        ensure_ascii=False,
    )
    answer = caller.call(
        "POST",
        hook.url,
        headers={"content-type": "application/json", **_signed(hook.secrets, note.id, body, now)},
        content=body.encode(),
    )
    if isinstance(answer, Silent):
        return Again(why=answer.why)
    if answer.status in _OK:
        return Delivered(status=answer.status)
    if answer.status == _GONE:
        return Gone()
    wished = answer.headers.get("retry-after", "")
    known = wished.isascii() and wished.isdigit() and len(wished) < 10  # noqa: PLR2004 - seconds
    return Again(
        why=Text(en=f"status {answer.status}", ja=f"ステータス {answer.status}"),
        after_seconds=min(int(wished), _LONGEST_WISH_SECONDS) if known else None,
    )


def open_message(
    body: bytes,
    headers: Mapping[str, str],
    secrets: Sequence[str],
    *,
    source: str,
    memory: Memory,
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> Message | MessageAgain:
    """Verify a message that came in.

    Args:
        body: As received, byte by byte.
        headers: Names in lower case.
        secrets: The sender's secrets, newest first.
        source: Who sends here; its identifiers are remembered apart from others'.
        memory: What was acted on before; part of the transaction of the act.
        now: The present.
        tolerance: How far the message's time may lie from now.

    Raises:
        CallForgedError: The signature is missing, wrong, or too old.
        CallMalformedError: It is signed but is no JSON object.
    """
    identifier = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    if not 0 < len(identifier) <= _ID_CHARACTERS or len(body) > _BYTES_LIMIT:
        raise _forged("it bears no identifier", "識別子がありません")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):  # noqa: PLR2004 - until the year 33658
        raise _forged("it bears no time", "時刻がありません")
    at = datetime.fromtimestamp(int(stamp), UTC)
    if not _genuine(body, identifier, at, headers.get("webhook-signature", ""), secrets):
        raise _forged("its signature does not hold", "署名が正しくありません")
    if abs(now - at) > tolerance:
        raise _forged("it is too old or of the future", "時刻が範囲外です")
    content = _parsed(body)
    if not memory.first_time(f"webhook:{source}"[:80], identifier, now=now, keep=4 * tolerance):
        return MessageAgain(id=identifier)
    return Message(id=identifier, at=at, content=content)


def _signed(secrets: Sequence[str], identifier: str, body: str, now: datetime) -> dict[str, str]:
    stamp = now.astimezone(UTC)
    keys = [key for secret in secrets if (key := _key(secret)) is not None]
    if not keys:
        raise UsageError(
            Text(
                en="a webhook has no usable secret", ja="Webhook に使えるシークレットがありません"
            ),
            remedy=Text(
                en="give it a secret of the form `whsec_…`",
                ja="`whsec_…` の形のシークレットを設定してください",
            ),
        )
    signatures = " ".join(Webhook(key).sign(identifier, stamp, body) for key in keys)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(int(stamp.timestamp())),
        "webhook-signature": signatures,
    }


def _genuine(
    body: bytes, identifier: str, at: datetime, header: str, secrets: Sequence[str]
) -> bool:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    given = [one for one in header.split(" ")[:_SIGNATURES_LIMIT] if one.startswith("v1,")]
    genuine = False
    for secret in secrets:
        key = _key(secret)
        if key is None:
            continue
        expected = Webhook(key).sign(identifier, at, text).encode()
        for signature in given:
            # Every pair is compared, whatever came before: time tells nothing.
            genuine |= hmac.compare_digest(expected, signature.encode("utf-8", "replace"))
    return genuine


def _key(secret: str) -> bytes | None:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) >= _LEAST_KEY_BYTES else None


def _parsed(body: bytes) -> Mapping[str, object]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise CallMalformedError(
            Text(
                en="a signed message is no JSON object",
                ja="署名付きメッセージが JSON のオブジェクトではありません",
            ),
            remedy=Text(
                en="ask the sender to send an object with `type`, `timestamp` and `data`",
                ja="`type`、`timestamp`、`data` を持つオブジェクトを送るよう依頼してください",
            ),
        )
    return read


def _forged(en: str, ja: str) -> CallForgedError:
    return CallForgedError(
        Text(en=f"a message is refused: {en}", ja=f"メッセージを拒否しました: {ja}"),
        remedy=Text(
            en="compare the secret on both sides, and this machine's clock",
            ja="双方のシークレットと、この端末の時計を確認してください",
        ),
    )
