"""`/api/v1/requests/search`: the requests of one person; each search is an entry of the ledger."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request

from upheld.desk import store
from upheld.subject import lookup
from upheld.web.api.acting import standing
from upheld.web.api.shapes import PROBLEMS, Found, Sought
from upheld.web.signin.acts import record
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of, site_of

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
    lookup.check_kinds(dict(body.subject), office.company.identifier_kinds())
    digests = [office.digest(kind, value) for kind, value in body.subject.items()]
    with office.company.engine.begin() as connection:
        there = dict.fromkeys(reference for reference, _ in store.found_by(connection, digests))
        cases = store.load_many(connection, office.company.vault, list(there))
        record(
            connection, site_of(request), "people-searched", token.actor,
            identifier=" ".join(sorted(body.subject)), found=len(cases),
        )  # fmt: skip
    return Found(requests=[standing(office, case) for case in cases])
