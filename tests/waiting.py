"""Waiting for what another thread or process does: for the state itself, never for a while."""

import time
from collections.abc import Callable

_LOOK_SECONDS = 0.01  # between two looks; a busy loop would take the time of whoever is waited for


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until a condition holds; return how many seconds it took.

    Args:
        condition: Asked again and again.
        seconds: After how long the test fails: a limit for what hangs, however busy the machine.
    """
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < seconds, "it did not happen in time"
        time.sleep(_LOOK_SECONDS)
    return time.monotonic() - begin
