"""`/console/fees`: what the book of fees adds up to, and what is to be given back by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.fees import book, charging
from upheld.payments.money import sum_of, written
from upheld.web.roles import allow
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
NAVIGATION = (
    Entry(path="/console/fees", label=Text(en="Fees", ja="手数料"), order=25,
          roles=frozenset({"privacy_officer"})),
)  # fmt: skip
_LINES: tuple[tuple[book.LineKind, Text], ...] = (
    ("charged", Text(en="asked for", ja="請求")),
    ("waived", Text(en="waived", ja="免除")),
    ("paid", Text(en="received", ja="受領")),
    ("refunded", Text(en="given back", ja="返金")),
)


@router.get("/console/fees")
def fees(request: Request, _staff: Annotated[Staff, Depends(allow("privacy_officer"))]) -> Response:
    """List fees that are held for refused or withdrawn requests, and the sums of the book."""
    with office_of(request).company.engine.connect() as connection:
        held = charging.to_give_back(connection)
        totals = book.totals(connection)
    sums = [
        (label, _sum(found.get(kind, 0), currency))
        for currency, found in sorted(totals.items())
        for kind, label in _LINES
    ]
    return page(request, "console/cases/fees.html", held=held, sums=sums)


def _sum(units: int, currency: str) -> Text:
    amount = sum_of(units, currency)
    return Text(en=written(amount, currency, "en"), ja=written(amount, currency, "ja"))
