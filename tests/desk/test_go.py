"""Whoever knows where they want to go types it, and gets there; to nowhere that is not theirs."""

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.web.sites import Browser, text_of

PAGE = "/console/go"


@pytest.fixture
def app(drill: Drill) -> FastAPI:
    return site_for(drill)


def _leads(browser: Browser, typed: str) -> str | None:
    found: str | None = browser.get(PAGE, params={"q": typed}).headers.get("location")
    return found


def _places(browser: Browser, typed: str) -> list[str]:
    return [one["path"] for one in browser.get(f"{PAGE}/places", params={"q": typed}).json()]


def test_a_request_is_found_by_its_whole_number_however_it_is_typed(
    drill: Drill, app: FastAPI
) -> None:
    reference = Desk(drill).ask("deletion")
    viewer = staff(drill, app, "umi", "viewer")
    for typed in (reference, reference.lower(), f"  {reference} ", "Ｒ－２０２６－０００１"):
        assert _leads(viewer, typed) == f"/console/requests/{reference}", typed
    for typed in ("R-2026-0002", "2026-0001", "R-2026", MUGI):
        page = viewer.get(PAGE, params={"q": typed})
        assert page.status_code == 200, typed
        assert "該当するものはありません" in text_of(page)
        assert _places(viewer, typed) == []


@pytest.mark.slow
def test_pages_are_found_in_both_languages_and_by_role(drill: Drill, app: FastAPI) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    assert _leads(officer, "手数料") == _leads(officer, "FEES") == "/console/fees"
    assert _leads(officer, "設定") == "/console/settings"
    assert _leads(officer, "第三者提供記録") == "/console/provisions"
    viewer = staff(drill, app, "umi", "viewer")
    for typed, path in (("手数料", "/console/fees"), ("設定", "/console/settings"),
                        ("people search", "/console/people-search")):  # fmt: skip
        assert path in _places(officer, typed)
        assert path not in _places(viewer, typed)
    everywhere = _places(viewer, "")
    assert {"/console", "/console/requests", "/trust"} <= set(everywhere)
    for path in everywhere:
        assert viewer.get(path).status_code == 200, path
    for path in _places(officer, ""):
        assert officer.get(path).status_code == 200, path


def test_clauses_are_found_by_their_number_and_by_a_word(drill: Drill, app: FastAPI) -> None:
    viewer = staff(drill, app, "umi", "viewer")
    assert _leads(viewer, "p3-9a") == "/console/promises/P3-9a"
    page = viewer.get(PAGE, params={"q": "削除"})
    assert page.status_code == 200
    links = [
        str(one.attributes["href"]) for one in LexborHTMLParser(page.text).css("main .go-list a")
    ]
    assert links == _places(viewer, "削除")
    assert links
    for link in links:
        shown = viewer.get(link)
        assert shown.status_code == 200
        assert "削除" in text_of(shown)


def test_what_is_typed_is_shown_as_text(drill: Drill, app: FastAPI) -> None:
    page = staff(drill, app, "umi", "viewer").get(PAGE, params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text
    assert Browser(app).get(f"{PAGE}/places").status_code in (303, 401)
    assert staff(drill, app, "mio", "viewer").get(PAGE, params={"q": "x" * 201}).status_code == 422
