"""A fee is asked only where the law allows one, each payment counts once, and the book adds up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk, loaded, opened
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.payments.stripe_server import KEY, StripeServer, stripe_server
from tests.web.sites import text_of
from upheld.calling.addresses import LOOPBACK
from upheld.calling.client import Caller
from upheld.desk.case import Case
from upheld.desk.fees import book, cards, charging
from upheld.desk.withdrawing import withdraw
from upheld.durable import outbox
from upheld.payments.money import Money
from upheld.payments.stripe import Stripe
from upheld.payments.stripe_events import Endpoint, EventForgedError

FEE = Money.of("1000", "JPY")
SECRET = "whsec_invented"


@pytest.fixture(scope="module")
def server() -> Iterator[StripeServer]:
    with stripe_server() as running:
        yield running


@pytest.fixture
def stripe(server: StripeServer) -> Stripe:
    server.faults.clear()
    caller = Caller(reach=LOOPBACK)
    return Stripe(secret=KEY, caller=caller, base=server.base, pause=lambda _: None)


def _charged(drill: Drill) -> Case:
    case = opened(drill)
    assert charging.fee_of(drill.office.company.policy, case) == FEE
    return case


def _account(drill: Drill, case: Case) -> book.Account:
    with drill.office.company.engine.connect() as connection:
        found = book.account(connection, case.reference)
    assert found is not None
    return found


def test_a_fee_is_asked_once_and_waited_for(drill: Drill) -> None:
    case = _charged(drill)
    assert "fee" in case.waiting
    with drill.office.company.engine.begin() as connection:
        assert charging.charge(drill.office, connection, case) is None
    assert _account(drill, case).left == FEE


@pytest.mark.parametrize("right", ["deletion", "correction", "suspension", "complaint"])
def test_no_fee_is_asked_where_the_law_allows_none(drill: Drill, right: str) -> None:
    case = opened(drill, right=right)
    assert "fee" not in case.waiting
    with drill.office.company.engine.begin() as connection:
        assert charging.charge(drill.office, connection, case) is None
        assert book.account(connection, case.reference) is None


def test_a_transfer_seen_by_staff_settles_it_with_a_numbered_receipt(drill: Drill) -> None:
    case = _charged(drill)
    with drill.office.company.engine.begin() as connection:
        receipt = charging.pay(drill.office, connection, case, FEE, "bank", by="S-1", outside="T1")
        again = charging.pay(drill.office, connection, case, FEE, "bank", by="S-1", outside="T1")
    assert receipt == "F-2026-0001"
    assert again is None, "the same transfer counts once"
    assert "fee" not in loaded(drill, case.reference).waiting
    assert _account(drill, case).settled


def test_what_is_settled_takes_no_more_money(drill: Drill) -> None:
    case = _charged(drill)
    with drill.office.company.engine.begin() as connection:
        charging.pay(drill.office, connection, case, FEE, "counter", by="S-1")
    with (
        pytest.raises(book.FeeRefusedError),
        drill.office.company.engine.begin() as connection,
    ):
        charging.pay(drill.office, connection, case, FEE, "counter", by="S-1")


def test_a_refusal_of_ours_gives_the_fee_back_and_a_waiver_lets_it_go(drill: Drill) -> None:
    paid, waived = _charged(drill), _charged(drill)
    with drill.office.company.engine.begin() as connection:
        charging.pay(drill.office, connection, paid, FEE, "bank", by="S-1")
        back = charging.give_back(drill.office, connection, paid, by="S-1", reason="refused")
        none = charging.give_back(drill.office, connection, paid, by="S-1", reason="refused")
        charging.waive(drill.office, connection, waived, by="S-1", reason="hardship")
        totals = book.totals(connection)
    assert (back, none) == (FEE, None)
    assert "fee" not in waived.waiting
    assert totals == {"JPY": {"charged": 2000, "paid": 1000, "refunded": 1000, "waived": 1000}}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_to_be_given_back_is_listed_and_noted_by_an_officer(
    found: Founded, kind: str
) -> None:
    drill = found(store=kind)
    paid, kept = _charged(drill), _charged(drill)
    with drill.office.company.engine.begin() as connection:
        for case in (paid, kept):
            charging.pay(drill.office, connection, case, FEE, "bank", by="S-1")
    withdraw(drill.office, paid.reference)
    Desk(drill).work()
    assert loaded(drill, paid.reference).state == "closed", "its confirmation went out"
    officer = staff(drill, site_for(drill), "sora", "privacy_officer")
    shown = officer.get("/console/fees")
    assert paid.reference in shown.text
    assert kept.reference not in shown.text
    act = f"/console/requests/{paid.reference}/fee"
    answer = officer.submit("/console/fees", {"what": "back"}, to=act)
    assert answer.status_code == 303, text_of(answer)
    assert _account(drill, paid).held == Money.of(0, "JPY")
    assert paid.reference not in officer.get("/console/fees").text


def test_a_card_is_given_back_by_stripe_and_by_nobodys_hand(drill: Drill) -> None:
    case = _charged(drill)
    with drill.office.company.engine.begin() as connection:
        charging.pay(drill.office, connection, case, FEE, "card", by="system", outside="pi_1")
    withdraw(drill.office, case.reference)
    with drill.office.company.engine.begin() as connection:
        (held,) = charging.to_give_back(connection)
        assert (held.amount, held.by_card) == (FEE, True)
        with pytest.raises(book.FeeRefusedError):
            charging.give_back(drill.office, connection, case, by="S-1", reason="withdrawn")
        charging.give_back(
            drill.office, connection, case, by="system", reason="withdrawn", outside="re_1"
        )
        assert charging.to_give_back(connection) == []


_LINES = st.lists(
    st.tuples(st.sampled_from(["charged", "paid", "waived", "refunded"]), st.integers(1, 5000)),
    max_size=30,
)


@pytest.mark.slow
@given(lines=_LINES)
def test_the_book_adds_up_whatever_is_written(lines: list[tuple[book.LineKind, int]]) -> None:
    engine = create_engine("sqlite://")
    book.metadata.create_all(engine)
    owed = held = 0
    from datetime import UTC, datetime

    now = datetime(2026, 12, 24, tzinfo=UTC)
    with engine.begin() as connection:
        for kind, units in lines:
            refused = (kind == "waived" and units > owed) or (kind == "refunded" and units > held)
            if refused:
                with pytest.raises(book.FeeRefusedError):
                    book.add(connection, "R-1", kind, Money.of(units, "JPY"), at=now, by="S-1")
                continue
            book.add(connection, "R-1", kind, Money.of(units, "JPY"), at=now, by="S-1")
            owed += {"charged": units, "waived": -units}.get(kind, 0)
            held += {"paid": units, "refunded": -units}.get(kind, 0)
        found = book.account(connection, "R-1")
        kept = book.entries(connection, "R-1")
    if not kept:
        assert found is None
        return
    assert found is not None
    assert (found.owed.minor_units(), found.held.minor_units()) == (owed, held)
    assert found.settled == (held >= owed)
    assert found.left.minor_units() == max(0, owed - held)


def test_a_card_pays_once_however_often_stripe_calls(
    drill: Drill, stripe: Stripe, server: StripeServer
) -> None:
    case = _charged(drill)
    address = cards.open_page(drill.office, stripe, case.reference)
    assert address.startswith(server.base)
    (session,) = list(server.sessions)[-1:]
    assert cards.read_page(drill.office, stripe, session) is not None
    assert not _account(drill, case).settled, "nothing is paid yet"
    server.pay(session)
    endpoint = Endpoint(secrets=[SECRET], live=False)
    now = drill.office.company.clock.now()
    for number in (1, 1, 2):
        body, header = server.event(
            "checkout.session.completed", server.sessions[session],
            number=number, at=now.timestamp(), secret=SECRET,
        )  # fmt: skip
        cards.on_call(drill.office, endpoint, body, header)
    with drill.office.company.engine.connect() as connection:
        calls = [row for row in outbox.waiting(connection) if row.kind == "card-page"]
    assert len(calls) == 2, "the repeated event is one; another event about the page is another"
    for _ in range(3):
        cards.read_page(drill.office, stripe, session)
    assert _account(drill, case).held == FEE
    assert cards.refund(drill.office, stripe, case.reference, by="S-1", reason="refused")
    assert not cards.refund(drill.office, stripe, case.reference, by="S-1", reason="refused")
    assert _account(drill, case).held == Money.of(0, "JPY")


def test_a_call_signed_by_somebody_else_changes_nothing(
    drill: Drill, stripe: Stripe, server: StripeServer
) -> None:
    case = _charged(drill)
    cards.open_page(drill.office, stripe, case.reference)
    (session,) = list(server.sessions)[-1:]
    now = drill.office.company.clock.now()
    endpoint = Endpoint(secrets=[SECRET], live=False)
    forged, header = server.event(
        "checkout.session.completed", server.sessions[session] | {"payment_status": "paid"},
        number=9, at=now.timestamp(), secret="whsec_other",
    )  # fmt: skip
    with pytest.raises(EventForgedError):
        cards.on_call(drill.office, endpoint, forged, header)
    old, header = server.event(
        "checkout.session.completed", server.sessions[session],
        number=10, at=(now - timedelta(hours=1)).timestamp(), secret=SECRET,
    )  # fmt: skip
    with pytest.raises(EventForgedError):
        cards.on_call(drill.office, endpoint, old, header)
    assert not _account(drill, case).settled
