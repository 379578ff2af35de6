"""How long something lasts, and the first and last day of it.

Periods of different units are different types: a month is no number of days. Nothing here
knows what day it is. Counting follows the Civil Code of Japan, articles 138 to 143; other
laws' clocks say in `law.calendar` how they differ.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from upheld.refusal import RefusalError
from upheld.wording import Text

HOURS_PER_DAY = 24
MONTHS_PER_YEAR = 12
DAYS_PER_WEEK = 7
_COUNT_LIMIT = 12_000
"""Largest count in front of a unit: a thousand years of months; more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Clock hours, from the instant of the event."""

    count: int

    def __str__(self) -> str:
        return f"PT{self.count}H"


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days; the day of the event does not count (Civil Code art. 140)."""

    count: int

    def __str__(self) -> str:
        return f"P{self.count}D"


@dataclass(frozen=True, slots=True)
class Months:
    """Calendar months (Civil Code art. 143); years are twelve of them each."""

    count: int

    def __str__(self) -> str:
        years, months = divmod(self.count, MONTHS_PER_YEAR)
        return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Days on which a named calendar is open; the day of the event does not count."""

    count: int

    def __str__(self) -> str:
        return f"{self.count}bd"


Period: TypeAlias = Hours | Days | Months | BusinessDays


class OpenDays(Protocol):
    """A calendar that can count business days; see `law.calendar`."""

    def add_business_days(self, start: date, count: int) -> date:
        """Return the day that is `count` open days after `start`."""
        ...


class PeriodUnreadableError(RefusalError):
    """A text is not a period of this language."""

    code = "period-unreadable"


class PeriodNeedsCalendarError(RefusalError):
    """Business days were counted without saying by which calendar."""

    code = "period-needs-calendar"


_FORMS = re.compile(
    r"P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?"
    r"|P(?P<weeks>[0-9]+)W"
    r"|P(?P<days>[0-9]+)D"
    r"|PT(?P<hours>[0-9]+)H"
    r"|(?P<open>[0-9]+)bd"
)


def parse(text: str) -> Period:
    """Read a period.

    >>> parse("P7Y"), parse("PT72H"), parse("3bd")
    (Months(count=84), Hours(count=72), BusinessDays(count=3))

    Raises:
        PeriodUnreadableError: It is not one unit (or years and months) with a count of at
            least 1.
    """
    match = _FORMS.fullmatch(text)
    if match is None:
        raise _unreadable(text)
    part = {unit: int(count[:9]) for unit, count in match.groupdict().items() if count}
    if not part or max(part.values()) > _COUNT_LIMIT or not any(part.values()):
        raise _unreadable(text)
    if "hours" in part:
        return Hours(part["hours"])
    if "days" in part or "weeks" in part:
        return Days(part.get("days", 0) + DAYS_PER_WEEK * part.get("weeks", 0))
    if "open" in part:
        return BusinessDays(part["open"])
    return Months(MONTHS_PER_YEAR * part.get("years", 0) + part.get("months", 0))


_SPOKEN = re.compile(
    r"(?P<count>[0-9]{1,4}) ?(?:(?P<Y>years?|年間?)|(?P<M>months?|[かヶヵカ]月間?)|(?P<W>weeks?|週間)"
    r"|(?P<bd>(?:business|working) days?|営業日)|(?P<D>days?|日間?)|(?P<H>hours?|時間))",
    re.IGNORECASE,
)


def _meant(text: str) -> str | None:
    """Return the period that words such as `30 days` name; whatever is vague is left alone.

    >>> _meant("30 days"), _meant("3営業日"), _meant("3 days or so")
    ('P30D', '3bd', None)
    """
    match = _SPOKEN.fullmatch(text.strip())
    if match is None or match.lastgroup is None:
        return None
    count, unit = int(match["count"]), match.lastgroup
    if count == 0:
        return None
    return f"{count}bd" if unit == "bd" else f"P{'T' if unit == 'H' else ''}{count}{unit}"


def _unreadable(text: str) -> PeriodUnreadableError:
    what = Text(en=f"`{text[:40]}` is not a period", ja=f"`{text[:40]}` は期間として読めません")
    meant = _meant(text)
    if meant is not None:
        guess = Text(en=f"did you mean `{meant}`?", ja=f"`{meant}` ではありませんか")
        return PeriodUnreadableError(what, remedy=guess)
    return PeriodUnreadableError(
        what,
        remedy=Text(
            en="write `P7Y`, `P6M`, `P1Y6M`, `P2W`, `P90D`, `PT72H` or `3bd` (business days)",
            ja="`P7Y`、`P6M`、`P1Y6M`、`P2W`、`P90D`、`PT72H`、`3bd`(営業日)のように書いてください",
        ),
    )


def last_day_kept(began: date, period: Period, *, calendar: OpenDays | None = None) -> date:
    """Return the last day of a period that an event of the day `began` starts.

    The day of the event is not counted (Civil Code art. 140). A period of months ends on
    the eve of the day with the number of its first counted day, and on the last day of
    the month where that month has no such day (art. 143(2)). Hours end on the day into
    which their last hour can fall, whatever the hour of the event was.

    >>> last_day_kept(date(2024, 3, 8), Months(3))
    datetime.date(2024, 6, 8)
    >>> last_day_kept(date(2024, 1, 30), Months(1))
    datetime.date(2024, 2, 29)

    Raises:
        PeriodNeedsCalendarError: Business days, and no calendar was given.
    """
    if isinstance(period, Months):
        return _months_later(began, period.count)
    if isinstance(period, Days):
        return _plus(began, period.count)
    if isinstance(period, Hours):
        return _plus(began, -(-period.count // HOURS_PER_DAY))
    if calendar is None:
        raise PeriodNeedsCalendarError(
            Text(
                en=f"`{period}` counts business days, and no calendar is named",
                ja=f"`{period}` は営業日の数ですが、暦が指定されていません",
            ),
            remedy=Text(
                en="name the calendar, or write calendar days such as `P7D`",
                ja="暦を指定するか、`P7D` のように暦日で書いてください",
            ),
        )
    return calendar.add_business_days(began, period.count)


def _days_at_most(period: Period) -> int:
    """Return a number of days that the period never exceeds."""
    if isinstance(period, Months):
        return 31 * period.count + 31
    if isinstance(period, BusinessDays):
        # Two weeks hold four open days or more; the longest closures are below 30 days.
        return 4 * period.count + 60
    return period.count + 1


def _months_later(began: date, months: int) -> date:
    first = _plus(began, 1)
    years, month0 = divmod(first.month - 1 + months, MONTHS_PER_YEAR)
    year, month = first.year + years, month0 + 1
    if year > date.max.year:
        return date.max
    days_in_month = monthrange(year, month)[1]
    if first.day > days_in_month:
        return date(year, month, days_in_month)
    return date(year, month, first.day) - timedelta(days=1)


def _plus(day: date, days: int) -> date:
    """Add days, stopping at the last day a calendar can hold."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def cutoff(as_of: date, period: Period, *, calendar: OpenDays | None = None) -> date:
    """Return the smallest start whose period has not passed on the day `as_of`.

    A record that began on this day or later is still kept on `as_of`; one that began
    earlier is overdue. So the date in `WHERE began < :cutoff` is this one. Monotone in
    `as_of`, because the last day kept is monotone in the start.

    >>> cutoff(date(2024, 6, 8), Months(3))
    datetime.date(2024, 3, 8)

    Raises:
        PeriodNeedsCalendarError: Business days, and no calendar was given.
    """
    high = as_of.toordinal()
    low = max(date.min.toordinal(), high - _days_at_most(period))
    while low < high:
        middle = (low + high) // 2
        began = date.fromordinal(middle)
        if last_day_kept(began, period, calendar=calendar) >= as_of:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)


def spoken(period: Period) -> Text:
    """Say how long in words: `7 years`, `7年`.

    >>> spoken(Months(18)).en, spoken(Months(18)).ja
    ('1 year and 6 months', '1年6か月')
    """
    match period:
        case Hours(count):
            return Text(en=_counted(count, "hour"), ja=f"{count:,}時間")
        case Days(count):
            return Text(en=_counted(count, "day"), ja=f"{count:,}日")
        case BusinessDays(count):
            return Text(en=_counted(count, "business day"), ja=f"{count:,}営業日")
        case Months(count):
            years, months = divmod(count, MONTHS_PER_YEAR)
            english = [_counted(n, unit) for n, unit in ((years, "year"), (months, "month")) if n]
            japanese = [f"{n:,}{unit}" for n, unit in ((years, "年"), (months, "か月")) if n]
            return Text(en=" and ".join(english), ja="".join(japanese))


def _counted(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
