"""An OpenDSR processor on loopback that keeps instructions, signs, and can lie, stall and repeat.

Beside the faults of any server (`lie` comes before the signature), `forge` signs with another key and
`rename` signs in another domain's name.
"""

import base64
import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from tests.calling.faulty_server import Asked, Fault, serving

LOGIN = "Basic aW52ZW50ZWQ6aW52ZW50ZWQ="
DOMAIN = "opendsr.processor.example"
CONTROLLER = "controller-1"


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

    def note(asked: Asked) -> None:
        state.bodies.append(asked.body)
        state.paths.append(f"{asked.method} {asked.path}")
        state.headers.append(asked.headers)

    def heads(fault: Fault, raw: bytes) -> Mapping[str, str]:
        if not state.signs:
            return {}
        signature = sign(fault[1], raw) if fault[0] == "forge" else sign(state.key, raw)
        domain = fault[1] if fault[0] == "rename" else DOMAIN
        return {
            f"{state.prefix}Signature": signature,
            f"{state.prefix}Processor-Domain": domain,
        }

    with serving(state.faults, note, lambda asked: _act(state, asked), heads) as port:
        state.port = port
        yield state


def _act(state: OpenDsrServer, asked: Asked) -> tuple[int, dict[str, Any]]:
    if asked.headers.get("authorization") != LOGIN:
        return 401, _error("who are you")
    match (asked.method, *asked.path.strip("/").split("/")):
        case ("GET", "v2", "discovery"):
            return 200, {
                "api_version": "2.0", "processor_certificate": f"https://{DOMAIN}/cert.pem",
                "supported_identities": [{"identity_type": "email", "identity_format": "raw"}],
                "supported_subject_request_types": ["erasure", "access"],
            }  # fmt: skip
        case ("POST", "v2", "requests" | "opengdpr_requests"):
            return _create(state, asked.body)
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
