"""The outbox: what is to happen, written in the transaction that promises it.

    with engine.begin() as connection:          # the transaction of the act itself
        outbox.add(connection, "mail", "R-2026-0001", {"letter": "received"}, at=clock.now())

A row leaves in one of two ways: its work was done, or it is `stuck` after its last attempt and
stands in `waiting` until a person tries it `again` or `drop`s it. Work is done at least once (a
process may die between the act and its note): the handler uses the row's id as its idempotency
key. Payloads hold references, never a personal value: rows are shown and outlive the case.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.tables import outbox
from upheld.refusal import RefusalError


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row that its taker is to carry out. `attempts` counts this one."""

    id: int
    at: datetime
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What may be shown of a row that is not done."""

    id: int
    at: datetime
    kind: str
    key: str
    attempts: int
    last_error: str | None
    stuck_at: datetime | None
    running: bool


Promise: TypeAlias = tuple[str, str, Mapping[str, Any], datetime]
"""Work that is promised: kind, key, payload, and when it is due."""
_FORGOTTEN_AT_ONCE = 500  # bound parameters a statement; SQLite's old limit is 999


# Statements that run for every row are built once: to build one takes longer than to run it.
_DUE = (
    select(outbox.c.id)
    .where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None))
    .where(outbox.c.claimed_by.is_(None), outbox.c.at <= bindparam("now"))
    .order_by(outbox.c.at, outbox.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_OF_KINDS = outbox.c.kind.in_(bindparam("kinds", expanding=True))
_DUE_OF_KINDS = _DUE.where(_OF_KINDS)
_ADD = (
    insert(outbox)
    .values({name: bindparam(name) for name in ("at", "kind", "key", "payload")})
    .values(attempts=0)
    .returning(outbox.c.id)
)
_ADD_MANY = insert(outbox).inline()  # asks for no id
_FORWARD = (
    update(outbox)
    .where(outbox.c.key == bindparam("key_"), outbox.c.kind == bindparam("kind_"))
    .where(outbox.c.payload == bindparam("payload_"))
    .where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None))
    .values(at=bindparam("at_"))
)
_DONE = (
    update(outbox)
    .where(outbox.c.id == bindparam("id_"), outbox.c.claimed_by == bindparam("by"))
    .where(outbox.c.done_at.is_(None))
    .values(claimed_by=None, last_error=None, done_at=bindparam("now"))
)


_FULFILLED = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .where(outbox.c.claimed_by.is_(None), outbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"))
)


def _taking(due: Select[tuple[int]]) -> ReturningUpdate[Any]:
    # A common table expression that locks is run once; a subquery of IN might be run again for
    # each row, and take more than was asked. SQLite has one writer, and no words for locks.
    rows = due.with_for_update(skip_locked=True).cte("due_now")
    return _claiming(outbox.c.id.in_(select(rows.c.id)))


def _taking_by_key(due: Select[tuple[int]]) -> ReturningUpdate[Any]:
    # Of a limit that is a parameter PostgreSQL expects a tenth of the table, and would read all
    # of it to join so many; an array is looked up by its few keys.
    rows = due.with_for_update(skip_locked=True).cte("due_now")
    found = func.array(select(rows.c.id).scalar_subquery())
    return _claiming(outbox.c.id == func.any(found))


def _claiming(which: ColumnElement[bool]) -> ReturningUpdate[Any]:
    return (
        update(outbox)
        .where(which)
        .values(claimed_by=bindparam("by"), attempts=outbox.c.attempts + 1)
        .returning(outbox)
    )


_TAKE = {"postgresql": _taking_by_key(_DUE), "sqlite": _taking(_DUE)}
_TAKE_OF_KINDS = {"postgresql": _taking_by_key(_DUE_OF_KINDS), "sqlite": _taking(_DUE_OF_KINDS)}


def add(
    connection: Connection, kind: str, key: str, payload: Mapping[str, Any], at: datetime
) -> int:
    """Promise work in the caller's transaction, due at `at`; return the row's id."""
    values = _row(kind, key, payload, at)
    return int(connection.execute(_ADD, values).scalar_one())


def bring_forward(
    connection: Connection, kind: str, key: str, payload: Mapping[str, Any], now: datetime
) -> None:
    """Make promised work due now, instead of promising it twice; promise it if nobody did."""
    values = _row(kind, key, payload, now)
    if not connection.execute(_FORWARD, {f"{name}_": one for name, one in values.items()}).rowcount:
        add(connection, kind, key, payload, now)


def add_many(connection: Connection, rows: Iterable[Promise]) -> None:
    """Promise much work as one statement."""
    values = [{**_row(*row), "attempts": 0} for row in rows]
    if values:
        connection.execute(_ADD_MANY, values)


def _row(kind: str, key: str, payload: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "at": at.astimezone(UTC),
        "kind": kind,
        "key": key,
        "payload": json.dumps(payload, ensure_ascii=False),
    }


def is_due(connection: Connection, now: datetime, kinds: Collection[str]) -> bool:
    """Whether `take` would find something: a question that locks nothing."""
    asked = {"now": now.astimezone(UTC), "kinds": sorted(kinds), "most": 1}
    return connection.execute(_DUE_OF_KINDS, asked).first() is not None


def take(
    connection: Connection,
    now: datetime,
    most: int = 1,
    *,
    by: str = "",
    kinds: Collection[str] | None = None,
) -> list[Item]:
    """Claim up to `most` rows that are due, the longest due first; many workers may ask at once.

    The claim holds when the caller's transaction is committed, until `done`, `failed`, or the end
    of the worker `by` (see `release`). An attempt counts when it begins: work that kills its
    process is stuck in the end, too.

    Args:
        connection: The store.
        now: The present instant, on our clock.
        most: How many.
        by: The worker's name (`Presence.name`).
        kinds: Only these; a worker leaves what it does not know to a newer one.
    """
    asked = {"now": now.astimezone(UTC), "most": most, "by": by}
    dialect = connection.dialect.name
    if kinds is None:
        claimed = connection.execute(_TAKE[dialect], asked)
    else:
        claimed = connection.execute(_TAKE_OF_KINDS[dialect], {**asked, "kinds": sorted(kinds)})
    return sorted((_item(row) for row in claimed), key=lambda item: (item.at, item.id))


def done(connection: Connection, id_: int, now: datetime, *, by: str = "") -> bool:
    """Note that the work was done; False if this worker's claim is not in force any more."""
    asked = {"id_": id_, "by": by, "now": now.astimezone(UTC)}
    return bool(connection.execute(_DONE, asked).rowcount)


