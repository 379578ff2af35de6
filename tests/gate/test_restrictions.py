"""The gate answers whether a use is stopped: at once, for any spelling, and without saying who."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, event, text

from upheld.gate.restrictions import PROVISION, Restrictions, metadata, restrictions

NOW = datetime(2026, 12, 24, tzinfo=UTC)
KEY = bytes(range(32))
PERSON: list[tuple[str, object]] = [("email", "Sato@Example.JP"), ("phone", "090-1234-5678")]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], str]
) -> Iterator[Engine]:
    url = fresh_database(request.param).replace("postgresql://", "postgresql+psycopg://")
    made = create_engine(url)
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def gate(engine: Engine) -> Restrictions:
    return restrictions(engine, KEY)


def _stop(gate: Restrictions, reference: str, *uses: str) -> int:
    with gate.engine.begin() as connection:
        return gate.write(connection, PERSON, uses, reference=reference, since=NOW)


def test_what_is_stopped_is_stopped_in_any_spelling(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads", PROVISION)
    stop = gate.stopped("email", " ｓａｔｏ@example.jp ", "ads")
    assert stop
    assert stop.reasons == ("R-1",)
    assert stop.since == NOW
    assert gate.stopped("phone", "+81 90 1234 5678", PROVISION)


def test_nothing_else_and_nobody_else_is_stopped(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads")
    assert not gate.stopped("email", "sato@example.jp", "support")
    assert not gate.stopped("email", "suzuki@example.jp", "ads")
    assert not gate.stopped("customer_id", "sato@example.jp", "ads")
    assert not gate.stopped("email", "'; DROP TABLE desk_restriction; --", "ads")


def test_written_twice_it_is_there_once(gate: Restrictions) -> None:
    assert _stop(gate, "R-1", "ads") == _stop(gate, "R-1", "ads") == 2
    with gate.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM desk_restriction")).scalar() == 2


def test_two_requests_stop_until_both_are_lifted(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads")
    _stop(gate, "R-2", "ads")
    assert gate.stopped("email", "sato@example.jp", "ads").reasons == ("R-1", "R-2")
    with gate.engine.begin() as connection:
        assert gate.lift(connection, "R-1", NOW) == 2
    assert gate.stopped("email", "sato@example.jp", "ads").reasons == ("R-2",)
    with gate.engine.begin() as connection:
        gate.lift(connection, "R-2", NOW)
    assert not gate.stopped("email", "sato@example.jp", "ads")


def test_the_table_says_nobodys_name_and_another_key_finds_nobody(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads")
    with gate.engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM desk_restriction")).all())
    assert "sato" not in rows.casefold()
    assert "90-1234" not in rows
    assert "+8190" not in rows
    assert not restrictions(gate.engine, bytes(32)).stopped("email", "sato@example.jp", "ads")
    assert "pepper" not in repr(gate)


def test_an_answer_is_one_statement_that_uses_the_index(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads")
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(gate.engine, "before_cursor_execute", note)
    gate.stopped("email", "sato@example.jp", "ads")
    event.remove(gate.engine, "before_cursor_execute", note)
    (statement,) = asked
    if gate.engine.dialect.name == "sqlite":
        with gate.engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("a", "b")).all()
        assert "desk_restriction_asked" in str(plan)


def test_read_back_misses_an_identifier_that_came_later(gate: Restrictions) -> None:
    _stop(gate, "R-1", "ads")
    assert gate.holds(PERSON, ("ads",), "R-1")
    assert not gate.holds(PERSON, ("ads", "support"), "R-1")
    assert not gate.holds([*PERSON, ("member_id", 7)], ("ads",), "R-1")
    assert not gate.holds(PERSON, ("ads",), "R-2")
