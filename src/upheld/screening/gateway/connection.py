"""Connections to the provider: HTTP/1.1 by h11, on the event loop's own transports, kept and used again.

Every call waits for what happens here, so that nothing stands between h11 and the transport: a
call leaves as one piece, and what has come is read without another turn of the loop.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import cast

import h11
import httpcore

_HEAD_BYTES = 102_400
"""Of a head, or of the line before a chunk."""
_AHEAD_BYTES = 262_144
"""What is taken from the provider before anybody asks for it; beyond, it waits."""
_TOGETHER = 1_024
"""Chunks that are handed on as one piece, at most."""
_KEPT = 64


class NotReachedError(Exception):
    """There is no connection to the provider, and nothing was sent."""


class Connection(asyncio.Protocol):
    """One connection; one call at a time."""

    def __init__(self, wait_seconds: float) -> None:
        """Begin.

        Args:
            wait_seconds: For the next byte, in either direction.
        """
        self._wait = wait_seconds
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_BYTES)
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._ended = False
        self._broken: Exception | None = None
        self._full = False
        self._waiter: asyncio.Future[None] | None = None
        self.idle_since: float | None = None
        """Since when it waits for a call (`time.monotonic`); `None` while it has one."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self._transport = cast("asyncio.Transport", transport)  # of a TCP connection

    def data_received(self, data: bytes) -> None:
        """Keep what came, until it is read."""
        if self.idle_since is not None:
            self.close()  # nobody asked for anything: it must not be read as the next answer
            return
        self._came += data
        if len(self._came) > _AHEAD_BYTES:
            self._opened().pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Hear that nothing will follow."""
        self._ended = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """Hear that it is over, and whether it broke off."""
        self._ended, self._broken = True, error
        self._wake()

    def pause_writing(self) -> None:
        """Hear that the provider reads more slowly than it is sent to."""
        self._full = True

    def resume_writing(self) -> None:
        """Hear that there is room again."""
        self._full = False
        self._wake()

    async def send(
        self, method: str, target: bytes, headers: Sequence[tuple[str, str]], body: bytes
    ) -> None:
        """Send a call.

        Raises:
            TimeoutError: The provider did not take it.
        """
        self.idle_since = None
        head = h11.Request(method=method, target=target, headers=list(headers))
        parts = [self._http.send(head)]
        if body:
            parts.append(self._http.send(h11.Data(data=body)))
        parts.append(self._http.send(h11.EndOfMessage()))
        self._opened().write(b"".join(part for part in parts if part))
        # A provider may answer before it has read all, or end the connection and still have said why.
        while self._full and not self._ended and not self._came:
            await self._woken()

    async def head(self) -> h11.Response:
        """Return the head of the answer.

        Raises:
            h11.RemoteProtocolError: There is none, or it is no HTTP.
            OSError: The connection broke off.
            TimeoutError: It did not come.
        """
        while not isinstance(event := self._http.next_event(), h11.Response):
            if event is h11.NEED_DATA:
                await self._more()
        return event

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body: its first piece by itself, for which somebody waits, then what has come by now as one.

        Raises:
            h11.RemoteProtocolError: It ended too early, or is no HTTP.
            OSError: The connection broke off.
            TimeoutError: The next byte did not come.
        """
        most = 1
        while True:
            piece, goes_on, broken = self._here(most)
            if piece:
                yield piece
            if broken is not None:
                raise broken
            if not goes_on:
                return
            if piece:
                most = _TOGETHER
            else:
                await self._more()

    def is_usable(self) -> bool:
        """Whether another call may be sent: it did not end meanwhile, and nothing came that nobody asked for."""
        return not self._ended and not self._opened().is_closing()

    def rest(self) -> bool:
        """Begin to be idle, if the answer was read to its end and another call may follow; say so."""
        whole = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        more = self._came or self._http.trailing_data[0] or self._opened().get_write_buffer_size()
        if not whole or more or self._ended:
            return False
        self._http.start_next_cycle()
        self.idle_since = monotonic()
        return True

    def close(self) -> None:
        """End it at once; what was not sent yet is not sent."""
        self._opened().abort()

    def _here(self, most: int) -> tuple[bytes, bool, h11.RemoteProtocolError | None]:
        """Return what has come of a body, whether more may follow, and what is wrong behind it."""
        said: list[bytes] = []
        try:
            while len(said) < most:
                event = self._http.next_event()
                if not isinstance(event, h11.Data):
                    return b"".join(said), event is h11.NEED_DATA, None
                said.append(bytes(event.data))
        except h11.RemoteProtocolError as error:
            return b"".join(said), False, error
        return b"".join(said), True, None

    async def _more(self) -> None:
        """Hand over what came to h11; wait for it if need be. An end is handed over as nothing."""
        while not self._came and not self._ended:
            await self._woken()
        if self._broken is not None and not self._came:
            raise self._broken
        data = bytes(self._came)
        self._came.clear()
        if len(data) > _AHEAD_BYTES:
            self._opened().resume_reading()
        self._http.receive_data(data)

    async def _woken(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._wait):
                await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _opened(self) -> asyncio.Transport:
        if self._transport is None:
            raise AssertionError("a connection is used once it is made")
        return self._transport


@dataclass(slots=True)
class Connections:
    """Connections to one provider; of one event loop.

    Attributes:
        url: Where it is.
        connect_seconds: For a connection.
        wait_seconds: For the next byte.
        kept_seconds: How long one stays that nobody uses.
    """

    url: httpcore.URL
    connect_seconds: float
    wait_seconds: float
    kept_seconds: float = 30.0
    _idle: list[Connection] = field(default_factory=list, repr=False)
    _tls: ssl.SSLContext | None = field(default=None, repr=False)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Connection]:
        """A connection of one's own, for one call; kept for another once its answer was read.

        Raises:
            NotReachedError: There is none.
            TimeoutError: It takes too long.
        """
        connection = self._kept() or await self._new()
        try:
            yield connection
        finally:
            if len(self._idle) < _KEPT and connection.rest():
                self._idle.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        """End those that are kept."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Connection | None:
        """The one that was used last: few calls share few connections, and those at the front end."""
        since = monotonic() - self.kept_seconds
        while self._idle and (self._idle[0].idle_since or 0.0) <= since:
            self._idle.pop(0).close()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable():
                return connection
            connection.close()
        return None

    async def _new(self) -> Connection:
        host = self.url.host.decode("ascii")
        secure = self.url.scheme == b"https"
        try:
            async with asyncio.timeout(self.connect_seconds):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: Connection(self.wait_seconds),
                    host,
                    self.url.port or (443 if secure else 80),
                    ssl=self._secured() if secure else None,
                    happy_eyeballs_delay=0.25,  # RFC 8305, section 8
                )
        except TimeoutError:
            raise
        except OSError:  # also what TLS finds wrong
            raise NotReachedError from None
        return connection

    def _secured(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = httpcore.default_ssl_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls
