"""A decision rests on a closed list, on what is proven, and on two people where that is asked."""

import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from upheld.deletion.refusals import PlanStaleError
from upheld.desk import approving, store
from upheld.desk.applying import grounds_of
from upheld.desk.deciding import AbsenceNotProvenError, DecisionInvalidError, decide
from upheld.desk.grounds import GroundUnknownError, grounds_for
from upheld.desk.kinds import KINDS
from upheld.desk.letters import store as letters
from upheld.desk.moving import MoveRefusedError
from upheld.desk.withdrawing import withdraw
from upheld.policy.language.rights import Ground as Declared
from upheld.policy.language.rights import RightKind
from upheld.policy.reading import read_policy

NOBODY = "nobody.at.all@example.jp"


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.fixture(scope="module")
def shared(founded_examples: object, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk for tests that refuse, and so change nothing of each other."""
    folder = tmp_path_factory.mktemp("shared") / "company"
    shutil.copytree(founded_examples("consumer-app"), folder)  # type: ignore[operator]
    return Desk(Drill(folder))


def _identified(desk: Desk, right: str = "deletion", **more: object) -> str:
    reference = desk.ask(right, **more)
    desk.work()
    assert desk.case(reference).state == "identified"
    return reference


def test_grounds_of_a_disclosure_are_the_policys_with_their_articles(shared: Desk) -> None:
    policy = shared.drill.office.company.policy
    found = {one.code: one for one in grounds_for(policy, "disclosure")}
    assert set(found) == {
        "rights-of-others", "business-hindrance", "law", "shown-otherwise",
        "identity-not-shown", "power-not-shown", "fee-not-paid", "not-clarified",
    }, "the law's own three grounds are the policy's, and are listed once"  # fmt: skip
    assert found["rights-of-others"].article.ja == "個人情報保護法第33条第2項第1号"
    assert found["rights-of-others"].article.en == "APPI art. 33(2)(i)"


def test_grounds_of_the_law_hold_where_the_policy_names_none(shared: Desk) -> None:
    policy = shared.drill.office.company.policy
    found = {one.code: one for one in grounds_for(policy, "provision-records")}
    assert {"harm", "business", "other-law"} <= set(found)
    assert "その他の権利利益を害するおそれ" in found["harm"].text.ja, "the Act's own terms"
    assert "業務の適正な実施に著しい支障を及ぼすおそれ" in found["business"].text.ja
    addition = {one.code: one for one in grounds_for(policy, "addition")}
    assert addition["unfounded"].article.ja == "個人情報保護法第34条第2項"


def test_only_grounds_that_can_apply_are_offered_and_taken(shared: Desk) -> None:
    office = shared.drill.office
    free = _identified(shared, "deletion")
    by_agent = shared.ask("disclosure", form="electronic", agent="appointed", pays=False)
    shared.work()
    with office.company.engine.connect() as connection:
        alone, agents = (
            {one.code for one in grounds_of(office, connection, shared.case(reference))}
            for reference in (free, by_agent)
        )
    assert not {"fee-not-paid", "power-not-shown"} & alone
    assert {"fee-not-paid", "power-not-shown"} <= agents
    for ground in ("fee-not-paid", "power-not-shown"):
        with pytest.raises(GroundUnknownError) as refusal:
            shared.decide(free, "refused", ground=ground, explanation="お断りします")
        assert ground not in refusal.value.remedy.en
    paid = _identified(shared, "disclosure", form="electronic")
    with pytest.raises(GroundUnknownError, match="owes no fee"):
        shared.decide(paid, "refused", ground="fee-not-paid", explanation="お断りします")
    assert {shared.case(one).state for one in (free, paid)} == {"identified"}


@pytest.mark.parametrize("outcome", ["granted", "absent"])
def test_a_decision_that_refuses_nothing_takes_no_ground(shared: Desk, outcome: str) -> None:
    reference = _identified(shared, "disclosure", form="electronic")
    with pytest.raises(DecisionInvalidError, match="no ground of refusal"):
        shared.decide(reference, outcome, ground="rights-of-others")
    assert shared.case(reference).state == "identified"


@pytest.mark.parametrize(
    "example", ["ai-research", "b2b-platform", "consumer-app", "messaging", "wifi-rental"]
)
def test_every_ground_of_every_kind_says_why_and_where_in_both_languages(example: str) -> None:
    root = Path(__file__).parents[2] / "src" / "upheld" / "examples" / example
    policy = read_policy(root / "policy")
    for right, kind in KINDS.items():
        found = grounds_for(policy, right, kind.residence)
        assert found, right
        for ground in found:
            assert all((ground.text.ja, ground.text.en, ground.article.ja, ground.article.en))
            assert ground.code != "not-held", "absence is proven, not claimed"


@pytest.mark.parametrize(
    ("right", "law", "codes"),
    [
        ("correction", None, ["no-duty", "not-needed", "special-procedure"]),
        ("suspension", None, ["no-duty", "substitute"]),
        ("deletion", "APPI 35(2)", ["company-decision", "no-duty", "substitute", "substitute-unneeded"]),
        ("disclosure", None, ["business-hindrance", "law", "rights-of-others", "shown-otherwise"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("example", ["ai-research", "consumer-app"])
def test_a_paragraph_that_the_policy_names_keeps_the_laws_other_grounds_of_it(
    example: str, right: RightKind, law: str | None, codes: list[str]
) -> None:
    root = Path(__file__).parents[2] / "src" / "upheld" / "examples" / example
    policy = read_policy(root / "policy")
    if law:
        line = policy.rights[right]
        named = Declared(code="no-duty", law=law, c=line.c)
        changed = line.model_copy(update={"refusal": (named,)})
        policy = policy.model_copy(update={"rights": {**policy.rights, right: changed}})
    found = grounds_for(policy, right)
    assert sorted(one.code for one in found if not one.before_identity) == codes


def test_only_voluntary_deletion_may_be_refused_at_the_companys_discretion(shared: Desk) -> None:
    policy = shared.drill.office.company.policy
    may = {
        right
        for right in KINDS
        if any(ground.code == "company-decision" for ground in grounds_for(policy, right))
    }
    assert may == {"deletion"}


def test_there_is_no_fee_for_a_voluntary_deletion(shared: Desk) -> None:
    assert not KINDS["deletion"].fee_allowed
    assert all(g.code != "fee-not-paid" for g in grounds_for(
        shared.drill.office.company.policy, "deletion"))  # fmt: skip


def test_nobody_refuses_for_a_reason_that_is_not_on_the_list(shared: Desk) -> None:
    reference = _identified(shared, "correction", changes={"identity.name": "x"})
    with pytest.raises(GroundUnknownError) as refusal:
        shared.decide(reference, "refused", ground="too-much-work", explanation="忙しいため")
    assert "`no-duty`" in refusal.value.remedy.en
    assert shared.case(reference).state == "identified"


def test_a_refusal_without_words_is_none(shared: Desk) -> None:
    reference = _identified(shared)
    with pytest.raises(DecisionInvalidError):
        shared.decide(reference, "refused", ground="company-decision", explanation="  ")


def test_a_refusal_says_why_by_which_article_and_where_to_complain(desk: Desk) -> None:
    reference = _identified(desk)
    desk.decide(
        reference, "refused", ground="company-decision", explanation="お支払いの記録が必要なため。"
    )
    desk.work()
    assert desk.case(reference).state == "closed"
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        (letter,) = [
            one
            for one in letters.of_case(connection, company.vault, reference)
            if one.occasion == "answer"
        ]
    assert "お支払いの記録が必要なため。" in letter.text
    assert "当社ポリシー P3-10.2" in letter.text
    assert company.policy.channels["phone"].to.en in letter.text
    assert desk.rows("app", "SELECT count(*) FROM member WHERE email = ?", MUGI) == [(1,)]


def test_before_it_is_known_who_asks_only_the_procedure_may_be_named(desk: Desk) -> None:
    reference = desk.ask("deletion", verified=False)
    desk.work()
    with pytest.raises(GroundUnknownError):
        desk.decide(reference, "refused", ground="company-decision", explanation="x")
    with pytest.raises(MoveRefusedError):
        desk.decide(reference)
    desk.decide(
        reference, "refused", ground="identity-not-shown", explanation="確認できませんでした。"
    )
    desk.work()
    assert desk.case(reference).state == "closed"


def test_somebody_who_is_there_is_never_told_that_nothing_is_held(shared: Desk) -> None:
    reference = _identified(shared)
    with pytest.raises(AbsenceNotProvenError):
        shared.decide(reference, "absent")
    assert shared.case(reference).state == "identified"


def test_an_absence_that_is_proven_is_an_answer_with_a_receipt(desk: Desk) -> None:
    reference = _identified(desk, subject={"email": NOBODY})
    desk.decide(reference, "absent")
    desk.work()
    assert desk.case(reference).state == "closed"
    kinds = desk.kinds(reference)
    assert kinds.index("case-decided") < kinds.index("case-verified")
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        text = letters.of_case(connection, company.vault, reference)[-2].text
    assert "保有していません" in text
    assert NOBODY not in text


def test_an_absence_is_not_proven_while_a_table_is_missing_from_the_map(desk: Desk) -> None:
    reference = _identified(desk, subject={"email": NOBODY})
    path = desk.drill.folder / "data" / "app.db"
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE newcomer (id INTEGER PRIMARY KEY, email TEXT)")
    with pytest.raises(AbsenceNotProvenError) as refusal:
        desk.decide(reference, "absent")
    assert "newcomer" in refusal.value.what.en
    assert desk.case(reference).state == "identified"


def test_whoever_turns_out_to_be_nobody_is_decided_again(desk: Desk) -> None:
    reference = _identified(desk, subject={"email": NOBODY})
    desk.decide(reference, "granted")
    desk.work()
    case = desk.case(reference)
    assert case.state == "planned"
    assert case.waiting == {"decision"}
    desk.decide(reference, "absent")
    desk.work()
    assert desk.case(reference).state == "closed"


def test_two_officers_who_decide_at_once_do_not_both_succeed(desk: Desk) -> None:
    reference = _identified(desk)
    seen = desk.case(reference).turn
    desk.decide(reference, "granted", turn=seen)
    with pytest.raises((store.CaseChangedError, MoveRefusedError)):
        desk.decide(
            reference, "refused", by="S-2", ground="company-decision", explanation="x", turn=seen
        )
    assert desk.case(reference).state == "decided"
    assert desk.kinds(reference).count("case-refused") == 0


def test_what_was_approved_is_never_refused(desk: Desk) -> None:
    reference = _identified(desk)
    desk.decide(reference)
    desk.work()
    desk.approve(reference)
    with pytest.raises(MoveRefusedError):
        desk.decide(reference, "refused", ground="company-decision", explanation="x")


def test_the_hash_of_another_plan_approves_nothing(desk: Desk) -> None:
    reference = _identified(desk)
    desk.decide(reference)
    desk.work()
    with pytest.raises(PlanStaleError):
        approving.approve(desk.drill.office, reference, "0" * 64, "S-2")
    assert desk.case(reference).state == "planned"


@pytest.mark.parametrize("rule", ["always: true", "rows: 5"])
def test_four_eyes(drill: Drill, rule: str) -> None:
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\ndesk: {{four_eyes: {{{rule}}}}}\n", "utf-8")
    drill.open()
    desk = Desk(drill)
    reference = _identified(desk)
    desk.decide(reference, by="S-1")
    desk.work()
    with pytest.raises(approving.FourEyesError):
        desk.approve(reference, by="S-1")
    assert desk.case(reference).state == "planned"
    desk.approve(reference, by="S-2")
    assert desk.case(reference).state == "approved"


def test_a_small_plan_needs_no_second_person(drill: Drill) -> None:
    settings = drill.folder / "upheld.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\ndesk: {{four_eyes: {{rows: 1000}}}}\n", "utf-8")
    drill.open()
    desk = Desk(drill)
    reference = _identified(desk)
    desk.decide(reference, by="S-1")
    desk.work()
    desk.approve(reference, by="S-1")
    assert desk.case(reference).state == "approved"


def test_a_withdrawn_request_is_not_carried_out_although_it_was_approved(desk: Desk) -> None:
    reference = _identified(desk)
    desk.decide(reference)
    desk.work()
    desk.approve(reference)
    withdraw(desk.drill.office, reference)
    desk.work()
    assert desk.case(reference).state == "closed"
    assert desk.rows("app", "SELECT count(*) FROM member WHERE email = ?", MUGI) == [(1,)]
    assert "取下げ" in desk.box.mails[-1].subject


def test_what_was_carried_out_cannot_be_withdrawn(desk: Desk) -> None:
    desk.awaited = lambda _connection, _reference: ["delivery company"]
    reference = _identified(desk)
    desk.decide(reference)
    desk.work()
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "carried_out"
    with pytest.raises(MoveRefusedError):
        withdraw(desk.drill.office, reference)


def test_nothing_can_be_granted_in_part_that_was_not_asked(desk: Desk) -> None:
    reference = _identified(desk, "suspension")
    with pytest.raises(DecisionInvalidError) as refusal:
        decide(
            desk.drill.office, reference, "granted-in-part", "S-1",
            ground="no-duty", explanation="x", only=("ads", "everything"),
        )  # fmt: skip
    assert "`everything`" in refusal.value.what.en


@pytest.mark.slow
def test_only_the_granted_part_of_a_correction_is_written(desk: Desk) -> None:
    changes = {"identity.name": "小春 むぎ", "employment.employer": "王様"}
    reference = _identified(desk, "correction", changes=changes)
    desk.decide(
        reference, "granted-in-part", ground="no-duty", explanation="勤務先は確認できません。",
        only=("identity.name",),
    )  # fmt: skip
    desk.work()
    desk.approve(reference)
    desk.work()
    (row,) = desk.rows("app", "SELECT name, workplace FROM member WHERE email = ?", MUGI)
    assert row[0] == "小春 むぎ"
    assert row[1] != "王様"
    assert desk.case(reference).state == "closed"
