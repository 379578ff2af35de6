"""The loop that empties the outbox: any number of them may run, on any number of machines."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event
from time import monotonic, sleep

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from upheld.clock import Clock
from upheld.durable import outbox
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.outage import is_passing
from upheld.durable.outbox import Item
from upheld.durable.presence import Presence, Roll

Handler = Callable[[Item], None]

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.2
_TURN_SECONDS = 0.5  # then it is looked after workers, schedules and the like again
_NOTE_SECONDS = 4.0  # a stop has to be over within 5 s
_MOMENT = timedelta(seconds=1)


class LeftError(BaseException):
    """A handler leaves its row as it is, because the process stops; no attempt is counted."""


class InHandError(Exception):
    """Somebody else has in hand what a row is about: it is due again in a moment, as if untried."""


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
        patience: Patience = PATIENCE,
        poll_seconds: float = _POLL_SECONDS,
        each_turn: Callable[[], object] = lambda: None,
        roll: Roll | None = None,
    ) -> None:
        """Begin nothing yet.

        Args:
            engine: The store.
            clock: Says what is due; it may be simulated.
            handlers: By kind of row; other kinds are left alone.
            patience: How often to try.
            poll_seconds: How long to sleep, in real time, when nothing is due.
            each_turn: What else there is to do before rows are looked for.
            roll: The workers of this process; its own by default.
        """
        self._engine = engine
        # What is one statement is a transaction of its own: none is begun and ended for it.
        self._apart = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._clock = clock
        self._handlers = dict(handlers)
        self._patience = patience
        self._poll_seconds = poll_seconds
        self._each_turn = each_turn
        self._roll = roll or Roll(engine)
        self._presence: Presence | None = None
        self._in_doubt = False

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
                    busy = self.once(stop=_after(_TURN_SECONDS, stop)) > 0
                except (DBAPIError, NoConnectionFreeError) as error:
                    _LOG.warning("the store does not answer: %s", outbox.code_of(error))
                    # Under a new name, what could not be noted under the old one comes free.
                    self.close()
                    busy = False
                if not busy:
                    stop.wait(self._poll_seconds)
        finally:
            self.close()

    def once(self, most: int = 1_000, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Carry out what is due now, what becomes due by it too; return how many were tried.

        Args:
            most: Not more than that.
            stop: Asked after each row; whether to begin no other.
        """
        self._free_the_dead()
        self._each_turn()
        tried = 0
        item = self._take_first()
        while item is not None:
            write = self._carry_out(item)
            tried += 1
            item = self._note(write, and_take=tried < most and not stop())
        if self._in_doubt:
            self.close()
            self._in_doubt = False
        return tried

    def close(self) -> None:
        """Let go of what is claimed; `once` or `run` may be called again."""
        if self._presence is not None:
            self._presence.close()
            self._presence = None

    @property
    def _name(self) -> str:
        if self._presence is None:
            self._presence = Presence(self._engine, self._roll)
        return self._presence.name

    def _take_first(self) -> Item | None:
        # Ask before taking: to take is to write, and on SQLite whoever writes stops the others.
        with self._apart.connect() as connection:
            if not outbox.is_due(connection, self._clock.now(), self._handlers):
                return None
        with self._engine.begin() as connection:
            return self._take(connection)

    def _take(self, connection: Connection) -> Item | None:
        now = self._clock.now()
        taken = outbox.take(connection, now, 1, by=self._name, kinds=self._handlers)
        return taken[0] if taken else None

    def _carry_out(self, item: Item) -> Callable[[Connection], bool]:
        """Do it; return what writes into the store what became of it."""
        by = self._name
        try:
            self._handlers[item.kind](item)
        except LeftError:
            return lambda connection: outbox.put_back(connection, item, by=by)
        except InHandError:
            later = self._clock.now() + _MOMENT
            return lambda connection: outbox.put_back(connection, item, by=by, until=later)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is an attempt that failed
            failure = error  # Python forgets `error` where its clause ends
            code = outbox.code_of(error)
            _LOG.warning(
                "%s of %s failed: %s (attempt %d)", item.kind, item.key, code, item.attempts
            )
            now = self._clock.now()
            return lambda connection: outbox.failed(
                connection, item, failure, now, by=by, patience=self._patience
            )
        done = self._clock.now()
        return lambda connection: outbox.done(connection, item.id, done, by=by)

    def _note(self, write: Callable[[Connection], bool], *, and_take: bool) -> Item | None:
        """Write what became of a row, and take the next one in the same transaction.

        The store may restart meanwhile: it is written when it answers again, and no act is
        repeated for it. Then nothing is taken: whether the first try was committed is not known,
        and what it may have taken comes free under a new name.
        """
        last = monotonic() + _NOTE_SECONDS
        while True:
            try:
                with self._engine.begin() as connection:
                    write(connection)
                    return self._take(connection) if and_take else None
            except DBAPIError as error:
                if monotonic() > last or not is_passing(error):
                    raise
            self._in_doubt, and_take = True, False
            sleep(self._poll_seconds)

    def _free_the_dead(self) -> None:
        name = self._name  # taken at the latest now
        if not self._roll.is_time():
            return
        self._roll.enter(name)
        with self._apart.connect() as connection:
            names = outbox.holders(connection)
        if gone := self._roll.gone(names):
            with self._engine.begin() as connection:
                freed = outbox.release(connection, gone)
            _LOG.info("%d rows of %d workers that ended are free again", freed, len(gone))


def _after(seconds: float, stop: Event) -> Callable[[], bool]:
    until = monotonic() + seconds
    return lambda: stop.is_set() or monotonic() > until
