"""Signing in with the company's own account: leaving for the provider, and coming back.

Nobody gets an account by it: the first sign-in binds an account of the provider, by its verified
address, to a member of staff who is on the list; from then on the provider's `sub` alone counts.
"""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.gatekeeping import limit_rate
from upheld.web.openid.provider import Provider
from upheld.web.openid.round_trip import Trip
from upheld.web.refused import PageUnknownError, WebRefusalError
from upheld.web.returning import safe_next
from upheld.web.roles import public
from upheld.web.signin import keeping, store
from upheld.web.signin.acts import record
from upheld.web.signin.pages import TRIES
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.wording import Text

if TYPE_CHECKING:  # it loads the libraries of OpenID Connect, which most companies never need
    from upheld.web.openid.client import Person

router = APIRouter(
    include_in_schema=False,
    dependencies=[Depends(public), Depends(limit_rate("company", TRIES))],
)
RETURN = "/sign-in/company/return"
TRIP = Trip(kind="oidc", back=RETURN, kept="oidc")


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


@router.get("/sign-in/company")
def leave(request: Request) -> Response:
    """Send the browser to the provider."""
    asked = request.query_params
    content = {"next": safe_next(asked.get("next"))}
    return TRIP.leave(request, _provider(request), content, again=asked.get("again") == "1")


@router.get(RETURN)
def come_back(request: Request) -> Response:
    """Judge what the provider sent back, and begin a session."""
    site = site_of(request)
    person, asked = TRIP.come_back(request, _provider(request))
    response = RedirectResponse(safe_next(asked["next"]), status_code=303)
    session = keeping.session_of(request)
    with site.engine.begin() as connection:
        staff = _staff(connection, site, person)
        if asked["again"] and session is not None and session.staff.id == staff.id:
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


def _provider(request: Request) -> Provider:
    """Return the company's own sign-in.

    Raises:
        PageUnknownError: It has none.
    """
    provider = site_of(request).provider
    if provider is None:
        raise PageUnknownError
    return provider
