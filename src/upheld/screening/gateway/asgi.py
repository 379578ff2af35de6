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


def language_of(accepted: str) -> Language:
    """Return the language of a refusal: Japanese only where the caller asks for it first."""
    return "ja" if accepted.strip().lower().startswith("ja") else "en"


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
        self.complete = False
        """Whether the caller has been sent all there is: leaving interrupts nothing any more."""
        self._receive, self._send = receive, send

    @property
    def language(self) -> Language:
        """In which language refusals are worded."""
        return language_of(self.headers.get("accept-language", ""))

    async def body(self, bytes_limit: int, *, raised_by: str | None = None) -> bytes:
        """Return the whole body.

        Args:
            bytes_limit: What is read at most; 0 for a call that takes no body.
            raised_by: The setting under `gateway:` that says so, if one does.

        Raises:
            CallTooLargeError: It is larger than the limit; the rest is not read.
            GoneError: The caller went away before its end.
        """
        told = self.headers.get("content-length", "0")
        if told.isdecimal() and int(told) > bytes_limit:
            raise _too_large(bytes_limit, raised_by)
        read = bytearray()
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            read += message.get("body", b"")
            if len(read) > bytes_limit:
                raise _too_large(bytes_limit, raised_by)
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

        A caller who leaves after the last word (`complete`) cancels nothing.

        Raises:
            GoneError: The caller went away.
        """
        doing = asyncio.current_task()
        gone = False

        async def watch() -> None:
            nonlocal gone
            while (await self._receive())["type"] != "http.disconnect":
                pass
            if self.complete:
                return
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


def _too_large(bytes_limit: int, raised_by: str | None) -> CallTooLargeError:
    if not bytes_limit:
        return CallTooLargeError(
            Text(en="the call has a body", ja="リクエストに本文があります"),
            remedy=Text(en="send it without one", ja="本文なしで送ってください"),
        )
    remedy = Text(en="send less", ja="小さくして送ってください")
    if raised_by is not None:
        remedy = Text(
            en=f"send less, or raise `gateway: {{{raised_by}: …}}` in upheld.yaml",
            ja=f"小さくするか、upheld.yaml の `gateway: {{{raised_by}: …}}` を大きくしてください",
        )
    return CallTooLargeError(
        Text(
            en=f"the call has more than {bytes_limit} bytes",
            ja=f"リクエストが {bytes_limit} バイトを超えています",
        ),
        remedy=remedy,
    )
