"""Card payments through Stripe Checkout: the page is Stripe's, so no card number reaches us.

Every request that changes something carries an idempotency key, so that it may be repeated until
it is answered: Stripe then does it once. What an answer says is compared with what was asked
before it is believed.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode

from upheld.calling.client import Answer, Caller, Outcome, Silent
from upheld.payments.answers import (
    Checkout,
    PaymentUnreachableError,
    Refund,
    malformed,
    read_checkout,
    read_object,
    read_refund,
    refusal_of,
)
from upheld.payments.money import Money
from upheld.refusal import Where
from upheld.wording import Language, Text

BASE = "https://api.stripe.com"
VERSION = "2024-06-20"
"""The version of Stripe's API whose answers are read here."""
_TRIES = 4
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0
_REPEATABLE = frozenset({409, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person is asked to pay.

    Attributes:
        reference: Our own name for it, nothing personal; comes back with every answer.
        amount: How much; more than nothing.
        title: What it is for, as the person reads it on the page; nothing personal.
        success_url: Where the page leads after payment.
        cancel_url: Where it leads without one.
        language: Of the page.
        expires_at: When the page stops taking the payment (30 minutes to 24 hours from now).
        key: The idempotency key: the same one for every try of the same order.
    """

    reference: str
    amount: Money
    title: str
    success_url: str
    cancel_url: str
    language: Language
    expires_at: datetime
    key: str

    def fields(self) -> Iterable[tuple[str, str]]:
        """Return the form that Stripe takes."""
        price = "line_items[0][price_data]"
        yield "mode", "payment"
        yield "payment_method_types[0]", "card"
        yield "client_reference_id", self.reference
        yield "line_items[0][quantity]", "1"
        yield f"{price}[currency]", self.amount.currency.lower()
        yield f"{price}[unit_amount]", str(self.amount.minor_units())
        yield f"{price}[product_data][name]", self.title
        yield "success_url", self.success_url
        yield "cancel_url", self.cancel_url
        yield "locale", self.language
        yield "expires_at", str(int(self.expires_at.timestamp()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """A client of one Stripe account.

    Attributes:
        secret: The secret or restricted key.
        caller: How calls are made, and how far they reach.
        base: The API's address; https, or this machine in tests.
        pause: Waits between two tries; seconds.
    """

    secret: str = field(repr=False)
    caller: Caller = field(default_factory=Caller)
    base: str = BASE
    pause: Callable[[float], None] = time.sleep

    def create_checkout(self, order: Order) -> Checkout:
        """Make a payment page.

        Raises:
            PaymentRefusedError: Stripe does not take this order.
            PaymentUnreachableError: No answer; try again later with the same order.
            PaymentMalformedError: The answer is not about this order.
        """
        answer = self._ask("POST", "/v1/checkout/sessions", order.fields(), order.key)
        checkout = read_checkout(answer, self.base)
        if checkout.reference != order.reference or checkout.amount != order.amount:
            raise malformed("it is about another order", "別の注文についての応答です")
        return checkout

    def retrieve(self, checkout_id: str) -> Checkout:
        """Ask how a payment stands now.

        Raises:
            PaymentRefusedError: Stripe knows no such payment.
            PaymentUnreachableError: No answer.
            PaymentMalformedError: The answer is not about this payment.
        """
        answer = self._ask("GET", f"/v1/checkout/sessions/{_part(checkout_id)}")
        return _same(read_checkout(answer, self.base), checkout_id)

    def expire(self, checkout_id: str) -> Checkout:
        """Close a payment page, so that nobody pays for what is no longer asked.

        A page that was paid in the meantime refuses; `retrieve` then tells so.

        Raises:
            PaymentRefusedError: It is not open any more.
            PaymentUnreachableError: No answer.
            PaymentMalformedError: The answer is not about this payment.
        """
        path = f"/v1/checkout/sessions/{_part(checkout_id)}/expire"
        answer = self._ask("POST", path, (), f"expire-{checkout_id}")
        return _same(read_checkout(answer, self.base), checkout_id)

    def refund(self, payment: str, amount: Money, *, key: str) -> Refund:
        """Give money back.

        Args:
            payment: The payment intent of a paid checkout.
            amount: How much; not more than was paid.
            key: The idempotency key: the same one for every try of the same refund.

        Raises:
            PaymentRefusedError: Stripe does not refund this.
            PaymentUnreachableError: No answer; try again later with the same key.
            PaymentMalformedError: The answer is not about this refund.
        """
        fields = (("payment_intent", payment), ("amount", str(amount.minor_units())))
        refund = read_refund(self._ask("POST", "/v1/refunds", fields, key))
        if refund.payment != payment or refund.amount != amount:
            raise malformed("it is about another refund", "別の返金についての応答です")
        return refund

    def _ask(
        self,
        method: str,
        path: str,
        fields: Iterable[tuple[str, str]] = (),
        key: str | None = None,
    ) -> Mapping[str, object]:
        headers = {"authorization": f"Bearer {self.secret}", "stripe-version": VERSION}
        if key is not None:
            headers["idempotency-key"] = key
            headers["content-type"] = "application/x-www-form-urlencoded"
        content = urlencode(list(fields)).encode("ascii")
        for number in range(1, _TRIES + 1):
            outcome = self.caller.call(
                method, f"{self.base}{path}", headers=headers, content=content
            )
            if isinstance(outcome, Answer) and not _again(outcome):
                if outcome.status == _OK:
                    return read_object(outcome.body)
                raise refusal_of(outcome)
            if number < _TRIES:
                self.pause(_pause(number, outcome))
        raise _unreachable(outcome)


def _again(answer: Answer) -> bool:
    """Say whether to repeat: Stripe's own word first, then the status."""
    said = answer.headers.get("stripe-should-retry")
    if said in {"true", "false"}:
        return said == "true"
    return answer.status in _REPEATABLE


def _pause(number: int, outcome: Outcome) -> float:
    """Twice as long each time, with chance in it, so that clients do not come back together."""
    wished = outcome.headers.get("retry-after", "") if isinstance(outcome, Answer) else ""
    if wished.isascii() and wished.isdigit():
        return min(float(wished), _LONGEST_PAUSE_SECONDS)
    longest = min(_FIRST_PAUSE_SECONDS * float(1 << (number - 1)), _LONGEST_PAUSE_SECONDS)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def _part(identifier: str) -> str:
    if not identifier:
        raise malformed("an identifier is empty", "識別子が空です")
    return quote(identifier, safe="")


def _same(checkout: Checkout, checkout_id: str) -> Checkout:
    if checkout.id != checkout_id:
        raise malformed("it is about another payment", "別の支払いについての応答です")
    return checkout


def _unreachable(outcome: Outcome) -> PaymentUnreachableError:
    if isinstance(outcome, Silent):
        why = outcome.why
    else:
        why = Text(en=f"status {outcome.status}", ja=f"ステータス {outcome.status}")
    return PaymentUnreachableError(
        Text(
            en=f"the payment service gives no usable answer: {why.en}",
            ja=f"決済サービスから使える応答がありません: {why.ja}",
        ),
        remedy=Text(
            en="repeat it later: the same order is never charged twice",
            ja="後でもう一度実行してください。同じ注文が二重に請求されることはありません",
        ),
        where=Where(system="stripe"),
    )
