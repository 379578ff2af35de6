"""`/api/v1/webhooks/…`: what the company's own systems were told, and telling them again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk.webhooks.listing import Delivery, DeliveryState, deliveries
from upheld.desk.webhooks.sending import send_again
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.board_shapes import DeliveryPage, DeliveryShape, Replayed, Replaying
from upheld.web.api.shapes import PROBLEMS
from upheld.web.row_numbers import RowCursor
from upheld.web.signin.tokens import Token, acting, scoped
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/webhooks", responses=PROBLEMS, tags=["webhooks"])


@router.get("/deliveries")
def list_deliveries(
    request: Request,
    _token: Annotated[Token, Depends(scoped("webhooks:read"))],
    state: Annotated[DeliveryState | None, Query(description="Only these")] = None,
    cursor: RowCursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeliveryPage:
    """List messages and what became of them, the newest first."""
    with office_of(request).company.engine.connect() as connection:
        found = deliveries(connection, state=state, before=cursor, most=limit + 1)
    more = len(found) > limit
    return DeliveryPage(
        deliveries=[_shape(one) for one in found[:limit]],
        cursor=found[limit - 1].id if more else None,
    )


@router.post("/replays")
def replay(
    body: Replaying,
    request: Request,
    token: Annotated[Token, Depends(acting("webhooks:write", "privacy_officer", "engineer"))],
    key: Key = None,
) -> Replayed:
    """Send the messages of a day again, with the identifiers they had."""
    office = office_of(request)

    def act(connection: Connection) -> str:
        return str(send_again(office, body.day, body.to, within=connection))

    count, _new = once_for(Call(request=request, token=token, key=key, body=body), lambda: act)
    return Replayed(messages=int(count))


def _shape(one: Delivery) -> DeliveryShape:
    return DeliveryShape(**{name: getattr(one, name) for name in DeliveryShape.model_fields})
