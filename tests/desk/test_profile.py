"""What the policy lets people change, they change at once: written, read back, logged, undone."""

import json
import sqlite3
from dataclasses import replace

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from upheld.desk.profile import changing, proving, reading
from upheld.desk.profile.changing import (
    CHANGES_A_DAY,
    ChangeRefusedError,
    ChangesExhaustedError,
    Known,
    Wanted,
    change,
    may_undo,
    undo,
)
from upheld.desk.profile.offering import offer, ways
from upheld.desk.profile.reading import PersonUnclearError
from upheld.desk.profile.store import Change, find
from upheld.evidence import ledger
from upheld.web.centre.progress import receipt_of

AKARI = "akari.asagiri@team1.example.jp"
TORU = "toru.asagiri@team1.example.jp"
KNOWN = Known(subject={"email": AKARI}, contact=AKARI, way="email-confirm")


@pytest.fixture
def desk(found: Founded) -> Desk:
    """The desk of the example whose policy lets people change their profile."""
    return Desk(found("b2b-platform"))


def wanted(category: str, value: str, key: str = "k1") -> Wanted:
    return Wanted(category=category, value=value, key=key, language="ja")


def member(desk: Desk, address: str = AKARI) -> tuple[str, ...]:
    (row,) = desk.rows(
        "app", "SELECT name, job_title, role, email FROM member WHERE email = ?", address
    )
    return tuple(row)


def ledger_text(drill: Drill, reference: str) -> str:
    rows = ledger.entries_of(drill.office.company.engine, reference)
    return "\n".join(bytes(row.leaf).decode() for row in rows)


def test_the_policy_says_what_is_changed_at_once_and_what_goes_another_way(desk: Desk) -> None:
    found = offer(desk.drill.office)
    assert [item.name for item in found.items] == [
        "identity.name", "employment.job_title", "account.role", "behaviour.preference",
    ]  # fmt: skip
    role = found.item("account.role")
    assert role is not None
    assert role.values == ("member", "viewer")
    assert role.clauses == ("P1-8a",)
    assert found.elsewhere == ()
    assert ways(desk.drill.office) == ("session", "account", "email-confirm")


def test_a_policy_that_names_nothing_lets_nothing_be_changed(drill: Drill) -> None:
    assert offer(drill.office).items == ()
    known = Known(subject={"email": "mugi.koharu@diary.example.jp"}, contact="", way="session")
    with pytest.raises(ChangeRefusedError):
        change(drill.office, known, wanted("identity.name", "別の名"))


@pytest.mark.slow
def test_a_name_is_changed_in_every_place_at_once_and_leaves_a_receipt(desk: Desk) -> None:
    others = desk.rows("app", "SELECT name FROM member WHERE email != ? ORDER BY id", AKARI)
    reference = change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    assert member(desk) == ("朝霧 あかり", "意匠担当", "member", AKARI)
    billed = desk.rows(
        "app",
        "SELECT DISTINCT billing_name FROM invoice JOIN member ON member.id = billed_to "
        "WHERE member.email = ?",
        AKARI,
    )
    assert [row[0] for row in billed] in ([], ["朝霧 あかり"])
    assert desk.rows("app", "SELECT name FROM member WHERE email != ? ORDER BY id", AKARI) == others
    case = desk.case(reference)
    assert (case.state, case.right, case.channel, case.decision) == (
        "closed", "correction", "web", "granted",
    )  # fmt: skip
    kinds = desk.kinds(reference)
    for kind in ("request-received", "identity-confirmed", "profile-change", "plan-approved",
                 "case-carried-out", "case-verified", "case-closed"):  # fmt: skip
        assert kind in kinds, kind
    receipt = receipt_of(desk.drill.office, case)
    assert receipt is not None
    assert '"verified"' in json.dumps(receipt.as_json())


@pytest.mark.slow
def test_neither_the_old_nor_the_new_value_is_in_the_ledger(desk: Desk) -> None:
    reference = change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    text = ledger_text(desk.drill, reference)
    assert '"method":"email-confirm"' in text
    assert '"clauses":["P1-8a"]' in text
    for value in ("朝霧 あかり", "朝霧 灯", AKARI):
        assert value not in text
        assert json.dumps(value)[1:-1] not in text


