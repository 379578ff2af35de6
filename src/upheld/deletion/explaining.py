"""The words and numbers of a plan: what happens to a table's rows, by which rule and clause."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from upheld.datamap.links import Node
from upheld.datamap.model import OnErase
from upheld.deletion.digests import Digests
from upheld.deletion.held_back import Holder, holders_of
from upheld.deletion.readback import SEEN_AS
from upheld.deletion.retained import Retained, retained_of
from upheld.law.periods import OpenDays, last_day_kept
from upheld.policy.model import Policy
from upheld.subject.closure import Person
from upheld.subject.marks import ActionCode, RoleCode, Why
from upheld.subject.retaining import started
from upheld.subject.working_set import KeySet, WorkingSet


@dataclass(slots=True, kw_only=True)
class TablePlan:
    """What happens to one table's rows; the documented object of the plan's JSON."""

    table: str
    delete: int = 0
    anonymise: int = 0
    unlink: int = 0
    retain: int = 0
    keep: int = 0
    mention: int = 0
    shared: int = 0
    rule: str = ""
    clause: str | None = None
    """Every clause behind the acts, that of the strongest first."""
    until: str | None = None
    held_back: tuple[Holder, ...] = ()
    """Why rows are shared: the edges by which others own them too."""
    retained: Retained | None = None
    """What becomes of the rows that a retention rule keeps."""
    clauses: Mapping[str, str] = field(default_factory=dict)
    """By act: what is kept stands under another clause than what goes."""

    @property
    def told(self) -> tuple[Any, ...]:
        """All that is said: equal where two parts say the same."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return (*(told | {"clauses": tuple(self.clauses.items())}).values(),)

    def clause_of(self, act: str) -> str | None:
        """The clause under which an act is carried out; plans of earlier versions have one."""
        if not self.clauses:
            return self.clause
        held = self.clauses.get("hold") if act == "retain" else None  # counted with the retained
        return self.clauses.get(act, held)

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys, all of them, in order."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return told | {
            "held_back": [holder.as_json() for holder in self.held_back],
            "retained": self.retained.as_json() if self.retained else None,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "TablePlan":
        """Read what `as_json` wrote; plans of earlier versions name no holders."""
        holders = tuple(Holder(**one) for one in told.get("held_back", ()))
        kept = told.get("retained")
        retained = Retained.from_json(kept) if kept else None
        return cls(**{**told, "held_back": holders, "retained": retained})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A registered hold on a person: it beats everything."""

    clause: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One person of a plan.

    Attributes:
        ref: The request they are in, e.g. `R-2026-0001`.
        person: Their keys and identifiers in this system.
    """

    ref: str
    person: Person
    hold: Hold | None = None


@dataclass(slots=True, kw_only=True)
class SystemPlan:
    """The plan of one system."""

    system: str
    tables: dict[str, list[TablePlan]] = field(default_factory=dict)
    """By request: each person's own part."""
    total: list[TablePlan] = field(default_factory=list)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    """By request: `table/action` → `rows:digest`."""
    rows: int = 0
    missing_indexes: list[str] = field(default_factory=list)
    not_proven: list[str] = field(default_factory=list)
    out_of_scope: list[str] = field(default_factory=list)


_ALL = None
"""Stands for all people of a plan together."""
STILL_REFERRED_TO = "a row that stays refers to it"
"""Said of a shared row that nobody else owns: the person's own row stays and needs it."""


