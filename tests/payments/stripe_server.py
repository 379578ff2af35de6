"""A server on loopback that speaks Stripe's protocol, and can lie, stall, repeat and forget.

It keeps sessions, refunds and idempotency keys as Stripe does. A fault is used up by one request:
`lie` changes the answer after the act, `drop` acts and cuts the line, `refuse` answers an error
without acting, `stall` acts and says nothing.
"""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

KEY = "sk_test_invented"
Fault = tuple[str, Any]


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
    lock: threading.Lock = field(default_factory=threading.Lock)

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

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _serve(self, method: str) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fields = dict(parse_qsl(sent.decode(), keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with state.lock:
                state.requests.append((method, self.path, headers, fields))
                fault: Fault = state.faults.popleft() if state.faults else ("none", None)
                if fault[0] == "refuse":
                    status, body = fault[1]
                else:
                    status, body = _remembered(state, method, self.path, headers, fields)
            extra: Mapping[str, str] = {}
            if fault[0] == "drop":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault[0] == "stall":
                time.sleep(fault[1])
            if fault[0] == "lie":
                body = fault[1](body)
            if fault[0] == "refuse" and isinstance(body, tuple):
                extra, body = body
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that has left is no error of the test."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _remembered(
    state: StripeServer, method: str, path: str, headers: Mapping[str, str], fields: dict[str, str]
) -> tuple[int, dict[str, Any]]:
    if headers.get("authorization") != f"Bearer {KEY}":
        return 401, _error("invalid_request_error", "api_key_invalid")
    key = headers.get("idempotency-key")
    if method == "POST" and key is not None:
        asked = json.dumps([path, fields], sort_keys=True)
        if key in state.keys:
            before, status, body = state.keys[key]
            return (status, body) if before == asked else (400, _error("idempotency_error"))
        status, body = _act(state, method, path, fields)
        state.keys[key] = (asked, status, json.loads(json.dumps(body)))
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
