"""A web server on loopback whose every answer a test writes, byte by byte if it wants to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Script = Callable[[socket.socket, bytes], None]


@dataclass(slots=True)
class RawServer:
    """What arrived, and where it listens."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, connection: socket.socket, script: Script) -> None:
        request = _read(connection)
        if request:
            self.requests.append(request)
            script(connection, request)


def says(head: str, body: bytes = b"") -> Script:
    """Answer with a head (`200 OK` and header lines) and a body, then close."""
    lines = [f"HTTP/1.1 {head.splitlines()[0]}", *head.splitlines()[1:], "Connection: close"]

    def script(connection: socket.socket, _request: bytes) -> None:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return script


@contextmanager
def raw_server(script: Script, *, certificate: Path | None = None) -> Iterator[RawServer]:
    """Serve until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = RawServer(listening.getsockname()[1])
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                connection.settimeout(5)
                if context is None:
                    server.answer(connection, script)
                else:
                    with context.wrap_socket(connection, server_side=True) as secured:
                        server.answer(secured, script)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)


def _read(connection: socket.socket) -> bytes:
    read = b""
    while b"\r\n\r\n" not in read:
        piece = connection.recv(65536)
        if not piece:
            return read
        read += piece
    head, _blank, body = read.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
