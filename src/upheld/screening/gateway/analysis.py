"""Presidio's addresses, for programs that ask them now: no key, no provider, nothing kept.

For this machine or a closed network: whoever reaches it may have texts scanned.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from upheld.detection.rule import Rule
from upheld.observing import logs
from upheld.screening.gateway.answers import answered, endpoint_unknown
from upheld.screening.gateway.asgi import Exchange, Receive, Send
from upheld.screening.presidio import (
    OPERATORS,
    analyze,
    anonymize,
    know_language,
    recognizers,
)
from upheld.screening.presidio_names import entities
from upheld.screening.turns import Scans

ADDRESSES = (
    "POST /analyze",
    "POST /anonymize",
    "GET /supportedentities",
    "GET /recognizers",
    "GET /anonymizers",
    "GET /health",
)
_LOG = logs.log("upheld.analysis")


class Analysis:
    """An ASGI application; of one event loop."""

    def __init__(self, scanner: Scans, *, bytes_limit: int, own: Sequence[Rule] = ()) -> None:
        """Take what finds, how large a call may be, and which rules came with the company."""
        self._scanner = scanner
        self._own = own
        self._limit = bytes_limit

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await answered(Exchange(scope, receive, send), self._answer, _LOG, "analysis-failed")

    async def _answer(self, exchange: Exchange) -> None:
        match exchange.method, exchange.path:
            case "GET", "/health":
                await exchange.answer(200, b"up", "text/plain; charset=utf-8")
                return
            case "GET", "/supportedentities":
                know_language(_language(exchange))
                told: Any = entities()
            case "GET", "/recognizers":
                know_language(_language(exchange))
                told = recognizers(self._own)
            case "GET", "/anonymizers":
                told = OPERATORS
            case "POST", "/analyze":
                raw = await exchange.body(self._limit)
                told = await asyncio.to_thread(analyze, self._scanner, raw)
            case "POST", "/anonymize":
                told = anonymize(await exchange.body(self._limit))
            case _:
                raise endpoint_unknown(ADDRESSES)
        await exchange.answer(200, json.dumps(told, ensure_ascii=False).encode())


def _language(exchange: Exchange) -> str | None:
    """What the query says."""
    said = parse_qs(exchange.query.decode("latin-1")).get("language")
    return said[0] if said else None
