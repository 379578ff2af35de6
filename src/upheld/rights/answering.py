"""A disclosure short of handing it over: what is there, counted and read again."""

from collections.abc import Sequence

from upheld.deletion.plan import SystemPlan, TablePlan
from upheld.deletion.procedure import System
from upheld.deletion.steps import Step
from upheld.disclosure.rows import counts, disclosed
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.rights.finding import asked_in
from upheld.subject.closure import Closure
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import WorkingSet


def plan_disclosure(company: Company, system: System, cases: Sequence[Case]) -> SystemPlan:
    """Count what would be handed out, table by table. Reads only."""
    right = company.policy.rights.get("disclosure")
    clause = ", ".join(right.c) if right else None
    asked = asked_in(system, cases, {})
    refs = {a.person.number: a.ref for a in asked}
    plan = SystemPlan(system=system.name, tables={a.ref: [] for a in asked})
    with system.place.session() as connection:
        working = WorkingSet(connection, system.place, system.graph)
        closure = Closure(working, [a.person for a in asked], system.retention)
        closure.walk()
        counted = counts(working)
        for name in (n for group in system.graph.order for n in group if n in working.sets):
            total = TablePlan(table=name, rule="disclose: owner and accessor rows", clause=clause)
            for subject, roles in sorted(counted[name].items()):
                part = TablePlan(
                    table=name,
                    keep=disclosed(roles),
                    mention=roles.get(RoleCode.MENTION, 0),
                    rule=total.rule,
                    clause=clause,
                )
                total.keep += part.keep
                total.mention += part.mention
                plan.tables[refs[subject]].append(part)
            if total.keep or total.mention:
                plan.total.append(total)
        plan.not_proven = [
            f"{system.name}/{table}: {rows} row(s) could not be decoded"
            for table, rows in sorted(closure.unread.rows.items())
        ]
        working.drop()
    return plan


def read_again(
    company: Company, systems: Sequence[System], cases: Sequence[Case]
) -> dict[str, list[Step]]:
    """Carry out a disclosure short of handing it over: every table is read again, now."""
    steps: dict[str, list[Step]] = {case.ref: [] for case in cases}
    for system in systems:
        plan = plan_disclosure(company, system, cases)
        for ref, tables in plan.tables.items():
            steps[ref] += [
                Step(
                    system=system.name,
                    table=t.table,
                    action="disclose",
                    outcome="verified",
                    rows=t.keep,
                    clause=t.clause,
                )
                for t in tables
                if t.keep
            ]
    return steps
