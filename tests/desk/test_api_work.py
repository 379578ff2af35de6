"""Programs do what staff do, by the same rules; each act once for its key."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import MUGI, Desk
from tests.desk.others.desks import desk_with, erased
from tests.desk.working import Programs
from upheld.client import ProblemError, StaffClient
from upheld.desk.approving import FourEyesError
from upheld.rights.turn import turn
from upheld.terminal.main import main
from upheld.web.signin import store as signin_store


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.fixture
def programs(desk: Desk) -> Programs:
    return Programs(desk)


def refused(act: Callable[[], object]) -> tuple[int, str]:
    """Return with which status and code an act is refused."""
    with pytest.raises(ProblemError) as problem:
        act()
    assert MUGI not in str(problem.value)
    return problem.value.status, problem.value.code


def identified(desk: Desk, right: str = "deletion", **more: object) -> str:
    reference = desk.ask(right, **more)
    desk.work()
    return reference


def planned(desk: Desk, program: StaffClient) -> str:
    """A deletion that a program decided, with its plan."""
    reference = identified(desk)
    program.decide(program.request(reference), "granted")
    desk.work()
    return reference


@pytest.mark.slow
def test_a_program_takes_a_deletion_from_the_queue_to_the_answer(
    desk: Desk, programs: Programs
) -> None:
    program = programs.of(maker := programs.officer())
    reference = identified(desk)
    (found,) = program.requests(states=["identified"])
    assert program.decide(found, "granted").state == "decided"
    desk.work()
    plan = program.plan(reference)
    assert plan.rows_to_erase == sum(table.delete + table.anonymise for table in plan.tables) > 0
    assert program.approve(reference, plan.sha256).state == "approved"
    desk.work()
    assert program.request(reference).state in ("answered", "closed")
    entries = list(program.timeline(reference, page=3))
    assert [one.index for one in entries] == sorted(one.index for one in entries)
    by = {one.kind: one.by for one in entries}
    assert by["case-decided"] == by["case-approved"]
    assert by["case-decided"].startswith(f"{maker.id}/uph_")
    assert {one.kind for one in entries} >= {"request-received", "case-answered"}
    assert MUGI not in str(entries)


def test_what_was_not_seen_is_not_decided_or_approved(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    reference = identified(desk)
    seen = program.request(reference)
    desk.decide(reference)
    desk.work()
    assert refused(lambda: program.decide(seen, "granted")) == (409, "case-changed")
    assert refused(lambda: program.approve(reference, "0" * 64)) == (409, "plan-stale")
    assert desk.case(reference).state == "planned"


def test_a_refusal_needs_a_ground_of_the_list_and_words(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    found = program.request(identified(desk, "disclosure", form="electronic"))
    grounds = {one.code: one for one in program.grounds(found.reference)}
    assert grounds["rights-of-others"].article["en"] == "APPI art. 33(2)(i)"
    assert refused(
        lambda: program.decide(found, "refused", ground="too-much-work", explanation="x")
    ) == (422, "ground-unknown")
    assert refused(lambda: program.decide(found, "refused", ground="rights-of-others")) == (
        422, "decision-invalid",
    )  # fmt: skip
    done = program.decide(
        found, "refused", ground="rights-of-others", explanation="他の方の情報が含まれます"
    )
    assert (done.state, done.decision) == ("refused", "rights-of-others")


def test_an_act_made_again_with_its_key_is_one_act(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    found = program.request(identified(desk))
    first = program.decide(found, "granted", key="decision-of-0001")
    assert program.decide(found, "granted", key="decision-of-0001") == first
    desk.work()
    assert program.decide(found, "granted", key="decision-of-0001").state == "planned"
    assert refused(lambda: program.decide(found, "absent", key="decision-of-0001")) == (
        422, "key-reused",
    )  # fmt: skip
    assert refused(lambda: program.hold(found.reference, "court", key="decision-of-0001")) == (
        422, "key-reused",
    )  # fmt: skip
    assert desk.kinds(found.reference).count("case-decided") == 1
    other = programs.of()
    assert refused(lambda: other.decide(found, "granted", key="decision-of-0001")) == (
        409, "case-changed",
    )  # fmt: skip


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_call_that_is_made_many_times_at_once_is_one_act(found: Founded, store: str) -> None:
    desk = Desk(found(store=store))
    programs = Programs(desk)
    token = programs.token(programs.officer())
    asked = programs.by(token).request(identified(desk))
    withdrawn = desk.ask("deletion", subject={"email": "b@example.jp"})
    unpaid = desk.ask("disclosure", form="electronic", pays=False)

    def at_once(act: Callable[[StaffClient], object]) -> None:
        with ThreadPoolExecutor(6) as pool:
            calls = [pool.submit(act, programs.by(token)) for _ in range(6)]
            assert len([call.result() for call in calls]) == 6

    at_once(lambda program: program.decide(asked, "granted", key="decided-by-six"))
    for _again in range(2):
        programs.by(token).withdraw(withdrawn, key="withdrawn-twice")
    at_once(lambda program: program.paid(unpaid, "counter", key="paid-by-six"))
    desk.work()
    assert desk.kinds(asked.reference).count("case-decided") == 1
    assert desk.kinds(withdrawn).count("case-withdrawn") == 1
    assert desk.kinds(unpaid).count("fee-paid") == 1


def test_what_is_being_carried_out_is_not_withdrawn_meanwhile(
    desk: Desk, programs: Programs
) -> None:
    program = programs.of()
    reference = identified(desk)
    with turn(desk.drill.office.company.engine, reference):
        for key in (None, "withdraw-it-now"):
            assert refused(lambda k=key: program.withdraw(reference, key=k)) == (  # type: ignore[misc]
                409, "already-running",
            )  # fmt: skip
    assert program.withdraw(reference, key="withdraw-it-now").state == "withdrawn"


def test_a_number_that_is_none_leads_nowhere(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    before = sorted(desk.drill.folder.rglob("*.lock"))
    for number in ("%2e%2e%2f%2e%2e%2fx", "..%2Fx", "R-2026-0001.lock", "%00", "x" * 300):
        assert refused(lambda n=number: program.withdraw(n))[0] == 404  # type: ignore[misc]
        assert refused(lambda n=number: program.approve(n, "0" * 64))[0] == 404  # type: ignore[misc]
    assert sorted(desk.drill.folder.rglob("*.lock")) == before


def test_what_was_refused_leaves_no_mark_under_its_key(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    reference = identified(desk)
    assert refused(lambda: program.take_up(reference, key="take-it-up-1"))[1] == "case-state"
    program.hold(reference, "court")
    assert program.take_up(reference, key="take-it-up-1").state == "identified"
    program.hold(reference, "court")
    assert program.take_up(reference, key="take-it-up-1").state == "on_hold", "it was done before"


def four_eyes(drill: Drill) -> Programs:
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\ndesk: {{four_eyes: {{always: true}}}}\n", "utf-8")
    drill.workspace.close()
    drill.open()
    return Programs(Desk(drill))


def test_two_tokens_of_one_person_are_one_pair_of_eyes_and_two_programs_are_none(
    drill: Drill,
) -> None:
    programs = four_eyes(drill)
    desk, maker = programs.desk, programs.officer()
    reference = planned(desk, programs.of(maker))
    plan = programs.of().plan(reference)
    assert plan.four_eyes
    for program in (programs.of(maker), programs.of()):
        assert refused(lambda p=program: p.approve(reference, plan.sha256)) == (  # type: ignore[misc]
            403, "four-eyes",
        )  # fmt: skip
    with pytest.raises(FourEyesError):
        desk.approve(reference, by=maker.id)
    assert desk.case(reference).state == "planned"
    desk.approve(reference, by=programs.officer("approver").id)
    assert desk.case(reference).state == "approved"


def test_a_program_of_somebody_else_approves_what_a_person_decided(drill: Drill) -> None:
    programs = four_eyes(drill)
    desk, officer = programs.desk, programs.officer()
    reference = identified(desk)
    desk.decide(reference, by=officer.id)
    desk.work()
    sha256 = desk.plan_hash(reference)
    assert refused(lambda: programs.of(officer).approve(reference, sha256))[1] == "four-eyes"
    assert programs.of().approve(reference, sha256).state == "approved"


def test_a_token_does_no_more_than_its_maker_may_now(desk: Desk, programs: Programs) -> None:
    maker = programs.officer()
    program = programs.of(maker)
    found = program.request(identified(desk))
    engine, now = desk.drill.office.company.engine, desk.drill.office.company.clock.now()
    with engine.begin() as connection:
        signin_store.change_staff(connection, maker.id, roles="viewer")
    assert refused(lambda: program.decide(found, "granted")) == (403, "token-maker-left")
    with engine.begin() as connection:
        signin_store.change_staff(connection, maker.id, roles="privacy_officer", disabled_at=now)
    assert refused(lambda: program.decide(found, "granted")) == (403, "token-maker-left")
    assert program.request(found.reference).state == "identified", "reading is the company's own"
    with engine.begin() as connection:
        signin_store.change_staff(connection, maker.id, disabled_at=None)
    assert program.decide(found, "granted").state == "decided"


def test_of_two_people_the_one_who_is_meant_is_chosen(desk: Desk, programs: Programs) -> None:
    with closing(sqlite3.connect(desk.drill.folder / "data" / "app.db")) as database:
        database.execute("UPDATE member SET phone = '070-0000-0001' WHERE id = 2")
        database.commit()
    program = programs.of()
    reference = identified(desk, subject={"phone": "070-0000-0001"})
    assert program.candidates(reference) == []
    assert refused(lambda: program.choose(reference, [1])) == (409, "case-state")
    program.decide(program.request(reference), "granted")
    desk.work()
    assert program.request(reference).waiting == ("choice",)
    people = program.candidates(reference)
    assert [one.number for one in people] == [1, 2]
    assert "070" not in str(people)
    assert refused(lambda: program.choose(reference, [3]))[0] == 422
    program.choose(reference, [2], key="the-second-one")
    program.choose(reference, [2], key="the-second-one")
    desk.work()
    assert program.request(reference).state == "planned"


def test_time_is_prolonged_once_where_the_policy_allows_it(found: Founded) -> None:
    programs = Programs(Desk(found("b2b-platform")))
    program = programs.of()
    reference = identified(programs.desk, "delete", residence="US-CA")
    before = program.request(reference)
    after = program.extend(before, "complex")
    assert after.due_on > before.due_on
    assert refused(lambda: program.extend(replace(before, turn=after.turn), "many"))[0] == 422
    assert refused(lambda: program.decide(before, "granted")) == (409, "case-changed")
    status, code = refused(lambda: program.extend(after, "complex"))
    assert (status, code) == (422, "extension-refused")


def test_a_fee_is_read_and_noted_once(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    reference = desk.ask("disclosure", form="electronic", pays=False)
    fee = program.fee(reference)
    assert fee is not None
    assert (fee.owed, fee.paid, fee.left, fee.settled) == ("1000", "0", "1000", False)
    assert "fee" in program.request(reference).waiting
    done = program.paid(reference, "bank", number="20261224-0071", key="transfer-0071")
    assert "fee" not in done.waiting
    assert program.paid(reference, "bank", number="20261224-0071", key="transfer-0071") == done
    assert refused(lambda: program.paid(reference, "bank", number="20261224-0071")) == (
        422, "fee-refused",
    )  # fmt: skip
    fee = program.fee(reference)
    assert fee is not None
    assert fee.settled
    assert program.fee(desk.ask("deletion")) is None
    other = desk.ask("disclosure", form="electronic", subject={"email": "b@example.jp"}, pays=False)
    assert "fee" not in program.waive(other).waiting


@pytest.mark.slow
def test_another_partys_task_is_settled_with_a_proof_under_its_own_request(found: Founded) -> None:
    desk = desk_with(found, {"archive": {"kind": "task", "to": "clerk@example.jp"}})
    program = Programs(desk).of()
    reference = erased(desk)
    (task,) = program.tasks(reference)
    assert (task.party, task.how, task.proven) == ("archive", "task", False)
    other = desk.ask("deletion", subject={"email": "b@example.jp"})
    assert refused(lambda: program.settle(other, task.id, "done", "seen")) == (
        404, "party-task-unknown",
    )  # fmt: skip
    assert refused(lambda: program.settle(reference, task.id, "done", ""))[1] == "form-invalid"
    program.settle(reference, task.id, "done", "2026-12-24 に廃棄証明を受領", key="archive-done")
    program.settle(reference, task.id, "done", "2026-12-24 に廃棄証明を受領", key="archive-done")
    desk.work()
    assert program.tasks(reference)[0].state == "done"
    assert program.request(reference).state in ("verified", "answered", "closed")


def test_a_letter_is_entered_with_its_day_and_who_asks_was_seen(
    desk: Desk, programs: Programs
) -> None:
    program = programs.of()
    day = date(2026, 12, 21)
    entered = program.enter(
        "deletion", {"email": MUGI}, channel="paper", received_on=day, key="letter-no-12"
    )
    again = program.enter(
        "deletion", {"email": MUGI}, channel="paper", received_on=day, key="letter-no-12"
    )
    assert (entered.reference, str(entered.due_on)) == (again.reference, "2027-01-04")
    assert refused(
        lambda: program.enter(
            "deletion", {"email": MUGI}, channel="paper", received_on=date(2026, 12, 25)
        )
    ) == (422, "intake-invalid")
    unsaid = refused(lambda: program.identified(program.request(entered.reference), proof=""))
    assert unsaid == (422, "proof-unsaid")
    seen = program.identified(program.request(entered.reference), proof="driving-licence")
    assert seen.state == "identified"
    assert refused(lambda: program.identified(seen, proof="a-friend-of-mine"))[1] == "proof-unknown"


def test_a_question_a_hold_and_an_answer_on_paper(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    reference = identified(desk)
    assert "clarification" in program.ask(reference, "どの注文ですか").waiting
    assert "clarification" not in program.clarified(reference).waiting
    assert program.hold(reference, "advice").state == "on_hold"
    assert program.take_up(reference).state == "identified"
    desk.box.down = True
    program.decide(
        program.request(reference), "refused",
        ground="company-decision", explanation="必要がないため",
    )  # fmt: skip
    desk.work()
    assert program.handed_over(reference, "post").state == "answered"
    assert "どの注文" not in str(list(program.timeline(reference)))


def test_requests_are_listed_by_right_and_last_day(desk: Desk, programs: Programs) -> None:
    program = programs.of()
    soon = program.enter("deletion", {"email": "a@example.jp"}, channel="paper",
                         received_on=date(2026, 12, 1))  # fmt: skip
    later = desk.ask("deletion", subject={"email": "b@example.jp"})
    other = desk.ask("disclosure", form="electronic", subject={"email": "c@example.jp"})

    def listed(**asked: object) -> list[str]:
        return [one.reference for one in program.requests(page=1, **asked)]  # type: ignore[arg-type]

    assert listed() == [soon.reference, later, other]
    assert listed(rights=["deletion"]) == [soon.reference, later]
    assert listed(rights=["deletion", "disclosure"], due_from=soon.due_on) == listed()
    assert listed(due_until=soon.due_on) == [soon.reference]
    assert listed(due_from=desk.case(later).due_on) == [later, other]
    assert listed(states=["received"], rights=["correction"]) == []


def test_the_terminal_lists_a_withdrawn_request_as_the_desk_does(
    desk: Desk, programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    program = programs.of()
    reference = planned(desk, program)
    program.withdraw(reference)
    capsys.readouterr()
    assert main(["-C", str(desk.drill.folder), "--json", "request", "list"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["request"], row["state"], row["desk"]) == (reference, "received", "withdrawn")
    assert main(["-C", str(desk.drill.folder), "--lang", "ja", "request", "list"]) == 0
    assert "取下げ" in capsys.readouterr().out
