"""A document that was handed in: seen by privacy officers only, and each look is an entry."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from upheld.desk import moving
from upheld.desk.identity import proofs
from upheld.running.work import uploads_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
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
        found = [one for one in proofs.of_case(connection, reference) if one.id == proof]
        if not found or found[0].stored_as is None:
            raise PageUnknownError
        moving.note(
            office, connection, reference, "proof-seen", by=str(staff.id), body={"proof": proof}
        )
    document, chunks = uploads_of(office).open(found[0].stored_as)
    return StreamingResponse(
        chunks,
        media_type=document.kind.media_type,
        headers={
            "content-disposition": f'inline; filename="{proof}"',
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )
