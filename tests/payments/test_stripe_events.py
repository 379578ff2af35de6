"""Calls of Stripe: genuine, fresh and acted on once, in whatever order they come."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.payments.stripe_server import StripeServer, sign
from upheld.calling.replay import MemoryOfProcess
from upheld.payments.answers import PaymentMalformedError
from upheld.payments.stripe_events import (
    CheckoutChanged,
    Endpoint,
    EventForgedError,
    NotOurs,
    RefundChanged,
    Repeated,
)

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
SECRET, NEXT = "whsec_invented", "whsec_invented_next"
ENDPOINT = Endpoint(secrets=[NEXT, SECRET], live=False)
SESSION = {"id": "cs_test_1", "object": "checkout.session", "status": "complete"}


def call(
    kind: str = "checkout.session.completed",
    *,
    number: int = 1,
    about: dict[str, object] | None = None,
    secret: str = SECRET,
    age: timedelta = timedelta(0),
    live: bool = False,
) -> tuple[bytes, str]:
    at = (NOW - age).timestamp()
    return StripeServer().event(
        kind, about or SESSION, number=number, at=at, secret=secret, live=live
    )


def test_a_genuine_call_says_which_payment_changed() -> None:
    body, header = call()
    event = ENDPOINT.open_event(body, header, MemoryOfProcess(), NOW)
    assert event == CheckoutChanged(event="evt_1", checkout="cs_test_1", at=NOW)


def test_a_refund_says_which_payment_it_is_about() -> None:
    body, header = call("charge.refunded", about={"object": "charge", "payment_intent": "pi_1"})
    event = ENDPOINT.open_event(body, header, MemoryOfProcess(), NOW)
    assert event == RefundChanged(event="evt_1", payment="pi_1", at=NOW)


def test_both_secrets_are_accepted_while_one_replaces_the_other() -> None:
    for number, secret in enumerate((SECRET, NEXT), 1):
        body, header = call(number=number, secret=secret)
        assert isinstance(
            ENDPOINT.open_event(body, header, MemoryOfProcess(), NOW), CheckoutChanged
        )


def test_a_repeated_call_is_told_from_the_first_even_when_signed_afresh() -> None:
    memory = MemoryOfProcess()
    body, header = call()
    ENDPOINT.open_event(body, header, memory, NOW)
    assert ENDPOINT.open_event(body, header, memory, NOW) == Repeated(event="evt_1")
    later = NOW + timedelta(days=2)
    again = sign(body, SECRET, later.timestamp())
    assert ENDPOINT.open_event(body, again, memory, later) == Repeated(event="evt_1")


def test_calls_out_of_order_each_only_say_that_something_changed() -> None:
    memory = MemoryOfProcess()
    kinds = ["checkout.session.completed", "checkout.session.expired"]
    calls = [call(kind, number=number) for number, kind in enumerate(kinds, 1)]
    events = [ENDPOINT.open_event(*one, memory, NOW) for one in reversed(calls)]
    assert [type(event) for event in events] == [CheckoutChanged, CheckoutChanged]


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_old_or_future_signature_is_refused(age: timedelta) -> None:
    body, header = call(age=age)
    with pytest.raises(EventForgedError):
        ENDPOINT.open_event(body, header, MemoryOfProcess(), NOW)


def test_another_key_a_changed_body_or_a_moved_time_is_refused() -> None:
    body, header = call()
    forged = [
        call(secret="whsec_of_somebody_else"),
        (body.replace(b"cs_test_1", b"cs_test_2"), header),
        (body, header.replace(f"t={int(NOW.timestamp())}", f"t={int(NOW.timestamp()) + 1}")),
        (body + b" ", header),
    ]
    for changed, signature in forged:
        with pytest.raises(EventForgedError):
            ENDPOINT.open_event(changed, signature, MemoryOfProcess(), NOW)


@pytest.mark.parametrize(
    "header",
    [
        None, "", "t=", "v1=00", "t=1775034000", "t=x,v1=00", "t=1,t=2,v1=00", "t=٣,v1=00",
        "t=1775034000,v0=00", "t=99999999999999999999,v1=00", "t=1775034000,v1=é", "x" * 5000,
    ],
)  # fmt: skip
def test_a_signature_that_cannot_be_read_is_refused(header: str | None) -> None:
    with pytest.raises(EventForgedError):
        ENDPOINT.open_event(call()[0], header, MemoryOfProcess(), NOW)


def test_without_a_secret_nothing_is_genuine() -> None:
    with pytest.raises(EventForgedError):
        Endpoint(secrets=[], live=False).open_event(*call(), MemoryOfProcess(), NOW)


def test_a_refused_call_is_not_remembered() -> None:
    memory = MemoryOfProcess()
    body, _header = call()
    with pytest.raises(EventForgedError):
        ENDPOINT.open_event(body, sign(body, "other", NOW.timestamp()), memory, NOW)
    assert isinstance(ENDPOINT.open_event(*call(), memory, NOW), CheckoutChanged)


def test_test_money_pays_no_real_fee() -> None:
    live = Endpoint(secrets=[SECRET], live=True)
    assert isinstance(live.open_event(*call(), MemoryOfProcess(), NOW), NotOurs)
    assert isinstance(live.open_event(*call(live=True), MemoryOfProcess(), NOW), CheckoutChanged)


def test_an_event_of_another_kind_is_not_ours() -> None:
    event = ENDPOINT.open_event(*call("customer.created"), MemoryOfProcess(), NOW)
    assert event == NotOurs(event="evt_1", kind="customer.created")


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"not json", b'{"id": 1, "type": "x", "created": 1}']
)
def test_a_signed_call_that_is_no_event_is_malformed(body: bytes) -> None:
    with pytest.raises(PaymentMalformedError):
        ENDPOINT.open_event(body, sign(body, SECRET, NOW.timestamp()), MemoryOfProcess(), NOW)
