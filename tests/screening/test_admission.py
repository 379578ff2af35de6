"""The last door, on both kinds of store: what is asked, what is written, and what fails with it."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, event

from tests.screening.conftest import entries_of
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.screening import store
from upheld.screening.admission import KIND, Admission
from upheld.screening.configuration import GatewaySection
from upheld.screening.destination import destination_of
from upheld.screening.keys import Caller, make_key
from upheld.screening.refused import CallRefusedError
from upheld.screening.standing import Book, Standing

NOW = SystemClock().now()
TOLD = {"outcome": "sent", "found": []}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], str]
) -> Iterator[Engine]:
    made = open_store(fresh_database(request.param))
    store.metadata.create_all(made)
    ledger.create_tables(made)
    yield made
    made.dispose()


def caller_of(engine: Engine, tenant: str) -> Caller:
    with engine.begin() as connection:
        key = make_key(connection, tenant=tenant, purpose="ai", role="application", at=NOW)
    return Caller(key_id=key.split("_")[1], tenant=tenant, purpose="ai", role="application")


def admitted(engine: Engine, *calls: tuple[Caller, tuple[str, ...]]) -> list[str]:
    """Ask for all at one moment; return what became of each."""

    async def ask() -> list[str]:
        door = Admission(engine, SystemClock())
        asked = (door.admit(caller, users, TOLD) for caller, users in calls)
        said = await asyncio.gather(*asked, return_exceptions=True)
        return [
            "sent" if one is None else one.code if isinstance(one, CallRefusedError) else "failed"
            for one in said
        ]

    return asyncio.run(ask())


def test_only_the_entry_of_a_call_that_leaves_says_where_it_went(engine: Engine) -> None:
    acme, gone = caller_of(engine, "acme"), caller_of(engine, "acme")
    with engine.begin() as connection:
        store.end_key(connection, gone.key_id, NOW)
    section = GatewaySection(upstream="https://api.provider.example")
    going = destination_of(section, "https://user:word@Elsewhere.example:8443/v1?key=secret")

    async def ask() -> None:
        door = Admission(engine, SystemClock(), going=going.told)
        asked = [
            door.admit(acme, (), TOLD),
            door.admit(gone, (), TOLD),
            door.admit(acme, (), {**TOLD, "outcome": "input-prohibited"}),
        ]
        await asyncio.gather(*asked, return_exceptions=True)

    asyncio.run(ask())
    told = [(one.body["outcome"], one.body.get("host")) for one in entries_of(engine)]
    assert sorted(told, key=str) == [
        ("caller-unknown", None),
        ("input-prohibited", None),
        ("sent", "elsewhere.example:8443"),
    ]
    assert not going.declared
    assert destination_of(section, "https://API.provider.example:443/v1/").declared
    assert not destination_of(GatewaySection(), "https://api.provider.example").declared


def test_each_call_of_one_moment_is_answered_and_recorded_for_itself(engine: Engine) -> None:
    acme, hooli, umber = (caller_of(engine, name) for name in ("acme", "hooli", "umber"))
    gone = caller_of(engine, "acme")
    with engine.begin() as connection:
        store.end_key(connection, gone.key_id, NOW)
        store.set_switch(connection, "hooli", "ai", "off", by_key="x", at=NOW)
        store.set_switch(connection, "umber", "ai", "off", by_key="x", at=NOW)
        store.set_switch(connection, "umber", "ai", "on", by_key="x", at=NOW)
        store.set_switch(connection, "umber", "training", "off", by_key="x", at=NOW)
        store.suspend(connection, "acme", "u-1", None, NOW)
        store.suspend(connection, "acme", "u-2", None, NOW)
        assert store.resume(connection, "acme", "u-2", NOW)
        store.suspend(connection, "another", acme.key_id, None, NOW)
    said = admitted(
        engine,
        (acme, ()), (gone, ()), (hooli, ()), (umber, ()), (acme, ("u-1",)), (acme, ("u-2",)),
    )  # fmt: skip
    assert said == [
        "sent", "caller-unknown", "ai-switched-off", "sent", "caller-suspended", "sent",
    ]  # fmt: skip
    assert [one.body["outcome"] for one in entries_of(engine)] == said


def test_calls_of_one_moment_wait_for_one_commit(engine: Engine) -> None:
    acme = caller_of(engine, "acme")
    transactions: list[object] = []  # each takes a connection once
    event.listen(engine, "checkout", lambda *taken: transactions.append(taken))
    assert admitted(engine, *[(acme, ())] * 50) == ["sent"] * 50
    assert len(transactions) == 1
    assert len(entries_of(engine)) == 50


def test_where_the_entry_cannot_be_written_nobody_is_let_through(engine: Engine) -> None:
    acme = caller_of(engine, "acme")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE evidence_entry RENAME TO elsewhere")
    assert admitted(engine, (acme, ()), (acme, ())) == ["failed", "failed"]
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO evidence_entry")
    assert entries_of(engine) == []
    assert admitted(engine, (acme, ())) == ["sent"]


def test_an_entry_that_breaks_a_rule_keeps_its_whole_moment_back(engine: Engine) -> None:
    acme = caller_of(engine, "acme")
    odd = replace(acme, purpose="taro@example.jp")
    assert admitted(engine, (acme, ()), (odd, ())) == ["failed", "failed"]
    assert entries_of(engine) == []


def test_on_sqlite_nothing_changes_between_the_answer_and_the_entry(
    fresh_database: Callable[[str], str],
) -> None:
    engine = open_store(fresh_database("sqlite"))
    store.metadata.create_all(engine)
    ledger.create_tables(engine)
    acme = caller_of(engine, "acme")

    def meanwhile(standing: Standing) -> list[Entry]:
        assert standing.live == {acme.key_id}
        other = sqlite3.connect(str(engine.url.database), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE screening_key SET ended_at = '2026-01-01'")
        other.close()
        return [Entry(kind=KIND, at=NOW, case=None, drill=False, body=TOLD)]

    book = Book(engine)
    book.ask_and_record({acme.key_id}, {"acme"}, meanwhile)
    book.close()
    assert len(entries_of(engine)) == 1
    engine.dispose()


@pytest.fixture
def local(fresh_database: Callable[[str], str]) -> Iterator[Engine]:
    made = open_store(fresh_database("sqlite"))
    store.metadata.create_all(made)
    ledger.create_tables(made)
    yield made
    made.dispose()


def writing_aside() -> set[threading.Thread]:
    return {one for one in threading.enumerate() if one.name.startswith("upheld-entries")}


def test_a_call_that_is_alone_is_written_where_it_is(local: Engine) -> None:
    acme = caller_of(local, "acme")
    of_others = writing_aside()

    async def ask() -> None:
        door = Admission(local, SystemClock())
        await door.admit(acme, (), TOLD, alone=True)
        assert writing_aside() <= of_others
        assert len(entries_of(local)) == 1
        door.close()

    asyncio.run(ask())


def test_what_changes_between_two_calls_that_are_alone_stops_the_second(local: Engine) -> None:
    acme, hooli = caller_of(local, "acme"), caller_of(local, "hooli")

    async def ask() -> list[str]:
        door = Admission(local, SystemClock())
        for one in (acme, hooli, acme, hooli):
            await door.admit(one, ("u-1",), TOLD, alone=True)
        with local.begin() as connection:
            store.set_switch(connection, "hooli", "ai", "off", by_key="x", at=NOW)
        said = [await code(door, one) for one in (acme, hooli)]
        with local.begin() as connection:
            store.suspend(connection, "acme", "u-1", None, NOW)
        said.append(await code(door, acme))
        with local.begin() as connection:
            store.end_key(connection, acme.key_id, NOW)
        said.append(await code(door, acme))
        door.close()
        return said

    async def code(door: Admission, one: Caller) -> str:
        try:
            await door.admit(one, ("u-1",), TOLD, alone=True)
        except CallRefusedError as refusal:
            return refusal.code
        return "sent"

    assert asyncio.run(ask()) == ["sent", "ai-switched-off", "caller-suspended", "caller-unknown"]


def test_while_somebody_else_writes_the_event_loop_does_not_wait(local: Engine) -> None:
    acme = caller_of(local, "acme")
    other = sqlite3.connect(str(local.url.database), isolation_level=None)

    async def ask() -> None:
        door = Admission(local, SystemClock())
        await door.admit(acme, (), TOLD, alone=True)
        other.execute("BEGIN IMMEDIATE")
        asked = asyncio.create_task(door.admit(acme, (), TOLD, alone=True))
        await asyncio.sleep(0.2)  # goes by only where the loop is free
        assert not asked.done()
        other.execute("COMMIT")
        await asked
        door.close()

    asyncio.run(ask())
    other.close()
    assert len(entries_of(local)) == 2


def test_of_a_call_that_is_alone_nothing_leaves_without_its_entry(local: Engine) -> None:
    acme = caller_of(local, "acme")

    async def ask() -> None:
        door = Admission(local, SystemClock())
        await door.admit(acme, (), TOLD, alone=True)
        with local.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE evidence_entry RENAME TO elsewhere")
        with pytest.raises(sqlite3.OperationalError):
            await door.admit(acme, (), TOLD, alone=True)
        with local.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO evidence_entry")
        await door.admit(acme, (), TOLD, alone=True)
        door.close()

    asyncio.run(ask())
    assert len(entries_of(local)) == 2


@dataclass(frozen=True)
class SlowClock(SystemClock):
    """Takes as long as a slow disk."""

    def now(self) -> datetime:
        time.sleep(0.06)
        return super().now()


def test_behind_a_slow_disk_the_event_loop_does_not_wait(local: Engine) -> None:
    acme = caller_of(local, "acme")
    of_others = writing_aside()

    async def ask() -> None:
        door = Admission(local, SlowClock())
        await door.admit(acme, (), TOLD, alone=True)
        assert writing_aside() <= of_others
        await door.admit(acme, (), TOLD, alone=True)
        assert not writing_aside() <= of_others
        door.close()

    asyncio.run(ask())
