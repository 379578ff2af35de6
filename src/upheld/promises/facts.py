"""What was seen, when, and where the evidence is: all that controls may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from upheld.desk.standing import OfGroup, Standing
from upheld.law.calendar import Calendar
from upheld.policy.rules.rule import Finding
from upheld.promises.ai_seen import AiSeen
from upheld.promises.scanned import Scanned


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the read-back of a request said.

    Attributes:
        at: When it was written.
        entry: Its number in the ledger.
        complete: Every step was verified, retained or out of scope.
        failed: A step remained, failed or was not attempted.
        kept: Rows that stayed as they are though a deletion was asked for: somebody else's
            too, or kept by the map's word.
    """

    at: datetime
    entry: int
    complete: bool
    failed: bool
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Evidence that a procedure was followed, filed by a person."""

    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """The last sweep of ended retention periods.

    Attributes:
        rules: For each rule that a map carries: rows still due after it, `None` where a place
            could not be looked at, and rows that a hold keeps.
    """

    at: datetime
    entry: int
    rules: Mapping[str, tuple[int | None, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a board is computed from.

    Attributes:
        now: The company's clock.
        calendar: The company's own, with the corrections of its file.
        findings: Of the check that was made for this board.
        checked_stores: Whether stores were looked at, and all of them answered.
        held: The categories that columns of the data maps hold, with how many columns.
        people: The kinds of person that the data maps know.
        operators: Recipients that run a mapped place.
        outcomes: The newest read-backs by right, newest last.
        shown: The newest evidence of procedures, by clause.
        links_checked: When the links were last fetched, its entry, and the dead ones' paths.
        carried: The retention rules that a data map carries out.
        swept: The last sweep of ended periods.
        scanned: The last scan of values.
        restricted: Cases that erase data of people of restricted regions: those that are open,
            and those that were erased since the last scan of values.
        requests: How the desk's requests of a year stand, each sum of requests that are alike.
        ai: What is known of AI inputs; `None` where the policy says nothing of them.
        rendered: Clauses that stand on the pages, in both languages; `None`: not rendered.
    """

    now: datetime
    calendar: Calendar | None = None
    findings: tuple[Finding, ...] = ()
    checked_stores: bool = False
    held: Mapping[str, int] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    outcomes: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    links_checked: tuple[datetime, int, frozenset[str]] | None = None
    carried: frozenset[str] = frozenset()
    swept: Swept | None = None
    scanned: Scanned | None = None
    restricted: OfGroup = field(default_factory=OfGroup)
    requests: tuple[Standing, ...] = ()
    ai: AiSeen | None = None
    rendered: frozenset[str] | None = None
