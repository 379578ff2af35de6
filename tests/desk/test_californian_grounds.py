"""A Californian request is refused on California's own list, and the refusal says what it must."""

import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from upheld.desk.answering import outcome_facts
from upheld.desk.deciding import DecisionInvalidError
from upheld.desk.decisions import Decision, Outcome
from upheld.desk.denials import said_besides, sells
from upheld.desk.grounds import CCPA, GroundUnknownError, grounds_for
from upheld.desk.kinds import KINDS
from upheld.desk.letters import store as letters
from upheld.desk.letters.facts import common_facts
from upheld.desk.moving import timeline
from upheld.law.packs.shelf import pack
from upheld.policy.language.rights import RightKind
from upheld.wording import Language

CALIFORNIAN: list[RightKind] = [right for right, kind in KINDS.items() if kind.residence == "US-CA"]
of_each_kind = pytest.mark.parametrize("right", CALIFORNIAN)
GROUND: dict[RightKind, tuple[str, str, str]] = {
    "know": ("trade-secret", "Cal. Civ. Code § 1798.100(f)", "営業秘密に当たるため"),
    "delete": ("legal-obligation", "Cal. Civ. Code § 1798.105(d)(8)", "法律上の義務"),
    "correct": ("accurate", "11 CCR § 7023(b)", "正確である可能性のほうが高い"),
    "opt-out-sale-sharing": ("fraudulent", "11 CCR § 7026(e)", "不正な求めである"),
    "limit-use": ("no-inference", "11 CCR § 7027(m)(8)", "特徴を推し量る目的"),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(founded_examples: object, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk of a company with Californians among its members."""
    folder = tmp_path_factory.mktemp("california") / "company"
    shutil.copytree(founded_examples("b2b-platform"), folder)  # type: ignore[operator]
    _offer_limiting(folder)
    return Desk(Drill(folder))


def _offer_limiting(folder: Path) -> None:
    """No example offers to limit the use of sensitive information; this one does so here."""
    path = folder / "policy" / "ai.yaml"
    text = path.read_text("utf-8")
    changed = text.replace(
        "limit-use:\n          offered: false", "limit-use:\n          offered: true"
    )
    assert changed != text
    path.write_text(changed, "utf-8")


def _asked(desk: Desk, right: RightKind, language: Language = "en") -> str:
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 1")[0]
    changes = {"employment.job_title": "Editor"} if right == "correct" else {}
    confirmed = KINDS[right].identity == "confirmed"
    reference = desk.ask(
        right, residence="US-CA", language=language, subject={"email": email}, changes=changes,
        verified=confirmed,
    )  # fmt: skip
    if confirmed:
        desk.work()
        assert desk.case(reference).state == "identified"
    return reference


@of_each_kind
def test_every_ground_of_california_names_its_article_and_how_well_it_is_known(
    desk: Desk, right: RightKind
) -> None:
    found = [
        one
        for one in grounds_for(desk.drill.office.company.policy, right, "US-CA")
        if one.source != "policy"
    ]
    assert {"manifestly-unfounded", "excessive", "not-resident", "power-not-shown"} <= {
        one.code for one in found
    }
    assert all(one.article.en.startswith(("Cal. Civ. Code §", "11 CCR §")) for one in found)
    assert {one.code for one in found if one.source != "confirmed"} == (
        {"trade-secret"} if right == "know" else set()
    )


def test_a_deletion_has_the_eight_exceptions_of_the_act_and_each_leaves_a_rest(desk: Desk) -> None:
    found = {
        one.article.en: one
        for one in grounds_for(desk.drill.office.company.policy, "delete", "US-CA")
    }
    eight = [found[f"Cal. Civ. Code § 1798.105(d)({n})"] for n in range(1, 9)]
    assert len({one.code for one in eight}) == 8
    assert all(one.rest and not one.before_identity for one in eight)
    assert not found["Cal. Civ. Code § 1798.145(h)(3)"].rest


def test_a_limit_of_use_has_the_eight_purposes_of_the_regulations(desk: Desk) -> None:
    found = grounds_for(desk.drill.office.company.policy, "limit-use", "US-CA")
    purposes = [one for one in found if one.article.en.startswith("11 CCR § 7027(m)(")]
    assert [one.article.ja[-3:] for one in purposes] == [f"({n})" for n in range(1, 9)]


@of_each_kind
def test_nobody_is_refused_for_a_fee_or_for_being_unclear(desk: Desk, right: RightKind) -> None:
    codes = {one.code for one in grounds_for(desk.drill.office.company.policy, right, "US-CA")}
    assert not codes & {"fee-not-paid", "not-clarified", "company-decision"}


def test_who_opts_out_is_not_asked_who_they_are(desk: Desk) -> None:
    policy = desk.drill.office.company.policy
    for right in ("opt-out-sale-sharing", "limit-use"):
        found = grounds_for(policy, right, "US-CA")
        assert not {"identity-not-shown", "no-way-to-verify"} & {one.code for one in found}
        assert all(one.before_identity for one in found if one.source != "policy")


@of_each_kind
def test_a_ground_of_another_kind_refuses_nothing(desk: Desk, right: RightKind) -> None:
    foreign = "asked-before" if right != "correct" else "twice-a-year"
    reference = _asked(desk, right)
    for ground in (foreign, None, "too-much-work"):
        with pytest.raises(GroundUnknownError):
            desk.decide(reference, "refused", ground=ground, explanation="Because.")
    assert desk.kinds(reference).count("case-refused") == 0


@pytest.mark.parametrize("language", ["en", "ja"])
@of_each_kind
def test_a_refusal_names_reason_article_and_where_to_complain(
    desk: Desk, right: RightKind, language: Language
) -> None:
    reference = _asked(desk, right, language)
    code, article, words = GROUND[right]
    desk.decide(reference, "refused", ground=code, explanation="Our own words.", covers_all=True)
    desk.work()
    letter = _answer(desk, reference)
    ground = next(
        one
        for one in grounds_for(desk.drill.office.company.policy, right, "US-CA")
        if one.code == code
    )
    assert ground.article.en == article
    assert words in ground.text.ja
    assert ground.text.in_language(language) in letter
    assert ground.article.in_language(language) in letter
    assert "California Privacy Protection Agency" in letter
    assert "Our own words." in letter
    for line in said_besides(
        desk.drill.office.company.policy, desk.case(reference), ground, language
    ):
        assert line in letter


def test_a_refused_deletion_says_what_stays_open_to_the_person(desk: Desk) -> None:
    case = desk.case(_asked(desk, "delete"))
    policy = desk.drill.office.company.policy
    found = {one.code: one for one in grounds_for(policy, "delete", "US-CA")}
    partly = " ".join(said_besides(policy, case, found["legal-obligation"], "en"))
    wholly = " ".join(said_besides(policy, case, found["excessive"], "en"))
    assert "11 CCR § 7022(e)" in wholly
    assert "use for nothing else" in partly
    assert "use for nothing else" not in wholly, "there nothing is kept under an exception"


def test_a_refused_request_to_know_points_to_the_categories_only_where_nobody_was_verified(
    desk: Desk,
) -> None:
    case = desk.case(_asked(desk, "know"))
    found = {
        one.code: one for one in grounds_for(desk.drill.office.company.policy, "know", "US-CA")
    }
    policy = desk.drill.office.company.policy
    unverified = said_besides(policy, case, found["identity-not-shown"], "ja")
    assert "7024条(b)" in " ".join(unverified)
    assert said_besides(policy, case, found["trade-secret"], "ja") == []
    numbers = " ".join(said_besides(policy, case, found["secret-identifiers"], "ja"))
    assert "7024条(d)(1)" in numbers
    assert "7024条(d)(2)" in numbers


def test_only_a_company_that_sells_or_shares_asks_about_an_opt_out(desk: Desk) -> None:
    case = desk.case(_asked(desk, "delete"))
    policy = desk.drill.office.company.policy
    ground = {one.code: one for one in grounds_for(policy, "delete", "US-CA")}["excessive"]
    asked = "11 CCR § 7022(g)"
    assert {"sale", "cross-context-ads"} <= {one.deny for one in policy.prohibitions}
    assert not sells(policy)
    assert asked not in " ".join(said_besides(policy, case, ground, "en"))
    for allowed in ("sale", "cross-context-ads"):
        kept = tuple(one for one in policy.prohibitions if one.deny != allowed)
        selling = policy.model_copy(update={"prohibitions": kept})
        assert sells(selling)
        assert asked in " ".join(said_besides(selling, case, ground, "en"))
    nobody_asked = policy.model_copy(update={"prohibitions": (), "rights": {}, "regions": None})
    assert not sells(nobody_asked)


@pytest.mark.parametrize("outcome", ["granted", "absent"])
def test_whoever_asks_to_delete_is_told_that_a_record_is_kept(desk: Desk, outcome: Outcome) -> None:
    office = desk.drill.office
    case = desk.case(_asked(desk, "delete"))
    decision = Decision(
        reference=case.reference, outcome=outcome, by="officer", at=office.company.clock.now()
    )
    told = outcome_facts(office, case, decision)["about"]
    assert "11 CCR § 7022(e)" in str(told)
    assert "7022(f)" not in str(told), "nothing stays under an exception"


def test_whoever_asks_to_know_and_is_answered_is_told_of_no_refusal(desk: Desk) -> None:
    case = desk.case(_asked(desk, "know"))
    policy = desk.drill.office.company.policy
    assert said_besides(policy, case, None, "en", refused=False) == []


@pytest.mark.parametrize("right", ["know", "delete", "correct"])
def test_a_ground_for_part_of_the_data_does_not_refuse_all_of_it(
    desk: Desk, right: RightKind
) -> None:
    reference = _asked(desk, right)
    code = GROUND[right][0]
    with pytest.raises(DecisionInvalidError) as refusal:
        desk.decide(reference, "refused", ground=code, explanation="Because.")
    assert "covers everything" in refusal.value.remedy.en
    assert desk.case(reference).state == "identified"
    desk.decide(reference, "refused", ground=code, explanation="Because.", covers_all=True)
    desk.work()
    (entry,) = [
        one for one in timeline(desk.drill.office, reference) if one["kind"] == "case-refused"
    ]
    assert entry["body"]["covers"] == "all"


def test_a_japanese_refusal_says_nothing_of_california(desk: Desk) -> None:
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 2")[0]
    case = desk.case(desk.ask("disclosure", subject={"email": email}))
    ground = grounds_for(desk.drill.office.company.policy, "disclosure")[0]
    assert said_besides(desk.drill.office.company.policy, case, ground, "en") == []
    told = common_facts(desk.drill.office, case)["complaint"]
    assert "California" not in str(told)


@pytest.mark.parametrize(
    ("right", "code", "article"),
    [
        ("disclosure", "shown-otherwise", "APPI art. 33(4)"),
        ("provision-records", "record-excluded", "APPI art. 33(5)"),
        ("correction", "not-needed", "APPI art. 34(2)"),
        ("addition", "special-procedure", "APPI art. 34(2)"),
        ("suspension", "substitute", "APPI art. 35(2)"),
        ("provision-stop", "substitute", "APPI art. 35(4)"),
        ("provision-stop", "substitute-unneeded", "APPI art. 35(6)"),
        ("suspension-unneeded", "substitute-unneeded", "APPI art. 35(6)"),
        ("deletion", "substitute", "APPI art. 35(2)"),
        ("deletion", "substitute-unneeded", "APPI art. 35(6)"),
        ("disclosure", "not-clarified", "APPI art. 37(2)"),
        ("disclosure", "identity-not-shown", "APPI art. 37(1)"),
    ],
)
def test_a_japanese_ground_stands_in_its_own_paragraph(
    desk: Desk, right: RightKind, code: str, article: str
) -> None:
    found = grounds_for(desk.drill.office.company.policy, right)
    assert [one.article.en for one in found if one.code == code] == [article]
    records = {one.code for one in found if one.code == "record-excluded"}
    assert bool(records) == (right == "provision-records")


def test_what_a_refusal_must_say_names_only_grounds_of_its_own_duty() -> None:
    told = [(duty, one) for duty in pack(CCPA).duties for one in duty.told]
    assert len(told) == 9
    for duty, one in told:
        assert set(one.grounds) <= {ground.id for ground in duty.grounds}
        assert set(one.rights) <= set(CALIFORNIAN)


def _answer(desk: Desk, reference: str) -> str:
    company = desk.drill.office.company
    with company.engine.connect() as connection:
        kept = letters.of_case(connection, company.vault, reference)
    (letter,) = [one for one in kept if one.occasion == "answer"]
    return letter.text
