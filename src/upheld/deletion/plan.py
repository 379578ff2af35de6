"""From people to an explained plan: how many rows of each table, what happens, and why.

Compiling reads and never writes. The plan's hash covers everything it depends on: the schema,
the map, the policy, and for each person a salted digest of the keys of their rows by table and
action, so that an approval is for exactly these rows and no others.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import rfc8785
from sqlalchemy import Connection, func, literal, select

from upheld.datamap.graph import Graph, Node
from upheld.datamap.model import OnErase
from upheld.deletion.anonymise import personal_keys, refuse_unfit
from upheld.deletion.settling import settle
from upheld.law.periods import OpenDays, cutoff, last_day_kept
from upheld.policy.model import Policy
from upheld.subject.closure import Closure, Person, Retention
from upheld.subject.dialect import key_hash
from upheld.subject.working_set import ActionCode, KeySet, RoleCode, Why, WorkingSet

SCHEMA = "upheld/plan/1"
COUNTED = ("delete", "anonymise", "unlink", "retain", "keep", "mention", "shared")


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
    until: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys, all of them, in order."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


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


def retentions(
    graph: Graph, policy: Policy, as_of: date, calendar: OpenDays | None
) -> dict[str, Retention]:
    """The cut-off day of each retention rule that the map names."""
    rules = {n.entry.retain.rule for n in graph.nodes.values() if n.entry.retain}
    return {
        rule: Retention(cutoff=cutoff(as_of, policy.retention[rule].keep, calendar=calendar))
        for rule in rules
    }


def trace(
    working: WorkingSet, asked: Sequence[Asked], rules: Mapping[str, Retention]
) -> Closure:
    """Reach and settle every row of these people."""
    closure = Closure(working, [a.person for a in asked], rules)
    closure.walk()
    settle(working, [a.person.number for a in asked if a.hold is not None])
    return closure


def compile_system(
    connection: Connection, working: WorkingSet, closure: Closure, asked: Sequence[Asked],
    policy: Policy, calendar: OpenDays | None, salt: str,
) -> SystemPlan:
    """Explain what was settled; `salt` goes into the digests and must be kept with the plan.

    Raises:
        ValueUnfitError: An anonymised value is forbidden by its column.
    """
    graph = working.graph
    refuse_unfit(working, graph)
    plan = SystemPlan(system=graph.system)
    by_number = {a.person.number: a for a in asked}
    totals: dict[str, TablePlan] = {}
    parts: dict[str, dict[str, TablePlan]] = {a.ref: {} for a in asked}
    for group in graph.order:
        for name in group:
            if name in working.sets:
                _explain(connection, working, name, by_number, salt, policy, calendar, plan, totals, parts)
    plan.total = list(totals.values())
    plan.tables = {ref: list(tables.values()) for ref, tables in parts.items()}
    plan.missing_indexes = missing_indexes(graph, working.sets)
    plan.not_proven += [
        f"{graph.system}/{table}: {rows} row(s) could not be decoded"
        for table, rows in sorted(closure.unread.rows.items())
    ]
    plan.out_of_scope = [
        f"{graph.system}/{name}: {entry.none}" for name, entry in sorted(graph.datamap.tables.items())
        if entry.none is not None
    ]
    return plan


def _explain(
    connection: Connection, working: WorkingSet, name: str, people: Mapping[int, Asked], salt: str,
    policy: Policy, calendar: OpenDays | None, plan: SystemPlan,
    totals: dict[str, TablePlan], parts: dict[str, dict[str, TablePlan]],
) -> None:
    keys = working.sets[name]
    t = keys.table
    digest = key_hash(working.dialect, [literal(salt), *_texts(keys), t.c.nulls])
    marks = (t.c.subject, t.c.role, t.c.action, t.c.why)
    query = select(*marks, func.count(), func.sum(digest)).group_by(*marks)
    reasons: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for subject, role, action, why, rows, summed in connection.execute(query):
        asked = people[subject]
        total = totals.setdefault(name, TablePlan(table=name))
        part = parts[asked.ref].setdefault(name, TablePlan(table=name))
        kind = _kind(role, action)
        for one in (total, part):
            setattr(one, kind, getattr(one, kind) + rows)
            if why == Why.SHARED:
                one.shared += rows
        reasons["total"].add((action, why))
        reasons[asked.ref].add((action, why))
        digests = plan.digests.setdefault(asked.ref, {})
        digests[f"{name}/{role}.{action}"] = f"{rows}:{int(summed or 0):x}"
        if ActionCode.DELETE <= action <= ActionCode.RETAIN:
            plan.rows += rows
    untils = _untils(connection, working, keys, policy, calendar)
    for ref, found in reasons.items():
        part = totals[name] if ref == "total" else parts[ref][name]
        part.rule, part.clause = _rule(keys.node, found, policy, people, None if ref == "total" else ref)
        until = untils.get(None if ref == "total" else ref_number(people, ref))
        part.until = until or _held_until(people, None if ref == "total" else ref, found)


def _texts(keys: KeySet) -> list[Any]:
    return list(keys.keys)


def ref_number(people: Mapping[int, Asked], ref: str) -> int:
    """The number of a request's person."""
    return next(number for number, asked in people.items() if asked.ref == ref)


