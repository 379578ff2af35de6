"""`/api/v1/staff`: who works here, for the company's own directory of people.

A token lets in those who look and carry out; who decides or approves is let in by a person in the
console, with a fresh proof of who they are. Out, a token lets anybody.
"""

from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import Response

from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.shapes import PROBLEMS
from upheld.web.api.staff_refusals import (
    AddressTakenError,
    RoleNeedsPersonError,
    SessionUnknownError,
    StaffLeftError,
    StaffUnknownError,
)
from upheld.web.api.staff_shapes import (
    LinkShape,
    NewStaff,
    OneStaffShape,
    Roles,
    RoleShape,
    SessionShape,
    SignedOut,
    SigningOut,
    StaffPage,
    StaffShape,
)
from upheld.web.console import staffing
from upheld.web.roles import ROLE_DUTIES, ROLE_NAMES, ROLES, Role
from upheld.web.signin import keeping, links, store
from upheld.web.signin.passwords import locked
from upheld.web.signin.staff import Staff
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import Site, site_of

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["staff"])
Reader = Annotated[Token, Depends(acting("staff:read", "privacy_officer", "auditor"))]
Writer = Annotated[Token, Depends(acting("staff:write", "privacy_officer"))]
BY_A_PERSON: frozenset[Role] = frozenset({"privacy_officer", "approver"})
"""Roles that no program gives."""
_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": LinkShape, "description": "It was made before, by this key"}
}


@router.get("/roles")
def list_roles(_token: Reader) -> list[RoleShape]:
    """List the roles there are, what each is for, and whether a token may give it."""
    return [
        RoleShape(
            role=role,
            label=ROLE_NAMES[role].by_language(),
            duty=ROLE_DUTIES[role].by_language(),
            by_program=role not in BY_A_PERSON,
        )
        for role in ROLES
    ]


