"""`/api/v1/requests/R-…/…`: what ends a wait, by a token of an officer; see `act_endpoints`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection

from upheld.desk import acknowledging, clarifying, delivery, pausing, restricting
from upheld.desk.actors import person_of
from upheld.desk.answering import announce_again
from upheld.desk.fees import charging
from upheld.desk.identity.seen import note_seen
from upheld.desk.taking_on import take_on
from upheld.web.api.acting import CaseCall, Make, on_request
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.api.staff_refusals import StaffLeftError, StaffUnknownError
from upheld.web.api.work_shapes import (
    Confirming,
    HandingOver,
    Holding,
    Lifting,
    Question,
    Seeing,
    TakingOn,
)
from upheld.web.signin.store import staff_by_id
from upheld.web.signin.tokens import acting

router = APIRouter(prefix="/api/v1/requests/{reference}", responses=PROBLEMS, tags=["work"])
Work = Annotated[CaseCall, Depends(on_request(acting("requests:work", "privacy_officer")))]
Identifying = Annotated[
    CaseCall, Depends(on_request(acting("requests:identify", "privacy_officer")))
]
Money = Annotated[CaseCall, Depends(on_request(acting("fees:write", "privacy_officer")))]


@router.post("/identity")
def identify(call: Identifying, body: Seeing) -> RequestShape:
    """Note that staff have seen who asks, or that an agent's power was shown."""

    def act(within: Connection) -> None:
        case = call.case(within, body.turn)
        note_seen(call.office, within, case, body.what, body.proof, by=call.by)

    return call.act(act, body)


@router.post("/hold")
def hold(call: Work, body: Holding) -> RequestShape:
    """Put a request on hold; its clock runs on."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(
        lambda within: pausing.put_on_hold(office, reference, body.reason, by=by, within=within),
        body,
    )


@router.post("/take-up")
def take_up(call: Work) -> RequestShape:
    """Go on with a request that was on hold."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(lambda within: pausing.take_up(office, reference, by=by, within=within))


@router.post("/question")
def ask(call: Work, body: Question) -> RequestShape:
    """Ask the person a question by mail."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(
        lambda within: clarifying.ask(office, reference, body.question, by=by, within=within), body
    )


@router.post("/clarification")
def clarified(call: Work) -> RequestShape:
    """Note that the question was answered."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(lambda within: clarifying.answered(office, reference, by=by, within=within))


@router.post("/handover")
def hand_over(call: Work, body: HandingOver) -> RequestShape:
    """Note that the answer was given on paper."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(
        lambda within: delivery.handed_over(office, reference, by=by, how=body.how, within=within),
        body,
    )


@router.post("/confirmation")
def confirm(call: Work, body: Confirming) -> RequestShape:
    """Note that the receipt was confirmed otherwise than by mail."""
    office, reference = call.office, call.reference
    return call.act(
        lambda within: acknowledging.given(
            office, reference, by=call.by, how=body.how, within=within
        ),
        body,
    )


@router.post("/assignment")
def assign(call: Work, body: TakingOn) -> RequestShape:
    """Note who works on the request: you, by default, or a colleague."""
    who = body.to or person_of(call.by)

    def act(within: Connection) -> None:
        colleague = staff_by_id(within, who[:16])
        if colleague is None:
            raise StaffUnknownError
        if colleague.disabled_at is not None:
            raise StaffLeftError
        take_on(call.office, within, call.case(within, body.turn), colleague.id, by=call.by)

    return call.act(act, body)


@router.post("/new-link")
def announce(call: Work) -> RequestShape:
    """Mail a new link to the answer."""

    def prepare() -> Make:
        # A bundle that is made anew takes long, and no transaction waits for it. Should the
        # process end just here, the call made again mails a second link to the same answer.
        announce_again(call.office, call.reference, call.by)
        return lambda _within: None

    return call.act_prepared(prepare)


@router.post("/lift")
def lift(call: Work, body: Lifting) -> RequestShape:
    """End a stop of use."""
    office, reference, by = call.office, call.reference, call.by
    return call.act(
        lambda within: restricting.lift(
            office, reference, by=by, reason=body.reason, within=within
        ),
        body,
    )


@router.post("/waiver")
def waive(call: Money) -> RequestShape:
    """Let go of what is left to pay."""
    return call.act(
        lambda within: charging.waive(
            call.office, within, call.case(within), by=call.by, reason="decided"
        )
    )
