"""What of a found input is still there once it was carried out, and what a rule keeps of it."""

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import Connection

from upheld.desk.acting import kept_plan, request_of
from upheld.desk.office import Office
from upheld.rights.case import Case as Request
from upheld.rights.case import StoredPlan

TableOf: TypeAlias = tuple[str, str]
"""A system, and a table of it."""
_GONE = frozenset({"delete", "anonymise"})


def tables_left(office: Office, connection: Connection, reference: str) -> set[TableOf] | None:
    """Return where named rows are still there; `None` where not everything was read back."""
    return _left(request_of(office, reference, connection), kept_plan(connection, reference))


def retained(office: Office, connection: Connection, reference: str) -> Mapping[str, str]:
    """Return the rules that keep what is left, where nothing else does.

    What a rule does not keep of such a row is emptied, and was read back.

    Returns:
        The clause of the rule by `system/table`; empty where nothing is left, or where something
        is left that no rule of the policy keeps.
    """
    request = request_of(office, reference, connection)
    plan = kept_plan(connection, reference)
    left = _left(request, plan)
    if not left or request is None or request.report is None:
        return {}
    rules = {
        (step["system"], step["table"]): str(step["clause"])
        for step in request.report["steps"]
        if (step["action"], step["outcome"]) == ("retain", "retained") and step["clause"]
    }
    if left - rules.keys() or left & _kept_by_plan(plan, "keep", "unlink"):
        return {}
    return {f"{system}/{table}": rules[system, table] for system, table in sorted(left)}


def _left(request: Request | None, plan: StoredPlan | None) -> set[TableOf] | None:
    report = request.report if request is not None else None
    if request is None or request.private is None or report is None or not report["complete"]:
        return None
    named = {(system, table) for system, tables in request.private.rows.items() for table in tables}
    stays = {
        (step["system"], step["table"])
        for step in report["steps"]
        if step["action"] not in _GONE or step["outcome"] != "verified"
    }
    return named & (stays | _kept_by_plan(plan, "keep", "retain", "unlink"))


def _kept_by_plan(plan: StoredPlan | None, *acts: str) -> set[TableOf]:
    """Tables in which the plan leaves a row by one of these acts: of some there is no step."""
    parts = plan.pins["parts"] if plan is not None else {}
    return {
        (system, table["table"])
        for system, part in parts.items()
        for table in part["tables"]
        if any(table[act] for act in acts)
    }
