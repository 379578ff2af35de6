"""Fixtures that every room's tests share: database servers and fresh databases on them."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import Server, create_database, create_role, drop_database, shared_server

# How long one example takes says how busy the machine is, and nothing about the code.
settings.register_profile("upheld", deadline=None)
settings.load_profile("upheld")

KINDS = ("sqlite", "postgresql", "mariadb")
_SERVERS = frozenset({"postgresql", "mariadb", "valkey"})
_IN_MEMORY = Path("/dev/shm")
_ENOUGH_BYTES = 6 << 30
"""A whole run keeps less than half of it at once."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the folders of tests lie in memory where there is plenty of it.

    SQLite waits for the disk at each commit, and every desk is a copy of two hundred files. No
    test notices: what one kills is a process, and what a process has written stays on either.
    `--basetemp` and `PYTEST_DEBUG_TEMPROOT` choose another place.
    """
    if config.option.basetemp is None and _plenty_of_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


def _plenty_of_memory() -> bool:
    if not _IN_MEMORY.is_dir():
        return False
    place = os.statvfs(_IN_MEMORY)
    # Containers often give it 64 MB, or let nothing be started that lies there.
    if place.f_flag & os.ST_NOEXEC or place.f_bavail * place.f_frsize < _ENOUGH_BYTES:
        return False
    said = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(said["MemAvailable"].split()[0]) * 1024 >= _ENOUGH_BYTES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that have slow tests, and mark what needs a database server.

    A worker takes a whole file: a long one that comes last leaves all the others idle.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if _needs_server(item):
            item.add_marker("servers")


def _needs_server(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    chosen = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return any(one in _SERVERS for one in chosen if isinstance(one, str)) or any(
        f"{kind}_server" in item.fixturenames for kind in _SERVERS
    )


def pytest_collection_finish() -> None:
    """Thousands of tests are many objects that stay: no collection need look through them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def postgresql_server(folder_of_run: Path) -> Iterator[Server]:
    with shared_server("postgresql", folder_of_run) as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server(folder_of_run: Path) -> Iterator[Server]:
    with shared_server("mariadb", folder_of_run) as server:
        yield server


@pytest.fixture(scope="session")
def valkey_server(folder_of_run: Path) -> Iterator[Server]:
    with shared_server("valkey", folder_of_run) as server:
        yield server


@pytest.fixture
def fresh_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """Return a function: kind → URL of an empty database, dropped after the test."""
    made: list[tuple[Server, str]] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path_factory.mktemp("sqlite") / "shop.db"
            with closing(sqlite3.connect(path)) as database:
                database.execute("VACUUM")
            return f"sqlite:///{path}"
        server: Server = request.getfixturevalue(f"{kind}_server")
        url = create_database(server)
        made.append((server, url))
        return url

    yield make
    for server, url in made:
        drop_database(server, url)


@pytest.fixture(params=KINDS)
def sql_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of relational database in turn."""
    return str(request.param)


@pytest.fixture
def sql_url(sql_kind: str, fresh_database: Callable[[str], str]) -> str:
    """The URL of an empty database of each kind in turn."""
    return fresh_database(sql_kind)


@pytest.fixture
def restricted_url(request: pytest.FixtureRequest) -> Callable[[str, Sequence[str]], str]:
    """Return a function: URL and grants (`SELECT ON customer`) → URL of a role with only those.

    SQLite has no roles: whatever the grants, the file is opened read-only.
    """

    def make(url: str, grants: Sequence[str]) -> str:
        kind = url.partition(":")[0]
        if kind == "sqlite":
            return f"{url}?mode=ro"
        server: Server = request.getfixturevalue(f"{kind}_server")
        return create_role(server, url, grants)

    return make
