"""How a request is planned: who it is about, what would happen, and the hash of it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from upheld.connectors.schema import Schema
from upheld.datamap.refusing import refuse_drift
from upheld.deletion.plan import (
    SCHEMA,
    Hold,
    SystemPlan,
    TablePlan,
    compile_system,
    sha256_of,
    trace,
)
from upheld.deletion.procedure import System
from upheld.registers.closed import refuse_closed
from upheld.rights import absence, refusals
from upheld.rights.answering import plan_disclosure
from upheld.rights.candidates import people_in
from upheld.rights.case import Case, StoredPlan
from upheld.rights.company import Company
from upheld.rights.correcting import plan_corrections
from upheld.rights.finding import asked_in, find_everywhere
from upheld.rights.holding import holds_on
from upheld.rights.named_rows import named_elsewhere
from upheld.subject.working_set import WorkingSet


def make_plan(company: Company, unit: str, cases: Sequence[Case], as_of: date) -> StoredPlan:
    """Plan the requests of a unit. Reads only; the cases learn who was found.

    Raises:
        SeveralPeopleError: Somebody has to be chosen first.
        MapDriftedError: For people who were found, the database must be mapped in full.
        MapUnsureError: For people who were found, no point may be undecided.
        SystemClosedError: A system waits for the deletions since its backup.
    """
    refuse_closed(company.engine, [system.name for system in company.systems])
    schemas = company.schemas()
    systems = company.looking_up(as_of, schemas)
    find_everywhere(systems, cases)
    for case in cases:
        if case.found == "several" and case.private is not None:
            raise refusals.several(case, people_in(case.private.candidates))
    present = [case for case in cases if case.found == "one"]
    if present:
        for mapped in company.systems:
            refuse_drift(mapped.name, mapped.drift(schemas[mapped.name]))
        systems = company.acting(as_of, schemas)
    missing = (
        absence.prove(company, [c for c in cases if c.found == "none"])
        if len(present) < len(cases)
        else {}
    )
    held = holds_on(company, systems, present)
    salt = _salt(cases)
    pins = pins_of(company, salt, {system.name: system.graph.schema for system in systems})
    plans = _plan_systems(company, systems, present, held, salt)
    pins["not_proven"] = sorted({note for p in plans for note in p.not_proven})
    pins["digests"] = {p.system: p.digests for p in plans}
    pins["parts"] = {p.system: _parts_json(p) for p in plans}
    elsewhere = named_elsewhere(company, present)
    if elsewhere:
        pins["elsewhere"] = [one.digest(salt) for one in elsewhere]
    document = _document(unit, cases, as_of, plans, missing)
    document["tables"] += [one.as_table() for one in elsewhere]
    document["plan_sha256"] = sha256_of(document, pins)
    return StoredPlan(
        unit=unit,
        sha256=document["plan_sha256"],
        document=document,
        pins=pins,
        refs=[c.ref for c in cases],
        made_at=company.clock.now(),
    )


def _parts_json(plan: SystemPlan) -> dict[str, Any]:
    """Each person's part; parts of a batch's people are mostly equal, and written once."""
    numbers: dict[tuple[Any, ...], int] = {}
    of: dict[str, list[int]] = {}
    tables: list[dict[str, Any]] = []
    for ref, parts in plan.tables.items():
        of[ref] = []
        for part in parts:
            number = numbers.setdefault(part.told, len(tables))
            if number == len(tables):
                tables.append(part.as_json())
            of[ref].append(number)
    return {"tables": tables, "of": of}


def parts_of(plan: StoredPlan) -> dict[str, dict[str, list[TablePlan]]]:
    """Each person's part of a stored plan, by system and request."""
    found: dict[str, dict[str, list[TablePlan]]] = {}
    for system, parts in plan.pins["parts"].items():
        if "of" not in parts:  # as plans were stored at first: each person's part in full
            found[system] = {
                ref: [TablePlan.from_json(t) for t in own] for ref, own in parts.items()
            }
            continue
        tables = [TablePlan.from_json(t) for t in parts["tables"]]
        # One list for all who have the same: carrying out knows them by it.
        lists: dict[tuple[int, ...], list[TablePlan]] = {}
        found[system] = own = {}
        for ref, numbers in parts["of"].items():
            of = tuple(numbers)
            if of not in lists:
                lists[of] = [tables[n] for n in of]
            own[ref] = lists[of]
    return found


def _salt(cases: Sequence[Case]) -> str:
    """The same for the same cases, so that a plan of an unchanged world has the same hash."""
    return hashlib.sha256("".join(case.salt or "" for case in cases).encode()).hexdigest()


def pins_of(company: Company, salt: str, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """What a plan rests on besides the rows themselves; `schemas` by system."""
    return {
        "policy": company.policy.sha256,
        "maps": {s.name: s.datamap.sha256 for s in company.systems},
        "schemas": {name: schema.fingerprint for name, schema in schemas.items()},
        "salt": salt,
    }


def _plan_systems(
    company: Company,
    systems: Sequence[System],
    cases: Sequence[Case],
    held: Mapping[str, Hold],
    salt: str,
) -> list[SystemPlan]:
    """Plan by the right that is exercised; all cases of a unit have the same."""
    right = cases[0].right if cases else "deletion"
    if right == "correction":
        return plan_corrections(company, systems, cases, held, salt)
    if right == "disclosure":
        return [plan_disclosure(company, system, cases) for system in systems]
    return [_plan_system(company, system, cases, held, salt) for system in systems]


def _plan_system(
    company: Company, system: System, cases: Sequence[Case], held: Mapping[str, Hold], salt: str
) -> SystemPlan:
    asked = asked_in(system, cases, held)
    with system.place.session() as connection:
        working = WorkingSet(connection, system.place, system.graph)
        closure = trace(working, asked, system.retention)
        plan = compile_system(
            connection, working, closure, asked, company.policy, company.calendar, salt
        )
        working.drop()
    return plan


def _document(
    unit: str,
    cases: Sequence[Case],
    as_of: date,
    plans: Sequence[SystemPlan],
    missing: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    several = len(plans) > 1
    return {
        "schema": SCHEMA,
        "request": unit,
        "plan_sha256": "",
        "as_of": as_of.isoformat(),
        "system": ", ".join(p.system for p in plans),
        "people": [{"ref": c.ref, "found": c.found, "absence": c.absence} for c in cases],
        "tables": [_named(p.system, t, several) for p in plans for t in p.total],
        "missing_indexes": sorted(m for p in plans for m in p.missing_indexes),
        "out_of_scope": sorted(o for p in plans for o in p.out_of_scope),
        "not_proven": sorted(
            {n for p in plans for n in p.not_proven}
            | {n for notes in missing.values() for n in notes}
        ),
    }


def _named(system: str, table: TablePlan, several: bool) -> dict[str, Any]:
    found = table.as_json()
    if several:
        found["table"] = f"{system}/{table.table}"
    return found
