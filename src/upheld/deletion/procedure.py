"""HOW A DELETION IS CARRIED OUT.

1. Trace the people again and compare with what was approved; who changed drops out.
2. Record the intention and what follows in other places, then act: one transaction for each
   database up to ten thousand rows, chunks above.
3. Read every place again, look for rows that came late, and scan everything for residue.

Killed at any point it is finished by running it again: nothing is done twice, because every
statement names rows by key and finds none the second time.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from time import sleep
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from upheld.connectors.contract import Connector
from upheld.datamap.graph import Graph
from upheld.deletion import acts, guard
from upheld.deletion.busy import until_not_busy
from upheld.deletion.census import Census, census_of
from upheld.deletion.copies import erase_copies
from upheld.deletion.derived import Follower, followers, hidden, knowing
from upheld.deletion.digests import Digests, digests_of
from upheld.deletion.late import late_rows
from upheld.deletion.ordering import OrderImpossibleError
from upheld.deletion.plan import Asked, TablePlan, trace
from upheld.deletion.readback import Reading, Seen, read_back
from upheld.deletion.residue import Kept, Residue, scan
from upheld.deletion.settling import settle
from upheld.deletion.steps import STAYS, Outcome, Step, Steps
from upheld.deletion.unfit import refuse_unfit
from upheld.refusal import PlaceUnreachableError, RefusalError
from upheld.subject.ambiguous import KeyAmbiguousError
from upheld.subject.closure import Closure, Retention
from upheld.subject.needles import NeedleSet
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet

SWEEPS = 3
"""How often rows that came late are swept before they are reported as remaining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One connected database with its map."""

    name: str
    place: RelationalPlace
    graph: Graph
    retention: Mapping[str, Retention]


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
    salt: str
    resumed: bool
    """Whether an earlier run began: what is left of the rows is no longer what was approved."""
    journal: Journal
    needles: NeedleSet | None
    """`None` leaves the residue scan out; the report then says so."""
    watch: Callable[[str], None] = field(default=lambda _message: None)
    chunk: int = acts.ROWS_IN_ONE_TRANSACTION
    """Rows of one transaction; a plan of more rows goes in chunks of so many."""
    reach: Callable[[WorkingSet, Sequence[Asked], Mapping[str, Retention]], Closure] = trace
    """How rows are found again: those of the people asked for, unless another room says so."""
    bystanders: frozenset[str] = frozenset()
    """Of `asked`: whose rows are looked at and never changed. Nobody approves theirs."""
    untouched: frozenset[str] = frozenset()
    """Of a resumed run: whom the earlier one left alone. They are compared as in a first one."""
    pause: Callable[[float], None] = sleep
    """Waits (seconds) before a place that was busy is tried again; see `busy`."""

    def compares(self, ref: str) -> bool:
        """Whether a request's rows must still be those that were approved."""
        return ref not in self.bystanders and (not self.resumed or ref in self.untouched)


@dataclass(slots=True, kw_only=True)
class Done:
    """What a run saw, by request."""

    steps: dict[str, list[Step]]
    stale: list[str]
    residue: Residue | None
    late: dict[str, int] = field(default_factory=dict)
    refusals: list[RefusalError] = field(default_factory=list)
    """Why a system could not do what was approved."""
    guarded: list[str] = field(default_factory=list)
    """Systems in which a guard refuses late writers; in the others late rows are swept."""
    begun: set[str] = field(default_factory=set)
    """Systems in which something was committed: whoever begins again resumes."""


def carry_out(run: Run) -> Done:
    """Carry out exactly what was approved; see the module."""
    stale = _stale_anywhere(run)
    done = Done(
        steps={a.ref: [] for s in run.systems for a in run.asked[s.name] if a.ref not in stale},
        stale=stale,
        residue=None,
    )
    if not done.steps:
        return done
    kept: dict[str, Kept] = {}
    with ExitStack() as open_sessions:
        for system in run.systems:
            try:
                connection = open_sessions.enter_context(system.place.session(write=True))
            except PlaceUnreachableError as unreachable:
                if not kept:
                    raise  # nothing was done anywhere: applying again later does all of it
                done.refusals.append(unreachable)
                _not_done(run, system, done, unreachable)
                continue
            try:
                working = _begin_until_done(run, system, connection, done)
            except (SQLAlchemyError, OrderImpossibleError, KeyAmbiguousError) as error:
                # What is done elsewhere stays done, and what is not done here is reported.
                refusal = error if isinstance(error, RefusalError) else system.place.refusal(error)
                done.refusals.append(refusal)
                _undo(connection)
                _not_done(run, system, done, refusal)
                continue
            kept[system.name] = Kept(working)
            open_sessions.callback(working.drop)
        for system in run.systems:
            erase_copies(_waiting(run, system, done), run.places, done.steps, run.watch)
        if run.needles is not None:
            run.watch("residue")
            done.residue = scan(run.places.values(), run.needles, kept)
    return done


