"""How much durable work do 1, 2, 4 and 8 workers do, and is anything done twice?

    python -m bench.durable [rows]

Rows of the outbox, each handled by a transaction of its own in the store, by processes that are
all ready before the first row is promised; PostgreSQL with fsync, SQLite with full synchronisation.
"""

import multiprocessing
import sys
import tempfile
import time
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

from sqlalchemy import Engine, text

from tests.servers import create_database, start_postgresql, stop
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.durable import outbox, tables
from upheld.durable.dispatching import Dispatcher
from upheld.durable.outbox import Item

WORKERS = (1, 2, 4, 8)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def work(url: str, ready: Barrier, over: Event) -> None:
    store = open_store(url)

    def handle(item: Item) -> None:
        with store.begin() as connection:
            connection.execute(text("INSERT INTO act (row_id) VALUES (:id)"), {"id": item.id})

    dispatcher = Dispatcher(store, SystemClock(), {"act": handle})
    dispatcher.once()
    ready.wait()
    while not over.is_set():
        if not dispatcher.once(100, stop=over.is_set):
            time.sleep(0.005)
    dispatcher.close()
    store.dispose()


def acts(store: Engine) -> tuple[int, int]:
    with store.connect() as connection:
        row = connection.execute(text("SELECT count(*), count(DISTINCT row_id) FROM act")).one()
    return int(row[0]), int(row[1])


def measure(url: str, workers: int, rows: int) -> str:
    store = open_store(url)
    tables.create_tables(store)
    with store.begin() as connection:
        connection.execute(text("CREATE TABLE act (row_id BIGINT)"))
    context = multiprocessing.get_context("spawn")
    ready, over = context.Barrier(workers + 1), context.Event()
    processes = [context.Process(target=work, args=(url, ready, over)) for _ in range(workers)]
    for process in processes:
        process.start()
    ready.wait()
    now = SystemClock().now()
    with store.begin() as connection:
        outbox.add_many(connection, (("act", f"R-{n}", {}, now) for n in range(rows)))
    begin = time.perf_counter()
    while acts(store)[1] < rows:
        time.sleep(0.05)
    took = time.perf_counter() - begin
    over.set()
    for process in processes:
        process.join()
    done, distinct = acts(store)
    store.dispose()
    return (
        f"{rows / took:8.0f} rows/s   {took * 1000 / rows:6.2f} ms a row   twice: {done - distinct}"
    )


def main(rows: int) -> None:
    server = start_postgresql(DURABLE)
    try:
        for workers in WORKERS:
            print(
                f"PostgreSQL  {workers} workers {measure(create_database(server), workers, rows)}"
            )
    finally:
        stop(server)
    for workers in WORKERS[:2]:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'store.db'}"
            print(f"SQLite      {workers} workers {measure(url, workers, rows)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
