"""Writing down what was seen: reports, receipts, ledger entries, and what is due later.

Of ten thousand people most had the same done to them. What is equal is written once: the steps
of a report, and the ledger's entry of what was read back, which names everybody it is true of.
Each person has a receipt of their own, and an entry that commits to it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from upheld.deletion.plan import TablePlan
from upheld.deletion.procedure import Done
from upheld.deletion.steps import Step
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.evidence.receipt import receipt_entry_of
from upheld.evidence.template import Template
from upheld.observing import metrics
from upheld.refusal import Exit
from upheld.rights import due, store
from upheld.rights.case import Case, State, StoredPlan
from upheld.rights.company import Company
from upheld.rights.report import (
    ReceiptBodies,
    case_report,
    earlier_steps,
    exit_of,
    residue_of,
)

LATER_SWEEPS = (timedelta(hours=1), timedelta(hours=24))
"""When rows written by long transactions are looked for again."""
STEPS_IN_AN_ENTRY = 100
REFERENCES_IN_AN_ENTRY = 1_000
"""An entry is small by format (64 KiB): more is several entries."""

Parts = Mapping[str, Mapping[str, Sequence[TablePlan]]]
_STATES: Mapping[Exit, State] = {Exit.DONE: "done", Exit.REMAINING: "remaining"}


def record(
    company: Company,
    unit: str,
    done: Done,
    *,
    acting: Sequence[Case],
    present: Sequence[Case],
    plan: StoredPlan,
    parts: Parts,
    seal: bool,
) -> None:
    """Write everything of one run in one transaction.

    Args:
        company: The workspace.
        unit: `R-…` or `B-…`, as it was applied.
        done: What was seen.
        acting: The requests of the run.
        present: Those of them whose person was found, in the order in which the run counts.
        plan: What was approved.
        parts: The rows of each request in it, by system.
        seal: Whether the ledger is sealed in it.
    """
    recording = _Recording(company, plan, done)
    numbers = {case.ref: number for number, case in enumerate(present)}
    for case in acting:
        if case.ref in done.stale:
            recording.stale(case, _not_attempted(parts, case.ref))
        else:
            recording.done(case, numbers.get(case.ref))
    with company.writing(seal=seal) as connection:
        store.conclude(connection, recording.concluded)
        ledger.append_many(connection, recording.entries(unit))
        due.add(connection, recording.waiting(unit))


@dataclass(slots=True, kw_only=True)
class _Same:
    """What was seen of everybody of whom the same was seen.

    Attributes:
        report: The documented report, but for its `request`.
        text: The same as JSON.
        body: What their receipts have in common.
        own: The steps themselves: their identity is the key by which they are known again.
    """

    report: dict[str, Any]
    text: str
    body: Template
    state: State
    right: str
    own: Sequence[Step]
    refs: list[str] = field(default_factory=list)


class _Recording:
    """Gathers what one transaction writes."""

    def __init__(self, company: Company, plan: StoredPlan, done: Done) -> None:
        self.concluded: list[store.Concluded] = []
        self._swept: list[str] = []
        self._now = company.clock.now()
        self._drill = company.clock.drill
        self._plan = plan
        self._seen = done
        self._bodies = ReceiptBodies(company, plan, done, self._now)
        self._same: dict[tuple[Any, ...], _Same] = {}
        self._own: list[Entry] = []

    def stale(self, case: Case, not_done: Sequence[Step]) -> None:
        """Nothing was done to somebody whose rows had changed."""
        case.state = "received"
        steps = [*earlier_steps(case, not_done), *not_done]
        case.report = case_report(case, steps, "not yet scanned")
        text = json.dumps(case.report, ensure_ascii=False)
        kept = None if case.receipt is None else json.dumps(case.receipt, ensure_ascii=False)
        self.concluded.append(store.Concluded(case.ref, case.state, text, kept))
        self._own.append(self._entry("plan-stale", case.ref, {"plan_sha256": self._plan.sha256}))

    def done(self, case: Case, number: int | None) -> None:
        """One person's report and receipt."""
        same = self._known(case, number)
        same.refs.append(case.ref)
        case.report = {"request": case.ref, **same.report}
        case.state = same.state
        report = f'{{"request": {json.dumps(case.ref)}, {same.text[1:]}'
        body = self._bodies.write(case, same.report, same.body, number)
        self.concluded.append(store.Concluded(case.ref, case.state, report, body.decode()))
        self._own.append(receipt_entry_of(body, at=self._now, case=case.ref, drill=self._drill))
        if number is not None and case.right == "deletion" and not _names_rows(case):
            self._swept.append(case.ref)  # a row's key may soon be that of another row

    def entries(self, unit: str) -> Iterator[Entry]:
        """What was read back, for whom; then each person's own entries."""
        for same in self._same.values():
            for step in same.report["steps"]:
                metrics.step(step["outcome"])
            yield from self._read_back(unit, same)
        yield from self._own

    def waiting(self, unit: str) -> list[tuple[datetime, str, str]]:
        """When the rows of one person, or of all of a batch, are looked for again."""
        swept = self._swept[0] if len(self._swept) == 1 else unit
        times = LATER_SWEEPS if self._swept else ()
        return [(self._now + later, "sweep", swept) for later in times]

    def _known(self, case: Case, number: int | None) -> _Same:
        now = self._seen.steps.get(case.ref, [])
        steps = [*earlier_steps(case, now), *now]
        residue = _residue(case, self._seen, number)
        key = (*map(id, steps), residue, case.found, case.absence, case.right, case.opened_at)
        if key not in self._same:
            report = case_report(case, steps, residue, unproven=self._plan.pins["not_proven"])
            del report["request"]
            self._same[key] = _Same(
                report=report,
                text=json.dumps(report, ensure_ascii=False),
                body=self._bodies.alike(case, report),
                state=_STATES.get(exit_of(report), "not_proven"),
                right=case.right,
                own=steps,
            )
        return self._same[key]

    def _read_back(self, unit: str, same: _Same) -> Iterator[Entry]:
        steps = [
            {name: step[name] for name in ("system", "table", "action", "outcome", "rows")}
            for step in same.report["steps"]
        ]
        said = {"complete": same.report["complete"], "residue": same.report["residue"]}
        kind = f"{same.right}-read-back"
        for page in pages(steps, STEPS_IN_AN_ENTRY) or [[]]:
            for case, named in named_in(unit, same.refs):
                yield self._entry(kind, case, {**said, **named, "steps": page})

    def _entry(self, kind: str, case: str, body: dict[str, Any]) -> Entry:
        return Entry(kind=kind, at=self._now, case=case, drill=self._drill, body=body)


