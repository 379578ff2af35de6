"""A server of JSON on loopback that can be made to fail, one request at a time.

A fault is used up by one request: `lie` changes the answer after the act, `drop` acts and cuts the
line, `stall` acts and says nothing, `refuse` answers without acting. What else a protocol can do
wrong (a forged signature) is the protocol's own, in its `heads`.
"""

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = tuple[str, Any]
NONE: Fault = ("none", None)
Heads = Callable[[Fault, bytes], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that has left is no error of the test."""


def _no_heads(_fault: Fault, _raw: bytes) -> Mapping[str, str]:
    return {}


@contextmanager
def serving(
    faults: deque[Fault],
    note: Callable[[Asked], None],
    act: Callable[[Asked], tuple[int, Any]],
    heads: Heads = _no_heads,
) -> Iterator[int]:
    """Serve until the block ends; the value is the port.

    Args:
        faults: What goes wrong with the next requests, in this order.
        note: Keeps what was asked, whatever becomes of it; one request at a time.
        act: Does what is asked and returns status and body; one request at a time.
        heads: The headers of an answer, which may depend on its fault and bytes.
    """
    lock = threading.Lock()

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
            named = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, named, sent)
            with lock:
                note(asked)
                fault = faults.popleft() if faults else NONE
                status, body = fault[1] if fault[0] == "refuse" else act(asked)
            if fault[0] == "drop":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault[0] == "stall":
                time.sleep(fault[1])
            if fault[0] == "lie":
                body = fault[1](body)
            extra: Mapping[str, str] = {}
            if fault[0] == "refuse" and isinstance(body, tuple):
                extra, body = body
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**heads(fault, raw), **extra}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    server = _Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
