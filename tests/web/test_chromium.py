"""What a page does wrong is seen: a clean answer says something."""

import pytest

from tests.web.chromium import barriers, chromium, violations

_BROKEN = """
<html><head></head><body>
<img src="x"><input><p style="color: #ccc; background: #ddd">faint</p>
</body></html>
"""


@pytest.mark.slow
def test_a_broken_page_has_every_barrier_that_axes_own_runner_finds() -> None:
    from axe_playwright_python.sync_playwright import Axe

    with chromium() as browser:
        page = browser.new_context(bypass_csp=True).new_page()
        page.set_content(_BROKEN)
        found = violations(page)
        assert found == Axe().run(page).response["violations"]
        assert {"color-contrast", "html-has-lang", "image-alt", "label"} <= {
            name for name, _ in barriers(page)
        }
