"""Many requests at once, of people of whom something is held, to their answers: time, memory, doubles.

The company is the consumer app of the examples, with as many members as there are requests. Eight
threads ask at once; workers are processes, as `upheld worker` is one; an officer, in this process,
decides and approves whatever comes up. What was done twice is counted from the ledger.
"""

import multiprocessing
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from threading import Event as Stop
from threading import Thread
from typing import Any

from bench.side_by_side.processor import processor_of
from sqlalchemy import text

from tests.servers import Server, create_database
from upheld.assembly import Workspace
from upheld.desk import approving, store
from upheld.desk.acting import kept_plan
from upheld.desk.case import State
from upheld.desk.deciding import decide
from upheld.desk.fees import book, charging
from upheld.desk.intake import Intake, receive
from upheld.desk.office import Office
from upheld.desk.store import CaseChangedError
from upheld.running import demo
from upheld.running.work import CONNECTIONS, durable_of
from upheld.terminal.founding import Start, found
from upheld.worker import run

KINDS = ("deletion", "disclosure", "correction", "deletion", "disclosure", "suspension",
         "purpose-notice", "complaint")  # fmt: skip
"""Deletions and disclosures are half of them."""
ASKING = 8
ONCE = ("case-approved", "case-carried-out", "case-verified", "case-answered", "case-closed", "receipt",
        "disclosure-bundled")  # fmt: skip
