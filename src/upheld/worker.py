"""`upheld worker`: a process that does what is due, until it is asked to stop.

Any number of them run beside the web's processes, on any number of machines that reach the store.
SIGTERM and SIGINT end one: the step in hand is finished and recorded, and what is left is taken
up by another worker, or by the next one that starts.
"""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

from upheld.durable.port import Durable
from upheld.observing import logs

_LOG = logging.getLogger(__name__)
_LEAVE_SECONDS = 4.5  # for the step in hand; whoever stops us waits 5 s before SIGKILL
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(durable: Durable, stop: Event) -> bool:
    """Work until `stop` is set; return whether everything in hand was finished in time.

    A step that hangs (on a mail server that says nothing) is left behind in its thread. It was not
    recorded, so that it is done again; the claim on it ends with this process.
    """
    failures: list[BaseException] = []

    def work() -> None:
        try:
            durable.launch()
            durable.run(stop)
        except BaseException as failure:  # noqa: BLE001 - handed to the caller's thread
            failures.append(failure)
            stop.set()
        finally:
            durable.close()

    thread = Thread(target=work, name="upheld-worker", daemon=True)
    thread.start()
    stop.wait()
    thread.join(_LEAVE_SECONDS)
    if failures:
        raise failures[0]
    return not thread.is_alive()


class Beside:
    """The same in a thread of the web's process; `/readyz` says when it has ended by itself."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._failed = Event()

    def works(self) -> bool:
        """False once nobody in this process does what is due any more, though somebody should."""
        return not self._failed.is_set()

    @contextmanager
    def working(self, durable: Durable) -> Iterator[None]:
        """Work for as long as the block lasts."""
        stop = Event()
        thread = Thread(target=self._work, args=(durable, stop), name="upheld-work", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(2 * _LEAVE_SECONDS)

    def _work(self, durable: Durable, stop: Event) -> None:
        try:
            run(durable, stop)
        except BaseException as failure:  # noqa: BLE001 - there is no caller to hand it to
            self._failed.set()
            logs.log(__name__).error("work-ended", failure)


def run_process(durable: Durable) -> None:
    """Work until SIGTERM or SIGINT, then leave within five seconds, whatever hangs."""
    stop = Event()
    with _stopped_by_signals(stop):
        finished = run(durable, stop)
    if not finished:
        _LOG.warning("left a step that did not end; it will be done again")
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        # Python would wait for the thread of the step that hangs.
        os._exit(0)


@contextmanager
def _stopped_by_signals(stop: Event) -> Iterator[None]:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
