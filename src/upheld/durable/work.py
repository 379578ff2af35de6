"""Pieces of work, their signals and their steps: three tables, and every statement about them.

A piece of work is a function that is run from its beginning again and again: steps that were
recorded give their recorded values, and a wait that is over gives its signal. Between two runs
nothing of it is in memory, so that a request that waits for a person for a month costs a row.

INVARIANT: every change of a piece of work begins with a lock on its row (`_locked`). A signal
that comes while a run decides to wait is therefore seen by the one or by the other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from upheld.durable import outbox, stuck
from upheld.durable.tables import outbox as outbox_table
from upheld.durable.tables import signals, steps, works
from upheld.refusal import RefusalError
from upheld.wording import Text

State: TypeAlias = Literal["working", "waiting", "done", "failed", "cancelled"]
Port: TypeAlias = Literal["direct", "dbos"]
PORTS: Final[Sequence[Port]] = ("direct", "dbos")

_FORGOTTEN_AT_ONCE = 500  # bound parameters a statement; SQLite's old limit is 999
# Statements that run for every step are built once.
_READ = select(works).where(works.c.key == bindparam("key_"))
_LOCK = (
    update(works)
    .where(works.c.key == bindparam("key_"))
    .values(run=works.c.run)
    .returning(*works.c)
)
_STEPS = select(steps).where(steps.c.key == bindparam("key_"))
_ENDING = select(signals).where(
    signals.c.key == bindparam("key_"), signals.c.wait == bindparam("wait_")
)
_TIME_IS_UP = ""  # the topic of the marker that a wait ended without a signal


class UnknownWorkError(RefusalError):
    """A signal or a question names work that was never started."""

    code = "work-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What may be shown of a piece of work."""

    key: str
    name: str
    state: State
    topic: str | None
    until: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a run needs to know of its work."""

    name: str
    args: Sequence[Any]
    steps: int  # recorded when the wait before this run began


@dataclass(frozen=True, slots=True)
class Signalled:
    """A wait ended by a signal."""

    payload: Any


@dataclass(frozen=True, slots=True)
class TimeIsUp:
    """A wait ended because its time was up."""


@dataclass(frozen=True, slots=True)
class Parked:
    """Nothing yet: the run is over, another one begins when there is something."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """This run is not the one in force: cancelled, or another process went on."""


def run_kind(port: Port) -> str:
    """Return the kind of outbox row that begins a run; a port takes its own only."""
    return f"durable.run.{port}"


def start(
    connection: Connection, name: str, key: str, args: Sequence[Any], *, now: datetime, port: Port
) -> bool:
    """Promise a piece of work in the caller's transaction; False if the key was started before."""
    # One statement: of two processes that start the same key, one goes on without an error.
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    begun = connection.execute(
        dialect.insert(works)
        .values(
            key=key,
            name=name,
            args=json.dumps(list(args), ensure_ascii=False),
            port=port,
            state="working",
            run=1,
            steps=0,
            wait=0,
            started_at=now.astimezone(UTC),
        )
        .on_conflict_do_nothing()
        .returning(works.c.key)
    ).first()
    if begun is None:
        return False
    outbox.add(connection, run_kind(port), key, {"run": 1}, now)
    return True


def signal(connection: Connection, key: str, topic: str, payload: Any, now: datetime) -> None:
    """Say something to a piece of work, in the caller's transaction.

    Raises:
        UnknownWorkError: There is no such work.
    """
    row = _locked(connection, key)
    connection.execute(
        insert(signals).values(
            key=key, topic=topic, payload=json.dumps(payload, ensure_ascii=False)
        )
    )
    if row.state == "waiting" and row.topic == topic:
        _wake(connection, key, row.run + 1)
        # The wait's own row stands for the same run, and would begin it beside itself when due.
        outbox.bring_forward(connection, run_kind(row.port), key, {"run": row.run + 1}, now)


def cancel(connection: Connection, key: str, now: datetime) -> bool:
    """End a piece of work after the step it is in; False if it had ended."""
    row = _locked(connection, key)
    if row.state not in ("working", "waiting"):
        return False
    _set(connection, key, state="cancelled", ended_at=now.astimezone(UTC))
    return True


