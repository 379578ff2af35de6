"""A clock of law: from the day something happened to the last day to act, step by step.

Laws count differently, and no number of days means anything without the clock that counts
it: the calendar, the time zone in which days begin, the hour after which an event belongs to
the next day, whether the first day counts, and whether a closed last day rolls to the next
open one. `Deadline` joins a clock with a period; its `due` is the last day to act together
with the steps that led to it, so that a screen can show them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from upheld.law import steps
from upheld.law.calendar import Calendar
from upheld.law.periods import Hours, Period, last_day_kept
from upheld.law.steps import Step
from upheld.refusal import RefusalError
from upheld.wording import Text

FirstDay: TypeAlias = Literal["excluded", "included"]
"""Whether the day of the event is day 1. Excluded unless a rule says else (Civil Code 140)."""

Roll: TypeAlias = Literal["none", "next-open-day"]
"""What happens to a last day that is closed (Civil Code art. 142 knows the second)."""

_DAY = timedelta(days=1)


class ExtensionRefusedError(RefusalError):
    """A time to act cannot be prolonged, or not once more."""

    code = "extension-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day to act.

    Attributes:
        day: The last day, in the clock's zone.
        ends: The first instant that is too late, with its zone.
        steps: How it was found, in order.
        extensions: How often the time was prolonged.
    """

    day: date
    ends: datetime
    steps: tuple[Step, ...]
    extensions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LawClock:
    """How a law, or a company for its own promises, counts time.

    Attributes:
        calendar: Which days are open.
        zone: Where days begin.
        cut_off: An event at this hour or later counts as one of the next calendar day;
            `None` for midnight. Not "of the next open day": what comes on Friday evening
            must not be due later than what comes on Saturday.
        first_day: Whether the day of the event counts.
        roll: Whether a closed last day rolls forward.
    """

    calendar: Calendar
    zone: ZoneInfo
    cut_off: time | None = None
    first_day: FirstDay = "excluded"
    roll: Roll = "none"

    def local(self, event: datetime) -> datetime:
        """Return an instant as this clock's zone writes it.

        Raises:
            ValueError: It has no zone, so nobody knows its day.
        """
        if event.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return event.astimezone(self.zone)

    def day_of(self, event: datetime | date) -> date:
        """Return the day to which an event belongs; a bare day is one already.

        Raises:
            ValueError: An instant without a zone.
        """
        if not isinstance(event, datetime):
            return event
        local = self.local(event)
        late = self.cut_off is not None and local.time() >= self.cut_off
        return local.date() + _DAY if late else local.date()

    def midnight_after(self, day: date) -> datetime:
        """Return the instant at which a day of this clock is over."""
        return datetime.combine(day + _DAY, time(), self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How a time to act may be prolonged.

    Attributes:
        by: How much, each time; counted on from the last day before any rolling.
        times: How often.
        law: Where it is allowed; `None` for a promise of the company.
    """

    by: Period
    times: int = 1
    law: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time to act: a period, the clock that counts it, and how it may be prolonged.

    Attributes:
        clock: How it is counted.
        period: How long.
        extension: How it may be prolonged; `None` for not at all.
        law: Where it is set; `None` for a promise of the company.
    """

    clock: LawClock
    period: Period
    extension: Extension | None = None
    law: Text | None = None

    def __post_init__(self) -> None:
        """Refuse to prolong hours by days, or days by hours: no law does.

        Raises:
            ValueError: One of the two counts hours and the other days.
        """
        by = self.period if self.extension is None else self.extension.by
        if isinstance(by, Hours) != isinstance(self.period, Hours):
            raise ValueError(f"`{self.period}` cannot be prolonged by `{by}`")

    def due(self, event: datetime | date, *, extensions: int = 0) -> Due:
        """Return the last day to act on an event.

        >>> from upheld.law.calendar import japan
        >>> from upheld.law.periods import BusinessDays
        >>> clock = LawClock(calendar=japan(), zone=ZoneInfo("Asia/Tokyo"))
        >>> Deadline(clock=clock, period=BusinessDays(3)).due(date(2026, 12, 25)).day
        datetime.date(2027, 1, 5)

        Args:
            event: What starts the time: a day, or an instant with a zone. Hours that start
                on a bare day run from its first instant, which is the strictest reading.
            extensions: How often it was prolonged already.

        Raises:
            ExtensionRefusedError: More often than is allowed.
            ValueError: An instant without a zone.
        """
        allowed = 0 if self.extension is None else self.extension.times
        if extensions > allowed:
            raise _no_more(allowed, self._extension_law)
        if isinstance(self.period, Hours):
            return self._after_hours(event, self.period.count, extensions)
        return self._after_days(event, extensions)

    def extended(self, event: datetime | date, due: Due, *, told: date | None = None) -> Due:
        """Return the last day after one more extension.

        Args:
            event: The event of `due`.
            due: The time as it stands.
            told: The day on which the person is told. After `due.day` it is too late.

        Raises:
            ExtensionRefusedError: There is none, it was used up, or the time has run out.
        """
        longer = self.due(event, extensions=due.extensions + 1)
        if told is not None and told > due.day:
            raise _run_out(due.day)
        return longer

    def _after_days(self, event: datetime | date, extensions: int) -> Due:
        clock = self.clock
        start = clock.day_of(event)
        found = self._event_steps(event, start)
        included = clock.first_day == "included"
        found.append(steps.first_day(start, included=included))
        # Counting from the eve makes the day of the event the first one counted.
        day = start - _DAY if included else start
        periods = [self.period, *self._extensions(extensions)]
        for number, period in enumerate(periods):
            until = last_day_kept(day, period, calendar=clock.calendar)
            found.append(steps.counted(day, period, until, clock.calendar, longer=number > 0))
            day = until
        if clock.roll == "next-open-day" and not clock.calendar.is_open(day):
            later = clock.calendar.roll_forward(day)
            found.append(steps.rolled(day, later, clock.calendar))
            day = later
        return self._result(day, clock.midnight_after(day), found, extensions)

    def _event_steps(self, event: datetime | date, start: date) -> list[Step]:
        local = self.clock.local(event) if isinstance(event, datetime) else event
        happened = local.date() if isinstance(local, datetime) else local
        found = [steps.event_on(happened, local)]
        if start != happened and self.clock.cut_off is not None:
            found.append(steps.cut_off(start, self.clock.cut_off))
        return found

    def _after_hours(self, event: datetime | date, hours: int, extensions: int) -> Due:
        """Hours run through closed days, and through the change to summer time."""
        clock = self.clock
        began = (
            clock.local(event)
            if isinstance(event, datetime)
            else datetime.combine(event, time(), clock.zone)
        )
        total = Hours(hours + sum(longer.count for longer in self._extensions(extensions)))
        ends = (began.astimezone(UTC) + timedelta(hours=total.count)).astimezone(clock.zone)
        day = (ends - timedelta(microseconds=1)).date()
        found = [steps.event_on(began.date(), began), steps.ended_at(ends, day, total)]
        return self._result(day, ends, found, extensions)

    def _extensions(self, count: int) -> list[Period]:
        return [] if self.extension is None else [self.extension.by] * count

    @property
    def _extension_law(self) -> Text | None:
        return None if self.extension is None else self.extension.law

    def _result(self, day: date, ends: datetime, found: list[Step], extensions: int) -> Due:
        # Only what was counted by holidays depends on the list of holidays.
        by_holidays = any(step.skipped for step in found)
        warning = self.clock.calendar.warning(day) if by_holidays else None
        if warning is not None:
            found.append(steps.unofficial(day, warning))
        return Due(day=day, ends=ends, steps=tuple(found), extensions=extensions)


def _no_more(allowed: int, law: Text | None) -> ExtensionRefusedError:
    of_law = Text(en=f" ({law.en})" if law else "", ja=f"({law.ja})" if law else "")
    return ExtensionRefusedError(
        Text(
            en=f"this time may be prolonged {_times(allowed)}{of_law.en}",
            ja=f"この期限の延長は {allowed} 回までです{of_law.ja}",
        )
        if allowed
        else Text(en="this time cannot be prolonged", ja="この期限は延長できません"),
        remedy=Text(
            en="answer with what is ready by the last day, and give the reasons for the rest",
            ja="期限の日までに用意できた分で回答し、残りについては理由を伝えてください",
        ),
    )


def _times(count: int) -> str:
    return "only once" if count == 1 else f"only {count} times"


def _run_out(day: date) -> ExtensionRefusedError:
    return ExtensionRefusedError(
        Text(
            en=f"the time ran out on {day}, and it must be prolonged before",
            ja=f"期限は {day} に過ぎており、延長はそれまでに知らせる必要がありました",
        ),
        remedy=Text(
            en="answer now, and record that the answer is late",
            ja="すぐに回答し、期限を過ぎたことを記録してください",
        ),
    )
