"""A worker as a process of its own.

It does the work of `doings.py`. Plain steps write a line into FILE, so that a repetition shows.
"""

import os
import time
from pathlib import Path

from sqlalchemy import Connection, text

from tests.durable.doings import ask_and_wait, many_steps
from upheld import worker
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.durable.dbos_port import DbosDurable
from upheld.durable.direct import DirectDurable
from upheld.durable.port import Work


def act(connection: Connection, key: str, step: int) -> None:
    connection.execute(
        text("INSERT INTO done (work, step, pid) VALUES (:key, :step, :pid)"),
        {"key": key, "step": step, "pid": os.getpid()},
    )
    time.sleep(0.005)


def main(port: str, url: str, file: Path) -> None:
    def write(line: str) -> None:
        with file.open("a") as lines:
            lines.write(f"{line}\n")

    def alternate(work: Work, count: int) -> None:
        for step in range(count):
            if step % 2:
                work.step(write, f"{work.key} {step}")
            else:
                work.transact(act, work.key, step)

    def slow(work: Work, seconds: float) -> None:
        work.step(write, f"begin {work.key}")
        work.step(time.sleep, seconds)
        work.step(write, f"end {work.key}")

    store = open_store(url)
    make = DirectDurable if port == "direct" else DbosDurable
    durable = make(store, SystemClock())
    durable.register("alternate", alternate)
    durable.register("slow", slow)
    durable.register("ask", ask_and_wait)
    durable.register("many steps", many_steps)
    worker.run_process(durable)
