"""On PostgreSQL a request is received in few round trips, and entirely or not at all."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from tests.desk.conftest import Drill, Founded
from upheld.desk import store
from upheld.desk.intake import Intake, receive
from upheld.durable.tables import outbox
from upheld.evidence.store import entries
from upheld.rights import store as numbers


@pytest.fixture
def drill(found: Founded) -> Drill:
    return found(store="postgresql")


def _asked(name: str) -> Intake:
    address = f"{name}@mail.example.jp"
    return Intake(
        right="deletion", language="ja", channel="api", subject={"email": address},
        contact=address, verified=True,
    )  # fmt: skip


def _rows(engine: Engine) -> list[int]:
    tables = (store.cases, store.lookups, entries, outbox)
    with engine.connect() as connection:
        counts = [select(func.count()).select_from(table) for table in tables]
        return [connection.execute(count).scalar_one() for count in counts]


def test_a_request_is_two_statements_read_and_one_transaction_written(drill: Drill) -> None:
    engine = drill.office.company.engine
    receive(drill.office, _asked("first"))
    before, seen = _rows(engine), []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(" ".join(statement.split()[:3]))

    event.listen(engine, "before_cursor_execute", note)
    receive(drill.office, _asked("mugi"))
    event.remove(engine, "before_cursor_execute", note)
    assert seen[2:] == [
        "INSERT INTO desk_case", "INSERT INTO desk_lookup", "INSERT INTO evidence_entry",
        "INSERT INTO desk_outbox",
    ]  # fmt: skip
    assert len(seen) == 6
    written = [after - had for after, had in zip(_rows(engine), before, strict=True)]
    assert written == [1, 2, 1, 2]


def test_what_fails_at_the_commit_leaves_nothing_of_a_request(drill: Drill) -> None:
    engine = drill.office.company.engine
    first = receive(drill.office, _asked("mugi")).reference
    with engine.begin() as connection:
        connection.execute(text("UPDATE counter SET last = last - 1 WHERE name LIKE 'R-%'"))
    before = _rows(engine)
    with pytest.raises(DBAPIError):  # the key's own, or that what followed was not carried out
        receive(drill.office, _asked("hana"))
    assert _rows(engine) == before
    assert receive(drill.office, _asked("hana")).reference > first


def test_many_at_once_have_a_number_each_and_a_second_one_is_told_of_the_first(
    drill: Drill,
) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda n: receive(drill.office, _asked(f"p{n}")), range(24)))
    assert len({one.reference for one in made}) == 24
    assert {one.duplicate_of for one in made} == {None}
    assert receive(drill.office, _asked("p7")).duplicate_of == made[7].reference


@pytest.mark.slow
def test_the_first_numbers_of_a_year_may_be_taken_at_once(drill: Drill) -> None:
    engine = drill.office.company.engine

    def take(_number: int) -> str:
        with engine.begin() as connection:
            taken = numbers.next_reference(connection, "F", 2031)
            sleep(0.2)  # nobody has committed when the others come
            return taken

    with ThreadPoolExecutor(3) as pool:
        taken = sorted(pool.map(take, range(3)))
    assert taken == ["F-2031-0001", "F-2031-0002", "F-2031-0003"]


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.2, 1.2])
def test_connections_that_a_server_ended_are_opened_anew(drill: Drill, pause: float) -> None:
    """Nobody sees it: before a pause is over because the server's word can be read, then asked."""
    engine = drill.office.company.engine
    first = receive(drill.office, _asked("mugi")).reference
    _end_connections(engine)
    sleep(pause)
    assert receive(drill.office, _asked("hana")).reference > first


def _end_connections(engine: Engine) -> None:
    other = create_engine(engine.url)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with other.connect() as connection:
        connection.execute(text(f"{end} AND datname = current_database()"))
    other.dispose()
