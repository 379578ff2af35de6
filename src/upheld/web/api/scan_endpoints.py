"""`/api/v1/entered-requests/R-…/scans`: the scan of a letter, judged and sealed while it arrives."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from upheld.desk.enclosing import attach, uploads_of
from upheld.uploads.kinds import KINDS
from upheld.uploads.receiving import Taken
from upheld.web.api.acting import CaseCall, on_request, once_for
from upheld.web.api.handed_shapes import Scanned, ScanShape
from upheld.web.api.shapes import PROBLEMS
from upheld.web.signin.tokens import acting

router = APIRouter(prefix="/api/v1/entered-requests", responses=PROBLEMS, tags=["work"])
WORK = on_request(acting("requests:work", "privacy_officer"))
BODY_LIMITS = {"/api/v1/entered-requests/": 31_000_000}
"""More than any `desk.upload_most`: the shelf itself stops at the company's own limit."""
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself; what it is is judged by its content.",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (*sorted(KINDS), "application/octet-stream")
        },
    }
}
_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": ScanShape, "description": "It was kept before, by this key"}
}


@router.post("/{reference}/scans", status_code=201, responses=_AGAIN, openapi_extra=_FILE)
async def attach_scan(call: Annotated[CaseCall, Depends(WORK)], response: Response) -> ScanShape:
    """Keep the scan of a letter at its request, sealed; at most 20 of a request wait at once.

    PDF, JPEG or PNG, no larger than `desk.upload_most`. A scan identifies nobody by itself.
    """
    receiver, digest = uploads_of(call.office).receiver(), hashlib.sha256()
    with receiver:
        async for chunk in call.request.stream():
            digest.update(chunk)
            await run_in_threadpool(receiver.feed, chunk)
        taken = await run_in_threadpool(receiver.finish)
    return await run_in_threadpool(_keep, call, response, taken, digest.hexdigest())


def _keep(call: CaseCall, response: Response, taken: Taken, sha256: str) -> ScanShape:
    # What is sealed here and not kept, because it came before by this key, is swept in an hour.
    said = Scanned(sha256=sha256, reference=call.reference[:20])

    def act(within: Connection) -> str:
        case = call.case(within)
        return attach(call.office, within, case, taken, "letter-scan", by=call.by)

    proof, new = once_for(call.saying(said), lambda: act)
    if not new:
        response.status_code = 200
    return ScanShape(reference=call.reference, proof=proof)
