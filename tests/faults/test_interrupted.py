"""Killed before anything was changed, a plan is as stale as any other when the rows changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults import shop
from tests.faults.crash_world import make_world
from tests.faults.crashing import DIED
from tests.faults.workspace import Office


def _before_the_intention(office: Office) -> bool:
    """Whether the store says "in progress" and the ledger holds no intention yet."""
    with closing(sqlite3.connect(office.store)) as database:
        state = database.execute("SELECT state FROM request").fetchone()[0]
        began = database.execute(
            "SELECT count(*) FROM evidence_entry WHERE kind = 'deletion-began'"
        ).fetchone()[0]
    return state == "in_progress" and not began


def test_a_row_written_after_a_crash_that_changed_nothing_stops_the_plan(
    office: Office, tmp_path: Path
) -> None:
    world = make_world(office, office.ready(), tmp_path)
    out = tmp_path / "out.json"
    for point in range(20, 400, 5):
        world.reset()
        assert world.apply(out, point) == DIED, "the intention was never reached"
        if _before_the_intention(office):
            break
    shop.insert(office.url, [("orders", [(20, 1, "cart", 1, "2026-03-01", None, None)])])
    before = shop.dump(office.url)
    said = office.run("request", "apply", world.unit)
    assert (said.code, said.error["code"]) == (2, "plan-stale"), said.out
    assert shop.dump(office.url) == before
    office.approve(world.unit)
    assert office.run("request", "apply", world.unit).code == 0


def test_an_unchanged_person_is_finished_after_such_a_crash(office: Office, tmp_path: Path) -> None:
    world = make_world(office, office.ready(), tmp_path)
    out = tmp_path / "out.json"
    for point in range(20, 400, 5):
        world.reset()
        assert world.apply(out, point) == DIED
        if _before_the_intention(office):
            break
    assert office.run("request", "apply", world.unit).code == 0
