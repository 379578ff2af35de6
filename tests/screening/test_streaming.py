"""Streams through the gateway: restored piece by piece, broken off honestly, cancelled in time."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from tests.screening.conftest import PROVIDER_KEY, Running, Start
from tests.screening.provider import DONE, STREAM_HEAD, Received, chunk, chunked, completion, whole
from upheld.clock import SystemClock
from upheld.screening.admission import Admission
from upheld.screening.gateway.application import Gateway
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Keyring

MAIL = 'hanako"h"@example.jp'.replace('"h"', ".h")
NAMED = re.compile(r"⟦[A-Z_]+_\d+⟧")


def placeholder(received: Received) -> str:
    return str(NAMED.findall(received.body.decode())[0])


def stream_text(client: OpenAI, text: str = f"write to {MAIL}") -> tuple[str, list[Any]]:
    chunks = list(
        client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": text}], stream=True
        )
    )
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    return said, chunks


def test_a_stream_is_restored_for_the_official_client(gateway: Running) -> None:
    def events(received: Received) -> list[bytes]:
        name = placeholder(received)
        letters = [chunk({"content": letter}) for letter in f"Mail {name}, please"]
        return [
            chunk({"role": "assistant", "content": ""}),
            *letters,
            chunk({}, finish="stop"),
            DONE,
        ]

    gateway.provider.streams(events)
    said, chunks = stream_text(gateway.client())
    assert said == f"Mail {MAIL}, please"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert MAIL.encode() not in gateway.provider.raw


def test_the_first_word_does_not_wait_for_the_last(gateway: Running) -> None:
    held = threading.Event()

    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(chunk({"content": "first"}))
        assert await asyncio.to_thread(held.wait, 10)
        yield chunked(chunk({"content": " last"}, finish="stop"))
        yield chunked(DONE)
        yield chunked(b"")

    gateway.provider.writer = write
    stream = gateway.client().chat.completions.create(
        model="m", messages=[{"role": "user", "content": MAIL}], stream=True
    )
    assert next(iter(stream)).choices[0].delta.content == "first"
    held.set()
    assert [c.choices[0].delta.content for c in stream] == [" last"]


def test_choices_and_calls_of_tools_are_restored_each_by_itself(gateway: Running) -> None:
    def events(received: Received) -> list[bytes]:
        name = placeholder(received)
        head, tail = name[:4], name[4:]

        def call(index: int, piece: str) -> dict[str, Any]:
            return {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}

        return [
            chunk({"content": head}, index=0),
            chunk({"content": head}, index=1),
            chunk({"content": tail}, index=1),
            chunk({"content": tail}, index=0),
            chunk(call(0, '{"to": "' + head)),
            chunk(call(1, '{"cc": "' + head)),
            chunk(call(0, tail + '"}')),
            chunk(call(1, tail + '"}')),
            chunk({}, finish="tool_calls"),
            chunk({}, index=1, finish="stop"),
            DONE,
        ]

    gateway.provider.streams(events)
    texts: dict[int, str] = {0: "", 1: ""}
    arguments: dict[int, str] = {0: "", 1: ""}
    for one in gateway.client().chat.completions.create(
        model="m", messages=[{"role": "user", "content": MAIL}], stream=True
    ):
        for choice in one.choices:
            texts[choice.index] += choice.delta.content or ""
            for called in choice.delta.tool_calls or ():
                assert called.function is not None
                arguments[called.index] += called.function.arguments or ""
    assert texts == {0: MAIL, 1: MAIL}
    assert json.loads(arguments[0]) == {"to": MAIL}
    assert json.loads(arguments[1]) == {"cc": MAIL}


def test_what_only_looked_like_a_placeholder_is_not_lost_at_the_end(gateway: Running) -> None:
    def events(received: Received) -> list[bytes]:
        return [
            chunk({"content": "a " + placeholder(received)[:-1]}),
            chunk({}, finish="length"),
            DONE,
        ]

    gateway.provider.streams(events)
    said, _ = stream_text(gateway.client())
    assert re.fullmatch(r"a ⟦EMAIL_\d+", said)


def test_what_waits_is_sent_where_the_provider_never_says_that_it_ended(gateway: Running) -> None:
    gateway.provider.streams(lambda r: [chunk({"content": "a " + placeholder(r)[:-1]})])
    said, _ = stream_text(gateway.client())
    assert re.fullmatch(r"a ⟦EMAIL_\d+", said)


def test_a_placeholder_of_another_customer_is_text_like_any_other(gateway: Running) -> None:
    seen: list[str] = []

    def remember(received: Received) -> dict[str, Any]:
        seen.append(placeholder(received))
        return completion("ok")

    gateway.provider.answers(remember)
    other = gateway.client(gateway.another_key("globex"))
    other.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "secret@globex.example"}]
    )
    foreign = seen[0]
    gateway.provider.answers(lambda _: completion(f"they said {foreign}"))
    answer = gateway.client().chat.completions.create(
        model="m", messages=[{"role": "user", "content": MAIL}]
    )
    assert answer.choices[0].message.content == f"they said {foreign}"
    gateway.provider.streams(lambda _: [chunk({"content": foreign}, finish="stop"), DONE])
    assert stream_text(gateway.client())[0] == foreign


def test_within_a_named_conversation_a_value_keeps_its_placeholder(gateway: Running) -> None:
    seen: list[str] = []

    def remember(received: Received) -> dict[str, Any]:
        seen.append(placeholder(received))
        return completion("ok")

    gateway.provider.answers(remember)
    for name in ("c1", "c1", "c2"):
        client = gateway.client(upheld_conversation=name)
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": MAIL}])
    globex = gateway.client(gateway.another_key("globex"), upheld_conversation="c1")
    globex.chat.completions.create(model="m", messages=[{"role": "user", "content": MAIL}])
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3


def test_an_error_in_the_stream_reaches_the_client_as_an_error(gateway: Running) -> None:
    broken = b'data: {"error": {"message": "overloaded", "type": "server_error", "code": null}}\n\n'
    gateway.provider.streams(lambda _: [chunk({"content": "so "}), broken])
    with pytest.raises(openai.APIError, match="overloaded"):
        stream_text(gateway.client())


@pytest.mark.parametrize("bad", [b"data: {no json\n\n", b"data: 17\n\n", b"data: \xff\xfe\n\n"])
def test_an_event_that_is_none_ends_the_stream_with_an_error(gateway: Running, bad: bytes) -> None:
    gateway.provider.streams(lambda _: [chunk({"content": "so "}), bad, chunk({"content": "far"})])
    with pytest.raises(openai.APIError, match="the provider's answer is broken"):
        stream_text(gateway.client())


def test_a_fault_behind_the_call_does_not_claim_that_nothing_left(gateway: Running) -> None:
    odd = b'data: {"choices": [{"index": [], "delta": {"content": "x"}}]}\n\n'
    gateway.provider.streams(lambda _: [chunk({"content": "so "}), odd])
    with pytest.raises(openai.APIError, match="the call has left") as told:
        stream_text(gateway.client())
    assert told.value.code == "model-provider-failed"


def test_a_provider_that_breaks_off_is_told(gateway: Running) -> None:
    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(chunk({"content": "so "}))
        yield b"ffff\r\ndata: "  # and no more of them
        raise ConnectionResetError

    gateway.provider.writer = write
    with pytest.raises(openai.APIError, match="the connection broke off"):
        stream_text(gateway.client())


def test_a_provider_that_lies_about_length_is_told(gateway: Running) -> None:
    async def write(received: Received) -> AsyncIterator[bytes]:
        body = json.dumps(completion("x")).encode()
        yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n"
        yield body
        raise ConnectionResetError

    gateway.provider.writer = write
    said = gateway.post("/v1/chat/completions", {"model": "m", "messages": []})
    assert said.status_code == 502
    assert said.json()["error"]["code"] == "model-provider-failed"


@pytest.mark.slow
def test_a_provider_that_hangs_is_waited_for_so_long_and_no_longer(start: Start) -> None:
    impatient = start(wait_seconds=0.3)

    async def hang(received: Received) -> AsyncIterator[bytes]:
        await asyncio.sleep(3)
        yield b""

    async def hang_later(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(chunk({"content": "so "}))
        await asyncio.sleep(3)

    impatient.provider.writer = hang
    said = impatient.post("/v1/chat/completions", {"model": "m", "messages": []})
    assert (said.status_code, said.json()["error"]["code"]) == (504, "model-provider-slow")
    impatient.provider.writer = hang_later
    with pytest.raises(openai.APIError, match="took too long"):
        stream_text(impatient.client())


def test_a_provider_that_is_not_there_is_told(start: Start) -> None:
    lost = start()
    port, lost.provider.port = lost.provider.port, 1
    try:
        nobody = start()
    finally:
        lost.provider.port = port
    said = nobody.post("/v1/chat/completions", {"model": "m", "messages": []})
    assert (said.status_code, said.json()["error"]["code"]) == (502, "model-provider-failed")


def test_the_gateways_own_key_being_refused_is_not_the_callers_fault(gateway: Running) -> None:
    gateway.provider.answers(lambda _: {"error": {"message": "bad key provider-key"}}, status=401)
    said = gateway.post("/v1/chat/completions", {"model": "m", "messages": []})
    assert said.status_code == 502
    assert "bad key" not in said.text


def test_an_error_of_the_provider_is_passed_on_with_values_restored(gateway: Running) -> None:
    gateway.provider.answers(
        lambda r: {"error": {"message": f"cannot read {placeholder(r)}", "code": "bad"}}, status=400
    )
    with pytest.raises(openai.BadRequestError, match=f"cannot read {re.escape(MAIL)}"):
        stream_text(gateway.client())


def test_an_answer_that_is_too_large_or_compressed_is_refused(start: Start) -> None:
    small = start(answer_bytes_limit=2_000)
    small.provider.answers(lambda _: completion("x" * 5_000))
    assert small.post("/v1/chat/completions", {"model": "m", "messages": []}).status_code == 502

    async def write(received: Received) -> AsyncIterator[bytes]:
        yield whole(b"\x1f\x8b").replace(b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n")

    small.provider.writer = write
    assert small.post("/v1/chat/completions", {"model": "m", "messages": []}).status_code == 502


def test_when_the_caller_goes_away_the_provider_is_told_so(gateway: Running) -> None:
    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        for _ in range(400):
            yield chunked(chunk({"content": "and so on "}))
            await asyncio.sleep(0.02)

    gateway.provider.writer = write
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "go"}]}
    with httpx.stream(
        "POST",
        f"{gateway.address}/v1/chat/completions",
        json=body,
        headers={"authorization": f"Bearer {gateway.key}"},
    ) as answer:
        next(answer.iter_bytes())
    assert gateway.provider.gone.wait(5)


def _leave_at_the_last_word(gateway: Running) -> int:
    """What clients of OpenAI's do: they close at `[DONE]`, before the end of the answer. The status."""
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "go"}]}
    headers = {"authorization": f"Bearer {gateway.key}"}
    address, said = f"{gateway.address}/v1/chat/completions", b""
    with httpx.stream("POST", address, json=body, headers=headers, timeout=20) as answer:
        for piece in answer.iter_raw():
            said += piece
            if said.endswith(DONE):
                break
    assert answer.status_code == 429 or said.endswith(DONE)
    return answer.status_code


