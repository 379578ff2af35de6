"""Connections to the provider: used again, and never with what belongs to another call."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import h11
import httpcore
import pytest

from tests.authority import issue
from tests.screening.provider import STREAM_HEAD, chunked, whole
from tests.waiting import until
from upheld.screening.gateway.connection import Connection, Connections, NotReachedError

Answers: TypeAlias = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
"""Answers a call on a connection; the number counts connections from one."""


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


@asynccontextmanager
async def provider(
    answers: Answers, *, pem: Path | None = None, kept_seconds: float = 30.0
) -> AsyncIterator[Connections]:
    """A provider that answers so, and connections to it."""
    seen = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        seen += 1
        number = seen
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await answers(writer, number)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    scheme, context = "http", None
    if pem is not None:
        scheme, context = "https", ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    connections = Connections(
        httpcore.URL(f"{scheme}://127.0.0.1:{port}"), 5.0, 5.0, kept_seconds=kept_seconds
    )
    async with server:
        yield connections
        connections.close()


async def called(connections: Connections) -> str:
    """What the provider says to a call."""
    async with connections.one() as connection:
        return await said(connection)


async def said(connection: Connection) -> str:
    await connection.send("GET", b"/", [("host", "h")], b"")
    await connection.head()
    return b"".join([piece async for piece in connection.pieces()]).decode()


async def its_number(writer: asyncio.StreamWriter, number: int) -> None:
    writer.write(whole(f"by {number}".encode()))


def test_calls_one_after_the_other_share_a_connection_and_calls_at_once_do_not() -> None:
    async def test() -> None:
        async with provider(its_number) as connections:
            assert [await called(connections), await called(connections)] == ["by 1", "by 1"]
            at_once = await asyncio.gather(called(connections), called(connections))
            assert sorted(at_once) == ["by 1", "by 2"]

    run(test())


@pytest.mark.parametrize("at_once", [True, False], ids=["with the answer", "later"])
def test_what_nobody_asked_for_is_never_read_as_the_next_answer(at_once: bool) -> None:
    more = asyncio.Event()

    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(whole(f"by {number}".encode()) + (whole(b"a lie", 408) if at_once else b""))
        if not at_once and number == 1:
            await more.wait()
            writer.write(whole(b"a lie", 408))
            await writer.drain()

    async def test() -> None:
        async with provider(answers) as connections:
            async with connections.one() as connection:
                assert await said(connection) == "by 1"
            more.set()
            await asyncio.to_thread(until, lambda: not connection.is_usable(), 20)
            assert await called(connections) == "by 2"

    run(test())


def test_a_provider_that_answers_before_it_has_read_all_is_heard() -> None:
    over = asyncio.Event()

    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(whole(b"too large", 413))
        await over.wait()

    async def test() -> None:
        async with provider(answers) as connections:
            async with connections.one() as connection:
                body = bytes(32_000_000)  # more than all buffers on the way
                headers = [("host", "h"), ("content-length", str(len(body)))]
                await connection.send("POST", b"/", headers, body)
                assert (await connection.head()).status_code == 413
                assert [piece async for piece in connection.pieces()] == [b"too large"]
            assert not connection.is_usable()
            over.set()

    run(test())


def test_a_connection_that_nobody_used_for_its_time_is_ended() -> None:
    async def test() -> None:
        async with provider(its_number, kept_seconds=0.0) as connections:
            assert [await called(connections), await called(connections)] == ["by 1", "by 2"]

    run(test())


def test_the_first_piece_of_a_stream_comes_by_itself_and_the_others_as_they_come() -> None:
    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(STREAM_HEAD + b"".join(chunked(one) for one in (b"a", b"b", b"c", b"")))

    async def test() -> None:
        async with provider(answers) as connections, connections.one() as connection:
            await connection.send("GET", b"/", [("host", "h")], b"")
            await connection.head()
            assert [piece async for piece in connection.pieces()] == [b"a", b"bc"]

    run(test())


def test_a_caller_that_gives_up_costs_its_connection_and_no_other_call() -> None:
    asked = asyncio.Event()

    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        asked.set()
        if number > 1:
            await its_number(writer, number)

    async def test() -> None:
        async with provider(answers) as connections:
            given_up = asyncio.create_task(called(connections))
            await asked.wait()
            given_up.cancel()
            with pytest.raises(asyncio.CancelledError):
                await given_up
            assert await called(connections) == "by 2"

    run(test())


@pytest.mark.parametrize("resets", [False, True], ids=["closed", "reset"])
def test_an_answer_without_a_length_ends_with_its_connection_unless_that_broke_off(
    resets: bool,
) -> None:
    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nsaid")
        await writer.drain()
        if resets:
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()

    async def test() -> None:
        async with provider(answers) as connections:
            if not resets:
                assert await called(connections) == "said"
                return
            with pytest.raises(ConnectionResetError):
                await called(connections)

    run(test())


def test_an_answer_that_ends_before_its_length_is_no_answer() -> None:
    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nsaid")
        writer.close()

    async def test() -> None:
        async with provider(answers) as connections:
            with pytest.raises(h11.RemoteProtocolError):
                await called(connections)

    run(test())


def test_over_tls_a_provider_is_heard_whose_certificate_is_trusted_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = issue(tmp_path, "127.0.0.1")
    heard: list[int] = []

    async def answers(writer: asyncio.StreamWriter, number: int) -> None:
        heard.append(number)
        await its_number(writer, number)

    async def test() -> None:
        async with provider(answers, pem=issued.pem) as connections:
            with pytest.raises(NotReachedError):
                await called(connections)
        assert heard == []
        monkeypatch.setenv("SSL_CERT_FILE", str(issued.ca))
        async with provider(answers, pem=issued.pem) as connections:
            assert [await called(connections), await called(connections)] == ["by 1", "by 1"]

    run(test())
