"""How long an application waits while one person with many rows is deleted.

`python -m bench.locks [--rows 200000] [--kinds postgresql,mariadb]`. Starts a server of its own on
loopback (durable: a commit waits for the disk). Eight threads are the application: half of them
write rows of the person who is being deleted (new events, changed events, the person's own row),
half those of other people; every statement is timed. Before it, the same load without a deletion.

`longest wait` is the longest statement of the application, waiting for the machine included;
on PostgreSQL `longest lock` is the longest lock that the server itself says was waited for,
asked every 5 ms. The bar is 1 s.
"""

import argparse
import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psycopg
import sqlalchemy as sa

from tests.deletion.shop import Shop, outcomes, shop, steps_of
from tests.faults.shop import engine_of
from tests.servers import Server, create_database, start_mariadb, start_postgresql, stop
from upheld.deletion import guard
from upheld.deletion.procedure import Run, carry_out

BAR = 1.0  # seconds
THREADS = 8
IDLE_SECONDS = 5.0
PERSON = 5
OTHERS = 1_000
START = {"postgresql": start_postgresql, "mariadb": start_mariadb}
DURABLE = {
    "postgresql": {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"},
    "mariadb": {"innodb-flush-log-at-trx-commit": "1", "innodb-doublewrite": "1"},
}
TABLES = (
    "CREATE TABLE event (id BIGINT PRIMARY KEY, customer_id INTEGER, what VARCHAR(20))",
    (
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id INTEGER NOT NULL,"
        " status VARCHAR(20), ordered_at DATE, ship_name VARCHAR(80),"
        " FOREIGN KEY (customer_id) REFERENCES customer (id))"
    ),
    "CREATE INDEX event_customer ON event (customer_id)",
    "CREATE INDEX orders_customer ON orders (customer_id)",
)
MAP = """\
  event: {%s edges: [{to: customer, via: customer_id}], fields: {what: none}}
  orders:
    %s
    edges: [{to: customer, via: customer_id}]
    fields: {ship_name: {category: identity.name}}
    retain: {rule: billing, from: ordered_at, when: "status = 'invoiced'", keep: [id, ordered_at, customer_id, status], after: delete}
"""
ENDED = {"UPH01": "refused", "erased": "refused", "foreign key": "no such customer"}


_FRESH = itertools.count(1)
"""Where the keys of each thread's new rows begin; each counts on its own."""


@dataclass(slots=True)
class Timed:
    """What the application saw: seconds of each statement, and how they ended."""

    seconds: list[float] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ordered = sorted(self.seconds)
        p99 = ordered[int(len(ordered) * 0.99)]
        ends = ", ".join(f"{n} {what}" for what, n in sorted(self.ended.items()))
        return f"{ordered[-1]:.3f} s (p99 {p99:.3f} s; {ends})"


class Application(threading.Thread):
    """One connection that writes until it is stopped, a statement a transaction."""

    def __init__(self, url: str, number: int, rows: int, into: Timed) -> None:
        super().__init__()
        self.url, self.number, self.rows, self.into = url, number, rows, into
        self.stopped = threading.Event()

    def run(self) -> None:
        engine, chance = engine_of(self.url), random.Random(self.number)
        fresh = next(_FRESH) * 10_000_000
        with engine.connect() as connection:
            while not self.stopped.is_set():
                fresh += 1
                began = time.perf_counter()
                ended = self._write(connection, self._statement(chance, fresh))
                self.into.seconds.append(time.perf_counter() - began)
                self.into.ended[ended] += 1
        engine.dispose()

    def _statement(self, chance: random.Random, fresh: int) -> str:
        own = self.number % 2 == 0
        person = PERSON if own else 100 + chance.randrange(OTHERS)
        row = chance.randrange(self.rows) if own else self.rows + chance.randrange(OTHERS)
        return chance.choice(
            [
                f"INSERT INTO event VALUES ({fresh}, {person}, 'x')",
                f"INSERT INTO orders VALUES ({fresh}, {person}, 'cart', NULL, NULL)",
                f"UPDATE event SET what = 'y' WHERE id = {row}",
                f"UPDATE orders SET ship_name = 'Z' WHERE id = {row // 10}",
                f"UPDATE customer SET name = 'N' WHERE id = {person}",
            ]
        )

    def _write(self, connection: sa.Connection, statement: str) -> str:
        try:
            connection.exec_driver_sql(statement)
            connection.commit()
        except sa.exc.DBAPIError as error:
            connection.rollback()
            said = str(error.orig)
            return next((ours for theirs, ours in ENDED.items() if theirs in said), said[:60])
        return "done"


class Watching(threading.Thread):
    """Asks PostgreSQL which locks are waited for, and since when."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.longest = url, 0.0
        self.stopped = threading.Event()

    def run(self) -> None:
        query = b"SELECT max(extract(epoch FROM clock_timestamp() - waitstart)) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.stopped.wait(0.005):
                (seconds,) = connection.execute(query).fetchone() or (None,)
                self.longest = max(self.longest, float(seconds or 0))


@contextmanager
def load(url: str, rows: int) -> Iterator[tuple[Timed, Timed, Watching | None]]:
    """The application at work: on the person's rows, on those of others."""
    own, others = Timed(), Timed()
    running: list[Application | Watching] = [
        Application(url, n, rows, own if n % 2 == 0 else others) for n in range(THREADS)
    ]
    watching = Watching(url) if url.startswith("postgresql") else None
    running += [watching] if watching else []
    for thread in running:
        thread.start()
    try:
        yield own, others, watching
    finally:
        for thread in running:
            thread.stopped.set()
        for thread in running:
            thread.join()


def filling(rows: int) -> Iterator[str]:
    """Statements that fill the shop: `rows` events and a tenth as many orders of one person."""
    people = ", ".join(f"({n}, 'c{n}@shop.example', 'N')" for n in range(100, 100 + OTHERS))
    yield f"INSERT INTO customer VALUES {people}"
    for start in range(0, rows + OTHERS, 5_000):
        numbers = range(start, min(start + 5_000, rows + OTHERS))
        yield "INSERT INTO event VALUES " + ", ".join(
            f"({n}, {PERSON if n < rows else 100 + n - rows}, 'x')" for n in numbers
        )
    for start in range(0, rows // 10, 5_000):
        numbers = range(start, min(start + 5_000, rows // 10))
        yield "INSERT INTO orders VALUES " + ", ".join(
            f"({n}, {PERSON}, '{'invoiced' if n % 2 else 'cart'}', '2026-01-01', 'Five')"
            for n in numbers
        )


@contextmanager
def prepared(url: str, rows: int, *, guarded: bool) -> Iterator[tuple[Shop, Run]]:
    """A filled shop with an approved plan."""
    words = ("guard: trigger,", "guard: trigger") if guarded else ("", "guard: sweep")
    with shop(url, TABLES, MAP % words, list(filling(rows))) as it:
        if guarded:
            graph = it.planned(PERSON)[1].systems[0].graph
            with it.place.session(write=True) as connection:
                guard.run(connection, guard.install_statements(connection, graph))
        it.execute(
            *(
                ["ANALYZE"]
                if url.startswith("postgresql")
                else ["ANALYZE TABLE event, orders, customer"]
            )
        )
        yield it, it.planned(PERSON)[1]


def measure(server: Server, kind: str, rows: int, *, guarded: bool) -> float:
    """Delete the person under load; print what the application saw, return its longest wait."""
    url = create_database(server)
    with prepared(url, rows, guarded=guarded) as (_, run):
        with load(url, rows) as (own, others, _watching):
            time.sleep(IDLE_SECONDS)
        label = f"{kind}, {'guarded' if guarded else 'swept'}, {rows:,} rows"
        print(f"{label}: idle: own {own}; others {others}")
        with load(url, rows) as (own, others, watching):
            began = time.perf_counter()
            # As after an interruption: rows that the load adds do not make the plan stale.
            done = carry_out(replace(run, resumed=True))
            took = time.perf_counter() - began
    print(f"{label}: deleting took {took:.1f} s, {sorted(outcomes(steps_of(done))) or 'stale'}")
    print(f"  longest wait: own {own}; others {others}")
    longest = max(own.seconds + others.seconds)
    if watching is not None:
        print(f"  longest lock: {watching.longest:.3f} s")
        longest = watching.longest
    print(f"  bar {BAR} s: {'kept' if longest < BAR else 'NOT KEPT'}")
    return longest


def main(words: Sequence[str] | None = None) -> int:
    """Measure each kind, guarded and not; 1 where the bar is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--kinds", default="postgresql,mariadb")
    given = parser.parse_args(words)
    longest = 0.0
    for kind in given.kinds.split(","):
        server = START[kind](DURABLE[kind])
        try:
            for guarded in (True, False):
                longest = max(longest, measure(server, kind, given.rows, guarded=guarded))
        finally:
            stop(server)
    return int(longest >= BAR)


if __name__ == "__main__":
    raise SystemExit(main())
