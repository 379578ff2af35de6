"""`/api/v1/fees`: what is to be given back, and what the book of fees adds up to."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.desk.fees import book, charging
from upheld.desk.fees.book import LineKind
from upheld.desk.fees.charging import Held
from upheld.payments.money import sum_of
from upheld.web.api.acting import CaseCall, on_request
from upheld.web.api.handed_shapes import BookShape, HeldPage, HeldShape
from upheld.web.api.shapes import PROBLEMS, RequestShape
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of
from upheld.wording import Text

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["fees"])
Reader = Annotated[Token, Depends(acting("fees:read", "privacy_officer"))]
GIVE = on_request(acting("fees:write", "privacy_officer"))


@router.get("/fees/to-give-back")
def to_give_back(
    request: Request,
    _token: Reader,
    cursor: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> HeldPage:
    """List fees that are held for refused or withdrawn requests."""
    with office_of(request).company.engine.connect() as connection:
        found = charging.to_give_back(connection, after=cursor, most=limit + 1)
    return HeldPage(
        fees=[_held(one) for one in found[:limit]],
        cursor=found[limit - 1].reference if len(found) > limit else None,
    )


@router.get("/fees/book")
def read_book(request: Request, _token: Reader) -> list[BookShape]:
    """Read the sums of the whole book, a line a currency."""
    with office_of(request).company.engine.connect() as connection:
        totals = book.totals(connection)
    return [_sums(currency, found) for currency, found in sorted(totals.items())]


@router.post("/requests/{reference}/refund")
def give_back(call: Annotated[CaseCall, Depends(GIVE)]) -> RequestShape:
    """Note that all that is held was given back by hand; what came by card goes back by itself."""

    def act(within: Connection) -> None:
        case = call.case(within)
        given = charging.give_back(call.office, within, case, by=call.by, reason="decided")
        if given is None:
            raise book.refused(
                Text(en="nothing is held for this request", ja="この請求で受領した額はありません"),
                Text(en="look at its fee; it was given back, or never came in",
                     ja="手数料を確かめてください。返金済みか、入金がありません"),
            )  # fmt: skip

    return call.act(act)


def _held(one: Held) -> HeldShape:
    return HeldShape(
        reference=one.reference,
        amount=str(one.amount.amount),
        currency=one.amount.currency,
        by_card=one.by_card,
    )


def _sums(currency: str, found: dict[LineKind, int]) -> BookShape:
    kinds: tuple[LineKind, ...] = ("charged", "waived", "paid", "refunded")
    held = found.get("paid", 0) - found.get("refunded", 0)
    return BookShape(
        currency=currency,
        held=str(sum_of(held, currency)),
        **{kind: str(sum_of(found.get(kind, 0), currency)) for kind in kinds},
    )
