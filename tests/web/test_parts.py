"""Every part of pages, together on one page: no barrier."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Depends
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader
from starlette.requests import Request
from starlette.responses import Response

from tests.web.chromium import barriers
from tests.web.sites import World
from upheld.web import writing
from upheld.web.forms import Form
from upheld.web.roles import public

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(live: World) -> Iterator[World]:
    environment = writing._environment()
    before = environment.loader
    own = FileSystemLoader(Path(__file__).parent)
    environment.loader = ChoiceLoader([PackageLoader("upheld.web", ""), own])
    router = APIRouter(dependencies=[Depends(public)])

    @router.get("/parts")
    def parts(request: Request) -> Response:
        form = Form(values={"name": ["\x00"], "why": ["x" * 5_000]})
        form.line("name")
        form.prose("why")
        form.choice("kind", ["a", "b"])
        return writing.page(request, "parts_shown.html", form=form)

    live.app.include_router(router)
    yield live
    environment.loader = before


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_part_has_a_barrier(
    language: str, scheme: Any, width: int, a_chromium: Any, shown: World
) -> None:
    context = a_chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language,
        base_url=shown.site.address, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.goto("/parts")
    assert barriers(page) == []
    if folder := os.environ.get("UPHELD_SHOTS"):
        page.screenshot(path=f"{folder}/parts-{language}-{scheme}-{width}.png", full_page=True)
    context.close()


def test_an_error_leads_to_its_field(a_chromium: Any, shown: World) -> None:
    context = a_chromium.new_context(locale="en", base_url=shown.site.address)
    page = context.new_page()
    page.goto("/parts")
    for link, field in (("Name: ", "name"), ("Reasons: ", "why"), ("Kind: ", "kind")):
        page.locator(".summary a", has_text=link).click()
        assert page.evaluate("document.activeElement.id") == field
    described = page.get_attribute("#name", "aria-describedby")
    assert described == "name-hint name-error"
    assert page.get_attribute("#name", "aria-invalid") == "true"
    context.close()


def test_on_paper_there_is_the_text_and_no_menu(a_chromium: Any, shown: World) -> None:
    context = a_chromium.new_context(locale="en", base_url=shown.site.address)
    page = context.new_page()
    page.goto("/parts")
    page.emulate_media(media="print")
    assert not page.locator(".top-links").is_visible()
    assert not page.locator(".foot").is_visible()
    assert page.get_by_role("heading", name="Request R-2026-0142").is_visible()
    context.close()
