"""Bodies in front of an ASGI application (FastAPI, Starlette, Quart, Django under ASGI).

    app = FastAPI()
    app.add_middleware(ScreeningMiddleware, acts={"card_number": "block", "email": "mask"})

The application is called once the whole body was screened; it never sees another one. WebSockets
have no body of a request and are passed on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

from upheld.observing import logs
from upheld.screening.acts import Act
from upheld.screening.daily import DailyScanner
from upheld.screening.gateway.asgi import Exchange, GoneError, Receive
from upheld.screening.middleware.answering import body_of
from upheld.screening.middleware.body_screening import BodyScreening, failed
from upheld.screening.middleware.refusing import too_large, unreadable
from upheld.screening.refused import CallRefusedError, CallTooLargeError

Application: TypeAlias = Callable[
    [Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]
]
"""As Starlette types an ASGI application, so that its `add_middleware` takes ours."""
_AT_ONCE_BYTES = 4_096
"""Bodies up to this size are screened where they are; larger ones in a thread of their own."""
_ONCE = (b"content-type", b"content-encoding", b"content-length")
_LOG = logs.log("upheld.middleware")


class ScreeningMiddleware:
    """An ASGI application around another."""

    def __init__(
        self,
        app: Application,
        *,
        screening: BodyScreening | None = None,
        acts: Mapping[str, Act] | None = None,
        otherwise: Act = "allow",
    ) -> None:
        """Take the application, and what decides.

        Args:
            app: The application.
            screening: Decides (limits, files, record); without one it is made of the acts.
            acts: By kind or group, what becomes of a finding.
            otherwise: What becomes of any other.
        """
        self._app = app
        self._screening = screening or BodyScreening.by_acts(
            DailyScanner(), acts or {}, otherwise=otherwise
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Screen the body of a call, and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send)
        try:
            _check_once(scope)
            raw, body = await self._screened(exchange)
        except GoneError:
            return
        except CallRefusedError as refusal:
            await _refuse(exchange, refusal)
            return
        except Exception as error:  # noqa: BLE001 - fail closed, whatever it was
            _LOG.error("body-not-screened", error)
            await _refuse(exchange, failed(type(error).__name__))
            return
        known = scope if body == raw else _told(scope, len(body))
        await self._app(known, _once(body, receive), send)

    async def _screened(self, exchange: Exchange) -> tuple[bytes, bytes]:
        """Return the body as it came, and as the application gets it."""
        limit = self._screening.bytes_limit
        try:
            raw = await exchange.body(limit)
        except CallTooLargeError:
            raise too_large(limit) from None
        kind = exchange.headers.get("content-type", "")
        encoding = exchange.headers.get("content-encoding", "")
        if len(raw) <= _AT_ONCE_BYTES:
            return raw, self._screening.screen(raw, kind, encoding)
        return raw, await asyncio.to_thread(self._screening.screen, raw, kind, encoding)


def _check_once(scope: Mapping[str, Any]) -> None:
    """Refuse headers that stand twice: the application might believe the other one."""
    names = [name.lower() for name, _ in scope["headers"]]
    if any(names.count(name) > 1 for name in _ONCE):
        raise unreadable("request")


async def _refuse(exchange: Exchange, refusal: CallRefusedError) -> None:
    # The rest of a body that was not read must not be taken for the next call.
    close = [(b"connection", b"close")]
    await exchange.answer(refusal.status, body_of(refusal, exchange.language), headers=close)


def _told(scope: MutableMapping[str, Any], length: int) -> MutableMapping[str, Any]:
    """Return the scope of a call whose body has another length."""
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() not in {b"content-length", b"transfer-encoding"}
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(length).encode())]}


def _once(body: bytes, receive: Receive) -> Receive:
    """Hand over the body, and then whatever the server says."""
    waiting = [body]

    async def next_message() -> MutableMapping[str, Any]:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return next_message
