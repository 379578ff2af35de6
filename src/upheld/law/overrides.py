"""Corrections of a calendar from a file, one day a line.

```
# after the Cabinet Office's list of February 2027
2028-12-31 official
2028-05-08 holiday      # a new act
2028-05-05 no-holiday
2028-08-14 closed       # our summer closure
2028-08-12 open         # a working Saturday
```

`official` says up to which day somebody compared the public holidays with the published
list. `holiday` and `no-holiday` correct that list; `closed` and `open` are the company's own.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, get_args

from upheld.law.calendar import Calendar, CalendarUnreadableError
from upheld.refusal import RefusalError, RefusalsError, Where
from upheld.wording import Text

Correction: TypeAlias = Literal["official", "holiday", "no-holiday", "closed", "open"]
_WORDS: tuple[str, ...] = get_args(Correction)
_PARTS = 2
_SHOWN = 40
"""Characters of a wrong line that are repeated."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a file corrects, day by day.

    Attributes:
        days: Each day with its correction.
        official_until: Last day that was compared with the published list.
    """

    days: tuple[tuple[date, Correction], ...] = ()
    official_until: date | None = None

    def of(self, correction: Correction) -> frozenset[date]:
        """Return the days with one correction."""
        return frozenset(day for day, own in self.days if own == correction)

    def apply(self, calendar: Calendar) -> Calendar:
        """Return the calendar with these corrections added to its own."""
        return replace(
            calendar,
            closed=calendar.closed | self.of("closed"),
            opened=calendar.opened | self.of("open"),
            holidays=calendar.holidays | self.of("holiday"),
            no_holidays=calendar.no_holidays | self.of("no-holiday"),
            official_until=self.official_until or calendar.official_until,
        )


def parse_overrides(text: str, *, file: str | None = None) -> Overrides:
    """Read an override file.

    Args:
        text: Its content.
        file: Its name, for messages.

    Raises:
        RefusalsError: Every line that is none, with its number.
    """
    days: dict[date, Correction] = {}
    official: date | None = None
    wrong: list[RefusalError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].split()
        if not content:
            continue
        try:
            day, correction = _correction(content)
        except ValueError:
            wrong.append(_no_correction(line, Where(file=file, line=number)))
            continue
        if correction == "official":
            official = max(day, official or day)
        elif days.setdefault(day, correction) != correction:
            wrong.append(_twice(day, Where(file=file, line=number)))
    if wrong:
        raise RefusalsError(wrong)
    return Overrides(tuple(sorted(days.items())), official)


def _correction(parts: list[str]) -> tuple[date, Correction]:
    if len(parts) != _PARTS:
        raise ValueError(parts)
    for word in get_args(Correction):
        if word == parts[1]:
            return date.fromisoformat(parts[0]), word
    raise ValueError(parts)


def _no_correction(line: str, where: Where) -> CalendarUnreadableError:
    words = ", ".join(f"`{word}`" for word in _WORDS)
    return CalendarUnreadableError(
        Text(
            en=f"`{line.strip()[:_SHOWN]}` is not a day with a correction",
            ja=f"`{line.strip()[:_SHOWN]}` は日付と訂正の行として読めません",
        ),
        remedy=Text(
            en=f"write e.g. `2028-08-14 closed`; after the day comes one of {words}",
            ja=f"`2028-08-14 closed` のように、日付の後に {words} のいずれかを書いてください",
        ),
        where=where,
    )


def _twice(day: date, where: Where) -> CalendarUnreadableError:
    return CalendarUnreadableError(
        Text(
            en=f"{day} is corrected twice, and differently",
            ja=f"{day} に異なる訂正が二つあります",
        ),
        remedy=Text(en="keep one of the two lines", ja="どちらか一行だけ残してください"),
        where=where,
    )
