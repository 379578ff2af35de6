"""`/api/v1/requests/R-…/…`: what an officer does with a request, by a token of an officer.

Each call is the console's own act: same function, same rules, same entry in the ledger, under the
name of the token and of who made it (`desk.actors`).
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection

from upheld.desk import approving, deciding, moving
from upheld.desk.fees.seen import pay_seen
from upheld.desk.others.hearing import settle
from upheld.desk.remainders import (
    answer_unproven,
    leave_retained,
    leave_with_others,
    plan_again,
)
from upheld.web.api.acting import CaseCall, Make, on_request
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.api.work_shapes import Approving, Choosing, Deciding, Extending, Paying, Settling
from upheld.web.signin.tokens import acting

router = APIRouter(prefix="/api/v1/requests/{reference}", responses=PROBLEMS, tags=["work"])
Work = Annotated[CaseCall, Depends(on_request(acting("requests:work", "privacy_officer")))]
Decision = Annotated[CaseCall, Depends(on_request(acting("requests:decide", "privacy_officer")))]
Approval = Annotated[
    CaseCall, Depends(on_request(acting("requests:approve", "privacy_officer", "approver")))
]
Money = Annotated[CaseCall, Depends(on_request(acting("fees:write", "privacy_officer")))]


@router.post("/choice")
def choose(call: Work, body: Choosing) -> RequestShape:
    """Say which of several people are meant."""
    office, reference = call.office, call.reference

    def prepare() -> Make:
        chosen = approving.pick(office, reference, list(body.people))
        return lambda within: approving.picked(office, within, reference, chosen, call.by)

    return call.act_prepared(prepare, body)


@router.post("/decision")
def decide(call: Decision, body: Deciding) -> RequestShape:
    """Decide, on a ground of the closed list where it is not granted."""

    def prepare() -> Make:
        ready = deciding.prepare(
            call.office, call.reference, body.outcome, call.by,
            ground=body.ground, explanation=body.explanation, only=body.only,
            covers_all=body.covers_all, turn=body.turn,
        )  # fmt: skip
        return lambda within: deciding.write(call.office, within, *ready)

    return call.act_prepared(prepare, body)


@router.post("/approval")
def approve(call: Approval, body: Approving) -> RequestShape:
    """Approve exactly the plan that was shown; a worker carries it out.

    Where a second person has to approve, a token counts as whoever made it, and at most one of
    decision and approval may be a token's (403, `four-eyes`).
    """
    office, reference, by = call.office, call.reference, call.by
    return call.act(
        lambda within: approving.approve(office, reference, body.plan_sha256, by, within=within),
        body,
    )


@router.post("/extension")
def extend(call: Work, body: Extending) -> RequestShape:
    """Prolong the time, once, where that is allowed; the person is told why."""

    def act(within: Connection) -> None:
        case = call.case(within, body.turn)
        moving.extend(call.office, within, case, by=call.by, reason=body.reason)

    return call.act(act, body)


@router.post("/payments")
def pay(call: Money, body: Paying) -> RequestShape:
    """Note that the fee came in; with its number, a transfer counts once."""
    return call.act(
        lambda within: pay_seen(
            call.office, within, call.case(within), body.way, by=call.by, number=body.number
        ),
        body,
    )


@router.post("/tasks/{task}")
def settle_task(call: Work, task: str, body: Settling) -> RequestShape:
    """Note that another party has done its part, or need not."""
    return call.act(
        lambda within: settle(
            call.office, task[:36], body.outcome,
            by=call.by, proof=body.proof, of=call.reference, within=within,
        ),
        body,
    )  # fmt: skip


@router.post("/new-plan")
def again(call: Work) -> RequestShape:
    """Plan what remained once more; it is approved and carried out like the first plan."""
    return call.act(lambda within: plan_again(call.office, call.reference, call.by, within=within))


@router.post("/unproven-answer")
def answer(call: Decision) -> RequestShape:
    """Answer although something could not be read; the letter says so."""
    return call.act(
        lambda within: answer_unproven(call.office, call.reference, call.by, within=within)
    )


@router.post("/left-with-others")
def leave(call: Decision) -> RequestShape:
    """Answer although identifiers were found again: somebody has looked, and they are another's own."""
    return call.act(
        lambda within: leave_with_others(call.office, call.reference, call.by, within=within)
    )


@router.post("/left-retained")
def leave_to_rule(call: Decision) -> RequestShape:
    """End the case of a found input although rows stay: a retention rule keeps them."""
    return call.act(
        lambda within: leave_retained(call.office, call.reference, call.by, within=within)
    )
