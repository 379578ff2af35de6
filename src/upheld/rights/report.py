"""What an apply says: to the caller, to the person, and to the ledger."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from upheld.deletion.procedure import Done
from upheld.deletion.residue import Residue
from upheld.deletion.steps import Step
from upheld.evidence.entry import JSON, canonical, salted_digest
from upheld.evidence.template import Template
from upheld.refusal import Exit
from upheld.rights.case import Case, StoredPlan
from upheld.rights.company import Company
from upheld.subject.identity import normal_form

GOOD = ("verified", "retained", "out_of_scope")
BAD = ("remaining", "failed", "not_attempted")


def case_report(
    case: Case, steps: Sequence[Step], residue: str | None, *, unproven: Sequence[str] = ()
) -> dict[str, Any]:
    """The documented report of one request.

    Args:
        case: The request.
        steps: What was seen of each act.
        residue: `None` where nothing was erased.
        unproven: What tracing could not read, e.g. sessions that no decoder opens: whatever
            was done, it is not proven to be all.
    """
    settled = all(step.outcome in GOOD for step in steps)
    proven = case.absence == "proven" if case.found == "none" else not unproven
    return {
        "request": case.ref,
        "complete": settled and residue in (None, "clean") and proven,
        "steps": [step.as_json() for step in steps],
        "residue": residue,
    }


def residue_places(cases: Sequence[Case]) -> dict[str, int]:
    """Where something of these people was found, and in how many rows."""
    found: dict[str, int] = {}
    for case in cases:
        for place, rows in (case.receipt or {}).get("residue", {}).get("found", {}).items():
            found[place] = found.get(place, 0) + rows
    return found


def earlier_steps(case: Case, now: Sequence[Step]) -> list[Step]:
    """What an earlier apply of the same request did for good: a receipt never loses a step."""
    seen = {(step.system, step.table, step.action) for step in now}
    report = case.report or {"steps": []}
    return [
        Step.from_json(step)
        for step in report["steps"]
        if step["outcome"] in GOOD and (step["system"], step["table"], step["action"]) not in seen
    ]


def unit_report(unit: str, reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The report of a batch: equal steps of its people added up."""
    if len(reports) == 1:
        return {**reports[0], "request": unit}
    summed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for report in reports:
        for step in report["steps"]:
            key = (step["system"], step["table"], step["action"], step["outcome"], step["clause"])
            known = summed.get(key)
            if known is None:
                summed[key] = dict(step)
                continue
            known["rows"] = (known["rows"] or 0) + (step["rows"] or 0)
            known["until"] = max(filter(None, (known["until"], step["until"])), default=None)
            if "held_back" in step or "held_back" in known:
                known["held_back"] = _together(known, step)
    states = [report["residue"] for report in reports]
    residue = next((s for s in ("found", "not yet scanned", "clean") if s in states), None)
    return {
        "request": unit,
        "complete": all(r["complete"] for r in reports),
        "steps": list(summed.values()),
        "residue": residue,
    }


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The edges that hold back rows of either.

    Two people may share a row with the same third: of an edge of both the larger number is the
    one that is certain.
    """
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for holder in [*one.get("held_back", ()), *other.get("held_back", ())]:
        edge = tuple(holder[name] for name in ("table", "via", "to", "kind"))
        known = found.setdefault(edge, dict(holder))
        known["others"] = max(known["others"], holder["others"])
    return list(found.values())


def exit_of(report: Mapping[str, Any]) -> Exit:
    """The exit code that a report means."""
    if report["complete"]:
        return Exit.DONE
    outcomes = {step["outcome"] for step in report["steps"]}
    if outcomes & set(BAD) or report["residue"] == "found":
        return Exit.REMAINING
    return Exit.NOT_PROVEN


def unread_of(residue: Residue | None) -> list[str]:
    """What a scan could not look into, in words for a receipt."""
    found = residue.unread if residue is not None else {}
    return [f"{place}: {rows} not searched ({why})" for (place, why), rows in found.items()]


def residue_of(done: Done, number: int) -> str:
    """The residue state of one person."""
    return "not yet scanned" if done.residue is None else done.residue.state(number)


class ReceiptBodies:
    """What the receipts of one run state; the ledger keeps the hash of each only.

    The salt is the receipt's own: with it the person can show that the receipt is about them,
    and nobody without the receipt can tell from the ledger.
    """

    def __init__(self, company: Company, plan: StoredPlan, done: Done, now: datetime) -> None:
        """State what is the same for everybody."""
        about = company.policy.policy
        self._done = done
        self._at = now.isoformat()
        self._written = Template(
            {
                "company": {"en": about.company.en, "ja": about.company.ja},
                "issued_at": self._at,
                "policy": {
                    "id": about.id,
                    "version": about.version,
                    "sha256": company.policy.sha256,
                },
                "plan_sha256": plan.sha256,
                "as_of": plan.document["as_of"],
                "late_writers": {
                    # One place without a guard, and a late row is swept there, not prevented.
                    "mode": "guarded" if set(plan.pins["parts"]) <= set(done.guarded) else "swept",
                    "guarded": list(done.guarded),
                    "swept": dict(done.late),
                },
                "out_of_scope": sorted({*plan.document["out_of_scope"], *unread_of(done.residue)}),
                "not_proven": plan.document["not_proven"],
                "drill": company.clock.drill,
            }
        )

    def alike(self, case: Case, report: Mapping[str, Any]) -> Template:
        """State what is the same for everybody with this report who asked at the same time."""
        return self._written.sharing(
            {
                "right": case.right,
                "received_at": case.opened_at.isoformat(),
                "found": case.found,
                "absence": case.absence,
                "complete": report["complete"],
                "steps": report["steps"],
                "residue": self._residue(report, {}),
            }
        )

    def write(
        self, case: Case, report: Mapping[str, Any], alike: Template, number: int | None
    ) -> bytes:
        """Return one receipt's body in canonical form.

        Args:
            case: Whose it is.
            report: What was seen.
            alike: What `alike` stated of it.
            number: The person's number in the run; `None` for somebody who was not found.
        """
        salt = secrets.token_bytes(16)
        identifiers = case.private.asked if case.private else {}
        digests: dict[str, str] = {
            kind: salted_digest(salt, normal_form(kind, value))
            for kind, value in sorted(identifiers.items())
        }
        own: dict[str, JSON] = {
            "request": case.ref,
            "salt": salt.hex(),
            "subject_digest": next(iter(digests.values()), ""),
            "subject": {"kinds": list(digests), "digests": digests},
        }
        if self._done.residue is not None and number is not None:
            found = self._done.residue.found.get(number)
            if found:
                own["residue"] = self._residue(report, found)
        return alike.fill({name: canonical(value) for name, value in own.items()})

    def _residue(self, report: Mapping[str, Any], found: Mapping[str, int]) -> dict[str, JSON]:
        return {"state": report["residue"], "at": self._at, "found": dict(found)}
