"""HOW DELETIONS ARE RE-APPLIED TO A RESTORED DATABASE.

1. Close the system: nothing else is planned or carried out in it from here on.
2. Gather who is there again, and seal that: a run that is killed goes on with the same people.
3. Delete them as an interrupted deletion is finished: traced by their keys, acted on set by
   set, read back, and everything scanned for what is left of them.
4. Amend the receipts, and open the system only if nothing is left and nothing is unknown.

The approval of each deletion still stands; nothing new is decided here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from upheld.datamap.refusing import refuse_drift
from upheld.deletion import procedure as deletion
from upheld.deletion.derived import Follower
from upheld.deletion.plan import trace
from upheld.deletion.procedure import Done, Run, System
from upheld.deletion.steps import Step
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, canonical
from upheld.evidence.receipt import receipt_entry_of
from upheld.observing import tracing
from upheld.operation.gathering import Gathered, gather
from upheld.refusal import Exit, RefusalError
from upheld.registers import closed
from upheld.rights import store
from upheld.rights.case import Case, Private
from upheld.rights.company import Company
from upheld.rights.finding import asked_in
from upheld.rights.holding import holds_on
from upheld.rights.not_meant import without_others
from upheld.rights.recording import named_in, pages
from upheld.rights.report import GOOD
from upheld.rights.turn import turn
from upheld.subject.needles import NeedleSet
from upheld.subject.working_set import WorkingSet

CLOSED, REPLAYED, OPENED = "system-closed", "deletion-replayed", "system-opened"
_STEPS_IN_AN_ENTRY = 100


@dataclass(slots=True, kw_only=True)
class Replayed:
    """What a replay did and saw.

    Attributes:
        back: Requests of people who were there again.
        rows: Rows by table and act, added up.
        remaining: Acts that were not done, as `table act: outcome`.
        found: Places where an identifier of theirs still stands. It may be another person's as
            well, as a telephone that two have: only somebody who looks can tell.
        unproven: Rows that could not be read, and what the scan could not look into.
        guarded: Whether a guard refuses late writers; else rows are swept.
        opened: Whether the system is open now.
    """

    system: str
    gathered: Gathered
    back: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    remaining: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    guarded: bool = False
    opened: bool = False
    refusals: list[RefusalError] = field(default_factory=list)

    @property
    def doubts(self) -> bool:
        """Whether something is not proven that could be a person who is still there."""
        g = self.gathered
        return bool(g.elsewhere or g.unknown or g.absent or g.unfinished or self.unproven)

    @property
    def exit_code(self) -> Exit:
        """Remaining before not proven before done."""
        if self.remaining or self.found:
            return Exit.REMAINING
        return Exit.NOT_PROVEN if self.doubts else Exit.DONE

    def as_json(self) -> dict[str, Any]:
        """The documented object."""
        g = self.gathered
        return {
            "system": self.system,
            "state": "open" if self.opened else "closed",
            "replayed": self.back,
            "rows": self.rows,
            "remaining": self.remaining,
            "found": self.found,
            "not_proven": {
                "other_identifiers": g.elsewhere,
                "unknown": g.unknown,
                "answered_absent": g.absent,
                "unfinished": g.unfinished,
                "unread": self.unproven,
            },
            "corrections_undone": g.corrections,
            "before_the_backup": g.before,
            "guarded": self.guarded,
        }


def replay(
    company: Company,
    name: str,
    *,
    taken: datetime | None = None,
    although: str | None = None,
    watch: Callable[[str], None] = lambda _message: None,
) -> Replayed:
    """Re-apply the deletions of a system; see the module. Killed, it is run again.

    Args:
        company: The workspace.
        name: The restored system.
        taken: When the backup was begun; see `gathering.gather`.
        although: Why the system is to be opened although something is not proven, or an
            identifier still stands somewhere. An act that was not done is never opened over.
        watch: Hears what is being done.

    Raises:
        MapDriftedError: The restored schema is not the mapped one. It stays closed.
        AlreadyRunningError: Another process replays it.
    """
    with turn(company.engine, f"replay-{name}"):
        close(company, name)
        mapped = next(s for s in company.systems if s.name == name)
        refuse_drift(mapped.name, mapped.drift())
        system = next(s for s in company.acting(company.clock.today()) if s.name == name)
        watch("gather")
        gathered = gather(company, system, taken)
        cases = _with_noted(company, name, gathered.back)
        result = Replayed(system=name, gathered=gathered, back=[c.ref for c in cases])
        if cases:
            _note(company, name, cases, {})
            with tracing.span("replay", system=name, people=len(cases)):
                done = _delete(company, system, cases, watch)
            _read(result, done, len(cases), system.name)
            result.unproven += _unread(system, cases, done)
            _record(company, result, cases, done)
        _settle(company, result, although)
    ledger.seal(company.engine, company.signer, company.clock)
    return result


def close(company: Company, name: str) -> None:
    """Close a system, with its entry in the ledger, if it is open."""
    with company.engine.begin() as connection:
        if closed.close(connection, name, company.clock.now()):
            ledger.append(connection, _entry(company, CLOSED, None, {"system": name}))
    ledger.seal(company.engine, company.signer, company.clock)


def _entry(company: Company, kind: str, case: str | None, body: Mapping[str, Any]) -> Entry:
    return Entry(
        kind=kind, at=company.clock.now(), case=case, drill=company.clock.drill, body=dict(body)
    )


# Going on after a kill ----------------------------------------------------------------------


def _vault_name(name: str) -> str:
    return f"replay:{name}"


def _note(
    company: Company, name: str, cases: Sequence[Case], followers: Mapping[str, list[Any]]
) -> None:
    told = {
        "people": [
            {"ref": c.ref, "private": c.private.as_json()} for c in cases if c.private is not None
        ],
        "followers": followers,
    }
    with company.engine.begin() as connection:
        closed.note(connection, name, company.vault.seal(_vault_name(name), told))


def _noted(company: Company, name: str) -> dict[str, Any]:
    with company.engine.connect() as connection:
        sealed = closed.noted(connection, name)
    return company.vault.open(_vault_name(name), sealed) if sealed else {}


def _with_noted(company: Company, name: str, back: Sequence[Case]) -> list[Case]:
    """Those who are there, and those of a run that was interrupted, who may be half gone."""
    now = company.clock.now()
    found = {case.ref: case for case in back}
    for told in _noted(company, name).get("people", []):
        if told["ref"] not in found:
            private = Private(**told["private"])
            found[told["ref"]] = Case(
                ref=told["ref"], batch=None, right="deletion", state="in_progress",
                opened_at=now, private=private, salt=None, found="one",
            )  # fmt: skip
    return [found[ref] for ref in sorted(found)]


@dataclass(slots=True)
class _Journal:
    """Keeps in the closed system's row what a killed run would need."""

    company: Company
    cases: Sequence[Case]
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Seal the names of copies before the first row goes."""
        del refs
        known = self.kept.setdefault(system, [])
        more = [{"ref": f.ref, **f.as_json()} for f in followers]
        known += [one for one in more if one not in known]
        _note(self.company, system, self.cases, self.kept)

    def pending(self, system: str) -> list[Follower]:
        """The copies that are still to be erased."""
        return [Follower.from_json(f["ref"], f) for f in self.kept.get(system, [])]

    def progress(self, system: str, rows: int) -> None:
        """A chunk is durable in the database itself."""


# Acting and looking --------------------------------------------------------------------------


def _delete(
    company: Company, system: System, cases: Sequence[Case], watch: Callable[[str], None]
) -> Done:
    held = holds_on(company, [system], cases)
    earlier = _noted(company, system.name).get("followers", {})
    needles = NeedleSet(
        {
            n: [
                (k, v) for k, vs in (c.private.identifiers if c.private else {}).items() for v in vs
            ]
            for n, c in enumerate(cases)
        }
    )
    run = Run(
        systems=[system],
        places=company.places,
        asked={system.name: asked_in(system, cases, held)},
        approved={},
        parts={},
        salt="",
        # As after a crash: what is there of them now goes, whatever was there when it was approved.
        resumed=True,
        journal=_Journal(company, cases, earlier),
        needles=needles,
        watch=watch,
    )
    done = deletion.carry_out(run)
    if done.residue is not None:
        done.residue = without_others(done.residue, [system], cases, needles)
    return done


def _read(result: Replayed, done: Done, people: int, system: str) -> None:
    for steps in done.steps.values():
        for step in steps:
            told = f"{step.system}/{step.table} {step.action}"
            if step.outcome not in GOOD:
                result.remaining.append(f"{told}: {step.outcome}")
            result.rows[told] = result.rows.get(told, 0) + (step.rows or 0)
    found = done.residue.found if done.residue is not None else {}
    for number in range(people):
        result.found += list(found.get(number, {}))
    result.remaining = sorted(set(result.remaining))
    result.found = sorted(set(result.found))
    result.refusals = list(done.refusals)
    if done.refusals and not result.remaining:
        result.remaining.append(f"{system}: not carried out")
    result.guarded = system in done.guarded


def _unread(system: System, cases: Sequence[Case], done: Done) -> list[str]:
    """What no tracing could decode, and what no scan could look into."""
    with system.place.session() as connection:
        working = WorkingSet(connection, system.place, system.graph)
        closure = trace(working, asked_in(system, cases, {}), system.retention)
        rows = dict(closure.unread.rows)
        working.drop()
    unread = done.residue.unread if done.residue is not None else {}
    return [
        *(f"{system.name}/{table}: {n} row(s) could not be decoded" for table, n in rows.items()),
        *(f"{place}: {n} not searched ({why})" for (place, why), n in unread.items()),
    ]


# Writing down --------------------------------------------------------------------------------


def _record(company: Company, result: Replayed, cases: Sequence[Case], done: Done) -> None:
    """The ledger's entries of what was read back, and a new receipt for whoever has one."""
    refs = [c.ref for c in cases]
    entries = _replayed(company, result, done, refs)
    with company.engine.begin() as connection:
        amended = [
            each
            for each in store.carried_out(connection, company.vault, "deletion")
            if each.receipt is not None and each.ref in done.steps and done.steps[each.ref]
        ]
        concluded = []
        for case in amended:
            body = _amended(company, case, result, done)
            entries.append(
                receipt_entry_of(
                    canonical(body),
                    at=company.clock.now(),
                    case=case.ref,
                    drill=company.clock.drill,
                )
            )
            report = json.dumps(case.report, ensure_ascii=False)
            concluded.append(
                store.Concluded(case.ref, case.state, report, canonical(body).decode())
            )
        store.conclude(connection, concluded)
        ledger.append_many(connection, entries)


