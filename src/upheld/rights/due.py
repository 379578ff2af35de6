"""What is to be done later about a request: looking again for late rows, and forgetting it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)

metadata = MetaData()
due = Table(
    "due",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("ref", String(16), nullable=False),
    Column("done", Boolean, nullable=False, default=False),
)


def add(connection: Connection, rows: Sequence[tuple[datetime, str, str]]) -> None:
    """Note what is to be done later: (when, kind, request)."""
    if rows:
        connection.execute(
            insert(due),
            [{"at": at, "kind": kind, "ref": ref, "done": False} for at, kind, ref in rows],
        )


def reached(connection: Connection, now: datetime) -> list[tuple[int, str, str]]:
    """Return (id, kind, request) of all whose time has come."""
    rows = connection.execute(
        select(due.c.id, due.c.kind, due.c.ref)
        .where(due.c.done.is_(False), due.c.at <= now)
        .order_by(due.c.at)
    )
    return [(int(r.id), r.kind, r.ref) for r in rows]


def finish(connection: Connection, ids: Sequence[int]) -> None:
    """Mark as done."""
    for start in range(0, len(ids), 500):
        connection.execute(
            update(due).where(due.c.id.in_(ids[start : start + 500])).values(done=True)
        )
