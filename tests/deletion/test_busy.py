"""Deletions that meet other transactions: a deadlock's victim begins again."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
import sqlalchemy as sa

from tests.deletion.shop import Shop, outcomes, shop, steps_of
from tests.faults.shop import engine_of
from upheld.connectors.failures import DatabaseFailedError
from upheld.deletion.busy import PAUSES
from upheld.deletion.procedure import Run, carry_out

TABLES = [
    "CREATE TABLE event (id INTEGER PRIMARY KEY, customer_id INTEGER, what VARCHAR(20))",
    "CREATE TABLE filler (id INTEGER PRIMARY KEY, n INTEGER)",
]
MAP = """\
  event: {edges: [{to: customer, via: customer_id}], fields: {what: none}}
  filler: {none: nobody's}
"""
ROWS = [
    "INSERT INTO event VALUES (1, 5, 'a'), (2, 51, 'b')",
    "INSERT INTO filler VALUES " + ", ".join(f"({n}, 0)" for n in range(2000)),
]
WAITING = {
    "postgresql": "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.datname = current_database() WHERE NOT granted",
    "mariadb": "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
}
PATIENCE = 30.0  # seconds


class Application(threading.Thread):
    """Takes the customer's row, waits until the deletion waits for it, then wants the event."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.kind = url.partition(":")[0]
        self.engine = engine_of(url)
        self.holds = threading.Event()
        self.ended = ""

    def run(self) -> None:
        try:
            with self.engine.begin() as connection:
                if self.kind == "postgresql":
                    # Whoever looks for the deadlock first is its victim: that shall be we.
                    connection.exec_driver_sql("SET LOCAL deadlock_timeout = '60s'")
                # MariaDB undoes the transaction that changed less.
                connection.exec_driver_sql("UPDATE filler SET n = 1")
                connection.exec_driver_sql("UPDATE customer SET name = 'Fifth' WHERE id = 5")
                self.holds.set()
                self._until_somebody_waits()
                connection.exec_driver_sql("UPDATE event SET what = 'x' WHERE id = 1")
            self.ended = "committed"
        except sa.exc.DBAPIError as error:
            self.ended = str(error.orig)
        finally:
            self.holds.set()
            self.engine.dispose()

    def _until_somebody_waits(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with self.engine.connect() as other:
                if other.exec_driver_sql(WAITING[self.kind]).scalar_one():
                    return
            time.sleep(0.02)


@pytest.fixture(params=["postgresql", "mariadb"])
def server_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(str(request.param))


@contextmanager
def recorded(it: Shop, chunk: int = 10_000) -> Iterator[tuple[Run, list[str], list[float]]]:
    """A planned run, what it says, and how long it pauses."""
    said: list[str] = []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds)

    yield replace(it.planned(5)[1], watch=said.append, pause=pause, chunk=chunk), said, pauses


@pytest.mark.parametrize("chunk", [10_000, 1])
def test_the_victim_of_a_deadlock_begins_again_and_ends_verified(
    chunk: int, server_url: str
) -> None:
    with shop(server_url, TABLES, MAP, ROWS) as it:
        application = Application(server_url)
        with recorded(it, chunk=chunk) as (run, said, pauses):
            application.start()
            assert application.holds.wait(PATIENCE)
            done = carry_out(run)
            application.join(PATIENCE)
        assert application.ended == "committed" or chunk == 1
        if chunk > 1:
            # In chunks nothing is held between two tables: there is no deadlock to lose.
            assert "busy shop" in said, "nothing was provoked"
            assert pauses[0] == PAUSES[0]
        assert outcomes(steps_of(done)) == {"verified"}
        assert not done.refusals
        assert it.rows("SELECT id FROM customer WHERE id = 5") == []
        assert it.rows("SELECT id FROM event") == [(2,)]


def test_a_person_whose_rows_changed_in_the_meantime_is_stale_and_not_taken_along(
    server_url: str,
) -> None:
    with shop(server_url, TABLES, MAP, ROWS) as it:
        application = Application(server_url)
        with recorded(it) as (run, said, _):
            late = "INSERT INTO event VALUES (3, 5, 'late')"

            def watch(message: str) -> None:
                said.append(message)
                if message == "busy shop":
                    application.join(PATIENCE)
                    it.execute(late)

            application.start()
            assert application.holds.wait(PATIENCE)
            done = carry_out(replace(run, watch=watch))
        assert "busy shop" in said
        assert done.stale == ["R-5"]
        assert it.rows("SELECT id FROM event ORDER BY id") == [(1,), (2,), (3,)]


@pytest.mark.slow
def test_who_is_busy_every_time_is_reported_after_the_last_attempt(
    fresh_database: Callable[[str], str],
) -> None:
    url = fresh_database("postgresql")
    with psycopg.connect(url, autocommit=True) as admin:
        name = url.rpartition("/")[2]
        admin.execute(f"ALTER DATABASE {name} SET lock_timeout = '50ms'".encode())
    with shop(url, TABLES, MAP, ROWS) as it, recorded(it) as (run, said, pauses):
        with psycopg.connect(url) as application:
            application.execute("UPDATE customer SET name = 'Fifth' WHERE id = 5")
            done = carry_out(run)
            application.rollback()
        assert pauses == list(PAUSES)
        assert said.count("busy shop") == len(PAUSES)
        assert outcomes(steps_of(done)) == {"failed"}
        (refusal,) = done.refusals
        assert isinstance(refusal, DatabaseFailedError)
        assert (refusal.transient, refusal.state) == (True, "55P03")
        assert it.rows("SELECT id FROM event ORDER BY id") == [(1,), (2,)], "half done"


def test_another_failure_is_not_tried_again(fresh_database: Callable[[str], str]) -> None:
    url = fresh_database("sqlite")
    trigger = (
        "CREATE TRIGGER no_delete BEFORE DELETE ON customer BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with shop(url, [*TABLES, trigger], MAP, ROWS) as it, recorded(it) as (run, said, pauses):
        assert outcomes(steps_of(carry_out(run))) == {"failed"}
        assert (pauses, "busy shop" in said) == ([], False)
