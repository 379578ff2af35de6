"""What only the port with the library has to show: its tables may be lost, its runs given up."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, text

from tests.durable.clocks import MovedClock
from tests.durable.doings import act, acts_of, make_table
from upheld.assembly import open_store
from upheld.durable import work
from upheld.durable.dbos_port import DbosDurable
from upheld.durable.dispatching import LeftError
from upheld.durable.port import Work


def _durable(store: Engine, clock: MovedClock, seen: list[str]) -> DbosDurable:
    def two_waits(this: Work) -> None:
        this.step(seen.append, "first")
        this.wait_for("go")
        this.transact(act, this.key, 1)
        this.step(seen.append, "second")
        this.wait_for("go")
        this.step(seen.append, "third")

    durable = DbosDurable(store, clock)
    durable.register("two waits", two_waits)
    durable.launch()
    return durable


def _say(durable: DbosDurable, store: Engine) -> None:
    with store.begin() as connection:
        durable.signal(connection, "R-1", "go")


def _forget_the_library(store: Engine) -> None:
    """As after a restore of our store alone."""
    if store.dialect.name == "postgresql":
        with store.begin() as connection:
            connection.execute(text("DROP SCHEMA upheld_dbos CASCADE"))
        return
    folder = Path(str(store.url.database)).parent
    for file in folder.glob("work.db*"):
        file.unlink()


def _state(store: Engine) -> str | None:
    with store.connect() as connection:
        status = work.status(connection, "R-1")
    return None if status is None else status.state


@pytest.mark.slow
def test_work_goes_on_when_the_tables_of_the_library_are_lost(
    store: Engine, clock: MovedClock
) -> None:
    seen: list[str] = []
    with store.begin() as connection:
        make_table(connection)
    durable = _durable(store, clock, seen)
    with store.begin() as connection:
        durable.start(connection, "two waits", "R-1")
    durable.settle()
    _say(durable, store)
    durable.settle()
    durable.close()
    _forget_the_library(store)
    # The run after the last wait is promised and handed over, and then forgotten.
    with store.begin() as connection:
        work.signal(connection, "R-1", "go", None, clock.now())
        connection.execute(text("UPDATE desk_outbox SET done_at = at WHERE done_at IS NULL"))
    again = _durable(store, clock, seen)
    again.settle()
    again.close()
    assert seen == ["first", "second", "third"]
    with store.connect() as connection:
        assert acts_of(connection, "R-1") == [1]
    assert _state(store) == "done"


@pytest.mark.slow
def test_a_run_that_the_library_gave_up_is_shown_as_failed(
    new_store: Callable[[str], str], clock: MovedClock
) -> None:
    store = open_store(new_store("sqlite"))
    begun, stop = Event(), Event()

    def leave(_this: Work) -> None:
        begun.set()
        raise LeftError

    first = DbosDurable(store, clock)
    first.register("leave", leave)
    first.launch()
    with store.begin() as connection:
        first.start(connection, "leave", "R-1")
    thread = Thread(target=first.run, args=[stop])
    thread.start()
    assert begun.wait(30)
    stop.set()
    thread.join()
    first.close()
    assert _state(store) == "working"
    library = Path(str(store.url.database)).parent / "work.db"
    with closing(sqlite3.connect(library)) as database, database:
        database.execute("UPDATE workflow_status SET recovery_attempts = 1000")
    second = DbosDurable(store, clock)
    second.register("leave", leave)
    second.launch()
    second.settle()
    second.close()
    with store.connect() as connection:
        failed = work.status(connection, "R-1")
    assert failed is not None
    assert failed.state == "failed"
    assert (failed.key, failed.error) == ("R-1", "run-given-up")
    store.dispose()


def test_the_library_writes_nothing_to_the_terminal(
    store: Engine, clock: MovedClock, capfd: pytest.CaptureFixture[str]
) -> None:
    with store.begin() as connection:
        make_table(connection)
    durable = _durable(store, clock, [])
    with store.begin() as connection:
        durable.start(connection, "two waits", "R-1")
    durable.settle()
    durable.close()
    assert capfd.readouterr() == ("", "")
    handlers = logging.getLogger("dbos").handlers
    assert [type(handler) for handler in handlers] == [logging.NullHandler]
