"""Calls to the provider: never compressed, never redirected, never without an end."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import monotonic

import httpcore

from upheld.screening.configuration import GatewaySection
from upheld.screening.events import broken
from upheld.screening.refused import ProviderFailedError, ProviderSlowError
from upheld.wording import Text

_KEPT_SECONDS = 30.0
_TOGETHER = 32
"""Calls that share a pool: whenever a call begins or ends, httpcore looks at every connection of its pool."""
_KEEPING = 2
"""Pools that keep what is idle, 64 connections together; the later ones are for calls beyond these."""
_TOLD = frozenset(
    {"content-type", "x-request-id", "retry-after", "retry-after-ms"}
    | {
        f"x-ratelimit-{what}-{of}"
        for what in ("limit", "remaining", "reset")
        for of in ("requests", "tokens")
    }
)
"""Headers of an answer that the caller hears; others could name the provider's own customer."""


@dataclass(slots=True)
class Answer:
    """An answer whose body is still to come."""

    status: int
    headers: Mapping[str, str]
    _pieces: AsyncIterator[bytes] = field(repr=False)
    _ends: float = field(repr=False)

    @property
    def streams(self) -> bool:
        """Whether it is a stream of events."""
        return self.headers.get("content-type", "").lower().startswith("text/event-stream")

    @property
    def told(self) -> list[tuple[bytes, bytes]]:
        """The headers that the caller hears."""
        return [
            (name.encode(), value.encode("latin-1"))
            for name, value in self.headers.items()
            if name in _TOLD and name != "content-type"
        ]

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            ProviderFailedError: It broke off, or took too long.
        """
        with _worded():
            async for piece in self._pieces:
                if monotonic() > self._ends:
                    raise _slow()
                yield piece

    async def whole(self, bytes_limit: int) -> bytes:
        """Return the whole body.

        Raises:
            ProviderFailedError: It broke off, took too long, or is larger than the limit.
        """
        read = bytearray()
        async for piece in self.pieces():
            read += piece
            if len(read) > bytes_limit:
                raise broken("it is too large", "大きすぎます")
        return bytes(read)


@dataclass(slots=True)
class _Pool:
    """Some of the connections."""

    connections: httpcore.AsyncConnectionPool
    under_way: int = 0


class Upstream:
    """One provider, and connections to it that are kept; of one event loop."""

    def __init__(self, section: GatewaySection, address: str, key: str | None) -> None:
        """Take where the provider is and the key that is ours there."""
        self._section = section
        self._url = httpcore.URL(address.rstrip("/"))
        self._key = key
        self._pools: list[_Pool] = []

    async def close(self) -> None:
        """Give back every connection."""
        for one in self._pools:
            await one.connections.aclose()

    @asynccontextmanager
    async def call(
        self, method: str, path: str, body: bytes, kind: str = "application/json"
    ) -> AsyncIterator[Answer]:
        """Send a call; yield its answer as soon as its head is there.

        Raises:
            ProviderFailedError: There is no answer that can be used.
        """
        wait = self._section.wait_seconds
        waits = {
            "connect": self._section.connect_seconds,
            "read": wait,
            "write": wait,
            "pool": wait,
        }
        ends = monotonic() + self._section.whole_seconds
        with _worded(), self._connections() as connections:
            request = connections.stream(
                method,
                self._address(path),
                headers=self._headers(body, kind),
                content=body,
                extensions={"timeout": waits},
            )
            async with request as response:
                headers = {
                    name.decode("ascii", "replace").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                if headers.get("content-encoding", "identity").lower() != "identity":
                    raise broken("it is compressed", "圧縮されています")
                yield Answer(response.status, headers, response.aiter_stream(), ends)

    @contextmanager
    def _connections(self) -> Iterator[httpcore.AsyncConnectionPool]:
        """The first pool with room: few calls share few connections, which are used again and again."""
        pool = next((one for one in self._pools if one.under_way < _TOGETHER), None)
        if pool is None:
            pool = _Pool(
                httpcore.AsyncConnectionPool(
                    max_connections=_TOGETHER,
                    max_keepalive_connections=_TOGETHER if len(self._pools) < _KEEPING else 0,
                    keepalive_expiry=_KEPT_SECONDS,
                    http2=False,
                )
            )
            self._pools.append(pool)
        pool.under_way += 1
        try:
            yield pool.connections
        finally:
            pool.under_way -= 1

    def _address(self, path: str) -> httpcore.URL:
        return httpcore.URL(
            scheme=self._url.scheme,
            host=self._url.host,
            port=self._url.port,
            target=self._url.target.rstrip(b"/") + path.encode("ascii"),
        )

    def _headers(self, body: bytes, kind: str) -> list[tuple[str, str]]:
        port = "" if self._url.port is None else f":{self._url.port}"
        host = self._url.host.decode("ascii")
        sent = [
            ("host", f"{host}{port}"),
            ("user-agent", "upheld"),
            ("accept", "application/json, text/event-stream"),
            ("accept-encoding", "identity"),
        ]
        if self._key is not None:
            sent.append(("authorization", f"Bearer {self._key}"))
        if body:
            sent += [("content-type", kind), ("content-length", str(len(body)))]
        return sent


class _worded:  # noqa: N801 - reads as a statement
    """Errors of the connection, in our words."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, httpcore.TimeoutException | asyncio.TimeoutError):
            raise _slow() from None
        if isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout):
            raise _failed("it cannot be reached", "接続できません") from None
        if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError | OSError):
            raise _failed("the connection broke off", "接続が切れました") from None


def _slow() -> ProviderSlowError:
    return ProviderSlowError(
        Text(en="the provider took too long", ja="提供元の応答に時間がかかりすぎました"),
        remedy=Text(en="try again later", ja="しばらくしてから再試行してください"),
    )


def _failed(en: str, ja: str) -> ProviderFailedError:
    return ProviderFailedError(
        Text(en=f"the provider did not answer: {en}", ja=f"提供元の応答がありません: {ja}"),
        remedy=Text(en="try again later", ja="しばらくしてから再試行してください"),
    )
