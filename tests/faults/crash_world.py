"""A workspace that is killed, set back, and killed again at the next moment.

The oracle is the same deletion not killed: equal rows, equal report, each fact once.
"""

import gc
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import shop
from tests.faults.crashing import DIED, facts, in_child, points_of
from tests.faults.workspace import Office

MOST_ON_A_SERVER = int(os.environ.get("UPHELD_CRASH_POINTS", "80"))
"""So many points of a server's are taken, evenly; more than there are takes every one."""
PARTS = 4
"""The points are divided among so many tests, which can run side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A workspace with an approved request, which can be set back to that moment."""

    office: Office
    unit: str
    kept: Path
    reset_database: Callable[[], None] = field(repr=False)
    command: str = "request"
    """Whose `apply` is killed: a request's, or a sweep's (`retention`)."""

    def reset(self) -> None:
        """Set everything back to the moment after the approval."""
        shutil.rmtree(self.office.folder / ".upheld")
        shutil.copytree(self.kept, self.office.folder / ".upheld")
        self.reset_database()

    def apply(self, out: Path, crash_at: int | None = None) -> int:
        """Apply in a process of its own."""
        words = ["-C", str(self.office.folder), "--json", self.command, "apply", self.unit]
        return in_child(words, out, crash_at=crash_at)

    def warm_up(self) -> None:
        """Apply in this process, so that the processes forked from it have everything loaded.

        Frozen, what is loaded stays common memory of all: no collection of theirs copies it.
        """
        assert self.office.run(self.command, "apply", self.unit).code == 0
        self.reset()
        gc.collect()
        gc.freeze()

    def seen(self) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
        """The rows of the shop, and the facts of the ledger."""
        return shop.dump(self.office.url), facts(self.office.store)


def _reset_database(url: str) -> Callable[[], None]:
    if url.startswith("sqlite"):
        path = shop.path_of(url)
        kept = path.with_suffix(".kept")
        shutil.copy(path, kept)

        def put_back() -> None:
            for ending in ("-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            shutil.copy(kept, path)

        return put_back
    tables = ", ".join(name for name, _ in shop.ROWS)

    def fill_again() -> None:
        shop.execute(url, [f"TRUNCATE {tables}"])
        shop.insert(url, shop.ROWS)

    return fill_again


def make_world(office: Office, unit: str, tmp_path: Path, command: str = "request") -> World:
    kept = tmp_path / "kept"
    shutil.copytree(office.folder / ".upheld", kept)
    reset = _reset_database(office.url)
    return World(office=office, unit=unit, kept=kept, reset_database=reset, command=command)


def check_points(world: World, tmp_path: Path, part: int, most: int | None = None) -> int:
    """Crash at every fourth point from `part` on, finish, compare; return how many there are.

    With `most` a sample of about that many points is taken instead of all of them.
    """
    world.warm_up()
    whole = tmp_path / "whole.json"
    assert world.apply(whole) == 0, whole.read_text()
    report = _comparable(whole)
    rows, told = world.seen()
    points = points_of(whole)
    step = 1 if most is None else -(-points // most)
    broken: list[str] = []
    for point in range(1 + part * step, points + 1, step * PARTS):
        world.reset()
        first, again = tmp_path / "first.json", tmp_path / "again.json"
        assert world.apply(first, point) == DIED
        code = world.apply(again)
        if code != 0:
            broken.append(f"{point}: ended with {code}: {again.read_text()[:300]}")
            continue
        rows_now, told_now = world.seen()
        if rows_now != rows:
            broken.append(f"{point}: other rows: {_differences(rows, rows_now)}")
        if _comparable(again) != report:
            broken.append(f"{point}: another report: {_comparable(again)} for {report}")
        if told_now != told:
            broken.append(f"{point}: other facts: +{told_now - told} -{told - told_now}")
    told_of = [broken[i] for i in sorted({0, len(broken) // 2, len(broken) - 1}) if broken]
    assert not broken, "\n".join([f"{len(broken)} at {points} points", *told_of])
    return points


def _comparable(out: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(out.read_text())
    report["steps"].sort(key=json.dumps)
    return report


def _differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> str:
    return "; ".join(name for name in one if one[name] != other.get(name))
