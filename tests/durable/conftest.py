"""A store of each kind with every table made, the library's too, and a clock that the test moves.

The tables are made once for each kind, and copied: the library takes seconds to make its own.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.durable.clocks import MovedClock
from tests.servers import Server, administer, create_database, drop_database
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.durable import tables
from upheld.durable.dbos_port import DbosDurable

MakeStore = Callable[[str], str]


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 12, 28, 9, tzinfo=UTC))


@pytest.fixture(scope="session")
def templates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Return a function: kind → URL of a store that nobody works on, to be copied."""

    @cache
    def make(kind: str) -> str:
        if kind == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('template')}/store.db"
        else:
            url = create_database(request.getfixturevalue("postgresql_server"))
        store = open_store(url)
        tables.create_tables(store)
        durable = DbosDurable(store, SystemClock())
        durable.launch()
        durable.close()
        store.dispose()
        return url

    return make


@pytest.fixture
def new_store(
    request: pytest.FixtureRequest, templates: Callable[[str], str], tmp_path: Path
) -> Iterator[MakeStore]:
    """Return a function: kind → URL of a store without work."""
    made: list[tuple[Server, str]] = []

    def make(kind: str) -> str:
        template = templates(kind)
        if kind == "sqlite":
            folder = tmp_path / secrets.token_hex(4)
            shutil.copytree(Path(template.removeprefix("sqlite:///")).parent, folder)
            return f"sqlite:///{folder}/store.db"
        server: Server = request.getfixturevalue("postgresql_server")
        name = f"t{secrets.token_hex(6)}"
        administer(server, [f"CREATE DATABASE {name} TEMPLATE {template.rpartition('/')[2]}"])
        made.append((server, server.url(name)))
        return server.url(name)

    yield make
    for server, url in made:
        drop_database(server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, new_store: MakeStore) -> str:
    return new_store(str(request.param))


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    engine = open_store(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def new_store_of_postgresql(new_store: MakeStore) -> Iterator[Engine]:
    engine = open_store(new_store("postgresql"))
    yield engine
    engine.dispose()
