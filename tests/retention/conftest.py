"""A workspace on the invented shop, on each kind of database in turn, with a simulated clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office

TODAY = "2026-11-26T09:00:00+09:00"


@pytest.fixture
def any_office(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    """On SQLite, PostgreSQL and MariaDB in turn."""
    shop.fill(sql_url)
    at(TODAY)
    yield make_office(tmp_path, sql_url, capsys, drill=True)
    at(None)


@pytest.fixture
def office(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    """On SQLite."""
    url = fresh_database("sqlite")
    shop.fill(url)
    at(TODAY)
    yield make_office(tmp_path, url, capsys, drill=True)
    at(None)