def begin(connection: Connection, key: str, run: int, now: datetime) -> Beginning | None:
    """Begin a run, or begin it again; None if it is not the one in force.

    An outbox row for the end of a wait says the number of the run after it, and a signal makes
    that row due: each run has one row. The row of failed work says the number of the run that a
    person wants to be tried.
    """
    row = connection.execute(_READ, {"key_": key}).first()
    if row is not None and row.state in ("waiting", "failed"):
        row = _locked(connection, key)
        due = row.state == "failed" or (row.until and _utc(row.until) <= now)
        if row.run == run - 1 and row.state in ("waiting", "failed") and due:
            if row.state == "failed":
                _forget_last_failure(connection, key)
            _wake(connection, key, run)
            return Beginning(name=row.name, args=json.loads(row.args), steps=row.steps)
    if row is None or row.state != "working" or row.run != run:
        return None
    return Beginning(name=row.name, args=json.loads(row.args), steps=row.steps)


def count_working(connection: Connection, port: Port) -> int:
    """Return how much work has something to do now."""
    query = select(func.count()).where(works.c.state == "working", works.c.port == port)
    return int(connection.execute(query).scalar_one())


def in_force(connection: Connection, key: str, run: int) -> bool:
    """Whether this run may take its next step."""
    row = connection.execute(_READ, {"key_": key}).first()
    return row is not None and row.run == run and row.state == "working"


def lock(connection: Connection, key: str, run: int) -> bool:
    """Keep others from the work until the transaction ends; False if this run is not in force."""
    row = _locked(connection, key)
    return bool(row.run == run and row.state == "working")


def wait(
    connection: Connection,
    key: str,
    run: int,
    *,
    number: int,
    topic: str | None,
    until: datetime | None,
    steps_so_far: int,
    now: datetime,
) -> Signalled | TimeIsUp | Parked | Superseded:
    """End the wait of this number, or the run.

    Args:
        connection: The store.
        key: The work.
        run: The run that asks.
        number: Which wait of the function this is, from 1; the same in every run.
        topic: What it waits for; None for the time alone.
        until: When its time is up; what the first run said counts.
        steps_so_far: How many are recorded before it.
        now: The present instant, on our clock.
    """
    row = _locked(connection, key)
    if row.run != run or row.state != "working":
        return Superseded()
    ended = connection.execute(_ENDING, {"key_": key, "wait_": number}).first()
    if ended is not None:
        return _ending(ended)
    if topic is not None and (found := _take_signal(connection, key, topic, number)) is not None:
        return found
    if row.wait == number:
        until = _utc(row.until) if row.until else None
    if until is not None and until <= now:
        marker = {"key": key, "topic": _TIME_IS_UP, "payload": "null", "wait": number}
        connection.execute(insert(signals).values(marker))
        return TimeIsUp()
    due = until.astimezone(UTC) if until else None
    _set(connection, key, state="waiting", topic=topic, until=due, wait=number, steps=steps_so_far)
    if due is not None:
        outbox.add(connection, run_kind(row.port), key, {"run": run + 1}, due)
    return Parked()


