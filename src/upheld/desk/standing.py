"""How the requests stand that came to the desk: answered in time, answered late, open and late."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from upheld.clock import aware
from upheld.desk.case import AgentKind, Channel
from upheld.desk.kinds import FOUND_INPUT, KINDS, Residence
from upheld.desk.profile.store import changes
from upheld.desk.store import cases
from upheld.policy.language.rights import RightKind

LEFT = "granted-in-part"
"""The decision on a case that ended though a rule of the policy keeps rows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Requests that are alike, since a day.

    Attributes:
        right: Which kind.
        residence: Where the people live, if that is known.
        agent: Who asked for them; `none` where they asked themselves.
        channel: By which way they came.
        decision: A code, as in `Case`; `None` before anything was decided.
        changed: The category that the person changed at once; `None` for every other request.
        answered: How many were answered.
        late: Of these, after their last day.
        overdue: That have no answer though their last day has passed; whenever they came.
        newest: When the last answer went out.
    """

    right: RightKind
    residence: Residence | None = None
    agent: AgentKind = "none"
    channel: Channel = "web"
    decision: str | None = None
    changed: str | None = None
    answered: int = 0
    late: int = 0
    overdue: int = 0
    newest: datetime | None = None

    @property
    def region(self) -> Residence | None:
        """Whose law they fall under: where the people live, or the only place that knows the kind."""
        return self.residence or KINDS[self.right].residence


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStanding:
    """How the cases of prohibited AI inputs stand that were found later.

    Attributes:
        erased: How many ended with everything erased, since a day.
        left: How many ended though rows of them stay, because a rule keeps those.
        late: Of both, after their last hour; and those that were withdrawn only after it.
        overdue: That are open though their last hour has passed.
        newest: When the last one was erased.
    """

    erased: int = 0
    left: int = 0
    late: int = 0
    overdue: int = 0
    newest: datetime | None = None


def standing(connection: Connection, now: datetime, since: datetime) -> tuple[Standing, ...]:
    """Count the requests that are alike, in one statement; nothing personal is read.

    Args:
        connection: To our own store.
        now: The company's clock.
        since: Answers before this are not counted.
    """
    c = cases.c
    # SQLite compares what is written, and everything is written in UTC.
    answered = c.answered_at >= since.astimezone(UTC)
    overdue = (c.is_open == 1) & (c.due_at <= now.astimezone(UTC))
    alike = (c.right_, c.residence, c.agent, c.channel, c.decision, changes.c.category)
    query = (
        select(
            *alike,
            _count(answered),
            _count(answered & (c.answered_at >= c.due_at)),
            _count(overdue),
            func.max(c.answered_at),
        )
        .select_from(cases.outerjoin(changes, changes.c.reference == c.reference))
        .where(or_(answered, overdue), c.right_ != FOUND_INPUT)  # nobody asked for those
        .group_by(*alike)
    )
    return tuple(
        Standing(
            right=right,
            residence=residence,
            agent=agent,
            channel=channel,
            decision=decision,
            changed=changed,
            answered=done,
            late=late,
            overdue=open_,
            newest=None if newest is None else aware(newest),
        )
        for right, residence, agent, channel, decision, changed, done, late, open_, newest in (
            connection.execute(query)
        )
    )


def found_standing(connection: Connection, now: datetime, since: datetime) -> FoundStanding:
    """Count the company's own cases of found inputs, as `standing` does requests."""
    c = cases.c
    ended = c.answered_at >= since.astimezone(UTC)
    left = c.decision == LEFT
    withdrawn = (
        c.answered_at.is_(None) & (c.closed_at >= since.astimezone(UTC)) & (c.closed_at >= c.due_at)
    )
    overdue = (c.is_open == 1) & (c.due_at <= now.astimezone(UTC))
    query = select(
        _count(ended),
        _count(ended & left),
        _count((ended & (c.answered_at >= c.due_at)) | withdrawn),
        _count(overdue),
        func.max(func.coalesce(c.answered_at, c.closed_at)),
    ).where(or_(ended, overdue, withdrawn), c.right_ == FOUND_INPUT)
    done, stays, late, open_, newest = connection.execute(query).one()
    return FoundStanding(
        erased=done - stays,
        left=stays,
        late=late,
        overdue=open_,
        newest=None if newest is None else aware(newest),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGroup:
    """The cases of one prohibited group.

    Attributes:
        open: How many are open.
        newest: When the newest of those was opened.
        erased: How many were erased since a moment, or left by a person where a rule keeps it.
    """

    open: int = 0
    newest: datetime | None = None
    erased: int = 0


def of_group(connection: Connection, group: str, since: datetime) -> OfGroup:
    """Count the cases of found inputs of one prohibited group; nothing personal is read.

    Args:
        connection: To our own store.
        group: Which.
        since: What was erased before this is not counted.
    """
    c = cases.c
    ended = (c.is_open == 0) & (c.answered_at >= since.astimezone(UTC))
    counted = select(
        _count(c.is_open == 1),
        func.max(case((c.is_open == 1, c.received_at))),
        _count(ended),
    ).where(c.right_ == FOUND_INPUT, c.grounds == group)
    open_, newest, erased = connection.execute(counted).one()
    return OfGroup(open=open_, newest=None if newest is None else aware(newest), erased=erased)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
