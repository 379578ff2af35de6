"""What was approved is what happens: once, exactly, and by one process."""

import json
import multiprocessing
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.crashing import in_child
from tests.faults.workspace import Office
from upheld.assembly import Workspace
from upheld.deletion.refusals import PlanStaleError
from upheld.rights import carrying_out, procedure


def change_in_store(office: Office, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(office.store)) as database:
        database.execute(statement, values)
        database.commit()


def stored(office: Office, column: str) -> str:
    with closing(sqlite3.connect(office.store)) as database:
        return str(database.execute(f"SELECT {column} FROM plan").fetchone()[0])


@pytest.mark.parametrize("column", ["document", "pins"])
@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_a_plan_changed_by_one_byte_in_the_store_is_refused(
    office: Office, column: str, part: float
) -> None:
    unit = office.ready()
    text = stored(office, column)
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    at = digits[int(len(digits) * part)]
    changed = text[:at] + ("7" if text[at] != "7" else "8") + text[at + 1 :]
    change_in_store(office, f"UPDATE plan SET {column} = ?", changed)
    before = shop.dump(office.url)
    said = office.run("request", "apply", unit)
    assert said.code == 2, said.out
    assert said.error["code"] == "plan-stale"
    assert shop.dump(office.url) == before


def test_a_plan_of_the_store_that_is_no_json_any_more_is_refused_without_a_traceback(
    office: Office,
) -> None:
    unit = office.ready()
    change_in_store(office, "UPDATE plan SET document = substr(document, 2)")
    said = office.run("request", "apply", unit)
    assert said.code == 2, said.out
    assert said.error["code"] == "plan-stale"


@pytest.mark.parametrize("other", ["0" * 64, "", "zz", "あ", "latest"])
def test_another_hash_is_not_approved(office: Office, other: str) -> None:
    unit = office.open_for(shop.EMAIL)
    office.run("request", "plan", unit)
    said = office.run("request", "approve", unit, "--plan", other, "--by", "K")
    assert said.code == 2
    assert office.run("request", "apply", unit).error["code"] == "not-approved"


def test_the_hash_of_an_old_plan_is_not_approved(office: Office) -> None:
    unit = office.open_for(shop.EMAIL)
    old = office.run("request", "plan", unit).json["plan_sha256"]
    shop.insert(office.url, [("orders", [(20, 1, "cart", 1, "2026-03-01", None, None)])])
    new = office.run("request", "plan", unit).json["plan_sha256"]
    assert old != new
    said = office.run("request", "approve", unit, "--plan", old, "--by", "K")
    assert (said.code, said.error["code"]) == (2, "plan-stale")


@pytest.mark.slow
def test_an_unchanged_world_gives_the_same_hash_again(any_office: Office) -> None:
    unit = any_office.open_for(shop.EMAIL)
    first = any_office.run("request", "plan", unit).json
    assert any_office.run("request", "plan", unit).json == first


@pytest.mark.slow
def test_planning_again_takes_the_approval_away(office: Office) -> None:
    unit = office.ready()
    office.run("request", "plan", unit)
    assert office.run("request", "apply", unit).error["code"] == "not-approved"


@pytest.mark.slow
def test_a_row_written_after_the_approval_stops_the_plan(any_office: Office) -> None:
    office = any_office
    unit = office.ready()
    shop.insert(office.url, [("orders", [(20, 1, "cart", 1, "2026-03-01", None, None)])])
    before = shop.dump(office.url)
    said = office.run("request", "apply", unit)
    assert (said.code, said.error["code"]) == (2, "plan-stale")
    assert shop.dump(office.url) == before
    office.approve(unit)
    assert office.run("request", "apply", unit).code == 0


@pytest.mark.slow
def test_a_plan_made_while_the_old_one_was_about_to_be_carried_out_stops_it(office: Office) -> None:
    unit = office.ready()
    before = shop.dump(office.url)
    with closing(Workspace(office.folder)) as opened:
        company = opened.company()

        def watch(doing: str) -> None:
            if doing == "begin":
                procedure.plan(company, unit)

        with pytest.raises(PlanStaleError):
            carrying_out.apply(company, unit, watch)
    assert shop.dump(office.url) == before
    office.approve(unit)
    assert office.run("request", "apply", unit).code == 0