def test_what_is_shown_is_what_is_held_of_exactly_these_categories(desk: Desk) -> None:
    office = desk.drill.office
    person = reading.find(office, {"email": "ＡＫＡＲＩ.asagiri@TEAM1.example.jp"})
    names = [item.name for item in offer(office).items]
    held = reading.read(office, person, names)
    assert {name: one.values for name, one in held.items()} == {
        "identity.name": ["朝霧 灯"],
        "employment.job_title": ["意匠担当"],
        "account.role": ["member"],
        "behaviour.preference": ['{"language":"ja","news":1}'],
    }
    assert "朝霧" not in repr(held)


@pytest.mark.slow
def test_nobody_makes_an_administrator_of_themselves(desk: Desk) -> None:
    office = desk.drill.office
    with pytest.raises(ChangeRefusedError):
        change(office, KNOWN, wanted("account.role", "org-admin"))
    assert member(desk)[2] == "member"
    change(office, KNOWN, wanted("account.role", "viewer"))
    assert member(desk)[2] == "viewer"
    boss = Known(subject={"email": TORU}, contact=TORU, way="session")
    reference = change(office, boss, wanted("account.role", "viewer", "k2"))
    with pytest.raises(ChangeRefusedError):  # what was held before is no value to choose
        undo(office, boss, reference, key="k3", language="ja")
    assert member(desk, TORU)[2] == "viewer"


