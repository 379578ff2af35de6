"""What is turned away before any route runs: a foreign host, an address with a NUL, too much."""

import hashlib
import hmac
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from threading import Lock
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from upheld.web.problems import refuse
from upheld.web.refused import (
    BodyTooLargeError,
    HostUnknownError,
    PageUnknownError,
    TooOftenError,
)

BODY_BYTES = 256 * 1024
"""Bytes of a body where a route declares nothing: a long letter has some 20 KB."""
_ALWAYS_ANSWERED = ("/healthz", "/readyz")
_CLIENTS_KEPT = 50_000
_IPV6 = 6


class HostMiddleware:
    """Answers only under the site's own name, so that no link of ours can lead elsewhere."""

    def __init__(self, app: ASGIApp, *, address: str) -> None:
        """Wrap an application that browsers reach at `address`."""
        self.app, self.address = app, address
        self.host = urlsplit(address).netloc.lower()
        name, _, port = self.host.partition(":")
        numbers = ("127.0.0.1", "[::1]") if name == "localhost" else ()
        self.same = frozenset(f"{number}:{port}" for number in numbers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn a request for another host away (RFC 9110, section 15.5.20)."""
        host = "" if scope["type"] != "http" else Headers(scope=scope).get("host", "").lower()
        if scope["type"] != "http" or host == self.host or scope["path"] in _ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
        elif host in self.same and scope["method"] in ("GET", "HEAD"):
            # This very machine by its number: passkeys and cookies belong to its name.
            query = scope["query_string"].decode("latin-1")
            there = f"{self.address}{quote(scope['path'])}{'?' if query else ''}{query}"
            await RedirectResponse(there)(scope, receive, send)
        else:
            await refuse(Request(scope, receive), HostUnknownError())(scope, receive, send)


class AddressMiddleware:
    """Says of an address with a NUL that nothing is there: PostgreSQL takes it in no text."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn it away, whichever part of it holds the NUL."""
        if scope["type"] == "http" and ("\0" in scope["path"] or b"%00" in scope["query_string"]):
            await refuse(Request(scope, receive), PageUnknownError())(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class BodyMiddleware:
    """Stops reading when more comes than a route takes, however the length was announced."""

    def __init__(self, app: ASGIApp, *, limits: Mapping[str, int]) -> None:
        """Wrap an application.

        Args:
            app: What answers.
            limits: Bytes by the beginning of a path; the longest beginning counts.
        """
        self.app, self.limits = app, dict(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a body through up to its limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            await self._too_large(scope, receive, send)
            return
        taken, exceeded, begun = 0, False, False

        async def take() -> Message:
            nonlocal taken, exceeded
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                exceeded = True
                raise BodyTooLargeError
            return message

        async def tell(message: Message) -> None:
            # The framework words whatever happens while it reads as `400`: say the true reason.
            nonlocal begun
            if not exceeded or begun:
                begun = True
                await send(message)

        try:
            await self.app(scope, take, tell)
        except BodyTooLargeError:
            exceeded = True
        if exceeded and not begun:
            await self._too_large(scope, receive, send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        await refuse(Request(scope, receive), BodyTooLargeError())(scope, receive, send)

    def _limit(self, path: str) -> int:
        fitting = [prefix for prefix in self.limits if path.startswith(prefix)]
        return self.limits[max(fitting, key=len)] if fitting else BODY_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often: `burst` at once, and `per_minute` in the long run."""

    burst: int
    per_minute: float


USUAL_RATE = Rate(burst=120, per_minute=600)
"""For all routes of one client together: a person who reads fast stays far below it."""


@dataclass(slots=True)
class Buckets:
    """Token buckets in memory, by route and client; the least used are forgotten first.

    Each process counts for itself. What must hold over all processes (a locked account, a code
    that may be tried five times) is counted in the store by the room that promises it.
    """

    now: Callable[[], float] = time.monotonic
    _levels: OrderedDict[tuple[str, bytes], tuple[float, float]] = field(
        default_factory=OrderedDict
    )
    _lock: Lock = field(default_factory=Lock)

    def take(self, name: str, client: bytes, rate: Rate) -> float:
        """Take one token; return 0, or the seconds until there is one."""
        key, now = (name, client), self.now()
        with self._lock:
            level, seen = self._levels.pop(key, (float(rate.burst), now))
            level = min(float(rate.burst), level + (now - seen) * rate.per_minute / 60)
            wait = 0.0 if level >= 1 else (1 - level) * 60 / rate.per_minute
            self._levels[key] = (level - 1 if level >= 1 else level, now)
            if len(self._levels) > _CLIENTS_KEPT:
                self._levels.popitem(last=False)
        return wait


class RateMiddleware:
    """Turns a client away that calls without end."""

    def __init__(self, app: ASGIApp, *, buckets: Buckets, key: bytes) -> None:
        """Wrap an application; `key` hides addresses, which are personal data, in memory too."""
        self.app, self.buckets, self.key = app, buckets, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a call."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        client = client_digest(connection, self.key)
        scope.setdefault("state", {})["client"] = client
        wait = self.buckets.take("*", client, USUAL_RATE)
        if wait:
            refusal = TooOftenError(retry_after=math.ceil(wait))
            await refuse(Request(scope, receive), refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def client_digest(connection: HTTPConnection, key: bytes) -> bytes:
    """Return what stands for a client's address; an IPv6 network of 64 bits is one client."""
    host = connection.client.host if connection.client else ""
    try:
        if (address := ip_address(host)).version == _IPV6:
            host = str(ip_network((address, 64), strict=False))
    except ValueError:
        pass  # a server that listens on a socket file knows no address: all are one client
    return hmac.digest(key, host.encode(), hashlib.sha256)[:16]


def limit_rate(name: str, rate: Rate) -> Callable[[Request], None]:
    """Return a dependency: this route, by one client, at most so often.

    Raises:
        TooOftenError: With the seconds to wait.
    """

    def check(request: Request) -> None:
        buckets: Buckets = request.app.state.buckets
        wait = buckets.take(name, request.scope["state"]["client"], rate)
        if wait:
            raise TooOftenError(retry_after=math.ceil(wait))

    return check
