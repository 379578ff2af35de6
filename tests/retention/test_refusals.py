"""Nothing is swept that was not approved as it is: each refusal leaves every row where it was."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.crash_world import check_points, make_world
from tests.faults.workspace import Office, make_office
from tests.retention.sweeping import approved, due, swept


def refused(office: Office, run: str, code: str) -> None:
    """Applying is refused by this code, and changes nothing."""
    before = shop.dump(office.url)
    said = office.run("retention", "apply", run)
    assert (said.code, said.error["code"]) == (2, code), said.out
    assert shop.dump(office.url) == before


def test_a_plan_that_nobody_approved_is_not_carried_out(office: Office) -> None:
    refused(office, office.run("retention", "plan").json["run"], "not-approved")
    refused(office, "S-2026-0099", "sweep-unknown")


def test_the_hash_of_another_plan_approves_nothing(office: Office) -> None:
    run = office.run("retention", "plan").json["run"]
    said = office.run("retention", "approve", run, "--plan", "0" * 64, "--by", "K")
    assert (said.code, said.error["code"]) == (2, "plan-stale")
    refused(office, run, "not-approved")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orders SET status = 'cart' WHERE id = 13",
        "UPDATE orders SET ordered_at = '2026-01-01' WHERE id = 13",
        "INSERT INTO order_line VALUES (9, 13, 'z')",
        "DELETE FROM orders WHERE id = 13",
    ],
)
def test_rows_that_changed_since_the_approval_stop_the_whole_sweep(
    any_office: Office, change: str
) -> None:
    run = approved(any_office)
    if change.startswith("DELETE"):
        shop.execute(any_office.url, ["DELETE FROM order_line WHERE order_id = 13"])
    shop.execute(any_office.url, [change])
    refused(any_office, run, "plan-stale")
    refused(any_office, run, "not-approved")


@pytest.mark.slow
def test_a_changed_policy_map_or_stored_plan_stops_it(office: Office) -> None:
    run = approved(office)
    office.edit("datamap/shop.yaml", "status = 'invoiced'", "status = 'cart'")
    refused(office, run, "plan-stale")
    office.edit("datamap/shop.yaml", "status = 'cart'", "status = 'invoiced'")
    run = approved(office)
    with closing(sqlite3.connect(office.store)) as store:
        store.execute("UPDATE retention_run SET document = replace(document, 'P8Y6M', 'P1Y')")
        store.commit()
    refused(office, run, "plan-stale")


def test_a_newer_plan_replaces_one_that_was_not_begun(office: Office) -> None:
    first = approved(office)
    second = approved(office)
    refused(office, first, "not-approved")
    assert office.run("retention", "apply", second).code == 0


def test_a_plan_for_another_day_is_shown_and_kept_nowhere(office: Office) -> None:
    said = office.run("retention", "plan", "--as-of", "2040-01-01")
    assert (said.code, said.json["run"], len(said.json["due"])) == (0, "", 1)
    assert said.json["due"][0]["rows"] == 3
    assert office.run("retention", "show").json == []


def test_an_undeclared_table_stops_it_before_anything_is_planned(office: Office) -> None:
    shop.execute(office.url, ["CREATE TABLE news (id INTEGER PRIMARY KEY, body TEXT)"])
    said = office.run("retention", "plan")
    assert (said.code, said.error["code"]) == (1, "map-drifted")


@pytest.mark.slow
def test_a_registered_hold_beats_the_end_of_a_period(any_office: Office) -> None:
    office = any_office
    run = approved(office)
    hold = ("--clause", "9", "--until", "2030-01-01", "--by", "K")
    placed = office.run("hold", "add", "--subject", f"email={shop.EMAIL}", *hold).json["hold"]
    refused(office, run, "plan-stale")
    found = due(office)["orders"]
    assert (found["rows"], found["held"]) == (0, 1)
    said = office.run("retention", "plan")
    assert (said.json["due"][0]["held"], said.json["run"]) == (1, "")
    assert office.run("retention", "show").json[0]["run"] == run, "a plan of nothing was kept"
    assert office.run("hold", "release", placed).code == 0
    assert swept(office).code == 0
    assert "13" not in {row[0] for row in shop.dump(office.url)["orders"]}


def test_a_restored_system_is_not_swept_before_its_deletions_are_replayed(office: Office) -> None:
    run = approved(office)
    assert office.run("replay", "shop", "--close").code == 0
    before = shop.dump(office.url)
    for words in (("plan",), ("apply", run)):
        said = office.run("retention", *words)
        assert (said.code, said.error["code"]) == (1, "system-closed"), said.out
    assert shop.dump(office.url) == before
    assert office.run("replay", "shop").code == 0
    assert office.run("retention", "apply", run).code == 0


def test_asked_again_it_changes_nothing_and_says_the_same(office: Office) -> None:
    run = approved(office)
    first = office.run("retention", "apply", run)
    assert first.code == 0
    shop.insert(office.url, [("orders", [(30, 2, "invoiced", 1, "2001-01-01", None, None)])])
    assert office.run("retention", "apply", run).json == first.json
    assert due(office)["orders"]["rows"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, 2])
def test_killed_at_any_point_it_is_finished_by_applying_again(
    office: Office, tmp_path: Path, part: int
) -> None:
    world = make_world(office, approved(office), tmp_path, "retention")
    assert check_points(world, tmp_path, part, most=60) > 60


def test_no_output_and_no_entry_of_the_ledger_names_anybody(office: Office) -> None:
    approved(office)
    run = approved(office)
    for language in ("ja", "en"):
        assert office.speak("--lang", language, "retention", "due").code == 1
        assert office.speak("--lang", language, "retention", "show", run).code == 0
    assert office.run("retention", "apply", run).code == 0
    with closing(sqlite3.connect(office.store)) as store:
        leaves = [str(leaf) for (leaf,) in store.execute("SELECT leaf FROM evidence_entry")]
    for piece in shop.PLANTED:
        assert not any(piece in said for said in [*office.printed, *leaves])


def test_a_system_that_is_not_there_is_refused_with_those_that_are(office: Office) -> None:
    said = office.run("retention", "due", "shpo")
    assert said.code == 2
    assert "`shop`" in said.error["remedy"]
    assert set(due(office, "shop")) == {"orders"}


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_role_that_may_not_delete_is_found_before_the_first_write(
    kind: str,
    fresh_database: Callable[[str], str],
    restricted_url: Callable[[str, Sequence[str]], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = fresh_database(kind)
    shop.fill(url)
    grants = [f"SELECT, UPDATE ON {name}" for name, _ in shop.ROWS]
    if kind == "mariadb":
        grants.append("CREATE TEMPORARY TABLES ON *")
    office = make_office(tmp_path, restricted_url(url, grants), capsys)
    run, before = approved(office), shop.dump(url)
    said = office.run("retention", "apply", run)
    assert (said.code, said.error["code"]) == (2, "privilege-missing"), said.out
    assert shop.dump(url) == before


def test_when_it_is_over_nothing_is_left_by_which_keys_could_be_checked(office: Office) -> None:
    replaced, run = approved(office), approved(office)
    assert office.run("retention", "apply", run).code == 0
    with closing(sqlite3.connect(office.store)) as store:
        kept = store.execute("SELECT ref, pins, sealed FROM retention_run ORDER BY ref").fetchall()
    assert kept == [(replaced, "{}", None), (run, "{}", None)]
