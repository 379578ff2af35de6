"""A store of each kind, and a clock that the test moves."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.durable.clocks import MovedClock
from upheld.assembly import open_store
from upheld.durable import tables


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 12, 28, 9, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(str(request.param))


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    engine = open_store(store_url)
    tables.create_tables(engine)
    yield engine
    engine.dispose()
