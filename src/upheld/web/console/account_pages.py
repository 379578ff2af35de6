"""One's own account: passkeys, password, and the browsers in which one is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import ROLES, allow, anyone_signed_in
from upheld.web.signin import keeping, passkeys, passwords
from upheld.web.signin.acts import record
from upheld.web.signin.new_password import read_new_password
from upheld.web.signin.staff import Staff
from upheld.web.site import site_of
from upheld.web.writing import page

router = APIRouter(include_in_schema=False)
_HERE = "/console/account"
Anyone = Annotated[Staff, Depends(anyone_signed_in())]
Proven = Annotated[Staff, Depends(allow(*ROLES, fresh=True))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(_HERE)
def account(request: Request, staff: Anyone) -> Response:
    """Show it."""
    return _show(request, staff, Form())


@router.get(f"{_HERE}/passkey")
def new_passkey(request: Request, _staff: Proven) -> Response:
    """Offer to make a passkey; who comes here has just proven who they are."""
    return page(request, "console/passkey.html")


@router.post(f"{_HERE}/passkeys/remove")
def remove_passkey(request: Request, staff: Proven, form: Posted) -> Response:
    """Remove one of one's own passkeys."""
    site, credential = site_of(request), form.code("credential", most=1400)
    with site.engine.begin() as connection:
        if not passkeys.remove(connection, site, staff, credential):
            raise PageUnknownError
    return RedirectResponse(_HERE, status_code=303)


@router.get(f"{_HERE}/password")
def new_password(request: Request, _staff: Proven) -> Response:
    """Ask for a new password."""
    return page(request, "console/password.html", least=passwords.LEAST)


@router.post(f"{_HERE}/password")
def set_password(request: Request, staff: Proven, form: Posted) -> Response:
    """Set it; every other browser is signed out."""
    site, session = site_of(request), keeping.session_of(request)
    password = read_new_password(form, (staff.name, staff.address))
    if form.errors:
        return page(request, "console/password.html", status=422, form=form, least=passwords.LEAST)
    hashed = passwords.hash_password(password)
    with site.engine.begin() as connection:
        passwords.set_password(connection, staff.id, hashed)
        ended = keeping.end_all(connection, staff, but=session.handle if session else None)
        record(connection, site, "staff-password-set", staff.id, by="self", ended=ended)
    return RedirectResponse(_HERE, status_code=303)


@router.post(f"{_HERE}/sessions/end")
def end_session(request: Request, staff: Anyone, form: Posted) -> Response:
    """Sign out one of one's own browsers; there is nothing to fear from doing it twice."""
    site = site_of(request)
    with site.engine.begin() as connection:
        keeping.end(connection, site, form.code("session", most=16), staff, staff.id)
    return RedirectResponse(_HERE, status_code=303)


def _show(request: Request, staff: Staff, form: Form) -> Response:
    site = site_of(request)
    with site.engine.connect() as connection:
        keys = passkeys.passkeys_of(connection, staff)
        sessions = keeping.sessions_of(connection, site, staff)
    session = keeping.session_of(request)
    return page(
        request,
        "console/account.html",
        form=form,
        passkeys=keys,
        sessions=sessions,
        this=session.handle if session else "",
    )
