"""A workspace for the shop, driven as its users drive it: by commands.

A desk `in_processes` runs each in a process of its own, which takes most of the time; the others
run them in this one, through the same command line. Every command runs under the same simulated
clock. What it prints is kept, so that a test can look for personal values in all that was ever said.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.prepared import HERE
from upheld.terminal.main import main

NOW = "2026-10-02T10:00:00+09:00"  # the day after the one on which the shop was filled
BY_HAND = HERE / "datamap_by_hand.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The document on stdout."""
        document: dict[str, Any] = json.loads(self.out)
        return document


@dataclass(slots=True)
class Desk:
    """One workspace and everything its commands have said."""

    folder: Path
    now: str = NOW
    in_processes: bool = False
    heard: list[str] = field(default_factory=list, repr=False)

    def upheld(self, *words: str) -> Said:
        """Run one command in the workspace."""
        asked = ["-C", str(self.folder), *words]
        said = (_in_a_process if self.in_processes else _in_this_process)(asked, self.now)
        self.heard += [said.out, said.err]
        return said

    def must(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Run a command with `--json` that has to leave with `code`; return its document.

        Raises:
            AssertionError: it left with another code; both streams are in the message.
        """
        said = self.upheld(*words, "--json")
        if said.code != code:
            raise AssertionError(f"{words[:2]} left with {said.code}: {said.err}{said.out[-2000:]}")
        return said.json

    def ask(self, right: str, email: str) -> str:
        """Open a request for one customer; returns its reference."""
        opened = self.must("request", "open", "--right", right, "--subject", f"email={email}")
        return str(opened["request"])

    def ask_for(self, right: str, emails: Sequence[str]) -> tuple[str, list[str]]:
        """Open a batch; returns its reference and those of its requests."""
        listed = self.folder / "people.csv"
        listed.write_text("email\n" + "".join(f"{email}\n" for email in emails), "utf-8")
        opened = self.must("request", "open", "--right", right, "--subjects-file", str(listed))
        listed.unlink()
        return str(opened["request"]), [str(ref) for ref in opened["requests"]]

    def plan(self, unit: str) -> dict[str, Any]:
        """Plan, and approve what was planned; returns the plan."""
        made = self.must("request", "plan", unit)
        self.must("request", "approve", unit, "--plan", made["plan_sha256"], "--by", "officer")
        return made

    def carry_out(self, unit: str, code: int = 0) -> dict[str, Any]:
        """Plan, approve and apply; returns the report."""
        self.plan(unit)
        return self.must("request", "apply", unit, code=code)

    def delete(self, email: str, code: int = 0) -> dict[str, Any]:
        """Take a deletion from its receipt to its report."""
        return self.carry_out(self.ask("deletion", email), code)

    def everything_kept(self) -> bytes:
        """All the workspace holds: every file, and every value of its own store by itself.

        The store's file alone would not do: a long value may be cut in two by its pages.
        """
        files = sorted(p for p in self.folder.rglob("*") if p.is_file())
        kept = [path for path in files if "secrets" not in path.parts]
        stores = [path for path in kept if path.read_bytes()[:15] == b"SQLite format 3"]
        values = [value for path in stores for value in _values(path)]
        if len(values) < 50:
            raise AssertionError("the workspace's own store was not found")
        return b"\n".join([*(path.read_bytes() for path in kept), *values])


def _in_a_process(words: Sequence[str], now: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "upheld", *words],
        env={**os.environ, "UPHELD_NOW": now, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


def _in_this_process(words: Sequence[str], now: str) -> Said:
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("UPHELD_NOW", now)
        patch.setenv("LC_ALL", "C.UTF-8")
        code = main(list(words))
    return Said(code=code, out=out.getvalue(), err=err.getvalue())


def _values(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def desk(
    folder: Path, url: str, *, datamap: Path | None = BY_HAND, in_processes: bool = False
) -> Desk:
    """Make a workspace for a copy of the shop, with its policy and a data map.

    Args:
        folder: where the workspace goes.
        url: the database.
        datamap: the map to use; `None` leaves it to be discovered.
        in_processes: whether each command runs in a process of its own.
    """
    made = Desk(folder / "kawasemi", in_processes=in_processes)
    begun = Desk(folder, in_processes=in_processes)
    said = begun.upheld("init", "kawasemi", "--db", url, "--name", "shop", "--drill")
    if said.code:
        raise AssertionError(said.err)
    shutil.copy(HERE / "policy" / "shop.yaml", made.folder / "policy" / "policy.yaml")
    if datamap is not None:
        shutil.copy(datamap, made.folder / "datamap" / "shop.yaml")
    return made


def rows_of(report: Mapping[str, Any], action: str) -> dict[str, int]:
    """Rows by table of a report's steps with this action."""
    return {step["table"]: step["rows"] for step in report["steps"] if step["action"] == action}
