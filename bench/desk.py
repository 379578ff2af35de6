"""How fast is the request desk: intake, the queue at 10,000 and 1,000,000 requests, start and memory.

    python -m bench.desk [--intake 600] [--queue 10000 1000000] [--mixed 200]

Intake is what the API does (validated, one transaction with number, ledger entry and outbox row,
full synchronisation), by two processes of four threads. The queue is the page itself, rendered. `--mixed`
drives that many requests of several kinds to their answers with one worker. The peer's figures of
docs/performance.md are from another machine and another load: compare orders of magnitude.
"""

import argparse
import multiprocessing
import os
import resource
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
from sqlalchemy import func, insert, select, text

from tests.servers import create_database, start_postgresql, stop
from tests.web.serving import free_port
from upheld.assembly import Workspace
from upheld.desk import carrying_out, chores, deciding, store
from upheld.desk.approving import approve
from upheld.desk.intake import Intake, receive
from upheld.desk.office import Office
from upheld.durable.dispatching import Dispatcher
from upheld.rights import store as requests
from upheld.terminal.main import main as upheld

PROCESSES = 2
THREADS = 8
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
    """One process's part of the requests: how long each took, and when all of them began and ended."""
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
    began = time.time()
    with ThreadPoolExecutor(THREADS // PROCESSES) as pool:
        list(pool.map(one, range(first, first + count)))
    opened.close()
    return [began, time.time(), *times]


def intake(folder: Path, url: str | None, count: int) -> None:
    each = count // PROCESSES
    with multiprocessing.get_context("spawn").Manager() as manager:
        ready = manager.Barrier(PROCESSES)
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            parts = [
                pool.submit(share, str(folder), url, 1_000_000 * (n + 1), each, ready)
                for n in range(PROCESSES)
            ]
            found = [part.result() for part in parts]
    passed = max(part[1] for part in found) - min(part[0] for part in found)
    times = sorted(one for part in found for one in part[2:])
    p99 = times[int(len(times) * 0.99) - 1]
    print(f"  intake: {len(times) / passed:,.0f} /s, p50 {statistics.median(times) * 1e3:.1f} ms, "
          f"p99 {p99 * 1e3:.1f} ms ({PROCESSES} processes, {THREADS} threads in all)")  # fmt: skip


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


def mixed(desk: Office, count: int) -> None:
    kinds = ("deletion", "correction", "suspension", "complaint")
    began = time.perf_counter()
    made = [receive(desk, asked(n, kinds[n % 4])).reference for n in range(count)]
    company = desk.company
    handlers = {**carrying_out.handlers(desk, lambda _mail: None), **chores.handlers(desk)}
    dispatcher = Dispatcher(company.engine, company.clock, handlers)
    answered = 0
    for _ in range(12):
        dispatcher.once()
        answered = 0
        for reference in made:
            with company.engine.connect() as connection:
                case = store.load(connection, company.vault, reference)
                plan = requests.plan_of(connection, reference)
            if case.state == "identified":
                absent = case.right in ("deletion", "correction")
                outcome = "absent" if absent else "granted"
                words = "" if case.right != "complaint" else "承りました。"
                deciding.decide(desk, reference, outcome, "S-1", explanation=words)  # type: ignore[arg-type]
            elif case.state == "planned" and plan is not None:
                approve(desk, reference, plan.sha256, "S-2")
            answered += case.state in ("answered", "closed")
        if answered == count:
            break
    dispatcher.close()
    print(f"  {count} mixed requests at once: {answered} answered in "
          f"{time.perf_counter() - began:.1f} s (people of whom nothing is held), "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")  # fmt: skip


def start(folder: Path) -> None:
    port = free_port()
    times, memory = [], 0
    for _ in range(3):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "upheld", "-C", str(folder), "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ),
        )  # fmt: skip
        while True:
            try:
                if httpx.get(f"http://localhost:{port}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.02)
        times.append(time.perf_counter() - began)
        for path in ("/", "/ask/see", "/trust"):
            httpx.get(f"http://localhost:{port}{path}")
        peak = Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
        memory = max(memory, int(peak))
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    print(f"  serve: ready in {statistics.median(times):.1f} s (median of 3), "
          f"peak {memory / 1024:.0f} MiB")  # fmt: skip


def run(name: str, url: str | None, options: argparse.Namespace) -> None:
    print(name)
    folder = Path(tempfile.mkdtemp(prefix="upheld-bench-desk-"))
    with office(folder, url) as desk:
        intake(folder / "company", url, options.intake)
        if options.mixed:
            mixed(desk, options.mixed)
        for count in options.queue:
            queue(desk, count)
    if url is None:
        start(folder / "company")
    shutil.rmtree(folder, ignore_errors=True)


def bench() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--intake", type=int, default=600)
    parser.add_argument("--queue", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--mixed", type=int, default=200)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    if options.only != "postgresql":
        run("SQLite (WAL, synchronous=FULL)", None, options)
    if options.only == "sqlite":
        return
    server = start_postgresql(DURABLE)
    try:
        run("PostgreSQL (fsync on)", create_database(server), options)
    finally:
        stop(server)


if __name__ == "__main__":
    bench()
