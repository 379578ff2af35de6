"""What only somebody else can say is asked, waited for, and then goes on."""

import sqlite3
from contextlib import closing

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.web.sites import text_of
from upheld.desk import approving, clarifying, remainders
from upheld.desk.letters import store as letters
from upheld.desk.moving import MoveRefusedError
from upheld.refusal import UsageError


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def test_a_question_is_mailed_and_its_answer_goes_on(desk: Desk) -> None:
    reference = desk.ask("deletion")
    clarifying.ask(desk.drill.office, reference, "どのアカウントについてですか。", by="S-1")
    desk.work()
    assert desk.case(reference).state == "received"
    assert "clarification" in desk.case(reference).waiting
    assert any("どのアカウントについてですか。" in mail.body for mail in desk.box.mails)
    clarifying.answered(desk.drill.office, reference, by="S-1")
    desk.work()
    assert desk.case(reference).state == "identified"


def test_what_is_decided_is_not_asked_about(desk: Desk) -> None:
    reference = desk.ask("deletion")
    desk.work()
    desk.decide(reference)
    with pytest.raises(MoveRefusedError):
        clarifying.ask(desk.drill.office, reference, "x", by="S-1")


def test_of_two_people_with_one_telephone_the_one_who_is_meant_is_chosen(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.execute("UPDATE member SET phone = '070-0000-0001' WHERE id = 2")
        database.commit()
    reference = desk.ask("deletion", subject={"phone": "070-0000-0001"})
    desk.work()
    desk.decide(reference)
    desk.work()
    assert desk.case(reference).state == "decided"
    assert desk.case(reference).waiting == {"choice"}
    assert len(approving.candidates(desk.drill.office, desk.case(reference))) == 2
    with pytest.raises(UsageError):
        approving.choose(desk.drill.office, reference, [3], "S-1")
    approving.choose(desk.drill.office, reference, [2], "S-1")
    desk.work()
    assert desk.case(reference).state == "planned"
    desk.approve(reference)
    desk.work()
    left = [row[0] for row in desk.rows("app", "SELECT id FROM member WHERE id < 3")]
    assert len(left) == 1


def _unread_sessions(desk: Desk) -> None:
    """A table whose rows name people in a form that no decoder opens."""
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.executescript(
            "CREATE TABLE session (id INTEGER PRIMARY KEY, data TEXT);"
            "INSERT INTO session (data) VALUES ('no session at all');"
        )
    path = desk.drill.folder / "datamap" / "app.yaml"
    text = path.read_text("utf-8")
    entry = (
        "tables:\n  session:\n"
        "    edges: [{to: member, via: data, decode: django-session, path: _auth_user_id, role: owner}]\n"
        "    on_erase: delete\n"
    )
    path.write_text(text.replace("tables:\n", entry, 1), "utf-8")
    desk.drill.open()


def test_what_is_not_proven_is_answered_by_a_person_and_said_in_the_letter(desk: Desk) -> None:
    _unread_sessions(desk)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert desk.case(reference).state == "carried_out"
    assert desk.case(reference).waiting == {"decision"}
    remainders.answer_unproven(desk.drill.office, reference, "S-1")
    desk.work()
    assert desk.case(reference).state == "closed"
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, reference)
    (answer,) = [letter for letter in kept if letter.occasion == "answer"]
    assert answer.name == "partly"
    assert "証明できていません" in answer.text


def test_what_was_complete_is_not_answered_as_unproven(desk: Desk) -> None:
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    with pytest.raises(MoveRefusedError):
        remainders.answer_unproven(desk.drill.office, reference, "S-1")


@pytest.mark.slow
def test_a_telephone_that_another_person_has_too_is_left_by_whoever_has_looked(
    desk: Desk,
) -> None:
    _shared_telephone(desk)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    office = desk.drill.office
    assert desk.case(reference).state == "carried_out"
    assert desk.case(reference).waiting == {"parties"}
    assert remainders.found_again(office, reference) == {"app/member.phone": 1}
    with pytest.raises(MoveRefusedError):
        remainders.answer_unproven(office, reference, "S-1")
    remainders.leave_with_others(office, reference, "S-1")
    desk.work()
    assert desk.case(reference).state == "closed"
    assert desk.rows("app", "SELECT phone FROM member WHERE id = 2") == [("070-0000-0001",)]
    with office.company.engine.connect() as connection:
        kept = letters.of_case(connection, office.company.vault, reference)
    (answer,) = [letter for letter in kept if letter.occasion == "answer"]
    assert "ほかの方の記録にも含まれるもの" in answer.text


@pytest.mark.slow
def test_the_officer_is_shown_where_and_leaves_it_at_the_console(drill: Drill, desk: Desk) -> None:
    _shared_telephone(desk)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    officer = staff(drill, site_for(drill), "sora", "privacy_officer")
    page = f"/console/requests/{reference}"
    seen = text_of(officer.get(page))
    assert "app/member.phone" in seen
    assert "完了: いいえ" in seen
    assert "'outcome'" not in seen, "an entry's documents are its own page's"
    left = officer.submit(page, {"what": "leave"}, to=f"{page}/again")
    assert left.status_code == 303, text_of(left)
    assert desk.case(reference).state == "verified"


def test_nothing_is_left_with_others_where_a_row_of_the_plan_remains(desk: Desk) -> None:
    _shared_telephone(desk)
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.execute(
            "CREATE TRIGGER stubborn BEFORE DELETE ON enquiry BEGIN SELECT RAISE(IGNORE); END"
        )
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert desk.case(reference).state == "carried_out"
    assert remainders.found_again(desk.drill.office, reference) == {}
    with pytest.raises(MoveRefusedError):
        remainders.leave_with_others(desk.drill.office, reference, "S-1")


def _shared_telephone(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database, database:
        phone = "SELECT phone FROM member WHERE email = ?"
        database.execute(f"UPDATE member SET phone = ({phone}) WHERE id = 2", (MUGI,))


@pytest.mark.slow
def test_what_remained_is_planned_and_approved_again(desk: Desk) -> None:
    """A trigger of the database keeps a row; once it is gone the rest is done."""
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.execute(
            "CREATE TRIGGER stubborn BEFORE DELETE ON enquiry BEGIN SELECT RAISE(IGNORE); END"
        )
        database.commit()
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    case = desk.case(reference)
    assert case.state == "carried_out"
    assert case.waiting == {"parties"}
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.execute("DROP TRIGGER stubborn")
        database.commit()
    remainders.plan_again(desk.drill.office, reference, "S-1")
    desk.work()
    assert desk.case(reference).state == "planned"
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "closed"
    assert desk.rows("app", "SELECT * FROM enquiry WHERE member_id = 1") == []
