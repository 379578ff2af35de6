"""How long the application can be made to wait: never for tracing, never for a whole large plan."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.deletion.shop import Shop, outcomes, shop, steps_of
from tests.faults.shop import engine_of
from upheld.deletion import guard
from upheld.deletion.procedure import Run, carry_out

TABLES = ["CREATE TABLE event (id INTEGER PRIMARY KEY, customer_id INTEGER, what VARCHAR(20))"]
ROWS = ["INSERT INTO event VALUES " + ", ".join(f"({n}, 5, 'x')" for n in range(1, 41))]
PATIENCE = {
    "postgresql": "SET lock_timeout = '300ms'",
    "mariadb": "SET SESSION innodb_lock_wait_timeout = 1",
}
OWN = "UPDATE customer SET name = 'Fünf' WHERE id = 5"
INSERT = "INSERT INTO event VALUES (900, 5, 'late')"
UPDATE = "UPDATE event SET what = 'y' WHERE id = 40"


@pytest.fixture(params=["postgresql", "mariadb"])
def server_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(str(request.param))


def tried(url: str, statement: str) -> str:
    """Do it as the application would, with little patience; say how it ended."""
    engine = engine_of(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(PATIENCE[url.partition(":")[0]])
            connection.exec_driver_sql(statement)
            connection.rollback()
    except sa.exc.DBAPIError as error:
        said = str(error.orig)
        if "erased" in said or "UPH01" in said:
            return "refused"
        return "waited" if "lock" in said.lower() else said
    finally:
        engine.dispose()
    return "done"


@contextmanager
def planned(url: str, *, guarded: bool, chunk: int) -> Iterator[tuple[Shop, Run]]:
    mapped = "  event: {edges: [{to: customer, via: customer_id}], fields: {what: none}"
    with shop(
        url, TABLES, f"{mapped}, guard: trigger}}\n" if guarded else f"{mapped}}}\n", ROWS
    ) as it:
        run = replace(it.planned(5)[1], chunk=chunk)
        if guarded:
            with it.place.session(write=True) as connection:
                statements = guard.install_statements(connection, run.systems[0].graph)
                guard.run(connection, statements)
            run = replace(it.planned(5)[1], chunk=chunk)
        yield it, run


@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_waits_while_a_large_plan_is_traced(guarded: bool, server_url: str) -> None:
    ended: dict[str, str] = {}

    with planned(server_url, guarded=guarded, chunk=10) as (_, run):

        def watch(said: str) -> None:
            if said == "act shop":  # all is traced, nothing is changed
                ended.update({what: tried(server_url, what) for what in (OWN, INSERT, UPDATE)})

        done = carry_out(replace(run, watch=watch))
    assert outcomes(steps_of(done)) == {"verified"}
    assert ended == {OWN: "done", INSERT: "refused" if guarded else "done", UPDATE: "done"}


def test_between_chunks_the_rows_that_are_still_to_go_can_be_written(server_url: str) -> None:
    ended: list[str] = []

    with planned(server_url, guarded=True, chunk=10) as (it, run):
        journal = run.journal

        class Between:
            """Asks the application after the first chunk."""

            intend, pending = journal.intend, journal.pending

            def progress(self, system: str, rows: int) -> None:
                journal.progress(system, rows)
                if not ended:
                    ended.extend(tried(server_url, what) for what in (OWN, INSERT, UPDATE))

        done = carry_out(replace(run, journal=Between()))
        assert it.rows("SELECT count(*) FROM event") == [(0,)]
    assert outcomes(steps_of(done)) == {"verified"}
    assert ended == ["done", "refused", "done"]


def test_a_person_whose_large_plan_is_stale_can_be_written_for_again(server_url: str) -> None:
    with planned(server_url, guarded=True, chunk=10) as (it, run):
        it.execute("INSERT INTO event VALUES (901, 5, 'new')")
        assert carry_out(run).stale == ["R-5"]
        assert tried(server_url, INSERT) == "done"
        assert it.rows("SELECT count(*) FROM event") == [(41,)]
