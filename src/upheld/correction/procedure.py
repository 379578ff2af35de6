"""HOW A CORRECTION IS CARRIED OUT.

1. Trace the people, find every row that holds the category, and refuse a value that does not
   fit before anything is written anywhere.
2. Write the new value: one statement for each column, one transaction for each database.
3. Read every row again; then erase copies in other places, so that they are made anew.

Neither the old nor the new value leaves through a step, an error or a log.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import LargeBinary, cast, func, select, update

from upheld.connectors.contract import Connector
from upheld.connectors.failures import forbidden, was_busy
from upheld.connectors.schema import Column
from upheld.correction.change import Changes
from upheld.correction.copies import copies
from upheld.correction.plan import (
    CHANGED,
    HELD,
    RETAINED,
    SHARED,
    SystemChanges,
    Target,
    compile_changes,
    counted,
    same_row,
)
from upheld.correction.trial import refuse
from upheld.datamap.graph import Graph
from upheld.deletion.busy import until_not_busy
from upheld.deletion.copies import erase_copies
from upheld.deletion.plan import Asked, Hold, trace
from upheld.deletion.procedure import System
from upheld.deletion.refusals import PlanStaleError
from upheld.deletion.steps import Outcome, Step
from upheld.policy.model import Policy
from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    UsageError,
    Where,
)
from upheld.subject.working_set import WorkingSet
from upheld.vocabulary import category
from upheld.wording import Text

_NOT_DONE = (PlaceFailedError, PlaceUnreachableError, PrivilegeMissingError)
_MISSING = 0


@dataclass(slots=True, kw_only=True)
class Corrected:
    """What a correction did, by request.

    Attributes:
        not_changed: What still holds an earlier value, and why.
    """

    steps: dict[str, list[Step]]
    not_changed: dict[str, list[str]]


def plan_correction(
    systems: Sequence[System],
    asked: Mapping[str, Sequence[Asked]],
    changes: Mapping[str, Changes],
    salt: str,
) -> dict[str, SystemChanges]:
    """Explain a correction by system, reading only.

    Raises:
        CorrectionUnfitError: A value does not fit one of its columns.
        UsageError: No connected place holds a category.
    """
    _refuse_unknown([s.graph for s in systems], changes)
    plans: dict[str, SystemChanges] = {}
    for system in systems:
        plans[system.name] = SystemChanges(system=system.name)
        if asked.get(system.name):
            with _traced(system, asked[system.name], changes, salt, write=False) as (_, plan):
                plans[system.name] = plan
    return plans


@contextmanager
def _traced(
    system: System,
    people: Sequence[Asked],
    changes: Mapping[str, Changes],
    salt: str,
    *,
    write: bool,
) -> Iterator[tuple[WorkingSet, SystemChanges]]:
    with system.place.session(write=write) as connection:
        working = WorkingSet(connection, system.place, system.graph)
        trace(working, people, system.retention)
        plan = compile_changes(working, people, changes, salt)
        refuse(working, plan)
        yield working, plan
        working.drop()


def correct(
    systems: Sequence[System],
    places: Mapping[str, Connector],
    asked: Mapping[str, Sequence[Asked]],
    changes: Mapping[str, Changes],
    policy: Policy,
    *,
    salt: str = "",
    approved: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
) -> Corrected:
    """Write new values wherever they belong; see the module.

    Args:
        systems: The databases, each with its map.
        places: Every connected place by name, for copies.
        asked: By system: the people, each under the request they asked with.
        changes: By request.
        policy: Names the clause of the right.
        salt: Of the approved plan.
        approved: By system and request: the digests of the approved plan; `None` when what
            is there now is what is wanted.

    Raises:
        CorrectionUnfitError: A value does not fit one of its columns; nothing was written.
        DatabaseFailedError: A database was busy; nothing was written.
        PlanStaleError: The rows changed since the approval; nothing was written.
        PrivilegeMissingError: The role may not write to one of the tables; nothing was written.
        UsageError: No connected place holds a category.
    """
    refs = list(dict.fromkeys(a.ref for listed in asked.values() for a in listed))
    done = Corrected(steps={r: [] for r in refs}, not_changed={r: [] for r in refs})
    # Everything is looked at everywhere before the first place is changed.
    plans = plan_correction(systems, asked, changes, salt)
    _refuse_stale(plans, approved)
    _refuse_unprivileged(systems, plans)
    run = _Run(places=places, changes=changes, salt=salt, policy=policy, done=done)
    for system in systems:
        if asked.get(system.name):
            _one_system(run, system, asked[system.name], plans[system.name])
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    places: Mapping[str, Connector]
    changes: Mapping[str, Changes]
    salt: str
    policy: Policy
    done: Corrected
    written: list[str] = field(default_factory=list)
    """Systems in which something was committed."""

    @property
    def clause(self) -> str | None:
        right = self.policy.rights.get("correction")
        return ", ".join(right.c) if right else None


def _one_system(
    run: _Run, system: System, people: Sequence[Asked], expected: SystemChanges
) -> None:
    refs = {a.person.number: a.ref for a in people}
    try:
        with _traced(system, people, run.changes, run.salt, write=True) as (working, plan):
            _refuse_stale({system.name: plan}, {system.name: expected.digests})
            waiting = list(copies(working, plan, refs, run.clause))
            for target in plan.targets:
                same = [t.rows for t in plan.targets if t is not target and t.node is target.node]
                working.write(target.keys, _update(working, target), target.rows, *same)
            working.connection.commit()
            run.written.append(system.name)
            seen = _read_all_back(working, plan)
    except _NOT_DONE as error:
        if was_busy(error) and not run.written:
            raise  # nothing was written anywhere: applied again later, all of it is
        # The transaction is undone as a whole; its steps are reported, never left out.
        outcome: Outcome = "failed" if isinstance(error, PlaceFailedError) else "not_attempted"
        _report(run, system, expected, outcome)
        return
    for target, readings in seen:
        for subject, reading in sorted(readings.items()):
            hold = next((a.hold for a in people if a.person.number == subject), None)
            run.done.steps[refs[subject]] += _steps(run, system.name, target, reading, hold)
    for ref, notes in plan.not_changed.items():
        run.done.not_changed[ref] += notes
    erase_copies(waiting, run.places, run.done.steps)


def _report(run: _Run, system: System, expected: SystemChanges, outcome: Outcome) -> None:
    for ref, parts in expected.parts.items():
        for part in parts:
            if part.change:
                step = Step(
                    system=system.name,
                    table=part.table,
                    action="correct",
                    outcome=outcome,
                    rows=part.change,
                    clause=run.clause,
                )
                run.done.steps[ref].append(step)


def _refuse_unknown(graphs: Sequence[Graph], changes: Mapping[str, Changes]) -> None:
    """A category that nothing holds would be corrected nowhere, and look done."""
    held = {
        node.entry.category_of(column) or ""
        for graph in graphs
        for node in graph.nodes.values()
        for column in node.personal_columns()
    }
    for name in sorted({name for one in changes.values() for name in one.values}):
        if name in held:
            continue
        below = sorted(other for other in held if category.within(other, name))
        remedy = (
            Text(
                en=f"correct its parts: {', '.join(f'`{b}`' for b in below)}",
                ja=f"その内訳を訂正してください: {', '.join(f'`{b}`' for b in below)}",
            )
            if below
            else Text(
                en="check the category, or add it to the data map's `fields`",
                ja="区分を確認するか、データマップの `fields` に追加してください",
            )
        )
        raise UsageError(
            Text(
                en=f"no connected database has a column for `{name}`",
                ja=f"接続されたデータベースに `{name}` の列がありません",
            ),
            remedy=remedy,
        )


def _refuse_stale(
    plans: Mapping[str, SystemChanges],
    approved: Mapping[str, Mapping[str, Mapping[str, str]]] | None,
) -> None:
    if approved is None:
        return
    for system, plan in plans.items():
        for ref, digests in plan.digests.items():
            if digests != dict(approved.get(system, {}).get(ref, {})):
                raise PlanStaleError(
                    Text(
                        en=f"the rows or values of {ref} are not the ones that were approved",
                        ja=f"{ref} の対象行または値が、承認されたものと異なります",
                    ),
                    remedy=Text(
                        en="plan it again and have the new plan approved",
                        ja="計画を作り直し、改めて承認を受けてください",
                    ),
                )


def _refuse_unprivileged(systems: Sequence[System], plans: Mapping[str, SystemChanges]) -> None:
    """Find a role that may not write before the first place is changed."""
    for system in systems:
        tables = sorted({t.node.name for t in plans[system.name].targets})
        for table, granted in system.place.privileges(tables).items():
            if "update" not in granted:
                raise forbidden(Where(system=system.name, table=table), "UPDATE")


# Writing and reading again ------------------------------------------------------------------


def _update(working: WorkingSet, target: Target) -> Any:
    base = working.base(target.node.name)
    rows, new = target.rows, target.new
    return (
        update(base)
        .values({base.c[target.column]: new.c.value})
        .where(
            same_row(working, target, base),
            rows.c.kind == CHANGED,
            new.c.subject == rows.c.subject,
        )
    )


def _read_all_back(
    working: WorkingSet, plan: SystemChanges
) -> list[tuple[Target, dict[int, dict[int, int]]]]:
    """Read every target again, and again where the database is busy: it has been written."""
    # From here on only reading: SQLite's one write lock is for others again.
    working.connection.execution_options(upheld_begin="BEGIN")
    return until_not_busy(
        working.place,
        lambda: [(target, _read_back(working, target)) for target in plan.targets],
        working.connection.rollback,
        time.sleep,
    )


def _read_back(working: WorkingSet, target: Target) -> dict[int, dict[int, int]]:
    """Count by person and kind; under `_MISSING` the rows in which the new value is not to be seen."""
    readings: dict[int, dict[int, int]] = {}
    for subject, kind, count in counted(target, working):
        readings.setdefault(subject, {})[kind] = count
    base = working.alias(target.node.name, "c")
    rows, new = target.rows, target.new
    column = target.node.table.columns[target.column]
    written, wanted = (_exactly(column, value) for value in (base.c[target.column], new.c.value))
    query = (
        select(rows.c.subject, func.count())
        .select_from(
            rows.join(base, same_row(working, target, base)).join(
                new, new.c.subject == rows.c.subject
            )
        )
        .where(rows.c.kind == CHANGED, written.is_not_distinct_from(wanted))
        .group_by(rows.c.subject)
    )
    there = {int(subject): int(seen) for subject, seen in working.connection.execute(query)}
    for subject, reading in readings.items():
        reading[_MISSING] = reading.get(CHANGED, 0) - there.get(subject, 0)
    return readings


def _exactly(column: Column, value: Any) -> Any:
    """A value to be compared letter by letter: many columns ignore case and width."""
    return cast(value, LargeBinary) if column.type == "text" and column.folds_case else value


def _steps(
    run: _Run, system: str, target: Target, reading: Mapping[int, int], hold: Hold | None
) -> Iterator[Step]:
    make = partial(Step, system=system, table=target.node.name)
    if reading.get(CHANGED):
        missing = reading[_MISSING]
        outcome: Outcome = "remaining" if missing else "verified"
        changed = missing or reading[CHANGED]
        yield make(action="correct", outcome=outcome, rows=changed, clause=run.clause)
    if reading.get(RETAINED):
        retain = target.node.entry.retain
        own = ", ".join(run.policy.retention[retain.rule].c) if retain else None
        yield make(action="retain", outcome="retained", rows=reading[RETAINED], clause=own)
    if reading.get(HELD):
        yield make(
            action="hold",
            outcome="retained",
            rows=reading[HELD],
            clause=hold.clause if hold else None,
            until=hold.until if hold else None,
        )
    if reading.get(SHARED):
        yield make(action="keep", outcome="retained", rows=reading[SHARED], clause=run.clause)
