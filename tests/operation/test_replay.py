"""A database comes back from a backup, the erased people with it: they go again, and nobody else."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office
from tests.operation import dumps
from upheld.assembly import Workspace
from upheld.operation.replay import Replayed, replay
from upheld.rights.company import Company
from upheld.rights.erased import Digester
from upheld.rights.turn import turn
from upheld.rights.vault import Vault

PEOPLE = (shop.EMAIL, "jiro@example.jp")
_OWN_NUMBER = ["UPDATE customer SET phone = '03-9999-0000' WHERE id = 5"]
"""The fourth and the fifth share a telephone, which would be found after either's deletion."""


def _delete(office: Office, *emails: str) -> list[str]:
    units = []
    for email in emails:
        unit = office.ready(email)
        said = office.run("request", "apply", unit)
        assert said.json["complete"], said.out
        units.append(unit)
    return units


def _store(office: Office, statement: str) -> list[Any]:
    opened = Workspace(office.folder)
    with opened.engine.begin() as connection:
        found = connection.execute(text(statement))
        rows = list(found) if found.returns_rows else []
    opened.close()
    return rows


@pytest.fixture
def anywhere(sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    shop.fill(sql_url)
    return make_office(tmp_path, sql_url, capsys)


@pytest.fixture
def office(fresh_database: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    url = fresh_database("sqlite")
    shop.fill(url)
    return make_office(tmp_path, url, capsys, drill=True)


@pytest.fixture(autouse=True)
def _clock_of_the_machine() -> Any:
    at(None)
    yield
    at(None)


@pytest.mark.slow
def test_who_was_erased_goes_again_and_nobody_else(anywhere: Office, tmp_path: Path) -> None:
    put_back = dumps.taken(anywhere.url, tmp_path)
    full = shop.dump(anywhere.url)
    units = _delete(anywhere, *PEOPLE)
    erased = shop.dump(anywhere.url)
    assert erased != full
    put_back()
    assert shop.dump(anywhere.url) == full

    said = anywhere.run("replay", "shop")

    assert said.code == 0, said.out
    assert said.json["state"] == "open"
    assert said.json["replayed"] == units
    assert said.json["remaining"] == []
    assert shop.dump(anywhere.url) == erased
    assert anywhere.run("ledger", "check").code == 0
    again = anywhere.run("replay", "shop")
    assert (again.code, again.json["remaining"]) == (0, [])
    assert shop.dump(anywhere.url) == erased


@pytest.mark.slow
def test_the_receipt_says_that_it_was_done_again_and_verifies(
    office: Office, tmp_path: Path
) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    (unit,) = _delete(office, shop.EMAIL)
    put_back()
    assert office.run("replay", "shop").code == 0
    receipt = tmp_path / "receipt.json"
    assert office.run("receipt", unit, "--out", str(receipt)).code == 0
    assert office.run("verify", str(receipt), "--key", str(office.folder / "upheld.pub")).code == 0
    body = json.loads(receipt.read_text())["body"]
    (again,) = body["replays"]
    assert (again["system"], again["complete"]) == ("shop", True)
    assert {step["outcome"] for step in again["steps"]} <= {"verified", "retained"}
    assert not any(word in receipt.read_text() for word in shop.PLANTED)


@pytest.mark.slow
def test_who_was_forgotten_is_recognised_by_digests_alone(office: Office, tmp_path: Path) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    (unit,) = _delete(office, shop.EMAIL)
    erased = shop.dump(office.url)
    at("2090-01-01T09:00:00+09:00")
    assert office.run("sweep").json["forgotten"] == 1
    kept = _store(office, "SELECT * FROM erased_key")
    assert [row.ref for row in kept] == [unit]
    assert not any(word in str(kept) for word in (*shop.PLANTED, shop.EMAIL))
    put_back()
    said = office.run("replay", "shop")
    assert said.code == 0, said.out
    assert said.json["replayed"] == [unit]
    assert shop.dump(office.url)["customer"] == erased["customer"]
    assert shop.dump(office.url)["event"] == erased["event"]


def test_without_the_stores_key_a_digest_leads_to_nobody() -> None:
    one, other = (Digester.of(Vault(bytes([n]) * 32)) for n in (1, 2))
    assert one.of_row("shop", "customer", [1]) == one.of_row("shop", "customer", ["1"])
    assert one.of_row("shop", "customer", [1]) != other.of_row("shop", "customer", [1])
    assert one.of_row("shop", "customer", [1]) != one.of_row("shop", "customer", [2])
    assert one.of_row("shop", "customer", [1]) != one.of_row("crm", "customer", [1])
    assert "key" not in repr(one)


@pytest.mark.slow
def test_who_was_forgotten_before_digests_were_kept_is_said_to_be_unknown(
    office: Office, tmp_path: Path
) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    (unit,) = _delete(office, shop.EMAIL)
    at("2090-01-01T09:00:00+09:00")
    office.run("sweep")
    _store(office, "DELETE FROM erased_key")
    put_back()
    said = office.run("replay", "shop")
    assert (said.code, said.json["state"]) == (4, "closed")
    assert said.json["not_proven"]["unknown"] == [unit]


@pytest.mark.slow
def test_a_row_that_bears_an_erased_persons_key_and_another_name_is_left_alone(
    office: Office,
) -> None:
    """SQLite gives the highest number again: the new customer 5 is somebody else."""
    shop.execute(office.url, _OWN_NUMBER)
    (unit,) = _delete(office, "goro@example.jp")
    shop.insert(office.url, [("customer", [(5, "new@example.net", "新", "06-1234-0000")])])
    before = shop.dump(office.url)
    said = office.run("replay", "shop")
    assert (said.code, said.json["state"]) == (4, "closed")
    assert said.json["not_proven"]["other_identifiers"] == [unit]
    assert shop.dump(office.url) == before
    assert office.run("replay", "shop", "--state").code == 1
    said = office.run("replay", "shop", "--open-although", "checked by hand")
    assert (said.code, said.json["state"]) == (4, "open")
    assert shop.dump(office.url) == before
    assert office.run("replay", "shop", "--state").code == 0


def test_deletions_from_before_the_backup_are_not_looked_for(office: Office) -> None:
    shop.execute(office.url, _OWN_NUMBER)
    _delete(office, "goro@example.jp")
    shop.insert(office.url, [("customer", [(5, "goro@example.jp", "五郎", "03-5555-6666")])])
    before = shop.dump(office.url)
    said = office.run("replay", "shop", "--taken", "2098-01-01T00:00")
    assert said.code == 0, said.out
    assert (said.json["before_the_backup"], said.json["replayed"]) == (1, [])
    assert shop.dump(office.url) == before, "who came back of their own accord stays"


@pytest.mark.slow
def test_a_changed_address_is_recognised_when_the_time_of_the_backup_is_given(
    office: Office, tmp_path: Path
) -> None:
    shop.execute(
        office.url, ["UPDATE customer SET email = 'older@example.jp', phone = NULL WHERE id = 4"]
    )
    put_back = dumps.taken(office.url, tmp_path)
    shop.execute(office.url, ["UPDATE customer SET email = 'shiro@example.jp' WHERE id = 4"])
    (unit,) = _delete(office, "shiro@example.jp")
    put_back()
    said = office.run("replay", "shop")
    assert said.json["not_proven"]["other_identifiers"] == [unit]
    said = office.run("replay", "shop", "--taken", "2001-01-01T00:00")
    assert (said.code, said.json["replayed"]) == (0, [unit])
    assert "older@example.jp" not in str(shop.dump(office.url))


def test_a_telephone_that_two_have_keeps_it_closed_until_somebody_has_looked(
    office: Office, tmp_path: Path
) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    unit = office.ready("goro@example.jp")
    assert office.run("request", "apply", unit).json["residue"] == "found"
    erased = shop.dump(office.url)
    put_back()
    said = office.run("replay", "shop")
    assert (said.code, said.json["state"], said.json["remaining"]) == (1, "closed", [])
    assert said.json["found"] == ["shop/customer.phone"]
    assert shop.dump(office.url) == erased
    said = office.run("replay", "shop", "--open-although", "the other one has it too")
    assert said.json["state"] == "open"


def test_one_process_at_a_time_replays_a_system(office: Office) -> None:
    opened = Workspace(office.folder)
    with turn(opened.engine, "replay-shop"):
        said = office.run("replay", "shop")
    opened.close()
    assert (said.code, said.error["code"]) == (2, "already-running")


def test_what_is_no_database_of_the_workspace_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    office.edit(
        "upheld.yaml", "systems:\n", f"systems:\n  files: {{url: 'folder://{tmp_path}/uploads'}}\n"
    )
    for name in ("files", "shpo"):
        said = office.run("replay", name)
        assert (said.code, said.error["code"]) == (2, "usage")


def test_somebody_answered_as_absent_who_is_there_now_is_told(office: Office) -> None:
    unit = office.open_for("nobody@example.jp")
    assert office.approve(unit)["people"][0]["absence"] == "proven"
    assert office.run("request", "apply", unit).code == 0
    shop.insert(office.url, [("customer", [(9, "nobody@example.jp", "無", None)])])
    said = office.run("replay", "shop")
    assert (said.code, said.json["not_proven"]["answered_absent"]) == (4, [unit])
    assert "nobody@example.jp" in str(shop.dump(office.url)), "nothing was approved for them"


@pytest.mark.slow
def test_while_a_system_is_closed_nothing_is_planned_or_carried_out(office: Office) -> None:
    ready = office.ready(shop.EMAIL)
    waiting = office.open_for("jiro@example.jp")
    assert office.run("replay", "shop", "--close").code == 0
    before = shop.dump(office.url)
    for words in (("plan", waiting), ("apply", ready)):
        said = office.run("request", *words)
        assert (said.code, said.error["code"]) == (1, "system-closed")
    assert shop.dump(office.url) == before
    assert office.run("replay", "shop").code == 0
    assert office.run("request", "apply", ready).json["complete"]


@pytest.mark.slow
def test_a_restored_schema_of_another_day_is_refused_and_stays_closed(office: Office) -> None:
    _delete(office, shop.EMAIL)
    shop.execute(office.url, ["ALTER TABLE customer ADD COLUMN fax VARCHAR(20)"])
    said = office.run("replay", "shop")
    assert (said.code, said.error["code"]) == (1, "map-drifted")
    assert office.run("replay", "shop", "--state").json["state"] == "closed"


class _Killed(BaseException):
    pass


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["gather", "trace shop", "act shop", "read back shop", "residue"])
def test_killed_anywhere_it_is_finished_by_running_it_again(
    stage: str, office: Office, tmp_path: Path
) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    units = _delete(office, *PEOPLE)
    erased = shop.dump(office.url)
    put_back()

    def killed(what: str) -> None:
        if what == stage:
            raise _Killed

    opened = Workspace(office.folder)
    with pytest.raises(_Killed):
        replay(opened.company(), "shop", watch=killed)
    opened.close()
    assert office.run("replay", "shop", "--state").json["state"] == "closed"
    opened = Workspace(office.folder)
    done: Replayed = replay(opened.company(), "shop")
    opened.close()
    assert (done.remaining, done.opened, done.back) == ([], True, units)
    assert shop.dump(office.url) == erased
    assert _store(office, "SELECT * FROM closed_system") == []


@pytest.mark.slow
def test_a_process_killed_after_its_deletes_is_finished_by_another(
    anywhere: Office, tmp_path: Path
) -> None:
    put_back = dumps.taken(anywhere.url, tmp_path)
    _delete(anywhere, *PEOPLE)
    erased = shop.dump(anywhere.url)
    put_back()
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from upheld.assembly import Workspace\n"
        "from upheld.operation.replay import replay\n"
        "def watch(what):\n"
        "    if what == 'look again shop': os.kill(os.getpid(), signal.SIGKILL)\n"
        "replay(Workspace(Path(sys.argv[1])).company(), 'shop', watch=watch)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(anywhere.folder)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert anywhere.run("replay", "shop", "--state").json["state"] == "closed"
    said = anywhere.run("replay", "shop")
    assert (said.code, said.json["state"]) == (0, "open"), said.out
    assert shop.dump(anywhere.url) == erased


@pytest.mark.slow
def test_many_people_take_no_more_statements_than_few(office: Office, tmp_path: Path) -> None:
    """One pass over each table, and none over each person."""
    people = [(n, f"p{n}@example.net", f"n{n}", None) for n in range(100, 160)]
    shop.insert(office.url, [("customer", people)])
    shop.insert(office.url, [("event", [(n, n, "login") for n in range(100, 160)])])
    put_back = dumps.taken(office.url, tmp_path)
    counted = []
    for few in (range(100, 105), range(105, 160)):
        lines = "\n".join(f"p{n}@example.net" for n in few)
        (tmp_path / "people.csv").write_text(f"email\n{lines}\n")
        said = office.run(
            "request",
            "open",
            "--right",
            "deletion",
            "--subjects-file",
            str(tmp_path / "people.csv"),
        )
        unit = said.json["request"]
        office.approve(unit)
        assert office.run("request", "apply", unit).code == 0
        put_back()
        opened = Workspace(office.folder)
        company = opened.company()
        heard = _heard_by(company)
        done = replay(company, "shop")
        assert (done.opened, done.remaining) == (True, [])
        counted.append((len(done.back), len(heard)))
        opened.close()
    (few_people, few_said), (more_people, more_said) = counted
    assert (few_people, more_people) == (5, 60)
    assert few_said <= more_said <= few_said + 10


def _heard_by(company: Company) -> list[str]:
    """Every statement that the company's database is told from here on."""
    heard: list[str] = []

    def hear(*told: Any) -> None:
        heard.append(str(told[2]))

    place: Any = company.places["shop"]
    event.listen(place.engine, "before_cursor_execute", hear)
    return heard


@pytest.mark.slow
def test_the_guard_of_the_restored_database_knows_them_again(
    office: Office, tmp_path: Path
) -> None:
    office.edit(
        "datamap/shop.yaml",
        "event: {edges: [{to: customer, via: customer_id}]",
        "event: {guard: trigger, edges: [{to: customer, via: customer_id}]",
    )
    assert office.run("guard", "install", "shop", "--yes").json["done"]
    put_back = dumps.taken(office.url, tmp_path)
    _delete(office, shop.EMAIL)
    put_back()
    said = office.run("replay", "shop")
    assert (said.code, said.json["guarded"]) == (0, True), said.out
    with pytest.raises(Exception, match="UPH01"):
        shop.insert(office.url, [("event", [(99, 1, "late")])])


@pytest.mark.slow
def test_nobody_is_named_in_anything_that_was_said(office: Office, tmp_path: Path) -> None:
    put_back = dumps.taken(office.url, tmp_path)
    _delete(office, *PEOPLE)
    put_back()
    for words in (("replay", "shop"), ("--lang", "ja", "replay", "shop")):
        assert office.speak(*words).code == 0
    assert not any(word in text for word in shop.PLANTED for text in office.printed)
    leaves = _store(office, "SELECT leaf FROM evidence_entry")
    assert not any(word.encode() in bytes(row.leaf) for word in shop.PLANTED for row in leaves)
