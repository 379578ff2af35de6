"""`/console/mail`: mail that opened no request by itself, until somebody has dealt with it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk.mailroom import reading
from upheld.desk.mailroom import store as mails
from upheld.desk.mailroom.reading import MailUnknownError
from upheld.refusal import RefusalError
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
HERE = "/console/mail"
NAVIGATION = (
    Entry(path=HERE, label=Text(en="Mail", ja="メール"), order=20,
          roles=frozenset({"privacy_officer"})),
)  # fmt: skip
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(HERE)
def mail(request: Request, _staff: Officer) -> Response:
    """List mail that opened no request by itself, until somebody has seen it."""
    return _list(request, Form())


@router.post(f"{HERE}/{{key}}/seen")
def seen(key: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that a mail was read and dealt with."""
    del form  # its token was checked
    office = office_of(request)
    with office.company.engine.begin() as connection:
        reading.deal_with(office, connection, key, by=str(staff.id))
    return RedirectResponse(HERE, status_code=303)


@router.post(f"{HERE}/{{key}}/assign")
def assign(key: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Keep a mail, and the files that came along, at the request it belongs to."""
    office = office_of(request)
    reference = form.code("reference", most=20).upper()
    if not form.errors:
        try:
            with office.company.engine.begin() as connection:
                reading.assign(office, connection, key, reference, by=str(staff.id))
        except MailUnknownError:
            raise
        except RefusalError as refusal:
            form.say("reference", refusal.what)
    if form.errors:
        return _list(request, form, wrong=key)
    return RedirectResponse(f"/console/requests/{reference}", status_code=303)


def _list(request: Request, form: Form, *, wrong: str = "") -> Response:
    office = office_of(request)
    with office.company.engine.connect() as connection:
        waiting = mails.waiting(connection, office.company.vault)
    numbers = {mail.key: number for number, mail in enumerate(waiting, 1)}
    # Each mail has a form of its own on the page: the error stands beside the one that was sent.
    form.errors = {f"reference-{numbers.get(wrong, 1)}": one for one in form.errors.values()}
    return page(
        request,
        "console/cases/mail.html",
        status=422 if form.errors else 200,
        mails=waiting,
        form=form,
    )