def fulfilled(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Note that work was done before anybody took its rows; one that is in hand stays there."""
    connection.execute(_FULFILLED, {"ids": list(ids), "now": now.astimezone(UTC)})


def failed(
    connection: Connection,
    item: Item,
    error: BaseException,
    now: datetime,
    *,
    by: str = "",
    patience: Patience = PATIENCE,
) -> bool:
    """Note a failed attempt by the error's code; due again later, or stuck after the last one."""
    pause = patience.after(item.attempts)
    code = code_of(error)
    if pause is None:
        return _settle(connection, item.id, by, stuck_at=now.astimezone(UTC), last_error=code)
    return _settle(connection, item.id, by, at=now.astimezone(UTC) + pause, last_error=code)


def put_back(
    connection: Connection, item: Item, *, by: str = "", until: datetime | None = None
) -> bool:
    """Give up a claim as if the row had not been taken; due again now, or at `until`."""
    due = item.at if until is None else until.astimezone(UTC)
    return _settle(connection, item.id, by, attempts=item.attempts - 1, at=due)


def code_of(error: BaseException) -> str:
    """Return what may be kept of an error: a refusal's code, or the kind of exception.

    Its message is not kept: a library's may quote the value it failed on.
    """
    return error.code if isinstance(error, RefusalError) else type(error).__name__[:80]


def _settle(connection: Connection, id_: int, by: str, **values: Any) -> bool:
    settled = connection.execute(
        update(outbox)
        .where(outbox.c.id == id_, outbox.c.claimed_by == by, outbox.c.done_at.is_(None))
        .values(claimed_by=None, **values)
    )
    return bool(settled.rowcount)


def holders(connection: Connection) -> list[str]:
    """Return the names of the workers that have claims."""
    return list(
        connection.execute(
            select(outbox.c.claimed_by).where(outbox.c.claimed_by.is_not(None)).distinct()
        ).scalars()
    )


def release(connection: Connection, workers: Sequence[str]) -> int:
    """Free the claims of workers that ended; return how many."""
    if not workers:
        return 0
    freed = connection.execute(
        update(outbox)
        .where(outbox.c.claimed_by.is_not(None))  # the index of claims answers
        .where(outbox.c.claimed_by.in_(workers), outbox.c.done_at.is_(None))
        .values(claimed_by=None)
    )
    return int(freed.rowcount)


def waiting(connection: Connection, key: str | None = None, most: int = 1_000) -> list[Waiting]:
    """Return what is not done, stuck rows first, then by when it is due."""
    stuck = select(outbox).where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_not(None))
    later = select(outbox).where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None))
    found: list[Row[Any]] = []
    for query, first in ((stuck, outbox.c.stuck_at), (later, outbox.c.at)):
        if key is not None:
            query = query.where(outbox.c.key == key)  # noqa: PLW2901
        ordered = query.order_by(first, outbox.c.id).limit(most - len(found))
        found += connection.execute(ordered).all()
    return [_waiting(row) for row in found]


