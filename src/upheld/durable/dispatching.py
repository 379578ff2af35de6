"""The loop that empties the outbox: any number of them may run, on any number of machines."""

import logging
from collections.abc import Callable, Mapping
from threading import Event
from time import monotonic, sleep

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from upheld.clock import Clock
from upheld.durable import outbox
from upheld.durable.outage import is_passing
from upheld.durable.outbox import Item, Patience
from upheld.durable.presence import Presence

Handler = Callable[[Item], None]

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.2
_NOTE_SECONDS = 4.0  # a stop has to be over within 5 s
_LOOK_SECONDS = 0.6  # between two looks for workers that ended; more than `Presence` asks for


class LeftError(BaseException):
    """A handler leaves its row as it is, because the process stops; no attempt is counted."""


class Dispatcher:
    """Hands what is due to the handler of its kind, one row after another.

    A handler that returns did its work; whatever it raises is one failed attempt. It may be
    called twice with the same `Item.id`, if a process died between the act and its note.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        patience: Patience = outbox.PATIENCE,
        poll_seconds: float = _POLL_SECONDS,
        each_turn: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin nothing yet.

        Args:
            engine: The store.
            clock: Says what is due; it may be simulated.
            handlers: By kind of row; other kinds are left alone.
            patience: How often to try.
            poll_seconds: How long to sleep, in real time, when nothing is due.
            each_turn: What else there is to do before rows are looked for.
        """
        self._engine = engine
        self._clock = clock
        self._handlers = dict(handlers)
        self._patience = patience
        self._poll_seconds = poll_seconds
        self._each_turn = each_turn
        self._presence: Presence | None = None
        self._looked = 0.0

    def handle(self, kind: str, handler: Handler) -> None:
        """Add the handler of a kind."""
        self._handlers[kind] = handler

    def run(self, stop: Event) -> None:
        """Work until `stop` is set; the row in hand is finished first.

        While the store cannot be reached it waits: what is due is still due afterwards.
        """
        try:
            while not stop.is_set():
                try:
                    busy = self.once(1) > 0
                except DBAPIError as error:
                    _LOG.warning("the store does not answer: %s", outbox.code_of(error))
                    # Under a new name, what could not be noted under the old one comes free.
                    self.close()
                    busy = False
                if not busy:
                    stop.wait(self._poll_seconds)
        finally:
            self.close()

    def once(self, most: int = 1_000) -> int:
        """Carry out what is due now, up to `most` rows; return how many were tried.

        What becomes due by it is carried out too.
        """
        self._free_the_dead()
        self._each_turn()
        tried = 0
        while tried < most and self._is_due():
            with self._engine.begin() as connection:
                taken = outbox.take(
                    connection, self._clock.now(), 1, by=self._name, kinds=self._handlers
                )
            if not taken:
                break
            self._carry_out(taken[0])
            tried += 1
        return tried

    def close(self) -> None:
        """Let go of what is claimed; `once` or `run` may be called again."""
        if self._presence is not None:
            self._presence.close()
            self._presence = None

    @property
    def _name(self) -> str:
        if self._presence is None:
            self._presence = Presence(self._engine)
        return self._presence.name

    def _is_due(self) -> bool:
        """Ask before taking: to take is to write, and on SQLite whoever writes stops the others."""
        with self._engine.connect() as connection:
            return outbox.is_due(connection, self._clock.now(), self._handlers)

    def _carry_out(self, item: Item) -> None:
        try:
            self._handlers[item.kind](item)
        except LeftError:
            self._note(lambda connection: outbox.put_back(connection, item, by=self._name))
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it is an attempt that failed
            code = outbox.code_of(error)
            _LOG.warning(
                "%s of %s failed: %s (attempt %d)", item.kind, item.key, code, item.attempts
            )
            failure = error  # Python forgets `error` where its clause ends
            self._note(
                lambda connection: outbox.failed(
                    connection,
                    item,
                    failure,
                    self._clock.now(),
                    by=self._name,
                    patience=self._patience,
                )
            )
            return
        self._note(
            lambda connection: outbox.done(connection, item.id, self._clock.now(), by=self._name)
        )

    def _note(self, write: Callable[[Connection], bool]) -> None:
        """Write what became of a row, while the store restarts too: the act is not repeated."""
        last = monotonic() + _NOTE_SECONDS
        while True:
            try:
                with self._engine.begin() as connection:
                    write(connection)
            except DBAPIError as error:
                if monotonic() > last or not is_passing(error):
                    raise
                sleep(self._poll_seconds)
            else:
                return

    def _free_the_dead(self) -> None:
        if self._presence is None:
            self._presence = Presence(self._engine)
        if monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = monotonic()
        self._presence.keep()
        with self._engine.connect() as connection:
            names = outbox.holders(connection)
        if gone := self._presence.gone(names):
            with self._engine.begin() as connection:
                freed = outbox.release(connection, gone)
            _LOG.info("%d rows of %d workers that ended are free again", freed, len(gone))
