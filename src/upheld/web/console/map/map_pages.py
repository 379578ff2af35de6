"""`/console/map`: every system; `/console/map/{system}`: its map as a picture and as a table."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.datamap.model import DataMap, Unsure
from upheld.datamap.picture.drawing import Picture, draw
from upheld.datamap.picture.facts import FOLDED, Chart, chart
from upheld.policy.model import Policy
from upheld.web.console.map import shown
from upheld.web.console.map.reading import (
    agreement,
    map_file,
    open_points,
    rows_of,
    runs_with,
)
from upheld.web.language import language_of
from upheld.web.roles import anyone_signed_in
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Language, Text

router = APIRouter(include_in_schema=False)
HERE = "/console/map"
NAVIGATION = (Entry(path=HERE, label=Text(en="Data map", ja="データマップ"), order=40),)
MAY_DECIDE = frozenset({"engineer", "privacy_officer"})
Reader = Annotated[Staff, Depends(anyone_signed_in())]


@router.get(HERE)
def systems(request: Request, _staff: Reader) -> Response:
    """List the systems."""
    office = office_of(request)
    return page(request, "console/map/systems.html", rows=list(rows_of(office)))


@router.get(f"{HERE}/{{system}}")
def one(system: str, request: Request, staff: Reader, show: str = "") -> Response:
    """Show one map."""
    office = office_of(request)
    found = map_file(office, system)
    whole = chart(found.model)
    drawn = whole if show == "all" else whole.folded()
    return page(
        request,
        "console/map/map.html",
        system=found.model,
        chart=whole,
        folded=drawn is not whole,
        can_fold=show == "all" and whole.folded() is not whole,
        picture=_picture(drawn, whole, language_of(request)),
        agreement=agreement(office, found.model),
        running=runs_with(office, found.model),
        rows=_numbers(whole),
        clauses=_clauses(whole, office.company.policy),
        open=open_points(found.model),
        unsaid=found.model.unsaid(),
        decided=_decided(found.model),
        may_decide=bool(MAY_DECIDE & staff.roles),
        shown=shown,
        address=f"{HERE}/{system}",
    )


def _picture(drawn: Chart, whole: Chart, language: Language) -> Picture:
    numbers = _numbers(whole)

    def address(name: str) -> str:
        return "#tables" if name == FOLDED else f"#t-{numbers[name]}"

    label = Text(en=f"Data map of {whole.system}", ja=f"{whole.system} のデータマップ")
    return draw(drawn, language, label.in_language(language), address)


def _numbers(whole: Chart) -> dict[str, int]:
    """Names of tables can hold anything; an anchor is a number."""
    return {box.name: number for number, box in enumerate(whole.boxes, 1)}


def _clauses(whole: Chart, policy: Policy) -> dict[str, list[str]]:
    """Return the clauses that declare each category of the map; none where the policy is silent."""
    held = {category for box in whole.boxes for category in box.categories}
    return {
        category: list(dict.fromkeys(str(c) for use in policy.uses_of(category) for c in use.c))
        for category in held
    }


def _decided(datamap: DataMap) -> list[tuple[str, Unsure]]:
    return [
        (table, point)
        for table, entry in datamap.tables.items()
        for point in entry.unsure
        if point.decided is not None
    ]
