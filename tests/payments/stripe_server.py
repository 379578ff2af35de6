"""A server on loopback that speaks Stripe's protocol, and can lie, stall, repeat and forget.

It keeps sessions, refunds and idempotency keys as Stripe does.
"""

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.calling.faulty_server import Asked, Fault, serving

KEY = "sk_test_invented"


@dataclass(slots=True)
class StripeServer:
    """What the account holds; tests change it as a person who pays would."""

    port: int = 0
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    charges: int = 0
    keys: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    requests: list[tuple[str, str, Mapping[str, str], dict[str, str]]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pay(self, session: str) -> None:
        """Do what the person on the page does."""
        assert self.sessions[session]["status"] == "open"
        self.charges += 1
        self.sessions[session] |= {
            "status": "complete", "payment_status": "paid", "url": None,
            "payment_intent": f"pi_{self.charges}",
        }  # fmt: skip

    def event(
        self,
        kind: str,
        about: Mapping[str, Any],
        *,
        number: int,
        at: float,
        secret: str,
        live: bool = False,
        signed_at: float | None = None,
    ) -> tuple[bytes, str]:
        """Return body and signature of a call, as Stripe would send it."""
        body = json.dumps(
            {
                "id": f"evt_{number}", "object": "event", "type": kind, "created": int(at),
                "livemode": live, "data": {"object": dict(about)},
            }
        ).encode()  # fmt: skip
        return body, sign(body, secret, at if signed_at is None else signed_at)


def sign(body: bytes, secret: str, at: float) -> str:
    """Return the header for a body."""
    signed = f"{int(at)}.".encode() + body
    return f"t={int(at)},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()},v0=00"


@contextmanager
def stripe_server() -> Iterator[StripeServer]:
    """Serve until the block ends."""
    state = StripeServer()

    def note(asked: Asked) -> None:
        state.requests.append((asked.method, asked.path, asked.headers, _fields(asked)))

    with serving(state.faults, note, lambda asked: _remembered(state, asked)) as port:
        state.port = port
        yield state


def _fields(asked: Asked) -> dict[str, str]:
    return dict(parse_qsl(asked.body.decode(), keep_blank_values=True))


def _remembered(state: StripeServer, asked: Asked) -> tuple[int, dict[str, Any]]:
    method, path, headers, fields = asked.method, asked.path, asked.headers, _fields(asked)
    if headers.get("authorization") != f"Bearer {KEY}":
        return 401, _error("invalid_request_error", "api_key_invalid")
    key = headers.get("idempotency-key")
    if method == "POST" and key is not None:
        said = json.dumps([path, fields], sort_keys=True)
        if key in state.keys:
            before, status, body = state.keys[key]
            return (status, body) if before == said else (400, _error("idempotency_error"))
        status, body = _act(state, method, path, fields)
        state.keys[key] = (said, status, json.loads(json.dumps(body)))
        return status, body
    return _act(state, method, path, fields)


def _act(
    state: StripeServer, method: str, path: str, fields: dict[str, str]
) -> tuple[int, dict[str, Any]]:
    parts = path.strip("/").split("/")
    match (method, *parts):
        case ("POST", "v1", "checkout", "sessions"):
            return _session(state, fields)
        case ("GET", "v1", "checkout", "sessions", name) if name in state.sessions:
            return 200, state.sessions[name]
        case ("POST", "v1", "checkout", "sessions", name, "expire") if name in state.sessions:
            if state.sessions[name]["status"] != "open":
                return 400, _error("invalid_request_error")
            state.sessions[name] |= {"status": "expired", "url": None}
            return 200, state.sessions[name]
        case ("POST", "v1", "refunds"):
            return _refund(state, fields)
    return 404, _error("invalid_request_error", "resource_missing")


def _session(state: StripeServer, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
    price = "line_items[0][price_data]"
    amount = int(fields[f"{price}[unit_amount]"]) * int(fields["line_items[0][quantity]"])
    name = f"cs_test_{len(state.sessions) + 1}"
    state.sessions[name] = {
        "id": name, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
        "amount_total": amount, "currency": fields[f"{price}[currency]"], "payment_intent": None,
        "client_reference_id": fields["client_reference_id"], "livemode": False,
        "url": f"{state.base}/pay/{name}", "expires_at": int(fields["expires_at"]),
    }  # fmt: skip
    return 200, state.sessions[name]


def _refund(state: StripeServer, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
    intent, amount = fields["payment_intent"], int(fields["amount"])
    paid = [one for one in state.sessions.values() if one["payment_intent"] == intent]
    if not paid:
        return 404, _error("invalid_request_error", "resource_missing")
    back = sum(one["amount"] for one in state.refunds.values() if one["payment_intent"] == intent)
    if back + amount > paid[0]["amount_total"]:
        return 400, _error("invalid_request_error", "charge_already_refunded")
    name = f"re_{len(state.refunds) + 1}"
    state.refunds[name] = {
        "id": name, "object": "refund", "payment_intent": intent, "amount": amount,
        "currency": paid[0]["currency"], "status": "succeeded",
    }  # fmt: skip
    return 200, state.refunds[name]


def _error(kind: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"type": kind, "code": code, "message": "No such thing: taro@example.com"}}


Lie = Callable[[dict[str, Any]], Any]
