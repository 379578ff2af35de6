"""Requests are kept the same way in our own store on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, make_office
from upheld.assembly import Workspace
from upheld.evidence import verifier
from upheld.rights import store
from upheld.terminal.main import main


@pytest.fixture(params=["sqlite", "postgresql"])
def office_by_store(
    request: pytest.FixtureRequest,
    fresh_database: Callable[[str], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Office:
    url = fresh_database("sqlite")
    shop.fill(url)
    office = make_office(tmp_path, url, capsys)
    if request.param == "postgresql":
        secret = office.folder / "secrets" / "store.url"
        secret.write_text(fresh_database("postgresql"))
        secret.chmod(0o600)
        settings = office.folder / "upheld.yaml"
        settings.write_text(settings.read_text() + "store: {file: secrets/store.url}\n")
    return office


@pytest.mark.slow
def test_a_deletion_is_kept_sealed_and_verified(
    office_by_store: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = office_by_store.ready()
    assert office_by_store.run("request", "apply", unit).json["complete"]
    receipt = tmp_path / "receipt.json"
    assert office_by_store.run("receipt", unit, "--out", str(receipt)).code == 0
    key = office_by_store.folder / "upheld.pub"
    assert verifier.main([str(receipt), "--key", str(key)]) == 0
    assert office_by_store.run("ledger", "check").json["ok"] is True
    capsys.readouterr()


def test_references_are_counted_without_a_gap(office_by_store: Office) -> None:
    refs = [office_by_store.open_for(shop.EMAIL) for _ in range(3)]
    years = {ref.split("-")[1] for ref in refs}
    assert [ref.rsplit("-", 1)[1] for ref in refs] == ["0001", "0002", "0003"]
    assert len(years) == 1


def test_a_request_that_is_not_there_is_named(
    office_by_store: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["-C", str(office_by_store.folder), "--json", "request", "show", "R-1999-0001"])
    error = json.loads(capsys.readouterr().err)["error"]
    assert (code, error["code"]) == (2, "request-unknown")
    assert "R-1999-0001" in error["what"]


@pytest.mark.slow
def test_an_approval_that_the_ledger_does_not_know_approves_nothing(
    office_by_store: Office,
) -> None:
    unit = office_by_store.open_for(shop.EMAIL)
    office_by_store.run("request", "plan", unit)
    workspace = Workspace(office_by_store.folder)
    with workspace.engine.begin() as connection:
        store.approve_plan(connection, unit, "nobody", datetime.now(UTC))
        store.move(connection, [unit], ("planned",), "approved")
    workspace.close()
    said = office_by_store.run("request", "apply", unit)
    assert (said.code, said.error["code"]) == (2, "plan-stale")


@pytest.mark.slow
def test_a_receipt_is_shown_to_be_about_the_person_and_about_nobody_else(
    office_by_store: Office, tmp_path: Path
) -> None:
    unit = office_by_store.ready()
    office_by_store.run("request", "apply", unit)
    receipt, mine, yours = (tmp_path / name for name in ("r.json", "mine", "yours"))
    office_by_store.run("receipt", unit, "--out", str(receipt))
    mine.write_text(shop.EMAIL)
    yours.write_text("somebody.else@example.jp")
    key = str(office_by_store.folder / "upheld.pub")
    words = [str(receipt), "--key", key, "--subject"]
    assert verifier.main([*words, str(mine)]) == 0
    assert verifier.main([*words, str(yours)]) == 5


@pytest.mark.slow
def test_a_receipt_says_that_late_rows_are_swept_where_nothing_guards(
    office_by_store: Office, tmp_path: Path
) -> None:
    unit = office_by_store.ready()
    office_by_store.run("request", "apply", unit)
    receipt = tmp_path / "receipt.json"
    office_by_store.run("receipt", unit, "--out", str(receipt))
    assert json.loads(receipt.read_text())["body"]["late_writers"]["mode"] == "swept"


@pytest.mark.slow
def test_planning_again_finishes_and_loses_no_step_of_the_first_time(
    office_by_store: Office,
) -> None:
    note = "INSERT INTO review VALUES (9001, NULL, 'write to hanako.mori@example.jp')"
    shop.execute(office_by_store.url, [note])
    unit = office_by_store.ready()
    first = office_by_store.run("request", "apply", unit)
    assert (first.code, first.json["residue"]) == (1, "found")
    shop.execute(office_by_store.url, ["DELETE FROM review WHERE id = 9001"])
    office_by_store.approve(unit)
    again = office_by_store.run("request", "apply", unit)
    assert (again.code, again.json["complete"]) == (0, True)
    done = {(s["table"], s["action"]) for s in first.json["steps"]}
    assert done <= {(s["table"], s["action"]) for s in again.json["steps"]}
