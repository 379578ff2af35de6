"""HOW THE END OF A RETENTION PERIOD IS CARRIED OUT.

1. `plan` finds what is due today, explains it and hashes it; where nothing is due it says so in
   the ledger, and there is nothing to approve.
2. `approve` is somebody's name under exactly that hash.
3. `apply` finds the rows again and refuses if they changed, writes its intention into the
   ledger, acts and reads back as a deletion does, and looks once more for what is due.

Killed at any point it is finished by `apply` again.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from upheld.deletion import procedure as deletion
from upheld.deletion.plan import Asked, sha256_of
from upheld.deletion.privileges import refuse_missing_privileges
from upheld.deletion.procedure import Done, Run
from upheld.deletion.refusals import refuse_part_of_hash
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, read_entry
from upheld.refusal import PlaceUnreachableError, RefusalError
from upheld.registers.closed import refuse_closed
from upheld.retention import refusals, store
from upheld.retention.due import trace_due
from upheld.retention.journal import SweepJournal, begun
from upheld.retention.keeping import Keeping, asked_in
from upheld.retention.plan import (
    Listed,
    Made,
    due_now,
    make_plan,
    parts_of,
    pins_of,
    refuse_unfit,
)
from upheld.retention.report import STEPS_IN_AN_ENTRY, left_by_rule, report_of
from upheld.retention.store import Sweep
from upheld.wording import Text

PLANNED, APPROVED = "retention-plan-made", "retention-plan-approved"
READ_BACK, SWEPT = "retention-read-back", "retention-swept"
"""The ledger's entries of a run; `SWEPT` says for each rule how many rows are still due."""
DUE = "retention-due"
"""Somebody looked, and there is something to sweep; as many rows for each rule as `SWEPT` says."""
_TRIES = 5


def plan(keeping: Keeping, as_of: date | None = None) -> tuple[Made, Sweep | None]:
    """Plan what is due, and keep the plan. `as_of` shows another day and keeps nothing.

    Returns:
        What would happen, and the run to approve; `None` where nothing is due, or on another
        day than today.

    Raises:
        WrongStateError: An earlier run is not finished.
        MapDriftedError, MapUnsureError, ValueUnfitError, SystemClosedError: As for a deletion.
    """
    today = keeping.clock.today()
    if as_of is not None and as_of != today:
        return make_plan(keeping, "", as_of), None
    with keeping.engine.connect() as connection:
        for running in store.in_state(connection, "in_progress"):
            raise refusals.begun(running.ref)
    for _ in range(_TRIES):
        with keeping.engine.connect() as connection:
            ref = store.next_reference(connection, today.year)
        made = make_plan(keeping, ref, today)
        if not made.rows:
            _nothing_due(keeping, today, made.due)
            made.document.update(run="", plan_sha256="")  # there is nothing to name or approve
            return made, None
        try:
            return made, _kept(keeping, ref, made)
        except IntegrityError:
            continue  # another process took the number between
    raise refusals.begun(ref)


def look(keeping: Keeping) -> list[Listed]:
    """See what is due today and write that into the ledger; plans nothing and changes no row.

    An officer's plan, which a new one would replace, stays as it is.

    Raises:
        SystemClosedError, MapDriftedError, MapUnsureError: Nobody can tell what is due.
    """
    refuse_unfit(keeping)
    today = keeping.clock.today()
    found = due_now(keeping, today)
    rules = left_by_rule(keeping, found)
    if not rules:
        return found  # no map carries a period: there is nothing to look at
    if any(one.due.rows for one in found):
        body: dict[str, Any] = {"as_of": today.isoformat(), "rules": rules}
        with keeping.engine.begin() as connection:
            ledger.append(connection, _entry(keeping, DUE, None, body))
        ledger.seal(keeping.engine, keeping.signer, keeping.clock)
    else:
        _nothing_due(keeping, today, found)
    return found


