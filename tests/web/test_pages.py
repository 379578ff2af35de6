"""Every page, as real browsers show it: no barrier, both languages, light and dark, narrow and wide."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from tests.web.chromium import barriers
from tests.web.sites import PASSWORD, World, enlist
from upheld.web.signin import links, tokens
from upheld.web.signin.staff import Staff

pytestmark = pytest.mark.slow

_LOOKS = [("ja", "light", 390), ("ja", "dark", 1280), ("en", "dark", 390), ("en", "light", 1280)]
_PUBLIC = ["/", "/nowhere", "/sign-in", "/signed-out", "/welcome/{secret}", "/welcome/used"]
_STAFF = [
    "/console", "/console/account", "/console/account/passkey", "/console/account/password",
    "/console/staff", "/console/staff/new", "/console/staff/{id_}", "/console/tokens",
    "/console/tokens/new", "/sign-in/again", "/console/nowhere",
]  # fmt: skip
_NO_PAGE_OF_OURS = {
    "/policy", "/policy/{name}.{language}.html", "/healthz", "/readyz",
    "/static/{digest}/{name}", "/sign-in/company", "/sign-in/company/return",
}  # fmt: skip
"""Redirects, what is no page, and the policy's own pages, which `tests/rendering` looks at."""
_MINE = re.compile(
    r"upheld\.web\.(home|signin|console)\.\w+|upheld\.web\.\w+"  # rooms within have their own tests
)


@pytest.fixture(scope="module")
def officer(live: World) -> Staff:
    staff = enlist(live, "Aoi", "privacy_officer", "approver")
    enlist(live, "Ren", "engineer")
    with live.engine.begin() as connection:
        tokens.make(connection, live.site, staff, label="shop", scopes=["requests:read"], days=None)
    return staff


@pytest.fixture(params=_LOOKS, ids=["-".join(map(str, look)) for look in _LOOKS])
def page(request: pytest.FixtureRequest, a_chromium: Any, live: World) -> Iterator[Any]:
    language, scheme, width = request.param
    context = a_chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        locale=language,
        base_url=live.site.address,
        bypass_csp=True,  # axe is a script that the content policy would keep out
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def _sign_in(page: Any, staff: Staff) -> None:
    page.goto("/sign-in")
    page.fill("#address", staff.address)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: url.endswith("/console"))


def test_no_page_for_everyone_has_a_barrier(page: Any, live: World, officer: Staff) -> None:
    with live.engine.begin() as connection:
        secret = links.first_link(connection, live.site)
    found = {}
    for path in _PUBLIC:
        page.goto(path.format(secret=secret))
        found[path] = barriers(page)
    page.goto("/sign-in")
    page.fill("#address", "nobody@office.example")
    page.press("#password", "Enter")
    page.locator(".summary").wait_for()
    found["errors"] = barriers(page)
    assert {path: one for path, one in found.items() if one} == {}


def test_no_page_for_staff_has_a_barrier(page: Any, live: World, officer: Staff) -> None:
    _sign_in(page, officer)
    found = {}
    for path in _STAFF:
        page.goto(path.format(id_=officer.id))
        found[path] = barriers(page)
    page.goto("/console/staff/new")
    page.locator("main form button").click()
    page.locator(".summary").wait_for()
    found["errors"] = barriers(page)
    assert {path: one for path, one in found.items() if one} == {}


def test_the_lists_above_name_every_page_of_these_rooms(live: World) -> None:
    shown = {
        str(route.path)
        for route in iter_route_contexts(live.app.routes)
        if "GET" in (route.methods or ())
        and _MINE.fullmatch(str(getattr(route.endpoint, "__module__", "")))
    }
    assert shown - {*_PUBLIC, *_STAFF} <= _NO_PAGE_OF_OURS


def test_someone_with_a_keyboard_alone_signs_in_and_out(
    a_chromium: Any, live: World, officer: Staff
) -> None:
    context = a_chromium.new_context(locale="en", base_url=live.site.address)
    page = context.new_page()
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    _tab_to(page, "address")
    page.keyboard.type(officer.address)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("/console"))
    _tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.get_by_text("You are signed out").wait_for()
    context.close()


def _tab_to(page: Any, wanted: str) -> None:
    """Press Tab until what is wanted has the focus, which must be seen all the way."""
    for _ in range(30):
        page.keyboard.press("Tab")
        here, outline = page.evaluate(
            """() => {const e = document.activeElement;
            return [e.id || e.textContent.trim(), getComputedStyle(e).outlineStyle]}"""
        )
        assert outline != "none", here
        if here == wanted:
            return
    pytest.fail(f"Tab never reached {wanted}")


def test_without_javascript_everything_but_passkeys_works(
    a_chromium: Any, live: World, officer: Staff
) -> None:
    context = a_chromium.new_context(
        locale="en", base_url=live.site.address, java_script_enabled=False
    )
    page = context.new_page()
    _sign_in(page, officer)
    page.goto("/console/tokens/new")
    page.fill("#label", "ショップ")
    page.check("text=ask whether use is suspended")
    page.fill("#days", "３０")
    page.get_by_role("button", name="Make the token").click()
    assert page.inner_text(".reveal code").startswith("uph_")
    page.goto("/sign-in/again")
    assert not page.get_by_role("button", name="Confirm with a passkey").is_visible()
    context.close()


def test_at_four_times_the_size_nothing_has_to_be_moved_sideways(
    a_chromium: Any, live: World, officer: Staff
) -> None:
    """WCAG 2.2, 1.4.10: 1280 pixels at 400 % are 320."""
    context = a_chromium.new_context(
        locale="ja", base_url=live.site.address, viewport={"width": 320, "height": 256}
    )
    page = context.new_page()
    _sign_in(page, officer)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for path in ("/", *_STAFF):
        page.goto(path.format(id_=officer.id))
        assert not page.evaluate(wide), path
    context.close()
