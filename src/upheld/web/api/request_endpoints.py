"""`/api/v1/requests`: open a request, see how it stands, list, take back, fetch the receipt."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk import listing, store, withdrawing
from upheld.desk.case import Channel, State
from upheld.desk.clocks import offered
from upheld.desk.entering import arrived_on
from upheld.desk.intake import Intake, receive
from upheld.desk.kinds import KINDS
from upheld.law.packs.shelf import citation
from upheld.rights.receipts import NoReceiptError
from upheld.web.api.acting import Call, CaseCall, Key, case_of, on_request, once_for, standing
from upheld.web.api.cursor import mark, place_or_refuse
from upheld.web.api.shapes import (
    PROBLEMS,
    AskedFor,
    EnteredRequest,
    NewRequest,
    RequestPage,
    RequestShape,
    Right,
    RightShape,
)
from upheld.web.centre.progress import receipt_of
from upheld.web.roles import public
from upheld.web.signin.tokens import Token, acting, scoped
from upheld.web.site import office_of
from upheld.wording import Text

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Reader = Annotated[Token, Depends(scoped("requests:read"))]
WRITE = scoped("requests:write")
Writer = Annotated[Token, Depends(WRITE)]
Worker = Annotated[Token, Depends(acting("requests:work", "privacy_officer"))]
_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": RequestShape, "description": "It was received before, by this key"}
}


@router.post("/requests", status_code=201, tags=["requests"], responses=_AGAIN)
def open_request(
    body: NewRequest, request: Request, response: Response, token: Writer, key: Key = None
) -> RequestShape:
    """Open a request; its number and its last day come back at once.

    With `Idempotency-Key` the same call made again gets the first one's answer (200), and the
    same key with another body is refused (422).
    """
    intake = _intake(body, "api", body.received_at, token.actor)
    call = Call(request=request, token=token, key=key, body=body)
    return _received(call, response, intake)


@router.post("/entered-requests", status_code=201, tags=["work"], responses=_AGAIN)
def enter_request(
    body: EnteredRequest, request: Request, response: Response, token: Worker, key: Key = None
) -> RequestShape:
    """Enter a request that came on paper, by telephone or at the counter.

    Its clock runs from the day on which it arrived.
    """
    arrived = arrived_on(office_of(request), body.received_on)
    intake = _intake(body, body.channel, arrived, token.actor)
    call = Call(request=request, token=token, key=key, body=body)
    return _received(call, response, intake)


@router.get("/requests", tags=["requests"])
def list_requests(
    request: Request,
    _token: Reader,
    *,
    state: Annotated[list[State] | None, Query(description="Only these; else all open")] = None,
    right: Annotated[list[Right] | None, Query(description="Only these")] = None,
    due_from: Annotated[date | None, Query(description="Last day on this day or later")] = None,
    due_until: Annotated[date | None, Query(description="Last day on this day or sooner")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RequestPage:
    """List requests, the most urgent first."""
    office = office_of(request)
    vault = office.company.vault
    only = listing.wanted(right, due_from, due_until)
    after = place_or_refuse(cursor)
    with office.company.engine.connect() as connection:
        rows = store.queue(connection, states=state, only=only, after=after, most=limit + 1)
        kept = store.load_many(connection, vault, [row.reference for row in rows[:limit]])
    more = len(rows) > limit
    return RequestPage(
        requests=[standing(office, case) for case in kept],
        cursor=mark(rows[limit - 1].due_at, rows[limit - 1].reference) if more else None,
    )


@router.get("/requests/{reference}", tags=["requests"])
def read_request(reference: str, request: Request, _token: Reader) -> RequestShape:
    """See how one request stands."""
    office = office_of(request)
    return standing(office, case_of(office, reference))


@router.post("/requests/{reference}/withdraw", tags=["requests"])
def withdraw(call: Annotated[CaseCall, Depends(on_request(WRITE))]) -> RequestShape:
    """Take a request back, as long as nothing was begun."""
    office, reference = call.office, case_of(call.office, call.reference).reference
    return call.act(
        lambda within: withdrawing.withdraw_held(office, within, reference, by=call.by),
        around=lambda: withdrawing.held(office, reference),
    )


@router.get("/requests/{reference}/receipt", tags=["evidence"], response_model=dict[str, Any])
def receipt(
    reference: str, request: Request, _token: Annotated[Token, Depends(scoped("evidence:read"))]
) -> Response:
    """Fetch the receipt; its bytes, kept as they come, are what `upheld verify` reads."""
    office = office_of(request)
    document = receipt_of(office, case_of(office, reference))
    if document is None:
        raise NoReceiptError(
            Text(en="this request has no receipt", ja="この請求には証明書がありません"),
            remedy=Text(
                en="it has one once something was carried out on the stores",
                ja="データに対する実施が済むと発行されます",
            ),
        )
    return Response(document.as_bytes(), media_type="application/json")


@router.get("/rights", tags=["policy"])
def rights(
    request: Request, _token: Annotated[Token, Depends(scoped("policy:read"))]
) -> list[RightShape]:
    """List what can be asked for, with article, fee and forms."""
    policy = office_of(request).company.policy
    found = []
    for right, kind in KINDS.items():
        line = offered(policy, right, kind.residence)
        if line is None or not line.offered:
            continue
        fee = line.fee
        found.append(
            RightShape(
                right=right,
                label=kind.label.by_language(),
                articles=[citation(duty, "en") for duty in kind.duties],
                identity=kind.identity,
                fee={"amount": str(fee.amount), "currency": fee.currency} if fee else None,
                forms=list(line.forms),
            )
        )
    return found


@router.get("/openapi.json", include_in_schema=False, dependencies=[Depends(public)])
def description(request: Request) -> dict[str, Any]:
    """Describe all of it (OpenAPI 3.1)."""
    found: dict[str, Any] = request.app.openapi()
    return found


def _intake(body: AskedFor, channel: Channel, at: datetime | None, by: str) -> Intake:
    return Intake(
        right=body.right,
        language=body.language,
        channel=channel,
        subject=dict(body.subject),
        contact=body.contact,
        name=body.name,
        message=body.message,
        changes=dict(body.changes),
        received_at=at,
        residence=body.residence,
        agent=body.agent,
        form=body.form,
        grounds=tuple(body.grounds),
        by=by,
    )


def _received(call: Call, response: Response, intake: Intake) -> RequestShape:
    office = office_of(call.request)
    if call.key is None:
        reference, new = receive(office, intake).reference, True
    else:
        reference, new = once_for(
            call, lambda: lambda connection: receive(office, intake, connection).reference
        )
    if not new:
        response.status_code = 200
    response.headers["location"] = f"/api/v1/requests/{reference}"
    return standing(office, case_of(office, reference))
