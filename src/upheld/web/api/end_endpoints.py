"""`/api/v1/requests/R-…/…`: what ends a wait, by a token of an officer; see `act_endpoints`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk import clarifying, delivery, pausing, restricting, store
from upheld.desk.answering import announce_again
from upheld.desk.fees import charging
from upheld.desk.identity.seen import note_seen
from upheld.web.api.acting import Call, Key, Make, acted, now
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.api.work_shapes import HandingOver, Holding, Lifting, Question, Seeing
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/requests/{reference}", responses=PROBLEMS, tags=["work"])
Worker = Annotated[Token, Depends(acting("requests:work", "privacy_officer"))]
Identifier = Annotated[Token, Depends(acting("requests:identify", "privacy_officer"))]
Cashier = Annotated[Token, Depends(acting("fees:write", "privacy_officer"))]


@router.post("/identity")
def identify(
    reference: str, body: Seeing, request: Request, token: Identifier, key: Key = None
) -> RequestShape:
    """Note that staff have seen who asks, or that an agent's power was shown."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        case = store.load(connection, office.company.vault, reference)
        case.turn = body.turn
        note_seen(office, connection, case, body.what, body.proof, by=token.actor)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/hold")
def hold(
    reference: str, body: Holding, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """Put a request on hold; its clock runs on."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        pausing.put_on_hold(office, reference, body.reason, by=token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/take-up")
def take_up(reference: str, request: Request, token: Worker, key: Key = None) -> RequestShape:
    """Go on with a request that was on hold."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        pausing.take_up(office, reference, by=token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key), reference, now(act))


@router.post("/question")
def ask(
    reference: str, body: Question, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """Ask the person a question by mail."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        clarifying.ask(office, reference, body.question, by=token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/clarification")
def clarified(reference: str, request: Request, token: Worker, key: Key = None) -> RequestShape:
    """Note that the question was answered."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        clarifying.answered(office, reference, by=token.actor, within=connection)

    return acted(Call(request=request, token=token, key=key), reference, now(act))


@router.post("/handover")
def hand_over(
    reference: str, body: HandingOver, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """Note that the answer was given on paper."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        delivery.handed_over(office, reference, by=token.actor, how=body.how, within=connection)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/new-link")
def announce(reference: str, request: Request, token: Worker, key: Key = None) -> RequestShape:
    """Mail a new link to the answer."""
    office = office_of(request)

    def prepare() -> Make:
        # A bundle that is made anew takes long, and no transaction waits for it. Should the
        # process end just here, the call made again mails a second link to the same answer.
        announce_again(office, reference, token.actor)
        return lambda _connection: None

    return acted(Call(request=request, token=token, key=key), reference, prepare)


@router.post("/lift")
def lift(
    reference: str, body: Lifting, request: Request, token: Worker, key: Key = None
) -> RequestShape:
    """End a stop of use."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        restricting.lift(office, reference, by=token.actor, reason=body.reason, within=connection)

    return acted(Call(request=request, token=token, key=key, body=body), reference, now(act))


@router.post("/waiver")
def waive(reference: str, request: Request, token: Cashier, key: Key = None) -> RequestShape:
    """Let go of what is left to pay."""
    office = office_of(request)

    def act(connection: Connection) -> None:
        case = store.load(connection, office.company.vault, reference)
        charging.waive(office, connection, case, by=token.actor, reason="decided")

    return acted(Call(request=request, token=token, key=key), reference, now(act))
