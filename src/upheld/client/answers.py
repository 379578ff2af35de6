"""What the API says to programs that work on requests, typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the ledger about a request.

    Attributes:
        index: Its number in the ledger.
        by: `S-…`, `S-…/uph_…` (a token of theirs), `person` or `system`.
    """

    index: int
    kind: str
    at: datetime
    by: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTable:
    """What would be done to one table: rows by act."""

    table: str
    delete: int
    anonymise: int
    unlink: int
    retain: int
    keep: int
    mention: int
    clause: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done for a request.

    Attributes:
        sha256: What an approval names.
        four_eyes: Whether another person than who decided has to approve.
        not_proven: What cannot be proven even if all goes well.
    """

    sha256: str
    made_at: datetime
    rows_to_erase: int
    four_eyes: bool
    tables: Sequence[PlanTable]
    not_proven: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground of the closed list; `text` and `article` by language.

    Attributes:
        before_identity: Whether it counts before it is known who asks.
        rest: Whether it reaches only part of the data.
    """

    code: str
    text: Mapping[str, str]
    article: Mapping[str, str]
    before_identity: bool
    rest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be meant, by where they were found."""

    number: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What another party has to do for a request.

    Attributes:
        state: `open`, `told`, `accepted`, `refused`, `done` or `settled`.
        proven: Whether the party's own signature says so.
    """

    id: str
    party: str
    how: str
    right: str
    state: str
    due_on: date
    opened_at: datetime
    told_at: datetime | None
    expected_by: datetime | None
    over_at: datetime | None
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What a request owes and has paid, in `currency`; amounts as they are written, e.g. `12.50`."""

    currency: str
    owed: str
    paid: str
    left: str
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A fee that is held although its request was refused or withdrawn.

    Attributes:
        by_card: It goes back through Stripe, and by nobody's hand.
    """

    reference: str
    amount: str
    currency: str
    by_card: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The sums of the book of fees in one currency; `held` is what was paid and not given back."""

    currency: str
    charged: str
    waived: str
    paid: str
    refunded: str
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of a clause, and what it says."""

    id: str
    kind: str
    state: str
    checked_at: datetime | None
    evidence: str | None
    why: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the policy, as good as the worst of its controls."""

    id: str
    state: str
    controls: Sequence[Control]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every clause with its computed state."""

    policy: str
    version: str
    computed_at: datetime
    counts: Mapping[str, int]
    clauses: Sequence[Clause]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """How a connected system stands.

    Attributes:
        named_by: Systems whose maps say that copies of theirs lie in it.
        fault: What keeps it from answering, by language.
        unsure: Points of its map that a person has to decide.
        drift: Differences of map and database; `None` where that cannot be told.
        ready: Whether a plan can rest on it.
    """

    name: str
    mapped: bool
    named_by: Sequence[str]
    answers: bool
    fault: Mapping[str, str] | None
    tables: int
    unsure: int
    drift: int | None
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One right, for people of one residence.

    Attributes:
        residence: `JP`, `US-CA`, or `unknown` for the default path.
        methods: The ways to show who asks.
        period: The time to answer (ISO 8601).
    """

    residence: str
    right: str
    label: Mapping[str, str]
    offered: bool
    instead: Mapping[str, str] | None
    articles: Sequence[str]
    identity: str
    methods: Sequence[str]
    fee: Mapping[str, str] | None
    forms: Sequence[str]
    grounds: Sequence[str]
    period: str | None
    basis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to one of the company's own systems.

    Attributes:
        event_id: `webhook-id`: the same for every try.
        state: `waiting`, `stuck` (waits for a person) or `over`.
    """

    id: int
    event_id: str
    event: str
    reference: str
    to: str
    announced_at: datetime
    state: str
    attempts: int
    next_at: datetime | None
    over_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Work that was tried as often as it is, and waits for a decision.

    Attributes:
        of: What it is about, e.g. a request.
        last_error: A code.
    """

    number: int
    kind: str
    of: str
    attempts: int
    last_error: str | None
    stuck_at: datetime | None


def moments(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return what was found, with the instants of these names read; `null` stays."""
    read = {
        name: None if found[name] is None else datetime.fromisoformat(found[name]) for name in names
    }
    return {**found, **read}


def days(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return what was found, with the days of these names read."""
    return {**found, **{name: date.fromisoformat(found[name]) for name in names}}
