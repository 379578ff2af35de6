"""Each kind of request goes its whole way, from intake to closed, through the dispatcher."""

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import MUGI, Desk
from upheld.desk import delivery, restricting
from upheld.desk.letters import store as letters
from upheld.gate.restrictions import PROVISION, SALE_SHARING, SENSITIVE


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def _offer_limiting(drill: Drill) -> None:
    """No example offers to limit the use of sensitive information; this one does so here."""
    path = drill.folder / "policy" / "ai.yaml"
    text = path.read_text("utf-8")
    changed = text.replace(
        "limit-use:\n          offered: false", "limit-use:\n          offered: true"
    )
    assert changed != text
    path.write_text(changed, "utf-8")
    drill.open()


def _answer(desk: Desk, reference: str) -> str:
    """The letter that the person reads behind the link."""
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        found = letters.of_case(connection, company.vault, reference)
    return next(letter.text for letter in found if letter.occasion == "answer")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_disclosure_with_a_fee_from_intake_to_the_bundle(found: Founded, kind: str) -> None:
    desk = Desk(found(store=kind))
    reference = desk.ask("disclosure", form="electronic", pays=False)
    desk.work()
    assert desk.case(reference).state == "received"
    assert "fee" in desk.case(reference).waiting
    desk.pay(reference)
    desk.work()
    assert desk.case(reference).state == "identified"
    assert desk.case(reference).waiting == {"decision"}
    desk.decide(reference)
    desk.work()
    assert desk.case(reference).state == "planned"
    assert desk.case(reference).waiting == {"approval"}
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "answered"
    delivery.ask_code(desk.drill.office, desk.box.token())
    desk.work()
    got = delivery.collect(desk.drill.office, desk.box.token(), desk.box.code())
    assert got.bundle is not None
    assert got.bundle.read_bytes().startswith(b"age-encryption.org/v1")
    assert "小春 麦 様" in got.letter
    assert desk.case(reference).state == "closed"
    assert [mail.message_id.partition(".")[0] for mail in desk.box.mails] == [reference] * 5
    assert "手数料のお支払い" in desk.box.mails[0].subject + desk.box.mails[1].subject
    assert "F-2026-0001" in desk.box.mails[2].subject
    assert "回答ができました" in desk.box.mails[3].subject


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_deletion_is_carried_out_read_back_and_answered(found: Founded, kind: str) -> None:
    desk = Desk(found(store=kind))
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert desk.rows("app", "SELECT * FROM member WHERE email = ?", MUGI) == []
    assert desk.rows("surveys", "SELECT * FROM respondent WHERE email = ?", MUGI) == []
    assert len(desk.rows("app", "SELECT * FROM member")) == 24
    assert desk.case(reference).state == "closed", "a letter that was sent is an answer"
    assert "削除しました" in _answer(desk, reference)
    said = desk.kinds(reference)
    assert said.index("plan-approved") < said.index("deletion-read-back")
    assert said.index("deletion-read-back") < said.index("case-verified")
    assert "receipt-issued" in said or "receipt" in " ".join(said)


def test_a_correction_writes_what_the_person_says_is_right(desk: Desk) -> None:
    reference = desk.ask("correction", changes={"identity.name": "小春 むぎ"}, grounds=("untrue",))
    desk.whole_way(reference)
    assert desk.rows("app", "SELECT name FROM member WHERE email = ?", MUGI) == [("小春 むぎ",)]
    assert desk.case(reference).state == "closed"
    assert "訂正しました" in _answer(desk, reference)


@pytest.mark.slow
def test_wrong_content_is_emptied(desk: Desk) -> None:
    reference = desk.ask("content-deletion", changes={"employment.employer": ""})
    desk.whole_way(reference)
    assert desk.rows("app", "SELECT workplace FROM member WHERE email = ?", MUGI) == [(None,)]
    assert desk.case(reference).state == "closed"


def test_a_suspension_is_answered_by_the_gate_at_once(desk: Desk) -> None:
    gate = restricting.gate_of(desk.drill.office)
    assert not gate.stopped("email", MUGI, "ads")
    reference = desk.ask("suspension", grounds=("beyond-purpose",))
    desk.whole_way(reference)
    assert desk.case(reference).state == "closed"
    for kind, value in (
        ("email", " Mugi.Koharu@Diary.example.jp"),
        ("phone", "07000000001"),
        ("member_id", 1),
        ("app/member", 1),
    ):
        assert gate.stopped(kind, value, "ads").reasons == (reference,)
    assert not gate.stopped("member_id", 2, "ads"), "nobody else is stopped"
    assert not gate.stopped("email", MUGI, PROVISION), "only what was asked is stopped"
    restricting.lift(desk.drill.office, reference, by="S-1", reason="asked")
    assert not gate.stopped("email", MUGI, "ads")


