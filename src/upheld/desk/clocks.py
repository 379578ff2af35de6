"""Until when a request is to be answered, how that was found, and how it may be prolonged.

The policy's own promise counts first, then the number of the law. Japanese law says "without
delay" and sets no number; then the company's internal target counts, and where there is none,
the day after which the person may go to court (APPI 39(1)).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from upheld.desk.kinds import FOUND_INPUT, KINDS, CaseKind, Kind, Residence
from upheld.law import calendar as calendars
from upheld.law.calendar import Calendar
from upheld.law.clock import Deadline, Due, Extension, LawClock
from upheld.law.opt_outs import OPT_OUTS, PACK, slower
from upheld.law.packs.shelf import pack
from upheld.law.periods import Hours, Period
from upheld.policy.language.rights import Clock, Desk, RightOffered
from upheld.policy.language.rights import Extension as ExtensionOffered
from upheld.policy.model import Policy
from upheld.wording import Language, Text

Basis: TypeAlias = Literal["policy", "law", "target", "court"]

_WITHIN = Hours(72)
"""Where the policy names no period for inputs that are found: what policies usually promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """The time to answer, and where it comes from.

    Attributes:
        basis: `policy`: a promise; `law`: a number of law; `target`: "without delay", and the
            company's own target; `court`: "without delay", and APPI 39(1).
        cites: The article.
    """

    deadline: Deadline
    basis: Basis
    cites: Text | None


def offered(policy: Policy, right: CaseKind, residence: Residence | None) -> RightOffered | None:
    """Return how a right is offered to people of a residence; an overlay beats the main text."""
    if right == FOUND_INPUT:
        return None
    regions = policy.regions
    if residence is not None and regions is not None and residence in regions.overlays:
        own = regions.overlays[residence].rights.get(right)
        if own is not None:
            return own
    return policy.rights.get(right)


def desk_of(policy: Policy, residence: Residence | None) -> Desk | None:
    """Return what holds for every request of people of a residence."""
    regions = policy.regions
    if residence is not None and regions is not None and residence in regions.overlays:
        own = regions.overlays[residence].desk
        if own is not None:
            return own
    return policy.desk


def answering(
    policy: Policy, right: CaseKind, residence: Residence | None, calendar: Calendar
) -> Answering:
    """Return the time to answer a kind of request.

    Args:
        policy: The declaration.
        right: Which kind.
        residence: Where the person lives, if that is known.
        calendar: The company's own business days.
    """
    if right == FOUND_INPUT:
        return _erasing(policy, calendar)
    line = offered(policy, right, residence)
    rules = [part.clock for part in (line, desk_of(policy, residence)) if part and part.clock]
    longer = next(
        (part.extension for part in (line, desk_of(policy, residence)) if part and part.extension),
        None,
    )
    californian = "US-CA" in (residence, KINDS[right].residence)
    promised = next((rule for rule in rules if rule.due is not None), None)
    if right in OPT_OUTS:
        return _followed(KINDS[right], promised.due if promised else None)
    if promised is not None and promised.due is not None:
        clock = _own_clock(policy, promised, calendar, californian=californian)
        deadline = Deadline(clock=clock, period=promised.due, extension=_extension(longer))
        return Answering(deadline=deadline, basis="policy", cites=None)
    if californian:
        return _californian(KINDS[right])
    return _without_delay(policy, rules, longer, calendar)


def _erasing(policy: Policy, calendar: Calendar) -> Answering:
    """A prohibited input that was found: the policy's period, in hours over every weekend."""
    terms = policy.ai.delete_found if policy.ai is not None else None
    clock = LawClock(calendar=calendar, zone=ZoneInfo(policy.policy.tz))
    if terms is None:
        return Answering(deadline=Deadline(clock=clock, period=_WITHIN), basis="target", cites=None)
    clause = ", ".join(terms.c)
    cites = Text(en=f"clause {clause}", ja=f"条項 {clause}")
    return Answering(
        deadline=Deadline(clock=clock, period=terms.within), basis="policy", cites=cites
    )


def _followed(kind: Kind, promised: Period | None) -> Answering:
    """An opt-out: the law's time, unless the policy's is shorter; nothing prolongs it."""
    law = _californian(kind)
    if promised is None or slower(promised):
        return law
    deadline = Deadline(clock=law.deadline.clock, period=promised)
    return Answering(deadline=deadline, basis="policy", cites=None)


def _californian(kind: Kind) -> Answering:
    """15 business days for an opt-out (11 CCR 7026(f), 7027(g)), 45 days for the rest (7021(b))."""
    duty, number = OPT_OUTS.get(kind.id, ("ccpa-7021-b", "answer"))
    deadline = pack(PACK).deadline(duty, number)
    return Answering(deadline=deadline, basis="law", cites=deadline.law)


def _without_delay(
    policy: Policy, rules: list[Clock], longer: ExtensionOffered | None, calendar: Calendar
) -> Answering:
    target = next((rule for rule in rules if rule.internal is not None), None)
    if target is not None and target.internal is not None:
        clock = _own_clock(policy, target, calendar)
        deadline = Deadline(clock=clock, period=target.internal, extension=_extension(longer))
        return Answering(deadline=deadline, basis="target", cites=None)
    deadline = pack("JP-APPI@2024-04").deadline("appi-39", "before-lawsuit")
    return Answering(deadline=deadline, basis="court", cites=deadline.law)


