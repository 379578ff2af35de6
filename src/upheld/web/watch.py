"""The outermost part: a number for every request, one line in the log, no fault left unanswered.

A line names the route and never the address that was called: a path or query can hold what a
person typed. An exception is logged by its type and the places it passed, without its message,
which can hold a value read from a person's record.
"""

import json
import logging
import secrets
import time
import traceback
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from upheld.observing import metrics, tracing
from upheld.web.problems import refuse
from upheld.web.refused import BrokenError
from upheld.web.security import secure_headers

LOG = logging.getLogger("upheld.web")


class WatchMiddleware:
    """Numbers, times and logs requests; turns a fault into a page."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Wrap an application; `https` says whether browsers are told to stay with it."""
        self.app, self.https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        began, status = time.perf_counter(), 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = number
                secure_headers(headers, https=self.https)
            await send(message)

        try:
            with tracing.span("web-request", request=number, method=str(scope["method"])):
                await self.app(scope, receive, tell)
        except Exception as error:
            LOG.error(json.dumps({"event": "fault", "request": number, **_trail(error)}))  # noqa: TRY400
            if status:  # its beginning was sent: the connection can only be cut
                raise
            await refuse(Request(scope, receive), BrokenError())(scope, receive, tell)
        finally:
            line = _line(scope, number, status, time.perf_counter() - began)
            metrics.web_request(line["route"], line["method"], status, line["milliseconds"] / 1000)
            LOG.info(json.dumps(line))


def request_id(connection: HTTPConnection) -> str:
    """Return the number of a request."""
    return str(connection.scope.get("state", {}).get("request_id", ""))


def _line(scope: Scope, number: str, status: int, seconds: float) -> dict[str, Any]:
    route = scope.get("route")
    return {
        "event": "request",
        "request": number,
        "method": str(scope["method"])[:10],
        "route": getattr(route, "path", None),
        "status": status,
        "milliseconds": round(seconds * 1000),
    }


def _trail(error: Exception) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    ]
    return {"type": type(error).__name__, "places": places}