def test_a_suspension_may_be_granted_for_some_purposes_only(desk: Desk) -> None:
    reference = desk.ask("suspension")
    desk.work()
    desk.decide(
        reference, "granted-in-part", ground="no-duty", explanation="他の目的に違反はありません。",
        only=("ads",),
    )  # fmt: skip
    desk.work()
    gate = restricting.gate_of(desk.drill.office)
    assert gate.stopped("email", MUGI, "ads")
    assert not gate.stopped("email", MUGI, "support")
    letter = _answer(desk, reference)
    assert "個人情報保護法第35条第2項" in letter
    assert "他の目的に違反はありません。" in letter


def test_provision_is_stopped(desk: Desk) -> None:
    reference = desk.ask("provision-stop", grounds=("unlawful-provision",))
    desk.whole_way(reference)
    assert restricting.gate_of(desk.drill.office).stopped("email", MUGI, PROVISION)
    assert "第三者への提供" in _answer(desk, reference)


@pytest.mark.parametrize(
    ("right", "use"), [("opt-out-sale-sharing", SALE_SHARING), ("limit-use", SENSITIVE)]
)
def test_an_opt_out_asks_for_nothing_and_waits_for_nobody(
    found: Founded, right: str, use: str
) -> None:
    desk = Desk(found("b2b-platform"))
    _offer_limiting(desk.drill)
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 1")[0]
    reference = desk.ask(
        right, residence="US-CA", language="en", subject={"email": email}, verified=False
    )
    desk.work()
    assert desk.case(reference).state == "closed"
    assert restricting.gate_of(desk.drill.office).stopped("email", email, use)


def test_a_notice_of_purpose_says_what_is_held_and_what_for(desk: Desk) -> None:
    reference = desk.ask("purpose-notice")
    desk.whole_way(reference)
    assert desk.case(reference).state == "closed"
    letter = _answer(desk, reference)
    purposes = desk.drill.office.company.policy.purposes
    assert purposes["account"].ja in letter
    assert "ご案内" in letter


def test_records_of_provision_that_nobody_answers_for_prove_nothing(desk: Desk) -> None:
    reference = desk.ask("provision-records")
    desk.whole_way(reference)
    letter = _answer(desk, reference)
    assert "証明できていないこと" in letter
    assert "漏れがないことを表明した責任者がいません" in letter
    recipients = desk.drill.office.company.policy.recipients
    assert any(one.ja in letter for one in recipients.values())


def test_a_complaint_is_answered_in_words(desk: Desk) -> None:
    reference = desk.ask("complaint", subject={}, message="広告が多すぎます。", verified=False)
    desk.work()
    desk.decide(reference, explanation="配信の頻度を下げました。")
    desk.work()
    assert desk.case(reference).state == "closed"
    assert "配信の頻度を下げました。" in _answer(desk, reference)


@pytest.mark.slow
def test_a_report_of_a_childs_data_erases_the_child_and_not_who_reports(found: Founded) -> None:
    desk = Desk(found("b2b-platform"))
    (child,) = desk.rows("app", "SELECT email FROM member WHERE id = 3")[0]
    (parent,) = desk.rows("app", "SELECT email FROM member WHERE id = 2")[0]
    reference = desk.ask("child-report", subject={"email": parent}, about={"email": child})
    desk.whole_way(reference)
    assert desk.rows("app", "SELECT * FROM member WHERE email = ?", child) == []
    assert len(desk.rows("app", "SELECT * FROM member WHERE email = ?", parent)) == 1


def test_content_of_a_business_customer_is_referred_to_its_administrator(found: Founded) -> None:
    desk = Desk(found("b2b-platform"))
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 1")[0]
    reference = desk.ask("disclosure", subject={"email": email}, language="en")
    desk.work()
    desk.decide(reference, "referred")
    desk.work()
    assert desk.case(reference).state == "closed"
    assert "administrator of your organisation" in _answer(desk, reference)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "more"),
    [("know", {}), ("delete", {}), ("correct", {"changes": {"employment.job_title": "Editor"}})],
)
def test_californian_requests_are_carried_out_under_their_own_names(
    found: Founded, right: str, more: dict[str, object]
) -> None:
    desk = Desk(found("b2b-platform"))
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 4")[0]
    reference = desk.ask(right, residence="US-CA", language="en", subject={"email": email}, **more)
    desk.whole_way(reference)
    assert desk.case(reference).state in ("answered", "closed")
