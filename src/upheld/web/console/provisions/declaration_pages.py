"""`/console/provisions/declarations`: who answers for it that the register is complete, and for when."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.refusal import RefusalError
from upheld.registers.provision import declared
from upheld.rights import declarations
from upheld.web.console.provisions.list_pages import HERE, READERS
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.row_numbers import RowNumber
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page

router = APIRouter(include_in_schema=False)
_HERE = f"{HERE}/declarations"
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(_HERE)
def listing(request: Request, _staff: Annotated[Staff, Depends(allow(*READERS))]) -> Response:
    """List the declarations that stand."""
    return _list(request, Form())


@router.post(_HERE)
def declare(request: Request, staff: Officer, form: Posted) -> Response:
    """Write down who answers for which days."""
    company = office_of(request).company
    since, through = form.day("since"), form.day("through")
    owner = form.line("owner", most=200)
    if form.errors or since is None or through is None:
        return _list(request, form)
    try:
        with company.engine.begin() as connection:
            declarations.enter_declaration(
                company, connection, since=since, through=through, owner=owner, by=str(staff.id)
            )
    except RefusalError as refusal:
        form.say("through", refusal.what)
        return _list(request, form)
    return RedirectResponse(_HERE, status_code=303)


@router.post(f"{_HERE}/{{number}}/withdraw")
def withdraw(number: RowNumber, request: Request, staff: Officer, form: Posted) -> Response:
    """Withdraw a declaration that turned out wrong."""
    del form  # its token was checked
    company = office_of(request).company
    with company.engine.begin() as connection:
        declarations.end_declaration(company, connection, number, str(staff.id))
    return RedirectResponse(_HERE, status_code=303)


def _list(request: Request, form: Form) -> Response:
    company = office_of(request).company
    with company.engine.connect() as connection:
        standing = declared(connection)
    return page(
        request,
        "console/provisions/declarations.html",
        status=422 if form.errors else 200,
        form=form,
        declared=standing,
    )
