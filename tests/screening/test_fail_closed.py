"""Whatever breaks on the way, nothing leaves."""

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import openai
import pytest
from sqlalchemy import event

from tests.screening.conftest import SECRET_WORD, Running, Start
from tests.screening.provider import completion
from upheld.clock import SystemClock
from upheld.detection import Finding
from upheld.screening.keys import Keyring
from upheld.screening.refused import CallerUnknownError
from upheld.screening.store import end_key, resume, set_switch, suspend

BODY = {"model": "m", "messages": [{"role": "user", "content": "good morning"}]}
PATH = "/v1/chat/completions"


class Broken:
    """A scanner that fails, quoting what it read, as libraries do."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        raise ValueError(f"cannot scan {[*texts]!r}")


class Slow:
    """A scanner that takes its time."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        for _ in texts:
            time.sleep(0.05)
            yield []


class Wrong:
    """A scanner that finds a kind that does not exist."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        for text in texts:
            assert text
            yield [
                Finding(
                    kind="aura",
                    start=10,
                    end=12,
                    line=1,
                    column=1,
                    confidence=1.0,
                    rule="x",
                    groups=(),
                )
            ]


class Forgetful:
    """A scanner that says nothing of the last text."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        return iter([[] for _ in texts][1:])


@pytest.fixture
def told(gateway: Running) -> Iterator[Running]:
    gateway.provider.answers(lambda _: completion("ok"))
    yield gateway
    assert SECRET_WORD.encode() not in gateway.provider.raw


@pytest.mark.parametrize(
    "scanner",
    [Broken(), Slow(), Wrong(), Forgetful()],
    ids=["broken", "slow", "wrong", "forgetful"],
)
def test_a_scanner_that_fails_lets_nothing_out(start: Start, scanner: Any) -> None:
    failing = start(scanner, scan_seconds=0.01)
    failing.provider.answers(lambda _: completion("ok"))
    said = failing.post(PATH, BODY)
    assert said.status_code == 503
    assert said.json()["error"]["code"] == "screening-failed"
    assert "good morning" not in said.text
    assert not failing.provider.raw


def test_a_ledger_that_cannot_be_written_lets_nothing_out(start: Start) -> None:
    full = start()
    full.provider.answers(lambda _: completion("ok"))
    with full.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON evidence_entry BEGIN SELECT RAISE(ABORT, 'disk'); END"
        )
    said = full.post(PATH, BODY)
    assert (said.status_code, said.json()["error"]["code"]) == (503, "screening-failed")
    assert not full.provider.raw
    with full.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert full.post(PATH, BODY).status_code == 200


def test_the_entry_is_there_before_the_call_leaves(told: Running) -> None:
    seen: list[int] = []

    def count(_: Any) -> Any:
        seen.append(len(told.entries()))
        return completion("ok")

    before = len(told.entries())
    told.provider.answers(count)
    told.post(PATH, BODY)
    assert seen == [before + 1]


def test_a_key_that_ended_is_refused_at_once(told: Running) -> None:
    key = told.another_key("initech")
    client = told.client(key)
    client.chat.completions.create(**BODY)  # type: ignore[call-overload]
    with told.engine.begin() as connection:
        assert end_key(connection, key.split("_")[1], SystemClock().now())
    told.provider.forget()
    with pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(**BODY)  # type: ignore[call-overload]
    assert not told.provider.raw


def test_a_key_made_a_moment_ago_is_known_and_a_flood_of_wrong_ones_is_hardly_read(
    told: Running,
) -> None:
    read: list[str] = []

    async def ask() -> None:
        ring = Keyring(told.engine)
        assert (await ring.caller(f"Bearer {told.key}")).tenant == "acme"
        assert (await ring.caller(f"Bearer {told.another_key('umber')}")).tenant == "umber"
        event.listen(told.engine, "before_cursor_execute", lambda _c, _k, sql, *_: read.append(sql))
        for number in range(300):
            with pytest.raises(CallerUnknownError):
                await ring.caller(f"Bearer upk_{number:012x}_{'x' * 43}")

    asyncio.run(ask())
    assert 0 < len(read) <= 90  # forty, and as many again should two seconds have gone by


def test_keys_are_read_again_beside_the_calls_before_they_are_stale(told: Running) -> None:
    key = told.another_key("soylent")

    async def ask() -> None:
        ring = Keyring(told.engine, ageing_seconds=0.0)
        assert (await ring.caller(f"Bearer {key}")).tenant == "soylent"
        with told.engine.begin() as connection:
            assert end_key(connection, key.split("_")[1], SystemClock().now())
        renewing = ring.renew()
        assert renewing is not None
        await renewing
        with pytest.raises(CallerUnknownError):
            await ring.caller(f"Bearer {key}")

    asyncio.run(ask())


