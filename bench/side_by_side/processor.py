"""Processor time of ours and of the database server: what other work on the machine does not change.

Waiting for a processor that somebody else has counts as time, and on a shared machine makes up
most of it; processor seconds are what the work itself needs. Linux only (`/proc`).
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_FIELDS_BEFORE = 2
"""Fields of `/proc/PID/stat` before the state: the number and the name in parentheses."""


def processor_of(server: int) -> Callable[[], float]:
    """Return how to read the seconds used so far by this process and a server with its children.

    Args:
        server: The process number of the server's first process.
    """

    def seconds() -> float:
        # The first process adds up what its ended children had used.
        used = sum(_times(server))
        used += sum(sum(_times(child)[:2]) for child in _children(server))
        return used / _TICKS + time.process_time()

    return seconds


def processor_alone(number: int) -> float:
    """Return the seconds that a process has used so far, without its children."""
    return sum(_times(number)[:2]) / _TICKS


def _times(number: int) -> list[int]:
    """User and system time in ticks, its own and that of its ended children; nothing if gone."""
    try:
        text = Path(f"/proc/{number}/stat").read_text("ascii", "replace")
    except OSError:
        return []
    fields = text.rpartition(")")[2].split()
    return [int(fields[place - _FIELDS_BEFORE - 1]) for place in (14, 15, 16, 17)]


def _children(number: int) -> list[int]:
    found = Path(f"/proc/{number}/task/{number}/children").read_text("ascii")
    return [int(child) for child in found.split()]
