"""A message is acted on once: the memory is part of the transaction of the act."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine

from upheld.calling import replay
from upheld.calling.replay import MemoryOfProcess, MemoryOfStore

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
KEEP = timedelta(minutes=10)


def test_a_process_remembers_until_no_copy_is_accepted() -> None:
    memory = MemoryOfProcess()
    assert memory.first_time("stripe", "evt_1", now=NOW, keep=KEEP)
    assert not memory.first_time("stripe", "evt_1", now=NOW + KEEP / 2, keep=KEEP)
    assert memory.first_time("opendsr", "evt_1", now=NOW, keep=KEEP)
    assert memory.first_time("stripe", "evt_1", now=NOW + KEEP, keep=KEEP)


def test_a_full_memory_refuses_the_new_and_forgets_nothing_that_counts() -> None:
    memory = MemoryOfProcess(entries_limit=2)
    assert memory.first_time("a", "1", now=NOW, keep=KEEP)
    assert memory.first_time("a", "2", now=NOW, keep=2 * KEEP)
    assert not memory.first_time("a", "3", now=NOW, keep=KEEP)
    assert memory.first_time("a", "3", now=NOW + KEEP, keep=KEEP)
    assert not memory.first_time("a", "2", now=NOW + KEEP, keep=KEEP)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_store_remembers_what_was_committed_only(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    url = fresh_database(kind).replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    replay.create_tables(engine)
    with engine.connect() as connection, connection.begin() as transaction:
        assert MemoryOfStore(connection).first_time("stripe", "evt", now=NOW, keep=KEEP)
        transaction.rollback()
    with engine.begin() as connection:
        memory = MemoryOfStore(connection)
        assert memory.first_time("stripe", "evt", now=NOW, keep=KEEP)
        assert not memory.first_time("stripe", "evt", now=NOW, keep=KEEP)
    with engine.begin() as connection:
        memory = MemoryOfStore(connection)
        assert not memory.first_time("stripe", "evt", now=NOW, keep=KEEP)
        assert memory.first_time("stripe", "evt", now=NOW + KEEP, keep=KEEP)
        assert not memory.first_time("stripe", "evt", now=NOW + KEEP, keep=KEEP)
    with engine.begin() as connection:
        assert replay.forget(connection, NOW + KEEP) == 0
        assert replay.forget(connection, NOW + 2 * KEEP) == 1
        assert MemoryOfStore(connection).first_time("stripe", "evt", now=NOW, keep=KEEP)
        assert replay.forget(connection, NOW + KEEP / 2) == 0
        assert replay.forget(connection, NOW + KEEP) == 1
        assert MemoryOfStore(connection).first_time("stripe", "evt", now=NOW, keep=KEEP)
    engine.dispose()
