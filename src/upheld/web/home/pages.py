"""`/`: about your data here, and what you can ask for; `/policy/…`: the policy's own pages."""

import re
from collections.abc import Callable

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import NoMatchFound

from upheld.rendering.document import between
from upheld.rendering.frame import frame
from upheld.rendering.html import html
from upheld.web.home.about import Verb, about, made
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import site_of
from upheld.web.writing import finished_page, page
from upheld.wording import Language

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)

_OUR_PAGE = re.compile(r"([a-z-]+)\.\{lang\}\.html(#[\w.()/-]+)?")
_SCHEMES = ("https:", "http:", "mailto:", "tel:")


@router.get("/")
def first_page(request: Request) -> Response:
    """Say what is held before anything is asked."""
    site, language = site_of(request), language_of(request)
    return page(
        request,
        "home/first.html",
        about=about(site.policy, site.clock.today()),
        ask=_ask(request, language),
        address=leading(language),
        between=lambda sentence: between(sentence, language),
        myself=site.office is not None and any(one.data for one in site.policy.self_service),
    )


@router.get("/policy")
def policy_start(request: Request) -> Response:
    """Lead to the policy in the caller's language."""
    return RedirectResponse(f"/policy/policy.{language_of(request)}.html", status_code=302)


@router.get("/policy/{name}.{language}.html")
def policy_page(name: str, language: Language, request: Request) -> Response:
    """Send one page of the policy as it is published."""
    site = site_of(request)
    today = site.clock.today()
    pages = made(site.policy, today).pages
    found = next((one for one in pages if one.name == name), None)
    if found is None:
        raise PageUnknownError
    return finished_page(html(found, frame(site.policy, pages, ("ja", "en"), today), language))


def _ask(request: Request, language: Language) -> Callable[[Verb], str]:
    """Return where a verb leads: to its form, or to how the policy says one asks."""

    def address(verb: Verb) -> str:
        try:
            return str(request.app.url_path_for("ask", verb=verb.name))
        except NoMatchFound:
            return f"/policy/requests.{language}.html"

    return address


def leading(language: Language) -> Callable[[str], str]:
    """Return where a link of the declaration leads; one that could run something leads nowhere."""

    def address(url: str) -> str:
        ours = _OUR_PAGE.fullmatch(url)
        if ours is not None:
            return f"/policy/{ours[1]}.{language}.html{ours[2] or ''}"
        return url if url.lower().startswith(_SCHEMES) else "#"

    return address
