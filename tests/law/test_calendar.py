"""Business days, against a table worked out by hand and by properties."""

from datetime import date, timedelta

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.law.calendar import (
    YEAR_END,
    Calendar,
    CalendarUnreadableError,
    Closing,
    japan,
    parse_closing,
    united_states,
)
from upheld.law.periods import Days, last_day_kept

days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
calendars = st.sampled_from([japan(), japan(None), united_states()])

# start, 3 business days, 10 business days, 45 days, 90 days; with the closing of the year's end
TABLE = [
    ("2026-04-24", "2026-04-30", "2026-05-14", "2026-06-08", "2026-07-23"),
    ("2026-04-28", "2026-05-07", "2026-05-18", "2026-06-12", "2026-07-27"),
    ("2026-05-01", "2026-05-11", "2026-05-20", "2026-06-15", "2026-07-30"),
    ("2026-05-02", "2026-05-11", "2026-05-20", "2026-06-16", "2026-07-31"),
    ("2026-09-17", "2026-09-25", "2026-10-06", "2026-11-01", "2026-12-16"),
    ("2026-09-18", "2026-09-28", "2026-10-07", "2026-11-02", "2026-12-17"),
    ("2026-09-20", "2026-09-28", "2026-10-07", "2026-11-04", "2026-12-19"),
    ("2026-12-22", "2026-12-25", "2027-01-12", "2027-02-05", "2027-03-22"),
    ("2026-12-24", "2027-01-04", "2027-01-14", "2027-02-07", "2027-03-24"),
    ("2026-12-25", "2027-01-05", "2027-01-15", "2027-02-08", "2027-03-25"),
    ("2026-12-28", "2027-01-06", "2027-01-18", "2027-02-11", "2027-03-28"),
    ("2026-12-31", "2027-01-06", "2027-01-18", "2027-02-14", "2027-03-31"),
]
WITHOUT_CLOSING = [
    ("2026-12-24", "2026-12-29", "2027-01-08"),
    ("2026-12-25", "2026-12-30", "2027-01-12"),
    ("2026-12-28", "2026-12-31", "2027-01-13"),
]


@pytest.mark.parametrize(("start", "three", "ten", "forty_five", "ninety"), TABLE)
def test_the_japanese_table(start: str, three: str, ten: str, forty_five: str, ninety: str) -> None:
    began = date.fromisoformat(start)
    assert japan().add_business_days(began, 3).isoformat() == three
    assert japan().add_business_days(began, 10).isoformat() == ten
    assert last_day_kept(began, Days(45)).isoformat() == forty_five
    assert last_day_kept(began, Days(90)).isoformat() == ninety


@pytest.mark.parametrize(("start", "three", "ten"), WITHOUT_CLOSING)
def test_the_japanese_table_without_the_closing(start: str, three: str, ten: str) -> None:
    began = date.fromisoformat(start)
    assert japan(None).add_business_days(began, 3).isoformat() == three
    assert japan(None).add_business_days(began, 10).isoformat() == ten


def test_a_californian_clock_counts_by_federal_holidays() -> None:
    began = date(2026, 12, 28)
    assert united_states().add_business_days(began, 10) == date(2027, 1, 12)
    assert united_states().add_business_days(began, 15) == date(2027, 1, 20)


def test_the_thirtieth_day_of_a_leak_rolls_over_the_closing() -> None:
    assert japan().roll_forward(date(2026, 12, 30)) == date(2027, 1, 4)
    assert japan().roll_forward(date(2026, 12, 23)) == date(2026, 12, 23)


@pytest.mark.parametrize(
    "closed", [date(2026, 5, 6), date(2026, 9, 22), date(2027, 3, 22), date(2026, 12, 29)]
)
def test_substitute_and_in_between_holidays_are_closed(closed: date) -> None:
    assert not japan().is_open(closed)


def test_a_company_adds_and_removes_days() -> None:
    own = japan(closed=[date(2026, 8, 13)], opened=[date(2026, 8, 11)])
    assert not own.is_open(date(2026, 8, 13))
    assert own.is_open(date(2026, 8, 11))


def test_days_beyond_the_published_list_are_told_apart() -> None:
    assert japan().is_official(date(2027, 12, 31))
    assert not japan().is_official(date(2028, 1, 1))


def test_a_closing_reads_as_it_prints() -> None:
    assert parse_closing("12-29/01-03") == YEAR_END
    assert str(YEAR_END) == "12-29/01-03"
    assert parse_closing("08-12/08-16") == Closing((8, 12), (8, 16))


@pytest.mark.parametrize("text", ["", "12-29", "12-32/01-03", "29-12/03-01", "a/b", "12-29/01-03/"])
def test_a_closing_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CalendarUnreadableError):
        parse_closing(text)


