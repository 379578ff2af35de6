"""`/api/v1/requests/search`: the requests of one person; each search is an entry of the ledger."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request

from upheld.desk import searching
from upheld.web.api.acting import standing
from upheld.web.api.shapes import PROBLEMS, Found, Sought
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/requests", responses=PROBLEMS, tags=["requests"])


@router.post("/search")
def search(
    body: Sought,
    request: Request,
    token: Annotated[Token, Depends(acting("people:search", "privacy_officer"))],
) -> Found:
    """Find the requests of a person by any of these identifiers, the newest first.

    The identifiers are in the body and in no address; the entry says which kinds, and no value.
    """
    office = office_of(request)
    with office.company.engine.begin() as connection:
        found = searching.search(office, connection, body.subject, by=token.actor)
    return Found(requests=[standing(office, case) for case in found])