def _begin_until_done(run: Run, system: System, connection: Connection, done: Done) -> WorkingSet:
    """Carry out one system; as a deadlock's victim begin again, a few times."""
    working = WorkingSet(connection, system.place, system.graph)
    late = dict(done.late)

    def attempt() -> WorkingSet:
        # What was committed is there; without a commit the rows are compared as before.
        begun = system.name in done.begun
        this = replace(run, resumed=True, untouched=frozenset()) if begun else run
        _one_system(this, system, connection, working, done)
        return working

    def undo() -> None:
        run.watch(f"busy {system.name}")
        connection.rollback()
        connection.execution_options(upheld_begin="BEGIN IMMEDIATE")
        working.drop()
        done.late = dict(late)

    return until_not_busy(system.place, attempt, undo, run.pause)


def _undo(connection: Connection) -> None:
    """Roll back, unless the connection itself is gone: then the server has done it."""
    try:
        connection.rollback()
    except SQLAlchemyError:
        connection.invalidate()


def _stale_anywhere(run: Run) -> list[str]:
    """With several systems, look at all of them before the first is changed."""
    if len(run.systems) < 2:  # noqa: PLR2004 - one system is compared where it is changed
        return []
    if run.resumed and not run.untouched:
        return []
    stale: set[str] = set()
    for system in run.systems:
        with system.place.session() as connection:
            working = WorkingSet(connection, system.place, system.graph)
            digests = _traced(run, system, working, run.asked[system.name])[1]
            stale |= set(_changed(run, system, digests, run.asked[system.name]))
            working.drop()
    return sorted(stale)


def _traced(
    run: Run, system: System, working: WorkingSet, asked: Sequence[Asked]
) -> tuple[Closure, Digests]:
    closure = run.reach(working, asked, system.retention)
    digests = digests_of(working, {a.person.number: a.ref for a in asked}, run.salt)
    refuse_unfit(working, digests.actions)
    return closure, digests


def _changed(run: Run, system: System, now: Digests, asked: Sequence[Asked]) -> list[str]:
    approved = run.approved.get(system.name, {})
    compared = (a.ref for a in asked if run.compares(a.ref))
    return [ref for ref in compared if now.by_ref.get(ref, {}) != approved.get(ref, {})]


def _one_system(
    run: Run, system: System, connection: Connection, working: WorkingSet, done: Done
) -> None:
    asked = [a for a in run.asked[system.name] if a.ref not in done.stale]
    if all(a.ref in run.bystanders for a in asked):
        return
    if run.resumed:
        asked = knowing(asked, system.name, run.journal.pending(system.name))
    run.watch(f"trace {system.name}")
    people = [a.person for a in asked]
    if guard.close_the_door(connection, system.place, system.graph, people):
        done.guarded = sorted({*done.guarded, system.name})
        if _approved_rows(run, system) > run.chunk:
            # Tracing takes seconds, and chunks let go of the lock anyway: from here on the
            # tombstone refuses late writers at once, instead of the lock making them wait.
            connection.commit()
    closure, digests = _traced(run, system, working, asked)
    if changed := _changed(run, system, digests, asked):
        # Only these people drop out; the others are traced anew without them, because a row
        # shared with somebody who drops out is now shared with somebody who stays.
        done.stale += changed
        for ref in changed:
            done.steps.pop(ref, None)
        working.drop()
        out = [a.person for a in asked if a.ref in changed]
        guard.open_the_door(connection, system.place, system.graph, out)
        asked = [a for a in asked if a.ref not in changed]
        if all(a.ref in run.bystanders for a in asked):
            return
        closure, digests = _traced(run, system, working, asked)
    chunk = acts.chunk_of(working, run.chunk) if digests.rows > run.chunk else None
    names = list(followers(working, asked))
    if chunk is not None:
        names += hidden(working, asked)
    run.journal.intend(system.name, [a.ref for a in asked], names)
    run.watch(f"act {system.name}")
    # Nothing was put into the sets since they were compared.
    census = _act(run, system, working, chunk, done, digests.census)
    if _sweep(run, system, working, closure, done, chunk):
        census = census_of(working)
    # From here on only reading: SQLite's one write lock is for others again.
    connection.execution_options(upheld_begin="BEGIN")
    run.watch(f"read back {system.name}")
    _report(run, system, working, asked, done, census)