def test_a_calendar_that_never_opens_is_refused_instead_of_counted_forever() -> None:
    never = Calendar(name="JP", closing=Closing((1, 1), (12, 31)))
    with pytest.raises(CalendarUnreadableError):
        never.add_business_days(date(2026, 1, 1), 1)


def test_business_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        japan().add_business_days(date(2026, 1, 1), -1)


@settings(deadline=None)
@given(calendars, days, days, st.integers(1, 40))
def test_a_later_start_never_ends_earlier(
    calendar: Calendar, one: date, other: date, count: int
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add_business_days(earlier, count) <= calendar.add_business_days(later, count)


@settings(deadline=None)
@given(calendars, days, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_is_counting_in_one(
    calendar: Calendar, start: date, a: int, b: int
) -> None:
    in_two = calendar.add_business_days(calendar.add_business_days(start, a), b)
    assert calendar.add_business_days(start, a + b) == in_two


@settings(deadline=None)
@given(calendars, days, st.integers(1, 40))
def test_no_period_of_business_days_ends_on_a_closed_day(
    calendar: Calendar, start: date, count: int
) -> None:
    assert calendar.is_open(calendar.add_business_days(start, count))


@settings(deadline=None)
@given(calendars, days, st.integers(1, 40))
def test_a_closed_start_counts_like_the_open_day_before(
    calendar: Calendar, start: date, count: int
) -> None:
    before = start
    while not calendar.is_open(before):
        before -= timedelta(days=1)
    assert calendar.add_business_days(start, count) == calendar.add_business_days(before, count)


DECADE = [
    date(2019, 1, 1) + timedelta(days=n) for n in range((date(2028, 1, 1) - date(2019, 1, 1)).days)
]


def test_every_day_from_2019_to_2027_agrees_with_a_second_library() -> None:
    assert len(DECADE) >= 500
    ours = {day for day in DECADE if japan(None).is_public_holiday(day)}
    theirs = {day for day in DECADE if jpholiday.is_holiday(day)}
    assert ours == theirs
    assert len(ours) > 150


@pytest.mark.parametrize("count", [1, 3, 5, 10, 15])
def test_business_days_from_2019_to_2027_agree_with_a_second_library(count: int) -> None:
    open_days = [day for day in DECADE if day.weekday() < 5 and not jpholiday.is_holiday(day)]
    starts = [day for day in DECADE if day < date(2027, 11, 1)][::5]
    assert len(starts) >= 500
    for start in starts:
        theirs = [day for day in open_days if day > start][count - 1]
        assert japan(None).add_business_days(start, count) == theirs


def _federal(year: int) -> set[date]:
    """Federal holidays by 5 U.S.C. 6103, with those that are observed on another day."""

    def nth(month: int, weekday: int, n: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))

    last_may = date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())
    floating = {nth(1, 0, 3), nth(2, 0, 3), last_may, nth(9, 0, 1), nth(10, 0, 2), nth(11, 3, 4)}
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25), *([(6, 19)] if year >= 2021 else [])]
    days = [date(year, *day) for day in fixed] + [date(year + 1, 1, 1)]
    shift = {5: -1, 6: 1}
    observed = {day + timedelta(days=shift.get(day.weekday(), 0)) for day in days}
    return {day for day in floating | observed if day.year == year}


@pytest.mark.parametrize("year", range(2019, 2031))
def test_federal_holidays_follow_the_statute(year: int) -> None:
    weekdays = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    closed = {day for day in weekdays if day.weekday() < 5 and not united_states().is_open(day)}
    assert closed == _federal(year)


def test_why_a_day_is_closed_is_named() -> None:
    own = japan(closed=[date(2026, 8, 13)])
    reasons = [
        own.why_closed(day)
        for day in (
            date(2026, 8, 13),
            date(2026, 12, 30),
            date(2026, 9, 22),
            date(2026, 12, 5),
            date(2026, 12, 6),
            date(2026, 12, 7),
        )
    ]
    assert [None if one is None else one.because for one in reasons] == [
        "company",
        "closing",
        "holiday",
        "weekend",
        "weekend",
        None,
    ]
    assert [None if one is None else one.reason.ja for one in reasons[2:]] == [
        "国民の休日",
        "土曜日",
        "日曜日",
        None,
    ]


def test_an_american_holiday_keeps_its_name() -> None:
    closed = united_states().why_closed(date(2026, 12, 25))
    assert closed is not None
    assert closed.reason.en == "Christmas Day"
    assert closed.reason.ja == "連邦の祝日(Christmas Day)"


def test_the_banks_open_while_the_company_is_closed() -> None:
    banks = japan(Closing((12, 31), (1, 3)))
    assert banks.is_open(date(2026, 12, 30))
    assert not japan().is_open(date(2026, 12, 30))
