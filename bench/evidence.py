"""Appends, sealing, checking and receipts, measured: `python bench/evidence.py [--entries N]`.

Without `--url` the ledger is a SQLite file in a temporary folder (WAL, synchronous
FULL: nothing committed is lost in a power cut). Prints one line a figure.
"""

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, event

from upheld.clock import SystemClock
from upheld.evidence import verifier
from upheld.evidence.check import check
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append, append_many, create_tables, export_tiles, seal
from upheld.evidence.receipt import make_receipts, receipt_entry
from upheld.evidence.signing import new_key

BATCH = 10_000
SINGLES = 500


def entry(number: int) -> Entry:
    return Entry(
        kind="step-verified",
        at=datetime.now(UTC),
        case=f"R-2026-{number:07d}",
        drill=False,
        body={"plan_sha256": "0" * 64, "system": "shop", "table": "orders", "rows": number},
    )


def body(number: int) -> dict[str, JSON]:
    return {"request": f"R-{number}", "complete": True, "steps": [], "residue": "clean"}


@contextmanager
def figure(name: str, count: int) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    print(f"{name:<44} {seconds:9.3f} s {count / seconds:12,.0f} /s")


def measure(url: str, entries: int, folder: Path) -> None:
    engine, key, clock = create_engine(url), new_key("bench"), SystemClock()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_in_production)
    create_tables(engine)
    with figure("append, one entry a transaction", SINGLES):
        for number in range(SINGLES):
            with engine.begin() as connection:
                append(connection, entry(number))
    with figure("append, all in one transaction", SINGLES), engine.begin() as connection:
        for number in range(SINGLES):
            append(connection, entry(number))
    with figure("append and seal, one entry at a time", SINGLES):
        for number in range(SINGLES):
            with engine.begin() as connection:
                append(connection, entry(number))
            seal(engine, key, clock)
    with figure("append_many, 10,000 a transaction", entries):
        for start in range(0, entries, BATCH):
            with engine.begin() as connection:
                append_many(connection, (entry(n) for n in range(start, start + BATCH)))
    with figure("seal what waits", entries):
        head = seal(engine, key, clock)
    bodies = {head.size + n: body(n) for n in range(BATCH)}
    with figure("10,000 receipts' entries, appended and sealed", BATCH):
        with engine.begin() as connection:
            now = clock.now()
            append_many(
                connection,
                (
                    receipt_entry(each, at=now, case=f"R-{number}", drill=False)
                    for number, each in bodies.items()
                ),
            )
        seal(engine, key, clock)
    with figure("make 10,000 receipts", BATCH):
        made = make_receipts(engine, bodies)
    outside = verifier.read_key(key.public.text().encode())
    one = made[head.size].as_bytes()
    with figure("verify one receipt, standard library only", 100):
        repeat(100, lambda: verifier.verify(one, key=outside, anchor=None))
    with figure("check the whole ledger", head.size + BATCH):
        result = check(engine, key.public)
    assert result.ok
    with figure("export tiles and entries", head.size + BATCH):
        export_tiles(engine, folder / "log")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"entries {result.size:,}, receipt {len(one)} bytes, peak memory {peak:.0f} MiB")
    engine.dispose()


def _as_in_production(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def repeat(count: int, act: Callable[[], object]) -> None:
    for _ in range(count):
        act()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--url", help="another store, e.g. postgresql+psycopg://…")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        store = options.url or f"sqlite:///{scratch}/ledger.db"
        measure(store, options.entries, Path(scratch))