def _approved_rows(run: Run, system: System) -> int:
    """How many rows were to be changed when the plan was approved."""
    parts = run.parts.get(system.name, {}).values()
    return sum(p.delete + p.anonymise + p.unlink + p.retain for tables in parts for p in tables)


def _act(  # noqa: PLR0917 - all of a system's run
    run: Run,
    system: System,
    working: WorkingSet,
    chunk: int | None,
    done: Done,
    census: Mapping[str, Census],
) -> Mapping[str, Census]:
    """Do everything that is due; return what that was."""

    def committed(rows: int) -> None:
        done.begun.add(system.name)
        run.journal.progress(system.name, rows)

    works = acts.order_of(working, census, chunked=chunk is not None)
    acts.carry_out(working, works, chunk=chunk, census=census, committed=committed)
    working.connection.commit()
    done.begun.add(system.name)
    return census


def _sweep(  # noqa: PLR0917 - all of a system's run
    run: Run,
    system: System,
    working: WorkingSet,
    closure: Closure,
    done: Done,
    chunk: int | None,
) -> bool:
    """Take rows that were written while we worked, through the keys that are still known.

    Whoever goes on writing is not waited for: what came after the last time is put into the
    sets, and read back as remaining.

    Returns:
        Whether there were any.
    """
    asked = [a for a in run.asked[system.name] if a.ref in done.steps]
    held = [a.person.number for a in asked if a.hold is not None]
    for number in range(SWEEPS + 1):
        run.watch(f"look again {system.name}")
        late = late_rows(working)
        if not late:
            break
        acts.note_done(working)
        closure.walk_again()
        settle(working, held, several=len(asked) > 1)
        if number == SWEEPS:
            break
        for table, rows in late.items():
            where = f"{system.name}/{table}"
            done.late[where] = done.late.get(where, 0) + rows
        _act(run, system, working, chunk, done, census_of(working))
    return bool(number or late)


def _report(  # noqa: PLR0917 - all of a system's run
    run: Run,
    system: System,
    working: WorkingSet,
    asked: Sequence[Asked],
    done: Done,
    census: Mapping[str, Census],
) -> None:
    refs = {a.person.number: a.ref for a in asked}
    seen: dict[str, dict[tuple[str, Seen], Reading]] = {ref: {} for ref in refs.values()}
    for reading in read_back(working, census):
        seen[refs[reading.subject]][reading.table, reading.act] = reading
    steps = Steps(system.name, working.graph)
    approved, parts = run.approved.get(system.name, {}), run.parts.get(system.name, {})
    for ref, readings in seen.items():
        done.steps[ref] += steps.seen(
            approved.get(ref, {}), readings, parts.get(ref, ()), resumed=run.resumed
        )


def _not_done(run: Run, system: System, done: Done, error: Exception) -> None:
    """A place that fails undoes its transaction; its steps are reported, never left out."""
    outcome: Outcome = "not_attempted" if isinstance(error, PlaceUnreachableError) else "failed"
    for ref, steps in done.steps.items():
        for part in run.parts.get(system.name, {}).get(ref, ()):
            for act in ("unlink", "anonymise", "retain", "delete"):
                rows = getattr(part, act)
                if rows:
                    steps.append(
                        Step(
                            system=system.name,
                            table=part.table,
                            action=act,
                            outcome=outcome,
                            rows=rows,
                            clause=part.clause_of(act),
                            until=part.until if act in STAYS else None,
                        )
                    )


def _waiting(run: Run, system: System, done: Done) -> list[Follower]:
    """The copies in other places that follow rows of this system."""
    return [
        f
        for f in run.journal.pending(system.name)
        if f.ref in done.steps and f.place != system.name
    ]
