"""`/console/provisions/N`: one record, with whom it is about; and the records of one person."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.refusal import RefusalError
from upheld.rights import provision_reading
from upheld.rights.provision_reading import Line
from upheld.web.centre import words as centre_words
from upheld.web.console.provisions import words
from upheld.web.console.provisions.list_pages import HERE, READERS
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.row_numbers import RowNumber
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page

router = APIRouter(include_in_schema=False)
Reader = Annotated[Staff, Depends(allow(*READERS))]


@router.get(f"{HERE}/person")
def ask_person(request: Request, _staff: Reader) -> Response:
    """Ask by which identifier."""
    return _person(request, Form(), None)


@router.post(f"{HERE}/person")
def find_person(
    request: Request, staff: Reader, form: Annotated[Form, Depends(read_posted)]
) -> Response:
    """Find the records that name a person; that somebody looked is an entry of the ledger."""
    company = office_of(request).company
    kind = form.choice("kind", company.known_kinds())
    value = form.line("value", most=300)
    found = None
    if not form.errors:
        try:
            with company.engine.begin() as connection:
                found = list(
                    provision_reading.search(company, connection, {kind: value}, by=str(staff.id))
                )
        except RefusalError as refusal:
            form.say("value", refusal.what)
    return _person(request, form, found)


@router.get(f"{HERE}/{{number}}")
def one(number: RowNumber, request: Request, staff: Reader) -> Response:
    """Show one record; that it was opened, and by whom, is an entry of the ledger."""
    company = office_of(request).company
    with company.engine.begin() as connection:
        told = provision_reading.read(company, connection, number, by=str(staff.id))
    return page(
        request,
        "console/provisions/record.html",
        told=told,
        kept=told.record,
        said=told.content,
        policy=company.policy,
        provision_words=words,
        centre_words=centre_words,
    )


def _person(request: Request, form: Form, found: list[Line] | None) -> Response:
    company = office_of(request).company
    return page(
        request,
        "console/provisions/person.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        kinds=company.known_kinds(),
        policy=company.policy,
        provision_words=words,
        centre_words=centre_words,
    )
