"""What a sweep says: each act as it was read back, and what is still due."""

from collections.abc import Mapping, Sequence
from typing import Any

from upheld.deletion.steps import Step
from upheld.refusal import Exit
from upheld.retention.keeping import Keeping
from upheld.retention.plan import Listed
from upheld.retention.store import Sweep

SCHEMA = "upheld/retention-report/1"
STEPS_IN_AN_ENTRY = 100
"""An entry of the ledger is small by format (64 KiB): more is several entries."""
_GOOD = ("verified", "retained")
_BAD = ("remaining", "failed", "not_attempted")


def report_of(sweep: Sweep, steps: Sequence[Step], left: Sequence[Listed] | None) -> dict[str, Any]:
    """The documented report.

    Args:
        sweep: The run.
        steps: What was seen of each act.
        left: What is due on the plan's day after it; `None` where nobody could look.
    """
    settled = all(step.outcome in _GOOD for step in steps)
    unproven = sweep.document["not_proven"]
    nothing_left = left is not None and not any(one.due.rows for one in left)
    return {
        "schema": SCHEMA,
        "run": sweep.ref,
        "as_of": sweep.document["as_of"],
        "plan_sha256": sweep.sha256,
        "complete": settled and nothing_left and not unproven,
        "steps": [step.as_json() for step in steps],
        "left": None if left is None else [one.as_json() for one in left],
        "not_proven": unproven,
    }


def left_by_rule(
    keeping: Keeping, left: Sequence[Listed] | None
) -> dict[str, dict[str, int | None]]:
    """For each rule that a map carries: rows that are still due, and rows that a hold keeps."""
    named = {
        entry.retain.rule
        for system in keeping.systems
        for entry in system.datamap.model.tables.values()
        if entry.retain is not None and entry.retain.rule
    }
    if left is None:
        return {rule: {"left": None, "held": None} for rule in sorted(named)}
    found: dict[str, dict[str, int | None]] = {}
    for rule in sorted(named):
        own = [one.due for one in left if one.due.rule == rule]
        found[rule] = {"left": sum(d.rows for d in own), "held": sum(d.held for d in own)}
    return found


def exit_of(report: Mapping[str, Any]) -> Exit:
    """The exit code that a report means."""
    if report["complete"]:
        return Exit.DONE
    outcomes = {step["outcome"] for step in report["steps"]}
    left = report["left"]
    if outcomes & set(_BAD) or (left is not None and any(one["rows"] for one in left)):
        return Exit.REMAINING
    return Exit.NOT_PROVEN
