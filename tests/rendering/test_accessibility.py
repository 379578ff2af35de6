"""axe-core finds nothing on any page, in both languages, narrow and wide, light and dark."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.examples import NAMES, TODAY, laid_over, made
from upheld.rendering.pages import documents
from upheld.rendering.writing import write

_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("no Chromium on this machine (Debian: `apt-get install chromium`)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield started
        started.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_a_barrier(name: str, browser: Any, tmp_path: Path) -> None:
    written = write(made(name), tmp_path, languages=["ja", "en"], format_="html", today=TODAY)
    found = [
        said
        for number, one in enumerate(written)
        for said in _barriers(browser, one.path, width=(320, 1280)[number % 2], dark=number % 4 > 1)
    ]
    assert found == []


@pytest.mark.slow
def test_names_of_any_length_leave_a_narrow_page_in_its_width(browser: Any, tmp_path: Path) -> None:
    name = "Donaudampfschifffahrtsgesellschaft" * 6
    whole = made("consumer-app").policy.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    for purpose in whole["purposes"].values():
        purpose.update(ja=name, en=name)
    policy = laid_over("consumer-app", purposes=whole["purposes"])
    written = write(
        documents(policy, today=TODAY), tmp_path, languages=["en"], format_="html", today=TODAY
    )
    assert [one.page for one in written if _overflows(browser, one.path)] == []


def _barriers(browser: Any, path: Path, *, width: int, dark: bool) -> list[tuple[str, str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    scheme = "dark" if dark else "light"
    # The page's own policy forbids scripts; axe is one, so this browser does not enforce it.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    result = Axe().run(page)
    context.close()
    return [
        (path.name, one["id"], str([node["html"][:120] for node in one["nodes"]]))
        for one in result.response["violations"]
    ]


def _overflows(browser: Any, path: Path) -> bool:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    wider = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    context.close()
    return bool(wider)
