"""HOW A DELETION IS CARRIED OUT.

1. Trace the people again and compare with what was approved; who changed drops out.
2. Record the intention and what follows in other places, then act: one transaction for each
   database up to ten thousand rows, chunks above.
3. Read every place again, look for rows that came late, and scan everything for residue.

Killed at any point it is finished by running it again: nothing is done twice, because every
statement names rows by key and finds none the second time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from sqlalchemy import Connection, select

from upheld.connectors.contract import Connector, Selection
from upheld.datamap.graph import Graph
from upheld.deletion import acts, guard
from upheld.deletion.derived import Follower, followers, name_of
from upheld.deletion.plan import Asked, SystemPlan, TablePlan, compile_system, trace
from upheld.deletion.readback import Reading, late_rows, read_back
from upheld.deletion.residue import Kept, Residue, scan
from upheld.law.periods import OpenDays
from upheld.policy.model import Policy
from upheld.refusal import PlaceFailedError, PlaceUnreachableError
from upheld.subject.closure import Closure, Retention
from upheld.subject.needles import NeedleSet
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet

Outcome: TypeAlias = Literal[
    "verified", "remaining", "failed", "not_attempted", "retained", "pending", "out_of_scope"
]
SWEEPS = 3
"""How often rows that came late are swept before they are reported as remaining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One connected database with its map."""

    name: str
    place: RelationalPlace
    graph: Graph
    retention: Mapping[str, Retention]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The documented object of the report: one act on one table, and what was seen."""

    system: str
    table: str
    action: str
    outcome: Outcome
    rows: int | None
    clause: str | None = None
    until: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Journal(Protocol):
    """Where a run writes down what it is about to do; every call is durable on return."""

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Before the first write to a system; `followers` is what must go elsewhere too."""
        ...

    def pending(self, system: str) -> Sequence[Follower]:
        """What an interrupted run wrote down, to be finished."""
        ...

    def progress(self, system: str, rows: int) -> None:
        """After each chunk."""
        ...


@dataclass(slots=True, kw_only=True)
class Run:
    """All that one deletion needs."""

    systems: Sequence[System]
    places: Mapping[str, Connector]
    asked: Mapping[str, Sequence[Asked]]
    """By system."""
    approved: Mapping[str, Mapping[str, Mapping[str, str]]]
    """By system and request: the digests that were approved."""
    parts: Mapping[str, Mapping[str, Sequence[TablePlan]]]
    """By system and request: the rows that were approved."""
    policy: Policy
    calendar: OpenDays | None
    salt: str
    resumed: bool
    journal: Journal
    needles: NeedleSet | None
    """`None` leaves the residue scan out; the report then says so."""
    watch: Callable[[str], None] = field(default=lambda _message: None)


@dataclass(slots=True, kw_only=True)
class Done:
    """What a run saw, by request."""

    steps: dict[str, list[Step]]
    stale: list[str]
    residue: Residue | None
    late: dict[str, int] = field(default_factory=dict)
    guarded: list[str] = field(default_factory=list)
    """Systems in which a guard refuses late writers; in the others late rows are swept."""


def carry_out(run: Run) -> Done:
    """Carry out exactly what was approved; see the module."""
    stale = [] if run.resumed else _stale_anywhere(run)
    done = Done(
        steps={a.ref: [] for s in run.systems for a in run.asked[s.name] if a.ref not in stale},
        stale=stale, residue=None,
    )
    if not done.steps:
        return done
    kept: dict[str, Kept] = {}
    with ExitStack() as open_sessions:
        for system in run.systems:
            connection = open_sessions.enter_context(system.place.session(write=True))
            working = WorkingSet(connection, system.place, system.graph)
            try:
                _one_system(run, system, connection, working, done)
            except (PlaceFailedError, PlaceUnreachableError) as error:
                connection.rollback()
                _not_done(run, system, done, error)
                continue
            kept[system.name] = Kept(working)
            open_sessions.callback(working.drop)
        _follow(run, done)
        if run.needles is not None:
            run.watch("residue")
            done.residue = scan(run.places.values(), run.needles, kept)
    return done


def _stale_anywhere(run: Run) -> list[str]:
    """With several systems, look at all of them before the first is changed."""
    if len(run.systems) < 2:  # noqa: PLR2004 - one system is compared where it is changed
        return []
    stale: set[str] = set()
    for system in run.systems:
        with system.place.session() as connection:
            working = WorkingSet(connection, system.place, system.graph)
            plan = _traced(run, system, connection, working, run.asked[system.name])[1]
            stale |= set(_changed(run, system, plan, run.asked[system.name]))
            working.drop()
    return sorted(stale)


def _traced(
    run: Run, system: System, connection: Connection, working: WorkingSet, asked: Sequence[Asked]
) -> tuple[Closure, SystemPlan]:
    closure = trace(working, asked, system.retention)
    plan = compile_system(connection, working, closure, asked, run.policy, run.calendar, run.salt)
    return closure, plan


def _changed(run: Run, system: System, plan: SystemPlan, asked: Sequence[Asked]) -> list[str]:
    approved = run.approved.get(system.name, {})
    return [a.ref for a in asked if plan.digests.get(a.ref, {}) != approved.get(a.ref, {})]


def _one_system(
    run: Run, system: System, connection: Connection, working: WorkingSet, done: Done
) -> None:
    asked = [a for a in run.asked[system.name] if a.ref not in done.stale]
    run.watch(f"trace {system.name}")
    people = [a.person for a in asked]
    if guard.close_the_door(connection, system.place, system.graph, people):
        done.guarded.append(system.name)
    closure, plan = _traced(run, system, connection, working, asked)
    if not run.resumed and (changed := _changed(run, system, plan, asked)):
        # Only these people drop out; the others are traced anew without them, because a row
        # shared with somebody who drops out is now shared with somebody who stays.
        done.stale += changed
        for ref in changed:
            done.steps.pop(ref, None)
        working.drop()
        out = [a.person for a in asked if a.ref in changed]
        guard.open_the_door(connection, system.place, system.graph, out)
        asked = [a for a in asked if a.ref not in changed]
        if not asked:
            return
        closure, plan = _traced(run, system, connection, working, asked)
    run.journal.intend(system.name, [a.ref for a in asked], list(followers(working, asked)))
    run.watch(f"act {system.name}")
    _act(run, system, connection, working, plan.rows)
    _sweep(run, system, connection, working, closure, done)
    run.watch(f"read back {system.name}")
    refs = {a.person.number: a.ref for a in asked}
    for reading in read_back(working):
        ref = refs[reading.subject]
        done.steps[ref].append(_step(system.name, reading, _part(run, system, ref, reading.table)))
    for ref in refs.values():
        done.steps[ref] += _gone_before(run, system, ref, done.steps[ref])


def _act(run: Run, system: System, connection: Connection, working: WorkingSet, rows: int) -> None:
    chunked = rows > acts.ROWS_IN_ONE_TRANSACTION
    order = acts.order_of(working)
    acts.prepare(working)
    if chunked:
        connection.commit()
    for work in order:
        acts.carry_out(
            working, work, chunked=chunked,
            committed=lambda n: run.journal.progress(system.name, n),
        )
    connection.commit()


def _sweep(
    run: Run, system: System, connection: Connection, working: WorkingSet, closure: Closure, done: Done
) -> None:
    """Take rows that were written while we worked, through the keys that are still known."""
    for _ in range(SWEEPS):
        late = late_rows(working)
        if not late:
            return
        for table, rows in late.items():
            where = f"{system.name}/{table}"
            done.late[where] = done.late.get(where, 0) + rows
        closure.walk_again()
        _act(run, system, connection, working, acts.ROWS_IN_ONE_TRANSACTION)


def _part(run: Run, system: System, ref: str, table: str) -> TablePlan | None:
    parts = run.parts.get(system.name, {}).get(ref, ())
    return next((part for part in parts if part.table == table), None)


def _step(system: str, reading: Reading, part: TablePlan | None) -> Step:
    outcome: Outcome = "verified"
    if reading.remaining:
        outcome = "remaining"
    elif reading.lost:
        outcome = "failed"
    elif reading.act in ("retain", "keep", "hold"):
        outcome = "retained"
    planned = getattr(part, reading.act, None) if part else None
    rows = reading.remaining or reading.lost or planned or reading.expected
    return Step(
        system=system, table=reading.table, action=reading.act, outcome=outcome, rows=rows,
        clause=part.clause if part else None, until=part.until if part else None,
    )


def _gone_before(run: Run, system: System, ref: str, seen: Sequence[Step]) -> Iterator[Step]:
    """Rows an interrupted run had finished: planned, and nothing of them can be reached."""
    if not run.resumed:
        return
    known = {(s.table, s.action) for s in seen if s.system == system.name}
    for part in run.parts.get(system.name, {}).get(ref, ()):
        for act in ("unlink", "anonymise", "delete"):
            rows = getattr(part, act)
            if rows and (part.table, act) not in known:
                yield Step(
                    system=system.name, table=part.table, action=act, outcome="verified",
                    rows=rows, clause=part.clause, until=part.until,
                )


def _not_done(run: Run, system: System, done: Done, error: Exception) -> None:
    """A place that fails undoes its transaction; its steps are reported, never left out."""
    outcome: Outcome = "not_attempted" if isinstance(error, PlaceUnreachableError) else "failed"
    for ref, steps in done.steps.items():
        for part in run.parts.get(system.name, {}).get(ref, ()):
            for act in ("unlink", "anonymise", "retain", "delete"):
                rows = getattr(part, act)
                if rows:
                    steps.append(Step(
                        system=system.name, table=part.table, action=act, outcome=outcome,
                        rows=rows, clause=part.clause, until=part.until,
                    ))


def _follow(run: Run, done: Done) -> None:
    """Erase the copies in other places that follow the rows which went."""
    for system in run.systems:
        waiting = [f for f in run.journal.pending(system.name) if f.ref in done.steps]
        for group in _grouped(waiting):
            place = run.places.get(group[0].place)
            values = [v for f in group for v in f.values]
            first = group[0]
            if place is None:
                outcome: dict[str, Outcome] = {f.ref: "failed" for f in group}
            else:
                run.watch(f"erase {first.place}")
                outcome = _erase(place, group, values)
            for f in group:
                done.steps[f.ref].append(Step(
                    system=first.place, table=first.collection, action="delete",
                    outcome=outcome[f.ref], rows=len(f.values), clause=f.clause,
                ))


def _erase(
    place: Connector, group: Sequence[Follower], values: Sequence[tuple[Any, ...]]
) -> dict[str, Outcome]:
    first = group[0]
    everything = Selection(collection=first.collection, by=first.by, values=values)
    try:
        place.erase(everything)
        if place.count(everything) == 0:
            return {f.ref: "verified" for f in group}
        return {
            f.ref: "remaining" if place.count(
                Selection(collection=f.collection, by=f.by, values=f.values)
            ) else "verified"
            for f in group
        }
    except PlaceUnreachableError:
        return {f.ref: "not_attempted" for f in group}
    except PlaceFailedError:
        return {f.ref: "failed" for f in group}


def _grouped(waiting: Sequence[Follower]) -> Iterator[list[Follower]]:
    groups: dict[tuple[str, str, tuple[str, ...]], list[Follower]] = {}
    for f in waiting:
        groups.setdefault((f.place, f.collection, f.by), []).append(f)
    yield from groups.values()


__all__ = ["Done", "Journal", "Run", "Step", "System", "carry_out", "name_of", "select"]
