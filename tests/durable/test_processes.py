"""Workers as processes: killed at any instant, stopped, two of them, the server restarted."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.durable import worker_process
from tests.durable.servers_restarted import restarted
from tests.servers import create_database, start_postgresql, stop
from tests.waiting import until
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.durable import tables, work
from upheld.durable.work import Port

pytestmark = pytest.mark.slow

STEPS = 50
KILLS = 3
SOON_SECONDS = 90.0  # a busy machine may take long; what hangs here hangs for ten minutes

Start = Callable[[], BaseProcess]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return tmp_path / "lines"


@contextmanager
def _workers(port: str, url: str, lines: Path) -> Iterator[Start]:
    """Yield a function that starts a worker; those that still run are killed at the end.

    They are forked from a process that has loaded the libraries and nothing else.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durable.worker_process"])
    running: list[BaseProcess] = []

    def start() -> BaseProcess:
        running.append(context.Process(target=worker_process.main, args=(port, url, lines)))
        running[-1].start()
        return running[-1]

    try:
        yield start
    finally:
        for process in running:
            process.kill()
            process.join()
            process.close()


def _prepare(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("CREATE TABLE done (work TEXT, step INTEGER, pid INTEGER)"))


def _begin(store: Engine, port: Port, name: str, key: str, *args: object) -> None:
    with store.begin() as connection:
        assert work.start(connection, name, key, args, now=SystemClock().now(), port=port)


def _state(store: Engine, key: str) -> str:
    with store.connect() as connection:
        status = work.status(connection, key)
    assert status is not None
    return status.state


def _done(store: Engine) -> Counter[tuple[str, int]]:
    with store.connect() as connection:
        rows = connection.execute(text("SELECT work, step FROM done"))
        return Counter((row.work, int(row.step)) for row in rows)


def _pids(store: Engine) -> set[int]:
    with store.connect() as connection:
        return {int(pid) for pid in connection.execute(text("SELECT pid FROM done")).scalars()}


@pytest.mark.parametrize("port", ["direct", "dbos"])
def test_killed_at_random_instants_every_step_is_there_once(
    store: Engine, store_url: str, port: Port, lines: Path
) -> None:
    _prepare(store)
    _begin(store, port, "alternate", "R-1", STEPS)
    chance = random.Random(f"{port} {store.dialect.name}")
    with _workers(port, store_url, lines) as start:
        kills = 0
        # A fast machine may be through before all kills; one of them hits it at work anyway.
        while kills < KILLS and _state(store, "R-1") != "done":
            before = len(_done(store))
            process = start()
            until(lambda seen=before: len(_done(store)) > seen, SOON_SECONDS)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            process.join()
            kills += 1
        assert kills > 0
        start()
        until(lambda: _state(store, "R-1") == "done", SOON_SECONDS)
    assert _done(store) == {("R-1", step): 1 for step in range(0, STEPS, 2)}
    written = Counter(lines.read_text().split("\n")[:-1])
    assert set(written) == {f"R-1 {step}" for step in range(1, STEPS, 2)}
    # A plain step may be repeated when the process dies between the act and its record.
    assert sum(written.values()) - len(written) <= KILLS


@pytest.mark.parametrize("port", ["direct", "dbos"])
def test_a_worker_that_is_asked_to_stop_finishes_its_step_and_leaves_the_rest(
    store: Engine, store_url: str, port: Port, lines: Path
) -> None:
    _prepare(store)
    _begin(store, port, "slow", "R-1", 1.0)
    with _workers(port, store_url, lines) as start:
        process = start()
        until(lines.exists, SOON_SECONDS)
        os.kill(process.pid or 0, signal.SIGTERM)
        until(lambda: not process.is_alive(), SOON_SECONDS)
        assert process.exitcode == 0
        assert lines.read_text() == "begin R-1\n"
        start()
        until(lambda: _state(store, "R-1") == "done", SOON_SECONDS)
    # The step was recorded: the next worker does not begin it again.
    assert lines.read_text() == "begin R-1\nend R-1\n"


def test_a_step_that_hangs_does_not_keep_a_worker_from_leaving(
    store: Engine, store_url: str, lines: Path
) -> None:
    _prepare(store)
    _begin(store, "direct", "slow", "R-1", 600.0)
    with _workers("direct", store_url, lines) as start:
        process = start()
        until(lines.exists, SOON_SECONDS)
        os.kill(process.pid or 0, signal.SIGINT)
        until(lambda: not process.is_alive(), SOON_SECONDS)
    assert _state(store, "R-1") == "working"


@pytest.mark.parametrize("port", ["direct", "dbos"])
def test_two_workers_share_the_work_and_when_one_is_killed_the_other_does_the_rest_once(
    new_store: Callable[[str], str], port: Port, lines: Path
) -> None:
    url = new_store("postgresql")
    with _store(url) as store, _workers(port, url, lines) as start:
        keys = [f"R-{number}" for number in range(20)]
        for key in keys:
            _begin(store, port, "alternate", key, 10)
        first, second = start(), start()
        until(lambda: len(_pids(store)) == 2, SOON_SECONDS)
        first.kill()
        until(lambda: all(_state(store, key) == "done" for key in keys), SOON_SECONDS)
        assert second.is_alive()
        assert _done(store) == {(key, step): 1 for key in keys for step in range(0, 10, 2)}
    written = Counter(lines.read_text().split("\n")[:-1])
    assert len(written) == 20 * 5
    # Only what the killed worker had in hand may be repeated: one step of each of its runs.
    assert sum(written.values()) - len(written) <= 4


@pytest.mark.parametrize("port", ["direct", "dbos"])
def test_a_server_that_is_restarted_under_load_costs_no_step_and_repeats_none(
    port: Port, lines: Path
) -> None:
    server = start_postgresql()
    url = create_database(server)
    try:
        with _store(url) as store, _workers(port, url, lines) as start:
            keys = [f"R-{number}" for number in range(10)]
            for key in keys:
                _begin(store, port, "alternate", key, 20)
            process = start()
            until(lambda: len(_done(store)) > 3, SOON_SECONDS)
            server = restarted(server)
            until(lambda: all(_state(store, key) == "done" for key in keys), SOON_SECONDS)
            assert process.is_alive()
            assert _done(store) == {(key, step): 1 for key in keys for step in range(0, 20, 2)}
    finally:
        stop(server)
    written = Counter(lines.read_text().split("\n")[:-1])
    assert set(written) == {f"{key} {step}" for key in keys for step in range(1, 20, 2)}
    assert sum(written.values()) == len(written)


@contextmanager
def _store(url: str) -> Iterator[Engine]:
    engine = open_store(url)
    tables.create_tables(engine)
    _prepare(engine)
    try:
        yield engine
    finally:
        engine.dispose()
