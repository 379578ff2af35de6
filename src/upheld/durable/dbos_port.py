"""Durable work with DBOS Transact: runs are its workflows, steps are its steps.

DBOS gives what is hard to get right: a queue that many workers share, each run with one owner,
the values of steps, and recovery. What it is not asked for: to wait (a workflow that waits holds a
thread, and real time), and to begin something in our transaction. Both are rows of our store: a
run ends where it would wait, and the next one is a workflow of its own that reads the steps so far
from our table.

Its tables stand in a file beside a SQLite store, or in a schema of their own on PostgreSQL. They
hold nothing that a backup needs: runs that they do not know are begun again (`_take_up_adrift`).
"""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy import Engine, create_engine, event

from upheld.clock import Clock
from upheld.durable import work
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.carrying import carry_out, changed
from upheld.durable.on_store import KEEP, RUNS_AT_ONCE, DurableOnStore
from upheld.durable.outbox import Item
from upheld.durable.patience import PatientStore
from upheld.durable.presence import Presence

# Work outlives releases. What a release changes in the steps of a function is noticed when they
# are repeated (`WorkChangedError`); DBOS would otherwise leave old work to old processes.
_VERSION = "upheld-1"
_QUEUE = "upheld"
_WORKFLOW = "upheld.run"
_SCHEMA = "upheld_dbos"
_FILE = "work.db"
_LOOK_SECONDS = 0.6  # between two looks for workers that ended
_LEAVE_SECONDS = 4.0  # for steps in hand when the process stops
_GOING_ON = ("ENQUEUED", "DELAYED", "PENDING")
_BROKEN = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class DbosDurable(DurableOnStore):
    """`port.Durable` with DBOS. One at a time in a process: the library's state is global."""

    _port = "dbos"

    def __init__(
        self,
        store: Engine,
        clock: Clock,
        *,
        patience: Patience = PATIENCE,
        keep: timedelta = KEEP,
        runs_in: str = "",
        at_once: int = RUNS_AT_ONCE,
    ) -> None:
        """Begin nothing yet; `at_once` is how many runs this process does side by side."""
        super().__init__(store, clock, patience=patience, keep=keep, runs_in=runs_in)
        self._at_once = at_once
        self._presence: Presence | None = None
        self._library: Engine | None = None
        self._workflow: Callable[[], None] | None = None
        self._active = 0
        self._counting = Lock()
        self._looked = 0.0

    def launch(self) -> None:
        """Start the library's threads, and take up what dead workers left."""
        super().launch()
        _log_through_logging()
        self._presence = Presence(self._store)
        self._library = _library_engine(self._store, self._at_once)
        config: DBOSConfig = {
            "name": "upheld",
            "system_database_engine": self._library,
            "dbos_system_schema": _SCHEMA,
            "application_version": _VERSION,
            "executor_id": self._presence.name,
            "serializer": _Json(),
            "use_listen_notify": False,  # it has nothing to listen to: signals are ours
            "notification_listener_polling_interval_sec": 0.1,  # and so quick to stop
            "enable_otlp": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)

        def run_of_this_id() -> None:
            self._run_of_this_id()

        self._workflow = DBOS.workflow(name=_WORKFLOW)(run_of_this_id)
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=self._at_once,
            polling_interval_sec=0.1,
            on_conflict="always_update",
        )
        self._take_up_adrift()

    def close(self) -> None:
        """Finish the steps in hand; what remains is taken up by the next to launch."""
        super().close()
        if self._presence is None:
            return
        last = monotonic() + _LEAVE_SECONDS
        while self._active and monotonic() < last:
            sleep(0.01)
        DBOS.destroy(destroy_registry=True)
        if self._library is not None:
            self._library.dispose()
        self._presence.close()
        self._presence = None

    def _begin_run(self, item: Item) -> None:
        key, run = item.key, int(item.payload["run"])
        with self._store.begin() as connection:
            begun = work.begin(connection, key, run, self._clock.now())
        if begun is None or self._workflow is None:
            return
        with SetWorkflowID(_id(key, run)):  # a second time, it is the same run
            DBOS.enqueue_workflow(_QUEUE, self._workflow)

    def _run_of_this_id(self) -> None:
        """Carry out the run whose workflow this is: a fork has the arguments of the first run."""
        key, _, run = str(DBOS.workflow_id).rpartition(":")
        with self._counting:
            self._active += 1
        try:
            carry_out(
                PatientStore(self._store, self._stopping),
                self._clock,
                self._functions,
                _Steps(key),
                key=key,
                run=int(run),
            )
        finally:
            with self._counting:
                self._active -= 1

    def _turn(self) -> None:
        super()._turn()
        if self._presence is None or monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = monotonic()
        self._presence.keep()
        owners = {
            status.executor_id
            for status in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
            if status.executor_id is not None
        }
        if gone := self._presence.gone(sorted(owners)):
            DBOS._recover_pending_workflows(gone)  # noqa: SLF001 - no public name in 3.4
        self._show_broken_runs()

    def _show_broken_runs(self) -> None:
        """A run that the library gave up is failed work, and not work that goes on for ever."""
        broken = DBOS.list_workflows(
            status=list(_BROKEN), limit=100, load_input=False, load_output=False
        )
        for status in broken:
            key, _, run = status.workflow_id.rpartition(":")
            with self._store.begin() as connection:
                work.end(
                    connection,
                    key,
                    int(run),
                    state="failed",
                    now=self._clock.now(),
                    error="run-given-up",
                )
        if broken:
            DBOS.delete_workflows([status.workflow_id for status in broken])

    def _lost(self, adrift: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
        """Those runs that the library's tables do not know, or think to have ended."""
        runs = {_id(key, run): (key, run) for key, run in adrift}
        known = DBOS.list_workflows(workflow_ids=list(runs), load_input=False, load_output=False)
        going_on = {one.workflow_id for one in known if one.status in _GOING_ON}
        ended = [one.workflow_id for one in known if one.status not in _GOING_ON]
        if ended:
            DBOS.delete_workflows(ended)
        return [of for id_, of in runs.items() if id_ not in going_on]

    def _is_busy(self) -> bool:
        with self._store.connect() as connection:
            if not work.count_working(connection, "dbos"):
                return False
        sleep(0.02)
        return True

    def _forget_runs(self, gone: Sequence[tuple[str, int]]) -> None:
        ids = [_id(key, run) for key, runs in gone for run in range(1, runs + 1)]
        if ids and self._presence is not None:
            DBOS.delete_workflows(ids)


class _Steps:
    """Steps are the library's: after a crash it repeats what they came to in the same run."""

    repeats = True

    def __init__(self, key: str) -> None:
        self._key = key

    def perform(self, name: str, act: Callable[[], str]) -> str:
        try:
            return DBOS.run_step({"name": name}, act)
        except dbos_error.DBOSUnexpectedStepError as error:
            raise changed(self._key, error.inputs[3], name) from None


class _Json(Serializer):
    """Plain JSON: nothing that is read from a database is ever executed, as pickle would."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, ensure_ascii=False, default=lambda value: type(value).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "upheld_json"


def _id(key: str, run: int) -> str:
    return f"{key}:{run}"


def _log_through_logging() -> None:
    """Without a handler of ours the library would write to the terminal by itself."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _library_engine(store: Engine, at_once: int) -> Engine:
    """Connections for the library's own tables."""
    if store.dialect.name == "postgresql":
        return create_engine(
            store.url, pool_size=at_once + 4, max_overflow=4, pool_pre_ping=True,
            hide_parameters=True,
        )  # fmt: skip
    path = Path(store.url.database or ".").resolve().parent / _FILE
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)

    def prepare(driver: Any, _record: Any) -> None:
        # Transactions that read first and write then would fail at once beside another writer.
        driver.isolation_level = "IMMEDIATE"
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA busy_timeout = 30000")
        driver.execute("PRAGMA foreign_keys = ON")

    event.listen(engine, "connect", prepare)
    return engine
