"""`/trust/…`: the files that verify a receipt: our key, the verifier, the newest signed state."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.evidence import ledger
from upheld.evidence.receipt import verifier_source
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of
from upheld.web.writing import kept_file

router = APIRouter(prefix="/trust", dependencies=[Depends(public)], include_in_schema=False)


@router.get("/upheld.pub")
def key(request: Request) -> Response:
    """Send the public key of the ledger, as `upheld.pub` holds it."""
    text = office_of(request).company.signer.public.text()
    return kept_file("upheld.pub", f"{text}\n".encode(), "text/plain; charset=utf-8")


@router.get("/verifier.py")
def verifier() -> Response:
    """Send the one-file verifier as it is installed."""
    return kept_file("verifier.py", verifier_source(), "text/x-python; charset=utf-8")


@router.get("/checkpoint")
def checkpoint(request: Request) -> Response:
    """Send the newest signed state of the ledger."""
    found = ledger.latest_checkpoint(office_of(request).company.engine)
    if found is None:
        raise PageUnknownError
    return kept_file("checkpoint", found.note.encode(), "text/plain; charset=utf-8")
