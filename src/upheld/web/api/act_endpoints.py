"""`/api/v1/requests/R-…/…`: what an officer does with a request, by a token of an officer.

Each call is the console's own act: same function, same rules, same entry in the ledger, under the
name of the token and of who made it (`desk.actors`).
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk import approving, deciding, moving, store
from upheld.desk.carrying_out import answer_unproven, plan_again
from upheld.desk.fees.seen import pay_seen
from upheld.desk.others.hearing import settle
from upheld.web.api.acting import Call, Key, Make, acted, now
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.api.work_shapes import Approving, Choosing, Deciding, Extending, Paying, Settling
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/requests/{reference}", responses=PROBLEMS, tags=["work"])
Worker = Annotated[Token, Depends(acting("requests:work", "privacy_officer"))]
Decider = Annotated[Token, Depends(acting("requests:decide", "privacy_officer"))]
Approver = Annotated[Token, Depends(acting("requests:approve", "privacy_officer", "approver"))]
Cashier = Annotated[Token, Depends(acting("fees:write", "privacy_officer"))]


@router.post("/choice")
def choose(
    reference: str, body: Choosing, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """Say which of several people are meant."""
    office = office_of(request)

    def prepare() -> Make:
        chosen = approving.pick(office, reference, list(body.people))
        return lambda connection: approving.picked(
            office, connection, reference, chosen, token.actor
        )

    return acted(Call(request=request, token=token, key=key, body=body), reference, prepare)


@router.post("/decision")
def decide(
    reference: str, body: Deciding, request: Request, token: Decider, key: Key = None
) -> RequestShape:
    """Decide, on a ground of the closed list where it is not granted."""
    office = office_of(request)

    def prepare() -> Make:
        ready = deciding.prepare(
            office, reference, body.outcome, token.actor,
            ground=body.ground, explanation=body.explanation, only=body.only,
            covers_all=body.covers_all, turn=body.turn,
        )  # fmt: skip
        return lambda connection: deciding.write(office, connection, *ready)

    return acted(Call(request=request, token=token, key=key, body=body), reference, prepare)


@router.post("/approval")
def approve(
    reference: str, body: Approving, request: Request, token: Approver, key: Key = None
) -> RequestShape:
    """Approve exactly the plan that was shown; a worker carries it out.

    Where a second person has to approve, a token counts as whoever made it, and at most one of
    decision and approval may be a token's (403, `four-eyes`).
    """
    office = office_of(request)

    def act(connection: Connection) -> None:
        approving.approve(office, reference, body.plan_sha256, token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/extension")
def extend(
    reference: str, body: Extending, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """Prolong the time, once, where that is allowed; the person is told why."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        case = store.load(connection, office.company.vault, reference)
        case.turn = body.turn
        moving.extend(office, connection, case, by=token.actor, reason=body.reason)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/payments")
def pay(
    reference: str, body: Paying, request: Request, token: Cashier, key: Key = None
) -> RequestShape:
    """Note that the fee came in; with its number, a transfer counts once."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        case = store.load(connection, office.company.vault, reference)
        pay_seen(office, connection, case, body.way, by=token.actor, number=body.number)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/tasks/{task}")
def settle_task(
    reference: str, task: str, body: Settling, request: Request, *, token: Worker, key: Key = None
) -> RequestShape:
    """Note that another party has done its part, or need not."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        settle(
            office, task[:36], body.outcome,
            by=token.actor, proof=body.proof, of=reference, within=connection,
        )  # fmt: skip

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/new-plan")
def again(reference: str, request: Request, token: Worker, key: Key = None) -> RequestShape:
    """Plan what remained once more; it is approved and carried out like the first plan."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        plan_again(office, reference, token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key), reference, now(act))


@router.post("/unproven-answer")
def answer(reference: str, request: Request, token: Decider, key: Key = None) -> RequestShape:
    """Answer although something could not be read; the letter says so."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        answer_unproven(office, reference, token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key), reference, now(act))
