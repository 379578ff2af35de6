"""One site a module for tests that only read; a fresh one for those that change something."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.chromium import chromium
from tests.web.serving import served
from tests.web.sites import Browser, World, world


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(tmp_path_factory.mktemp("site"))
    yield made
    made.engine.dispose()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def browser(here: World) -> Browser:
    return Browser(here.app)


@pytest.fixture(scope="module")
def a_chromium() -> Iterator[Any]:
    """A browser; not for the whole session, since Playwright keeps a loop running meanwhile."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site that real browsers can reach."""
    with served(tmp_path_factory.mktemp("live")) as made:
        yield made
