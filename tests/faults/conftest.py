"""Workspaces on fresh databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office


@pytest.fixture(autouse=True)
def _clock_of_the_machine() -> Iterator[None]:
    at(None)
    yield
    at(None)


@pytest.fixture
def shop_url(fresh_database: Callable[[str], str]) -> str:
    """The filled shop on SQLite."""
    url = fresh_database("sqlite")
    shop.fill(url)
    return url


@pytest.fixture
def office(shop_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """A workspace on the shop, on SQLite."""
    return make_office(tmp_path, shop_url, capsys)


@pytest.fixture
def drill_office(shop_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Likewise, with a clock that may be simulated."""
    return make_office(tmp_path, shop_url, capsys, drill=True)


@pytest.fixture
def any_office(sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """A workspace on the shop, on each kind of database in turn."""
    shop.fill(sql_url)
    return make_office(tmp_path, sql_url, capsys)
