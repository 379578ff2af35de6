"""Signing in and out: the pages, and the password among the proofs."""

import math
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forms import Form, read_posted
from upheld.web.gatekeeping import Rate, limit_rate
from upheld.web.language import language_of
from upheld.web.returning import safe_next
from upheld.web.roles import anyone_signed_in, public
from upheld.web.signin import keeping, passwords
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)

TRIES = Rate(burst=10, per_minute=10)
_WRONG = Text(
    en="address and password do not fit, or were wrong too often: after five wrong ones the "
    "password waits for some minutes; a passkey works at once",
    ja="メールアドレスとパスワードの組み合わせが違うか、間違いが続いたため待ち時間中です"
    "(5 回で数分間)。パスキーはすぐに使えます",
)


@router.get("/sign-in", dependencies=[Depends(public)])
def sign_in(request: Request) -> Response:
    """Show the ways in; who is in already goes on."""
    following = safe_next(request.query_params.get("next"))
    if keeping.session_of(request) is not None:
        return RedirectResponse(following, status_code=303)
    return _ask(request, following, Form())


@router.post("/sign-in", dependencies=[Depends(public), Depends(limit_rate("sign-in", TRIES))])
def sign_in_by_password(request: Request, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Judge an address and a password."""
    following = safe_next(form.raw("next"))
    address, password = form.code("address"), form.secret("password")
    if form.errors:
        return _ask(request, following, form)
    site = site_of(request)
    staff = passwords.check(site, address, password)
    if staff is None:
        form.say("address", _WRONG)
        return _ask(request, following, form)
    with site.engine.begin() as connection:
        token = keeping.begin(connection, request, staff, "password")
    response = RedirectResponse(following, status_code=303)
    keeping.give_session(response, token, site)
    return response


@router.get("/sign-in/again")
def again(request: Request, _staff: Annotated[Staff, Depends(anyone_signed_in())]) -> Response:
    """Ask who is signed in for a fresh proof."""
    return _ask_again(request, safe_next(request.query_params.get("next")), Form())


@router.post("/sign-in/again", dependencies=[Depends(limit_rate("sign-in", TRIES))])
def again_by_password(
    request: Request,
    staff: Annotated[Staff, Depends(anyone_signed_in())],
    form: Annotated[Form, Depends(read_posted)],
) -> Response:
    """Judge a password once more; it has to be that of who is signed in."""
    following = safe_next(form.raw("next"))
    password = form.secret("password")
    site, session = site_of(request), keeping.session_of(request)
    if not form.errors and passwords.check(site, staff.address, password) is None:
        form.say("password", _WRONG)
    if form.errors or session is None:
        return _ask_again(request, following, form)
    with site.engine.begin() as connection:
        keeping.prove_again(connection, session, site, "password")
    return RedirectResponse(following, status_code=303)


@router.post("/sign-out", dependencies=[Depends(public)])
def sign_out(request: Request) -> Response:
    """End this browser's session; harmless where there is none."""
    site, session = site_of(request), keeping.session_of(request)
    if session is not None:
        with site.engine.begin() as connection:
            keeping.forget(connection, session)
            record(connection, site, "staff-signed-out", session.staff.id, session=session.handle)
    language = language_of(request)
    response = RedirectResponse(f"/signed-out?lang={language}", status_code=303)
    keeping.take_session(response, site)
    return response


@router.get("/signed-out", dependencies=[Depends(public)])
def signed_out(request: Request) -> Response:
    """Say that it is done."""
    return page(request, "signin/signed_out.html")


def _ask(request: Request, following: str, form: Form) -> Response:
    return page(
        request,
        "signin/sign_in.html",
        status=422 if form.errors else 200,
        form=form,
        following=following,
        provider=site_of(request).provider,
    )


def _ask_again(request: Request, following: str, form: Form) -> Response:
    return page(
        request,
        "signin/again.html",
        status=422 if form.errors else 200,
        form=form,
        following=following,
        provider=site_of(request).provider,
        minutes=math.floor(keeping.FRESH.total_seconds() / 60),
    )
