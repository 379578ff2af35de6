"""Days in prose: 2026-02-10, February 10, 2026, 2026年2月10日, 令和8年2月10日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upheld.prose.document import Span

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<{}>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(_MONTH.format("mon") + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH.format("mon") + r",?\s+(?P<y>(?:19|20)\d\d)"),
    re.compile(
        r"(?:(?P<era>令和|平成|昭和|西暦)\s*)?(?P<y>[\d０-９]{1,4}|元)\s*年\s*(?P<m>[\d０-９]{1,2})\s*月\s*(?P<d>[\d０-９]{1,2})\s*日"
    ),
)  # fmt: skip
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Year before the first year of each era (Era Name Act; Cabinet Orders)."""
_FIRST = re.compile(r"制定|策定|established|adopted|(?:first|initially) published", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact:
    """A day of the calendar.

    Attributes:
        first: Whether the words around it say that the text was made, not changed, that day.
    """

    span: Span
    day: date
    first: bool


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateFact]:
    """Yield the days of a text, in order; a day that no calendar has is none.

    >>> [str(d.day) for d in dates("令和8年2月10日改定。Revised on May 30, 2024 and 2023-02-30.")]
    ['2026-02-10', '2024-05-30']
    """
    stop = len(text) if end is None else end
    found = [(match, form) for form in _FORMS for match in form.finditer(text, start, stop)]
    for match, _form in sorted(found, key=lambda one: one[0].start()):
        day = _day(match.groupdict())
        if day is not None:
            around = text[max(0, match.start() - 24) : match.end() + 8]
            yield DateFact(
                span=Span(match.start(), match.end()), day=day, first=bool(_FIRST.search(around))
            )


def _day(parts: dict[str, str | None]) -> date | None:
    year_text = parts["y"] or ""
    year = 1 if year_text == "元" else int(year_text)
    year += _ERAS.get(parts.get("era") or "", 0)
    named = parts.get("mon")
    month = _MONTHS.index(named.lower()) + 1 if named else int(parts["m"] or 0)
    try:
        return date(year, month, int(parts["d"] or 0))
    except ValueError:
        return None
