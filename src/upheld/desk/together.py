"""What several threads want written at the same moment is written in one transaction.

A commit that is waited for takes milliseconds, whatever is in it: while one is on its way, others
come, and go with the next one (group commit; DeWitt et al., "Implementation techniques for main
memory database systems", SIGMOD 1984, section 5). Nobody waits for company: whoever comes alone
goes alone. An answer is given when the transaction that holds it is durable.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError

from upheld.durable.outage import is_passing
from upheld.refusal import RefusalError
from upheld.wording import Text

Wanted = TypeVar("Wanted")
MOST = 32
"""How many go together at the most: a longer transaction would make the next ones wait."""


class UnwrittenError(RefusalError):
    """Whoever wrote for several was stopped before it was done; nothing is known to be kept."""

    code = "not-written"

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            Text(en="this was not written", ja="書き込まれませんでした"),
            remedy=Text(en="send it again", ja="もう一度送ってください"),
        )


@dataclass(slots=True)
class _Waiting(Generic[Wanted]):
    wanted: Wanted
    settled: bool = False
    failure: Exception | None = field(default_factory=UnwrittenError)


@dataclass(slots=True)
class Together(Generic[Wanted]):
    """Writes what threads want, in the order in which they came.

    Attributes:
        write: Writes some of it in one transaction, entirely or not at all.
    """

    write: Callable[[Sequence[Wanted]], None]
    _queue: "deque[_Waiting[Wanted]]" = field(default_factory=deque)
    _turn: Lock = field(default_factory=Lock)

    def do(self, wanted: Wanted) -> None:
        """Return when it is written, by this thread or by another one.

        Raises:
            Exception: What writing this alone came to, or, where the store went away, what
                writing it with others did.
            UnwrittenError: Another thread had it in hand and was stopped.
        """
        mine = _Waiting(wanted)
        self._queue.append(mine)
        while not mine.settled:
            with self._turn:
                if not mine.settled:
                    self._write_some()
        if mine.failure is not None:
            raise mine.failure

    def _write_some(self) -> None:
        some = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
        try:
            self._settle(some)
        finally:
            # However this thread ends, nobody waits for what it had in hand.
            for one in some:
                one.settled = True

    def _settle(self, some: Sequence[_Waiting[Wanted]]) -> None:
        try:
            self.write([one.wanted for one in some])
        except Exception as failure:  # noqa: BLE001 - handed to whoever waits for it
            for one in some:
                one.failure = failure
            if len(some) == 1 or not _kept_nothing(failure):
                return
        else:
            for one in some:
                one.failure = None
            return
        # One of them spoilt it for all: each is on its own now.
        for one in some:
            self._settle([one])


def _kept_nothing(failure: Exception) -> bool:
    """Whether it is certain: a connection that broke may have broken after the commit."""
    if isinstance(failure, DBAPIError):
        return not is_passing(failure)
    return isinstance(failure, RefusalError)
