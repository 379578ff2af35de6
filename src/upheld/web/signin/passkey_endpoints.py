"""Passkeys, as `look/passkey.js` asks for them: a question, then its answer, in JSON."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from upheld.rendering.visible import visible
from upheld.web.forgery import browser_cookie, give_cookie
from upheld.web.gatekeeping import limit_rate
from upheld.web.refused import WebRefusalError
from upheld.web.returning import safe_next
from upheld.web.roles import ROLES, allow, anyone_signed_in, public
from upheld.web.signin import keeping
from upheld.web.signin.pages import TRIES
from upheld.web.signin.staff import Staff
from upheld.web.site import site_of
from upheld.wording import Text

if TYPE_CHECKING:  # it loads the library of WebAuthn, which most requests never need
    from upheld.web.signin.ceremonies import Answer

router = APIRouter(include_in_schema=False, dependencies=[Depends(limit_rate("passkey", TRIES))])
_FRESH = allow(*ROLES, fresh=True)


class PasskeyRefusedError(WebRefusalError):
    """An authenticator's answer is none to our question, or its key is not known here."""

    code = "passkey-refused"
    status = 422
    usual_what = Text(en="this passkey does not count here", ja="このパスキーは使えません")
    usual_remedy = Text(
        en="try again, or sign in with your password",
        ja="もう一度試すか、パスワードでサインインしてください",
    )


class Sent(BaseModel):
    """What a browser sends: the ticket of our question and the credential it made or used."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    ticket: str = Field(max_length=100)
    credential: dict[str, Any]
    label: str = Field(default="", max_length=60)
    next: str = Field(default="", max_length=500)

    def answer(self) -> "Answer":
        """Return what `ceremonies` judges."""
        from upheld.web.signin.ceremonies import Answer

        return Answer(self.ticket, self.credential)


@router.post("/sign-in/passkey/question", dependencies=[Depends(public)])
def question(request: Request) -> Response:
    """Ask for any passkey of this site."""
    from upheld.web.signin import ceremonies

    site, browser = site_of(request), browser_cookie(request)
    with site.engine.begin() as connection:
        asked = ceremonies.ask_to_use(connection, site, browser)
    response = JSONResponse(asked)
    give_cookie(request, response.headers)
    return response


@router.post("/sign-in/passkey", dependencies=[Depends(public)])
def sign_in(request: Request, sent: Sent) -> Response:
    """Begin a session for whose passkey it is."""
    from upheld.web.signin import ceremonies

    site, browser = site_of(request), browser_cookie(request)
    with site.engine.begin() as connection:
        staff = ceremonies.use(connection, site, browser, sent.answer())
        token = None if staff is None else keeping.begin(connection, request, staff, "passkey")
    if token is None:
        raise PasskeyRefusedError
    response = JSONResponse({"next": safe_next(sent.next)})
    keeping.give_session(response, token, site)
    return response


@router.post("/sign-in/again/passkey")
def again(
    request: Request, sent: Sent, staff: Annotated[Staff, Depends(anyone_signed_in())]
) -> Response:
    """Take a passkey as a fresh proof; it has to be one of who is signed in."""
    from upheld.web.signin import ceremonies

    site, session = site_of(request), keeping.session_of(request)
    with site.engine.begin() as connection:
        proven = ceremonies.use(connection, site, browser_cookie(request), sent.answer())
        right = proven is not None and proven.id == staff.id and session is not None
        if right and session is not None:
            keeping.prove_again(connection, session, site, "passkey")
    if not right:
        raise PasskeyRefusedError
    return JSONResponse({"next": safe_next(sent.next)})


@router.post("/console/account/passkeys/question")
def question_to_make(request: Request, staff: Annotated[Staff, Depends(_FRESH)]) -> Response:
    """Ask for a new passkey of who is signed in."""
    from upheld.web.signin import ceremonies

    site = site_of(request)
    with site.engine.begin() as connection:
        asked = ceremonies.ask_to_make(connection, site, staff, browser_cookie(request))
    return JSONResponse(asked)


@router.post("/console/account/passkeys")
def make(request: Request, sent: Sent, staff: Annotated[Staff, Depends(_FRESH)]) -> Response:
    """Keep a new passkey."""
    from upheld.web.signin import ceremonies

    site = site_of(request)
    label = visible(sent.label.strip()) or keeping.browser_of(request)
    with site.engine.begin() as connection:
        made = ceremonies.make(
            connection, site, staff, browser_cookie(request), answer=sent.answer(), label=label
        )
    if not made:
        raise PasskeyRefusedError
    return JSONResponse({"next": "/console/account"})