def _kept(keeping: Keeping, ref: str, made: Made) -> Sweep:
    now = keeping.clock.now()
    sha256 = made.document["plan_sha256"]
    sweep = Sweep(
        ref=ref, state="planned", sha256=sha256, document=made.document, pins=made.pins, made_at=now
    )
    with keeping.engine.begin() as connection:
        store.put(connection, sweep)
        body = {"plan_sha256": sha256, "rows": made.rows}
        ledger.append(connection, _entry(keeping, PLANNED, ref, body))
    ledger.seal(keeping.engine, keeping.signer, keeping.clock)
    return sweep


def _nothing_due(keeping: Keeping, as_of: date, found: Sequence[Listed]) -> None:
    """That nothing was due is evidence too: the board lives on it."""
    body = {
        "as_of": as_of.isoformat(),
        "complete": True,
        "rules": left_by_rule(keeping, found),
    }
    with keeping.engine.begin() as connection:
        ledger.append(connection, _entry(keeping, SWEPT, None, body))
    ledger.seal(keeping.engine, keeping.signer, keeping.clock)


def approve(keeping: Keeping, ref: str, sha256: str, by: str) -> Sweep:
    """Approve exactly one plan.

    Raises:
        UnknownRunError: There is no such run.
        NotApprovedError: It is not waiting for approval.
        PlanStaleError: The hash is another plan's.
        UsageError: It is no whole hash.
    """
    with keeping.engine.connect() as connection:
        sweep = store.load(connection, ref)
    if sweep.state not in ("planned", "approved"):
        raise refusals.not_approved(ref)
    refuse_part_of_hash(sha256)
    if not secrets.compare_digest(
        sweep.sha256.encode(), sha256.strip().lower().encode("utf-8", "replace")
    ):
        raise refusals.stale(ref, _another_hash())
    with keeping.engine.begin() as connection:
        store.change(
            connection, ref, state="approved", approved_by=by, approved_at=keeping.clock.now()
        )
        body = {"plan_sha256": sweep.sha256, "by": by}
        ledger.append(connection, _entry(keeping, APPROVED, ref, body))
    ledger.seal(keeping.engine, keeping.signer, keeping.clock)
    sweep.state, sweep.approved_by = "approved", by
    return sweep


def apply(
    keeping: Keeping,
    ref: str,
    watch: Callable[[str], None] = lambda _message: None,
    tell: Callable[[RefusalError], None] = lambda _refusal: None,
) -> dict[str, Any]:
    """Carry out an approved plan and return its report.

    Asked again after it is done it changes nothing and returns the same report. Asked again
    after a crash it finishes.

    Raises:
        NotApprovedError, PlanStaleError, AlreadyRunningError, PrivilegeMissingError,
        SystemClosedError
    """
    with keeping.turn(ref):
        with keeping.engine.connect() as connection:
            sweep = store.load(connection, ref)
        if sweep.report is not None:
            return sweep.report
        refuse_closed(keeping.engine, [system.name for system in keeping.systems])
        _refuse_changed(keeping, sweep)
        done = _carry_out(keeping, sweep, watch)
        for refusal in done.refusals:
            tell(refusal)
        watch("record")
        return _record(keeping, sweep, done)


def _refuse_changed(keeping: Keeping, sweep: Sweep) -> None:
    """Only what was approved is carried out, in the world it was approved for."""
    if sweep.state not in ("approved", "in_progress") or sweep.approved_by is None:
        raise refusals.not_approved(sweep.ref)
    approvals = ledger.entries_of(keeping.engine, sweep.ref, APPROVED)
    hashes = {
        sha256_of(sweep.document, sweep.pins),
        sweep.document.get("plan_sha256"),
        str(read_entry(approvals[-1].leaf).body["plan_sha256"]) if approvals else None,
    }
    if hashes != {sweep.sha256}:
        raise refusals.stale(
            sweep.ref,
            Text(
                en="the stored plan is not the one that was hashed",
                ja="保存された計画がハッシュと一致しません",
            ),
        )
    now = pins_of(keeping, sweep.pins["salt"])
    if any(now[name] != sweep.pins[name] for name in now):
        _end(keeping, sweep, "remaining")
        raise refusals.stale(
            sweep.ref,
            Text(
                en="the policy, a data map or a schema changed",
                ja="ポリシー、データマップ、またはスキーマが変更されました",
            ),
        )