@router.get("/staff")
def list_staff(
    request: Request,
    _token: Reader,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> StaffPage:
    """List who works here, by id; those who left too."""
    site = site_of(request)
    with site.engine.connect() as connection:
        found = store.some_staff(connection, after=cursor, most=limit + 1)
    return StaffPage(
        staff=[_shape(site, one) for one in found[:limit]],
        cursor=found[limit - 1].id if len(found) > limit else None,
    )


@router.get("/staff/{id_}")
def read_staff(id_: str, request: Request, _token: Reader) -> OneStaffShape:
    """Read who somebody is, and where they are signed in."""
    site = site_of(request)
    with site.engine.connect() as connection:
        colleague = _known(connection, id_)
        sessions = keeping.sessions_of(connection, site, colleague)
    return OneStaffShape(
        **_shape(site, colleague).model_dump(),
        sessions=[
            SessionShape(
                session=one.handle,
                method=one.method,
                browser=one.browser,
                began_at=one.began_at,
                seen_at=one.seen_at,
            )
            for one in sessions
        ],
    )


@router.post("/staff", status_code=201, responses=_AGAIN)
def add_staff(
    body: NewStaff, request: Request, response: Response, token: Writer, key: Key = None
) -> LinkShape:
    """Let a colleague in; the link for them comes back once, for you to hand over."""
    _refuse_powers(body.roles)
    site = site_of(request)

    def add(within: Connection) -> Staff:
        if store.staff_by_address(within, body.address) is not None:
            raise AddressTakenError
        return staffing.add(
            within, site, token.actor, name=body.name, address=body.address, roles=body.roles
        )

    call = Call(request=request, token=token, key=key, body=body)
    try:
        return _linked(call, response, add)
    except IntegrityError as error:  # another call took the address in this moment
        raise AddressTakenError from error


@router.post("/staff/{id_}/link", status_code=201, responses=_AGAIN)
def make_link(
    id_: str, request: Request, response: Response, token: Writer, key: Key = None
) -> LinkShape:
    """Make a new one-time link for somebody; earlier ones count no longer."""

    def find(within: Connection) -> Staff:
        colleague = _known(within, id_)
        _refuse_powers(colleague.roles)
        if colleague.disabled_at is not None:
            raise StaffLeftError
        return colleague

    return _linked(Call(request=request, token=token, key=key), response, find)


@router.post("/staff/{id_}/roles")
def change_roles(
    id_: str, body: Roles, request: Request, token: Writer, key: Key = None
) -> StaffShape:
    """Change what somebody may do; it counts from their next page on."""

    def act(within: Connection, colleague: Staff) -> None:
        _refuse_powers(set(body.roles) - colleague.roles)
        staffing.change_roles(within, site_of(request), token.actor, colleague, body.roles)

    return _act(Call(request=request, token=token, key=key, body=body), id_, act)


@router.post("/staff/{id_}/disable")
def disable(id_: str, request: Request, token: Writer, key: Key = None) -> StaffShape:
    """Let somebody in no longer; their browsers are signed out at once."""

    def act(within: Connection, colleague: Staff) -> None:
        if colleague.disabled_at is not None:
            raise StaffLeftError
        staffing.disable(within, site_of(request), token.actor, colleague)

    return _act(Call(request=request, token=token, key=key), id_, act)


@router.post("/staff/{id_}/enable")
def enable(id_: str, request: Request, token: Writer, key: Key = None) -> StaffShape:
    """Let somebody in again, with the proofs they had."""

    def act(within: Connection, colleague: Staff) -> None:
        _refuse_powers(colleague.roles)
        staffing.enable(within, site_of(request), token.actor, colleague)

    return _act(Call(request=request, token=token, key=key), id_, act)


@router.post("/staff/{id_}/sign-out")
def sign_out(
    id_: str, body: SigningOut, request: Request, token: Writer, key: Key = None
) -> SignedOut:
    """Sign somebody's browsers out, one of them or all."""
    site = site_of(request)

    def act(within: Connection) -> str:
        colleague = _known(within, id_)
        there = [one.handle for one in keeping.sessions_of(within, site, colleague)]
        if body.session is not None and body.session not in there:
            raise SessionUnknownError
        ended = [one for one in there if body.session in (None, one)]
        for handle in ended:
            keeping.end(within, site, handle, colleague, token.actor)
        return str(len(ended))

    count, _new = once_for(Call(request=request, token=token, key=key, body=body), lambda: act)
    return SignedOut(ended=int(count))


def _linked(call: Call, response: Response, prepare: Callable[[Connection], Staff]) -> LinkShape:
    """Make a link for somebody; its secret is nowhere but in this one answer."""
    site, made = site_of(call.request), []

    def act(within: Connection) -> str:
        colleague = prepare(within)
        made.append(links.join_link(within, site, colleague, call.token.actor))
        return str(colleague.id)

    id_, new = once_for(call, lambda: act)
    if not new:
        response.status_code = 200
        return LinkShape(id=id_, link=None, ends_at=None)
    return LinkShape(id=id_, link=links.address_of(site, made[0]), ends_at=links.ends_at(site))


def _act(call: Call, id_: str, act: Callable[[Connection, Staff], None]) -> StaffShape:
    site = site_of(call.request)

    def make(within: Connection) -> str:
        act(within, _known(within, id_))
        return id_[:16]

    once_for(call, lambda: make)
    with site.engine.connect() as connection:
        return _shape(site, _known(connection, id_))


def _refuse_powers(given: Collection[str]) -> None:
    if not BY_A_PERSON.isdisjoint(given):
        raise RoleNeedsPersonError


def _known(connection: Connection, id_: str) -> Staff:
    found = store.staff_by_id(connection, id_[:16])
    if found is None:
        raise StaffUnknownError
    return found


def _shape(site: Site, one: Staff) -> StaffShape:
    state: Literal["here", "locked", "left"] = "here"
    if one.disabled_at is not None:
        state = "left"
    elif locked(one, site.clock.now()):
        state = "locked"
    return StaffShape(
        id=one.id,
        name=one.name,
        address=one.address,
        roles=[role for role in ROLES if role in one.roles],
        state=state,
        has_password=one.has_password,
        left_at=one.disabled_at,
    )
