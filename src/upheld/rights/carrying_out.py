"""Carrying out what was approved, once, however often it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from upheld.connectors.failures import was_busy
from upheld.connectors.schema import Schema
from upheld.deletion import procedure as deletion
from upheld.deletion.plan import sha256_of
from upheld.deletion.privileges import refuse_missing_privileges
from upheld.deletion.procedure import Done, Run
from upheld.deletion.refusals import PlanStaleError
from upheld.deletion.steps import Step
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.observing import tracing
from upheld.refusal import RefusalError
from upheld.registers.closed import refuse_closed
from upheld.rights import refusals, store
from upheld.rights.answering import read_again
from upheld.rights.case import Case, StoredPlan
from upheld.rights.company import Company
from upheld.rights.correcting import carry_out_corrections
from upheld.rights.finding import asked_in
from upheld.rights.forgetting import refuse_forgotten
from upheld.rights.holding import holds_on
from upheld.rights.journal import StoreJournal, begun
from upheld.rights.not_meant import without_others
from upheld.rights.planning import parts_of, pins_of
from upheld.rights.procedure import APPROVED, load
from upheld.rights.recording import record
from upheld.rights.report import unit_report
from upheld.rights.turn import turn
from upheld.subject.needles import NeedleSet
from upheld.wording import Text


def apply(
    company: Company,
    unit: str,
    watch: Callable[[str], None] = lambda _message: None,
    tell: Callable[[RefusalError], None] = lambda _refusal: None,
    *,
    seal: bool = True,
) -> dict[str, Any]:
    """Carry out the approved plan of a unit and return its report.

    Asked again after it is done, it changes nothing and returns the same report. Asked again
    after a crash, it finishes.

    Args:
        company: The workspace.
        unit: `R-…` or `B-…`.
        watch: Hears what is being done.
        tell: Hears why a place could not do what was approved; its steps say that it did not.
        seal: Whether the ledger is sealed at once; a desk's worker seals it every few seconds.

    Raises:
        NotApprovedError, PlanStaleError, AlreadyRunningError, PrivilegeMissingError
        DatabaseFailedError: A database was busy in every attempt; applied again, it goes on.
    """
    with turn(company.engine, unit):
        cases = load(company, unit)
        if all(c.state in ("done", "remaining", "not_proven") and c.report for c in cases):
            return unit_report(unit, [c.report for c in cases if c.report])
        for case in cases:
            refuse_forgotten(case)
        refuse_closed(company.engine, [system.name for system in company.systems])
        plan = _approved(company, unit, cases)
        schemas = company.schemas()
        _compare_pins(company, unit, cases, plan, schemas)
        with tracing.span("request-apply", request=unit, people=len(cases)):
            report, done = _apply(company, unit, cases, plan, schemas, watch, seal=seal)
    for refusal in done.refusals:
        tell(refusal)
    return report


def _approved(company: Company, unit: str, cases: Sequence[Case]) -> StoredPlan:
    with company.reads.connect() as connection:
        plan = store.plan_of(connection, unit)
        if plan is None and cases[0].batch:
            plan = store.plan_of(connection, cases[0].batch)
    ready = any(c.state in ("approved", "in_progress") for c in cases)
    if plan is None or plan.approved_by is None or not ready:
        raise refusals.not_approved(unit)
    hashes = {
        sha256_of(plan.document, plan.pins),
        plan.document.get("plan_sha256"),
        _approved_hash(company, plan.unit),
    }
    if hashes != {plan.sha256}:
        raise refusals.stale(
            unit,
            Text(
                en="the stored plan is not the one that was hashed",
                ja="保存された計画がハッシュと一致しません",
            ),
        )
    return plan


def _approved_hash(company: Company, unit: str) -> str | None:
    """The hash that the ledger says was approved last: the store alone could be rewritten."""
    entries = ledger.entries_of(company.engine, unit, APPROVED)
    return str(read_entry(entries[-1].leaf).body["plan_sha256"]) if entries else None


def _compare_pins(
    company: Company,
    unit: str,
    cases: Sequence[Case],
    plan: StoredPlan,
    schemas: Mapping[str, Schema],
) -> None:
    now = pins_of(company, plan.pins["salt"], schemas)
    words = {
        "policy": Text(en="the policy changed", ja="ポリシーが変更されました"),
        "maps": Text(en="a data map changed", ja="データマップが変更されました"),
        "schemas": Text(
            en="a database's schema changed", ja="データベースのスキーマが変更されました"
        ),
    }
    for name, why in words.items():
        if now[name] != plan.pins[name]:
            begun = [c for c in cases if c.state == "in_progress"]
            for case in begun:
                case.state = "remaining"
            with company.engine.begin() as connection:
                store.save(connection, company.vault, begun)
            raise refusals.stale(unit, why)


def _apply(  # noqa: PLR0917 - read like a sentence where it is called
    company: Company,
    unit: str,
    cases: Sequence[Case],
    plan: StoredPlan,
    schemas: Mapping[str, Schema],
    watch: Callable[[str], None],
    *,
    seal: bool,
) -> tuple[dict[str, Any], Done]:
    refs = set(plan.refs)
    acting = [c for c in cases if c.ref in refs and c.state in ("approved", "in_progress")]
    present = [c for c in acting if c.found == "one"]
    done = Done(steps={}, stale=[], residue=None)
    if present:
        systems = company.acting(date.fromisoformat(plan.document["as_of"]), schemas)
        done = _BY_RIGHT[present[0].right](company, systems, present, plan, watch)
    watch("record")
    record(
        company, unit, done,
        acting=acting, present=present, plan=plan, parts=parts_of(plan), seal=seal,
    )  # fmt: skip
    if done.stale and len(done.stale) == len(acting):
        raise refusals.stale(
            unit,
            Text(
                en="the person's rows changed since it was made",
                ja="計画後に本人のデータが変わりました",
            ),
        )
    return unit_report(unit, [c.report for c in cases if c.report]), done


def _was_begun(company: Company, plan: StoredPlan, cases: Sequence[Case]) -> bool:
    """Say whether an earlier run began to carry out these requests.

    Only an intention in the ledger says so, with which a request becomes `in_progress`
    (`StoreJournal`): before it nothing was changed, and what was approved is compared with the
    rows as on the first day.
    """
    interrupted = [case for case in cases if case.state == "in_progress"]
    if not interrupted:
        return False
    # What waits has no number yet and would not be seen.
    ledger.seal(company.engine, company.signer, company.clock)
    approved = ledger.entries_of(company.engine, plan.unit, APPROVED)[-1].index
    # An intention from before this approval belongs to an earlier plan of the same request.
    return any(one.index > approved for one in begun(company, interrupted))


def _delete(
    company: Company,
    systems: Sequence[deletion.System],
    cases: Sequence[Case],
    plan: StoredPlan,
    watch: Callable[[str], None],
) -> Done:
    parts = parts_of(plan)
    refuse_missing_privileges(systems, parts)
    held = holds_on(company, systems, cases)
    watch("needles")
    needles = _needles(cases)
    watch("begin")
    resumed = _was_begun(company, plan, cases)
    run = Run(
        systems=systems,
        places=company.places,
        asked={s.name: asked_in(s, cases, held) for s in systems},
        approved=plan.pins["digests"],
        parts=parts,
        salt=plan.pins["salt"],
        resumed=resumed,
        journal=StoreJournal(company, plan.unit, cases, resumed),
        needles=needles,
        watch=watch,
        # With the intention about them they would be `in_progress`.
        untouched=frozenset(case.ref for case in cases if case.state == "approved"),
    )
    done = deletion.carry_out(run)
    _forget_kept(company, cases, done)
    if busy := next(filter(was_busy, done.refusals), None):
        # Recorded as failed it would wait for a person to plan it again. As it stands, it is like a
        # run that a crash ended: applied again later, it finishes.
        raise busy
    if done.residue is not None:
        done.residue = without_others(done.residue, systems, cases, needles)
    return done


def _forget_kept(company: Company, cases: Sequence[Case], done: Done) -> None:
    """Erase what our own store holds of these people behind placeholders."""
    if company.kept is None:
        return
    people = [(c.ref, c.private.identifiers) for c in cases if c.private and c.ref in done.steps]
    found = company.kept.forget([identifiers for _, identifiers in people])
    for (ref, _), (went, left) in zip(people, found, strict=True):
        if went or left:
            step = Step(
                system="upheld",
                table="kept values",
                action="delete",
                outcome="remaining" if left else "verified",
                rows=left or went,
                clause=None,
            )
            done.steps[ref].append(step)


def _disclose(
    company: Company,
    systems: Sequence[deletion.System],
    cases: Sequence[Case],
    _plan: StoredPlan,
    watch: Callable[[str], None],
) -> Done:
    watch("read")
    return Done(steps=read_again(company, systems, cases), stale=[], residue=None)


def _correct(
    company: Company,
    systems: Sequence[deletion.System],
    cases: Sequence[Case],
    plan: StoredPlan,
    watch: Callable[[str], None],
) -> Done:
    watch("correct")
    held = holds_on(company, systems, cases)
    try:
        steps = carry_out_corrections(company, systems, cases, held, plan)
    except PlanStaleError:
        return Done(steps={}, stale=[case.ref for case in cases], residue=None)
    return Done(steps=steps, stale=[], residue=None)


_BY_RIGHT = {"deletion": _delete, "disclosure": _disclose, "correction": _correct}


def _needles(cases: Sequence[Case]) -> NeedleSet:
    return NeedleSet(
        {
            number: [
                (kind, value)
                for kind, values in case.private.identifiers.items()
                for value in values
            ]
            for number, case in enumerate(cases)
            if case.private
        }
    )
