"""People and roles: who works here, what they may do, and how they are let in or out."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.console import staffing
from upheld.web.console.second_person import second_person
from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import ROLE_DUTIES, ROLE_NAMES, ROLES, allow
from upheld.web.routers import Entry
from upheld.web.signin import keeping, links, store
from upheld.web.signin.link_pages import TAKEN
from upheld.web.signin.passwords import locked
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
_HERE = "/console/staff"
_READERS = frozenset({"privacy_officer", "auditor"})
NAVIGATION = (
    Entry(path=_HERE, label=Text(en="People and roles", ja="職員と役割"), order=80, roles=_READERS),
)
Reader = Annotated[Staff, Depends(allow("privacy_officer", "auditor"))]
Officer = Annotated[Staff, Depends(allow("privacy_officer", fresh=True))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(_HERE)
def people(request: Request, _staff: Reader) -> Response:
    """List everyone."""
    site = site_of(request)
    with site.engine.connect() as connection:
        everyone = store.all_staff(connection)
    return page(
        request,
        "console/people.html",
        everyone=everyone,
        state=_state(site),
        second_person=second_person(site),
    )


@router.get(f"{_HERE}/new")
def ask_new(request: Request, _staff: Officer) -> Response:
    """Ask whom to let in."""
    return _ask_new(request, Form())


@router.post(f"{_HERE}/new")
def add(request: Request, by: Officer, form: Posted) -> Response:
    """Let a colleague in, and show the link for them, once."""
    site = site_of(request)
    name, address = form.line("name", most=100), form.address("address")
    roles = form.choices("roles", ROLES)
    if form.errors:
        return _ask_new(request, form)
    try:
        with site.engine.begin() as connection:
            colleague = staffing.add(
                connection, site, by.id, name=name, address=address, roles=roles
            )
            secret = links.join_link(connection, site, colleague, by.id)
    except IntegrityError:
        form.say("address", TAKEN)
        return _ask_new(request, form)
    return _show_link(request, site, colleague, secret)


@router.get(f"{_HERE}/{{id_}}")
def one(id_: str, request: Request, _staff: Reader) -> Response:
    """Show one member of staff."""
    return _show(request, _known(site_of(request), id_), Form())


@router.post(f"{_HERE}/{{id_}}/roles")
def change_roles(id_: str, request: Request, by: Officer, form: Posted) -> Response:
    """Change what someone may do."""
    site = site_of(request)
    colleague = _known(site, id_)
    roles = form.choices("roles", ROLES)
    if form.errors:
        return _show(request, colleague, form)
    with site.engine.begin() as connection:
        staffing.change_roles(connection, site, by.id, colleague, roles)
    return RedirectResponse(f"{_HERE}/{id_}", status_code=303)


@router.post(f"{_HERE}/{{id_}}/disable")
def disable(id_: str, request: Request, by: Officer) -> Response:
    """Let someone in no longer."""
    site = site_of(request)
    with site.engine.begin() as connection:
        staffing.disable(connection, site, by.id, _known(site, id_))
    return RedirectResponse(f"{_HERE}/{id_}", status_code=303)


@router.post(f"{_HERE}/{{id_}}/enable")
def enable(id_: str, request: Request, by: Officer) -> Response:
    """Let someone in again."""
    site = site_of(request)
    with site.engine.begin() as connection:
        staffing.enable(connection, site, by.id, _known(site, id_))
    return RedirectResponse(f"{_HERE}/{id_}", status_code=303)


@router.post(f"{_HERE}/{{id_}}/sessions/end")
def end_sessions(id_: str, request: Request, by: Officer, form: Posted) -> Response:
    """Sign one of someone's browsers out."""
    site = site_of(request)
    colleague = _known(site, id_)
    with site.engine.begin() as connection:
        keeping.end(connection, site, form.code("session", most=16), colleague, by.id)
    return RedirectResponse(f"{_HERE}/{id_}", status_code=303)


@router.post(f"{_HERE}/{{id_}}/link")
def new_link(id_: str, request: Request, by: Officer) -> Response:
    """Make a one-time link for someone who has no way in, and show it, once."""
    site = site_of(request)
    colleague = _known(site, id_)
    if colleague.disabled_at is not None:
        raise PageUnknownError
    with site.engine.begin() as connection:
        secret = links.join_link(connection, site, colleague, by.id)
    return _show_link(request, site, colleague, secret)


def _known(site: Site, id_: str) -> Staff:
    with site.engine.connect() as connection:
        found = store.staff_by_id(connection, id_[:16])
    if found is None:
        raise PageUnknownError
    return found


def _state(site: Site) -> Callable[[Staff], str]:
    now = site.clock.now()

    def state(one: Staff) -> str:
        if one.disabled_at is not None:
            return "left"
        return "locked" if locked(one, now) else "here"

    return state


def _options() -> list[tuple[str, Text, Text]]:
    return [(role, ROLE_NAMES[role], ROLE_DUTIES[role]) for role in ROLES]


def _ask_new(request: Request, form: Form) -> Response:
    status = 422 if form.errors else 200
    return page(request, "console/new_staff.html", status=status, form=form, roles=_options())


def _show(request: Request, colleague: Staff, form: Form) -> Response:
    site = site_of(request)
    with site.engine.connect() as connection:
        sessions = keeping.sessions_of(connection, site, colleague)
    return page(
        request,
        "console/one_staff.html",
        status=422 if form.errors else 200,
        form=form,
        colleague=colleague,
        sessions=sessions,
        roles=_options(),
        state=_state(site)(colleague),
    )


def _show_link(request: Request, site: Site, colleague: Staff, secret: str) -> Response:
    return page(
        request,
        "console/staff_link.html",
        colleague=colleague,
        address=links.address_of(site, secret),
    )
