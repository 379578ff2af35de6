"""`/console/provisions/new`: a record is entered, with all that the law wants in it."""

from collections.abc import Mapping
from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.registers import provision as register
from upheld.registers.provision import Basis, Direction, Wanted
from upheld.registers.provision import Form as Kind
from upheld.registers.provision_rules import LONGEST, Entered, lacking
from upheld.rights import provisions
from upheld.web.centre import words as centre_words
from upheld.web.console.provisions import words
from upheld.web.console.provisions.list_pages import HERE
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page

router = APIRouter(include_in_schema=False)
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]


@router.get(f"{HERE}/new")
def ask(request: Request, _staff: Officer) -> Response:
    """Ask for what the law wants in a record."""
    return _ask(request, Form())


@router.post(f"{HERE}/new")
def add(request: Request, staff: Officer, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Enter a record; what is missing is said beside its field, with its article."""
    office = office_of(request)
    company = office.company
    entered = _entered(office, form)
    if entered is not None:
        for lack in lacking(entered, company.policy, company.clock.today()):
            form.say(_field(office, entered, lack.at), lack.what)
    if entered is None or form.errors:
        return _ask(request, form)
    try:
        provisions.check(company, [entered])
    except RefusalError as refusal:
        form.say("direction", refusal.what)
        return _ask(request, form)
    with company.engine.begin() as connection:
        done = provisions.enter(company, connection, [entered], str(staff.id))
        newest = register.some(connection, Wanted(), most=1)
    there = f"#record-{newest[0].id}" if done.added else ""
    return RedirectResponse(f"{HERE}{there}", status_code=303)


def _entered(office: Office, form: Form) -> Entered | None:
    """Return what was typed, so that all that it lacks is said at once; `None` for no record."""
    policy = office.company.policy
    direction = form.choice("direction", tuple(words.DIRECTION))
    if direction == "provided":
        party = form.choice("recipient", [name for name, _ in words.recipients(policy)])
    else:
        party = form.line("provider", most=80, required=direction == "received")
    first = form.day("first_on") or office.company.clock.today()
    last = form.day("last_on", required=False)
    basis = form.choice("basis", tuple(words.BASIS))
    kind = form.choice("form", tuple(words.FORM))
    told = {
        name: form.line(name, required=False, most=LONGEST)
        for name in ("name", "address", "representative", "acquisition")
    }
    items = form.choices("items", [name for name, _ in words.items(policy)], required=False)
    more = form.line("items_more", required=False, most=LONGEST).split()
    person = {
        kind_: value
        for kind_ in office.company.known_kinds()
        if (value := form.line(f"id_{kind_}", required=False, most=300))
    }
    if not (direction and basis and kind):
        return None
    return Entered(
        direction=cast("Direction", direction),
        party=party,
        basis=cast("Basis", basis),
        form=cast("Kind", kind),
        first_on=first,
        last_on=last or first,
        person=person,
        items=tuple(dict.fromkeys([*items, *more])),
        consented=form.ticked("consented"),
        **told,
    )


_FIELDS: Mapping[str, str] = {"items": "items_more"}


def _field(office: Office, entered: Entered, at: str) -> str:
    """Say beside which field of the page something is said that a record lacks."""
    if at == "party":
        return "recipient" if entered.direction == "provided" else "provider"
    if at == "person":
        return next((f"id_{kind}" for kind in office.company.known_kinds()), "direction")
    return _FIELDS.get(at, at)


def _ask(request: Request, form: Form) -> Response:
    office = office_of(request)
    policy = office.company.policy
    return page(
        request,
        "console/provisions/new.html",
        status=422 if form.errors else 200,
        form=form,
        recipients=words.recipients(policy),
        items=words.items(policy),
        kinds=office.company.known_kinds(),
        provision_words=words,
        centre_words=centre_words,
    )
