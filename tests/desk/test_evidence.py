"""Everything a page rests on is fetched from it, and holds on another computer."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.desk.test_status import _opened
from tests.web.sites import Browser, text_of


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return site_for(desk.drill)


def _done(desk: Desk) -> str:
    reference = desk.ask("deletion", contact="mugi@mail.example.jp")
    desk.whole_way(reference)
    return reference


def _links(text: str) -> list[str]:
    found = LexborHTMLParser(text).css("#evidence a[href]")
    return [str(one.attributes["href"]) for one in found]


def _verified(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The verifier as a stranger runs it: without us, without our libraries."""
    command = [sys.executable, "-I", "verifier.py", "receipt.json", "--key", "upheld.pub", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_what_the_page_of_a_request_offers_verifies_without_us(
    desk: Desk, app: FastAPI, tmp_path: Path
) -> None:
    reference, folder = _done(desk), tmp_path / "stranger"
    folder.mkdir()
    auditor = staff(desk.drill, app, "mio", "auditor")
    page = auditor.get(f"/console/requests/{reference}")
    files = {"verifier.py", "upheld.pub", "checkpoint", "receipt.json"}
    for link in _links(page.text):
        name = link.rpartition("/")[2]
        assert name in files, link
        (folder / name).write_bytes(auditor.get(link).content)
    assert {path.name for path in folder.iterdir()} == files
    digest = hashlib.sha256((folder / "verifier.py").read_bytes()).hexdigest()
    assert digest in page.text
    assert digest in Path("docs/evidence-format.md").read_text("utf-8")
    held = _verified(folder, "--anchor", "checkpoint", "--json")
    assert held.returncode == 0, held.stdout
    told = json.loads(held.stdout)
    assert (told["result"], told["request"]) == ("intact", reference)
    assert told["self_attested"] is False, "the kept state ties it"
    changed = (
        (folder / "receipt.json").read_text("utf-8").replace('"complete":true', '"complete":false')
    )
    (folder / "receipt.json").write_text(changed, "utf-8")
    assert _verified(folder).returncode == 5


@pytest.mark.slow
def test_each_entry_on_the_page_has_the_hash_of_its_text(desk: Desk, app: FastAPI) -> None:
    reference = _done(desk)
    page = staff(desk.drill, app, "umi", "viewer").get(f"/console/requests/{reference}")
    entries = LexborHTMLParser(page.text).css("#evidence .entries li")
    assert [entry["index"] for entry in _timeline(desk, reference)] == [
        int(one.css("strong")[0].text().removeprefix("#")) for one in entries
    ]
    for one in entries:
        leaf, shown = (code.text() for code in one.css("pre code, p.fine code"))
        assert hashlib.sha256(b"\0" + leaf.encode()).hexdigest() == shown
        assert json.loads(leaf)["case"] == reference


def _timeline(desk: Desk, reference: str) -> list[dict[str, int]]:
    from upheld.desk import moving

    return moving.timeline(desk.drill.office, reference)


@pytest.mark.slow
def test_a_receipt_is_for_those_who_may_know_whom_it_is_about(desk: Desk, app: FastAPI) -> None:
    reference = _done(desk)
    page, file = f"/console/requests/{reference}", f"/console/requests/{reference}/receipt.json"
    for role in ("viewer", "engineer"):
        browser = staff(desk.drill, app, f"{role}-one", role)
        assert file not in browser.get(page).text
        assert browser.get(file).status_code == 403
    officer = staff(desk.drill, app, "sora", "privacy_officer")
    unsettled = desk.ask("deletion")
    desk.work()
    assert "receipt.json" not in "".join(_links(officer.get(f"/console/requests/{unsettled}").text))
    assert officer.get(f"/console/requests/{unsettled}/receipt.json").status_code == 404


@pytest.mark.slow
def test_the_person_fetches_the_same_file_byte_by_byte(desk: Desk, app: FastAPI) -> None:
    reference = _done(desk)
    person, officer = Browser(app), staff(desk.drill, app, "sora", "privacy_officer")
    _opened(desk, person, reference)
    mine = person.get(f"/requests/{reference}/receipt.json")
    theirs = officer.get(f"/console/requests/{reference}/receipt.json")
    assert json.loads(mine.content)["body"] == json.loads(theirs.content)["body"]
    from upheld.evidence.verifier import read_receipt

    for one in (mine, theirs):
        assert read_receipt(one.content).body["request"] == reference


@pytest.mark.slow
def test_everyone_finds_the_signed_state_and_the_verifier_on_the_trust_page(
    desk: Desk, app: FastAPI
) -> None:
    _done(desk)
    for language, word in (
        ("ja", "ご自身のコンピューターで検証する"),
        ("en", "Verify it on your own"),
    ):
        page = Browser(app, language=language).get("/trust")
        assert word in text_of(page)
        assert {"/trust/upheld.pub", "/trust/verifier.py", "/trust/checkpoint"} <= set(
            _links(page.text)
        )
    note = Browser(app).get("/trust/checkpoint").text
    key = Browser(app).get("/trust/upheld.pub").text
    assert note.split("\n")[0] == key.partition("+")[0]


def test_before_anything_is_signed_there_is_no_state_to_keep(app: FastAPI) -> None:
    assert Browser(app).get("/trust/checkpoint").status_code == 404
    assert Browser(app).get("/trust").status_code == 200


@pytest.mark.slow
def test_a_clause_has_a_page_with_the_entries_it_rests_on(desk: Desk, app: FastAPI) -> None:
    _done(desk)
    viewer = staff(desk.drill, app, "umi", "viewer")
    board = LexborHTMLParser(viewer.get("/console/promises").text)
    pages = [str(a.attributes["href"]) for a in board.css("article h2 a")]
    assert len(pages) > 10
    resting = 0
    for address in pages:
        page = viewer.get(address)
        assert page.status_code == 200, address
        shown = {one.text() for one in LexborHTMLParser(page.text).css("#evidence .entries strong")}
        named = {
            f"#{code.text().removeprefix('ledger:')}"
            for code in LexborHTMLParser(page.text).css("td code")
            if code.text().startswith("ledger:")
        }
        assert shown == named
        resting += bool(named)
    assert resting, "the deletion is evidence of a clause"
    assert viewer.get("/console/promises/P99-nothing").status_code == 404
    assert Browser(app).get(pages[0]).status_code == 303
