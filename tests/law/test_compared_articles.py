"""What comparing the packs with the texts of the laws changed: each article where it belongs."""

from datetime import date

import pytest

from upheld.law.packs import citation, pack
from upheld.law.packs.entries import Ground, RightKind, Told

CCPA = pack("US-CA-CCPA@2026-01")
APPI = pack("JP-APPI@2024-04")
ALL_FIVE = {"know", "delete", "correct", "opt-out-sale-sharing", "limit-use"}


def _ground(path: str) -> Ground:
    law = CCPA if path.startswith("ccpa") else APPI
    duty, _slash, name = path.partition("/")
    found = law.duty(duty).part(name)
    assert isinstance(found, Ground)
    return found


def _told(path: str) -> Told:
    duty, _slash, name = path.partition("/")
    found = CCPA.duty(duty).part(name)
    assert isinstance(found, Told)
    return found


@pytest.mark.parametrize(
    ("path", "article", "rights"),
    [
        ("ccpa-7026-e/power-not-shown", "regs 7026(j)", {"opt-out-sale-sharing"}),
        ("ccpa-7027-f/power-not-shown", "regs 7027(j)", {"limit-use"}),
        (
            "ccpa-1798-145-exempt/privilege",
            "code 1798.145(b)",
            {"know", "opt-out-sale-sharing", "limit-use"},
        ),
        (
            "ccpa-1798-145-a/outside-california",
            "code 1798.145(a)(1)(G)",
            {"opt-out-sale-sharing"},
        ),
        ("ccpa-1798-145-exempt/medical-research", "code 1798.145(c)(1)(C)", ALL_FIVE),
        ("ccpa-1798-145-exempt/vessel-warranty", "code 1798.145(g)(2)", {"opt-out-sale-sharing"}),
        (
            "ccpa-1798-145-limits/business-contact",
            "code 1798.145(o)(1)",
            {"delete", "opt-out-sale-sharing"},
        ),
        ("ccpa-1798-145-limits/household-data", "code 1798.145(p)", {"know", "delete", "correct"}),
        ("ccpa-1798-145-limits/school-marks", "code 1798.145(q)(1)", {"delete"}),
        ("ccpa-1798-145-limits/examination", "code 1798.145(q)(2)", {"know"}),
        (
            "ccpa-1798-145-limits/printed-item",
            "code 1798.145(r)",
            {"delete", "opt-out-sale-sharing"},
        ),
        ("ccpa-1798-140/public-concern", "code 1798.140(v)(2)(A)", ALL_FIVE),
        ("ccpa-know-limits/security-data", "code 1798.130(a)(3)(B)(iii)", {"know"}),
        ("appi-33-4/shown-otherwise", "act 33(4)", {"disclosure"}),
        ("appi-33-5/record-excluded", "act 33(5)", {"provision-records"}),
        ("appi-35-2/substitute", "act 35(2)", {"suspension", "deletion"}),
        ("appi-35-4/substitute", "act 35(4)", {"provision-stop"}),
        (
            "appi-35-6/substitute-unneeded",
            "act 35(6)",
            {"suspension-unneeded", "deletion", "provision-stop"},
        ),
    ],
)
def test_a_ground_stands_in_its_article_and_for_its_requests_alone(
    path: str, article: str, rights: set[RightKind]
) -> None:
    ground = _ground(path)
    assert ground.article == article
    assert set(ground.rights) == rights
    assert ground.source == "confirmed"


def test_of_california_only_the_trade_secret_is_our_own_reading_and_the_pack_says_so() -> None:
    entries = [entry for duty in CCPA.duties for entry in (duty, *duty.parts)]
    assert [one.article for one in entries if one.source == "memory"] == ["code 1798.100(f)"]
    for words in (CCPA.limits.en, CCPA.limits.ja):
        assert "1798.100(f)" in words
        assert "1798.185(a)(3)" in words
    assert "day of receipt" in CCPA.limits.en
    assert {clock.source for clock in CCPA.clocks.values()} == {"memory"}


def test_what_the_regulations_ask_since_january_2026_does_not_bind_before() -> None:
    new = {duty.id for duty in CCPA.duties if duty.since == date(2026, 1, 1)}
    assert {
        "ccpa-7020-e",
        "ccpa-7023-c",
        "ccpa-7023-i",
        "ccpa-7025-status",
        "ccpa-7026-g",
        "ccpa-7027-h",
        "ccpa-7060-h",
    } <= new
    before = {duty.id for duty in CCPA.in_force_on(date(2025, 12, 31))}
    assert not new & before


