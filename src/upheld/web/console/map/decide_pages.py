"""`/console/map/{system}/decide`: one unsure point, what may be chosen, and the decision."""

from collections.abc import Mapping
from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.datamap.deciding import Book, MapChangedError
from upheld.datamap.deciding import decide as write
from upheld.datamap.model import TableMap, Unsure
from upheld.datamap.placing import CHOICES, ROLES, Choice, Decided, kind_of
from upheld.refusal import RefusalError
from upheld.vocabulary.category import categories
from upheld.web.console.map import shown
from upheld.web.console.map.map_pages import HERE
from upheld.web.console.map.reading import MapFile, map_file
from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
_WHY_MOST = 500  # characters
_NUMBER_MOST = 9_999
Decider = Annotated[Staff, Depends(allow("engineer", "privacy_officer"))]
Posted = Annotated[Form, Depends(read_posted)]


@router.get(f"{HERE}/{{system}}/decide")
def ask(
    system: str, request: Request, _staff: Decider, table: str = "", number: int = 0
) -> Response:
    """Show a point and what may be chosen."""
    found = map_file(office_of(request), system)
    _, point = _point(found, table, number)
    if point.decided is not None:
        return RedirectResponse(f"{HERE}/{system}", status_code=303)
    return _show(request, found, table, number, Form())


@router.post(f"{HERE}/{{system}}/decide")
def decide(system: str, request: Request, staff: Decider, form: Posted) -> Response:
    """Write the decision into the file."""
    office = office_of(request)
    found = map_file(office, system)
    table = form.raw("table")
    number = form.number("number", least=0, most=_NUMBER_MOST) or 0
    _, point = _point(found, table, number)
    sha256 = form.code("file", most=64)
    choice = form.choice("choice", CHOICES)
    why = form.line("why", most=_WHY_MOST)
    category = form.code("category", required=choice == "category", most=100)
    rule = form.code("rule", required=False, most=100)
    to = form.choice("to", list(found.model.subjects), required=False)
    if form.errors:
        return _show(request, found, table, number, form)
    decided = Decided(
        table=table,
        number=number,
        choice=cast("Choice", choice),
        by=str(staff.id),
        why=why,
        category=category or None,
        rule=rule or None,
        to=_elsewhere(point, choice, to),
    )
    company = office.company
    book = Book(engine=company.engine, clock=company.clock, staff=str(staff.id))
    try:
        write(found.path, decided, book, expected=sha256, rules=company.policy.retention)
    except MapChangedError as refusal:
        found = map_file(office, system)
        if not _waits(found, table, number):
            raise
        form.say("act", refusal.what)
        return _show(request, found, table, number, form, status=409)
    except RefusalError as refusal:
        form.say(
            _field(decided),
            Text(
                en=f"{refusal.what.en}: {refusal.remedy.en}",
                ja=f"{refusal.what.ja}。{refusal.remedy.ja}",
            ),
        )
        return _show(request, found, table, number, form)
    return RedirectResponse(f"{HERE}/{system}#points", status_code=303)


def _elsewhere(point: Unsure, choice: str, to: str) -> str | None:
    """Return where an edge leads, if not where it was guessed to; a rejected one leads nowhere."""
    guessed = point.guess.get("to") if isinstance(point.guess, Mapping) else None
    return to if to and to != guessed and choice in ROLES else None


def _waits(found: MapFile, table: str, number: int) -> bool:
    """Say whether a point is still open in a file that was changed meanwhile."""
    entry = found.model.tables.get(table)
    points = entry.unsure if entry is not None else []
    return number < len(points) and points[number].decided is None


def _field(decided: Decided) -> str:
    """Name the field that a refusal of the map is most likely about."""
    if decided.choice == "category":
        return "category"
    return "rule" if decided.choice == "take" and decided.rule else "choice"


def _point(found: MapFile, table: str, number: int) -> tuple[TableMap, Unsure]:
    entry = found.model.tables.get(table)
    if entry is None or not 0 <= number < len(entry.unsure):
        raise PageUnknownError
    return entry, entry.unsure[number]


def _show(
    request: Request, found: MapFile, table: str, number: int, form: Form, *, status: int = 422
) -> Response:
    """Show the form; after a change of the file, of the file as it is now."""
    entry, point = _point(found, table, number)
    kind = kind_of(point)
    rules = office_of(request).company.policy.retention
    return page(
        request,
        "console/map/decide.html",
        status=status if form.errors else 200,
        form=form,
        found=found,
        system=found.path.stem,
        table=table,
        number=number,
        point=point,
        entry=entry,
        kind=kind,
        options=shown.choices(point, entry),
        categories=list(categories()) if kind == "column" else [],
        rules=sorted(rules) if kind == "retain" else [],
        people=list(found.model.subjects) if kind == "edge" else [],
        shown=shown,
        address=f"{HERE}/{found.path.stem}",
    )
