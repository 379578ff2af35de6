"""Stripe Checkout against a server that speaks the same protocol and can lie and stall."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.payments.stripe_server import KEY, Lie, StripeServer, stripe_server
from upheld.calling.addresses import LOOPBACK, PUBLIC, AddressRefusedError
from upheld.calling.client import Caller
from upheld.payments.answers import (
    PaymentMalformedError,
    PaymentRefusedError,
    PaymentUnreachableError,
)
from upheld.payments.money import Money
from upheld.payments.stripe import Order, Stripe

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
ORDER = Order(
    reference="R-2026-0001",
    amount=Money.of("1000", "JPY"),
    title="開示手数料",
    success_url="https://desk.example.jp/paid",
    cancel_url="https://desk.example.jp/not-paid",
    language="ja",
    expires_at=NOW + timedelta(hours=1),
    key="fee-R-2026-0001-1",
)


@pytest.fixture(scope="module")
def running() -> Iterator[StripeServer]:
    with stripe_server() as server:
        yield server


@pytest.fixture
def server(running: StripeServer) -> StripeServer:
    for kept in (running.sessions, running.refunds, running.keys, running.faults, running.requests):
        kept.clear()
    running.charges = 0
    return running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def stripe(server: StripeServer, pauses: list[float]) -> Stripe:
    caller = Caller(reach=LOOPBACK, seconds=2, wait_seconds=0.5)
    return Stripe(secret=KEY, caller=caller, base=server.base, pause=pauses.append)


def test_a_fee_in_yen_is_asked_for_paid_and_given_back(
    server: StripeServer, stripe: Stripe
) -> None:
    checkout = stripe.create_checkout(ORDER)
    assert (checkout.amount, checkout.reference, checkout.paid) == (
        ORDER.amount,
        "R-2026-0001",
        False,
    )
    sent = server.requests[0][3]
    assert sent["line_items[0][price_data][unit_amount]"] == "1000"
    assert sent["line_items[0][price_data][product_data][name]"] == "開示手数料"
    server.pay(checkout.id)
    paid = stripe.retrieve(checkout.id)
    assert paid.paid
    assert paid.intent == "pi_1"
    back = stripe.refund("pi_1", ORDER.amount, key="refund-1")
    assert (back.state, back.amount) == ("succeeded", ORDER.amount)


def test_the_key_and_the_version_are_sent_and_never_shown(
    server: StripeServer, stripe: Stripe
) -> None:
    stripe.create_checkout(ORDER)
    headers = server.requests[0][2]
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["stripe-version"] == "2024-06-20"
    assert headers["idempotency-key"] == ORDER.key
    assert KEY not in repr(stripe)


@pytest.mark.parametrize("fault", [("drop", None), ("stall", 0.7)])
def test_an_order_whose_answer_was_lost_is_repeated_and_made_once(
    server: StripeServer, stripe: Stripe, fault: tuple[str, Any], pauses: list[float]
) -> None:
    server.faults.append(fault)
    checkout = stripe.create_checkout(ORDER)
    assert list(server.sessions) == [checkout.id]
    assert len(server.requests) == 2
    assert len({headers["idempotency-key"] for _m, _p, headers, _f in server.requests}) == 1
    assert len(pauses) == 1


def test_a_refund_whose_answer_was_lost_is_made_once(server: StripeServer, stripe: Stripe) -> None:
    checkout = stripe.create_checkout(ORDER)
    server.pay(checkout.id)
    server.faults.append(("drop", None))
    half = Money.of(500, "JPY")
    stripe.refund("pi_1", half, key="refund-a")
    assert [one["amount"] for one in server.refunds.values()] == [500]


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_a_trouble_that_passes_is_waited_for(
    server: StripeServer, stripe: Stripe, status: int, pauses: list[float]
) -> None:
    server.faults.extend([("refuse", (status, b"{}"))] * 2)
    assert stripe.create_checkout(ORDER).state == "open"
    assert len(pauses) == 2
    assert all(0.2 < pause < 2 for pause in pauses)


def test_a_wished_pause_is_kept_but_not_without_limit(
    server: StripeServer, stripe: Stripe, pauses: list[float]
) -> None:
    server.faults.append(("refuse", (429, ({"Retry-After": "3"}, b"{}"))))
    server.faults.append(("refuse", (429, ({"Retry-After": "86400"}, b"{}"))))
    stripe.create_checkout(ORDER)
    assert pauses == [3.0, 8.0]


def test_the_services_own_word_whether_to_retry_counts_first(
    server: StripeServer, stripe: Stripe, pauses: list[float]
) -> None:
    server.faults.append(("refuse", (500, ({"Stripe-Should-Retry": "false"}, b"{}"))))
    with pytest.raises(PaymentRefusedError):
        stripe.create_checkout(ORDER)
    assert pauses == []


def test_a_service_that_stays_away_is_told_after_four_tries(
    server: StripeServer, stripe: Stripe, pauses: list[float]
) -> None:
    server.faults.extend([("drop", None)] * 4)
    with pytest.raises(PaymentUnreachableError):
        stripe.create_checkout(ORDER)
    assert len(pauses) == 3
    assert len(server.sessions) == 1


def test_a_declined_order_says_the_code_and_not_the_message(
    server: StripeServer, stripe: Stripe
) -> None:
    with pytest.raises(PaymentRefusedError) as refused:
        stripe.retrieve("cs_unknown")
    assert "404 invalid_request_error/resource_missing" in refused.value.what.en
    assert "taro" not in str(refused.value)


def test_a_wrong_key_is_said_to_be_one(server: StripeServer, stripe: Stripe) -> None:
    with pytest.raises(PaymentRefusedError) as refused:
        replace(stripe, secret="sk_test_other").create_checkout(ORDER)
    assert "key" in refused.value.remedy.en
    assert server.sessions == {}


def test_the_same_key_for_another_order_is_refused(stripe: Stripe) -> None:
    stripe.create_checkout(ORDER)
    with pytest.raises(PaymentRefusedError) as refused:
        stripe.create_checkout(replace(ORDER, amount=Money.of(2000, "JPY")))
    assert "idempotency_error" in refused.value.what.en


LIES: list[Lie] = [
    lambda body: body | {"amount_total": 100000},
    lambda body: body | {"currency": "usd"},
    lambda body: body | {"client_reference_id": "R-2026-0002"},
    lambda body: body | {"url": "http://phishing.example.com/"},
    lambda body: body | {"url": "javascript:alert(1)"},
    lambda body: body | {"status": "paid"},
    lambda body: body | {"payment_status": True},
    lambda body: body | {"amount_total": 1000.0},
    lambda body: body | {"expires_at": 10**18},
    lambda body: body | {"object": "payment_intent"},
    lambda body: body | {"id": ""},
    lambda body: body | {"payment_intent": 7},
    lambda _body: b"<html>",
    lambda _body: b"[]",
    lambda _body: b"[" * 200_000,
]


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_lies_is_not_believed(
    server: StripeServer, stripe: Stripe, lie: Lie
) -> None:
    server.faults.append(("lie", lie))
    with pytest.raises(PaymentMalformedError):
        stripe.create_checkout(ORDER)


def test_an_answer_about_another_payment_is_not_believed(
    server: StripeServer, stripe: Stripe
) -> None:
    checkout = stripe.create_checkout(ORDER)
    for asking in (stripe.retrieve, stripe.expire):
        server.faults.append(("lie", lambda body: body | {"id": "cs_test_other"}))
        with pytest.raises(PaymentMalformedError):
            asking(checkout.id)


def test_a_refund_of_another_amount_is_not_believed(server: StripeServer, stripe: Stripe) -> None:
    server.pay(stripe.create_checkout(ORDER).id)
    server.faults.append(("lie", lambda body: body | {"amount": 1}))
    with pytest.raises(PaymentMalformedError):
        stripe.refund("pi_1", ORDER.amount, key="refund-b")


def test_more_than_was_paid_is_not_given_back(server: StripeServer, stripe: Stripe) -> None:
    server.pay(stripe.create_checkout(ORDER).id)
    stripe.refund("pi_1", ORDER.amount, key="refund-c")
    with pytest.raises(PaymentRefusedError):
        stripe.refund("pi_1", ORDER.amount, key="refund-d")


def test_a_closed_page_is_closed_and_a_paid_one_cannot_be(
    server: StripeServer, stripe: Stripe
) -> None:
    first = stripe.create_checkout(ORDER)
    assert stripe.expire(first.id).state == "expired"
    second = stripe.create_checkout(replace(ORDER, key="fee-2"))
    server.pay(second.id)
    with pytest.raises(PaymentRefusedError):
        stripe.expire(second.id)
    assert stripe.retrieve(second.id).paid


def test_a_complete_page_without_money_is_not_paid(server: StripeServer, stripe: Stripe) -> None:
    checkout = stripe.create_checkout(ORDER)
    server.sessions[checkout.id] |= {"status": "complete", "payment_status": "unpaid", "url": None}
    assert not stripe.retrieve(checkout.id).paid


def test_an_identifier_is_never_a_path(server: StripeServer, stripe: Stripe) -> None:
    with pytest.raises(PaymentRefusedError):
        stripe.retrieve("../../v1/refunds?x=")
    assert server.requests[0][1] == "/v1/checkout/sessions/..%2F..%2Fv1%2Frefunds%3Fx%3D"


@pytest.mark.parametrize("base", ["http://api.stripe.example", "ftp://x", "https://10.0.0.1"])
def test_a_base_that_is_not_https_or_not_public_is_refused(base: str) -> None:
    with pytest.raises(AddressRefusedError):
        Stripe(secret=KEY, caller=Caller(reach=PUBLIC), base=base).retrieve("cs_1")
