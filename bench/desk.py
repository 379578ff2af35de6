"""How fast is the request desk: intake, the queue at 10,000 and 1,000,000 requests, start and memory.

    python -m bench.desk [--intake 600] [--queue 10000 1000000] [--lists 1000000] [--mixed 1000 --workers 1 2 4 8]

Intake is what the API does (validated, one transaction with number, ledger entry and outbox row,
full synchronisation), by two processes of four threads. The queue is the page itself, rendered; `--lists` are
those of documents and of the register of provision (`bench/desk_lists.py`). `--mixed`
lets so many people ask at once and be answered by worker processes (`bench/desk_work.py`). The peer's figures of
docs/performance.md are from another machine and another load: compare orders of magnitude.
"""

import argparse
import multiprocessing
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import chdir, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import httpx
from bench.desk_lists import lists
from bench.desk_work import measure
from bench.side_by_side.processor import processor_alone, processor_of
from sqlalchemy import func, insert, select, text

from tests.servers import Server, create_database, start_postgresql, stop
from tests.web.serving import free_port
from upheld.assembly import Workspace
from upheld.desk import store
from upheld.desk.intake import Intake, receive
from upheld.desk.office import Office
from upheld.terminal.main import main as upheld

PROCESSES = 2
THREADS = 8
STARTS = 3
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
PAGES = 40


@contextmanager
def office(folder: Path, url: str | None) -> Iterator[Office]:
    with chdir(folder):
        assert upheld(["init", "company", "--template", "consumer-app", "--samples"]) == 0
    opened = Workspace(folder / "company")
    opened.store = url
    yield opened.office()
    opened.close()


def asked(number: int, right: str = "deletion") -> Intake:
    return Intake(
        right=right,  # type: ignore[arg-type]
        language="ja",
        channel="api",
        subject={"email": f"person-{number}@example.jp"},
        contact=f"person-{number}@example.jp",
        changes={"contact.phone": "070-0000-0001"} if right == "correction" else {},
        verified=True,
    )


