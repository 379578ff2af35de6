"""`/api/v1/work`: what was tried as often as it is, and waits for a decision of somebody."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.durable import outbox
from upheld.durable.outbox import Waiting
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.board_shapes import Decided, WorkPage, WorkShape
from upheld.web.api.shapes import PROBLEMS
from upheld.web.refused import WorkNotStuckError
from upheld.web.row_numbers import RowCursor, RowNumber
from upheld.web.signin.acts import record
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of, site_of

router = APIRouter(prefix="/api/v1/work", responses=PROBLEMS, tags=["systems"])
Reader = Annotated[Token, Depends(acting("work:read", "privacy_officer", "engineer"))]
Keeper = Annotated[Token, Depends(acting("work:write", "privacy_officer", "engineer"))]


@router.get("/stuck")
def list_stuck(
    request: Request,
    _token: Reader,
    cursor: RowCursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WorkPage:
    """List work that waits for a decision, by its number."""
    with office_of(request).company.engine.connect() as connection:
        found = outbox.stuck(connection, after=cursor or 0, most=limit + 1)
    return WorkPage(
        work=[_shape(row) for row in found[:limit]],
        cursor=found[limit - 1].id if len(found) > limit else None,
    )


@router.post("/{number}/again")
def again(number: RowNumber, request: Request, token: Keeper, key: Key = None) -> Decided:
    """Try stuck work again from the beginning."""
    return _decide(Call(request=request, token=token, key=key), number, outbox.again, "again")


@router.post("/{number}/drop")
def drop(number: RowNumber, request: Request, token: Keeper, key: Key = None) -> Decided:
    """Give stuck work up."""
    return _decide(Call(request=request, token=token, key=key), number, outbox.drop, "drop")


def _decide(
    call: Call, number: int, act: Callable[[Connection, int, datetime], bool], what: str
) -> Decided:
    site, now = site_of(call.request), office_of(call.request).company.clock.now()

    def make(within: Connection) -> str:
        if not act(within, number, now):
            raise WorkNotStuckError
        record(within, site, f"work-{what}", call.token.actor, row=number)
        return str(number)

    once_for(call, lambda: make)
    return Decided(number=number)


def _shape(row: Waiting) -> WorkShape:
    return WorkShape(
        number=row.id,
        kind=row.kind,
        of=row.key,
        attempts=row.attempts,
        last_error=row.last_error,
        stuck_at=row.stuck_at,
    )
