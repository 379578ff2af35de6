"""The form of a law pack: duties with their articles, numbers, items and dates."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from upheld.law.calendar import Calendar, CalendarName, japan, united_states
from upheld.law.clock import Deadline, Extension, FirstDay, LawClock, Roll
from upheld.law.packs.article import Instrument
from upheld.law.packs.entries import (
    Data,
    Ground,
    Item,
    Number,
    RightKind,
    Sentence,
    Source,
    Sourced,
    Told,
    Word,
)
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

DutyKind: TypeAlias = Literal[
    "duty", "prohibition", "right", "permission", "record", "publication", "definition"
]
PackName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]+(-[A-Z0-9]+)+@[0-9]{4}(-[0-9]{2}|-bill)?$")
]


class DutyUnknownError(RefusalError):
    """A pack has no duty, item or number of this name."""

    code = "duty-unknown"


class Duty(Sourced):
    """What the law asks, allows or forbids, in one sentence of our own.

    Attributes:
        id: Unique over all packs.
        kind: What sort of rule it is.
        see: Further articles.
        summary: One sentence.
        since: In force from this day; `None` for a bill, and for an act whose day is not fixed.
        until: Last day in force.
        rights: What a person may ask for under it.
        fee: Whether the company may charge for answering; `None` where the law is silent.
        numbers: Its numbers.
        items: What must be named, published or recorded.
        grounds: Grounds to refuse.
        told: What a refusal has to say.
        triggers: What sets it off.
    """

    id: Word
    kind: DutyKind
    see: tuple[str, ...] = ()
    summary: Sentence
    since: date | None = None
    until: date | None = None
    rights: tuple[RightKind, ...] = ()
    fee: Literal["allowed", "forbidden"] | None = None
    numbers: tuple[Number, ...] = ()
    items: tuple[Item, ...] = ()
    grounds: tuple[Ground, ...] = ()
    told: tuple[Told, ...] = ()
    triggers: tuple[Item, ...] = ()

    def in_force_on(self, day: date) -> bool:
        """Say whether it is known to bind on this day; what has no day is known to on none."""
        return (
            self.since is not None
            and self.since <= day
            and (self.until is None or day <= self.until)
        )

    @property
    def parts(self) -> tuple[Item | Number, ...]:
        """Return all that it lists; no two share an id."""
        return (*self.items, *self.grounds, *self.told, *self.triggers, *self.numbers)

    def part(self, name: str) -> Item | Number:
        """Return an item, ground, trigger or number.

        Raises:
            DutyUnknownError: It has none of this name.
        """
        for part in self.parts:
            if part.id == name:
                return part
        raise _unknown(f"{self.id}/{name}", [f"{self.id}/{part.id}" for part in self.parts])

    def number(self, name: str) -> Number:
        """Return a number.

        Raises:
            DutyUnknownError: It has none of this name.
        """
        for number in self.numbers:
            if number.id == name:
                return number
        raise _unknown(f"{self.id}/{name}", [f"{self.id}/{number.id}" for number in self.numbers])


class Change(Data):
    """A day on which the law changed.

    Attributes:
        day: First day of the new state.
        what: What changed for a company, in one sentence.
        source: Where the entry comes from.
    """

    day: date
    what: Sentence
    source: Source


class Renumbering(Data):
    """What an article number meant before the law was renumbered.

    Attributes:
        article: The number as it was, e.g. `18(1)`; no bracket stands for the whole article.
        since: First day on which it meant this, where known.
        until: Last day on which it meant this.
        about: What it was about.
        now: The number today, if the rule lives on.
        source: Where the entry comes from.
    """

    article: Annotated[str, Field(min_length=1)]
    since: date | None = None
    until: date
    about: Sentence
    now: str | None
    source: Source


class ClockData(Data):
    """A clock of this law, see `law.clock`."""

    calendar: CalendarName
    zone: str
    first_day: FirstDay
    roll: Roll
    source: Source


class Pack(Data):
    """One law as it stands from a day on.

    Attributes:
        name: `JP-APPI@2024-04`: the law, and its version.
        title: How people call it.
        jurisdiction: Where it binds.
        state: Whether it is in force; a bill is used only by who names it.
        known_until: Changes after this day are unknown to the pack.
        limits: What is not verified.
        instruments: Texts that its articles are of.
        clocks: How its times are counted.
        changes: When the law changed.
        renumbered: What article numbers meant before.
        duties: What it asks.
    """

    name: PackName
    title: Sentence
    jurisdiction: Literal["JP", "US", "US-CA"]
    state: Literal["in-force", "bill"]
    known_until: date
    limits: Sentence
    instruments: Mapping[str, Instrument]
    clocks: Mapping[Word, ClockData] = Field(default_factory=dict)
    changes: tuple[Change, ...]
    renumbered: tuple[Renumbering, ...] = ()
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)]

    @property
    def law(self) -> str:
        """The law without its version: `JP-APPI`."""
        return self.name.partition("@")[0]

    @cached_property
    def _by_id(self) -> Mapping[str, Duty]:
        return {duty.id: duty for duty in self.duties}

    def duty(self, name: str) -> Duty:
        """Return a duty.

        Raises:
            DutyUnknownError: The pack has none of this name.
        """
        found = self._by_id.get(name)
        if found is None:
            raise _unknown(name, list(self._by_id), pack=self.name)
        return found

    def in_force_on(self, day: date) -> tuple[Duty, ...]:
        """Return the duties that bind on this day, in the order of the law."""
        return tuple(duty for duty in self.duties if duty.in_force_on(day))

    def cite(self, article: str) -> Text:
        """Write `act 33(1)` for people, in both languages."""
        instrument, _blank, number = article.partition(" ")
        return self.instruments[instrument].cite(number)

    def clock(self, name: str, *, calendar: Calendar | None = None) -> LawClock:
        """Return a clock of this law.

        Args:
            name: One of `clocks`.
            calendar: The same calendar with corrections of its public holidays; the law's
                own by default. A company's closures do not move a statutory clock.
        """
        data = self.clocks[name]
        own = japan() if data.calendar == "JP" else united_states()
        return LawClock(
            calendar=calendar or own,
            zone=ZoneInfo(data.zone),
            first_day=data.first_day,
            roll=data.roll,
        )

    def deadline(self, duty: str, number: str, *, calendar: Calendar | None = None) -> Deadline:
        """Return a time to act with the clock that counts it and how it may be prolonged.

        Raises:
            DutyUnknownError: No such duty or number.
            ValueError: The number is no time to act.
        """
        found = self.duty(duty)
        term = found.number(number)
        if term.clock is None:
            raise ValueError(f"`{duty}/{number}` is counted by no clock")
        longer = next((one for one in found.numbers if one.extends == number), None)
        return Deadline(
            clock=self.clock(term.clock, calendar=calendar),
            period=term.period,
            extension=None
            if longer is None
            else Extension(by=longer.period, times=1, law=self.cite(longer.article)),
            law=self.cite(term.article),
        )


def _unknown(name: str, known: list[str], *, pack: str | None = None) -> DutyUnknownError:
    near = get_close_matches(name, known, n=1)
    of_pack = Text(en=f" in `{pack}`" if pack else "", ja=f"`{pack}` に " if pack else "")
    return DutyUnknownError(
        Text(
            en=f"there is no `{name[:60]}`{of_pack.en}",
            ja=f"{of_pack.ja}`{name[:60]}` はありません",
        ),
        remedy=Text(
            en=f"did you mean `{near[0]}`?" if near else "see the page of law packs, docs/law.md",
            ja=f"`{near[0]}` ではありませんか。"
            if near
            else "法令パックの説明 docs/ja/law.md を見てください",
        ),
        where=Where(clause=pack),
    )
