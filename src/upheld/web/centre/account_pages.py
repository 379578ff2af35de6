"""`/account`: somebody shows who they are by the account they have at the company.

They leave for the company's provider and come back to one of three places: to a new request, to
a request that waits to know who asks, or to what they may change. A claim says who signed in and
never whom a request is about: for a request that exists, all of its identifiers have to be the
account's own, and the answer has to go to an address of the account, or to the browser that made
the request.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.identity import methods
from upheld.desk.intake import LONGEST_VALUE
from upheld.desk.office import Office
from upheld.desk.store import CaseUnknownError
from upheld.subject.identity import normal_form
from upheld.web.centre import person, visiting
from upheld.web.centre.person import Person
from upheld.web.gatekeeping import Rate, limit_rate
from upheld.web.openid.provider import Accounts
from upheld.web.openid.round_trip import Trip
from upheld.web.refused import PageUnknownError, WebRefusalError
from upheld.web.roles import public
from upheld.web.site import office_of, site_of
from upheld.wording import Text

if TYPE_CHECKING:  # it loads the libraries of OpenID Connect, which most companies never need
    from upheld.web.openid.client import Person as Vouched

router = APIRouter(
    include_in_schema=False,
    dependencies=[
        Depends(public), Depends(limit_rate("account", Rate(burst=20, per_minute=10))),
    ],
)  # fmt: skip
RETURN = "/account/return"
TRIP = Trip(kind="account", back=RETURN, kept="people_oidc")
_GOAL = re.compile(r"profile|ask/(?:see|correct|stop|erase)|requests/(R-[0-9]{4}-[0-9]{4,9})")
"""Where somebody may want to go on; anything else is no page."""
_VERIFIED = {"email": "email_verified", "phone_number": "phone_number_verified"}


class AccountShowsNobodyError(WebRefusalError):
    """The account is fine, and nothing of it says who its owner is to us."""

    code = "account-shows-nobody"
    status = 403
    usual_what = Text(
        en="the account is fine, but it shows nothing that we know people by",
        ja="アカウントは確認できましたが、ご本人を特定できる確認済みの情報がありません",
    )
    usual_remedy = Text(
        en="confirm who you are in another way, e.g. by a code",
        ja="確認コードなど、別の方法でご本人の確認を行ってください",
    )


class AccountMismatchError(WebRefusalError):
    """The account does not show that this request is its owner's: never said why."""

    code = "account-mismatch"
    status = 403
    usual_what = Text(
        en="this account does not open this request",
        ja="このアカウントでは、この受付番号の請求を開けません",
    )
    usual_remedy = Text(
        en="check the number, or confirm who you are in another way",
        ja="受付番号を確かめるか、別の方法でご本人の確認を行ってください",
    )


@router.get("/account")
def leave(request: Request, goal: str = "") -> Response:
    """Send the browser to the provider; `goal` is where it goes on afterwards."""
    office_of(request)
    if not _GOAL.fullmatch(goal):
        raise PageUnknownError
    return TRIP.leave(request, _accounts(request).provider, {"goal": goal}, again=False)


@router.get(RETURN)
def come_back(request: Request) -> Response:
    """Take somebody back, and let them go on with what they have shown."""
    office, accounts = office_of(request), _accounts(request)
    vouched, asked = TRIP.come_back(request, accounts.provider)
    shown = identifiers(accounts.claims, vouched.claims)
    if not shown:
        raise AccountShowsNobodyError
    goal = str(asked["goal"])
    found = _GOAL.fullmatch(goal)
    if found is not None and found[1]:
        return _to_request(request, office, found[1], shown, vouched)
    query = "?by=account" if goal.startswith("ask/") else ""
    response = RedirectResponse(f"/{goal}{query}", status_code=303)
    # One identifier finds the person: of several, each would have to be spelt alike everywhere.
    kind = next(iter(shown))
    somebody = Person(subject={kind: shown[kind]}, contact=vouched.address or "", way="account")
    person.remember(request, response, somebody)
    return response


def identifiers(claims: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, str]:
    """Return what an id token shows of its owner: kind of identifier → value.

    An address or a number counts only if the provider says that it has verified it; what is no
    text and no number shows nothing.
    """
    found: dict[str, str] = {}
    for claim, kind in claims.items():
        value = said.get(claim)
        verified = _VERIFIED.get(claim)
        if verified is not None and said.get(verified) is not True:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        text = str(value).strip()
        if 0 < len(text) <= LONGEST_VALUE:
            found.setdefault(kind, text)
    return found


def _to_request(
    request: Request,
    office: Office,
    reference: str,
    shown: Mapping[str, str],
    vouched: "Vouched",
) -> Response:
    visit = visiting.visit_of(request)
    made_here = visit is not None and visit.reference == reference
    with office.company.engine.begin() as connection:
        case = _case(office, connection, reference)
        if case is None or not theirs(case, shown, vouched.address, made_here=made_here):
            raise AccountMismatchError
        taken = methods.methods_of(office.company.policy, case.right, case.residence)
        if "account" not in taken:
            raise AccountMismatchError
        if "identity" in case.waiting:
            methods.confirm(office, connection, case, "account", by="person")
    response = RedirectResponse(f"/requests/{reference}", status_code=303)
    visiting.let_in(request, response, reference, proven=True)
    return response


def _case(office: Office, connection: Connection, reference: str) -> Case | None:
    try:
        return store.load(connection, office.company.vault, reference)
    except CaseUnknownError:
        return None


def theirs(case: Case, shown: Mapping[str, str], address: str | None, *, made_here: bool) -> bool:
    """Say whether an account shows that a request is its owner's.

    Args:
        case: The request.
        shown: What the account shows: kind → value.
        address: The account's address of mail, if it is verified.
        made_here: Whether this browser made the request. Where it did not, somebody else may
            have, in the owner's name, with an address of their own for the answer.
    """
    sealed = case.sealed
    if sealed is None or case.agent != "none" or not sealed.subject:
        return False
    same = all(
        kind in shown and normal_form(kind, value) == normal_form(kind, shown[kind])
        for kind, value in sealed.subject.items()
    )
    known = address is not None and normal_form("email", sealed.contact) == normal_form(
        "email", address
    )
    return same and (made_here or (known and not sealed.about))


def _accounts(request: Request) -> Accounts:
    """Return where people have accounts.

    Raises:
        PageUnknownError: The company names no provider for them.
    """
    accounts = site_of(request).accounts
    if accounts is None:
        raise PageUnknownError
    return accounts
