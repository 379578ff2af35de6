"""Programs let colleagues in and out; nobody who decides or approves is made by a program."""

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.desk.test_api_work import refused
from tests.desk.test_console import staff
from tests.desk.working import Programs
from tests.web.sites import Browser
from upheld.evidence import ledger
from upheld.web.roles import ROLES
from upheld.web.signin import store as signin_store

ADDRESS = "umi@office.example"


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def entries(programs: Programs, kind: str) -> list[str]:
    company = programs.desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    return [str(one) for one in ledger.entries_of_kinds(company.engine, [kind])]


def test_a_colleague_is_let_in_by_a_link_that_comes_once(programs: Programs) -> None:
    maker = programs.officer()
    program = programs.of(maker)
    made = program.let_in("海野 うみ", ADDRESS, ["auditor", "viewer"], key="let-umi-in")
    assert made.link is not None
    assert made.ends_at is not None
    welcome = Browser(programs.app).get(made.link.removeprefix("http://localhost:8420"))
    assert welcome.status_code == 200
    again = program.let_in("海野 うみ", ADDRESS, ["auditor", "viewer"], key="let-umi-in")
    assert (again.id, again.link) == (made.id, None)
    umi = program.one_staff(made.id)
    assert (umi.name, umi.address, umi.roles, umi.state, umi.sessions) == (
        "海野 うみ", ADDRESS, ("auditor", "viewer"), "here", (),
    )  # fmt: skip
    (entry,) = entries(programs, "staff-added")
    assert f"{maker.id}/uph_" in entry
    assert ADDRESS not in entry
    assert made.link.rpartition("/")[2] not in entry


def test_the_same_address_is_nobody_twice_and_is_not_repeated(programs: Programs) -> None:
    program = programs.of()
    program.let_in("umi", ADDRESS, ["viewer"])
    assert refused(lambda: program.let_in("umi", ADDRESS.upper(), ["viewer"])) == (
        409, "address-taken",
    )  # fmt: skip
    assert refused(lambda: program.let_in("umi", "umi@@", ["viewer"])) == (422, "form-invalid")
    assert refused(lambda: program.let_in("umi", "b@office.example", [])) == (422, "form-invalid")
    assert refused(lambda: program.let_in("u\u202emi", "b@office.example", ["viewer"])) == (
        422, "form-invalid",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["privacy_officer", "approver"])
def test_no_program_makes_somebody_who_decides_or_approves(programs: Programs, role: str) -> None:
    program, person = programs.of(), programs.officer(role)
    made = program.let_in("umi", ADDRESS, ["engineer"])
    wanted = (403, "role-needs-person")
    assert refused(lambda: program.let_in("x", "x@office.example", ["viewer", role])) == wanted
    assert refused(lambda: program.change_roles(made.id, ["engineer", role])) == wanted
    assert refused(lambda: program.join_link(person.id)) == wanted
    program.let_out(person.id)
    assert refused(lambda: program.let_in_again(person.id)) == wanted
    assert program.one_staff(made.id).roles == ("engineer",)
    assert {one.role for one in program.roles() if not one.by_program} == {
        "privacy_officer", "approver",
    }  # fmt: skip


def test_roles_are_taken_and_given_and_the_last_officer_stays(programs: Programs) -> None:
    maker, other = programs.officer(), programs.officer("privacy_officer", "auditor")
    program = programs.of(maker)
    changed = program.change_roles(other.id, ["auditor", "engineer"], key="less-for-other")
    assert set(changed.roles) == {"auditor", "engineer"}
    assert program.change_roles(other.id, ["auditor", "engineer"], key="less-for-other") == changed
    assert len(entries(programs, "staff-roles-changed")) == 1
    assert refused(lambda: program.let_out(maker.id)) == (422, "last-officer")
    assert refused(lambda: program.change_roles(maker.id, ["viewer"])) == (422, "last-officer")
    assert program.let_out(other.id).state == "left"
    assert refused(lambda: program.let_out(other.id)) == (409, "staff-left")
    assert refused(lambda: program.join_link(other.id)) == (409, "staff-left")
    assert program.let_in_again(other.id).state == "here"
    assert program.join_link(other.id).link is not None


@pytest.mark.slow
def test_browsers_are_signed_out_one_or_all(programs: Programs) -> None:
    drill, program = programs.desk.drill, programs.of()
    browser = staff(drill, programs.app, "umi", "engineer")
    (umi,) = [one for one in program.staff() if one.roles == ("engineer",)]
    (session,) = program.one_staff(umi.id).sessions
    assert refused(lambda: program.sign_out(umi.id, "\x00")) == (422, "form-invalid")
    assert refused(lambda: program.sign_out(umi.id, "0" * 8)) == (404, "session-unknown")
    assert browser.get("/console").status_code == 200
    assert program.sign_out(umi.id, session.session, key="sign-umi-out") == 1
    assert program.sign_out(umi.id, session.session, key="sign-umi-out") == 1
    assert browser.get("/console").status_code == 303
    assert program.sign_out(umi.id) == 0
    (entry,) = entries(programs, "staff-session-ended")
    assert "/uph_" in entry


def test_the_staff_are_listed_page_by_page_to_officers_and_auditors(programs: Programs) -> None:
    made = {programs.officer(role).id for role in ROLES}
    auditor, engineer = programs.of(programs.officer("auditor")), programs.officer("engineer")
    found = [one.id for one in auditor.staff(page=2)]
    assert made < set(found)
    assert found == sorted(found)
    assert refused(lambda: list(programs.of(engineer).staff())) == (403, "token-maker-left")
    assert refused(lambda: auditor.let_out(engineer.id)) == (403, "token-maker-left")
    assert refused(lambda: auditor.one_staff("S-nobody")) == (404, "staff-unknown")
    with programs.desk.drill.office.company.engine.connect() as connection:
        assert signin_store.count_able(connection, "engineer") == 2
