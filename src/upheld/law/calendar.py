"""Which days are open, and what day it is some open days later.

A clock of law names its calendar. `JP` closes on Saturdays, Sundays, national holidays with
their substitutes (Act on National Holidays, art. 3(2)) and in-between days (art. 3(3)), and,
as a setting of the company, around the turn of the year. `US` closes on Saturdays, Sundays
and federal holidays as observed; a Californian clock uses it and never the other.

Holidays after the official list are computed: the equinoxes by astronomy, and acts to come
are unknown. `is_official` tells, `warning` says it in words, and `law.overrides` corrects it
from a file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, TypeAlias

from upheld.refusal import RefusalError
from upheld.wording import Text

CalendarName: TypeAlias = Literal["JP", "US"]
ClosedBecause: TypeAlias = Literal["company", "closing", "holiday", "weekend"]

OFFICIAL_UNTIL: Mapping[CalendarName, date] = {
    # The Cabinet Office publishes the list of the following year each February.
    "JP": date(2027, 12, 31),
    # 5 U.S.C. 6103 fixes the days by rule; the list of the Office of Personnel Management
    # ends here.
    "US": date(2030, 12, 31),
}
_SATURDAY = 5  # date.weekday()
_DAYS_SEARCHED = 400
"""Closed days in a row after which a calendar is never open again."""


class CalendarUnreadableError(RefusalError):
    """A closing of the company is not `MM-DD/MM-DD`, or leaves no day open."""

    code = "calendar-unreadable"


@dataclass(frozen=True, slots=True)
class Closing:
    """Days of each year on which the company is closed, both included.

    `first` and `last` are (month, day); the closing may run over the turn of the year.
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, day: date) -> bool:
        """Say whether the company is closed on this day."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last

    def __str__(self) -> str:
        (month, day), (last_month, last_day) = self.first, self.last
        return f"{month:02}-{day:02}/{last_month:02}-{last_day:02}"


YEAR_END = Closing((12, 29), (1, 3))
"""The closing of administrative organs (Act on Holidays of Administrative Organs, art.
1(1)(iii)), which most companies follow."""


def parse_closing(text: str) -> Closing:
    """Read `12-29/01-03`.

    Raises:
        CalendarUnreadableError: It is not two days of a year with a slash between.
    """
    first, _slash, last = text.partition("/")
    try:
        # A leap year, so that 02-29 can be named.
        days = [date.fromisoformat(f"2024-{part}") for part in (first, last)]
    except ValueError as error:
        raise CalendarUnreadableError(
            Text(
                en=f"`{text[:40]}` is not a yearly closing",
                ja=f"`{text[:40]}` は毎年の休業期間として読めません",
            ),
            remedy=Text(
                en="write first and last day as `12-29/01-03`, or `none`",
                ja="`12-29/01-03` のように初日と最終日を書くか、`none` としてください",
            ),
        ) from error
    return Closing(*((day.month, day.day) for day in days))


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is no business day, and why.

    Attributes:
        day: The day.
        because: The first that applies of the company's own closure, the yearly closing, a
            public holiday, the weekend.
        reason: The same for people; a holiday by its name.
    """

    day: date
    because: ClosedBecause
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A named calendar with a company's own closures.

    Attributes:
        name: Whose public holidays close it.
        closing: Closed each year; `None` for no closing of its own.
        closed: Further closed days.
        opened: Days that are open although a rule closes them. Wins over everything.
        holidays: Public holidays that the computed list does not have (a new act).
        no_holidays: Days of the computed list that are no public holidays after all.
        official_until: Last day for which somebody checked the public holidays, if later
            than this version's own list.
    """

    name: CalendarName
    closing: Closing | None = None
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()
    no_holidays: frozenset[date] = frozenset()
    official_until: date | None = None

    def is_open(self, day: date) -> bool:
        """Say whether this is a business day."""
        if day in self.opened:
            return True
        if day.weekday() >= _SATURDAY or day in self.closed:
            return False
        if self.closing is not None and self.closing.covers(day):
            return False
        return not self.is_public_holiday(day)

    def is_public_holiday(self, day: date) -> bool:
        """Say whether this is a public holiday, whatever the company does on it."""
        if day in self.no_holidays:
            return False
        return day in self.holidays or day in _public_holidays(self.name, day.year)

    def why_closed(self, day: date) -> ClosedDay | None:
        """Return why this is no business day; `None` for an open one."""
        if self.is_open(day):
            return None
        if day in self.closed:
            own = Text(en="the company's own closure", ja="会社の休業日")
            return ClosedDay(day, "company", own)
        if self.closing is not None and self.closing.covers(day):
            yearly = Text(en=f"yearly closing {self.closing}", ja=f"毎年の休業期間 {self.closing}")
            return ClosedDay(day, "closing", yearly)
        if self.is_public_holiday(day):
            return ClosedDay(day, "holiday", holiday_name(self.name, day))
        weekend = (
            Text(en="Saturday", ja="土曜日")
            if day.weekday() == _SATURDAY
            else Text(en="Sunday", ja="日曜日")
        )
        return ClosedDay(day, "weekend", weekend)

    def add_business_days(self, start: date, count: int) -> date:
        """Return the day that is `count` open days after `start`.

        `start` itself is not counted (Civil Code art. 140), so a closed start counts like
        the open day before it. With `count` 0 it is `start`.

        >>> japan().add_business_days(date(2026, 4, 28), 3)
        datetime.date(2026, 5, 7)

        Raises:
            ValueError: `count` is negative.
            CalendarUnreadableError: The calendar is never open again.
        """
        if count < 0:
            raise ValueError(f"business days are counted forward, not {count}")
        day = start
        for _ in range(count):
            day = self.roll_forward(day + timedelta(days=1))
        return day

    def roll_forward(self, day: date) -> date:
        """Return this day if it is open, else the next one that is (Civil Code art. 142).

        Only where the rule of law says so: a Californian day does not roll.
        """
        for later in range(_DAYS_SEARCHED):
            candidate = day + timedelta(days=later)
            if self.is_open(candidate):
                return candidate
        raise CalendarUnreadableError(
            Text(
                en=f"the calendar `{self.name}` is closed all year",
                ja=f"暦 `{self.name}` では一年中休業になっています",
            ),
            remedy=Text(
                en="shorten `closing` or `closed` of the calendar",
                ja="暦の `closing` か `closed` を短くしてください",
            ),
        )

    def is_official(self, day: date) -> bool:
        """Say whether the holidays up to this day are published and not computed."""
        return day <= self._official_until

    def warning(self, day: date) -> Text | None:
        """Return what to tell people about a day beyond the published holidays, if it is one."""
        if self.is_official(day):
            return None
        until = self._official_until.isoformat()
        return Text(
            en=f"public holidays after {until} are computed, not published: check this day "
            "again when the official list is out",
            ja=f"{until} より後の祝日は計算によるもので、公表されたものではありません。"
            "公式の一覧が出たら、この日付を確認してください",
        )

    @property
    def _official_until(self) -> date:
        own = OFFICIAL_UNTIL[self.name]
        return own if self.official_until is None else max(own, self.official_until)


def japan(
    closing: Closing | None = YEAR_END,
    *,
    closed: Iterable[date] = (),
    opened: Iterable[date] = (),
) -> Calendar:
    """Return the Japanese calendar, by default with the closing at the turn of the year."""
    return Calendar(name="JP", closing=closing, closed=frozenset(closed), opened=frozenset(opened))


def united_states() -> Calendar:
    """Return the calendar of Californian clocks: federal holidays, no closing."""
    return Calendar(name="US")


@cache
def _public_holidays(name: CalendarName, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(name, years=year))


_NEW_LAW = Text(en="public holiday", ja="祝日")
"""A holiday that only an override file knows has no name here."""


def holiday_name(name: CalendarName, day: date) -> Text:
    """Return what a public holiday is called. American ones have no Japanese name."""
    english = _names(name, day.year, "en_US").get(day)
    if english is None:
        return _NEW_LAW
    if name == "US":
        return Text(en=english, ja=f"連邦の祝日({english})")
    return Text(en=english, ja=_names(name, day.year, "ja").get(day, english))


@cache
def _names(name: CalendarName, year: int, language: str) -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays(name, years=year, language=language))
