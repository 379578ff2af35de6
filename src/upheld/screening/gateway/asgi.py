"""One exchange over HTTP (ASGI 3), read and answered with limits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias

from upheld.screening.refused import CallTooLargeError
from upheld.wording import Language, Text

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class GoneError(Exception):
    """The caller went away."""


class Exchange:
    """One call and its answer."""

    def __init__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Take what the server hands over."""
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope.get("query_string", b"")
        self.headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        self.begun = False
        self._receive, self._send = receive, send

    @property
    def language(self) -> Language:
        """In which language refusals are worded: Japanese only where the caller asks for it."""
        return "ja" if self.headers.get("accept-language", "").lower().startswith("ja") else "en"

    async def body(self, bytes_limit: int) -> bytes:
        """Return the whole body.

        Raises:
            CallTooLargeError: It is larger than the limit; the rest is not read.
            GoneError: The caller went away before its end.
        """
        told = self.headers.get("content-length", "0")
        if told.isdecimal() and int(told) > bytes_limit:
            raise _too_large(bytes_limit)
        read = bytearray()
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            read += message.get("body", b"")
            if len(read) > bytes_limit:
                raise _too_large(bytes_limit)
            if not message.get("more_body", False):
                return bytes(read)

    async def answer(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json",
        headers: list[tuple[bytes, bytes]] | None = None,
    ) -> None:
        """Answer at once."""
        length = (b"content-length", str(len(body)).encode())
        await self.begin(status, kind, [length, *(headers or ())])
        await self._send({"type": "http.response.body", "body": body})

    async def begin(self, status: int, kind: str, headers: list[tuple[bytes, bytes]]) -> None:
        """Send the head of an answer."""
        self.begun = True
        fixed = [
            (b"content-type", kind.encode("latin-1")),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await self._send(
            {"type": "http.response.start", "status": status, "headers": [*fixed, *headers]}
        )

    async def piece(self, body: bytes) -> None:
        """Send a piece; waits while the caller reads more slowly than the provider writes."""
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self) -> None:
        """Send the end."""
        await self._send({"type": "http.response.body", "body": b""})

    @asynccontextmanager
    async def cancelled_when_gone(self) -> AsyncIterator[None]:
        """Cancel what is done in the block when the caller goes away, the provider's call with it.

        Raises:
            GoneError: The caller went away.
        """
        doing = asyncio.current_task()
        gone = False

        async def watch() -> None:
            nonlocal gone
            while (await self._receive())["type"] != "http.disconnect":
                pass
            gone = True
            if doing is not None:
                doing.cancel()

        watching = asyncio.create_task(watch())
        try:
            yield
        except asyncio.CancelledError:
            if not gone:
                raise
            if doing is not None:
                doing.uncancel()
            raise GoneError from None
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


def _too_large(limit: int) -> CallTooLargeError:
    return CallTooLargeError(
        Text(
            en=f"the call has more than {limit} bytes",
            ja=f"リクエストが {limit} バイトを超えています",
        ),
        remedy=Text(
            en="send less, or raise `gateway: {bytes_limit: …}` in upheld.yaml",
            ja="小さくするか、upheld.yaml の `gateway: {bytes_limit: …}` を大きくしてください",
        ),
    )