def test_callers_who_leave_at_the_last_word_cost_no_connection_to_the_provider(
    start: Start,
) -> None:
    gateway = start(calls_limit=1)

    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(chunk({"content": "word"}))
        yield chunked(DONE)
        await asyncio.sleep(0.1)  # long after the caller has left
        yield chunked(b"")

    gateway.provider.writer = write
    statuses: list[int] = []
    while statuses.count(200) < 3 and len(statuses) < 1_000:
        statuses.append(_leave_at_the_last_word(gateway))  # 429 until the one before is through
    assert len(gateway.provider.calls) == 3
    assert gateway.provider.connections == 1


@pytest.mark.slow
def test_a_caller_who_is_slow_with_the_last_piece_gets_all_of_it(gateway: Running) -> None:
    """A server waits for its caller when the piece before is not taken yet."""

    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(chunk({"content": "first"}))
        yield chunked(chunk({"content": "last"}) + DONE)
        yield chunked(b"")

    gateway.provider.writer = write
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "go"}]}
    asked = [{"type": "http.request", "body": json.dumps(body).encode()}]
    said: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return asked.pop() if asked else await asyncio.get_running_loop().create_future()

    async def send(message: Mapping[str, Any]) -> None:
        if DONE in message.get("body", b""):
            await asyncio.sleep(1.3)  # longer than the provider's end is waited for
        said.append(message.get("body", b""))

    async def call() -> None:
        scope = {
            "type": "http", "method": "POST", "path": "/v1/chat/completions",
            "headers": [(b"authorization", f"Bearer {gateway.key}".encode())],
        }  # fmt: skip
        upstream = Upstream(gateway.screening.section, gateway.provider.address, PROVIDER_KEY)
        admission = Admission(gateway.engine, SystemClock())
        await Gateway(gateway.screening, Keyring(gateway.engine), admission, upstream)(
            scope, receive, send
        )
        await upstream.close()

    asyncio.run(call())
    assert b"".join(said).endswith(DONE)


@pytest.mark.slow
def test_a_provider_that_does_not_end_after_its_last_word_is_not_waited_for(
    gateway: Running,
) -> None:
    async def write(received: Received) -> AsyncIterator[bytes]:
        yield STREAM_HEAD
        yield chunked(DONE)
        while True:
            await asyncio.sleep(0.02)
            yield b""

    gateway.provider.writer = write
    assert _leave_at_the_last_word(gateway) == 200
    assert gateway.provider.gone.wait(10)
