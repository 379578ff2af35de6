"""Documents that were handed in or came along: for privacy officers, and each look is an entry."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from upheld.desk import moving
from upheld.desk.enclosing import uploads_of
from upheld.desk.identity import proofs
from upheld.desk.mailroom import store as mails
from upheld.desk.office import Office
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of, site_of

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
    return _send(office, found[0].stored_as, proof)


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
        mail = mails.load(connection, office.company.vault, key[:64])
        files = () if mail is None else mail.files
        if not 0 < number <= len(files) or not files[number - 1].stored_as:
            raise PageUnknownError
        record(
            connection, site_of(request), "mail-file-seen", str(staff.id),
            file=files[number - 1].stored_as,
        )  # fmt: skip
    return _send(office, files[number - 1].stored_as, f"file-{number}")


def _send(office: Office, stored_as: str, name: str) -> Response:
    document, chunks = uploads_of(office).open(stored_as)
    return StreamingResponse(
        chunks,
        media_type=document.kind.media_type,
        headers={
            "content-disposition": f'inline; filename="{name}.{document.kind.extension}"',
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )
