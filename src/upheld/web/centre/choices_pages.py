"""`/choices`: what the policy lets people choose, and how. Nothing is chosen on this page."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.choices import choices
from upheld.web.home.pages import leading
from upheld.web.language import language_of
from upheld.web.roles import public
from upheld.web.site import site_of
from upheld.web.writing import page

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)


@router.get("/choices")
def show(request: Request) -> Response:
    """Show every choice, with the way to make it."""
    site = site_of(request)
    return page(
        request,
        "centre/choices.html",
        choices=choices(site.policy),
        desk=site.office is not None,
        address=leading(language_of(request)),
    )