def test_somebody_elses_new_row_does_not_stop_the_plan(any_office: Office) -> None:
    unit = any_office.ready()
    shop.insert(any_office.url, [("orders", [(20, 2, "cart", 1, "2026-03-01", None, None)])])
    assert any_office.run("request", "apply", unit).code == 0


@pytest.mark.parametrize("name", ["policy/policy.yaml", "datamap/shop.yaml"])
def test_a_changed_policy_or_map_stops_the_plan(office: Office, name: str) -> None:
    unit = office.ready()
    if name.startswith("policy"):
        office.edit(name, 'version: "1.0"', 'version: "1.1"')
    else:
        office.edit(name, "reference data", "reference data of a sort")
    said = office.run("request", "apply", unit)
    assert (said.code, said.error["code"]) == (2, "plan-stale")


@pytest.mark.slow
def test_applying_twice_reports_the_same_and_changes_nothing_twice(any_office: Office) -> None:
    office = any_office
    unit = office.ready()
    first = office.run("request", "apply", unit)
    rows = shop.dump(office.url)
    size = office.run("ledger", "check").json["size"]
    second = office.run("request", "apply", unit)
    assert (first.code, second.code) == (0, 0)
    assert second.json == first.json
    assert shop.dump(office.url) == rows
    assert office.run("ledger", "check").json["size"] == size


def _apply(folder: Path, unit: str, out: Path, start: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    code = in_child(["-C", str(folder), "--json", "request", "apply", unit], out)
    out.with_suffix(".code").write_text(str(code))


@pytest.mark.slow
def test_of_two_processes_at_once_one_wins_and_the_other_is_refused(
    any_office: Office, tmp_path: Path
) -> None:
    office = any_office
    unit = office.ready()
    forks = multiprocessing.get_context("fork")
    for attempt in range(3):
        start = forks.Event()
        outs = [tmp_path / f"{attempt}-{n}.json" for n in range(2)]
        running = [
            forks.Process(target=_apply, args=(office.folder, unit, out, start)) for out in outs
        ]
        for process in running:
            process.start()
        start.set()
        for process in running:
            process.join(60)
        codes = sorted(int(out.with_suffix(".code").read_text()) for out in outs)
        assert codes in ([0, 2], [0, 0]), [out.read_text() for out in outs]
        for out in outs:
            said = out.read_text()
            if '"error"' in said:
                assert json.loads(said)["error"]["code"] == "already-running"
    facts = office.run("ledger", "check").json
    assert facts["ok"], facts
    with closing(sqlite3.connect(office.store)) as database:
        receipts = database.execute("SELECT count(*) FROM evidence_entry WHERE kind = 'receipt'")
        assert receipts.fetchone()[0] == 1


@pytest.mark.slow
def test_a_process_that_holds_the_turn_makes_the_other_one_wait_outside(office: Office) -> None:
    import fcntl

    unit = office.ready()
    office.run("request", "show", unit)
    folder = office.store.parent / "turns"
    folder.mkdir(exist_ok=True)
    with (folder / f"{unit}.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        said = office.run("request", "apply", unit)
    assert (said.code, said.error["code"]) == (2, "already-running")
    assert office.run("request", "apply", unit).code == 0


def test_the_name_of_who_approves_is_wanted(office: Office) -> None:
    unit = office.open_for(shop.EMAIL)
    sha = office.run("request", "plan", unit).json["plan_sha256"]
    for by in ("", "  ", "x" * 201):
        said = office.run("request", "approve", unit, "--plan", sha, "--by", by)
        assert said.code == 2, by
    said = office.run("request", "approve", unit, "--plan", sha, "--by", "佐藤 花")
    assert said.code == 0
    assert os.environ.get("UPHELD_NOW") is None
