"""Opening hours, with the hours of a desk and of an authorised body."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.law.calendar import Calendar, Closing, japan
from upheld.law.hours import HoursUnreadableError, OpeningHours, Span, hours_of, parse_hours

TOKYO = ZoneInfo("Asia/Tokyo")
BODY = "Mon-Fri 10:00-12:00, 13:00-15:00"
DESK = "Mon-Fri 10:00-19:00"


def _hours(text: str, calendar: Calendar | None = None) -> OpeningHours:
    return parse_hours(text, calendar=calendar or japan(), zone=TOKYO)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("text", "instant", "is_open"),
    [
        pytest.param(DESK, "2026-12-28T18:59", True, id="the last minute of the last day"),
        pytest.param(DESK, "2026-12-28T19:00", False, id="closed at closing time"),
        pytest.param(DESK, "2026-12-29T11:00", False, id="year's end"),
        pytest.param(DESK, "2027-01-04T10:00", True, id="first day of the year"),
        pytest.param(DESK, "2027-01-04T09:59", False, id="a minute before"),
        pytest.param(DESK, "2026-09-22T11:00", False, id="between two holidays"),
        pytest.param(BODY, "2026-12-01T12:30", False, id="lunch"),
        pytest.param(BODY, "2026-12-01T12:00", False, id="lunch begins"),
        pytest.param(BODY, "2026-12-01T13:00", True, id="after lunch"),
        pytest.param(BODY, "2026-12-01T14:59", True, id="the last minute"),
        pytest.param(BODY, "2026-12-01T15:00", False, id="closing time"),
        pytest.param(BODY, "2026-12-05T11:00", False, id="Saturday"),
    ],
)
def test_somebody_answers_only_in_the_hours(text: str, instant: str, *, is_open: bool) -> None:
    assert _hours(text).open_at(_at(instant)) is is_open


def test_the_hours_are_told_in_the_desk_s_zone() -> None:
    assert _hours(DESK).open_at(datetime(2026, 12, 28, 1, 0, tzinfo=UTC))
    assert not _hours(DESK).open_at(datetime(2026, 12, 28, 10, 0, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone"):
        _hours(DESK).open_at(datetime(2026, 12, 28, 10, 0))


def test_a_desk_may_be_open_on_saturday_but_not_on_a_holiday() -> None:
    hours = _hours("Mon-Fri 10:00-19:00; Sat 10:00-12:00")
    assert hours.open_at(_at("2026-12-05T11:00"))
    assert not hours.open_at(_at("2026-12-05T12:00"))
    assert not hours.open_at(_at("2026-12-06T11:00"))
    # Sunday 3 May 2026 is a holiday, and so is Saturday 3 November 2029.
    assert not hours.open_at(_at("2029-11-03T11:00"))


def test_a_day_the_company_opens_is_open_in_its_weekly_hours() -> None:
    hours = _hours(DESK, japan(opened=[date(2026, 12, 29)]))
    assert hours.open_at(_at("2026-12-29T11:00"))


def test_a_desk_may_be_open_on_holidays_but_not_in_the_closing() -> None:
    hours = replace(_hours(DESK), on_holidays=True)
    assert hours.open_at(_at("2026-09-22T11:00"))
    assert not hours.open_at(_at("2026-12-29T11:00"))


def test_the_next_opening_passes_over_the_closing() -> None:
    hours = _hours(DESK)
    assert hours.next_opening(_at("2026-12-28T19:00")) == _at("2027-01-04T10:00")
    assert hours.next_opening(_at("2026-12-28T11:00")) == _at("2026-12-28T11:00")
    assert _hours(BODY).next_opening(_at("2026-12-01T12:30")) == _at("2026-12-01T13:00")


def test_a_desk_that_never_opens_has_no_next_opening() -> None:
    never = Calendar(name="JP", closing=Closing((1, 1), (12, 31)))
    assert _hours(DESK, never).next_opening(_at("2026-12-01T11:00")) is None


def test_midnight_as_the_end_of_the_day_is_written_24_00() -> None:
    hours = _hours("Mon-Sun 00:00-24:00")
    assert hours.open_at(_at("2026-12-06T23:59"))
    assert hours.open_at(_at("2026-12-07T00:00"))
    assert str(hours) == "Mon-Sun 00:00-24:00"


def test_the_hours_are_written_for_people() -> None:
    text = _hours("Mon-Fri 10:00-12:00, 13:00-15:00; Sat 10:00-12:00").text()
    assert text.en == "Mon–Fri 10:00–12:00, 13:00–15:00; Sat 10:00–12:00"
    assert text.ja == "月〜金 10:00〜12:00・13:00〜15:00、土 10:00〜12:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:00-12:00",
        "Mon-Fri",
        "Mon–Fri 10:00-12:00",
        "Monday 10:00-12:00",
        "Fri-Mon 10:00-12:00",
        "Mon 12:00-10:00",
        "Mon 10:00-10:00",
        "Mon 10:00-25:00",
        "Mon 9:00-10:00",
        "Mon 13:00-15:00, 10:00-12:00",
        "Mon 10:00-13:00, 12:00-15:00",
        "Mon 10:00-24:00, 12:00-15:00",
        "Mon-Wed 10:00-12:00; Wed 13:00-15:00",
        "Mon 10:00-12:00;",
        "平日 10時から12時",
    ],
)
def test_what_is_no_opening_hours_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(HoursUnreadableError) as refused:
        _hours(text)
    assert BODY in refused.value.remedy.en
    assert BODY in refused.value.remedy.ja


def test_days_and_times_of_a_policy_are_joined() -> None:
    days = ["mon", "tue", "wed", "thu", "fri"]
    hours = hours_of(days, ["10:00-12:00", "13:00-15:00"], calendar=japan(), zone=TOKYO)
    assert str(hours) == BODY


@pytest.mark.parametrize(
    ("days", "times"),
    [
        (["mon", "mon"], ["10:00-12:00"]),
        (["monday"], ["10:00-12:00"]),
        (["mon"], ["10-12"]),
        (["mon"], []),
        ([], ["10:00-12:00"]),
    ],
)
def test_days_and_times_that_are_none_are_refused(days: list[str], times: list[str]) -> None:
    with pytest.raises(HoursUnreadableError):
        hours_of(days, times, calendar=japan(), zone=TOKYO)


spans = st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=6, unique=True).map(
    lambda minutes: tuple(
        Span(time(*divmod(first, 60)), time(*divmod(last, 60)))
        for first, last in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    )
)


@pytest.mark.slow
@given(st.dictionaries(st.integers(0, 6), spans, min_size=1))
def test_printed_hours_read_as_themselves(weekly: dict[int, tuple[Span, ...]]) -> None:
    hours = OpeningHours(weekly=weekly, calendar=japan(), zone=TOKYO)
    assert _hours(str(hours)).weekly == weekly


@pytest.mark.slow
@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)))
def test_the_next_opening_is_open_and_nothing_before_it_is(instant: datetime) -> None:
    hours = _hours(BODY)
    start = instant.replace(tzinfo=TOKYO)
    opens = hours.next_opening(start)
    assert opens is not None
    assert opens >= start
    assert hours.open_at(opens)
    minutes = int((opens - start).total_seconds() // 60)
    before = (start + timedelta(minutes=n) for n in range(0, minutes, 7))
    assert not any(hours.open_at(moment) for moment in before)
