"""Numbers that are read from our own store at each scrape: what waits, what is late, what is stuck."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from upheld.clock import Clock
from upheld.desk import store as desk
from upheld.desk.case import OPEN
from upheld.durable import tables as durable
from upheld.evidence import store as evidence
from upheld.observing.metrics import bounded
from upheld.registers.closed import closed_systems


class StoreNumbers:
    """A collector of `prometheus_client`; registered by `observing.metrics.watch`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Read from this store; what is late depends on the clock."""
        self._engine = engine
        self._clock = clock

    def describe(self) -> Iterator[Any]:
        """Nothing before the first scrape: registering must not ask the store."""
        yield from ()

    def collect(self) -> Iterator[Any]:
        """Read all of it in one short transaction; a store that fails is a number, too."""
        from prometheus_client.core import GaugeMetricFamily

        up = GaugeMetricFamily("upheld_store_up", "Whether the store answered this scrape.")
        try:
            with self._engine.connect() as connection:
                found = list(self._read(connection))
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found

    def _read(self, connection: Connection) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        cases = GaugeMetricFamily(
            "upheld_cases", "Cases that are open, by state.", labels=["state"]
        )
        query = (
            select(desk.cases.c.state, func.count())
            .where(desk.cases.c.is_open == 1)
            .group_by(desk.cases.c.state)
        )
        counted: Counter[str] = Counter()
        for state, rows in connection.execute(query):
            counted[bounded(state, OPEN)] += rows
        for state, rows in sorted(counted.items()):
            cases.add_metric([state], rows)
        yield cases
        late = desk.cases.c.is_open == 1, desk.cases.c.due_at < self._clock.now()
        yield _one(connection, "upheld_cases_late", "Open cases past their day.", desk.cases, *late)
        box = durable.outbox
        waiting = box.c.done_at.is_(None), box.c.stuck_at.is_(None)
        yield _one(connection, "upheld_outbox_waiting", "Promised work not done.", box, *waiting)
        stuck = box.c.done_at.is_(None), box.c.stuck_at.is_not(None)
        yield _one(connection, "upheld_outbox_stuck", "Work that needs a person.", box, *stuck)
        failed = durable.works.c.state == "failed"
        yield _one(
            connection, "upheld_works_failed", "Work that ended badly.", durable.works, failed
        )
        unnumbered = evidence.entries.c.idx.is_(None)
        yield _one(
            connection, "upheld_ledger_waiting", "Entries not sealed.", evidence.entries, unnumbered
        )
        size = func.coalesce(func.max(evidence.checkpoints.c.size), 0)
        sealed = GaugeMetricFamily("upheld_ledger_entries", "Entries that a checkpoint counts.")
        sealed.add_metric([], connection.execute(select(size)).scalar_one())
        yield sealed
        yield _one(
            connection, "upheld_systems_closed", "Restored systems not replayed.", closed_systems
        )


def _one(connection: Connection, name: str, told: str, table: Any, *where: Any) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    gauge = GaugeMetricFamily(name, told)
    query = select(func.count()).select_from(table).where(*where)
    gauge.add_metric([], connection.execute(query).scalar_one())
    return gauge