def _own_clock(
    policy: Policy, rule: Clock, calendar: Calendar, *, californian: bool = False
) -> LawClock:
    own = calendar if rule.calendar in (None, calendar.name) else _calendar(rule.calendar)
    # A promise to Californians counts the days of California: Tokyo's would end a day late.
    zone = ZoneInfo("America/Los_Angeles" if californian else policy.policy.tz)
    return LawClock(calendar=own, zone=zone)


def _calendar(name: Literal["JP", "US"] | None) -> Calendar:
    return calendars.united_states() if name == "US" else calendars.japan()


def _extension(line: ExtensionOffered | None) -> Extension | None:
    return None if line is None else Extension(by=line.by, times=line.times)


def acknowledgment(
    policy: Policy, right: CaseKind, residence: Residence | None, calendar: Calendar
) -> Deadline | None:
    """Return the time to confirm receipt, where one is promised or asked by law."""
    if right == FOUND_INPUT:
        return None
    parts = (offered(policy, right, residence), desk_of(policy, residence))
    californian = "US-CA" in (residence, KINDS[right].residence)
    # 11 CCR 7021(a) is about requests to know, to delete and to correct: an opt-out is followed.
    by_law = californian and right not in OPT_OUTS
    rules = [part.clock for part in parts if part and part.clock and part.clock.acknowledge]
    for rule in rules:
        period: Period | None = rule.acknowledge
        if period is not None:
            clock = _own_clock(policy, rule, calendar, californian=californian)
            return Deadline(clock=clock, period=period)
    if by_law:
        return pack(PACK).deadline("ccpa-7021-a", "confirm")
    return None


def written(found: Answering, due: Due) -> dict[str, Any]:
    """Return the computation for keeping: it can be shown and checked later, by anyone."""
    cites = found.cites
    return {
        "basis": found.basis,
        "law": {"ja": cites.ja, "en": cites.en} if cites else None,
        "period": str(found.deadline.period),
        "calendar": found.deadline.clock.calendar.name,
        "zone": str(found.deadline.clock.zone),
        "extensions": due.extensions,
        "steps": [
            {"day": step.day.isoformat(), "ja": step.text.ja, "en": step.text.en}
            for step in due.steps
        ],
    }


@dataclass(frozen=True, slots=True)
class Slack:
    """What is left until the last day: open days of the company, today not counted.

    Attributes:
        days: Open days left; negative once the day has passed, 0 on the last day.
        due_on: The last day.
    """

    days: int
    due_on: date

    def spoken(self, language: Language) -> str:
        """Return it as the queue shows it.

        >>> Slack(days=4, due_on=date(2026, 5, 12)).spoken("ja")
        '残り 4 営業日 (5/12 火)'
        """
        weekday_ja = "月火水木金土日"[self.due_on.weekday()]
        day_ja = f"({self.due_on.month}/{self.due_on.day} {weekday_ja})"
        day_en = f"({self.due_on:%a} {self.due_on.isoformat()})"
        if self.days < 0:
            late = Text(en=f"{-self.days} business days late {day_en}",
                        ja=f"{-self.days} 営業日超過 {day_ja}")  # fmt: skip
            return late.in_language(language)
        unit = "business day" if self.days == 1 else "business days"
        left = Text(en=f"{self.days} {unit} left {day_en}", ja=f"残り {self.days} 営業日 {day_ja}")
        return left.in_language(language)


def slack(due_on: date, today: date, calendar: Calendar) -> Slack:
    """Count the open days from tomorrow to the last day, or back from it once it has passed."""
    step = 1 if due_on >= today else -1
    first, last = (today, due_on) if step == 1 else (due_on, today)
    days = sum(
        calendar.is_open(first + timedelta(days=n)) for n in range(1, (last - first).days + 1)
    )
    return Slack(days=step * days, due_on=due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLeft:
    """What is left until an instant, for times that run over every weekend.

    Attributes:
        now: The company's clock.
        due_at: The first instant that is too late, in the company's zone.
    """

    now: datetime
    due_at: datetime

    @property
    def days(self) -> int:
        """Whole days left, 0 on the last one; negative once it is too late."""
        return (self.due_at - self.now) // timedelta(days=1) if self.now != self.due_at else -1

    def spoken(self, language: Language) -> str:
        """Return it as the queue shows it."""
        late = self.now >= self.due_at
        hours = abs(self.due_at - self.now) // timedelta(hours=1)
        en, ja = (f"{hours} h", f"{hours} 時間") if hours else ("less than 1 h", "1 時間未満")
        until = f"{self.due_at:%Y-%m-%d %H:%M}"
        words = (
            Text(en=f"{en} late ({until})", ja=f"{ja}超過 ({until})")
            if late
            else Text(en=f"{en} left ({until})", ja=f"残り {ja} ({until})")
        )
        return words.in_language(language)


def time_left(
    right: CaseKind, due_on: date, due_at: datetime, *, now: datetime, calendar: Calendar
) -> Slack | HoursLeft:
    """Return what is left of a case's time, as its clock counts.

    Args:
        right: The kind of the case.
        due_on: Its last day.
        due_at: The first instant that is too late.
        now: The company's clock, in the company's zone.
        calendar: The company's business days.
    """
    if right == FOUND_INPUT:
        return HoursLeft(now=now, due_at=due_at.astimezone(now.tzinfo))
    return slack(due_on, now.date(), calendar)
