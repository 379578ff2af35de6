"""Programs keep the register of provision: a list names nobody, each look is an entry."""

from datetime import date
from typing import Any

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.test_provisions import ADDRESS, OTHER
from tests.desk.working import Programs
from upheld.client.api import ProblemError
from upheld.evidence import ledger
from upheld.rights.sweeping import sweep_due

DAY = date(2026, 12, 23)


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def provided(**changes: Any) -> dict[str, Any]:
    """A provision of Mugi's advertising identifier on the day before."""
    said: dict[str, Any] = {
        "direction": "provided", "party": "ad-network", "basis": "consent", "first_on": str(DAY),
        "address": ADDRESS, "person": {"email": MUGI}, "items": ["device.advertising_id"],
        "consented": True,
    }  # fmt: skip
    return said | changes


def received(**changes: Any) -> dict[str, Any]:
    """What came from a list broker."""
    said = provided(
        direction="received", party="list-broker", name="名簿会社", basis="opt-out",
        acquisition="公開の名簿", consented=False, person={"email": OTHER},
    )  # fmt: skip
    return said | changes


def entries(programs: Programs, *kinds: str) -> list[str]:
    company = programs.desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    return [str(one) for one in ledger.entries_of_kinds(company.engine, list(kinds))]


def test_a_record_is_entered_once_listed_without_a_name_and_opened(programs: Programs) -> None:
    maker = programs.officer()
    program = programs.of(maker)
    done = program.record_provisions([provided(), received()], key="of-the-23rd")
    assert done == {"added": 2, "extended": 0, "known": 0}
    assert program.record_provisions([provided(), received()], key="of-the-23rd") == done
    assert program.record_provisions([provided()]) == {"added": 0, "extended": 0, "known": 1}
    came, went = program.provisions()
    assert (went.direction, went.party, went.last_on, went.kept_until) == (
        "provided", "ad-network", DAY, date(2029, 12, 24),
    )  # fmt: skip
    assert MUGI not in str(program._get("/provisions"))
    opened = program.provision(went.record)
    assert (opened.person, opened.items) == ({"email": MUGI}, ("device.advertising_id",))
    assert opened.third_party["address"] == ADDRESS
    assert program.provision(came.record).acquisition == "公開の名簿"
    found = entries(programs, "provision-recorded", "provision-read")
    assert len(found) == 4
    assert all(f"{maker.id}/uph_" in one for one in found)
    assert MUGI not in str(found)


def test_a_search_for_a_person_is_an_entry_without_the_value(programs: Programs) -> None:
    program = programs.of()
    program.record_provisions([provided(), received(), provided(first_on="2026-12-01")])
    found = program.provisions_of({"email": f" {MUGI.upper()} "})
    assert [one.first_on for one in found] == [date(2026, 12, 1), DAY]
    assert program.provisions_of({"email": "nobody@example.jp"}) == []
    assert refused(lambda: program.provisions_of({"shoe_size": MUGI})) == (
        422, "identifier-unusable",
    )  # fmt: skip
    searched = entries(programs, "provisions-searched")
    assert len(searched) == 2
    assert MUGI not in str(searched)


def test_records_are_listed_by_party_direction_and_days_page_by_page(programs: Programs) -> None:
    program = programs.of()
    program.record_provisions(
        [
            provided(form="batch", first_on="2026-11-01", last_on="2026-11-30"),
            received(first_on="2026-12-10"),
            provided(),
        ]
    )

    def listed(**asked: Any) -> list[int]:
        return [one.record for one in program.provisions(page=1, **asked)]

    assert listed() == [3, 2, 1]
    assert listed(party="ad-network") == [3, 1]
    assert listed(direction="received") == [2]
    assert listed(since=date(2026, 11, 30), through=date(2026, 12, 10)) == [2, 1]
    assert listed(since=date(2026, 12, 1)) == [3, 2]
    assert listed(through=date(2026, 11, 15)) == [1]
    assert listed(party="nobody") == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"party": "nobody"}, "provision-invalid"),
        ({"address": ""}, "provision-invalid"),
        ({"consented": False}, "provision-invalid"),
        ({"items": []}, "provision-invalid"),
        ({"first_on": "2027-01-01"}, "provision-invalid"),
        ({"person": {"shoe_size": MUGI}}, "identifier-unusable"),
        ({"person": {}}, "provision-invalid"),
        ({"basis": "because"}, "form-invalid"),
    ],
)
def test_what_the_law_wants_and_is_missing_enters_nothing(
    programs: Programs, wrong: dict[str, Any], code: str
) -> None:
    program = programs.of()
    assert refused(lambda: program.record_provisions([received(), provided(**wrong)])) == (
        422, code,
    )  # fmt: skip
    assert list(program.provisions()) == []


def test_which_of_several_records_is_wrong_is_said(programs: Programs) -> None:
    program = programs.of()
    for wrong in ({"address": ""}, {"person": {"shoe_size": MUGI}}):
        with pytest.raises(ProblemError) as problem:
            program.record_provisions([received(), provided(**wrong)])
        assert problem.value.places == ("table records, line 2",)


def test_somebody_answers_for_days_and_takes_it_back(programs: Programs) -> None:
    program = programs.of()
    made = program.declare_complete(date(2023, 1, 1), DAY, "責任者", key="declared-once")
    assert program.declare_complete(date(2023, 1, 1), DAY, "責任者", key="declared-once") == made
    assert program.declarations() == [made]
    assert refused(lambda: program.declare_complete(DAY, date(2027, 1, 1), "責任者"))[0] == 422
    program.withdraw_declaration(made.declaration)
    assert program.declarations() == []
    assert refused(lambda: program.withdraw_declaration(made.declaration)) == (
        404, "declaration-unknown",
    )  # fmt: skip
    found = entries(programs, "provisions-declared", "provisions-declaration-withdrawn")
    assert len(found) == 2
    assert "責任者" not in str(found)


def test_what_is_past_its_period_is_listed_and_opened_no_more(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    program.record_provisions([provided()])
    desk.drill.set("2030-01-05T10:00:00+09:00")
    sweep_due(desk.drill.office.company)
    fresh = programs.of()
    assert list(fresh.provisions()) == []
    assert refused(lambda: fresh.provision(1)) == (404, "provision-unknown")


def test_auditors_read_the_register_and_officers_alone_write_it(programs: Programs) -> None:
    programs.of().record_provisions([provided()])
    auditor = programs.of(programs.officer("auditor"))
    assert auditor.provision(1).person == {"email": MUGI}
    assert refused(lambda: auditor.record_provisions([provided()])) == (403, "token-maker-left")
    approver = programs.of(programs.officer("approver", "engineer", "viewer"))
    for look in (lambda: approver.provision(1), lambda: list(approver.provisions())):
        assert refused(look) == (403, "token-maker-left")
    assert refused(lambda: auditor.provision(99)) == (404, "provision-unknown")