def _replayed(company: Company, result: Replayed, done: Done, refs: Sequence[str]) -> list[Entry]:
    residue = "found" if any(done.residue.found.values() if done.residue else ()) else "clean"
    told = [
        {"system": s.system, "table": s.table, "action": s.action, "outcome": s.outcome}
        for s in _distinct(done)
    ]
    return [
        _entry(
            company,
            REPLAYED,
            case,
            {"system": result.system, "residue": residue, "steps": page, **named},
        )
        for page in pages(told, _STEPS_IN_AN_ENTRY) or [[]]
        for case, named in named_in(f"replay-{result.system}", refs)
    ]


def _distinct(done: Done) -> list[Step]:
    seen: dict[tuple[str, ...], Step] = {}
    for steps in done.steps.values():
        for step in steps:
            seen.setdefault((step.system, step.table, step.action, step.outcome), step)
    return [seen[key] for key in sorted(seen)]


def _amended(company: Company, case: Case, result: Replayed, done: Done) -> dict[str, Any]:
    """The receipt as it was, and what was done again since."""
    receipt = dict(case.receipt or {})
    again = {
        "at": company.clock.now().isoformat(),
        "system": result.system,
        "steps": [step.as_json() for step in done.steps[case.ref]],
        "complete": not result.remaining and not result.found,
    }
    return {**receipt, "replays": [*receipt.get("replays", []), again]}


def _settle(company: Company, result: Replayed, although: str | None) -> None:
    """Open the system, or leave it closed."""
    certain = not result.doubts and not result.found
    if result.remaining or (not certain and although is None):
        return
    body: dict[str, Any] = {
        "system": result.system,
        "not_proven": result.doubts,
        "found": list(result.found),
    }
    if not certain and although is not None:
        body["because"] = although[:200]
    with company.engine.begin() as connection:
        closed.open_again(connection, result.system)
        ledger.append(connection, _entry(company, OPENED, None, body))
    result.opened = True