def _carry_out(keeping: Keeping, sweep: Sweep, watch: Callable[[str], None]) -> Done:
    ref = sweep.ref
    systems = keeping.acting(date.fromisoformat(sweep.document["as_of"]))
    held = keeping.held(systems)
    parts = parts_of(sweep.pins, ref)
    refuse_missing_privileges(systems, parts)
    if sweep.state == "in_progress":
        # What waits has no number yet and would not be seen: a crash may have come before it.
        ledger.seal(keeping.engine, keeping.signer, keeping.clock)
    resumed = sweep.state == "in_progress" and bool(begun(keeping, ref))
    with keeping.engine.begin() as connection:
        store.change(connection, ref, state="in_progress")
    asked = {s.name: asked_in(s.name, ref, held) for s in systems}
    run = Run(
        systems=systems,
        places=keeping.places,
        asked=asked,
        approved=_approved(sweep, asked),
        parts=parts,
        salt=sweep.pins["salt"],
        resumed=resumed,
        journal=SweepJournal(keeping, ref),
        needles=None,
        watch=watch,
        reach=trace_due,
        bystanders=frozenset(one.ref for one in held),
    )
    done = deletion.carry_out(run)
    if ref in done.stale:
        _end(keeping, sweep, "replaced")
        raise refusals.stale(
            ref,
            Text(
                en="the rows that are due changed since it was made",
                ja="計画後に対象の行が変わりました",
            ),
        )
    return done


def _approved(
    sweep: Sweep, asked: Mapping[str, Sequence[Asked]]
) -> dict[str, dict[str, Mapping[str, str]]]:
    """By system: the digests that were approved."""
    return {system: {sweep.ref: sweep.pins["digests"][system]} for system in asked}


def _end(keeping: Keeping, sweep: Sweep, state: store.State) -> None:
    with keeping.engine.begin() as connection:
        store.end(connection, sweep.ref, state, None)


def _record(keeping: Keeping, sweep: Sweep, done: Done) -> dict[str, Any]:
    as_of = date.fromisoformat(sweep.document["as_of"])
    left: Sequence[Listed] | None
    try:
        left = due_now(keeping, as_of)
    except PlaceUnreachableError:
        left = None
    report = report_of(sweep, done.steps[sweep.ref], left)
    entries = [_entry(keeping, READ_BACK, sweep.ref, {"steps": page}) for page in _pages(report)]
    body = {
        "as_of": sweep.document["as_of"],
        "plan_sha256": sweep.sha256,
        "complete": report["complete"],
        "rules": left_by_rule(keeping, left),
    }
    with keeping.engine.begin() as connection:
        state: store.State = "done" if report["complete"] else "remaining"
        store.end(connection, sweep.ref, state, report)
        ledger.append_many(connection, [*entries, _entry(keeping, SWEPT, sweep.ref, body)])
    ledger.seal(keeping.engine, keeping.signer, keeping.clock)
    return report


def _pages(report: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    names = ("system", "table", "action", "outcome", "rows")
    steps = [{name: step[name] for name in names} for step in report["steps"]]
    return [steps[n : n + STEPS_IN_AN_ENTRY] for n in range(0, len(steps), STEPS_IN_AN_ENTRY)]


def _entry(keeping: Keeping, kind: str, ref: str | None, body: dict[str, Any]) -> Entry:
    return Entry(kind=kind, at=keeping.clock.now(), case=ref, drill=keeping.clock.drill, body=body)


def _another_hash() -> Text:
    return Text(
        en="the hash given is not the hash of its plan",
        ja="指定されたハッシュはこの計画のものではありません",
    )
