"""Connections to the address that was checked, with one end for all of a call.

A time-out of one read never ends a server that sends a byte a second; the deadline here counts
for the call as a whole.
"""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from upheld.calling.addresses import NameUnresolvedError, Reach, resolve


class Deadline:
    """A moment after which nothing is waited for. Seconds of a clock that only goes forward."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, never below 0."""
        return max(self._end - time.monotonic(), 0.0)

    def within(self, timeout: float | None) -> float:
        """Return what is left of a time-out."""
        return self.left() if timeout is None else min(timeout, self.left())


class CheckedBackend(httpcore.NetworkBackend):
    """Opens TCP connections, to permitted addresses only."""

    def __init__(self, reach: Reach, deadline: Deadline) -> None:
        """Remember how far calls go, and until when."""
        self._reach = reach
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check and connect.

        Raises:
            AddressRefusedError: An address is out of reach.
            httpcore.ConnectError: Nobody answers there.
        """
        try:
            addresses = resolve(host, port, self._reach, self._deadline.within(timeout))
        except NameUnresolvedError:
            raise httpcore.ConnectError from None
        failure: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError()
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    address,
                    port,
                    timeout=_some(self._deadline.within(timeout), httpcore.ConnectTimeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _EndingStream(stream, self._deadline)
        raise failure

    def sleep(self, seconds: float) -> None:
        """Wait; part of the interface."""
        time.sleep(self._deadline.within(seconds))


class _EndingStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the call's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = _some(self._deadline.within(timeout), httpcore.ReadTimeout)
        return self._stream.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        seconds = _some(self._deadline.within(timeout), httpcore.WriteTimeout)
        self._stream.write(buffer, seconds)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _some(self._deadline.within(timeout), httpcore.ConnectTimeout)
        secured = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _EndingStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _some(seconds: float, over: type[Exception]) -> float:
    """Return the seconds; none left is a time-out, not a wait of 0 seconds without an end."""
    if seconds <= 0:
        raise over
    return seconds
