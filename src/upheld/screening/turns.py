"""What is said in turns: an answer is read behind what was asked just before it.

A person who is asked for their PIN says four digits. Found by themselves they are nothing; found
behind the question they are what it asked for.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from upheld.detection import Finding
from upheld.detection.asked import Reading, asked_for, readings


class Scans(Protocol):
    """What finds personal data in texts: `detection.Scanner`."""

    def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        """Yield what is found in each text, in their order."""
        ...


def answers(
    scanner: Scans, said: Iterable[tuple[int, str, str]]
) -> Iterator[tuple[int, list[Finding]]]:
    """Yield what is found in texts only because of what was asked for before them.

    Args:
        scanner: Finds.
        said: Of each text its number, what was said before it, and itself.
    """
    read: deque[tuple[int, Reading]] = deque()

    def texts() -> Iterator[str]:
        for number, before, text in said:
            for reading in readings(asked_for(before), text):
                read.append((number, reading))
                yield reading.text

    for findings in scanner.scan_many(texts()):
        number, reading = read.popleft()
        placed = [
            replace(one, start=place[0], end=place[1])
            for one in findings
            if (place := reading.place(one.start, one.end))
        ]
        if placed:
            yield number, placed


def together(found: Sequence[Finding], more: Iterable[Finding]) -> list[Finding]:
    """Return findings of two readings of a text; of two that overlap the surer, else that of the second."""
    kept = list(found)
    for one in more:
        rivals = [other for other in kept if other.start < one.end and one.start < other.end]
        if all(one.confidence >= other.confidence for other in rivals):
            kept = [other for other in kept if other not in rivals]
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
