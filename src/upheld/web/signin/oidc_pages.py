"""Signing in with the company's own account: leaving for the provider, and coming back."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forgery import browser_cookie, give_cookie
from upheld.web.gatekeeping import limit_rate
from upheld.web.refused import PageUnknownError, WebRefusalError
from upheld.web.returning import safe_next
from upheld.web.roles import public
from upheld.web.signin import challenges, keeping, store
from upheld.web.signin.acts import record
from upheld.web.signin.pages import TRIES
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.wording import Text

if TYPE_CHECKING:  # it loads the libraries of OpenID Connect, which most companies never need
    from upheld.web.signin.oidc import Client, Person

router = APIRouter(
    include_in_schema=False,
    dependencies=[Depends(public), Depends(limit_rate("company", TRIES))],
)
_KIND = "oidc"
RETURN = "/sign-in/company/return"


class AccountUnknownError(WebRefusalError):
    """The provider vouches for someone who is not on the list of staff."""

    code = "account-unknown"
    status = 403
    usual_what = Text(
        en="the company account is fine, but nobody on the list of staff has it",
        ja="会社のアカウントは確認できましたが、職員として登録されていません",
    )
    usual_remedy = Text(
        en="ask a privacy officer to add you with the address of that account",
        ja="そのアカウントのメールアドレスで登録するよう、個人情報保護担当に依頼してください",
    )


class ReturnRefusedError(WebRefusalError):
    """Someone came back from the provider whom we did not send there, or not lately."""

    code = "return-refused"
    status = 400
    usual_what = Text(
        en="signing in with the company account was not begun here, took too long or was cancelled",
        ja="会社のアカウントでのサインインが、ここから始まっていないか、時間切れか、中止されました",
    )
    usual_remedy = Text(
        en="begin again at the sign-in page", ja="サインインのページからやり直してください"
    )


@router.get("/sign-in/company")
def leave(request: Request) -> Response:
    """Send the browser to the provider."""
    from upheld.web.signin.oidc import Question

    site = site_of(request)
    client = _client(request, site)
    question = Question.new(again=request.query_params.get("again") == "1")
    content = {**asdict(question), "next": safe_next(request.query_params.get("next"))}
    with site.engine.begin() as connection:
        state = challenges.ask(connection, site, _KIND, browser_cookie(request), content)
    response = RedirectResponse(client.leave(question, state), status_code=303)
    give_cookie(request, response.headers)
    return response


@router.get(RETURN)
def come_back(request: Request) -> Response:
    """Judge what the provider sent back, and begin a session."""
    from upheld.web.signin.oidc import Question

    site, sent = site_of(request), request.query_params
    client = _client(request, site)
    with site.engine.begin() as connection:
        state = sent.get("state", "")[:200]
        asked = challenges.take(connection, site, _KIND, browser_cookie(request), state)
    # RFC 9207: a provider that names itself must be the one we asked.
    named = sent.get("iss", client.provider.issuer)
    if asked is None or "code" not in sent or named != client.provider.issuer:
        raise ReturnRefusedError
    names = ("nonce", "verifier", "again")
    question = Question(**{name: asked.content[name] for name in names})
    person = client.come_back(question, sent["code"])
    response = RedirectResponse(safe_next(asked.content["next"]), status_code=303)
    session = keeping.session_of(request)
    with site.engine.begin() as connection:
        staff = _staff(connection, site, person)
        if question.again and session is not None and session.staff.id == staff.id:
            keeping.prove_again(connection, session, site, "oidc")
            return response
        token = keeping.begin(connection, request, staff, "oidc")
    keeping.give_session(response, token, site)
    return response


def _staff(connection: Connection, site: Site, person: "Person") -> Staff:
    """Return who it is; the first time, a verified address binds the account.

    Raises:
        AccountUnknownError: Nobody on the list.
    """
    staff = store.staff_by_oidc(connection, person.issuer, person.subject)
    if staff is None and person.address is not None:
        staff = store.unbound_staff(connection, person.address)
        if staff is not None:
            store.change_staff(
                connection, staff.id, oidc_issuer=person.issuer, oidc_subject=person.subject
            )
            record(connection, site, "staff-account-bound", staff.id)
    if staff is None or staff.disabled_at is not None:
        raise AccountUnknownError
    return staff


def _client(request: Request, site: Site) -> "Client":
    """Return the client of this process.

    Raises:
        PageUnknownError: The company has no sign-in of its own.
    """
    from upheld.web.signin.oidc import Client

    if site.provider is None:
        raise PageUnknownError
    state = request.app.state
    if not hasattr(state, "oidc"):
        state.oidc = Client(site.provider, f"{site.address}{RETURN}")
    client: Client = state.oidc
    return client
