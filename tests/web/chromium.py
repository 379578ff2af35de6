"""Debian's Chromium, driven by Playwright; what axe-core says of a page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def chromium() -> Iterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("no Chromium on this machine (Debian: `apt-get install chromium`)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(_QUIET))
        yield started
        started.close()


def barriers(page: Any) -> list[tuple[str, str]]:
    """Return what axe-core finds wrong with a page, and whether it is wider than its window."""
    found = [
        (str(one["id"]), str([node["html"][:160] for node in one["nodes"]]))
        for one in violations(page)
    ]
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return [*found, ("wider than its window", page.url)] if page.evaluate(wide) else found


def violations(page: Any) -> list[dict[str, Any]]:
    """Let axe-core apply all of its rules to a page; return what breaks one.

    Not with `Axe.run`, which carries what every rule found in order over to Python: a quarter of
    the time.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(Axe().axe_script)
    asked = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
    found: list[dict[str, Any]] = page.evaluate(asked)
    return found