"""Entries of the ledger of which a request has one at most: acts on its state, and what they made."""
_PATIENCE_SECONDS = 1_800
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured; processor seconds are those of workers, officer and server together."""

    workers: int
    asked: int
    answered: int
    asked_seconds: float
    seconds: float
    processor: float
    peak_mib: float
    twice: int

    def __str__(self) -> str:
        return (
            f"  {self.asked} mixed requests, {self.workers} workers: asked in {self.asked_seconds:.1f} s, "
            f"{self.answered} answered in {self.seconds:.1f} s ({self.answered / self.seconds:.1f} /s, processor "
            f"{self.processor:.1f} s), a worker's peak {self.peak_mib:.0f} MiB, done twice: {self.twice}"
        )


def measure(server: Server | None, count: int, workers: int) -> Figures:
    """Answer so many requests with so many workers, on a database of the server or on SQLite."""
    base = Path(tempfile.mkdtemp(prefix="upheld-bench-work-"))
    url = None if server is None else create_database(server)
    try:
        folder = company(base, count)
        with closing(opened_at(folder, url)) as opened:
            return _measure(opened, url, server, count, workers)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def company(base: Path, people: int) -> Path:
    """Found the consumer app with so many members, and two who share a telephone.

    What is left of these two when one is deleted is for a person to judge: they are not asked for.
    """
    folder = base / "company"
    found(folder, "company", drill=False, start=Start(template=demo.TEMPLATE, samples=True))
    demo.more_people(folder / "data" / "app.db", people + 2)
    return folder


def opened_at(folder: Path, url: str | None) -> Workspace:
    """Open it, as a process of the desk does."""
    opened = Workspace(folder)
    opened.store, opened.connections = url, CONNECTIONS
    return opened


def _measure(
    opened: Workspace, url: str | None, server: Server | None, count: int, workers: int
) -> Figures:
    office = opened.office()
    with _working(opened.folder, url, workers) as processes:
        used = processor_of(server.pid) if server is not None else time.process_time
        first, began = used(), time.perf_counter()
        asked = ask(office, addresses(opened.folder, count))
        asked_in = time.perf_counter() - began
        answered = attend(office, asked)
        took, here = time.perf_counter() - began, used() - first
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Figures(
        workers=workers, asked=count, answered=answered, asked_seconds=asked_in, seconds=took,
        processor=here + sum(one["processor"] for one in processes),
        peak_mib=max(ended.ru_maxrss / 1024 for _ in processes), twice=twice(office),
    )  # fmt: skip


def addresses(folder: Path, count: int) -> list[str]:
    """Addresses of members, one each."""
    with closing(sqlite3.connect(folder / "data" / "app.db")) as app:
        return [
            row[0] for row in app.execute("SELECT email FROM member ORDER BY id LIMIT ?", (count,))
        ]


def ask(office: Office, people: Sequence[str]) -> list[str]:
    """Let all of them ask at once; return the numbers."""

    def one(number: int) -> str:
        right = KINDS[number % len(KINDS)]
        also: dict[str, dict[str, Any]] = {
            "correction": {"changes": {"contact.phone": "070-0000-0042"}},
            "disclosure": {"form": "electronic"},
            "suspension": {"grounds": ("beyond-purpose",)},
            "complaint": {"message": "案内のメールが多すぎます。"},
        }
        reference = receive(office, Intake(
            right=right, language="ja", channel="api", subject={"email": people[number]},  # type: ignore[arg-type]
            contact=people[number], verified=True, **also.get(right, {}),
        )).reference  # fmt: skip
        with office.company.engine.begin() as connection:
            owed = book.account(connection, reference)
            if owed is not None:
                case = store.load(connection, office.company.vault, reference)
                charging.pay(office, connection, case, owed.left, "counter", by="S-1")
        return reference

    with ThreadPoolExecutor(ASKING) as pool:
        return list(pool.map(one, range(len(people))))


def attend(office: Office, asked: Sequence[str]) -> int:
    """Decide and approve whatever comes up, until every request is answered; return how many are."""
    ends = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < ends:
        acted = sum(_decide(office, one) for one in _in(office, "identified"))
        acted += sum(_approve(office, one) for one in _in(office, "planned"))
        if not acted:
            answered = _answered(office)
            if answered >= len(asked):
                return answered
            time.sleep(0.1)
    return _answered(office)


def _in(office: Office, state: State) -> list[str]:
    with office.company.engine.connect() as connection:
        rows = store.queue(connection, states=[state], most=_AT_ONCE)
    return [row.reference for row in rows]


def _decide(office: Office, reference: str) -> int:
    with suppress(CaseChangedError):  # a worker was faster: it is looked at again
        decide(office, reference, "granted", "S-1", explanation="承りました。")
        return 1
    return 0


def _approve(office: Office, reference: str) -> int:
    with office.company.engine.connect() as connection:
        plan = kept_plan(connection, reference)
    if plan is None:
        return 0
    with suppress(CaseChangedError):
        approving.approve(office, reference, plan.sha256, "S-2")
        return 1
    return 0


def _answered(office: Office) -> int:
    with office.company.engine.connect() as connection:
        query = text("SELECT count(*) FROM desk_case WHERE state IN ('answered', 'closed')")
        return int(connection.execute(query).scalar_one())


def twice(office: Office) -> int:
    """Count entries of the ledger that a request has more than once and may have once."""
    query = text(
        "SELECT kind, count(*) AS n FROM evidence_entry GROUP BY case_ref, kind HAVING count(*) > 1"
    )
    with office.company.engine.connect() as connection:
        return sum(row.n - 1 for row in connection.execute(query) if row.kind in ONCE)


@contextmanager
def _working(folder: Path, url: str | None, workers: int) -> Iterator[list[dict[str, float]]]:
    """Let worker processes work for as long as the block lasts; their figures are there afterwards."""
    context = multiprocessing.get_context("spawn")
    ready, over, told = context.Barrier(workers + 1), context.Event(), context.Queue()
    processes = [
        context.Process(target=work, args=(str(folder), url, ready, over, told))
        for _ in range(workers)
    ]
    for process in processes:
        process.start()
    ready.wait()
    figures: list[dict[str, float]] = []
    try:
        yield figures
    finally:
        over.set()
        figures += [told.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()


def work(folder: str, url: str | None, ready: Barrier, over: Event, told: Any) -> None:
    """Work as `upheld worker` does, in a process of its own."""
    opened = opened_at(Path(folder), url)
    office = opened.office()
    durable, stop = durable_of(opened, lambda: office), Stop()
    ready.wait()
    used = time.process_time()
    working = Thread(target=run, args=(durable, stop))
    working.start()
    over.wait()
    stop.set()
    working.join()
    told.put({"processor": time.process_time() - used})
    opened.close()
