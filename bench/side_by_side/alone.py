"""Figures without a counterpart: start-up, memory of whole commands, the ledger."""

import csv
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.side_by_side.figures import Figures, seconds_of, timed
from bench.side_by_side.shops import email_of

from upheld.evidence.entry import Entry
from upheld.evidence.ledger import append, append_many, seal
from upheld.rights.company import Company

MEMORY_BAR = 150.0
ENTRIES = 20_000


# A process counts the memory of the one it was forked from: a small one stands in between.
_LAUNCHER = """
import os, resource, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def command() -> Path:
    """The installed `upheld` beside this interpreter."""
    return Path(sys.executable).parent / "upheld"


def start_up(figures: Figures, runs: int = 11) -> None:
    """`upheld --help`, from a warm file cache."""
    figure = figures.of("upheld --help", bar=0.3)
    words = [str(command()), "--help"]
    for _ in range(runs):
        figure.ours.append(
            seconds_of(lambda: subprocess.run(words, capture_output=True, check=True))
        )


def run(arguments: Sequence[str], *, allowed: Sequence[int] = (0,)) -> tuple[str, float]:
    """Run a command; return what it printed and its peak memory in MiB.

    Raises:
        AssertionError: It ended with another code.
    """
    started = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *arguments]
    done = subprocess.run(started, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise AssertionError(f"{arguments[1:]} ended with {done.returncode}: {done.stderr}")
    return done.stdout, int(done.stderr.rsplit("\n", 2)[-2]) / 1024


def deletion_by_commands(
    figures: Figures, name: str, workspace: Path, people: Sequence[int]
) -> None:
    """Open, plan, approve and apply as a person would; the peak of the hungriest command."""
    upheld = [str(command()), "-C", str(workspace)]
    listed = workspace / "people.csv"
    with listed.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["email"])
        rows.writerows([email_of(n)] for n in people)
    began = time.perf_counter()
    opened, peak = run(
        [
            *upheld,
            "--json",
            "request",
            "open",
            "--right",
            "deletion",
            "--subjects-file",
            str(listed),
        ]
    )
    unit = _unit(json.loads(opened))
    peaks = {"open": peak}
    planned, peaks["plan"] = run([*upheld, "--json", "request", "plan", unit])
    sha256 = json.loads(planned)["plan_sha256"]
    _, peaks["approve"] = run(
        [*upheld, "request", "approve", unit, "--plan", sha256, "--by", "bench"]
    )
    _, peaks["apply"] = run([*upheld, "--json", "request", "apply", unit])
    figures.of(f"{name}: four commands").ours.append(time.perf_counter() - began)
    memory = figures.of(f"{name}: peak memory", unit="MiB", bar=MEMORY_BAR)
    memory.ours.append(max(peaks.values()))
    print(
        f"   {name}: " + ", ".join(f"{step} {mib:.0f} MiB" for step, mib in peaks.items()),
        flush=True,
    )


def _unit(opened: dict[str, object]) -> str:
    return str(opened.get("batch") or opened.get("request") or opened.get("unit"))


def ledger(figures: Figures, company: Company) -> None:
    """Appends to the workspace's own store: durable on every commit."""
    single: list[float] = []
    for _ in range(3):
        with timed(single):
            for number in range(100):
                with company.engine.begin() as connection:
                    append(connection, _entry(company, number))
                seal(company.engine, company.signer, company.clock)
    figures.of("ledger: append and seal, one at a time", unit="/s").ours += [
        100 / s for s in single
    ]
    many: list[float] = []
    for _ in range(3):
        with timed(many):
            with company.engine.begin() as connection:
                append_many(connection, (_entry(company, n) for n in range(ENTRIES)))
            seal(company.engine, company.signer, company.clock)
    figures.of("ledger: append and seal, 20,000 at once", unit="/s").ours += [
        ENTRIES / s for s in many
    ]


def _entry(company: Company, number: int) -> Entry:
    return Entry(
        kind="bench", at=company.clock.now(), case=f"R-2026-{number:07d}", drill=False,
        body={"plan_sha256": "0" * 64, "system": "shop", "table": "orders", "rows": number},
    )  # fmt: skip
