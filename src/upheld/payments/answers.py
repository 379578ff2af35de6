"""What Stripe answers, read strictly: an answer that lies or lacks something is no answer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias, cast
from urllib.parse import urlsplit

from upheld.calling.client import Answer
from upheld.payments.money import AmountInvalidError, Money
from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

CheckoutState: TypeAlias = Literal["open", "complete", "expired"]
PaymentState: TypeAlias = Literal["paid", "unpaid", "no_payment_required"]
RefundState: TypeAlias = Literal["pending", "requires_action", "succeeded", "failed", "canceled"]

_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_UNKNOWN_KEY = (401, 403)


class PaymentRefusedError(RefusalError):
    """The payment service does not do what was asked."""

    code = "payment-refused"


class PaymentUnreachableError(RefusalError):
    """The payment service does not answer; the same request may be repeated."""

    code = "payment-unreachable"
    exit_code = Exit.UNREACHABLE


class PaymentMalformedError(RefusalError):
    """An answer of the payment service is not what it should be; nothing of it is believed."""

    code = "payment-malformed"
    exit_code = Exit.NOT_PROVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A payment page and how it stands.

    Attributes:
        id: Stripe's name for it.
        reference: Our name for it.
        url: The page, while it is open.
        state: Whether the page takes a payment.
        payment: Whether the money is there; only `paid` is a payment.
        amount: How much.
        intent: Stripe's name for the payment itself, needed for a refund.
        expires_at: When the page closes.
    """

    id: str
    reference: str
    url: str | None
    state: CheckoutState
    payment: PaymentState
    amount: Money
    intent: str | None
    expires_at: datetime

    @property
    def paid(self) -> bool:
        """Whether the money is there: the page is complete *and* the payment is made."""
        return self.state == "complete" and self.payment == "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money given back; it has arrived only when `succeeded`."""

    id: str
    payment: str
    amount: Money
    state: RefundState


def read_object(body: bytes) -> Mapping[str, object]:
    """Read a JSON object.

    Raises:
        PaymentMalformedError: It is none.
    """
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise malformed("it is not JSON", "JSON ではありません") from None
    if not isinstance(read, dict):
        raise malformed("it is no object", "オブジェクトではありません")
    return read


def read_checkout(found: Mapping[str, object], base: str) -> Checkout:
    """Read a Checkout Session; its page must be https, or on the machine of a test's base.

    Raises:
        PaymentMalformedError: Something is missing or of another kind.
    """
    if found.get("object") != "checkout.session":
        raise malformed("it is no checkout session", "Checkout Session ではありません")
    url = found.get("url")
    if url is not None and not (isinstance(url, str) and _safe(url, base)):
        raise malformed("its page is not https", "支払いページが https ではありません")
    intent = found.get("payment_intent")
    # Expanded on request, and an object then; its id is what counts.
    if isinstance(intent, dict):
        intent = intent.get("id")
    if intent is not None and not isinstance(intent, str):
        raise malformed("its payment is no identifier", "支払いの識別子がありません")
    return Checkout(
        id=_text(found, "id"),
        reference=_text(found, "client_reference_id"),
        url=url,
        state=cast("CheckoutState", _one_of(found, "status", "open", "complete", "expired")),
        payment=cast(
            "PaymentState",
            _one_of(found, "payment_status", "paid", "unpaid", "no_payment_required"),
        ),
        amount=_money(found.get("amount_total"), found.get("currency")),
        intent=intent,
        expires_at=_instant(found, "expires_at"),
    )


def read_refund(found: Mapping[str, object]) -> Refund:
    """Read a refund.

    Raises:
        PaymentMalformedError: Something is missing or of another kind.
    """
    if found.get("object") != "refund":
        raise malformed("it is no refund", "返金ではありません")
    state = _one_of(
        found, "status", "pending", "requires_action", "succeeded", "failed", "canceled"
    )
    return Refund(
        id=_text(found, "id"),
        payment=_text(found, "payment_intent"),
        amount=_money(found.get("amount"), found.get("currency")),
        state=cast("RefundState", state),
    )


def refusal_of(answer: Answer) -> PaymentRefusedError:
    """Word an error: its type and code, never its message, which may quote what was sent."""
    try:
        error = read_object(answer.body).get("error")
    except PaymentMalformedError:
        error = None
    given = error if isinstance(error, dict) else {}
    words = [given.get(name) for name in ("type", "code", "decline_code", "param")]
    known = "/".join(word for word in words if isinstance(word, str) and _WORD.fullmatch(word))
    said = f"{answer.status} {known}".strip()
    key = answer.status in _UNKNOWN_KEY
    return PaymentRefusedError(
        Text(
            en=f"the payment service refuses this: {said}",
            ja=f"決済サービスが受け付けませんでした: {said}",
        ),
        remedy=Text(
            en="check the key of the account and its permissions"
            if key
            else "look the code up in Stripe's documentation; nothing was charged",
            ja="アカウントの鍵とその権限を確認してください"
            if key
            else "コードの意味を Stripe の資料で確認してください。請求は発生していません",
        ),
        where=Where(system="stripe"),
    )


def malformed(en: str, ja: str) -> PaymentMalformedError:
    """An answer that is not believed."""
    return PaymentMalformedError(
        Text(
            en=f"the payment service's answer is not used: {en}",
            ja=f"決済サービスの応答を採用しません: {ja}",
        ),
        remedy=Text(
            en="nothing was recorded as paid; look at the payment in Stripe's dashboard",
            ja="支払済みとは記録していません。Stripe の管理画面で支払いを確認してください",
        ),
        where=Where(system="stripe"),
    )


def _safe(url: str, base: str) -> bool:
    page, api = urlsplit(url), urlsplit(base)
    if page.scheme == "https" and page.hostname:
        return True
    return api.scheme == "http" and (page.scheme, page.hostname) == (api.scheme, api.hostname)


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise malformed(f"`{name}` is missing", f"`{name}` がありません")
    return value


def _one_of(found: Mapping[str, object], name: str, *words: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or value not in words:
        raise malformed(f"`{name}` has an unknown value", f"`{name}` の値が不明です")
    return value


def _money(units: object, currency: object) -> Money:
    try:
        return Money.of_minor_units(units, currency)
    except AmountInvalidError:
        raise malformed("its amount is none", "金額を読めません") from None


def _instant(found: Mapping[str, object], name: str) -> datetime:
    value = found.get(name)
    if type(value) is not int:
        raise malformed(f"`{name}` is no time", f"`{name}` が時刻ではありません")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise malformed(f"`{name}` is no time", f"`{name}` が時刻ではありません") from None
