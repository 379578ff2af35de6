"""From ended periods to an explained plan: how many rows of each table, by which rule and clause.

The same words and the same hash as one person's deletion: the rows are settled, explained and
digested by the deletion room; this one says which rows are due, and of whom.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from upheld.datamap.refusing import refuse_drift
from upheld.deletion.plan import SystemPlan, TablePlan, compile_system, sha256_of
from upheld.deletion.procedure import System
from upheld.policy.model import Policy
from upheld.registers.closed import refuse_closed
from upheld.retention.due import Due, due_in, trace_due
from upheld.retention.keeping import HeldPerson, Keeping, asked_in
from upheld.subject.working_set import WorkingSet

SCHEMA = "upheld/retention-plan/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The due rows of one table, with the rule that ended and where it stands."""

    system: str
    due: Due
    clause: str
    period: str
    starts: str
    before: date

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        return {
            "system": self.system,
            "table": self.due.table,
            "rule": self.due.rule,
            "clause": self.clause,
            "period": self.period,
            "from": self.starts,
            "began_before": self.before.isoformat(),
            "after": self.due.after,
            "rows": self.due.rows,
            "living": self.due.living,
            "held": self.due.held,
        }


def due_now(keeping: Keeping, as_of: date) -> list[Listed]:
    """List what is due on a day, by table and rule; reads only."""
    systems = keeping.acting(as_of)
    held = keeping.held(systems)
    return [one for system in systems for one in _due_in(keeping.policy, system, held)]


def _due_in(policy: Policy, system: System, held: Sequence[HeldPerson]) -> list[Listed]:
    with system.place.session() as connection:
        working = WorkingSet(connection, system.place, system.graph)
        closure = trace_due(working, asked_in(system.name, "", held), system.retention)
        found = [_listed(policy, system, due) for due in due_in(working, closure)]
        working.drop()
    return found


def _listed(policy: Policy, system: System, due: Due) -> Listed:
    rule = policy.retention[due.rule]
    retain = system.graph.nodes[due.table].entry.retain
    return Listed(
        system=system.name,
        due=due,
        clause=", ".join(rule.c),
        period=str(rule.period),
        starts=retain.from_ if retain is not None else "",
        before=system.retention[due.rule].cutoff,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A plan: its document, what it rests on, and the rows that are due."""

    document: dict[str, Any]
    pins: dict[str, Any]
    due: Sequence[Listed]

    @property
    def rows(self) -> int:
        """How many rows are due, those under a hold apart."""
        return sum(one.due.rows for one in self.due)


def make_plan(keeping: Keeping, ref: str, as_of: date) -> Made:
    """Plan the end of all periods that have passed on a day; reads only.

    Raises:
        MapDriftedError: A database has what its map does not know.
        MapUnsureError: A point of a map is undecided.
        SystemClosedError: A system waits for the deletions since its backup.
    """
    refuse_unfit(keeping)
    systems = keeping.acting(as_of)
    held = keeping.held(systems)
    pins = pins_of(keeping, secrets.token_hex(16))
    plans, due = [], []
    for system in systems:
        plan, listed = _plan_system(keeping, system, ref, held, pins["salt"])
        plans.append(plan)
        due += listed
    pins["digests"] = {p.system: p.digests.get(ref, {}) for p in plans}
    pins["parts"] = {p.system: [t.as_json() for t in p.tables[ref]] for p in plans}
    document = _document(ref, as_of, plans, due)
    document["plan_sha256"] = sha256_of(document, pins)
    return Made(document=document, pins=pins, due=due)


def refuse_unfit(keeping: Keeping) -> None:
    """Refuse what cannot be looked at as it is: closed for a replay, or not as its map says.

    Raises:
        SystemClosedError, MapDriftedError
    """
    refuse_closed(keeping.engine, [system.name for system in keeping.systems])
    for system in keeping.systems:
        refuse_drift(system.name, system.drift())


def _plan_system(
    keeping: Keeping, system: System, ref: str, held: Sequence[HeldPerson], salt: str
) -> tuple[SystemPlan, list[Listed]]:
    asked = asked_in(system.name, ref, held)
    with system.place.session() as connection:
        working = WorkingSet(connection, system.place, system.graph)
        closure = trace_due(working, asked, system.retention)
        listed = [_listed(keeping.policy, system, due) for due in due_in(working, closure)]
        plan = compile_system(
            connection, working, closure, asked, keeping.policy, keeping.calendar, salt
        )
        working.drop()
    plan.not_proven += _only_by_identifier(system, listed)
    return plan, listed


def _only_by_identifier(system: System, listed: Sequence[Listed]) -> Iterator[str]:
    """Rows that name a person by an identifier alone are nobody's once only a date is asked."""
    people = {one.due.table for one in listed if one.due.rows} & system.graph.subject_tables()
    for name, node in sorted(system.graph.nodes.items()):
        for link in node.owner_links:
            if link.identifier is not None and link.parent in people:
                yield f"{system.name}/{name}: not searched for identifiers of {link.parent}"


def _document(
    ref: str, as_of: date, plans: Sequence[SystemPlan], due: Sequence[Listed]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "run": ref,
        "plan_sha256": "",
        "as_of": as_of.isoformat(),
        "system": ", ".join(p.system for p in plans),
        "due": [one.as_json() for one in due],
        "tables": [
            {
                **table.as_json(),
                "table": f"{p.system}/{table.table}" if len(plans) > 1 else table.table,
            }
            for p in plans
            for table in p.tables[ref]
        ],
        "missing_indexes": sorted(m for p in plans for m in p.missing_indexes),
        "out_of_scope": sorted(o for p in plans for o in p.out_of_scope),
        "not_proven": sorted({n for p in plans for n in p.not_proven}),
    }


def parts_of(pins: Mapping[str, Any], ref: str) -> dict[str, dict[str, list[TablePlan]]]:
    """The rows of a stored plan, as a run wants them."""
    return {
        system: {ref: [TablePlan.from_json(t) for t in tables]}
        for system, tables in pins["parts"].items()
    }


def pins_of(keeping: Keeping, salt: str) -> dict[str, Any]:
    """What a plan rests on besides the rows themselves."""
    return {
        "policy": keeping.policy.sha256,
        "maps": {s.name: s.datamap.sha256 for s in keeping.systems},
        "schemas": {s.name: s.place.fingerprint() for s in keeping.systems},
        "salt": salt,
    }
