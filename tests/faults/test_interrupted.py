"""Killed before anything was changed, a plan is as stale as any other when the rows changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.crash_world import World, make_world
from tests.faults.crashing import DIED, points_of
from tests.faults.workspace import Office


def _noted(office: Office) -> tuple[str, int]:
    """What the store says of the request, and how many intentions are with it."""
    with closing(sqlite3.connect(office.store)) as database:
        state = database.execute("SELECT state FROM request").fetchone()[0]
        began = database.execute(
            "SELECT count(*) FROM evidence_entry WHERE kind = 'deletion-began'"
        ).fetchone()[0]
    return state, began


def _killed_before_the_intention(world: World, office: Office, out: Path) -> None:
    """Leave the world as a kill at the last moment before the intention was durable leaves it."""
    point = 20
    world.reset()
    assert world.apply(out, point) == DIED
    while _noted(office) == ("approved", 0):
        point += 5
        world.reset()
        assert world.apply(out, point) == DIED, "the intention was never reached"
    assert _noted(office) == ("in_progress", 1)  # both, or none of them
    while _noted(office) != ("approved", 0):
        point -= 1
        world.reset()
        assert world.apply(out, point) == DIED


@pytest.mark.slow
def test_a_row_written_after_a_crash_that_changed_nothing_stops_the_plan(
    office: Office, tmp_path: Path
) -> None:
    world = make_world(office, office.ready(), tmp_path)
    _killed_before_the_intention(world, office, tmp_path / "out.json")
    shop.insert(office.url, [("orders", [(20, 1, "cart", 1, "2026-03-01", None, None)])])
    before = shop.dump(office.url)
    said = office.run("request", "apply", world.unit)
    assert (said.code, said.error["code"]) == (2, "plan-stale"), said.out
    assert shop.dump(office.url) == before
    office.approve(world.unit)
    assert office.run("request", "apply", world.unit).code == 0


@pytest.mark.slow
def test_an_unchanged_person_is_finished_after_such_a_crash(office: Office, tmp_path: Path) -> None:
    world = make_world(office, office.ready(), tmp_path)
    _killed_before_the_intention(world, office, tmp_path / "out.json")
    assert office.run("request", "apply", world.unit).code == 0


def _states(office: Office) -> list[str]:
    with closing(sqlite3.connect(office.store)) as database:
        return [row[0] for row in database.execute("SELECT state FROM request ORDER BY state")]


@pytest.mark.slow
def test_who_dropped_out_before_a_crash_is_not_taken_along_after_it(
    office: Office, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"email\n{shop.EMAIL}\njiro@example.jp\n")
    unit = office.open("--subjects-file", str(people))
    office.approve(unit)
    shop.insert(office.url, [("orders", [(20, 2, "cart", 1, "2026-03-01", None, None)])])
    world = make_world(office, unit, tmp_path)
    out = tmp_path / "out.json"
    assert world.apply(out) == 1, "one of two changed and drops out"
    point = points_of(out)
    while _states(office) != ["approved", "in_progress"]:
        point -= 10
        world.reset()
        assert world.apply(out, point) == DIED
    assert office.run("request", "apply", unit).code == 1
    left = shop.dump(office.url)
    assert [row[0] for row in left["customer"]] == ["2", "3", "4", "5"]
    assert "20" in {row[0] for row in left["orders"]}
