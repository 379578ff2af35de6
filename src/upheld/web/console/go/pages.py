"""`/console/go?q=…`: go straight to a page, a request or a clause."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.console.go.finding import Found, find
from upheld.web.language import language_of
from upheld.web.roles import anyone_signed_in
from upheld.web.signin.staff import Staff
from upheld.web.site import site_of
from upheld.web.writing import page

router = APIRouter(include_in_schema=False)
HERE = "/console/go"
Anyone = Annotated[Staff, Depends(anyone_signed_in())]
Typed = Annotated[str, Query(max_length=200)]
_SHOWN = 120
"""Characters of a clause in the list that opens over a page."""


class Place(BaseModel):
    """One place, as the script of the list reads it."""

    path: str
    title: str
    kind: str


@router.get(HERE)
def go(request: Request, staff: Anyone, q: Typed = "") -> Response:
    """Go to what was meant; where that is not one place, list what it could be."""
    found = _find(request, staff, q)
    only = _only(found) if q.strip() else None
    if only is not None:
        return RedirectResponse(only.path, status_code=303)
    return page(request, "console/go/go.html", q=q, found=found)


@router.get(f"{HERE}/places")
def places(request: Request, staff: Anyone, q: Typed = "") -> list[Place]:
    """List what it could be, for the list that opens over a page."""
    language = language_of(request)
    return [
        Place(
            path=one.path,
            title=one.title.in_language(language)[:_SHOWN],
            kind=one.kind.in_language(language),
        )
        for one in _find(request, staff, q)
    ]


def _find(request: Request, staff: Staff, typed: str) -> list[Found]:
    return find(site_of(request).office, staff.roles, typed)


def _only(found: list[Found]) -> Found | None:
    """The one place that is meant: the only one of this name, or the only one at all."""
    named = [one for one in found if one.exact]
    meant = named or found
    return meant[0] if len(meant) == 1 else None
