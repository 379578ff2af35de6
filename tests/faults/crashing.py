"""Runs a command in a process of its own that dies at a chosen statement or commit."""

import json
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from upheld.terminal.main import main

DIED = 87
"""The exit code of a process that reached its crash point."""


def in_child(
    words: Sequence[str],
    out: Path,
    *,
    crash_at: int | None = None,
    prepare: Callable[[], None] = lambda: None,
) -> int:
    """Run a command in a forked process; return its exit code, `DIED` where it crashed.

    Args:
        words: The command's words.
        out: Where stdout and stderr go.
        crash_at: Die just before this statement or commit, counted from 1.
        prepare: Called in the child first.
    """
    child = os.fork()
    if child == 0:
        code = 99
        try:
            file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(file, 1)
            os.dup2(file, 2)
            code = _as_a_command(words, out, crash_at, prepare)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _as_a_command(
    words: Sequence[str], out: Path, crash_at: int | None, prepare: Callable[[], None]
) -> int:
    import sys

    sys.stdout = os.fdopen(os.dup(1), "w")
    sys.stderr = os.fdopen(os.dup(2), "w")
    count = _count_points(crash_at)
    prepare()
    code = main(list(words))
    sys.stdout.flush()
    sys.stderr.flush()
    out.with_suffix(".points").write_text(str(count()))
    return code


def _count_points(crash_at: int | None) -> Callable[[], int]:
    """Count every statement and commit of every engine of this process; die at one."""
    seen = 0

    def point(*_arguments: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == crash_at:
            os._exit(DIED)

    event.listen(sa.Engine, "before_cursor_execute", point)
    event.listen(sa.Engine, "commit", point)
    return lambda: seen


def points_of(out: Path) -> int:
    """How many crash points the command that wrote `out` passed."""
    return int(out.with_suffix(".points").read_text())


def killed_after(words: Sequence[str], out: Path, seconds: float) -> int:
    """Run a command in a forked process and kill it with SIGKILL after a while."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(file, 1)
            os.dup2(file, 2)
            code = _as_a_command(words, out, None, lambda: None)
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def facts(store: Path) -> Counter[tuple[str, str]]:
    """Every numbered entry of the ledger as (kind, body), counted.

    The body of a receipt's entry is left out: it holds the hash of a fresh salt.
    """
    with closing(sqlite3.connect(store)) as database:
        leaves = [
            row[0] for row in database.execute("SELECT leaf FROM evidence_entry ORDER BY idx")
        ]
    found: Counter[tuple[str, str]] = Counter()
    for leaf in leaves:
        entry = json.loads(leaf)
        body = "" if entry["kind"] == "receipt" else json.dumps(entry["body"], sort_keys=True)
        found[(entry["kind"], body)] += 1
    return found
