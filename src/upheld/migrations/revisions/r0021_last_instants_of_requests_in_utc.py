"""Last instants of requests in UTC."""

import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_CASES = sa.table(
    "desk_case",
    sa.column("reference", sa.String),
    sa.column("due_on", sa.Date),
    sa.column("due_at", sa.DateTime),
    sa.column("clock", sa.Text),
)


def upgrade() -> None:
    """Take the step.

    SQLite drops a zone: the end of a day in Tokyo was kept as 00:00, and read as 00:00 of UTC, nine
    hours late. Such a row says so itself: its instant is midnight after its last day, as the
    zone of its clock writes it. One kept in UTC is that only where the two are the same. A time
    of hours ends at no midnight and is left as it is.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    c = _CASES.c
    kept = connection.execute(sa.select(c.reference, c.due_on, c.due_at, c.clock)).all()
    late = [
        {"which": row.reference, "ends": _in_utc(row.due_at, row.clock)}
        for row in kept
        if row.due_at == datetime.combine(row.due_on + timedelta(days=1), time())
    ]
    if late:
        which, ends = (
            sa.bindparam("which", type_=sa.String),
            sa.bindparam("ends", type_=sa.DateTime),
        )
        connection.execute(sa.update(_CASES).where(c.reference == which).values(due_at=ends), late)


def _in_utc(wall: datetime, clock: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(json.loads(clock)["zone"])).astimezone(UTC)
