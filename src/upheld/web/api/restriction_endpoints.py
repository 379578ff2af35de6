"""`/api/v1/restrictions/check`: may this be done with a person's data now?

The identifiers are in the body and never in the address: addresses are kept by servers on the way.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request

from upheld.desk.restricting import asked
from upheld.web.api.shapes import PROBLEMS, Asked, Restricted, UseShape
from upheld.web.signin.tokens import Token, scoped
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/restrictions", responses=PROBLEMS)


@router.post("/check", tags=["restrictions"])
def check(
    body: Asked, request: Request, _token: Annotated[Token, Depends(scoped("restrictions:read"))]
) -> Restricted:
    """Ask whether uses are stopped for a person; a use the policy does not know is refused."""
    found = asked(office_of(request), body.subject, body.uses)
    return Restricted(
        uses={
            use: UseShape(stopped=bool(stop), reasons=list(stop.reasons), since=stop.since)
            for use, stop in found.items()
        }
    )