class Explaining:
    """Fills a system's plan, table by table."""

    def __init__(
        self,
        connection: Connection,
        working: WorkingSet,
        asked: Sequence[Asked],
        policy: Policy,
        calendar: OpenDays | None,
    ) -> None:
        self.connection = connection
        self.working = working
        self.people = {a.person.number: a for a in asked}
        self.policy = policy
        self.calendar = calendar
        self.plan = SystemPlan(system=working.graph.system, tables={a.ref: [] for a in asked})
        self.digests = Digests()
        self._refs = {a.person.number: a.ref for a in asked}

    def add(self, keys: KeySet, counts: Sequence[Sequence[Any]]) -> None:
        """Take a table's counts: (person, role, action, why, rows, digest)."""
        name = keys.node.name
        parts: dict[str | None, TablePlan] = {}
        reasons: dict[str | None, set[tuple[int, int]]] = defaultdict(set)
        retained: dict[str | None, int] = defaultdict(int)
        self.digests.add(name, self._refs, counts)
        for subject, role, action, why, rows, _ in counts:
            for one in (_ALL, self._refs[subject]):
                part = parts.setdefault(one, TablePlan(table=name))
                _count(part, _kind(role, action), why, rows)
                reasons[one].add((action, why))
                retained[one] += rows if action == ActionCode.RETAIN else 0
        self.plan.digests, self.plan.rows = self.digests.by_ref, self.digests.rows
        for ref, rows in retained.items():
            parts[ref].retained = self._retained(keys.node, rows)
        self._explain(keys, parts, reasons)

    def _retained(self, node: Node, rows: int) -> Retained | None:
        retain = node.entry.retain
        if not rows or retain is None:
            return None
        return retained_of(node, self.policy.retention[retain.rule], rows)

    def _explain(
        self,
        keys: KeySet,
        parts: dict[str | None, TablePlan],
        reasons: dict[str | None, set[tuple[int, int]]],
    ) -> None:
        untils = (
            self._untils(keys) if ActionCode.RETAIN in self.digests.actions[keys.node.name] else {}
        )
        holders = self._holders(keys) if any(part.shared for part in parts.values()) else {}
        for ref, part in parts.items():
            part.held_back = holders.get(ref, ())
            part.rule, part.clauses = self._rules(keys.node, reasons[ref], ref, part.held_back)
            part.clause = "; ".join(dict.fromkeys(part.clauses.values())) or None
            part.until = untils.get(ref) or self._held_until(reasons[ref], ref)
            (self.plan.total if ref is _ALL else self.plan.tables[ref]).append(part)

    def _holders(self, keys: KeySet) -> dict[str | None, tuple[Holder, ...]]:
        """Who else holds a table's shared rows: for each request, and for all together."""
        found: dict[str | None, tuple[Holder, ...]] = {}
        counted = holders_of(self.working, keys, by_person=True)
        for number, holders in counted.items():
            if number is not None:
                found[self._refs[number]] = holders
        alone = len(self.people) == 1
        together = counted if alone else holders_of(self.working, keys, by_person=False)
        found[_ALL] = next(iter(together.values()), ())
        return found

    def _rules(
        self,
        node: Node,
        found: Iterable[tuple[int, int]],
        ref: str | None,
        holders: Sequence[Holder],
    ) -> tuple[str, dict[str, str]]:
        """Name the rules behind a table's actions, the strongest first, and each act's clause."""
        named: list[str] = []
        clauses: dict[str, str] = {}
        for action, why in sorted(found, reverse=True):
            if why in (Why.SHARED, Why.SHARED_RETAINED):
                words, of = self._shared(node, holders)
            else:
                words, of = self._reason(node, ActionCode(action), Why(why), ref)
            if words not in named:
                named.append(words)
            act = SEEN_AS.get(ActionCode(action))
            if act is not None and of is not None:
                clauses.setdefault(act, of)
        return "; ".join(named), clauses

    def _reason(  # noqa: PLR0911 - one line a rule
        self, node: Node, action: ActionCode, why: Why, ref: str | None
    ) -> tuple[str, str | None]:
        right = self.policy.rights.get("deletion")
        own = ", ".join(right.c) if right else None
        retain = node.entry.retain
        match why:
            case Why.HOLD:
                return "hold", next((hold.clause for hold in self._holds(ref)), None)
            case Why.RETENTION if retain is not None:
                return f"retain: {retain.rule}", ", ".join(self.policy.retention[retain.rule].c)
            case Why.AFTER_RETENTION if retain is not None:
                # Nothing keeps the row any more: it goes because the right is exercised.
                return f"retain: {retain.rule}, then {retain.after}", own
            case Why.NAMED:
                return self._named(node, action)
            case Why.TOMBSTONE:
                return "tombstone: a row that stays refers to it", own
            case Why.REFERENCE:
                return "reference to a deleted row", own
            case Why.EDGE:
                return f"edge: {action.name.lower()}", own
        if action == ActionCode.NONE:
            return "accessor or mention: kept as it is", None
        said = node.entry.on_erase
        return f"on_erase: {'anonymise' if isinstance(said, OnErase) else said}", own

    def _named(self, node: Node, action: ActionCode) -> tuple[str, str | None]:
        found = self.policy.ai.delete_found if self.policy.ai is not None else None
        if action == ActionCode.RETAIN and node.entry.retain is not None:
            return self._reason(node, action, Why.RETENTION, None)
        return f"named row: {action.name.lower()}", ", ".join(found.c) if found else None

    def _shared(self, node: Node, holders: Sequence[Holder]) -> tuple[str, str | None]:
        right = self.policy.rights.get("deletion")
        by = " + ".join(holder.in_words for holder in holders) or STILL_REFERRED_TO
        return f"shared: {node.entry.shared} ({by})", ", ".join(right.c) if right else None

    def _holds(self, ref: str | None) -> Iterator[Hold]:
        for asked in self.people.values():
            if asked.hold is not None and ref in (_ALL, asked.ref):
                yield asked.hold

    def _held_until(self, found: Iterable[tuple[int, int]], ref: str | None) -> str | None:
        if not any(why == Why.HOLD for _, why in found):
            return None
        return max((hold.until for hold in self._holds(ref)), default=None)

    def _untils(self, keys: KeySet) -> dict[str | None, str]:
        """The last day on which each person's retained rows may exist."""
        retain = keys.node.entry.retain
        if retain is None:
            return {}
        base, t = self.working.alias(keys.node.name, "c"), keys.table
        query = (
            select(t.c.subject, func.max(started(self.working, keys.node, base)))
            .select_from(t.join(base, self.working.same_row(keys, base)))
            .where(t.c.action == int(ActionCode.RETAIN))
            .group_by(t.c.subject)
        )
        period = self.policy.retention[retain.rule].period
        found: dict[str | None, str] = {}
        for subject, start in self.connection.execute(query):
            day = as_day(start)
            if day is not None:
                last = last_day_kept(day, period, calendar=self.calendar).isoformat()
                found[self.people[subject].ref] = last
        if found:
            found[_ALL] = max(found.values())
        return found


def _count(part: TablePlan, kind: str, why: int, rows: int) -> None:
    setattr(part, kind, getattr(part, kind) + rows)
    if why in (Why.SHARED, Why.SHARED_RETAINED):
        part.shared += rows


def _kind(role: int, action: int) -> str:
    if role == RoleCode.MENTION and action == ActionCode.NONE:
        return "mention"
    match ActionCode(action):
        case ActionCode.DELETE:
            return "delete"
        case ActionCode.ANONYMISE | ActionCode.TOMBSTONE:
            return "anonymise"
        case ActionCode.UNLINK:
            return "unlink"
        case ActionCode.RETAIN | ActionCode.HOLD:
            return "retain"
        case ActionCode.KEEP | ActionCode.NONE:
            return "keep"


def as_day(value: Any) -> date | None:
    """Read a day from what a database calls one; `None` where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
