"""The tables of durable work, the same on SQLite and PostgreSQL."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
)

metadata = MetaData()

outbox = Table(
    "desk_outbox",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("at", DateTime(timezone=True), nullable=False),  # due: not before this instant
    Column("kind", String(40), nullable=False),
    Column("key", String(80), nullable=False, index=True),  # e.g. a request's reference
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String(80)),
    Column("claimed_by", String(32)),
    Column("done_at", DateTime(timezone=True)),
    Column("stuck_at", DateTime(timezone=True)),
    # An id is the idempotency key of its work: a deleted last row must not lend it to another.
    sqlite_autoincrement=True,
)
Index(
    "desk_outbox_due",
    outbox.c.at,
    outbox.c.id,
    sqlite_where=and_(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None)),
    postgresql_where=and_(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_(None)),
)
# Rows that wait for years (what is to be forgotten of each case) are by far the most. What is
# asked every second, or whenever a page is opened, must not read them.
Index(
    "desk_outbox_claimed",
    outbox.c.claimed_by,
    sqlite_where=outbox.c.claimed_by.is_not(None),
    postgresql_where=outbox.c.claimed_by.is_not(None),
)
Index(
    "desk_outbox_stuck",
    outbox.c.stuck_at,
    sqlite_where=and_(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_not(None)),
    postgresql_where=and_(outbox.c.done_at.is_(None), outbox.c.stuck_at.is_not(None)),
)
works = Table(
    "desk_work",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("args", Text, nullable=False),
    # Who carries out its runs; taken over where the setting changes (`taking_over`).
    Column("port", String(8), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("run", Integer, nullable=False),  # counts from 1; each wait ends one
    Column("steps", Integer, nullable=False),  # recorded when the last wait began
    Column("wait", Integer, nullable=False),  # the number of that wait, from 1
    Column("topic", String(40)),
    Column("until", DateTime(timezone=True)),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("error", String(80)),
)
signals = Table(
    "desk_signal",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("key", String(80), nullable=False, index=True),
    Column("topic", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("wait", Integer),  # which wait it ended; null while nobody took it
    sqlite_autoincrement=True,
)
steps = Table(
    "desk_step",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
    Column("value", Text, nullable=False),
)
schedules = Table(
    "desk_schedule",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("every", String(60), nullable=False),
    Column("next_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True)),
)


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)
