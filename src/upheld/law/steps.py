"""The steps by which a last day to act was found, as data and in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from upheld.law.calendar import Calendar, ClosedDay
from upheld.law.periods import BusinessDays, Days, Hours, Months, Period
from upheld.wording import Text

StepKind: TypeAlias = Literal[
    "event", "cut-off", "first-day", "counted", "extended", "rolled", "unofficial"
]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a computation.

    Attributes:
        kind: What was done.
        day: The day it led to.
        text: The same for people.
        skipped: Closed days that were passed over.
    """

    kind: StepKind
    day: date
    text: Text
    skipped: tuple[ClosedDay, ...] = ()


def event_on(day: date, event: datetime | date) -> Step:
    """State the day on which the event happened, and at which local time if that is known."""
    if not isinstance(event, datetime):
        text = Text(en=f"it happened on {day}", ja=f"起算の出来事は {day}")
        return Step(kind="event", day=day, text=text)
    at = f"{event:%Y-%m-%d %H:%M} ({event.tzname()})"
    return Step(
        kind="event", day=day, text=Text(en=f"it happened at {at}", ja=f"起算の出来事は {at}")
    )


def cut_off(day: date, hour: time) -> Step:
    """State that the event came too late in the day and belongs to the next one."""
    text = Text(
        en=f"from {hour:%H:%M} on it counts as the next day, {day}",
        ja=f"{hour:%H:%M} 以降なので翌日 {day} の扱い",
    )
    return Step(kind="cut-off", day=day, text=text)


def first_day(day: date, *, included: bool) -> Step:
    """State whether the day of the event counts."""
    text = (
        Text(en=f"{day} is day 1", ja=f"{day} を 1 日目と数える")
        if included
        else Text(en=f"{day} itself is not counted", ja=f"初日 {day} は数えない")
    )
    return Step(kind="first-day", day=day, text=text)


def counted(start: date, period: Period, day: date, calendar: Calendar, *, longer: bool) -> Step:
    """State where a period ends; business days with the closed days between."""
    length = in_words(period)
    text = (
        Text(en=f"prolonged by {length.en}: {day}", ja=f"{length.ja}延長して {day}")
        if longer
        else Text(en=f"{length.en}: {day}", ja=f"{length.ja}で {day}")
    )
    business = isinstance(period, BusinessDays)
    return Step(
        kind="extended" if longer else "counted",
        day=day,
        text=text,
        skipped=closed_between(calendar, start + _DAY, day) if business else (),
    )


def ended_at(ends: datetime, day: date, period: Hours) -> Step:
    """State the instant at which hours are over."""
    length = in_words(period)
    at = f"{ends:%Y-%m-%d %H:%M} ({ends.tzname()})"
    text = Text(en=f"{length.en}: {at}", ja=f"{length.ja}で {at}")
    return Step(kind="counted", day=day, text=text)


def rolled(day: date, later: date, calendar: Calendar) -> Step:
    """State that a closed last day moved to the next open one."""
    skipped = closed_between(calendar, day, later)
    reason = skipped[0].reason
    text = Text(
        en=f"{day} is closed ({reason.en}), so the next open day: {later}",
        ja=f"{day} は休み({reason.ja})なので、次の営業日 {later}",
    )
    return Step(kind="rolled", day=later, text=text, skipped=skipped)


def unofficial(day: date, warning: Text) -> Step:
    """State that the day lies beyond the published holidays."""
    return Step(kind="unofficial", day=day, text=warning)


def closed_between(calendar: Calendar, first: date, last: date) -> tuple[ClosedDay, ...]:
    """Return the closed days from `first` to `last`, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(closed for closed in map(calendar.why_closed, days) if closed is not None)


def in_words(period: Period) -> Text:
    """Write a period for people.

    >>> in_words(BusinessDays(3)).en, in_words(Months(24)).ja
    ('3 business days', '24か月')
    """
    match period:
        case Hours(count):
            return Text(en=_plural(count, "hour"), ja=f"{count}時間")
        case Days(count):
            return Text(en=_plural(count, "day"), ja=f"{count}日")
        case Months(count):
            return Text(en=_plural(count, "month"), ja=f"{count}か月")
        case BusinessDays(count):
            return Text(en=_plural(count, "business day"), ja=f"{count}営業日")


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
