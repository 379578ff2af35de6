"""`/api/v1/proofs` and below a request: documents that show who asks; each look is an entry."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.identity import proofs
from upheld.desk.identity.handed_in import listed, look
from upheld.desk.identity.proofs import Proof
from upheld.web.api.acting import CaseCall, case_of, on_request
from upheld.web.api.cursor import mark, place_or_refuse
from upheld.web.api.handed_shapes import Judging, ProofPage, ProofShape
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.sealed_document import DOCUMENT, sealed_document
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["identity"])
Reader = Annotated[Token, Depends(acting("proofs:read", "privacy_officer"))]
JUDGE = on_request(acting("proofs:decide", "privacy_officer"))


@router.get("/proofs")
def list_proofs(
    request: Request,
    _token: Reader,
    *,
    reference: Annotated[
        str | None, Query(max_length=20, description="Only of this request")
    ] = None,
    decided: Annotated[bool | None, Query(description="Only those that are, or are not")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProofPage:
    """List documents of all requests, those that were added first come first."""
    after = place_or_refuse(cursor)
    with office_of(request).company.engine.connect() as connection:
        found = listed(
            connection, reference=reference, decided=decided, after=after, most=limit + 1
        )
    last = found[limit - 1] if len(found) > limit else None
    return ProofPage(
        proofs=[_shape(one) for one in found[:limit]],
        cursor=None if last is None else mark(last.added_at, last.id),
    )


@router.get("/requests/{reference}/proofs/{proof}/document", responses=DOCUMENT)
def document(reference: str, proof: str, request: Request, token: Reader) -> Response:
    """Look at a document; that it was looked at, and by whom, is an entry of the ledger."""
    office = office_of(request)
    case = case_of(office, reference)
    with office.company.engine.begin() as connection:
        stored_as = look(office, connection, case.reference, proof[:40], by=token.actor)
    if stored_as is None:
        raise proofs.unknown()
    return sealed_document(office, stored_as, proof[:40])


@router.post("/requests/{reference}/proofs/{proof}/decision")
def decide(call: Annotated[CaseCall, Depends(JUDGE)], proof: str, body: Judging) -> RequestShape:
    """Accept or reject a document; its file is erased either way."""

    def act(within: Connection) -> None:
        case = call.case(within, body.turn)
        proofs.decide(call.office, within, case, proof[:40], body.outcome, by=call.by)

    return call.act(act, body)


def _shape(one: Proof) -> ProofShape:
    return ProofShape(
        id=one.id,
        reference=one.reference,
        what=one.what,
        kind=one.kind,
        added_at=one.added_at,
        document=one.stored_as is not None,
        outcome=one.outcome,
        erased_at=one.erased_at,
    )
