"""Calls to the provider: never compressed, never redirected, never without an end."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import h11
import httpcore

from upheld.screening.configuration import GatewaySection
from upheld.screening.events import broken
from upheld.screening.gateway.connection import Connections, NotReachedError
from upheld.screening.refused import ProviderFailedError, ProviderSlowError
from upheld.wording import Text

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


class Upstream:
    """One provider, and connections to it that are kept; of one event loop."""

    def __init__(self, section: GatewaySection, address: str, key: str | None) -> None:
        """Take where the provider is and the key that is ours there."""
        self._section = section
        self._url = httpcore.URL(address.rstrip("/"))
        self._key = key
        self._connections = Connections(self._url, section.connect_seconds, section.wait_seconds)

    async def close(self) -> None:
        """Give back every connection."""
        self._connections.close()

    @asynccontextmanager
    async def call(
        self, method: str, path: str, body: bytes, kind: str = "application/json"
    ) -> AsyncIterator[Answer]:
        """Send a call; yield its answer as soon as its head is there.

        Raises:
            ProviderFailedError: There is no answer that can be used.
        """
        ends = monotonic() + self._section.whole_seconds
        with _worded():
            async with self._connections.one() as connection:
                await connection.send(method, self._target(path), self._headers(body, kind), body)
                head = await connection.head()
                headers = {
                    name.decode("ascii", "replace").lower(): value.decode("latin-1")
                    for name, value in head.headers
                }
                if headers.get("content-encoding", "identity").lower() != "identity":
                    raise broken("it is compressed", "圧縮されています")
                yield Answer(head.status_code, headers, connection.pieces(), ends)

    def _target(self, path: str) -> bytes:
        return self._url.target.rstrip(b"/") + path.encode("ascii")

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
        if isinstance(error, TimeoutError):
            raise _slow() from None
        if isinstance(error, NotReachedError):
            raise _failed("it cannot be reached", "接続できません") from None
        if isinstance(error, h11.ProtocolError | OSError):
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
