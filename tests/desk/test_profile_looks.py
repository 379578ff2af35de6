"""The pages of the profile and of choices as browsers show them: no barrier, narrow and wide.

With `UPHELD_TOUR=FOLDER` a picture of each page is written there, for `docs/tour.md`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import Desk
from tests.desk.serving import opened_desk
from tests.desk.serving import served as served_desk
from tests.desk.test_profile import AKARI
from tests.web.chromium import barriers, chromium
from tests.web.oidc_provider import CLIENT
from tests.web.serving import served
from upheld.web.openid.provider import Accounts, Provider
from upheld.wording import Text

pytestmark = pytest.mark.slow
_LOOKS = [("ja", 390, "light"), ("en", 1280, "light"), ("ja", 1280, "dark"), ("en", 390, "dark")]
_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("looks") / "company"
    with opened_desk(founded_examples, folder, "b2b-platform") as made:
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    accounts = Accounts(
        provider=Provider(
            issuer="http://localhost:1",
            client_id=CLIENT,
            label=Text(en="your workspace account", ja="ワークスペースのアカウント"),
        ),
        claims={"sub": "member_id"},
    )
    with served_desk(desk, accounts) as found:
        yield found


@pytest.fixture(scope="module")
def rental(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with many tags and advertising partners."""
    with served(tmp_path_factory.mktemp("rental"), company="wifi-rental") as made:
        yield made.site.address


@pytest.fixture(scope="module")
def a_browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(params=_LOOKS, ids=["-".join(map(str, look)) for look in _LOOKS])
def looking(
    request: pytest.FixtureRequest, a_browser: Any, tmp_path: Path
) -> Iterator[tuple[Any, Callable[[str], None], dict[str, Any]]]:
    language, width, scheme = request.param
    context = a_browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale=language,
        java_script_enabled=True,
        bypass_csp=True,  # axe is a script that the content policy would keep out
    )
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}
    folder = Path(os.environ.get("UPHELD_TOUR", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)

    def look(name: str) -> None:
        picture = folder / f"{name}-{language}-{width}-{scheme}.png"
        page.screenshot(path=str(picture), full_page=True)
        found[name] = [*barriers(page), *(["wide"] if page.evaluate(_WIDE) else [])]

    yield page, look, found
    context.close()


def test_a_profile_is_changed_without_a_barrier(
    looking: tuple[Any, Callable[[str], None], dict[str, Any]], desk: Desk, address: str
) -> None:
    page, look, found = looking
    page.goto(f"{address}/")
    look("first")
    page.goto(f"{address}/profile")
    look("begin")
    page.locator("form[action='/profile/code'] button").click()
    page.locator(".summary").wait_for()
    look("begin-error")
    page.fill("#email", AKARI)
    page.locator("form[action='/profile/code'] button").click()
    page.locator("#code").wait_for()
    look("code")
    desk.work()
    page.fill("#code", desk.box.code())
    page.locator("form[action='/profile/open'] button").click()
    page.locator("form[action='/profile/leave']").wait_for()
    look("60-profile")
    page.goto(f"{address}/profile/change/account.role")
    look("choose")
    page.goto(f"{address}/profile/change/employment.job_title")
    page.locator("main form button.main").click()
    page.locator(".summary").wait_for()
    look("change-error")
    now = page.locator("dl.data dd").first.inner_text()
    page.fill("#value", "主任" if now != "主任" else "係長")
    page.locator("main form button.main").click()
    page.locator(".confirmation").wait_for()
    look("changed")
    page.goto(f"{address}/profile/change/contact.email")
    page.goto(f"{address}/requests/R-2026-9999")
    look("confirm")
    page.goto(f"{address}/ask/correct")
    look("ask")
    assert {name: one for name, one in found.items() if one} == {}


def test_the_choices_have_no_barrier(
    looking: tuple[Any, Callable[[str], None], dict[str, Any]], address: str, rental: str
) -> None:
    page, look, found = looking
    page.goto(f"{address}/choices")
    look("choices-few")
    page.goto(f"{rental}/choices")
    look("61-choices")
    assert {name: one for name, one in found.items() if one} == {}
