"""`/profile`: what the policy lets a person change, they see and change here, at once.

Nothing is shown before they have shown who they are; an address that is known and one that is
not are the same page, made in the same way.
"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.correction.current import Held
from upheld.desk.identity import codes, links
from upheld.desk.office import Office
from upheld.desk.profile import changing, proving, reading, store
from upheld.desk.profile.at_once import UNDO_DAYS
from upheld.desk.profile.offering import Item, offer, ways
from upheld.desk.profile.settings_text import settings_of, spoken, told, with_settings
from upheld.refusal import PlaceUnreachableError, RefusalError
from upheld.vocabulary import category
from upheld.web.centre import person, visiting
from upheld.web.centre.person import Person
from upheld.web.centre.progress import receipt_of
from upheld.web.centre.status_pages import CODES
from upheld.web.forms import Form, read_posted
from upheld.web.gatekeeping import Rate, limit_rate
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of
from upheld.web.writing import page

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
CHANGES = Rate(burst=15, per_minute=6)
"""Changes tried by one client; how many of one person count, `changing` says."""
VALUE_MOST = 300
Posted = Annotated[Form, Depends(read_posted)]


@router.get("/profile")
def show(request: Request, token: str = "") -> Response:
    """Show what is held, to whoever has shown who they are; else ask.

    Args:
        request: The request.
        token: Of a link from the company's own site, where the person is signed in.
    """
    office = office_of(request)
    if token:
        return _by_link(request, office, token)
    here = person.proven_of(request)
    if here is None or here.way not in ways(office):
        return _begin(request, office, Form())
    return _values(request, office, here)


@router.post("/profile/code", dependencies=[Depends(limit_rate("profile-code", CODES))])
def send_code(request: Request, form: Posted) -> Response:
    """Have a code mailed to the address that was typed, whoever's it is."""
    office = office_of(request)
    address = form.address("email")
    taken = ways(office) if offer(office).items else ()
    if form.errors or "email-confirm" not in taken:
        return _begin(request, office, form, status=422)
    visit = proving.ask(office, address, language_of(request))
    response = page(request, "centre/profile_code.html")
    somebody = Person(
        subject={"email": address}, contact=address, way="email-confirm", visit=visit, proven=False
    )
    person.remember(request, response, somebody)
    return response


@router.post("/profile/open", dependencies=[Depends(limit_rate("profile-open", CODES))])
def open_(request: Request, form: Posted) -> Response:
    """Take the code."""
    office = office_of(request)
    here = person.person_of(request)
    answer = form.code("code", most=20)
    visit = here.visit if here is not None else ""
    if here is None or form.errors or not proving.redeem(office, visit, answer):
        form.say("code", codes.refused().what)
        return page(request, "centre/profile_code.html", status=422, form=form)
    response = RedirectResponse("/profile", status_code=303)
    shown = Person(subject=here.subject, contact=here.contact, way="email-confirm")
    person.remember(request, response, shown)
    return response


@router.post("/profile/leave")
def leave(request: Request, form: Posted) -> Response:
    """Forget who is at this browser."""
    del form  # its token was checked
    response = RedirectResponse("/profile", status_code=303)
    person.leave(request, response)
    visiting.leave(request, response)
    return response


@router.get("/profile/change/{name}")
def ask_value(name: str, request: Request) -> Response:
    """Ask for the new value of one item."""
    office = office_of(request)
    here, item = person.proven_of(request), offer(office).item(name)
    if item is None:
        raise PageUnknownError
    if here is None:
        return _begin(request, office, Form())
    return _ask_value(request, office, here, item, Form())


@router.post("/profile/change/{name}", dependencies=[Depends(limit_rate("profile", CHANGES))])
def take_value(name: str, request: Request, form: Posted) -> Response:
    """Change it, and show what was done."""
    office = office_of(request)
    here, item = person.proven_of(request), offer(office).item(name)
    if item is None:
        raise PageUnknownError
    if here is None:
        return _begin(request, office, Form())
    try:
        value = _value(office, here, item, form)
        if not form.errors:
            wanted = changing.Wanted(
                category=item.name, value=value, key=form.raw("key"), language=language_of(request)
            )
            return _done(request, changing.change(office, here.known(), wanted))
    except PlaceUnreachableError:
        raise  # nothing was begun, and nothing is wrong with what was typed
    except RefusalError as refusal:
        form.say("value", refusal.what)
    return _ask_value(request, office, here, item, form, status=422)


