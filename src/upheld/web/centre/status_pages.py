"""`/status` and `/requests/…`: how a request stands, for whoever proves it theirs.

A number that does not exist, another person's, and one's own without a code are one and the same
page, made in the same way.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from upheld.desk import store, withdrawing
from upheld.desk.case import NEXT, Case
from upheld.desk.fees import book
from upheld.desk.identity import asking, codes, methods
from upheld.desk.office import Office
from upheld.evidence.receipt import Receipt
from upheld.refusal import RefusalError
from upheld.rights.receipt_page import receipt_page
from upheld.web.centre import visiting
from upheld.web.centre.progress import STEPS, needs, receipt_of, steps_of, was_disclosed
from upheld.web.forms import Form, read_posted
from upheld.web.gatekeeping import Rate, limit_rate
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of, site_of
from upheld.web.writing import finished_page, kept_file, page
from upheld.wording import Text

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
CODES = Rate(burst=10, per_minute=4)
"""Codes asked for and tried by one client: a person needs a few, and nobody needs hundreds."""
_NO_NUMBER = Text(
    en="enter a number such as R-2026-0001", ja="R-2026-0001 の形の番号を入力してください"
)
Posted = Annotated[Form, Depends(read_posted)]


@router.get("/status")
def ask_number(request: Request) -> Response:
    """Ask for the number of the request."""
    office_of(request)
    return page(request, "centre/status.html")


@router.post("/status")
def take_number(request: Request, form: Posted) -> Response:
    """Lead to the page of that number, whatever it is."""
    office_of(request)
    number = form.code("number", most=20).upper()
    if not form.errors and not store.NUMBER.fullmatch(number):
        form.say("number", _NO_NUMBER)  # what was typed may be anything: it becomes no address
    if form.errors:
        return page(request, "centre/status.html", status=422, form=form)
    return RedirectResponse(f"/requests/{number}", status_code=303)


@router.get("/requests/{reference}")
def show(reference: str, request: Request) -> Response:
    """Show how a request stands, or ask for the code."""
    office = office_of(request)
    case = _case(request, office, reference)
    if case is None:
        return page(request, "centre/code.html", reference=reference[:20], sent=False)
    return _show(request, office, case)


@router.post("/requests/{reference}/code", dependencies=[Depends(limit_rate("code", CODES))])
def send_code(reference: str, request: Request, form: Posted) -> Response:
    """Have a code mailed, if there is such a request."""
    del form  # its token was checked
    asking.ask(office_of(request), reference)
    return page(request, "centre/code.html", reference=reference[:20], sent=True)


@router.post("/requests/{reference}/open", dependencies=[Depends(limit_rate("open", CODES))])
def open_(reference: str, request: Request, form: Posted) -> Response:
    """Take the code; a right one opens the request and shows who asks."""
    office = office_of(request)
    answer = form.code("code", most=20)
    if form.errors or not _redeemed(office, reference, answer):
        form.say("code", codes.refused().what)
        return page(
            request, "centre/code.html", status=422, reference=reference[:20], sent=True, form=form
        )
    _identify(office, reference)
    response = RedirectResponse(f"/requests/{reference}", status_code=303)
    visiting.let_in(request, response, reference, proven=True)
    return response


def _redeemed(office: Office, reference: str, answer: str) -> bool:
    refused = False
    with office.company.engine.begin() as connection:
        try:
            codes.redeem(office, connection, reference[:20], "status", answer)
        except codes.CodeRefusedError:
            refused = True  # and the attempt is committed: it counts
    return not refused


def _identify(office: Office, reference: str) -> None:
    """The code went to the address by which the person is known: that shows who asks."""
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, reference)
        taken = methods.methods_of(office.company.policy, case.right, case.residence)
        if "identity" in case.waiting and "email-confirm" in taken and asking.shows_identity(case):
            methods.confirm(office, connection, case, "email-confirm", by="person")


@router.post("/requests/{reference}/withdraw")
def withdraw(reference: str, request: Request, form: Posted) -> Response:
    """Take the request back, as long as nothing was begun."""
    office = office_of(request)
    case = _case(request, office, reference)
    if case is None:
        return page(request, "centre/code.html", reference=reference[:20], sent=False)
    if form.ticked("sure"):
        try:
            withdrawing.withdraw(office, reference)
        except RefusalError as refusal:
            form.say("sure", refusal.what)
            return page(request, "centre/withdraw.html", status=422, case=case, form=form)
        return RedirectResponse(f"/requests/{reference}", status_code=303)
    return page(request, "centre/withdraw.html", case=case)


@router.get("/requests/{reference}/receipt")
def receipt(reference: str, request: Request) -> Response:
    """Show the receipt, to print or to keep."""
    document = _receipt(request, reference)
    page_text = receipt_page(document.as_json(), language_of(request), file=_file_of(reference))
    return finished_page(page_text)


@router.get("/requests/{reference}/receipt.json")
def receipt_file(reference: str, request: Request) -> Response:
    """Send the receipt as it is verified on another computer."""
    return kept_file(_file_of(reference), _receipt(request, reference).as_bytes())


def _file_of(reference: str) -> str:
    return f"receipt-{reference}.json"


def _receipt(request: Request, reference: str) -> Receipt:
    office = office_of(request)
    case = _case(request, office, reference)
    document = None if case is None else receipt_of(office, case)
    if document is None:
        raise PageUnknownError
    return document


def _case(request: Request, office: Office, reference: str) -> Case | None:
    """Return the case that this browser may see in full."""
    visit = visiting.visit_of(request)
    if visit is None or visit.reference != reference or not visit.proven:
        return None
    with office.company.engine.connect() as connection:
        return store.load(connection, office.company.vault, reference)


def _show(request: Request, office: Office, case: Case) -> HTMLResponse:
    with office.company.engine.connect() as connection:
        fee = book.account(connection, case.reference)
        paid = book.entries(connection, case.reference)
    kept = receipt_of(office, case)
    return page(
        request,
        "centre/request.html",
        case=case,
        steps=steps_of(case),
        names=STEPS,
        needs=needs(case),
        fee=fee,
        paid=paid,
        bank=office.settings.bank,
        cards=site_of(request).cards is not None,
        receipt=kept,
        disclosed=was_disclosed(office, case),
        may_withdraw="withdrawn" in NEXT[case.state],
    )
