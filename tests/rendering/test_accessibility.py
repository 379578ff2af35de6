"""axe-core finds nothing on any page, in both languages, narrow and wide, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.examples import NAMES, TODAY, laid_over, made
from tests.web.chromium import chromium, violations
from upheld.rendering.pages import documents
from upheld.rendering.writing import write


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_a_barrier(name: str, browser: Any, tmp_path: Path) -> None:
    written = write(made(name), tmp_path, languages=["ja", "en"], format_="html", today=TODAY)
    looks = [(width, scheme) for scheme in ("light", "dark") for width in (320, 1280)]
    found = []
    for turn, (width, scheme) in enumerate(looks):  # a window for each look, not for each page
        page = _window(browser, width=width, scheme=scheme)
        found += [said for one in written[turn :: len(looks)] for said in _barriers(page, one.path)]
        page.context.close()
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
    page = _window(browser, width=320, scheme="light")
    assert [one.page for one in written if _overflows(page, one.path)] == []
    page.context.close()


def _window(browser: Any, *, width: int, scheme: str) -> Any:
    # The page's own policy forbids scripts; axe is one, so this browser does not enforce it.
    return browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ).new_page()


def _barriers(page: Any, path: Path) -> list[tuple[str, str, str]]:
    page.goto(path.as_uri())
    return [
        (path.name, one["id"], str([node["html"][:120] for node in one["nodes"]]))
        for one in violations(page)
    ]


def _overflows(page: Any, path: Path) -> bool:
    page.goto(path.as_uri())
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
