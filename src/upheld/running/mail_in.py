"""Listens for the machine's mail server (LMTP) while the desk works, where the settings say so."""

import asyncio
import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from upheld.desk.office import Office

_LOG = logging.getLogger(__name__)
_BEGIN_SECONDS = 10.0
_END_SECONDS = 5.0


@contextmanager
def listening(current: Callable[[], Office]) -> Iterator[int | None]:
    """Listen in a thread for as long as the block lasts; yield the port, `None` if there is none.

    Of several processes on one machine the first one listens; the mail server needs no more.

    Args:
        current: The desk under the declarations of the moment; asked for each mail.
    """
    place = current().settings.lmtp
    if place is None:
        yield None
        return
    talk = _Talk(current, place)
    thread = Thread(target=talk.run, name="upheld-lmtp", daemon=True)
    thread.start()
    talk.begun.wait(_BEGIN_SECONDS)
    try:
        if talk.failure is not None and talk.failure.errno != errno.EADDRINUSE:
            raise talk.failure
        if talk.failure is not None:
            _LOG.warning("another process listens for mail at this port")
        yield talk.port
    finally:
        talk.end()
        thread.join(_END_SECONDS)


class _Talk:
    """An event loop of its own, begun and ended from another thread."""

    def __init__(self, current: Callable[[], Office], place: str) -> None:
        self._current, self._place = current, place
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self.begun = Event()
        self.failure: OSError | None = None
        self.port: int | None = None

    def run(self) -> None:
        asyncio.run(self._listen())

    def end(self) -> None:
        if self._loop is not None and self._over is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._over.set)

    async def _listen(self) -> None:
        from upheld.desk.mailroom import polling

        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        try:
            async with polling.listener(self._current, self._place) as listener:
                self.port = listener.port
                self.begun.set()
                await self._over.wait()
        except OSError as error:
            self.failure = error
            self.begun.set()
