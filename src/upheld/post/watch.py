"""An end for a talk with a mail server that never says much, but says it for ever."""

import socket
import threading
from contextlib import suppress


class Watch:
    """Cuts a connection after a number of seconds; the waiting side then reads its end."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self.expired = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def over(self, watched: socket.socket | None) -> None:
        """Watch this connection from now on; cut it at once if the time is over."""
        with self._lock:
            self._socket = watched
            if self.expired:
                self._cut()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _end(self) -> None:
        with self._lock:
            self.expired = True
            self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            # Of the plain socket: TLS would take its state away from the thread that reads.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
