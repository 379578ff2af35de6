"""The notice that a desk goes on with former declarations, as browsers show it to its staff."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.desk.serving import officer_of, opened_desk, sign_in
from tests.desk.test_tour import Tour
from tests.desk.test_tour import a_browser as a_browser  # noqa: PLC0414 - a fixture
from tests.desk.test_tour import tour as tour  # noqa: PLC0414 - a fixture
from tests.web.serving import free_port, running
from upheld.web.application import create
from upheld.web.opening import followed_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served_by(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of a desk whose map was broken while it ran, and that of an officer."""
    with opened_desk(founded_examples, tmp_path_factory.mktemp("former") / "company") as desk:
        officer, port = officer_of(desk), free_port()
        address = f"http://localhost:{port}"
        following = followed_site(desk.drill.workspace, address)
        path = desk.drill.folder / "datamap/app.yaml"
        keys = ("system:", "subjects:", "tables:")
        text = path.read_text("utf-8")
        for key in keys:
            text = text.replace(f"\n{key}", f"\nun{key}")
        path.write_text(text, "utf-8")
        following.look()
        following.look()
        assert following.refusals()
        app = create(following.current(), following.current)
        app.state.buckets.now = count(step=60.0).__next__
        with running(app, port):
            yield address, officer


@pytest.fixture(scope="module")
def address(served_by: tuple[str, str]) -> str:
    return served_by[0]


def test_former_declarations_are_told_without_a_barrier(
    tour: Tour, served_by: tuple[str, str]
) -> None:
    page: Any = tour.page
    sign_in(page, served_by[1])
    for name, path in (("former-start", "/console"), ("former-map", "/console/map")):
        tour.stop(name, path)
        assert page.locator(".notice.bad .refusals code").first.inner_text().startswith("datamap/")
    tour.clean()