def _kind(role: int, action: int) -> str:
    if role == RoleCode.MENTION:
        return "mention"
    match ActionCode(action):
        case ActionCode.DELETE:
            return "delete"
        case ActionCode.ANONYMISE:
            return "anonymise"
        case ActionCode.UNLINK:
            return "unlink"
        case ActionCode.RETAIN | ActionCode.HOLD:
            return "retain"
        case ActionCode.KEEP | ActionCode.NONE:
            return "keep"


def _rule(
    node: Node, found: Iterable[tuple[int, int]], policy: Policy, people: Mapping[int, Asked],
    ref: str | None,
) -> tuple[str, str | None]:
    """Name the rules behind a table's actions, the strongest first, and its clause."""
    named: list[str] = []
    clause: str | None = None
    for action, why in sorted(found, reverse=True):
        words, of = _reason(node, ActionCode(action), Why(why), policy, people, ref)
        if words not in named:
            named.append(words)
        clause = clause or of
    return "; ".join(named), clause


def _reason(
    node: Node, action: ActionCode, why: Why, policy: Policy, people: Mapping[int, Asked],
    ref: str | None,
) -> tuple[str, str | None]:
    right = policy.rights.get("deletion")
    own = ", ".join(right.c) if right else None
    retain = node.entry.retain
    match why:
        case Why.HOLD:
            holds = [a.hold for a in people.values() if a.hold and ref in (None, a.ref)]
            return "hold", holds[0].clause if holds else None
        case Why.RETENTION | Why.AFTER_RETENTION if retain is not None:
            clause = ", ".join(policy.retention[retain.rule].c)
            words = f"retain: {retain.rule}"
            return (words if why == Why.RETENTION else f"{words}, then {retain.after}"), clause
        case Why.SHARED:
            return f"shared: {node.entry.shared}", own
        case Why.TOMBSTONE:
            return "tombstone: a row that stays refers to it", own
        case Why.REFERENCE:
            return "reference to a deleted row", own
        case Why.EDGE:
            return f"edge: {action.name.lower()}", own
    if action == ActionCode.NONE:
        return "accessor or mention: kept as it is", None
    action_name = "anonymise" if isinstance(node.entry.on_erase, OnErase) else node.entry.on_erase
    return f"on_erase: {action_name}", own


def _untils(
    connection: Connection, working: WorkingSet, keys: KeySet, policy: Policy,
    calendar: OpenDays | None,
) -> dict[int | None, str]:
    """The last day on which each person's retained rows may exist; `None` for all people."""
    retain = keys.node.entry.retain
    if retain is None:
        return {}
    base = working.alias(keys.node.name, "c")
    t = keys.table
    query = (
        select(t.c.subject, func.max(base.c[retain.from_]))
        .select_from(t.join(base, working.same_row(keys, base, "c")))
        .where(t.c.action == int(ActionCode.RETAIN)).group_by(t.c.subject)
    )
    period = policy.retention[retain.rule].keep
    found: dict[int | None, str] = {}
    for subject, start in connection.execute(query):
        day = as_day(start)
        if day is not None:
            found[subject] = last_day_kept(day, period, calendar=calendar).isoformat()
    if found:
        found[None] = max(found.values())
    return found


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


def _held_until(
    people: Mapping[int, Asked], ref: str | None, found: Iterable[tuple[int, int]]
) -> str | None:
    if not any(why == Why.HOLD for _, why in found):
        return None
    return max((a.hold.until for a in people.values() if a.hold and ref in (None, a.ref)), default=None)


def missing_indexes(graph: Graph, reached: Iterable[str]) -> list[str]:
    """Columns that are searched for a person's rows and that no index begins with."""
    missing = []
    for name in sorted(graph.nodes):
        node = graph.nodes[name]
        for link in node.links:
            if link.role == "custodian" and link.action != "unlink":
                continue
            column = (link.parent_columns if link.kind == "owns" else link.columns)[0]
            if link.kind == "key" and not any(index[:1] == (column,) for index in node.table.indexes):
                missing.append(f"{graph.system}/{name}({', '.join(link.columns)})")
    del reached
    return sorted(set(missing))


def personal_key_notes(graph: Graph, working: WorkingSet) -> list[str]:
    """Keys that hold personal data in rows that stay: they cannot be anonymised."""
    notes = []
    for name, keys in working.sets.items():
        columns = personal_keys(keys.node)
        stays = keys.table.c.action.in_([int(ActionCode.ANONYMISE), int(ActionCode.RETAIN)])
        if columns and working.connection.execute(
            select(literal(1)).select_from(keys.table).where(stays).limit(1)
        ).first():
            notes.append(f"{graph.system}/{name}: the key {', '.join(columns)} stays in rows that stay")
    return notes


def sha256_of(document: Mapping[str, Any], pins: Mapping[str, Any]) -> str:
    """The hash that is approved: canonical JSON (RFC 8785) of the plan and what it rests on."""
    plain = {k: v for k, v in document.items() if k != "plan_sha256"}
    return hashlib.sha256(rfc8785.dumps({"plan": plain, "pins": dict(pins)})).hexdigest()
