"""What both ports share: work, signals, outbox and schedules are rows of our own store."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.durable import outbox, taking_over, work
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.dispatching import Dispatcher, Handler
from upheld.durable.outbox import Item
from upheld.durable.port import WorkFunction
from upheld.durable.presence import Roll
from upheld.durable.promises import Promises
from upheld.durable.schedules import KIND, Every, Interval, Schedules

KEEP = timedelta(days=90)
RUNS_AT_ONCE = 4
"""How many runs a process does side by side, where the library carries them out."""
_AT_ONCE = 500
_SETTLE_SECONDS = 60.0  # without any progress of ours


class DurableOnStore(ABC):
    """Everything of `port.Durable` but who carries out a run."""

    _port: ClassVar[work.Port]

    def __init__(
        self,
        store: Engine,
        clock: Clock,
        *,
        patience: Patience = PATIENCE,
        keep: timedelta = KEEP,
        runs_in: str = "",
    ) -> None:
        """Begin nothing yet.

        Args:
            store: Where everything is kept.
            clock: Says what is due.
            patience: How often rows of the outbox are tried.
            keep: How long what has ended is kept; see `forget`.
            runs_in: The lane in which runs begin, as of `handle`.
        """
        self._store = store
        self._clock = clock
        self._functions: dict[str, WorkFunction] = {}
        self._stop = Event()
        self._schedules = Schedules(store, clock)
        self._schedules.add(
            "forget ended work",
            Interval(timedelta(days=1)),
            lambda _due: self.forget(clock.now() - keep),
        )
        self._patience = patience
        self._roll = Roll(store)
        self._promises = Promises(clock, self._port)
        own = {KIND: self._schedules.carry_out}
        first = Dispatcher(
            store, clock, own, patience=patience, each_turn=self._turn, roll=self._roll
        )
        self._lanes = {"": first}
        self.handle(work.run_kind(self._port), self._begin_run, runs_in)

    def register(self, name: str, function: WorkFunction) -> None:
        """Name a function."""
        self._functions[name] = function

    def handle(self, kind: str, handler: Handler, lane: str = "") -> None:
        """Say who carries out the rows of the outbox of one kind, and in which lane."""
        if lane not in self._lanes:
            self._lanes[lane] = Dispatcher(
                self._store, self._clock, {}, patience=self._patience, roll=self._roll
            )
        self._lanes[lane].handle(kind, handler)

    def schedule(self, name: str, every: Every, function: Callable[[datetime], object]) -> None:
        """Do something at each of these instants, once however many workers there are."""
        self._schedules.add(name, every, function)

    def start(self, connection: Connection, name: str, key: str, *args: Any) -> bool:
        """Begin work in the caller's transaction; False if the key was begun before."""
        return self._promises.start(connection, name, key, *args)

    def signal(self, connection: Connection, key: str, topic: str, payload: Any = None) -> None:
        """Say something to work, in the caller's transaction."""
        self._promises.signal(connection, key, topic, payload)

    def cancel(self, connection: Connection, key: str) -> bool:
        """End work after the step it is in; False if it had ended."""
        return work.cancel(connection, key, self._clock.now())

    def status(self, connection: Connection, key: str) -> work.Status | None:
        """Return what may be shown of work."""
        return work.status(connection, key)

    def take_over(self) -> None:
        """Take up work that was begun under the other port, and what nobody was told to go on with."""
        with self._store.begin() as connection:
            taking_over.take_over(connection, self._port)
        self._take_up_adrift()

    def launch(self) -> None:
        """Begin to work when `run` or `settle` is called."""
        self._stop = Event()

    def settle(self) -> None:
        """Work until nothing is due at this instant of our clock.

        Raises:
            TimeoutError: Another worker's run has not ended within a minute.
        """
        last = monotonic() + _SETTLE_SECONDS
        while (tried := sum(lane.once() for lane in self._lanes.values())) or self._is_busy():
            if tried:
                last = monotonic() + _SETTLE_SECONDS
            elif monotonic() > last:
                raise TimeoutError("work goes on that this process has no part in")

    def run(self, stop: Event) -> None:
        """Work until `stop` is set; the step in hand is finished first."""
        self._stop = stop
        failures: list[BaseException] = []

        def work_on(lane: Dispatcher) -> None:
            try:
                lane.run(stop)
            except BaseException as failure:  # noqa: BLE001 - raised in the caller's thread
                failures.append(failure)
                stop.set()

        threads = [
            Thread(target=work_on, args=[lane], name=f"upheld-lane-{name or 'first'}", daemon=True)
            for name, lane in self._lanes.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def forget(self, before: datetime) -> int:
        """Delete what is kept of work and rows that ended before an instant; return how much work.

        The ledger keeps what happened; these tables only see to it that it happens.
        """
        forgotten = 0
        last: int | None = 0
        while last is not None:
            with self._store.begin() as connection:
                last = outbox.forget_done(connection, before, last)
        while True:
            with self._store.begin() as connection:
                gone = work.forget_ended(connection, before)
            self._forget_runs(gone)
            if not gone:
                return forgotten
            forgotten += len(gone)

    def close(self) -> None:
        """Let go of everything."""
        self._stop.set()
        for lane in self._lanes.values():
            lane.close()

    def _stopping(self) -> bool:
        return self._stop.is_set()

    def _turn(self) -> None:
        # Twice, because what is entered for the first time may be due at once.
        if self._schedules.turn() == 0:
            self._schedules.turn()

    def _is_busy(self) -> bool:
        """Whether runs go on that `settle` has to wait for; it may sleep a moment."""
        return False

    def _take_up_adrift(self) -> None:
        """Promise again what has something to do and no row that says so.

        It came from the other port, or one of the two databases was restored.
        """
        after = ""
        while True:
            with self._store.connect() as connection:
                found = work.adrift(connection, self._port, after, _AT_ONCE)
            if not found:
                return
            after = found[-1][0]
            lost = self._lost(found)
            kind, now = work.run_kind(self._port), self._clock.now()
            with self._store.begin() as connection:
                for key, run in lost:
                    outbox.add(connection, kind, key, {"run": run}, now)

    def _lost(self, adrift: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
        """Those runs (key, run) of which the port knows nothing either."""
        return adrift

    @abstractmethod
    def _forget_runs(self, gone: Sequence[tuple[str, int]]) -> None:
        """Delete what the port keeps elsewhere of work: its key and how many runs it had."""

    @abstractmethod
    def _begin_run(self, item: Item) -> None:
        """Carry out the run that a row of the outbox names, or see to it that it is."""
