"""Who is alive: a lock says so, and ends with its process."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from upheld.durable.presence import Presence


def _gone(watcher: Presence, name: str) -> bool:
    watcher.gone([name])
    time.sleep(0.55)
    return watcher.gone([name]) == [name]


@pytest.mark.slow
def test_a_worker_is_gone_when_it_lets_go_and_not_before(store: Engine) -> None:
    with Presence(store) as watcher:
        worker = Presence(store)
        assert not _gone(watcher, worker.name)
        worker.close()
        # PostgreSQL takes a moment to notice that a client went.
        end = time.monotonic() + 20
        while not _gone(watcher, worker.name):
            assert time.monotonic() < end


def test_one_look_is_not_enough_to_call_a_worker_gone(store: Engine) -> None:
    with Presence(store) as watcher:
        assert watcher.gone(["nobody"]) == []


def test_nobody_calls_itself_gone(store: Engine) -> None:
    with Presence(store) as worker:
        assert not _gone(worker, worker.name)


@pytest.mark.slow
def test_files_of_dead_workers_do_not_pile_up_and_those_of_the_living_stay(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/store.db")
    folder = tmp_path / "workers"
    folder.mkdir()
    (folder / "killed.lock").write_text("")
    started: list[Presence] = []

    def start() -> None:
        started.append(Presence(engine))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {file.stem for file in folder.iterdir()} == {one.name for one in started}
    assert not [one for one in started[1:] if _gone(started[0], one.name)]
    for one in started:
        one.close()
    assert list(folder.iterdir()) == []
    engine.dispose()


@pytest.mark.slow
def test_a_worker_whose_connection_was_cut_takes_its_lock_again(
    new_store_of_postgresql: Engine,
) -> None:
    store = new_store_of_postgresql
    worker = Presence(store)
    with store.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    assert worker.keep() or worker.keep()
    with Presence(store) as watcher:
        assert not _gone(watcher, worker.name)
    worker.close()
