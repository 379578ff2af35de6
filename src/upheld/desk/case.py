"""One case: what was asked, in which state it is, and until when it is to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from upheld.desk.kinds import CaseKind, Kind, Residence, kind_of
from upheld.wording import Language, Text

State: TypeAlias = Literal[
    "received",  # it is here, and its clock runs
    "identified",  # who asks is known as far as the kind needs it
    "decided",  # granted, all or in part; for `refused` see there
    "planned",  # what will be done to the stores is compiled and explained
    "approved",  # a person approved exactly that
    "carried_out",  # done, or with parties that are still awaited
    "verified",  # read back; nothing is open
    "answered",  # the answer is with the person
    "closed",
    "refused",  # decided against, with a ground of the closed list; to be answered too
    "withdrawn",  # by the person
    "on_hold",  # waits for something that only somebody else can do; says for whom
]

OPEN: frozenset[State] = frozenset(
    {"received", "identified", "decided", "planned", "approved", "carried_out", "verified",
     "refused", "on_hold"}
)  # fmt: skip
"""States in which the person has no answer yet."""
ENDED: frozenset[State] = frozenset({"closed", "withdrawn"})
"""States after which nothing is done."""

NEXT: Mapping[State, frozenset[State]] = {
    # A notice of purpose, a complaint or an answer in words has nothing to plan: from
    # `decided` straight to `carried_out`.
    "received": frozenset({"identified", "refused", "withdrawn", "on_hold"}),
    "identified": frozenset({"decided", "refused", "withdrawn", "on_hold"}),
    "decided": frozenset({"planned", "carried_out", "refused", "withdrawn", "on_hold"}),
    # A plan that went stale goes back to `decided` for a new one.
    "planned": frozenset({"approved", "decided", "refused", "withdrawn", "on_hold"}),
    "approved": frozenset({"carried_out", "decided", "withdrawn", "on_hold"}),
    # What was begun on the stores cannot be withdrawn; what remained is planned again.
    "carried_out": frozenset({"verified", "decided", "on_hold"}),
    "verified": frozenset({"answered"}),
    "refused": frozenset({"answered"}),
    "answered": frozenset({"closed"}),
    "withdrawn": frozenset({"closed"}),
    "on_hold": frozenset(
        {"received", "identified", "decided", "planned", "approved", "carried_out", "withdrawn"}
    ),
    "closed": frozenset(),
}
"""The state machine. From `on_hold` a case returns to the state it came from, and to no other.

`extended` is no state: an extended case goes on where it was, with a later last day.
"""

Channel: TypeAlias = Literal[
    "web", "signed_link", "api", "mail", "paper", "telephone", "staff", "account"
]
AgentKind: TypeAlias = Literal["none", "statutory", "appointed", "authorised"]
Waiting: TypeAlias = Literal[
    "identity", "power", "fee", "choice", "clarification", "decision", "approval", "parties",
    "delivery",
]  # fmt: skip
"""What a case waits for; shown to the officer and, in other words, to the person."""

OF_THE_PERSON: frozenset[Waiting] = frozenset(
    {"identity", "power", "fee", "choice", "clarification"}
)
"""While one of these is awaited, a case that was received is not identified."""

STATE_LABEL: Mapping[State, Text] = {
    "received": Text(en="received", ja="受付済み"),
    "identified": Text(en="identity confirmed", ja="本人確認済み"),
    "decided": Text(en="decided", ja="判断済み"),
    "planned": Text(en="planned", ja="計画済み"),
    "approved": Text(en="approved", ja="承認済み"),
    "carried_out": Text(en="carried out", ja="実施済み"),
    "verified": Text(en="verified", ja="確認済み"),
    "answered": Text(en="answered", ja="回答済み"),
    "closed": Text(en="closed", ja="完了"),
    "refused": Text(en="refused", ja="お断り"),
    "withdrawn": Text(en="withdrawn", ja="取下げ"),
    "on_hold": Text(en="on hold", ja="保留"),
}


@dataclass(slots=True, kw_only=True)
class Sealed:
    """What is personal in a case. Encrypted in the store, never shown in a list or a log.

    Attributes:
        subject: Identifiers as they were given: kind → value.
        name: Who asks.
        contact: The e-mail address to which answers go; a place for a letter, where there is none.
        message: What the person wrote.
        changes: For a correction: category → new value.
        about: Whom a report or an agent's request is about, if not who asks.
        agent: Of an agent: name, contact.
        stopped: Why the case cannot go on by itself, where it cannot: what, remedy, each by language, and where.
    """

    subject: dict[str, str] = field(default_factory=dict)
    name: str = ""
    contact: str = ""
    message: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    agent: dict[str, str] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Everything, for sealing; what the version before does not know, only where it is said."""
        known = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return known if self.stopped else {k: v for k, v in known.items() if k != "stopped"}

    def __repr__(self) -> str:
        return "Sealed(…)"


@dataclass(slots=True, kw_only=True)
class Case:
    """One request at the desk.

    Attributes:
        reference: `R-2026-0001`; the person's number, and the ledger's.
        right: Which kind.
        before_hold: The state to return to from `on_hold`.
        waiting: What it waits for.
        received_at: When it arrived, also where it was entered later.
        due_on: The last day to answer, in the clock's zone.
        due_at: The first instant that is too late.
        clock: How the day was found: `{basis, law, internal, steps: [{day, ja, en}]}`.
        extended: How often the time was prolonged.
        form: How a disclosure is wanted: `electronic`, `paper`, …
        grounds: What the person bases it on: `untrue`, `leak`, …
        decision: The decision's code: `granted`, `granted-in-part`, `absent`, or a ground.
        assigned_to: A member of staff's id.
        turn: Counts changes; a change that expects another number is refused.
        sealed: `None` once forgotten.
        promised: Rows of the outbox that were written when it was moved since it was read; not kept.
    """

    reference: str
    right: CaseKind
    state: State
    language: Language
    channel: Channel
    received_at: datetime
    due_on: date
    due_at: datetime
    clock: dict[str, Any]
    sealed: Sealed | None = field(repr=False)
    before_hold: State | None = None
    waiting: frozenset[Waiting] = frozenset()
    extended: int = 0
    residence: Residence | None = None
    agent: AgentKind = "none"
    form: str | None = None
    grounds: tuple[str, ...] = ()
    decision: str | None = None
    assigned_to: str | None = None
    duplicate_of: str | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    turn: int = 0
    promised: list[int] = field(default_factory=list, repr=False, compare=False)

    @property
    def kind(self) -> Kind:
        """What is the same for every company about this kind."""
        return kind_of(self.right)