def test_the_exemptions_for_authorities_do_not_reach_reproductive_care() -> None:
    duty = CCPA.duty("ccpa-1798-145-a-2")
    assert duty.article == "code 1798.145(a)(2)(A)"
    assert duty.kind == "prohibition"
    assert not duty.in_force_on(date(2023, 12, 31))
    assert "abortion" in duty.summary.en


def test_the_year_of_waiting_is_of_the_refusals_and_not_of_the_opting_in() -> None:
    assert CCPA.duty("ccpa-1798-135-c-4").see == ("regs 7026(k)", "regs 7027(l)")
    assert CCPA.duty("ccpa-7028-a").article == "regs 7028(a)"


def test_a_number_that_is_never_sent_out_can_be_compared() -> None:
    told = _told("ccpa-7024/compare")
    assert told.article == "regs 7024(d)(2)"
    assert told.grounds == ("secret-identifiers",)
    withheld = _ground("ccpa-7024/secret-identifiers").text
    assert all(word in withheld.en for word in ("account", "insurance", "password", "biometric"))


def test_a_statement_about_health_says_what_the_consumer_asks_in_it_and_who_sees_it() -> None:
    words = _told("ccpa-7023-f/statement").text
    assert "250" in words.en
    assert "250" in words.ja
    assert "part of your record" in words.en
    assert "whoever we disclose, share or sell" in words.en


def test_only_the_record_is_told_always_and_only_the_opt_out_where_something_is_sold() -> None:
    told = [one for duty in CCPA.duties for one in duty.told]
    assert [one.article for one in told if one.always] == ["regs 7022(e)"]
    assert [one.article for one in told if one.if_sold] == ["regs 7022(g)"]


def test_acts_against_consumers_may_be_resisted_and_a_short_use_goes_to_nobody_else() -> None:
    assert "consumers" in _ground("ccpa-7027-m/fraud-prevention").text.en
    assert "no other third party" in _ground("ccpa-7027-m/transient-use").text.en


def test_an_agent_with_a_power_of_attorney_needs_no_signed_permission() -> None:
    assert "regs 7063(b)" in CCPA.duty("ccpa-7063-proof").see
    assert "power of attorney" in CCPA.duty("ccpa-7063-proof").summary.en
    assert "new request" in CCPA.duty("ccpa-7063").summary.en


def test_a_japanese_correction_that_is_not_called_for_may_be_refused() -> None:
    grounds = {ground.id: ground for ground in APPI.duty("appi-34-2").grounds}
    assert set(grounds) == {"not-needed", "special-procedure"}
    assert all(ground.article == "act 34(2)" for ground in grounds.values())


def test_the_purpose_is_withheld_for_three_of_the_four_exceptions() -> None:
    words = _ground("appi-32-2/exceptions").text
    assert "21(4)(i) to (iii)" in words.en
    assert "第1号から第3号" in words.ja


def test_the_acts_of_suspension_and_opt_out_were_read() -> None:
    read = ("appi-35-2", "appi-35-4", "appi-35-6", "appi-37-2", "appi-41-9", "appi-43-5")
    assert {APPI.duty(name).source for name in read} == {"confirmed"}
    assert {item.source for item in APPI.duty("appi-27-2").items} == {"confirmed"}


def test_the_amending_act_of_2026_is_promulgated_and_its_day_is_not_fixed() -> None:
    act = pack("JP-APPI@2026-bill")
    assert "promulgated on 17 July 2026" in act.title.en
    assert "2026年7月17日公布" in act.title.ja
    assert act.duty("appi26-children").article == "bill 40-2"
    assert all(duty.since is None for duty in act.duties)
    assert "by 16 July 2028 at the latest" in act.limits.en
    assert "the day counts as not fixed, and no duty here has one" in act.limits.en
    assert "遅くとも2028年7月16日" in act.limits.ja
    assert "施行日は定まっていないものとして" in act.limits.ja


def test_articles_of_2026_are_cited_of_the_act_as_amended() -> None:
    assert citation("appi26-children", "ja") == "改正後の個人情報保護法第40条の2"
    assert citation("appi26-fines", "en") == "APPI (as amended in 2026) art. 148-3"
    assert not [
        duty.id for duty in pack("JP-APPI@2026-bill").duties if "would" in duty.summary.en.split()
    ]