def stuck(connection: Connection, *, after: int = 0, most: int) -> list[Waiting]:
    """Return what waits for a decision, by id, behind one of them."""
    query = select(outbox).where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_not(None))
    found = query.where(outbox.c.id > after).order_by(outbox.c.id).limit(most)
    return [_waiting(row) for row in connection.execute(found)]


def count_stuck(connection: Connection) -> int:
    """Return how much work waits for a decision."""
    query = select(func.count()).select_from(outbox)
    query = query.where(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_not(None))
    return int(connection.execute(query).scalar_one())


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        id=row.id,
        at=_aware(row.at),
        kind=row.kind,
        key=row.key,
        attempts=row.attempts,
        last_error=row.last_error,
        stuck_at=_aware(row.stuck_at) if row.stuck_at else None,
        running=row.claimed_by is not None,
    )


def again(connection: Connection, id_: int, now: datetime) -> bool:
    """Try a stuck row from the beginning; False if it is not stuck."""
    return _decide(connection, id_, stuck_at=None, attempts=0, at=now.astimezone(UTC))


def drop(connection: Connection, id_: int, now: datetime) -> bool:
    """Give a stuck row up, on a person's decision; its last error stays with it."""
    return _decide(connection, id_, done_at=now.astimezone(UTC))


def _decide(connection: Connection, id_: int, **values: Any) -> bool:
    decided = connection.execute(
        update(outbox)
        .where(outbox.c.id == id_, outbox.c.stuck_at.is_not(None), outbox.c.done_at.is_(None))
        .values(**values)
    )
    return bool(decided.rowcount)


def cancel(connection: Connection, key: str, now: datetime, kind: str | None = None) -> int:
    """Take back what is promised under a key and not begun; return how many rows."""
    query = update(outbox).where(
        outbox.c.key == key, outbox.c.done_at.is_(None), outbox.c.claimed_by.is_(None)
    )
    if kind is not None:
        query = query.where(outbox.c.kind == kind)
    return int(
        connection.execute(
            query.values(done_at=now.astimezone(UTC), last_error="cancelled")
        ).rowcount
    )


def done_since(connection: Connection, kind: str, since: datetime) -> list[Item]:
    """Return what was done of a kind and was due at or after an instant, oldest first."""
    query = (
        select(outbox)
        .where(outbox.c.kind == kind, outbox.c.done_at.is_not(None))
        .where(outbox.c.at >= since.astimezone(UTC))
        .order_by(outbox.c.id)
    )
    return [_item(row) for row in connection.execute(query)]


def forget_done(connection: Connection, before: datetime, after: int = 0) -> int | None:
    """Delete rows done before an instant: the ledger keeps what happened, not this table.

    Returns:
        The id after which to go on, in another transaction; None at the end.
    """
    found = select(outbox.c.id).where(outbox.c.done_at < before.astimezone(UTC))
    ids = list(
        connection.execute(
            found.where(outbox.c.id > after).order_by(outbox.c.id).limit(_FORGOTTEN_AT_ONCE)
        ).scalars()
    )
    connection.execute(outbox.delete().where(outbox.c.id.in_(ids)))
    return ids[-1] if ids else None


def begin_again(connection: Connection, kind: str, key: str) -> bool:
    """Forget what was done of a kind and a key; whether nothing of it is still to be done."""
    same = outbox.c.kind == kind, outbox.c.key == key
    connection.execute(outbox.delete().where(*same, outbox.c.done_at.is_not(None)))
    open_ = select(outbox.c.id).where(
        *same, outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None)
    )
    return connection.execute(open_.limit(1)).first() is None


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        at=_aware(row.at),
        kind=row.kind,
        key=row.key,
        payload=json.loads(row.payload),
        attempts=row.attempts,
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
