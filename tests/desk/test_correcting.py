"""What a correction can be asked for where the policy names groups, and why one cannot go on."""

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.test_centre import site_for
from tests.desk.test_console import staff
from tests.desk.working import Programs
from tests.web.sites import text_of
from upheld.desk import store
from upheld.desk.correctable import correctable
from upheld.desk.intake import Intake, IntakeInvalidError, receive
from upheld.vocabulary import category
from upheld.web.centre.draft import Draft
from upheld.web.centre.questions import Asked

PHONE = "070-0000-0009"


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.mark.slow
def test_fields_are_offered_and_never_the_policys_groups(desk: Desk) -> None:
    company = desk.drill.office.company
    held = correctable(company)
    assert {"contact.phone", "identity.name", "employment.employer"} <= set(held)
    assert not {name for name in company.policy.data if category.find(name) is None} & set(held)
    assert not {"key", "account.password"} & set(held)
    asked = dict(Asked(desk.drill.office, "correct", Draft()).categories())
    assert asked["contact.phone"].ja == "電話番号"
    assert tuple(asked) == held
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    page = officer.get("/console/enter").text
    assert '<option value="contact.phone">電話番号</option>' in page
    assert "customer-content" not in page


@pytest.mark.parametrize("name", ["nonsense.cat", "contact"])
def test_what_no_column_holds_is_refused_when_it_arrives(desk: Desk, name: str) -> None:
    intake = Intake(
        right="correction", language="ja", channel="api", subject={"email": MUGI},
        changes={name: PHONE},
    )  # fmt: skip
    with pytest.raises(IntakeInvalidError) as caught:
        receive(desk.drill.office, intake)
    assert f"`{name}`" in caught.value.what.ja
    assert "`contact.phone`" in caught.value.remedy.en
    assert PHONE not in str(caught.value)
    program = Programs(desk).of()
    today = desk.drill.office.company.clock.today()
    said = {name: PHONE}
    assert refused(
        lambda: program.enter(
            "correction", {"email": MUGI}, channel="paper", received_on=today, changes=said
        )
    ) == (422, "intake-invalid")
    with desk.drill.office.company.engine.connect() as connection:
        assert store.queue(connection) == []


def test_a_correction_that_came_on_paper_is_entered_with_what_is_right(desk: Desk) -> None:
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    letter = {
        "right": "correction", "channel": "paper", "day": "2026-12-21", "agent": "none",
        "id_email": MUGI, "language": "ja", "category": "contact.phone",
    }  # fmt: skip
    half = officer.submit("/console/enter", letter)
    assert half.status_code == 422
    assert "正しい内容を入力してください" in text_of(half)
    answer = officer.submit("/console/enter", {**letter, "new_value": PHONE})
    assert answer.status_code == 303, text_of(answer)
    sealed = desk.case("R-2026-0001").sealed
    assert sealed is not None
    assert sealed.changes == {"contact.phone": PHONE}


def test_the_console_says_why_a_case_cannot_go_on_until_it_can(desk: Desk) -> None:
    reference = desk.ask("correction", changes={"contact.phone": PHONE})
    desk.work()
    company = desk.drill.office.company
    with company.engine.begin() as connection:  # as one that arrived before it was refused
        case = store.load(connection, company.vault, reference)
        assert case.sealed is not None
        case.sealed.changes = {"customer-content": PHONE}
        store.save(connection, company.vault, case)
    desk.decide(reference)
    desk.work()
    officer = staff(desk.drill, site_for(desk.drill), "sora", "privacy_officer")
    shown = text_of(officer.get(f"/console/requests/{reference}"))
    assert "この請求は進められません" in shown
    assert "`customer-content` の列がありません" in shown
    assert "他の当事者待ち" not in shown
    desk.decide(
        reference, "refused", ground="not-needed", explanation="項目が違います", covers_all=True
    )
    assert "この請求は進められません" not in text_of(officer.get(f"/console/requests/{reference}"))
