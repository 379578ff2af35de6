"""Desks with other parties on both ports of durable work."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.desk.conftest import Founded
from tests.desk.others.desks import WithOthers, close_all, desk_with
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.durable import tables
from upheld.durable.dbos_port import DbosDurable

Made = Callable[..., WithOthers]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of the library: it takes seconds to make its own."""
    folder = tmp_path_factory.mktemp("library")
    store = open_store(f"sqlite:///{folder}/store.db")
    tables.create_tables(store)
    durable = DbosDurable(store, SystemClock())
    durable.launch()
    durable.close()
    store.dispose()
    return folder


@pytest.fixture(params=["direct", "dbos"])
def made(request: pytest.FixtureRequest, found: Founded, library: Path) -> Iterator[Made]:
    """Return a function: parties, files → a desk with them, whose work one of the ports does."""

    def make(parties: Mapping[str, object], files: Mapping[str, str] | None = None) -> WithOthers:
        return desk_with(found, parties, port=request.param, library=library, files=files)

    yield make
    close_all()
