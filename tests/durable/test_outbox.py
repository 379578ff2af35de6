"""The outbox on both stores: claimed once, tried with limits, never dropped in silence."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from tests.durable.clocks import MovedClock
from upheld.durable import outbox
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.direct import DirectDurable
from upheld.durable.dispatching import Dispatcher
from upheld.durable.outbox import Item
from upheld.durable.presence import Presence
from upheld.refusal import UsageError
from upheld.wording import Text

THREE = Patience(attempts=3)


def _promise(store: Engine, clock: MovedClock, key: str = "R-1", kind: str = "mail") -> int:
    with store.begin() as connection:
        return outbox.add(connection, kind, key, {"letter": "received"}, clock.now())


def _waiting(store: Engine) -> list[outbox.Waiting]:
    with store.connect() as connection:
        return outbox.waiting(connection)


def test_what_is_promised_is_handed_over_once_it_is_due(store: Engine, clock: MovedClock) -> None:
    with store.begin() as connection:
        later = clock.now() + timedelta(days=2)
        outbox.add(connection, "mail", "R-1", {"letter": "受付"}, later)
    seen: list[Item] = []
    dispatcher = Dispatcher(store, clock, {"mail": seen.append})
    assert dispatcher.once() == 0
    clock.move(timedelta(days=2))
    assert dispatcher.once() == 1
    assert dispatcher.once() == 0
    assert [(item.key, item.payload, item.at) for item in seen] == [
        ("R-1", {"letter": "受付"}, later)
    ]
    assert _waiting(store) == []
    dispatcher.close()


def test_a_promise_that_is_rolled_back_was_never_made(store: Engine, clock: MovedClock) -> None:
    with store.connect() as connection, connection.begin() as transaction:
        outbox.add(connection, "mail", "R-1", {}, clock.now())
        transaction.rollback()
    assert _waiting(store) == []


def test_a_failure_is_tried_again_later_and_its_message_is_not_kept(
    store: Engine, clock: MovedClock
) -> None:
    _promise(store, clock)
    calls: list[int] = []

    def refuse_once(item: Item) -> None:
        calls.append(item.attempts)
        if len(calls) == 1:
            raise OSError("could not deliver to taro@example.jp")

    dispatcher = Dispatcher(store, clock, {"mail": refuse_once})
    dispatcher.once()
    [row] = _waiting(store)
    assert (row.attempts, row.last_error, row.stuck_at) == (1, "OSError", None)
    assert row.at == clock.now() + timedelta(seconds=5)
    assert dispatcher.once() == 0
    clock.move(timedelta(seconds=5))
    assert dispatcher.once() == 1
    assert calls == [1, 2]
    dispatcher.close()


def test_after_its_last_attempt_a_row_is_stuck_shown_and_tried_again_on_demand(
    store: Engine, clock: MovedClock
) -> None:
    id_ = _promise(store, clock)

    def refuse(_item: Item) -> None:
        raise UsageError(Text(en="no", ja="否"), remedy=Text(en="-", ja="-"))

    dispatcher = Dispatcher(store, clock, {"mail": refuse}, patience=THREE)
    for _ in range(5):
        dispatcher.once()
        clock.move(timedelta(hours=1))
    [row] = _waiting(store)
    assert (row.attempts, row.last_error) == (3, "usage")
    assert row.stuck_at is not None
    with store.begin() as connection:
        assert outbox.again(connection, id_, clock.now())
        assert not outbox.again(connection, id_, clock.now())
    assert dispatcher.once() == 1
    dispatcher.close()


def test_a_kind_that_a_worker_does_not_know_is_left_for_one_that_does(
    store: Engine, clock: MovedClock
) -> None:
    _promise(store, clock, kind="new-kind")
    old = Dispatcher(store, clock, {"mail": lambda _item: None})
    assert old.once() == 0
    assert [row.kind for row in _waiting(store)] == ["new-kind"]
    new = Dispatcher(store, clock, {"new-kind": lambda _item: None})
    assert new.once() == 1
    old.close()
    new.close()


def test_workers_side_by_side_take_every_row_once(store: Engine, clock: MovedClock) -> None:
    for number in range(60):
        _promise(store, clock, key=f"R-{number}")
    seen: Counter[str] = Counter()
    guard = threading.Lock()

    def count(item: Item) -> None:
        with guard:
            seen[item.key] += 1

    def work() -> None:
        dispatcher = Dispatcher(store, clock, {"mail": count})
        dispatcher.once()
        dispatcher.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {f"R-{number}": 1 for number in range(60)}


@pytest.mark.slow
def test_what_a_worker_that_ended_had_claimed_is_free_and_what_a_living_one_has_is_not(
    store: Engine, clock: MovedClock
) -> None:
    _promise(store, clock, key="R-dead")
    _promise(store, clock, key="R-living")
    dead, living = Presence(store), Presence(store)
    with store.begin() as connection:
        [first] = outbox.take(connection, clock.now(), by=dead.name)
        [second] = outbox.take(connection, clock.now(), by=living.name)
    dead.close()
    seen: list[str] = []
    dispatcher = Dispatcher(store, clock, {"mail": lambda item: seen.append(item.key)})
    end = time.monotonic() + 5
    while not seen and time.monotonic() < end:
        dispatcher.once()
        time.sleep(0.05)
    time.sleep(0.7)
    dispatcher.once()
    assert seen == [first.key] == ["R-dead"]
    with store.begin() as connection:
        assert not outbox.done(connection, first.id, clock.now(), by=dead.name)
        assert outbox.done(connection, second.id, clock.now(), by=living.name)
    dispatcher.close()
    living.close()


def test_a_stop_finishes_the_row_in_hand_and_begins_no_other(
    store: Engine, clock: MovedClock
) -> None:
    for number in range(3):
        _promise(store, clock, key=f"R-{number}")
    stop, begun, seen = threading.Event(), threading.Event(), []

    def slow(item: Item) -> None:
        begun.set()
        time.sleep(0.3)
        seen.append(item.key)

    thread = threading.Thread(target=Dispatcher(store, clock, {"mail": slow}).run, args=[stop])
    thread.start()
    assert begun.wait(5)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert seen == ["R-0"]
    assert [row.key for row in _waiting(store)] == ["R-1", "R-2"]


def test_what_is_taken_back_is_not_done(store: Engine, clock: MovedClock) -> None:
    _promise(store, clock, key="R-1", kind="reminder")
    _promise(store, clock, key="R-2", kind="reminder")
    with store.begin() as connection:
        assert outbox.cancel(connection, "R-1", clock.now(), "reminder") == 1
    seen: list[str] = []
    dispatcher = Dispatcher(store, clock, {"reminder": lambda item: seen.append(item.key)})
    dispatcher.once()
    dispatcher.close()
    assert seen == ["R-2"]
    clock.move(timedelta(days=400))
    with store.begin() as connection:
        before = clock.now() - timedelta(days=30)
        last = outbox.forget_done(connection, before)
        assert last is not None
        assert outbox.forget_done(connection, before, last) is None
        assert connection.execute(text("SELECT count(*) FROM desk_outbox")).scalar_one() == 0


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [(1, 5), (2, 10), (10, 2560), (11, 3600), (89, 3600), (90, None)],
)
def test_pauses_double_up_to_an_hour_and_end(attempts: int, pause: int | None) -> None:
    expected = None if pause is None else timedelta(seconds=pause)
    assert PATIENCE.after(attempts) == expected


def test_the_patience_outlasts_a_weekend_with_the_mail_server_down() -> None:
    pauses = [PATIENCE.after(n) for n in range(1, PATIENCE.attempts)]
    total = sum((pause for pause in pauses if pause is not None), timedelta())
    assert total > timedelta(days=3)


def test_a_lane_that_hangs_holds_up_no_other(store: Engine, clock: MovedClock) -> None:
    hanging, over, stop = threading.Event(), threading.Event(), threading.Event()
    seen: list[str] = []

    def hang(_item: Item) -> None:
        hanging.set()
        over.wait(30)

    def see(item: Item) -> None:
        assert hanging.wait(30)
        seen.append(item.key)
        over.set()
        stop.set()

    durable = DirectDurable(store, clock)
    durable.handle("mail", hang, lane="outside")
    durable.handle("plan", see)
    durable.launch()
    _promise(store, clock, key="R-1", kind="mail")
    _promise(store, clock, key="R-2", kind="plan")
    durable.run(stop)
    durable.close()
    assert seen == ["R-2"]
    assert {row.kind for row in _waiting(store)} <= {"durable.schedule"}


def test_a_lane_whose_thread_fails_stops_the_worker_and_says_so(
    store: Engine, clock: MovedClock
) -> None:
    def leave(_item: Item) -> None:
        raise SystemExit

    durable = DirectDurable(store, clock)
    durable.handle("mail", leave, lane="outside")
    durable.launch()
    _promise(store, clock)
    with pytest.raises(SystemExit):
        durable.run(threading.Event())
    durable.close()


def test_stuck_rows_are_shown_before_those_that_are_still_to_come(
    store: Engine, clock: MovedClock
) -> None:
    with store.begin() as connection:
        outbox.add(connection, "later", "R-2", {}, clock.now() + timedelta(days=900))
    _promise(store, clock, key="R-1")

    def refuse(_item: Item) -> None:
        raise OSError

    once = Patience(attempts=1)
    dispatcher = Dispatcher(store, clock, {"mail": refuse}, patience=once)
    dispatcher.once()
    dispatcher.close()
    assert [row.key for row in _waiting(store)] == ["R-1", "R-2"]
    with store.connect() as connection:
        assert [row.key for row in outbox.waiting(connection, most=1)] == ["R-1"]
        assert [row.key for row in outbox.waiting(connection, "R-2")] == ["R-2"]
        (row,) = outbox.stuck(connection, most=5)
        assert row.key == "R-1"
        assert outbox.stuck(connection, after=row.id, most=5) == []
        assert outbox.count_stuck(connection) == 1
