"""Clocks of law: the dates worked out by hand, what they explain, and extensions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.law.calendar import Calendar, Closing, japan, united_states
from upheld.law.clock import Deadline, Extension, ExtensionRefusedError, LawClock
from upheld.law.packs import pack
from upheld.law.periods import BusinessDays, Days, Hours, Months, Period
from upheld.wording import Text

TOKYO = ZoneInfo("Asia/Tokyo")
CALIFORNIA = ZoneInfo("America/Los_Angeles")
COMPANY = LawClock(calendar=japan(), zone=TOKYO)
APPI = pack("JP-APPI@2024-04")
CCPA = pack("US-CA-CCPA@2026-01")

# start, 3 business days, 10 business days, 45 days, 90 days, for a company with the closing
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


def _due(clock: LawClock, period: Period, event: str) -> str:
    return Deadline(clock=clock, period=period).due(date.fromisoformat(event)).day.isoformat()


@pytest.mark.parametrize(("start", "three", "ten", "forty_five", "ninety"), TABLE)
def test_a_company_clock_keeps_the_table(
    start: str, three: str, ten: str, forty_five: str, ninety: str
) -> None:
    periods: list[Period] = [BusinessDays(3), BusinessDays(10), Days(45), Days(90)]
    assert [_due(COMPANY, period, start) for period in periods] == [three, ten, forty_five, ninety]


@pytest.mark.parametrize(
    ("start", "three", "ten"),
    [
        ("2026-12-24", "2026-12-29", "2027-01-08"),
        ("2026-12-25", "2026-12-30", "2027-01-12"),
        ("2026-12-28", "2026-12-31", "2027-01-13"),
    ],
)
def test_a_company_that_works_through_the_year_s_end_is_due_earlier(
    start: str, three: str, ten: str
) -> None:
    clock = LawClock(calendar=japan(None), zone=TOKYO)
    assert _due(clock, BusinessDays(3), start) == three
    assert _due(clock, BusinessDays(10), start) == ten


@pytest.mark.parametrize(
    ("known", "three", "five", "thirty", "sixty"),
    [
        ("2026-12-01", "2026-12-03", "2026-12-05", "2027-01-04", "2027-01-29"),
        ("2026-11-24", "2026-11-26", "2026-11-28", "2026-12-23", "2027-01-22"),
    ],
)
def test_the_clock_of_a_breach_counts_the_day_of_knowledge_and_rolls_only_the_final_report(
    known: str, three: str, five: str, thirty: str, sixty: str
) -> None:
    names = ["preliminary-from", "preliminary", "final", "final-improper-purpose"]
    days = [APPI.deadline("appi-26-1", name).due(date.fromisoformat(known)).day for name in names]
    assert [day.isoformat() for day in days] == [three, five, thirty, sixty]


def test_californian_requests_are_due_as_the_regulations_say() -> None:
    received = date(2026, 12, 28)
    assert CCPA.deadline("ccpa-7021-a", "confirm").due(received).day == date(2027, 1, 12)
    assert CCPA.deadline("ccpa-7021-b", "answer").due(received).day == date(2027, 2, 11)
    assert CCPA.deadline("ccpa-7026-f", "stop").due(received).day == date(2027, 1, 20)
    longest = CCPA.deadline("ccpa-7021-b", "longest").due(received)
    assert longest.day == date(2027, 3, 28)
    assert longest.day.weekday() == 6  # a Sunday: calendar days do not roll here


def test_a_californian_answer_is_prolonged_once_and_no_more() -> None:
    received = date(2026, 12, 28)
    answer = CCPA.deadline("ccpa-7021-b", "answer")
    longer = answer.extended(received, answer.due(received), told=date(2027, 2, 11))
    assert (longer.day, longer.extensions) == (date(2027, 3, 28), 1)
    assert longer.day == CCPA.deadline("ccpa-7021-b", "longest").due(received).day
    with pytest.raises(ExtensionRefusedError, match="only once") as refused:
        answer.extended(received, longer)
    assert "11 CCR § 7021(b)" in refused.value.what.en
    assert "1 回まで" in refused.value.what.ja


def test_an_extension_comes_too_late_after_the_last_day() -> None:
    received = date(2026, 12, 28)
    answer = CCPA.deadline("ccpa-7021-b", "answer")
    with pytest.raises(ExtensionRefusedError, match="2027-02-11"):
        answer.extended(received, answer.due(received), told=date(2027, 2, 12))


def test_a_time_without_an_extension_is_not_prolonged() -> None:
    final = APPI.deadline("appi-26-1", "final")
    with pytest.raises(ExtensionRefusedError, match="cannot be prolonged"):
        final.due(date(2026, 12, 1), extensions=1)


def test_days_do_not_prolong_hours() -> None:
    with pytest.raises(ValueError, match="cannot be prolonged by"):
        Deadline(clock=COMPANY, period=Hours(72), extension=Extension(by=Days(1)))


def test_an_extension_counts_from_the_last_day_before_it_rolled() -> None:
    rolling = LawClock(calendar=japan(), zone=TOKYO, roll="next-open-day")
    deadline = Deadline(clock=rolling, period=Days(5), extension=Extension(by=Days(5)))
    event = date(2026, 12, 24)
    assert deadline.due(event).day == date(2027, 1, 4)  # 12-29 is closed
    assert deadline.due(event, extensions=1).day == date(2027, 1, 4)  # 01-03 is closed


def test_a_day_begins_where_the_clock_says() -> None:
    received = datetime(2026, 12, 29, 8, 0, tzinfo=TOKYO)
    answer = CCPA.deadline("ccpa-7021-b", "answer")
    assert answer.due(received).day == date(2027, 2, 11)  # still the 28th in California
    assert Deadline(clock=COMPANY, period=Days(45)).due(received).day == date(2027, 2, 12)


def test_the_last_day_ends_at_midnight_of_the_clock_s_zone() -> None:
    due = Deadline(clock=COMPANY, period=BusinessDays(3)).due(date(2026, 12, 25))
    assert due.ends == datetime(2027, 1, 6, tzinfo=TOKYO)
    assert due.ends == datetime(2027, 1, 5, 15, 0, tzinfo=UTC)


def test_after_the_cut_off_an_event_belongs_to_the_next_day() -> None:
    clock = LawClock(calendar=japan(), zone=TOKYO, cut_off=time(17, 0))
    deadline = Deadline(clock=clock, period=BusinessDays(3))
    in_time = deadline.due(datetime(2026, 12, 24, 16, 59, tzinfo=TOKYO))
    late = deadline.due(datetime(2026, 12, 24, 17, 0, tzinfo=TOKYO))
    assert (in_time.day, late.day) == (date(2027, 1, 4), date(2027, 1, 5))
    assert [step.kind for step in late.steps] == ["event", "cut-off", "first-day", "counted"]


def test_friday_evening_is_never_due_later_than_saturday() -> None:
    clock = LawClock(calendar=japan(), zone=TOKYO, cut_off=time(17, 0))
    deadline = Deadline(clock=clock, period=BusinessDays(3))
    friday = datetime(2026, 12, 11, 20, 0, tzinfo=TOKYO)
    saturday = friday + timedelta(hours=14)
    assert deadline.due(friday).day <= deadline.due(saturday).day


def test_hours_run_through_the_weekend() -> None:
    detected = datetime(2026, 12, 24, 9, 0, tzinfo=TOKYO)
    due = Deadline(clock=COMPANY, period=Hours(72)).due(detected)
    assert due.ends == datetime(2026, 12, 27, 9, 0, tzinfo=TOKYO)
    assert due.day == date(2026, 12, 27)


def test_hours_are_real_hours_when_the_clocks_are_changed() -> None:
    clock = LawClock(calendar=united_states(), zone=CALIFORNIA)
    start = datetime(2027, 3, 13, 12, 0, tzinfo=CALIFORNIA)
    due = Deadline(clock=clock, period=Hours(24)).due(start)
    assert due.ends.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=24)
    assert due.ends.hour == 13


def test_hours_of_which_only_the_day_is_known_run_from_its_beginning() -> None:
    due = Deadline(clock=COMPANY, period=Hours(72)).due(date(2026, 12, 24))
    assert (due.day, due.ends) == (date(2026, 12, 26), datetime(2026, 12, 27, tzinfo=TOKYO))


def test_hours_may_be_prolonged_by_hours() -> None:
    deadline = Deadline(clock=COMPANY, period=Hours(24), extension=Extension(by=Hours(48)))
    due = deadline.due(datetime(2026, 12, 24, 9, 0, tzinfo=TOKYO), extensions=1)
    assert due.ends == datetime(2026, 12, 27, 9, 0, tzinfo=TOKYO)


def test_an_instant_without_a_zone_is_nobody_s_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Deadline(clock=COMPANY, period=Days(1)).due(datetime(2026, 12, 24, 9, 0))


def test_months_with_the_first_day_counted_end_on_the_eve() -> None:
    counting = LawClock(calendar=japan(), zone=TOKYO, first_day="included")
    assert _due(counting, Months(1), "2026-04-01") == "2026-04-30"
    assert _due(COMPANY, Months(1), "2026-04-01") == "2026-05-01"


def test_every_step_is_explained_with_the_closed_days_it_passed() -> None:
    due = APPI.deadline("appi-26-1", "final").due(date(2026, 12, 1))
    assert [step.kind for step in due.steps] == ["event", "first-day", "counted", "rolled"]
    assert [step.day.isoformat() for step in due.steps] == [
        "2026-12-01",
        "2026-12-01",
        "2026-12-30",
        "2027-01-04",
    ]
    assert due.steps[1].text == Text(en="2026-12-01 is day 1", ja="2026-12-01 を 1 日目と数える")
    rolled = due.steps[3]
    assert [(one.day.isoformat(), one.because) for one in rolled.skipped] == [
        ("2026-12-30", "closing"),
        ("2026-12-31", "closing"),
        ("2027-01-01", "closing"),
        ("2027-01-02", "closing"),
        ("2027-01-03", "closing"),
    ]


def test_holidays_that_were_passed_are_named() -> None:
    due = Deadline(clock=COMPANY, period=BusinessDays(3)).due(date(2026, 4, 28))
    counted = due.steps[-1]
    assert [one.reason.ja for one in counted.skipped] == [
        "昭和の日",
        "土曜日",
        "憲法記念日",
        "みどりの日",
        "こどもの日",
        "振替休日",
    ]
    assert counted.skipped[0].reason.en == "Showa Day"


def test_a_date_that_rests_on_computed_holidays_says_so() -> None:
    sure = Deadline(clock=COMPANY, period=BusinessDays(3)).due(date(2027, 12, 20))
    unsure = Deadline(clock=COMPANY, period=BusinessDays(10)).due(date(2027, 12, 28))
    days = Deadline(clock=COMPANY, period=Days(45)).due(date(2027, 12, 28))
    assert all(step.kind != "unofficial" for step in sure.steps)
    assert unsure.steps[-1].kind == "unofficial"
    assert "2027-12-31" in unsure.steps[-1].text.ja
    # Calendar days do not ask the list of holidays.
    assert all(step.kind != "unofficial" for step in days.steps)


clocks = st.builds(
    LawClock,
    calendar=st.sampled_from(
        [
            japan(),
            japan(None),
            united_states(),
            Calendar(name="JP", closing=Closing((8, 10), (8, 20))),
        ]
    ),
    zone=st.sampled_from([TOKYO, CALIFORNIA]),
    cut_off=st.sampled_from([None, time(17, 0)]),
    first_day=st.sampled_from(["excluded", "included"]),
    roll=st.sampled_from(["none", "next-open-day"]),
)
periods: st.SearchStrategy[Period] = st.one_of(
    st.integers(1, 60).map(BusinessDays),
    st.integers(1, 400).map(Days),
    st.integers(1, 40).map(Months),
    st.integers(1, 900).map(Hours),
)
instants = st.datetimes(datetime(2019, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@settings(deadline=None)
@given(clocks, periods, instants, instants)
def test_a_later_event_is_never_due_earlier(
    clock: LawClock, period: Period, one: datetime, other: datetime
) -> None:
    deadline = Deadline(clock=clock, period=period)
    earlier, later = sorted((one, other))
    assert deadline.due(earlier).ends <= deadline.due(later).ends


@settings(deadline=None)
@given(clocks, periods, instants)
def test_the_steps_end_on_the_due_day_and_speak_both_languages(
    clock: LawClock, period: Period, event: datetime
) -> None:
    due = Deadline(clock=clock, period=period).due(event)
    assert due.steps[0].kind == "event"
    assert due.steps[-1].day == due.day
    assert due.ends > event
    assert all(step.text.en and step.text.ja and step.text.en != step.text.ja for step in due.steps)


@settings(deadline=None)
@given(clocks, st.integers(1, 60).map(BusinessDays), instants)
def test_business_days_end_open_and_every_day_passed_was_counted_or_closed(
    clock: LawClock, period: BusinessDays, event: datetime
) -> None:
    due = Deadline(clock=clock, period=period).due(event)
    assert clock.calendar.is_open(due.day)
    counted = next(step for step in due.steps if step.kind == "counted")
    start = clock.day_of(event) - timedelta(days=clock.first_day == "included")
    assert (due.day - start).days == period.count + len(counted.skipped)


@settings(deadline=None)
@given(clocks, st.integers(1, 400).map(Days), instants)
def test_a_rolling_clock_never_ends_on_a_closed_day(
    clock: LawClock, period: Days, event: datetime
) -> None:
    due = Deadline(clock=clock, period=period).due(event)
    plain = clock.day_of(event) + timedelta(days=period.count - (clock.first_day == "included"))
    if clock.roll == "none":
        assert due.day == plain
    else:
        assert clock.calendar.is_open(due.day)
        assert due.day == clock.calendar.roll_forward(plain)
