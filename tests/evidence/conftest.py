"""Ledgers on SQLite, and where a test asks for it on PostgreSQL as well."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url

from tests.evidence.ledgers import Trial, ledger_in
from upheld.evidence.ledger import create_tables

# A time limit for an example says more about the machine's load than about the code.
settings.register_profile("evidence", deadline=None)
settings.load_profile("evidence")


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    with ledger_in(tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def any_trial(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], str]
) -> Iterator[Trial]:
    url = make_url(fresh_database(request.param))
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    create_tables(engine)
    yield Trial(engine)
    engine.dispose()