def test_an_address_by_which_people_are_found_is_never_changed_at_once(desk: Desk) -> None:
    file = desk.drill.folder / "policy" / "data.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("data: [identity.name, employ", "data: [contact.email, employ"))
    desk.drill.open()
    found = offer(desk.drill.office)
    assert found.item("contact.email") is None
    assert ("contact.email", "finds-people") in found.elsewhere
    with pytest.raises(ChangeRefusedError):
        change(desk.drill.office, KNOWN, wanted("contact.email", "thief@example.jp"))
    assert member(desk)[3] == AKARI


@pytest.mark.slow
def test_a_change_is_taken_back_once_by_its_own_person(desk: Desk) -> None:
    office = desk.drill.office
    reference = change(office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    stranger = Known(subject={"email": TORU}, contact=TORU, way="email-confirm")
    with pytest.raises(ChangeRefusedError):
        undo(office, stranger, reference, key="s", language="ja")
    back = undo(office, KNOWN, reference, key="k2", language="ja")
    assert member(desk)[0] == "朝霧 灯"
    assert f'"undoes":"{reference}"' in ledger_text(desk.drill, back)
    with pytest.raises(ChangeRefusedError):
        undo(office, KNOWN, reference, key="k3", language="ja")


def test_a_change_is_taken_back_for_thirty_days(desk: Desk) -> None:
    office = desk.drill.office
    reference = change(office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    with office.company.engine.connect() as connection:
        kept = find(connection, office.company.vault, reference)
    assert kept is not None
    assert kept.before == "朝霧 灯"
    assert "朝霧" not in repr(kept)
    assert may_undo(office, KNOWN, kept)
    desk.drill.set("2027-01-23T10:00:00+09:00")
    assert not may_undo(office, KNOWN, kept)


@pytest.mark.slow
def test_a_form_posted_twice_is_one_change(desk: Desk) -> None:
    first = change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    assert change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり")) == first
    with pytest.raises(ChangeRefusedError):  # another submission finds nothing to change
        change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり", "k2"))


@pytest.mark.slow
def test_ten_changes_a_day_and_the_next_day_more(desk: Desk) -> None:
    assert CHANGES_A_DAY == 10
    office = desk.drill.office
    for number in range(CHANGES_A_DAY):
        change(office, KNOWN, wanted("employment.job_title", f"担当 {number}", f"k{number}"))
    by_number = replace(KNOWN, subject={"member_id": "2"}, way="session")
    for known in (KNOWN, by_number):  # one person, however they are found
        with pytest.raises(ChangesExhaustedError):
            change(office, known, wanted("employment.job_title", "担当 10", "k10"))
    assert member(desk)[1] == "担当 9"
    desk.drill.set("2026-12-25T10:00:01+09:00")
    change(office, KNOWN, wanted("employment.job_title", "担当 10", "k10"))
    assert member(desk)[1] == "担当 10"


@pytest.mark.parametrize("subject", [{"email": "nobody@example.jp"}, {"member_id": "999"}])
def test_who_is_not_found_changes_nothing(desk: Desk, subject: dict[str, str]) -> None:
    known = Known(subject=subject, contact="", way="session")
    with pytest.raises(PersonUnclearError):
        change(desk.drill.office, known, wanted("identity.name", "だれか"))


def test_a_worker_finishes_what_a_process_that_died_had_begun(
    desk: Desk,
) -> None:
    """A process that dies after the case was received: the worker takes it the whole way."""
    office = desk.drill.office
    intake = changing._intake(KNOWN, wanted("identity.name", "朝霧 あかり"))
    person = reading.find(office, KNOWN.subject).person
    kept = Change(
        reference="", person=person, category="identity.name", way="email-confirm",
        at=office.company.clock.now(), before="朝霧 灯",
    )  # fmt: skip
    with office.company.engine.begin() as connection:
        reference = changing._receive(office, connection, intake, kept, ["P1-8a"])
    assert desk.case(reference).state == "received"
    for _ in range(6):
        desk.work()
    assert desk.case(reference).state == "closed"
    assert member(desk)[0] == "朝霧 あかり"
    (mail,) = desk.box.mails
    assert mail.to == AKARI
    assert "氏名" in mail.body
    assert "朝霧" not in mail.body + mail.subject


def test_a_place_that_does_not_take_it_is_never_told_as_done(desk: Desk) -> None:
    with sqlite3.connect(desk.drill.folder / "data" / "app.db") as database:
        database.execute(
            "CREATE TRIGGER stubborn BEFORE UPDATE ON member BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    reference = change(desk.drill.office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    case = desk.case(reference)
    assert case.state == "carried_out"
    assert case.waiting == {"parties"}
    assert member(desk)[0] == "朝霧 灯"
    assert desk.box.mails == []


@pytest.mark.parametrize("store", ["postgresql"])
def test_the_desks_own_tables_may_be_on_postgresql(found: Founded, store: str) -> None:
    desk = Desk(found("b2b-platform", store=store))
    office = desk.drill.office
    reference = change(office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    assert desk.case(reference).state == "closed"
    undo(office, KNOWN, reference, key="k2", language="ja")
    assert member(desk)[0] == "朝霧 灯"
    visit = proving.ask(office, AKARI, "ja")
    desk.work()
    assert proving.redeem(office, visit, desk.box.code())


@pytest.mark.slow
def test_what_was_held_before_is_forgotten_with_the_case(desk: Desk) -> None:
    office = desk.drill.office
    reference = change(office, KNOWN, wanted("identity.name", "朝霧 あかり"))
    from upheld.desk import chores

    chores.forget(office, reference)
    with office.company.engine.connect() as connection:
        kept = find(connection, office.company.vault, reference)
    assert kept is not None
    assert (kept.before, kept.person) == (None, frozenset())


def test_a_code_goes_to_every_address_alike_and_opens_one_visit(desk: Desk) -> None:
    office = desk.drill.office
    visits = [proving.ask(office, address, "ja") for address in (AKARI, "nobody@example.jp")]
    desk.work()
    assert [mail.to for mail in desk.box.mails] == [AKARI, "nobody@example.jp"]
    code = desk.box.code()  # the stranger's
    assert not proving.redeem(office, visits[0], code)
    assert proving.redeem(office, visits[1], code)
    assert not proving.redeem(office, visits[1], code), "used"
    assert not proving.redeem(office, "V-" + "x" * 16, code)
    desk.drill.set("2026-12-27T10:00:00+09:00")
    desk.work()
    from sqlalchemy import func, select

    from upheld.desk.profile.store import visits as table

    with office.company.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_ten_codes_a_day_for_one_address(desk: Desk) -> None:
    for _ in range(12):
        proving.ask(desk.drill.office, AKARI, "en")
    desk.work()
    assert len(desk.box.mails) == 10


@pytest.mark.slow
def test_settings_are_changed_and_never_the_shape_of_what_an_application_reads(
    desk: Desk,
) -> None:
    office = desk.drill.office
    for broken in (
        "", "news", "{}", '{"language":"ja"}', '{"language":"ja","news":1,"plan":"team"}',
        '{"language":"ja","news":"1"}', '{"language":["ja"],"news":1}', '{"news":1,"language":"ja"}',
    ):  # fmt: skip
        with pytest.raises(ChangeRefusedError):
            change(office, KNOWN, wanted("behaviour.preference", broken))
    change(office, KNOWN, wanted("behaviour.preference", '{"language":"en","news":0}'))
    rows = desk.rows("app", "SELECT preferences FROM member WHERE email = ?", AKARI)
    assert rows == [('{"language":"en","news":0}',)]
