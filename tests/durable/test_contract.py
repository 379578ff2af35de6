"""What durable work promises, held against both ports on both stores."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from tests.durable.clocks import MovedClock
from tests.durable.doings import act, acts_of, ask_and_wait, make_table, many_steps
from upheld.durable import outbox, tables, work
from upheld.durable.dbos_port import DbosDurable
from upheld.durable.direct import DirectDurable
from upheld.durable.port import Durable, Patience, StepFailedError, Work
from upheld.durable.schedules import Interval

Make = Callable[[], Durable]


@pytest.fixture(params=["direct", "dbos"])
def make(request: pytest.FixtureRequest, store: Engine, clock: MovedClock) -> Iterator[Make]:
    """Return a function that makes a port on the same store again, as a new process would."""
    made: list[Durable] = []
    with store.begin() as connection:
        make_table(connection)

    def new() -> Durable:
        while made:
            made.pop().close()
        made.append(
            DirectDurable(store, clock) if request.param == "direct" else DbosDurable(store, clock)
        )
        return made[0]

    yield new
    while made:
        made.pop().close()


def _acts(store: Engine, key: str) -> list[int]:
    with store.connect() as connection:
        return acts_of(connection, key)


def _state(store: Engine, key: str) -> str | None:
    with store.connect() as connection:
        status = work.status(connection, key)
    return None if status is None else status.state


def _start(durable: Durable, store: Engine, name: str, key: str, *args: object) -> bool:
    with store.begin() as connection:
        return durable.start(connection, name, key, *args)


def test_work_is_done_once_however_often_it_is_started(store: Engine, make: Make) -> None:
    durable = make()
    durable.register("many steps", many_steps)
    durable.launch()
    assert _start(durable, store, "many steps", "R-1", 5)
    assert not _start(durable, store, "many steps", "R-1", 5)
    durable.settle()
    assert _acts(store, "R-1") == [0, 1, 2, 3, 4]
    assert not _start(durable, store, "many steps", "R-1", 5)
    durable.settle()
    assert _acts(store, "R-1") == [0, 1, 2, 3, 4]
    assert _state(store, "R-1") == "done"


def test_work_whose_start_was_rolled_back_is_not_done(store: Engine, make: Make) -> None:
    durable = make()
    durable.register("many steps", many_steps)
    durable.launch()
    with store.connect() as connection, connection.begin() as transaction:
        durable.start(connection, "many steps", "R-1", 5)
        transaction.rollback()
    durable.settle()
    assert _acts(store, "R-1") == []
    assert _state(store, "R-1") is None


def test_a_wait_ends_by_its_signal_and_the_steps_before_it_are_not_done_again(
    store: Engine, make: Make
) -> None:
    durable = make()
    durable.register("ask", ask_and_wait)
    durable.launch()
    _start(durable, store, "ask", "R-1", 14)
    durable.settle()
    assert _state(store, "R-1") == "waiting"
    again = make()
    again.register("ask", ask_and_wait)
    again.launch()
    with store.begin() as connection:
        again.signal(connection, "R-1", "another topic", {"number": 6})
    again.settle()
    assert _state(store, "R-1") == "waiting"
    with store.begin() as connection:
        again.signal(connection, "R-1", "answer", {"number": 7})
    again.settle()
    assert _acts(store, "R-1") == [1, 7]
    assert _state(store, "R-1") == "done"


def test_a_signal_hastens_the_row_that_stands_for_the_end_of_the_wait(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    """Two rows for one run would let two workers go through it side by side."""
    durable = make()
    durable.register("ask", ask_and_wait)
    durable.launch()
    _start(durable, store, "ask", "R-1", 14)
    durable.settle()
    with store.begin() as connection:
        durable.signal(connection, "R-1", "answer", {"number": 7})
        of_work = (tables.outbox.c.key == "R-1", tables.outbox.c.done_at.is_(None))
        (due,) = connection.execute(select(tables.outbox.c.at).where(*of_work)).scalars()
        assert due.replace(tzinfo=UTC) == clock.now()
    durable.settle()
    clock.move(timedelta(days=15))
    durable.settle()
    assert _acts(store, "R-1") == [1, 7]


def test_a_signal_that_comes_before_its_wait_is_not_lost(store: Engine, make: Make) -> None:
    durable = make()
    durable.register("ask", ask_and_wait)
    durable.launch()
    with store.begin() as connection:
        durable.start(connection, "ask", "R-1", 14)
        durable.signal(connection, "R-1", "answer", {"number": 3})
    durable.settle()
    assert _acts(store, "R-1") == [1, 3]


def test_a_signal_to_work_that_was_never_started_is_refused(store: Engine, make: Make) -> None:
    durable = make()
    durable.launch()
    with store.begin() as connection, pytest.raises(work.UnknownWorkError, match="R-9"):
        durable.signal(connection, "R-9", "answer")


def test_a_wait_ends_by_its_time_and_years_pass_at_once(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    durable = make()
    durable.register("ask", ask_and_wait)
    durable.launch()
    _start(durable, store, "ask", "R-1", 365 * 3)
    durable.settle()
    clock.move(timedelta(days=365 * 3 - 1))
    durable.settle()
    assert _state(store, "R-1") == "waiting"
    clock.move(timedelta(days=1))
    durable.settle()
    assert _acts(store, "R-1") == [-1, 1]
    assert _state(store, "R-1") == "done"


def test_a_step_that_fails_is_tried_again_on_our_clock(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    tried: list[datetime] = []
    ended: list[str] = []

    def send(letter: str) -> str:
        tried.append(clock.now())
        if len(tried) < 3:
            raise ConnectionError("the mailbox of taro@example.jp is full")
        return f"sent {letter}"

    def deliver(this: Work) -> None:
        ended.append(this.step(send, "receipt"))

    durable = make()
    durable.register("deliver", deliver)
    durable.launch()
    _start(durable, store, "deliver", "R-1")
    begin = clock.now()
    durable.settle()
    for seconds in (5, 10):
        clock.move(timedelta(seconds=seconds))
        durable.settle()
    assert [(at - begin).seconds for at in tried] == [0, 5, 15]
    assert ended == ["sent receipt"]
    assert _state(store, "R-1") == "done"


def test_a_step_that_fails_to_the_end_fails_its_work_by_a_code_without_the_message(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    seen: list[str] = []

    def send() -> None:
        raise ConnectionError("the mailbox of taro@example.jp is full")

    def deliver(this: Work) -> None:
        try:
            this.step(send, retries=Patience(attempts=2))
        except StepFailedError as error:
            seen.append(str(error))
            raise

    durable = make()
    durable.register("deliver", deliver)
    durable.launch()
    _start(durable, store, "deliver", "R-1")
    for _ in range(3):
        durable.settle()
        clock.move(timedelta(hours=1))
    with store.connect() as connection:
        failed = work.status(connection, "R-1")
    assert failed is not None
    assert failed.state == "failed"
    assert (failed.key, failed.error) == ("R-1", "step-failed: ConnectionError")
    assert len(seen) == 1
    assert "taro" not in seen[0]


def test_failed_work_is_a_stuck_row_and_goes_on_when_a_person_tries_it_again(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    sent: list[str] = []
    broken = [True]

    def send() -> None:
        if broken:
            raise ConnectionError
        sent.append("letter")

    def deliver(this: Work) -> None:
        this.transact(act, this.key, 1)
        this.step(send, retries=Patience(attempts=1))
        this.transact(act, this.key, 2)

    durable = make()
    durable.register("deliver", deliver)
    durable.launch()
    _start(durable, store, "deliver", "R-1")
    durable.settle()
    clock.move(timedelta(days=100))
    assert durable.forget(clock.now()) == 0, "nobody has decided"
    with store.begin() as connection:
        (row,) = outbox.stuck(connection, most=9)
        assert (row.key, row.last_error) == ("R-1", "step-failed: ConnectionError")
        broken.clear()
        assert outbox.again(connection, row.id, clock.now())
    durable.settle()
    assert (_acts(store, "R-1"), sent, _state(store, "R-1")) == ([1, 2], ["letter"], "done")
    with store.connect() as connection:
        assert outbox.stuck(connection, most=9) == []


def test_cancelled_work_does_nothing_more(store: Engine, make: Make, clock: MovedClock) -> None:
    durable = make()
    durable.register("ask", ask_and_wait)
    durable.launch()
    _start(durable, store, "ask", "R-1", 14)
    durable.settle()
    with store.begin() as connection:
        assert durable.cancel(connection, "R-1")
        assert not durable.cancel(connection, "R-1")
        durable.signal(connection, "R-1", "answer", {"number": 7})
    clock.move(timedelta(days=30))
    durable.settle()
    assert _acts(store, "R-1") == [1]
    assert _state(store, "R-1") == "cancelled"


def test_work_sleeps_until_an_instant_and_its_own_time_stays_the_same(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    times: list[datetime] = []

    def sleeper(this: Work) -> None:
        times.append(this.now())
        this.sleep_until(datetime(2027, 1, 4, tzinfo=UTC))
        this.transact(act, this.key, 1)

    durable = make()
    durable.register("sleeper", sleeper)
    durable.launch()
    begin = clock.now()
    _start(durable, store, "sleeper", "R-1")
    durable.settle()
    assert _acts(store, "R-1") == []
    clock.move(timedelta(days=8))
    durable.settle()
    assert _acts(store, "R-1") == [1]
    assert times == [begin, begin]


def test_changed_steps_are_noticed_and_not_mixed_with_the_old_ones(
    store: Engine, make: Make
) -> None:
    def first(_connection: object) -> int:
        return 1

    def other(_connection: object) -> int:
        return 2

    def old(this: Work) -> None:
        this.transact(first)
        this.wait_for("go")

    def new(this: Work) -> None:
        this.transact(other)
        this.wait_for("go")

    durable = make()
    durable.register("work", old)
    durable.launch()
    _start(durable, store, "work", "R-1")
    durable.settle()
    later = make()
    later.register("work", new)
    later.launch()
    with store.begin() as connection:
        later.signal(connection, "R-1", "go")
    later.settle()
    with store.connect() as connection:
        failed = work.status(connection, "R-1")
    assert failed is not None
    assert failed.state == "failed"
    assert failed.error == "work-changed"


def test_a_schedule_is_due_once_for_each_time_and_once_after_a_long_pause(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    due: list[datetime] = []
    durable = make()
    durable.schedule("sweep", Interval(timedelta(days=1)), due.append)
    durable.launch()
    begin = clock.now()
    durable.settle()
    durable.settle()
    assert due == [begin]
    clock.move(timedelta(days=1))
    again = make()
    again.schedule("sweep", Interval(timedelta(days=1)), due.append)
    again.launch()
    again.settle()
    assert due == [begin, begin + timedelta(days=1)]
    clock.move(timedelta(days=900))
    again.settle()
    again.settle()
    assert due[2:] == [begin + timedelta(days=2)]


def test_a_row_of_the_outbox_goes_to_its_handler(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    seen: list[str] = []
    durable = make()
    durable.handle("mail", lambda item: seen.append(item.key))
    durable.launch()
    with store.begin() as connection:
        outbox.add(connection, "mail", "R-1", {}, clock.now())
    durable.settle()
    assert seen == ["R-1"]


def test_ended_work_is_forgotten_after_its_time(
    store: Engine, make: Make, clock: MovedClock
) -> None:
    durable = make()
    durable.register("many steps", many_steps)
    durable.launch()
    _start(durable, store, "many steps", "R-1", 3)
    durable.settle()
    assert durable.forget(clock.now() - timedelta(days=1)) == 0
    clock.move(timedelta(days=2))
    assert durable.forget(clock.now() - timedelta(days=1)) == 1
    assert _state(store, "R-1") is None
