"""An OpenDSR processor on loopback that keeps instructions, signs, and can lie, stall and repeat.

A fault is used up by one request: `lie` changes the answer before it is signed, `forge` after,
`drop` acts and cuts the line, `stall` acts and says nothing, `refuse` answers without acting.
"""

import base64
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

LOGIN = "Basic aW52ZW50ZWQ6aW52ZW50ZWQ="
DOMAIN = "opendsr.processor.example"
CONTROLLER = "controller-1"
Fault = tuple[str, Any]


def sign(key: RSAPrivateKey, body: bytes) -> str:
    """Return the signature of a body, as a header holds it."""
    return base64.b64encode(key.sign(body, PKCS1v15(), SHA256())).decode()


@dataclass(slots=True)
class OpenDsrServer:
    """What the processor holds."""

    key: RSAPrivateKey
    port: int = 0
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    prefix: str = "X-OpenDSR-"
    headers: list[Mapping[str, str]] = field(default_factory=list)
    signs: bool = True

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v2"

    def callback(
        self, request: str, state: str, url: str, *, key: RSAPrivateKey | None = None, **more: Any
    ) -> tuple[bytes, dict[str, str]]:
        """Return body and headers of a callback, as the processor would send it."""
        body = json.dumps(
            {
                "controller_id": CONTROLLER, "status_callback_url": url, "subject_request_id": request,
                "request_status": state, "expected_completion_time": "2026-04-10T00:00:00Z", **more,
            }
        ).encode()  # fmt: skip
        prefix = self.prefix.lower()
        return body, {
            f"{prefix}processor-domain": DOMAIN,
            f"{prefix}signature": sign(key or self.key, body),
        }


@contextmanager
def opendsr_server(key: RSAPrivateKey) -> Iterator[OpenDsrServer]:
    """Serve until the block ends."""
    state = OpenDsrServer(key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_DELETE(self) -> None:
            self._serve()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.bodies.append(sent)
            state.paths.append(f"{self.command} {self.path}")
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            fault: Fault = state.faults.popleft() if state.faults else ("none", None)
            if fault[0] == "refuse":
                status, body = fault[1]
            else:
                status, body = _act(state, self.command, self.path, sent, state.headers[-1])
            if fault[0] == "drop":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault[0] == "stall":
                time.sleep(fault[1])
            if fault[0] == "lie":
                body = fault[1](body)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if state.signs:
                signature = sign(fault[1], raw) if fault[0] == "forge" else sign(state.key, raw)
                self.send_header(f"{state.prefix}Signature", signature)
                domain = fault[1] if fault[0] == "rename" else DOMAIN
                self.send_header(f"{state.prefix}Processor-Domain", domain)
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


def _act(
    state: OpenDsrServer, method: str, path: str, sent: bytes, headers: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    if headers.get("authorization") != LOGIN:
        return 401, _error("who are you")
    match (method, *path.strip("/").split("/")):
        case ("GET", "v2", "discovery"):
            return 200, {
                "api_version": "2.0", "processor_certificate": f"https://{DOMAIN}/cert.pem",
                "supported_identities": [{"identity_type": "email", "identity_format": "raw"}],
                "supported_subject_request_types": ["erasure", "access"],
            }  # fmt: skip
        case ("POST", "v2", "requests" | "opengdpr_requests"):
            return _create(state, sent)
        case ("GET", "v2", "requests" | "opengdpr_requests", name) if name in state.requests:
            return 200, {"api_version": "2.0", **state.requests[name]}
        case ("DELETE", "v2", "requests" | "opengdpr_requests", name) if name in state.requests:
            return _cancel(state, name)
    return 404, _error("no such request")


def _cancel(state: OpenDsrServer, name: str) -> tuple[int, dict[str, Any]]:
    if state.requests[name]["request_status"] != "pending":
        return 400, _error("too late")
    state.requests[name]["request_status"] = "cancelled"
    return 202, {
        "controller_id": CONTROLLER, "subject_request_id": name,
        "received_time": "2026-04-01T00:00:00Z",
    }  # fmt: skip


def _create(state: OpenDsrServer, sent: bytes) -> tuple[int, dict[str, Any]]:
    read = json.loads(sent)
    name = read["subject_request_id"]
    if name in state.requests:
        return 400, _error(f"duplicate request for {read['subject_identities'][0]}")
    state.requests[name] = {
        "controller_id": CONTROLLER, "subject_request_id": name, "request_status": "pending",
        "expected_completion_time": "2026-04-10T00:00:00Z",
    }  # fmt: skip
    return 201, {
        "controller_id": CONTROLLER, "subject_request_id": name,
        "expected_completion_time": "2026-04-10T00:00:00Z",
        "received_time": "2026-04-01T00:00:00Z", "encoded_request": base64.b64encode(sent).decode(),
    }  # fmt: skip


def _error(message: str) -> dict[str, Any]:
    return {"error": {"code": 400, "message": message}}
