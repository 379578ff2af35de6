"""How the requests of each kind stand: answered in time, answered late, open and late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from upheld.desk.store import aware, cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The requests of one kind since a day.

    Attributes:
        answered: That were answered.
        late: Of these, after their last day.
        overdue: That have no answer though their last day has passed; whenever they came.
        newest: When the last answer went out.
    """

    answered: int
    late: int
    overdue: int
    newest: datetime | None


def standing(connection: Connection, now: datetime, since: datetime) -> Mapping[str, Standing]:
    """Count the requests of each kind in one statement; nothing personal is read.

    Args:
        connection: To our own store.
        now: The company's clock.
        since: Answers before this are not counted.
    """
    c = cases.c
    answered = c.answered_at >= since
    overdue = (c.is_open == 1) & (c.due_at <= now)
    query = (
        select(
            c.right_,
            _count(answered),
            _count(answered & (c.answered_at >= c.due_at)),
            _count(overdue),
            func.max(c.answered_at),
        )
        .where(or_(answered, overdue))
        .group_by(c.right_)
    )
    return {
        right: Standing(
            answered=done,
            late=late,
            overdue=open_,
            newest=None if newest is None else aware(newest),
        )
        for right, done, late, open_, newest in connection.execute(query)
    }


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
