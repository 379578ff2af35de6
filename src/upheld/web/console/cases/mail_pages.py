"""`/console/mail`: mail that opened no request by itself, until somebody has dealt with it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk.mailroom import reading
from upheld.desk.mailroom import store as mails
from upheld.desk.mailroom.reading import MailAssignedError
from upheld.desk.store import CaseUnknownError
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
    why: RefusalError = reading.unknown()
    if not form.errors:
        try:
            with office.company.engine.begin() as connection:
                reading.assign(office, connection, key, reference, by=str(staff.id))
        except (CaseUnknownError, MailAssignedError) as refusal:
            why = refusal
            form.say("reference", refusal.what)
    if form.errors:
        return _list(request, form, wrong=(key, why))
    return RedirectResponse(f"/console/requests/{reference}", status_code=303)


def _list(
    request: Request, form: Form, *, wrong: tuple[str, RefusalError] | None = None
) -> Response:
    """List the mails.

    Args:
        request: Who asks.
        form: What was typed beside one of them.
        wrong: The key of that one, and what to raise if it is not listed: somebody dealt with it
            meanwhile.
    """
    office = office_of(request)
    with office.company.engine.connect() as connection:
        waiting = mails.waiting(connection, office.company.vault)
    if wrong is not None:
        numbers = {mail.key: number for number, mail in enumerate(waiting, 1)}
        if wrong[0] not in numbers:
            raise wrong[1]
        # Each has a form of its own: the error stands beside the one that was sent.
        (error,) = form.errors.values()
        form.errors = {f"reference-{numbers[wrong[0]]}": error}
    return page(
        request,
        "console/cases/mail.html",
        status=422 if form.errors else 200,
        mails=waiting,
        form=form,
    )
