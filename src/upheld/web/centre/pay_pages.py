"""`/requests/…/pay`: the way to a payment page of Stripe, for whoever proved the request theirs.

The page is reached by a link: a form of ours may not lead to another site (`form-action 'self'`).
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.fees import cards
from upheld.refusal import RefusalError
from upheld.web.centre import visiting
from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of, site_of
from upheld.web.writing import page

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)


@router.post("/requests/{reference}/pay")
def pay(reference: str, request: Request, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Make a payment page and show the link to it."""
    office = office_of(request)
    visit = visiting.visit_of(request)
    if visit is None or visit.reference != reference or not visit.proven:
        return page(request, "centre/code.html", reference=reference[:20], sent=False)
    stripe = site_of(request).cards
    if stripe is None:
        raise PageUnknownError
    try:
        address = cards.open_page(office, stripe, reference)
    except RefusalError as refusal:
        form.say("pay", refusal.what)
        return page(
            request, "centre/pay.html", status=422, reference=reference, address=None, form=form
        )
    return page(request, "centre/pay.html", reference=reference, address=address)
