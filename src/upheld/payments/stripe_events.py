"""What Stripe calls us with: verified by signature, fresh, and acted on once.

The header is `Stripe-Signature: t=TIME,v1=HMAC[,v1=…]`; the HMAC-SHA256 is over `TIME.body` with
the endpoint's secret. Several secrets are accepted while one replaces another.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from upheld.calling.replay import Memory
from upheld.payments.answers import PaymentMalformedError, read_object
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

TOLERANCE = timedelta(minutes=5)
"""How far the time of a signature may lie from now, either way."""
KEEP = timedelta(days=30)
"""How long an event is remembered. Stripe repeats one for three days, signing it afresh."""
_BYTES_LIMIT = 262_144
_HEADER_LIMIT = 4096


class EventForgedError(RefusalError):
    """Nothing shows that a call came from where it says it does."""

    code = "event-forged"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutChanged:
    """A payment page changed in some way; `Stripe.retrieve` says how it stands."""

    event: str
    checkout: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundChanged:
    """Something about the refunds of a payment changed."""

    event: str
    payment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """This event was acted on before: answer 200 and do nothing."""

    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOurs:
    """An event of a kind that means nothing to us: answer 200 and do nothing."""

    event: str
    kind: str


Event: TypeAlias = CheckoutChanged | RefundChanged | Repeated | NotOurs


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where Stripe calls us.

    Attributes:
        secrets: The endpoint's signing secrets, newest first.
        live: Whether events of real money are expected; a test event never pays a real fee.
        tolerance: How old a signature may be.
    """

    secrets: Sequence[str] = field(repr=False)
    live: bool
    tolerance: timedelta = TOLERANCE

    def open_event(self, body: bytes, header: str | None, memory: Memory, now: datetime) -> Event:
        """Verify a call and say what it is about.

        Args:
            body: As received, byte by byte: a JSON that was parsed and written again has another
                signature.
            header: `Stripe-Signature`.
            memory: What was acted on before; part of the transaction of the act.
            now: The present.

        Raises:
            EventForgedError: The signature is missing, wrong, or too old.
            PaymentMalformedError: It is signed but is no event.
        """
        self._verify(body, header, now)
        found = read_object(body)
        event, kind, about = found.get("id"), found.get("type"), _object(found)
        created = found.get("created")
        if not isinstance(event, str) or not isinstance(kind, str) or type(created) is not int:
            raise _no_event()
        if found.get("livemode") is not self.live:
            return NotOurs(event=event, kind=kind)
        at = datetime.fromtimestamp(min(max(created, 0), int(now.timestamp())), UTC)
        read = _meaning(event, kind, about, at)
        if isinstance(read, NotOurs):
            return read
        if not memory.first_time("stripe", event, now=now, keep=KEEP):
            return Repeated(event=event)
        return read

    def _verify(self, body: bytes, header: str | None, now: datetime) -> None:
        if not header or len(header) > _HEADER_LIMIT or len(body) > _BYTES_LIMIT:
            raise _forged("it carries no signature", "署名がありません")
        parts = [part.strip().partition("=") for part in header.split(",")]
        times = [value for name, _sign, value in parts if name == "t"]
        given = [value for name, _sign, value in parts if name == "v1"]
        if len(times) != 1 or not times[0].isascii() or not times[0].isdigit() or not given:
            raise _forged("its signature cannot be read", "署名を読めません")
        signed = times[0].encode("ascii") + b"." + body
        genuine = False
        for secret in self.secrets:
            expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
            for signature in given:
                # Every pair is compared, whatever came before: time tells nothing.
                genuine |= hmac.compare_digest(expected, signature.encode("utf-8", "replace"))
        if not genuine:
            raise _forged("its signature is another's", "署名が一致しません")
        if len(times[0]) > 12 or abs(now.timestamp() - int(times[0])) > (  # noqa: PLR2004 - seconds until the year 33658
            self.tolerance.total_seconds()
        ):
            raise _forged("its signature is too old or of the future", "署名の時刻が範囲外です")


def _meaning(event: str, kind: str, about: Mapping[str, object], at: datetime) -> Event:
    if kind.startswith("checkout.session."):
        checkout = about.get("id")
        if about.get("object") != "checkout.session" or not isinstance(checkout, str):
            raise _no_event()
        return CheckoutChanged(event=event, checkout=checkout, at=at)
    if kind in {"charge.refunded", "refund.updated", "charge.refund.updated", "refund.failed"}:
        payment = about.get("payment_intent")
        if not isinstance(payment, str):
            raise _no_event()
        return RefundChanged(event=event, payment=payment, at=at)
    return NotOurs(event=event, kind=kind)


def _object(found: Mapping[str, object]) -> Mapping[str, object]:
    data = found.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    return about if isinstance(about, dict) else {}


def _forged(en: str, ja: str) -> EventForgedError:
    return EventForgedError(
        Text(
            en=f"a call in the name of the payment service is refused: {en}",
            ja=f"決済サービスを名乗る呼び出しを拒否しました: {ja}",
        ),
        remedy=Text(
            en="check the endpoint's signing secret and this machine's clock",
            ja="エンドポイントの署名シークレットと、この端末の時計を確認してください",
        ),
        where=Where(system="stripe"),
    )


def _no_event() -> PaymentMalformedError:
    return PaymentMalformedError(
        Text(
            en="a signed call of the payment service is no event",
            ja="決済サービスの署名付き呼び出しがイベントの形ではありません",
        ),
        remedy=Text(
            en="check the API version of the endpoint in Stripe's dashboard",
            ja="Stripe の管理画面でエンドポイントの API バージョンを確認してください",
        ),
        where=Where(system="stripe"),
    )
