"""What is done again and again: each instant once, however many workers there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from upheld.clock import TOKYO, Clock
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.durable.tables import schedules

KIND = "durable.schedule"


@dataclass(frozen=True, slots=True)
class Interval:
    """Every so often, from the first time on."""

    period: timedelta

    def after(self, instant: datetime, now: datetime) -> datetime:
        """Return the first instant after `now`, in step with `instant`."""
        missed = max(0, (now - instant) // self.period)
        return instant + (missed + 1) * self.period

    def __str__(self) -> str:
        return f"every {self.period.total_seconds():g} s"


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a time of the clock on the wall."""

    at: time
    zone: ZoneInfo = TOKYO

    def after(self, instant: datetime, now: datetime) -> datetime:
        """Return the next such time after `now`."""
        later = max(instant, now)
        day = later.astimezone(self.zone).date()
        for offset in range(3):
            # A time that a change to summer time leaves out is counted by the offset before it.
            found = datetime.combine(day + timedelta(days=offset), self.at, self.zone)
            if found.astimezone(UTC) > later:
                return found.astimezone(UTC)
        raise AssertionError(self)  # a day has at most 25 hours

    def __str__(self) -> str:
        return f"daily {self.at.isoformat()} {self.zone}"


Every: TypeAlias = Interval | Daily


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """What may be shown of a schedule."""

    name: str
    every: str
    last_at: datetime | None
    next_at: datetime


class Schedules:
    """Puts a row into the outbox whenever something is due again.

    The row and the note that it was due are one transaction, so that neither a crash nor a second
    worker makes it none or two. After a pause (nobody worked, the clock jumped, or the time before
    is still being tried) it is due once and not once for every time that was missed.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Begin without a schedule."""
        self._engine = engine
        self._clock = clock
        self._known: dict[str, tuple[Every, Callable[[datetime], object]]] = {}

    def add(self, name: str, every: Every, function: Callable[[datetime], object]) -> None:
        """Do something at these instants: an `Interval` at once too, a `Daily` at its time.

        The function gets the instant at which it was due, and may be called twice with it if a
        process dies.
        """
        self._known[name] = (every, function)

    def carry_out(self, item: Item) -> None:
        """Handle a row of the outbox of kind `KIND`."""
        known = self._known.get(item.key)
        # A schedule that this version does not have any more has nothing to do.
        if known is not None:
            known[1](datetime.fromisoformat(item.payload["due"]))

    def turn(self) -> int:
        """Promise what is due now; return how much."""
        now = self._clock.now().astimezone(UTC)
        with self._engine.connect() as connection:
            rows = {row.name: row for row in connection.execute(select(schedules))}
        promised = 0
        for name, (every, _) in self._known.items():
            row = rows.get(name)
            if row is None or row.every != str(every):
                self._enter(name, every, now)
            elif _utc(row.next_at) <= now:
                promised += self._promise(row, every, now)
        return promised

    def listed(self) -> list[LastRun]:
        """Return every schedule with its last time."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schedules).order_by(schedules.c.name)).all()
        return [
            LastRun(
                name=row.name,
                every=row.every,
                last_at=_utc(row.last_at) if row.last_at else None,
                next_at=_utc(row.next_at),
            )
            for row in rows
        ]

    def _enter(self, name: str, every: Every, now: datetime) -> None:
        first = now if isinstance(every, Interval) else every.after(now, now)
        with self._engine.begin() as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            row = dialect.insert(schedules).values(name=name, every=str(every), next_at=first)
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=["name"],
                    set_={"every": str(every), "next_at": first},
                    where=schedules.c.every != str(every),
                )
            )

    def _promise(
        self, row: Row[tuple[str, str, datetime, datetime]], every: Every, now: datetime
    ) -> bool:
        due = _utc(row.next_at)
        with self._engine.begin() as connection:
            mine = connection.execute(
                update(schedules)
                .where(schedules.c.name == row.name, schedules.c.next_at == row.next_at)
                .values(last_at=now, next_at=every.after(due, now))
            )
            # Of a schedule of seconds the table would otherwise keep thousands of rows a day, and
            # of one that fails it would try them all.
            if not mine.rowcount or not outbox.begin_again(connection, KIND, row.name):
                return False
            outbox.add(connection, KIND, row.name, {"due": due.isoformat()}, due)
        return True


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
