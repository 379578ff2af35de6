"""Tokens of the API: made by a privacy officer, shown once, revoked at any time."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
from upheld.web.routers import Entry
from upheld.web.signin import tokens
from upheld.web.signin.staff import Staff
from upheld.web.site import site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
_HERE = "/console/tokens"
_READERS = frozenset({"privacy_officer", "engineer", "auditor"})
NAVIGATION = (
    Entry(path=_HERE, label=Text(en="API tokens", ja="API トークン"), order=85, roles=_READERS),
)
_DAYS_MOST = 366
Officer = Annotated[Staff, Depends(allow("privacy_officer", fresh=True))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(_HERE)
def listing(
    request: Request,
    _staff: Annotated[Staff, Depends(allow("privacy_officer", "engineer", "auditor"))],
) -> Response:
    """List them, without their secrets, which nobody has."""
    site = site_of(request)
    with site.engine.connect() as connection:
        known = tokens.all_tokens(connection)
    now = site.clock.now()
    return page(
        request,
        "console/tokens.html",
        tokens=known,
        counts=lambda token: tokens.counts(token, now),
        names=tokens.SCOPE_NAMES,
    )


@router.get(f"{_HERE}/new")
def ask(request: Request, _staff: Officer) -> Response:
    """Ask what a token is for."""
    return _ask(request, Form())


@router.post(f"{_HERE}/new")
def make(request: Request, by: Officer, form: Posted) -> Response:
    """Make a token and show it, once."""
    site = site_of(request)
    label = form.line("label", most=100)
    scopes = [one for one in tokens.SCOPES if one in form.choices("scopes", tokens.SCOPES)]
    days = form.number("days", least=1, most=_DAYS_MOST)
    if form.errors:
        return _ask(request, form)
    with site.engine.begin() as connection:
        token = tokens.make(connection, site, by, label=label, scopes=scopes, days=days)
    return page(request, "console/token_made.html", made=token, label=label)


@router.post(f"{_HERE}/{{id_}}/revoke")
def revoke(
    id_: str, request: Request, by: Annotated[Staff, Depends(allow("privacy_officer"))]
) -> Response:
    """Revoke a token; it counts no longer from this moment on."""
    site = site_of(request)
    with site.engine.begin() as connection:
        if not tokens.revoke(connection, site, str(by.id), id_[:16]):
            raise PageUnknownError
    return RedirectResponse(_HERE, status_code=303)


def _ask(request: Request, form: Form) -> Response:
    return page(
        request,
        "console/new_token.html",
        status=422 if form.errors else 200,
        form=form,
        scopes=list(tokens.SCOPE_NAMES.items()),
        most=_DAYS_MOST,
    )
