"""Schedules: when they are due, and once however many workers there are."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from tests.durable.clocks import MovedClock
from upheld.durable import outbox
from upheld.durable.schedules import Daily, Every, Interval, Schedules

MOMENTS = st.datetimes(
    datetime(2020, 1, 1),
    datetime(2040, 1, 1),
    timezones=st.just(ZoneInfo("UTC")),
)
NEW_YORK = ZoneInfo("America/New_York")
EVERY: list[Every] = [Interval(timedelta(hours=5)), Daily(time(9)), Daily(time(2, 30), NEW_YORK)]


@pytest.mark.parametrize("every", EVERY)
@given(due=MOMENTS, late=st.timedeltas(timedelta(0), timedelta(days=1_000)))
def test_the_next_time_is_the_first_one_that_is_to_come(
    every: Every, due: datetime, late: timedelta
) -> None:
    now = due + late
    following = every.after(due, now)
    longest = every.period if isinstance(every, Interval) else timedelta(hours=25)
    assert now < following <= now + longest
    if isinstance(every, Daily):
        local = following.astimezone(every.zone).time()
        # 02:30 is left out on one night of spring in New York: an hour later that day.
        assert local in {every.at, time(3, 30)}


def test_nine_in_tokyo_is_midnight_in_utc() -> None:
    begin = datetime(2026, 12, 28, 1, tzinfo=UTC)
    assert Daily(time(9)).after(begin, begin) == datetime(2026, 12, 29, 0, tzinfo=UTC)


def test_two_workers_promise_each_time_once(store: Engine, clock: MovedClock) -> None:
    both = [Schedules(store, clock), Schedules(store, clock)]
    for schedules in both:
        schedules.add("sweep", Interval(timedelta(hours=1)), lambda _at: None)
    promised = 0
    for _ in range(5):
        promised += sum(schedules.turn() for schedules in both)
        with store.begin() as connection:
            [row] = outbox.take(connection, clock.now())
            assert row.payload == {"due": clock.now().isoformat()}
            outbox.done(connection, row.id, clock.now())
        clock.move(timedelta(hours=1))
    assert promised == 5
    with store.connect() as connection:
        # What was done is forgotten with the next time: one row for each schedule.
        assert connection.execute(text("SELECT count(*) FROM desk_outbox")).scalar_one() == 1


def test_a_time_that_is_still_being_tried_is_not_joined_by_the_next(
    store: Engine, clock: MovedClock
) -> None:
    schedules = Schedules(store, clock)
    schedules.add("sweep", Interval(timedelta(seconds=5)), lambda _at: None)
    for _ in range(10):
        schedules.turn()
        clock.move(timedelta(seconds=5))
    with store.connect() as connection:
        assert len(outbox.waiting(connection)) == 1


def test_a_changed_schedule_counts_from_now_on(store: Engine, clock: MovedClock) -> None:
    schedules = Schedules(store, clock)
    schedules.add("sweep", Daily(time(9)), lambda _at: None)
    schedules.turn()
    later = Schedules(store, clock)
    later.add("sweep", Interval(timedelta(hours=1)), lambda _at: None)
    later.turn()
    assert later.turn() == 1
    [shown] = later.listed()
    assert (shown.every, shown.last_at) == ("every 3600 s", clock.now())
    assert shown.next_at == clock.now() + timedelta(hours=1)


def test_a_schedule_that_fails_is_tried_again_as_every_row_is(
    store: Engine, clock: MovedClock
) -> None:
    from upheld.durable.direct import DirectDurable

    seen: list[datetime] = []

    def sweep(at: datetime) -> None:
        seen.append(at)
        if len(seen) == 1:
            raise OSError

    durable = DirectDurable(store, clock)
    durable.schedule("sweep", Interval(timedelta(days=1)), sweep)
    durable.launch()
    begin = clock.now()
    durable.settle()
    clock.move(timedelta(seconds=5))
    durable.settle()
    durable.close()
    assert seen == [begin, begin]
