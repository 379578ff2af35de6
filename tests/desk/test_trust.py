"""Everyone sees how each clause stands; what it rests on inside the company stays inside."""

import pytest
from sqlalchemy import text

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import site_for
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.web.sites import Browser, text_of
from upheld.evidence import ledger
from upheld.running.promises import board_of


@pytest.mark.slow
def test_the_trust_page_shows_every_clause_with_its_computed_state(drill: Drill) -> None:
    desk = Desk(drill)
    desk.whole_way(desk.ask("deletion"))
    browser = Browser(site_for(drill))
    page = browser.get("/trust")
    assert page.status_code == 200
    board = board_of(drill.office)
    assert len(board.clauses) == 50
    for clause in board.clauses:
        assert clause.id in page.text
    assert "守られている" in text_of(page)
    checkpoint = page.text.split('<pre class="note">')[1]
    assert checkpoint.count("\n") >= 4
    for inside in ("app.member", "secrets", MUGI, str(drill.folder)):
        assert inside not in page.text


def test_the_board_is_for_staff(drill: Drill) -> None:
    app = app_of(drill)
    assert Browser(app).get("/console/promises").status_code in (302, 303)
    viewer = staff(drill, app, "umi", "viewer")
    page = viewer.get("/console/promises")
    assert page.status_code == 200
    assert "P3-9a" in page.text


@pytest.mark.slow
def test_a_policy_that_cannot_be_read_shows_the_public_neither_file_nor_state(
    drill: Drill, caplog: pytest.LogCaptureFixture
) -> None:
    policy = drill.folder / "policy" / "keeping.yaml"
    whole = policy.read_text("utf-8")
    policy.write_text(f"{whole}\nshoe_size: 26\n", "utf-8")
    browser = Browser(site_for(drill))
    page = browser.get("/trust")
    assert page.status_code == 503
    assert "ただいま算出できません" in text_of(page)
    for inside in ("keeping.yaml", "shoe_size", str(drill.folder)):
        assert inside not in page.text
    assert "keeping.yaml" in caplog.text
    policy.write_text(whole, "utf-8")
    assert browser.get("/trust").status_code == 503, "not read again for each visitor"
    drill.set("2026-12-24T10:01:00+09:00")
    assert browser.get("/trust").status_code == 200


def test_a_ledger_that_was_changed_shows_no_state_to_anybody(drill: Drill) -> None:
    app = site_for(drill)
    viewer = staff(drill, app, "umi", "viewer")
    ledger.seal(
        drill.office.company.engine, drill.office.company.signer, drill.office.company.clock
    )
    with drill.office.company.engine.begin() as connection:
        changed = connection.execute(text("UPDATE evidence_entry SET drill = NOT drill"))
        connection.execute(text("DELETE FROM evidence_entry WHERE idx = 0"))
    assert changed.rowcount
    public = Browser(app).get("/trust")
    assert public.status_code == 503
    assert "●" not in public.text
    inside = viewer.get("/console/promises")
    assert "●" not in inside.text
    assert "upheld ledger check" in text_of(inside)