def _value(office: Office, here: Person, item: Item, form: Form) -> str:
    """Read what was entered: one of the values to choose from, some settings, or a text."""
    if item.values:
        return form.choice("value", item.values)
    if not form.raw("of"):
        return form.line("value", most=VALUE_MOST)
    held = reading.read(office, reading.find(office, here.subject), [item.name])[item.name]
    settings = settings_of(held.values[0]) if len(held.values) == 1 else None
    new = {
        name: form.line(f"set-{number}", required=False, most=VALUE_MOST)
        for number, name in enumerate(settings or ())
    }
    return with_settings(held.values[0] if held.values else "", new)


@router.get("/profile/changed/{reference}")
def changed(reference: str, request: Request) -> Response:
    """Show what became of a change, and how it is taken back."""
    office = office_of(request)
    here = person.proven_of(request)
    if here is None:
        return _begin(request, office, Form())
    return _changed(request, office, here, reference, Form())


@router.post(
    "/profile/changed/{reference}/undo", dependencies=[Depends(limit_rate("profile", CHANGES))]
)
def take_back(reference: str, request: Request, form: Posted) -> Response:
    """Change it back."""
    office = office_of(request)
    here = person.proven_of(request)
    if here is None:
        return _begin(request, office, Form())
    key, language = form.raw("key"), language_of(request)
    try:
        back = changing.undo(office, here.known(), reference, key=key, language=language)
    except PlaceUnreachableError:
        raise
    except RefusalError as refusal:
        form.say("undo", refusal.what)
        return _changed(request, office, here, reference, form, status=422)
    return _done(request, back)


def _by_link(request: Request, office: Office, token: str) -> Response:
    """Take a link once; the token leaves the address bar with it."""
    now = office.company.clock.now()
    visitor = links.read(visiting.link_key(office), token, now=now)
    with office.company.engine.begin() as connection:
        links.use(connection, visitor, now=now)
    response = RedirectResponse("/profile", status_code=303)
    shown = Person(subject=visitor.subject, contact=visitor.subject.get("email", ""), way="session")
    person.remember(request, response, shown)
    return response


def _begin(request: Request, office: Office, form: Form, *, status: int = 200) -> Response:
    found = offer(office)
    taken = ways(office) if found.items else ()
    return page(
        request,
        "centre/profile.html",
        status=status,
        form=form,
        offer=found,
        ways=taken,
        label=category.label,
    )


def _values(request: Request, office: Office, here: Person) -> Response:
    found = offer(office)
    try:
        somebody = reading.find(office, here.subject)
        held = reading.read(office, somebody, [item.name for item in found.items])
    except reading.PersonUnclearError as refusal:
        return page(request, "centre/profile_nobody.html", refusal=refusal)
    with office.company.engine.connect() as connection:
        made = store.of_person(connection, somebody.person, changing.undone_since(office))
    return page(
        request,
        "centre/profile_values.html",
        offer=found,
        held=held,
        made=made,
        label=category.label,
        told=told,
    )


def _ask_value(
    request: Request,
    office: Office,
    here: Person,
    item: Item,
    form: Form,
    *,
    status: int = 200,
) -> Response:
    try:
        held = reading.read(office, reading.find(office, here.subject), [item.name])[item.name]
    except reading.PersonUnclearError as refusal:
        return page(request, "centre/profile_nobody.html", refusal=refusal)
    return page(
        request,
        "centre/profile_change.html",
        status=status,
        form=form,
        item=item,
        held=held,
        told=told,
        settings=_settings(held),
        key=form.raw("key") or secrets.token_urlsafe(18),
    )


def _settings(held: Held) -> list[tuple[str, str]]:
    """Return the settings of a field that holds several, as they are typed."""
    found = settings_of(held.values[0]) if len(held.values) == 1 else None
    return [(name, spoken(value)) for name, value in (found or {}).items()]


def _done(request: Request, reference: str) -> Response:
    response = RedirectResponse(f"/profile/changed/{reference}", status_code=303)
    visiting.let_in(request, response, reference, proven=True)
    return response


def _changed(
    request: Request,
    office: Office,
    here: Person,
    reference: str,
    form: Form,
    *,
    status: int = 200,
) -> Response:
    company = office.company
    with company.engine.connect() as connection:
        change = store.find(connection, company.vault, reference)
    try:
        theirs = reading.find(office, here.subject).person
    except reading.PersonUnclearError as refusal:
        return page(request, "centre/profile_nobody.html", refusal=refusal)
    if change is None or not change.person & theirs:
        raise PageUnknownError
    case = changing.case_of(office, reference)
    response = page(
        request,
        "centre/profile_changed.html",
        status=status,
        form=form,
        case=case,
        change=change,
        what=category.label(change.category),
        receipt=receipt_of(office, case),
        may_undo=changing.may_undo(office, here.known(), change),
        days=UNDO_DAYS,
        key=secrets.token_urlsafe(18),
    )
    visiting.let_in(request, response, reference, proven=True)
    return response
