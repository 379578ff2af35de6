"""Opening hours: when a desk, a telephone or an authorised body can be reached."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from upheld.law.calendar import Calendar
from upheld.refusal import RefusalError
from upheld.wording import Text

_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_JA = "月火水木金土日"
_RULE = re.compile(r"(?P<first>[A-Za-z]+)(?:-(?P<last>[A-Za-z]+))?\s+(?P<spans>[0-9:,\-\s]+)")
_SPAN = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
_MIDNIGHT = "24:00"
_SEARCHED = 400
"""Days after which a desk that never opens is given up."""


class HoursUnreadableError(RefusalError):
    """A text is not opening hours."""

    code = "hours-unreadable"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `opens` to `closes` on one day; closed again at `closes` itself.

    `closes` of midnight means the end of the day.
    """

    opens: time
    closes: time

    def covers(self, at: time) -> bool:
        """Say whether a time of day lies in it."""
        return self.opens <= at and (at < self.closes or self.closes == time())

    def __str__(self) -> str:
        closes = _MIDNIGHT if self.closes == time() else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """Weekly hours, closed on what the calendar closes.

    Attributes:
        weekly: Spans by day of the week, Monday 0; a day that is missing is closed.
        calendar: Its public holidays, yearly closing and own closures close. Its weekend
            does not: a desk may be open on Saturdays, and `weekly` says so.
        zone: Where the hours are told.
        on_holidays: Whether it is open on public holidays too.
    """

    weekly: Mapping[int, tuple[Span, ...]]
    calendar: Calendar
    zone: ZoneInfo
    on_holidays: bool = False

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the open spans of a day, in order."""
        closed = self.calendar.why_closed(day)
        passed_over = {"weekend", "holiday"} if self.on_holidays else {"weekend"}
        if closed is not None and closed.because not in passed_over:
            return ()
        return self.weekly.get(day.weekday(), ())

    def open_at(self, instant: datetime) -> bool:
        """Say whether somebody answers at an instant.

        Raises:
            ValueError: The instant has no zone.
        """
        local = self._local(instant)
        return any(span.covers(local.time()) for span in self.spans_on(local.date()))

    def next_opening(self, instant: datetime) -> datetime | None:
        """Return the instant itself if it is open, else the next opening.

        `None` if there is none within a year and a month.

        Raises:
            ValueError: The instant has no zone.
        """
        local = self._local(instant)
        if self.open_at(instant):
            return local
        for later in range(_SEARCHED):
            day = local.date() + timedelta(days=later)
            for span in self.spans_on(day):
                opens = datetime.combine(day, span.opens, self.zone)
                if opens > local:
                    return opens
        return None

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant.astimezone(self.zone)

    def text(self) -> Text:
        """Write the weekly hours for people, days with equal hours together."""
        rules = list(self._rules())
        return Text(
            en="; ".join(
                _days(_DAYS_EN, first, last, "–")
                + " "
                + ", ".join(map(str, spans)).replace("-", "–")
                for first, last, spans in rules
            ),
            ja="、".join(
                _days(_DAYS_JA, first, last, "〜")
                + " "
                + "・".join(map(str, spans)).replace("-", "〜")
                for first, last, spans in rules
            ),
        )

    def __str__(self) -> str:
        return "; ".join(
            _days(_DAYS_EN, first, last, "-") + " " + ", ".join(map(str, spans))
            for first, last, spans in self._rules()
        )

    def _rules(self) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
        """Yield runs of days of the week that have the same hours."""
        first = 0
        while first < len(_DAYS_EN):
            spans = self.weekly.get(first, ())
            last = first
            while last + 1 < len(_DAYS_EN) and self.weekly.get(last + 1, ()) == spans:
                last += 1
            if spans:
                yield first, last, spans
            first = last + 1


def _days(names: str | tuple[str, ...], first: int, last: int, to: str) -> str:
    return names[first] if first == last else f"{names[first]}{to}{names[last]}"


def parse_hours(text: str, *, calendar: Calendar, zone: ZoneInfo) -> OpeningHours:
    """Read weekly hours.

    >>> from upheld.law.calendar import japan
    >>> text = "Mon-Fri 10:00-12:00, 13:00-15:00"
    >>> str(parse_hours(text, calendar=japan(), zone=ZoneInfo("Asia/Tokyo"))) == text
    True

    Args:
        text: Rules as in the example, with `;` between; each day of the week at most once.
        calendar: See `OpeningHours`.
        zone: See `OpeningHours`.

    Raises:
        HoursUnreadableError: It is not of this form, spans overlap, or a day is there twice.
    """
    weekly: dict[int, tuple[Span, ...]] = {}
    for rule in text.split(";"):
        match = _RULE.fullmatch(rule.strip())
        if match is None:
            raise _unreadable(text)
        try:
            first = _DAYS_EN.index(match["first"])
            last = _DAYS_EN.index(match["last"] or match["first"])
            spans = tuple(_span(part) for part in match["spans"].split(","))
        except ValueError as error:
            raise _unreadable(text) from error
        days = range(first, last + 1)
        if not days or any(day in weekly for day in days) or _overlap(spans):
            raise _unreadable(text)
        weekly |= dict.fromkeys(days, spans)
    return OpeningHours(weekly=weekly, calendar=calendar, zone=zone)


def hours_of(
    days: Iterable[str], times: Iterable[str], *, calendar: Calendar, zone: ZoneInfo
) -> OpeningHours:
    """Join days of the week with the spans that hold on each of them, as a policy lists them.

    >>> from upheld.law.calendar import japan
    >>> tokyo = ZoneInfo("Asia/Tokyo")
    >>> str(hours_of(["mon", "tue"], ["10:00-12:00"], calendar=japan(), zone=tokyo))
    'Mon-Tue 10:00-12:00'

    Raises:
        HoursUnreadableError: A day is none or there twice, or a span is none or overlaps.
    """
    spans = ", ".join(times)
    rules = (f"{day.capitalize()} {spans}" for day in days)
    return parse_hours("; ".join(rules), calendar=calendar, zone=zone)


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    closes = time() if match[2] == _MIDNIGHT else time.fromisoformat(match[2])
    span = Span(time.fromisoformat(match[1]), closes)
    if match[2] != _MIDNIGHT and span.opens >= span.closes:
        raise ValueError(text)
    return span


def _overlap(spans: tuple[Span, ...]) -> bool:
    pairs = pairwise(spans)
    return any(one.closes == time() or one.closes > other.opens for one, other in pairs)


def _unreadable(text: str) -> HoursUnreadableError:
    return HoursUnreadableError(
        Text(
            en=f"`{text[:60]}` is not opening hours",
            ja=f"`{text[:60]}` は受付時間として読めません",
        ),
        remedy=Text(
            en="write e.g. `Mon-Fri 10:00-12:00, 13:00-15:00; Sat 10:00-12:00`, days from Mon to "
            "Sun, each once, hours in order",
            ja="`Mon-Fri 10:00-12:00, 13:00-15:00; Sat 10:00-12:00` のように書いてください。"
            "曜日は Mon から Sun までで一度ずつ、時刻は順に並べます",
        ),
    )
