"""A provider on loopback that records every byte it receives and answers as the test says.

A plain TCP server that reads HTTP by hand, so that it can also lie, hang and break off.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Received:
    """One call as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its body, read."""
        return json.loads(self.body)


Writer: TypeAlias = Callable[[Received], AsyncIterator[bytes]]
"""What is written back: bytes of HTTP, in the pieces that are sent."""


@dataclass
class Provider:
    """What it received, and what it answers next."""

    port: int = 0
    connections: int = 0
    raw: bytearray = field(default_factory=bytearray)
    calls: list[Received] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    writer: Writer | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self, make: Callable[[Received], Any], status: int = 200) -> None:
        """Answer with JSON."""

        async def write(received: Received) -> AsyncIterator[bytes]:
            yield whole(json.dumps(make(received), ensure_ascii=False).encode(), status)

        self.writer = write

    def streams(self, make: Callable[[Received], Sequence[bytes]]) -> None:
        """Answer with a stream of events, in exactly these pieces."""

        async def write(received: Received) -> AsyncIterator[bytes]:
            yield STREAM_HEAD
            for piece in make(received):
                yield chunked(piece)
                await asyncio.sleep(0)
            yield chunked(b"")

        self.writer = write

    def forget(self) -> None:
        """Begin anew."""
        self.raw.clear()
        self.calls.clear()
        self.connections = 0
        self.gone.clear()


STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)


def chunked(piece: bytes) -> bytes:
    """A piece in the chunked coding; the empty one ends it."""
    return f"{len(piece):x}\r\n".encode() + piece + b"\r\n"


def whole(body: bytes, status: int = 200, kind: str = "application/json") -> bytes:
    """An answer at once."""
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def completion(text: str | None, **message: Any) -> dict[str, Any]:
    """A chat completion that says a text."""
    said = {"role": "assistant", "content": text, **message}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": said}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def chunk(delta: dict[str, Any], *, index: int = 0, finish: str | None = None) -> bytes:
    """An event of a stream of chat completions."""
    said = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": index, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(said, ensure_ascii=False)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider in a thread of its own."""
    provider = Provider()
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        server = await asyncio.start_server(_talk(provider), "127.0.0.1", 0)
        provider.port = server.sockets[0].getsockname()[1]
        ready.set()
        with suppress(asyncio.CancelledError):
            await server.serve_forever()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    serving = loop.create_task(serve())

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(serving)
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(5)
    try:
        yield provider
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(5)


def _talk(
    provider: Provider,
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        provider.connections += 1
        try:
            while (received := await _read(provider, reader)) is not None:
                assert provider.writer is not None
                async for piece in provider.writer(received):
                    writer.write(piece)
                    await writer.drain()
                    if reader.at_eof():
                        raise ConnectionResetError
                if received.headers.get("connection") == "close":
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            provider.gone.set()
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()

    return talk


async def _read(provider: Provider, reader: asyncio.StreamReader) -> Received | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    provider.raw += head
    lines = head.decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ")
    headers = {
        k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    provider.raw += body
    received = Received(method, path, headers, body)
    provider.calls.append(received)
    return received