def named_in(unit: str, refs: Sequence[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """How an entry says whom it is about: its case alone, or a batch and the requests in it.

    Returns:
        The entry's case, and what its body says besides; several where they are many.
    """
    if len(refs) == 1:
        yield refs[0], {}
        return
    for page in pages(refs, REFERENCES_IN_AN_ENTRY):
        yield unit, {"requests": page}


def pages(listed: Sequence[Any], size: int) -> list[list[Any]]:
    """Cut into lists of at most so many."""
    return [list(listed[start : start + size]) for start in range(0, len(listed), size)]


def _residue(case: Case, done: Done, number: int | None) -> str | None:
    """Only an erasure leaves a residue, or none; an absence was proven by a scan."""
    if number is None:
        return "clean" if case.absence == "proven" else "not yet scanned"
    return residue_of(done, number) if case.right == "deletion" and not _names_rows(case) else None


def _names_rows(case: Case) -> bool:
    """Whether rows were erased and nobody: there is no text of anybody's to look for."""
    return case.private is not None and case.private.names_rows


def _not_attempted(parts: Parts, ref: str) -> list[Step]:
    return [
        Step(
            system=system,
            table=t.table,
            action=act,
            outcome="not_attempted",
            rows=getattr(t, act),
            clause=t.clause_of(act),
            until=t.until,
        )
        for system, by_ref in parts.items()
        for t in by_ref.get(ref, ())
        for act in ("unlink", "anonymise", "retain", "delete")
        if getattr(t, act)
    ]
