"""One site a module for tests that only read; a fresh one for those that change something."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