def test_many_calls_with_stale_keys_read_them_once_and_beside_the_loop(told: Running) -> None:
    threads: list[str] = []

    async def ask() -> None:
        ring = Keyring(told.engine)
        event.listen(
            told.engine,
            "before_cursor_execute",
            lambda *_: threads.append(threading.current_thread().name),
        )
        found = await asyncio.gather(*(ring.caller(f"Bearer {told.key}") for _ in range(50)))
        assert {one.tenant for one in found} == {"acme"}

    asyncio.run(ask())
    assert len(threads) == 1
    assert threads[0] != threading.main_thread().name


def test_after_the_customers_administrator_switched_ai_off_nothing_leaves(told: Running) -> None:
    key = told.another_key("hooli")
    now = SystemClock().now()
    with told.engine.begin() as connection:
        set_switch(connection, "hooli", "ai", "off", by_key="x", at=now)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        told.client(key).chat.completions.create(**BODY)  # type: ignore[call-overload]
    assert refused.value.code == "ai-switched-off"
    assert not told.provider.raw
    assert told.entries()[-1].body["outcome"] == "ai-switched-off"
    assert told.post(PATH, BODY).status_code == 200  # other customers go on
    with told.engine.begin() as connection:
        set_switch(connection, "hooli", "ai", "on", by_key="x", at=now)
    told.client(key).chat.completions.create(**BODY)  # type: ignore[call-overload]


def test_a_suspended_person_is_refused_and_others_of_the_customer_are_not(told: Running) -> None:
    key = told.another_key("umbrella")
    told.client(key).chat.completions.create(**BODY, user="u-1")  # type: ignore[call-overload]
    digest = told.provider.calls[-1].json["user"]
    with told.engine.begin() as connection:
        suspend(connection, "umbrella", digest, None, SystemClock().now())
    told.provider.forget()
    with pytest.raises(openai.PermissionDeniedError) as refused:
        told.client(key).chat.completions.create(**BODY, user="u-1")  # type: ignore[call-overload]
    assert refused.value.code == "caller-suspended"
    assert not told.provider.raw
    told.client(key).chat.completions.create(**BODY, user="u-2")  # type: ignore[call-overload]
    with told.engine.begin() as connection:
        assert resume(connection, "umbrella", digest, SystemClock().now())
    told.client(key).chat.completions.create(**BODY, user="u-1")  # type: ignore[call-overload]


def test_a_suspended_person_is_refused_whatever_else_the_call_names(told: Running) -> None:
    client = told.client(told.another_key("umbrella"))
    named: dict[str, object] = {**BODY, "user": "u-1", "safety_identifier": "s-1"}
    client.chat.completions.create(**named)  # type: ignore[call-overload]
    for name in ("user", "safety_identifier"):
        digest = told.provider.calls[-1].json[name]
        with told.engine.begin() as connection:
            suspend(connection, "umbrella", digest, None, SystemClock().now())
        with pytest.raises(openai.PermissionDeniedError):
            client.chat.completions.create(**named)  # type: ignore[call-overload]
        with told.engine.begin() as connection:
            assert resume(connection, "umbrella", digest, SystemClock().now())


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/v1/files", "POST"),
        ("/v1/batches", "POST"),
        ("/v1/audio/transcriptions", "POST"),
        ("/v1/fine_tuning/jobs", "POST"),
        ("/v1/chat/completions?x=1", "POST"),
        ("/v1/../v1/chat/completions", "POST"),
        ("/v1/assistants", "POST"),
        ("/", "POST"),
    ],
)
def test_an_address_that_is_not_screened_passes_nothing_on(
    told: Running, path: str, method: str
) -> None:
    said = told.post(path.replace("/..", "/%2e%2e"), {"x": SECRET_WORD})
    assert (said.status_code, said.json()["error"]["code"]) == (404, "endpoint-unknown")
    assert not told.provider.raw


def test_a_call_that_is_too_large_is_refused_before_it_is_read(start: Start) -> None:
    small = start(bytes_limit=2_000)
    said = small.post(PATH, content=b"x" * 3_000)
    assert (said.status_code, said.json()["error"]["code"]) == (413, "call-too-large")

    def endless() -> Iterator[bytes]:
        yield b"x" * 1_500
        yield b"x" * 1_500

    said = small.post(PATH, content=endless())
    assert said.status_code == 413


@pytest.mark.slow
def test_more_calls_than_may_be_under_way_are_refused(start: Start) -> None:
    narrow = start(calls_limit=1)
    statuses: list[int] = []

    def ask_again(_: Any) -> Any:
        statuses.append(narrow.post(PATH, BODY).status_code)
        return completion("ok")

    narrow.provider.answers(ask_again)
    # The provider answers the first one only after the second was refused.
    assert narrow.post(PATH, BODY).status_code == 200
    assert statuses == [429]


@pytest.mark.slow
def test_every_place_of_a_stopped_call_stays_here(told: Running) -> None:
    for where in ("system", "user", "assistant", "tool"):
        message = {"role": where, "content": SECRET_WORD}
        said = told.post(PATH, {"model": "m", "messages": [message]})
        assert said.status_code == 400
    assert not told.provider.raw
