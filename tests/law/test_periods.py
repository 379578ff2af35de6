"""Periods end when the Civil Code says they end."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.law.calendar import japan
from upheld.law.periods import (
    BusinessDays,
    Days,
    Hours,
    Months,
    Period,
    PeriodNeedsCalendarError,
    PeriodUnreadableError,
    cutoff,
    last_day_kept,
    parse,
)

days = st.dates(date(1970, 1, 1), date(2200, 1, 1))
periods: st.SearchStrategy[Period] = st.one_of(
    st.integers(1, 1200).map(Months),
    st.integers(1, 4000).map(Days),
    st.integers(1, 4000).map(Hours),
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P7Y", Months(84)),
        ("P6M", Months(6)),
        ("P1Y6M", Months(18)),
        ("P90D", Days(90)),
        ("P2W", Days(14)),
        ("PT72H", Hours(72)),
        ("3bd", BusinessDays(3)),
    ],
)
def test_a_period_is_read_as_its_own_type(text: str, period: Period) -> None:
    assert parse(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P0D",
        "0bd",
        "P-1D",
        "P1.5Y",
        "3",
        "3 bd",
        "p7y",
        "P7Y ",
        "P1Y90D",
        "PT72M",
        "3 days or so",
        "about a year",
        "P99999999999999999999D",
        "P٣D",
        "三年",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodUnreadableError) as refused:
        parse(text)
    assert "P90D" in refused.value.remedy.en
    assert "P90D" in refused.value.remedy.ja


@given(periods)
def test_a_printed_period_reads_as_itself_or_as_its_equal(period: Period) -> None:
    assert parse(str(period)) == period


@pytest.mark.parametrize(
    ("began", "period", "last"),
    [
        pytest.param(date(2024, 3, 8), Months(3), date(2024, 6, 8), id="ordinary"),
        pytest.param(date(2024, 1, 30), Months(1), date(2024, 2, 29), id="no 31 February"),
        pytest.param(date(2023, 1, 30), Months(1), date(2023, 2, 28), id="common year"),
        pytest.param(date(2024, 2, 29), Months(1), date(2024, 3, 31), id="whole of March"),
        pytest.param(date(2023, 12, 31), Months(12), date(2024, 12, 31), id="whole year"),
        pytest.param(date(2024, 2, 28), Months(84), date(2031, 2, 28), id="seven years"),
        pytest.param(date(2026, 12, 24), Days(90), date(2027, 3, 24), id="calendar days"),
        pytest.param(date(2026, 12, 24), Hours(72), date(2026, 12, 27), id="whole days of hours"),
        pytest.param(date(2026, 12, 24), Hours(73), date(2026, 12, 28), id="an hour more"),
        pytest.param(date(9999, 1, 1), Months(12), date(9999, 12, 31), id="end of the calendar"),
    ],
)
def test_periods_follow_the_civil_code(began: date, period: Period, last: date) -> None:
    assert last_day_kept(began, period) == last


def test_business_days_need_a_named_calendar() -> None:
    assert last_day_kept(date(2026, 4, 24), BusinessDays(3), calendar=japan()) == date(2026, 4, 30)
    with pytest.raises(PeriodNeedsCalendarError):
        last_day_kept(date(2026, 4, 24), BusinessDays(3))


@given(days, days, periods)
def test_a_later_event_never_expires_earlier(one: date, other: date, period: Period) -> None:
    earlier, later = sorted((one, other))
    assert last_day_kept(earlier, period) <= last_day_kept(later, period)


@given(days, periods)
def test_the_cutoff_is_the_first_start_that_is_still_kept(as_of: date, period: Period) -> None:
    first = cutoff(as_of, period)
    assert last_day_kept(first, period) >= as_of
    assert last_day_kept(first - timedelta(days=1), period) < as_of


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 300).map(BusinessDays))
def test_the_cutoff_of_business_days_is_exact_too(as_of: date, period: BusinessDays) -> None:
    first = cutoff(as_of, period, calendar=japan())
    assert last_day_kept(first, period, calendar=japan()) >= as_of
    before = first - timedelta(days=1)
    assert last_day_kept(before, period, calendar=japan()) < as_of


@given(days, days, periods)
def test_the_cutoff_never_goes_back(one: date, other: date, period: Period) -> None:
    earlier, later = sorted((one, other))
    assert cutoff(earlier, period) <= cutoff(later, period)


@given(days, days, periods)
def test_a_record_is_kept_if_and_only_if_it_began_on_the_cutoff_or_later(
    began: date, as_of: date, period: Period
) -> None:
    if began <= as_of:
        assert (last_day_kept(began, period) >= as_of) == (began >= cutoff(as_of, period))
