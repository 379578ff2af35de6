"""One-time links: someone's first visit, where they say who they are and set a password."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forms import Form, read_posted
from upheld.web.gatekeeping import Rate, limit_rate
from upheld.web.roles import public
from upheld.web.signin import keeping, links, passwords, store
from upheld.web.signin.acts import record
from upheld.web.signin.new_password import read_new_password
from upheld.web.signin.staff import Staff, new_staff_id
from upheld.web.site import Site, site_of
from upheld.web.writing import page
from upheld.wording import Text

_RATE = Rate(burst=20, per_minute=20)
router = APIRouter(
    include_in_schema=False, dependencies=[Depends(public), Depends(limit_rate("welcome", _RATE))]
)

FIRST_ROLES = frozenset({"privacy_officer", "approver", "engineer"})
"""What the first of the staff may do: everything there is to set up."""
TAKEN = Text(
    en="someone on the list has this address already",
    ja="このメールアドレスの職員はすでに登録されています",
)


@router.get("/welcome/{secret}")
def welcome(secret: str, request: Request) -> Response:
    """Show what a link is for; it is used by its form, and not by opening it."""
    site = site_of(request)
    with site.engine.connect() as connection:
        link = links.look(connection, site, secret)
    return _ask(request, link, Form())


@router.post("/welcome/{secret}")
def begin(secret: str, request: Request, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Use the link: the account is there, its password is set, and its session has begun."""
    site = site_of(request)
    with site.engine.connect() as connection:
        link = links.look(connection, site, secret)
    name, address = _who(form, link)
    password = read_new_password(form, (name, address))
    if form.errors:
        return _ask(request, link, form)
    hashed = passwords.hash_password(password)
    try:
        with site.engine.begin() as connection:
            link = links.use(connection, site, secret)
            staff = link.staff or add_first(connection, site, name, address)
            passwords.set_password(connection, staff.id, hashed)
            keeping.end_all(connection, staff)
            record(connection, site, "staff-password-set", staff.id, by="link")
            token = keeping.begin(connection, request, staff, "link")
    except IntegrityError:
        form.say("address", TAKEN)
        return _ask(request, link, form)
    response = RedirectResponse("/console", status_code=303)
    keeping.give_session(response, token, site)
    return response


def _who(form: Form, link: links.Link) -> tuple[str, str]:
    if link.staff is not None:
        return link.staff.name, link.staff.address
    return form.line("name", most=100), form.address("address")


def add_first(connection: Connection, site: Site, name: str, address: str) -> Staff:
    """Write the account of whoever holds the machine; they can prove nothing yet."""
    id_ = new_staff_id()
    store.add_staff(
        connection, id_=id_, name=name, address=address, roles=FIRST_ROLES, at=site.clock.now()
    )
    record(connection, site, "staff-added", None, of=id_, roles=sorted(FIRST_ROLES))
    return Staff(id=id_, name=name, address=address, roles=FIRST_ROLES)


def _ask(request: Request, link: links.Link, form: Form) -> Response:
    status = 422 if form.errors else 200
    return page(
        request, "signin/welcome.html", status=status, link=link, form=form, least=passwords.LEAST
    )
