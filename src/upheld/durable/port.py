"""What the desk asks of durable work; `direct.py` and `dbos_port.py` are the two that answer.

A function that is registered takes a `Work` and plain values. It is run from its beginning after
every wait and every crash, so that it must do the same again: whatever acts, fails, reads a clock
or a table stands in a step. Arguments, payloads and values of steps are JSON, and references
only: no personal value.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.dispatching import Handler
from upheld.durable.schedules import Every
from upheld.durable.work import Signalled, Status, TimeIsUp
from upheld.refusal import Exit, RefusalError
from upheld.wording import Text

P = ParamSpec("P")
T = TypeVar("T")


class Work(Protocol):
    """One piece of work, as its function sees it."""

    @property
    def key(self) -> str:
        """Its key, e.g. the reference of a request."""
        ...

    def step(self, function: Callable[..., T], *args: Any, retries: Patience = PATIENCE) -> T:
        """Do something outside the store, again and again if it fails, and return its value.

        A process that dies between the act and its record does it again: the function has to be
        safe to repeat, e.g. by giving a key of the work to the other side as idempotency key.

        Raises:
            StepFailedError: Its last attempt failed, too.
        """
        ...

    def transact(
        self,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do something in the store and return its value: exactly once, whatever happens.

        The function gets the connection of the transaction that also records the step.

        Raises:
            StepFailedError: Its last attempt failed, too.
        """
        ...

    def wait_for(self, topic: str, timeout: timedelta | None = None) -> Signalled | TimeIsUp:
        """Return the next signal of a topic; `TimeIsUp` after `timeout` on our clock."""
        ...

    def sleep_until(self, instant: datetime) -> None:
        """Go on at an instant of our clock."""
        ...

    def now(self) -> datetime:
        """Return the instant of our clock at which this was first asked; the same in every run."""
        ...


WorkFunction = Callable[..., None]


class Durable(Protocol):
    """Durable work on one store.

    What takes a connection is part of the caller's transaction: a case, its ledger entry and the
    work it begins are there together or not at all, and nobody waits for the workflow library.
    """

    def register(self, name: str, function: WorkFunction) -> None:
        """Name a function; the name is kept with its work and never changes its meaning."""
        ...

    def handle(self, kind: str, handler: Handler, lane: str = "") -> None:
        """Say who carries out the rows of the outbox of one kind.

        Rows of one lane are carried out one after another in a process; a mail server that hangs
        holds up the lane it is in, and no other.
        """
        ...

    def schedule(self, name: str, every: Every, function: Callable[[datetime], object]) -> None:
        """Do something at each of these instants, once however many workers there are."""
        ...

    def start(self, connection: Connection, name: str, key: str, *args: Any) -> bool:
        """Begin work; False if work of this key was begun before, which is then left alone."""
        ...

    def signal(self, connection: Connection, key: str, topic: str, payload: Any = None) -> None:
        """Say something to work, which may wait for it now or later.

        Raises:
            UnknownWorkError: No work of this key was begun.
        """
        ...

    def cancel(self, connection: Connection, key: str) -> bool:
        """End work after the step it is in; False if it had ended."""
        ...

    def status(self, connection: Connection, key: str) -> Status | None:
        """Return what may be shown of work; None if none of this key was begun."""
        ...

    def take_over(self) -> None:
        """Take up open work that was begun under another port, with the steps recorded so far."""
        ...

    def launch(self) -> None:
        """Take up what was interrupted, and begin to work; registered functions are complete."""
        ...

    def settle(self) -> None:
        """Work until nothing is due at this instant of our clock."""
        ...

    def run(self, stop: Event) -> None:
        """Work until `stop` is set; the step in hand is finished first."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete what is kept of work and rows that ended before an instant; return how much."""
        ...

    def close(self) -> None:
        """Let go of everything; what is not finished is taken up by the next to launch."""
        ...


class StepFailedError(RefusalError):
    """A step failed at its last attempt."""

    code: ClassVar[str] = "step-failed"
    exit_code: ClassVar[Exit] = Exit.REMAINING

    def __init__(self, name: str, reason: str) -> None:
        """Name the step and the code of its last failure."""
        super().__init__(
            Text(
                en=f"the step `{name}` failed at its last attempt: {reason}",
                ja=f"処理 `{name}` は最後の試行でも失敗しました: {reason}",
            ),
            remedy=Text(
                en="remove the cause, then try it again: `/console/work` shows it",
                ja="原因を取り除き、もう一度試してください(`/console/work` に表示されます)",
            ),
        )
        self.reason = reason


class WorkChangedError(RefusalError):
    """The function of a piece of work does other steps now than when it began."""

    code: ClassVar[str] = "work-changed"


__all__ = [
    "PATIENCE",
    "Durable",
    "Every",
    "Handler",
    "Patience",
    "Signalled",
    "Status",
    "StepFailedError",
    "TimeIsUp",
    "Work",
    "WorkChangedError",
    "WorkFunction",
]
