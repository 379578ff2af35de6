"""A correction as a request carries it: planned by table, approved, written, read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from upheld.correction.change import Changes
from upheld.correction.copies import remade
from upheld.correction.plan import ColumnPlan
from upheld.correction.procedure import correct, plan_correction
from upheld.deletion.plan import Hold, SystemPlan, TablePlan
from upheld.deletion.procedure import System
from upheld.deletion.steps import Step
from upheld.rights.case import Case, StoredPlan
from upheld.rights.company import Company
from upheld.rights.finding import asked_in

_REMADE = "copy: the application makes it anew"


def _changes(cases: Sequence[Case]) -> dict[str, Changes]:
    return {case.ref: Changes(dict(case.private.changes) if case.private else {}) for case in cases}


def plan_corrections(
    company: Company,
    systems: Sequence[System],
    cases: Sequence[Case],
    held: Mapping[str, Hold],
    salt: str,
) -> list[SystemPlan]:
    """Explain a correction; `keep` counts the rows that stay with the new value.

    Raises:
        CorrectionUnfitError: The new value does not fit one of its columns.
    """
    right = company.policy.rights.get("correction")
    clause = ", ".join(right.c) if right else None
    asked = {s.name: asked_in(s, cases, held) for s in systems}
    planned = plan_correction(systems, asked, _changes(cases), salt)
    plans = []
    for system in systems:
        changes = planned[system.name]
        parts = {ref: _tables(system, found, clause) for ref, found in changes.parts.items()}
        total = _tables(system, [c for found in changes.parts.values() for c in found], clause)
        plan = SystemPlan(
            system=system.name, tables=parts, total=total, digests=dict(changes.digests)
        )
        plans.append(plan)
    return plans


def _tables(system: System, columns: Sequence[ColumnPlan], clause: str | None) -> list[TablePlan]:
    """The tables in which something is corrected, and the copies of their rows that go."""
    found: dict[str, TablePlan] = {}
    for column in columns:
        part = found.setdefault(column.table, TablePlan(table=column.table, clause=clause))
        # A row that holds two corrected fields is one row.
        part.keep = max(part.keep, column.change)
        part.retain = max(part.retain, column.retain + column.hold)
        part.shared = max(part.shared, column.shared)
        words = f"correct: {column.category} in {column.column}"
        part.rule = (
            "; ".join(filter(None, [part.rule, words])) if words not in part.rule else part.rule
        )
    changed = {table: part.keep for table, part in found.items()}
    copies = (
        TablePlan(table=f"{key} ({copy.in_})", delete=rows, rule=_REMADE, clause=clause)
        for copy, key in remade(system.graph.datamap)
        if (rows := changed.get(copy.of, 0))
    )
    return [*found.values(), *copies]


def carry_out_corrections(
    company: Company,
    systems: Sequence[System],
    cases: Sequence[Case],
    held: Mapping[str, Hold],
    plan: StoredPlan,
) -> dict[str, list[Step]]:
    """Write the approved values.

    Raises:
        PlanStaleError: The rows changed since the approval; nothing was written.
    """
    resumed = any(case.state == "in_progress" for case in cases)
    approved: Mapping[str, Any] = plan.pins["digests"]
    done = correct(
        systems,
        company.places,
        {s.name: asked_in(s, cases, held) for s in systems},
        _changes(cases),
        company.policy,
        salt=plan.pins["salt"],
        approved=None if resumed else approved,
    )
    return done.steps
