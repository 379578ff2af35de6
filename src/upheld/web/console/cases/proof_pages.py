"""Documents that were handed in or came along: for privacy officers, and each look is an entry."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.identity.handed_in import look as look_at
from upheld.desk.mailroom import reading
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
from upheld.web.sealed_document import sealed_document
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of

router = APIRouter(include_in_schema=False)


@router.get("/console/requests/{reference}/proofs/{proof}")
def look(
    reference: str,
    proof: str,
    request: Request,
    staff: Annotated[Staff, Depends(allow("privacy_officer"))],
) -> Response:
    """Send the document, to be saved or shown by the browser alone."""
    office = office_of(request)
    with office.company.engine.begin() as connection:
        stored_as = look_at(office, connection, reference, proof, by=str(staff.id))
    if stored_as is None:
        raise PageUnknownError
    return sealed_document(office, stored_as, proof)


@router.get("/console/mail/{key}/files/{number}")
def look_at_file(
    key: str,
    number: int,
    request: Request,
    staff: Annotated[Staff, Depends(allow("privacy_officer"))],
) -> Response:
    """Send a file that came along with a mail, by its place in the list of them."""
    office = office_of(request)
    with office.company.engine.begin() as connection:
        stored_as = reading.look_at_file(office, connection, key, number, by=str(staff.id))
    return sealed_document(office, stored_as, f"file-{number}")
