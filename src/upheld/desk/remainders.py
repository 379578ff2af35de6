"""What is left after a case was carried out, and what a person does about it.

What remained, failed or was not done is planned again. What could not be read is answered as not
proven. What was found again, although every row of the plan is gone, can be another person's own:
members of a family have one telephone. Of a found input a rule of the policy can keep a row. Only
a person can say that either has to stay.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.acting import report_of, request_of
from upheld.desk.case import Case
from upheld.desk.found_inputs.remaining import retained
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.moving import MoveRefusedError, move
from upheld.desk.office import Office
from upheld.desk.others import store as tasks
from upheld.desk.standing import LEFT
from upheld.evidence.entry import JSON
from upheld.rights.report import GOOD, residue_places
from upheld.wording import Text


def remains(report: Mapping[str, Any] | None) -> bool:
    """Whether something was left, failed or found again; what is only unproven is another thing."""
    if report is None or report["complete"]:
        return False
    return not _settled(report) or report["residue"] in ("found", "not yet scanned")


def found_again(
    office: Office, reference: str, within: Connection | None = None
) -> Mapping[str, int]:
    """Where identifiers of the person were found although every row of the plan is settled.

    Returns:
        Rows by `place/table.column`; empty where nothing was found, or where steps remain.
    """
    request = request_of(office, reference, within)
    report = request.report if request is not None else None
    if request is None or report is None or not _settled(report) or report["residue"] != "found":
        return {}
    return residue_places([request])


def plan_again(
    office: Office, reference: str, by: str, *, within: Connection | None = None
) -> Case:
    """Plan what remained once more; it is approved and carried out like the first plan.

    Raises:
        MoveRefusedError: Nothing was carried out.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        move(office, connection, case, "decided", by=by, kind="case-plan-again")
    return case


def answer_unproven(
    office: Office, reference: str, by: str, *, within: Connection | None = None
) -> Case:
    """Answer although something could not be read, and say so in the letter and the ledger.

    Only where nothing remains that was seen: what was seen and left is planned again.

    Raises:
        MoveRefusedError: The case is not carried out, or something remains.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        report = report_of(office, reference, connection)
        left = remains(report) or case.right == FOUND_INPUT  # of those only what a rule keeps
        if case.state != "carried_out" or left or "parties" in case.waiting:
            raise _something_remains(case)
        body: dict[str, JSON] = {"proven": False}
        move(office, connection, case, "verified", by=by, body=body)
    return case


def leave_with_others(
    office: Office, reference: str, by: str, *, within: Connection | None = None
) -> Case:
    """Answer although identifiers were found again: somebody has looked, and they are another's own.

    The receipt goes on saying that they were found, and where; the entry says who judged them, and
    the letter that they were left.

    Raises:
        MoveRefusedError: The case is not carried out, nothing was found again, a step is not
            settled, or another party is awaited.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        found = found_again(office, reference, connection)
        # Until the desk has looked at what was done, it has not told the other parties either.
        seen = case.state == "carried_out" and "parties" in case.waiting
        awaited = tasks.awaited(connection, reference)
        if not seen or not found or awaited or case.right == FOUND_INPUT:
            raise _something_remains(case)
        body: dict[str, JSON] = {"residue": "found", "left_with_others": dict(found)}
        move(office, connection, case, "verified", by=by, body=body)
    return case


def leave_retained(
    office: Office, reference: str, by: str, *, within: Connection | None = None
) -> Case:
    """End the case of a found input although rows stay: somebody has looked, and they have to.

    Only where nothing but a retention rule of the policy keeps them. The entry says who judged
    it, in which tables they stay, and by which clause.

    Raises:
        MoveRefusedError: The case is not carried out, nothing stays, or no rule keeps it.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        kept = retained(office, connection, reference)
        # Until the desk has read back what was done, nobody can have looked at what it left.
        seen = case.state == "carried_out" and "decision" in case.waiting
        if not seen or not kept:
            raise _something_remains(case)
        late = office.company.clock.now() >= case.due_at
        body: dict[str, JSON] = {"retained": dict(kept), "late": late}
        case.decision = LEFT
        move(office, connection, case, "verified", by=by, body=body)
    return case


def _settled(report: Mapping[str, Any]) -> bool:
    return all(step["outcome"] in GOOD for step in report["steps"])


def _something_remains(case: Case) -> MoveRefusedError:
    return MoveRefusedError(
        Text(
            en=f"`{case.reference}` cannot be answered yet: something remains, or is not done",
            ja=f"`{case.reference}` はまだ回答できません。残っているもの、又は未実施のものがあります",
        ),
        remedy=Text(
            en="plan what remains again; wait for the parties that are named",
            ja="残ったものを計画し直し、名前の挙がっている委託先などの完了を待ってください",
        ),
    )