def _take_signal(connection: Connection, key: str, topic: str, number: int) -> Signalled | None:
    """The oldest signal of a topic that ended no other wait."""
    found = connection.execute(
        select(signals)
        .where(signals.c.key == key, signals.c.topic == topic, signals.c.wait.is_(None))
        .order_by(signals.c.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    connection.execute(update(signals).where(signals.c.id == found.id).values(wait=number))
    return Signalled(json.loads(found.payload))


def _ending(row: Row[Any]) -> Signalled | TimeIsUp:
    return TimeIsUp() if row.topic == _TIME_IS_UP else Signalled(json.loads(row.payload))


def end(
    connection: Connection, key: str, run: int, *, state: State, now: datetime, error: str | None
) -> bool:
    """Note how a run ended the work; False if it was not in force.

    Failed work has a stuck row: it is shown with every other, and tried again or given up.
    """
    row = _locked(connection, key)
    if row.run != run or row.state != "working":
        return False
    _set(connection, key, state=state, ended_at=now.astimezone(UTC), error=error)
    if state == "failed":
        payload = {"run": run + 1}
        stuck.add(connection, run_kind(row.port), key, payload, now=now, error=error, attempts=run)
    return True


def status(connection: Connection, key: str) -> Status | None:
    """Return what may be shown of a piece of work; None if it was never started."""
    row = connection.execute(_READ, {"key_": key}).first()
    return None if row is None else _status(row)


def _status(row: Row[Any]) -> Status:
    waits = row.state == "waiting"
    return Status(
        key=row.key,
        name=row.name,
        state=row.state,
        topic=row.topic if waits else None,
        until=_utc(row.until) if waits and row.until else None,
        error=row.error,
    )


def forget_ended(connection: Connection, before: datetime) -> list[tuple[str, int]]:
    """Delete work that ended before an instant; return each key with its number of runs.

    Failed work stays for as long as nobody has decided about it.
    """
    undecided = select(outbox_table.c.id).where(
        outbox_table.c.key == works.c.key, outbox_table.c.done_at.is_(None)
    )
    ended = (
        select(works.c.key, works.c.run)
        .where(works.c.ended_at < before.astimezone(UTC))
        .where((works.c.state != "failed") | ~undecided.exists())
    )
    gone = [(row.key, int(row.run)) for row in connection.execute(ended.limit(_FORGOTTEN_AT_ONCE))]
    for table in (signals, steps, works):
        connection.execute(table.delete().where(table.c.key.in_([key for key, _ in gone])))
    return gone


# Steps ----------------------------------------------------------------------------------------


def recorded_steps(connection: Connection, key: str) -> dict[int, tuple[str, str]]:
    """Return the name and the value (JSON) of each step that was recorded."""
    rows = connection.execute(_STEPS, {"key_": key})
    return {int(row.number): (row.name, row.value) for row in rows}


def recorded_step(connection: Connection, key: str, number: int) -> str | None:
    """Return the value (JSON) of one step; None if it was not recorded."""
    return connection.execute(
        select(steps.c.value).where(steps.c.key == key, steps.c.number == number)
    ).scalar_one_or_none()


def record_step(connection: Connection, key: str, number: int, name: str, value: str) -> None:
    """Record a step's value (JSON), in the transaction of its act or after it; the first counts."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(steps).values(key=key, number=number, name=name, value=value)
    connection.execute(row.on_conflict_do_nothing())


def _forget_last_failure(connection: Connection, key: str) -> None:
    """Forget the attempt that ended the work, if one did: it is made once more."""
    last = select(func.max(steps.c.number)).where(steps.c.key == key).scalar_subquery()
    failure = steps.c.key == key, steps.c.number == last, steps.c.value.like('{"failed"%')
    connection.execute(steps.delete().where(*failure))


def adrift(connection: Connection, port: Port, after: str, most: int) -> list[tuple[str, int]]:
    """Return work (key, run) that has something to do and no row of the outbox that says so.

    Keys come in order, those after `after`.
    """
    promised = select(outbox_table.c.key).where(
        outbox_table.c.key == works.c.key,
        outbox_table.c.kind == run_kind(port),
        outbox_table.c.done_at.is_(None),
    )
    query = (
        select(works.c.key, works.c.run)
        .where(works.c.state == "working", works.c.port == port, works.c.key > after)
        .where(~promised.exists())
        .order_by(works.c.key)
        .limit(most)
    )
    return [(row.key, int(row.run)) for row in connection.execute(query)]


def _locked(connection: Connection, key: str) -> Row[Any]:
    """Lock a row by writing it: the one way that SQLite and PostgreSQL have in common."""
    row = connection.execute(_LOCK, {"key_": key}).first()
    if row is None:
        raise UnknownWorkError(
            Text(en=f"no work was started as `{key}`", ja=f"`{key}` という作業は始まっていません"),
            remedy=Text(
                en="start it in the transaction that opens its case",
                ja="案件を開くトランザクションの中で作業を開始してください",
            ),
        )
    return row


def _wake(connection: Connection, key: str, run: int) -> None:
    _set(connection, key, state="working", run=run, ended_at=None, error=None)


def _set(connection: Connection, key: str, **values: Any) -> None:
    connection.execute(update(works).where(works.c.key == key).values(**values))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