def share(folder: str, url: str | None, first: int, count: int, ready: Barrier) -> list[float]:
    """One process's part: when it began and ended, its processor seconds, and how long each request took."""
    opened = Workspace(Path(folder))
    opened.store = url
    desk = opened.office()
    times: list[float] = []

    def one(number: int) -> None:
        began = time.perf_counter()
        receive(desk, asked(number))
        times.append(time.perf_counter() - began)

    one(first - 1)
    times.clear()
    ready.wait()
    began, used = time.time(), time.process_time()
    with ThreadPoolExecutor(THREADS // PROCESSES) as pool:
        list(pool.map(one, range(first, first + count)))
    ended, used = time.time(), time.process_time() - used
    opened.close()
    return [began, ended, used, *times]


def intake(folder: Path, url: str | None, server: Server | None, count: int) -> None:
    each = count // PROCESSES
    theirs = processor_of(server.pid) if server else time.process_time
    used, own = theirs(), time.process_time()
    with multiprocessing.get_context("spawn").Manager() as manager:
        ready = manager.Barrier(PROCESSES)
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            parts = [
                pool.submit(share, str(folder), url, 1_000_000 * (n + 1), each, ready)
                for n in range(PROCESSES)
            ]
            found = [part.result() for part in parts]
    passed = max(part[1] for part in found) - min(part[0] for part in found)
    of_server = theirs() - used - (time.process_time() - own)
    times = sorted(one for part in found for one in part[3:])
    ours = sum(part[2] for part in found) / len(times)
    p99 = times[int(len(times) * 0.99) - 1]
    print(f"  intake: {len(times) / passed:,.0f} /s, p50 {statistics.median(times) * 1e3:.1f} ms, "
          f"p99 {p99 * 1e3:.1f} ms ({PROCESSES} processes, {THREADS} threads in all); processor a request: "
          f"{ours * 1e3:.1f} ms ours, {of_server / len(times) * 1e3:.1f} ms the server's")  # fmt: skip


def fill(desk: Office, count: int) -> None:
    """Copies of one real case: the queue reads no sealed column."""
    engine = desk.company.engine
    with engine.connect() as connection:
        row = dict(connection.execute(select(store.cases).limit(1)).one()._mapping)  # noqa: SLF001
        have = connection.execute(select(func.count()).select_from(store.cases)).scalar_one()
    began = datetime(2026, 1, 1, tzinfo=UTC)
    states = ("received", "identified", "planned", "carried_out", "closed")
    for start in range(have, count, 10_000):
        rows = [
            {**row, "reference": f"X-2026-{n:07d}", "due_at": began + timedelta(seconds=n * 37 % 31_536_000),
             "state": states[n % 5], "is_open": int(states[n % 5] != "closed"), "sealed": None}
            for n in range(start, min(start + 10_000, count))
        ]  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(store.cases), rows)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def queue(desk: Office, count: int) -> None:
    from tests.desk.test_centre import site_for as app_of
    from tests.desk.test_console import staff

    class Drill:
        def __init__(self) -> None:
            self.office = desk

    fill(desk, count)
    browser = staff(Drill(), app_of(Drill()), f"o{count}", "viewer")  # type: ignore[arg-type]
    times = []
    for view in ("open", "to-decide", "to-approve", "ended"):
        for _ in range(PAGES // 4):
            began = time.perf_counter()
            assert browser.get(f"/console/requests?view={view}").status_code == 200
            times.append(time.perf_counter() - began)
    times.sort()
    print(f"  queue at {count:,}: p50 {statistics.median(times) * 1e3:.0f} ms, "
          f"p95 {times[int(len(times) * 0.95) - 1] * 1e3:.0f} ms ({PAGES} pages, rendered)")  # fmt: skip


def start(folder: Path) -> None:
    port = free_port()
    times, memory, used = [], 0, []
    # An installed package has its bytecode; here the first start makes it, and does not count.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    for _ in range(1 + STARTS):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "upheld", "-C", str(folder), "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled,
        )  # fmt: skip
        while True:
            try:
                if httpx.get(f"http://localhost:{port}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.02)
        times.append(time.perf_counter() - began)
        used.append(processor_alone(process.pid))
        for path in ("/", "/ask/see", "/trust"):
            httpx.get(f"http://localhost:{port}{path}")
        peak = Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
        memory = max(memory, int(peak))
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    print(f"  serve: ready in {statistics.median(times[1:]):.1f} s (median of {STARTS}), processor "
          f"{statistics.median(used[1:]):.1f} s, "
          f"peak {memory / 1024:.0f} MiB")  # fmt: skip


def run(name: str, server: Server | None, options: argparse.Namespace) -> None:
    print(name)
    url = create_database(server) if server else None
    folder = Path(tempfile.mkdtemp(prefix="upheld-bench-desk-"))
    with office(folder, url) as desk:
        if options.intake:
            intake(folder / "company", url, server, options.intake)
        for workers in options.workers if options.mixed else ():
            print(measure(server, options.mixed, workers))
        for count in options.queue:
            queue(desk, count)
        if options.lists:
            lists(desk, server, options.lists)
    if url is None:
        start(folder / "company")
    shutil.rmtree(folder, ignore_errors=True)


def bench() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--intake", type=int, default=600)
    parser.add_argument("--queue", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--lists", type=int, default=1_000_000)
    parser.add_argument("--mixed", type=int, default=1_000)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4, 8])
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    if options.only != "postgresql":
        run("SQLite (WAL, synchronous=FULL)", None, options)
    if options.only == "sqlite":
        return
    server = start_postgresql(DURABLE)
    try:
        run("PostgreSQL (fsync on)", server, options)
    finally:
        stop(server)


if __name__ == "__main__":
    bench()
