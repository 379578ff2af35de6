"""One run of a piece of work: what was recorded is repeated, the rest is done and recorded."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from sqlalchemy import Connection

from upheld.clock import Clock
from upheld.durable import work
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.outbox import code_of
from upheld.durable.patience import PatientStore
from upheld.durable.port import StepFailedError, WorkChangedError, WorkFunction
from upheld.durable.work import Beginning, Parked, Signalled, Superseded, TimeIsUp
from upheld.observing import metrics
from upheld.refusal import RefusalError
from upheld.wording import Text

P = ParamSpec("P")
T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class Performer(Protocol):
    """Who performs a step: the one thing in which the two ports differ."""

    @property
    def repeats(self) -> bool:
        """Whether it repeats by itself what it performed in this run, and only in this run."""
        ...

    def perform(self, name: str, act: Callable[[], str]) -> str:
        """Act and return its value (JSON); or return what the act of this run returned before."""
        ...


class _RunEndsError(BaseException):
    """The function is left where it stands: it waits, or this run is not in force any more.

    Not an `Exception`, so that the function's own error handling lets it pass.
    """


class UnknownFunctionError(RefusalError):
    """Work was begun whose function this version does not have."""

    code = "work-function-unknown"


def carry_out(
    store: PatientStore,
    clock: Clock,
    functions: Mapping[str, WorkFunction],
    performer: Performer,
    *,
    key: str,
    run: int,
) -> None:
    """Do one run of a piece of work, and note how it ended.

    Raises:
        LeftError: The process stops; the run is to be begun again.
    """
    begun = store.ask(lambda connection: work.begin(connection, key, run, clock.now()))
    if begun is None:
        return
    journal = store.ask(lambda connection: work.recorded_steps(connection, key))
    state: work.State = "done"
    error: str | None = None
    try:
        function = _function(functions, begun.name)
        function(
            _Run(store, clock, performer, key=key, run=run, begun=begun, journal=journal),
            *begun.args,
        )
    except _RunEndsError:
        return
    except Exception as failure:  # noqa: BLE001 - whatever it is, the work ends here and says so
        error = code_of(failure)
        if isinstance(failure, StepFailedError):
            error = f"{error}: {failure.reason}"[:80]
        _LOG.error(
            "%s of %s failed: %s", begun.name, key, error
        )  # no traceback: it may quote a value
        state = "failed"
    store.ask(
        lambda connection: work.end(connection, key, run, state=state, now=clock.now(), error=error)
    )
    metrics.job(failed=state == "failed")


def _function(functions: Mapping[str, WorkFunction], name: str) -> WorkFunction:
    if name not in functions:
        raise UnknownFunctionError(
            Text(
                en=f"this version has no work called `{name}`",
                ja=f"このバージョンには `{name}` という作業がありません",
            ),
            remedy=Text(
                en="update this worker, or bring back the version that began the work",
                ja="ワーカーを更新するか、作業を始めたバージョンに戻してください",
            ),
        )
    return functions[name]


class _Run:
    """The `Work` that a function is given."""

    def __init__(
        self,
        store: PatientStore,
        clock: Clock,
        performer: Performer,
        *,
        key: str,
        run: int,
        begun: Beginning,
        journal: Mapping[int, tuple[str, str]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._performer = performer
        self._key = key
        self._run = run
        self._journal = journal
        # A performer that counts the steps of a run itself is asked for each of them again.
        self._settled = begun.steps if performer.repeats else len(journal)
        self._steps = 0
        self._waits = 0
        self._in_transaction = 0  # the last step that was recorded with its act

    @property
    def key(self) -> str:
        return self._key

    def step(self, function: Callable[..., T], *args: Any, retries: Patience = PATIENCE) -> T:
        return self._tried(name_of(function), retries, lambda _number: function(*args))

    def transact(
        self,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        def once(number: int) -> T:
            return self._once(number, name_of(function), lambda c: function(c, *args, **kwargs))

        return self._tried(name_of(function), PATIENCE, once)

    def wait_for(self, topic: str, timeout: timedelta | None = None) -> Signalled | TimeIsUp:
        until = None if timeout is None else self._clock.now() + timeout
        return self._wait(topic, until)

    def sleep_until(self, instant: datetime) -> None:
        self._wait(None, instant)

    def now(self) -> datetime:
        text = self._record("now", lambda _number: self._clock.now().astimezone(UTC).isoformat())
        return datetime.fromisoformat(text["value"])

    def _tried(self, name: str, retries: Patience, act: Callable[[int], T]) -> T:
        """Each attempt is a step of its own, so that the next run knows how many there were."""
        attempt = 0
        while True:
            attempt += 1
            outcome = self._record(name, act)
            if "value" in outcome:
                return cast("T", outcome["value"])
            pause = retries.after(attempt)
            if pause is None:
                raise StepFailedError(name, outcome["failed"])
            self._wait(None, self._clock.now() + pause)

    def _record(self, name: str, act: Callable[[int], Any]) -> dict[str, Any]:
        """Return what a step came to: `value`, or the code by which it `failed`."""
        self._store.leave_if_stopping()
        self._steps += 1
        number = self._steps
        recorded = self._journal.get(number)
        if recorded is not None and recorded[0] != name:
            raise changed(self._key, recorded[0], name)
        if recorded is not None and number <= self._settled:
            value = recorded[1]
        else:
            value = self._performer.perform(
                name, lambda: recorded[1] if recorded else self._attempt(number, name, act)
            )
            if number != self._in_transaction:
                self._store.ask(lambda c: work.record_step(c, self._key, number, name, value))
        outcome: dict[str, Any] = json.loads(value)
        return outcome

    def _attempt(self, number: int, name: str, act: Callable[[int], Any]) -> str:
        if not self._store.ask(lambda c: work.in_force(c, self._key, self._run)):
            raise _RunEndsError
        try:
            return _json({"value": act(number)})
        except Exception as error:  # noqa: BLE001 - a failed attempt, whatever it is
            _LOG.warning("%s of %s failed: %s", name, self._key, code_of(error))
            return _json({"failed": code_of(error)})

    def _once(self, number: int, name: str, act: Callable[[Connection], T]) -> T:
        """Act and record in one transaction; a repetition finds the record."""

        def transaction(connection: Connection) -> T:
            if not work.lock(connection, self._key, self._run):
                raise _RunEndsError
            recorded = work.recorded_step(connection, self._key, number)
            if recorded is not None:
                return cast("T", json.loads(recorded)["value"])
            value = act(connection)
            work.record_step(connection, self._key, number, name, _json({"value": value}))
            return value

        value = self._store.ask(transaction)
        self._in_transaction = number
        return value

    def _wait(self, topic: str | None, until: datetime | None) -> Signalled | TimeIsUp:
        self._waits += 1
        ended = self._store.ask(
            lambda connection: work.wait(
                connection,
                self._key,
                self._run,
                number=self._waits,
                topic=topic,
                until=until,
                steps_so_far=self._steps,
                now=self._clock.now(),
            )
        )
        if isinstance(ended, Parked | Superseded):
            raise _RunEndsError
        return ended


def name_of(function: Callable[..., Any]) -> str:
    """Return the name under which a function's step is recorded."""
    return getattr(function, "__name__", type(function).__name__)[:80]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def changed(key: str, before: str, now: str) -> WorkChangedError:
    """Say that a function does other steps than those that were recorded."""
    return WorkChangedError(
        Text(
            en=f"a step of `{key}` was `{before}`, and is `{now}` in this version",
            ja=f"`{key}` の処理は `{before}` でしたが、このバージョンでは `{now}` です",
        ),
        remedy=Text(
            en="register the changed function under a new name, and keep the old one for old work",
            ja="変更した関数は新しい名前で登録し、進行中の作業のために古い関数を残してください",
        ),
    )
