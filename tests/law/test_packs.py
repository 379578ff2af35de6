"""Law packs: what stands in them, and what they answer."""

from datetime import date, timedelta
from typing import get_args

import pytest

from upheld.law.pack_names import LawPackUnknownError
from upheld.law.packs import (
    changes,
    citation,
    default_packs,
    known_laws,
    known_packs,
    meanings,
    pack,
    packs_of,
)
from upheld.law.packs.entries import Item, Number, RightKind
from upheld.law.packs.model import Duty, DutyUnknownError
from upheld.law.periods import BusinessDays, Days, Months, Period
from upheld.policy.language.rights import RightKind as PolicyRight
from upheld.wording import Text

every_pack = pytest.mark.parametrize("name", known_packs())
APPI = "JP-APPI@2024-04"
CCPA = "US-CA-CCPA@2026-01"


def _words(part: Item | Number) -> Text:
    return part.what if isinstance(part, Number) else part.text


def _duties() -> list[Duty]:
    return [duty for name in known_packs() for duty in pack(name).duties]


def test_these_packs_are_here() -> None:
    assert known_packs() == (
        "JIS-Q-15001@2023",
        "JP-APPI@2024-04",
        "JP-APPI@2026-bill",
        "JP-MAIL@2008-12",
        "JP-TBA@2023-06",
        "US-CA-CCPA@2026-01",
        "US-COPPA@2026-04",
    )


@every_pack
def test_a_pack_says_everything_in_both_languages(name: str) -> None:
    found = pack(name)
    texts = [found.title, found.limits, *(change.what for change in found.changes)]
    texts += [old.about for old in found.renumbered]
    for duty in found.duties:
        texts += [duty.summary, *map(_words, duty.parts)]
    for text in texts:
        assert text.en.isascii(), text
        assert any("\u3040" <= letter <= "\u9fff" for letter in text.ja), text


@every_pack
def test_a_summary_is_one_sentence(name: str) -> None:
    for duty in pack(name).duties:
        assert duty.summary.en.endswith("."), duty.id
        assert ". " not in duty.summary.en, duty.id
        assert duty.summary.ja.endswith("。"), duty.id


@every_pack
def test_every_number_and_item_has_an_article_that_can_be_cited(name: str) -> None:
    found = pack(name)
    for duty in found.duties:
        for article in (duty.article, *duty.see, *(part.article for part in duty.parts)):
            cited = found.cite(article)
            number = article.partition(" ")[2]
            assert number == "-" or number in cited.en
            assert cited.ja != cited.en


def test_no_two_duties_share_an_id() -> None:
    ids = [duty.id for duty in _duties()]
    assert len(set(ids)) == len(ids) > 100


def test_no_entry_claims_that_a_lawyer_read_it() -> None:
    assert all(duty.reviewed is None for duty in _duties())
    assert all(part.reviewed is None for duty in _duties() for part in duty.parts)


def test_what_is_from_memory_says_so() -> None:
    found = pack(APPI)
    assert found.duty("appi-26-2").part("cause").source == "memory"
    assert found.duty("appi-29-2").number("keep").source == "memory"
    assert found.duty("appi-29-2").source == "confirmed"
    assert found.clocks["breach-final"].source == "memory"


def test_a_fee_is_allowed_only_for_purpose_notice_and_disclosure() -> None:
    rights = {
        right: duty.fee
        for duty in pack(APPI).duties
        if duty.kind == "right"
        for right in duty.rights
    }
    allowed = {right for right, fee in rights.items() if fee == "allowed"}
    assert allowed == {"purpose-notice", "disclosure", "provision-records"}
    assert {right for right, fee in rights.items() if fee == "forbidden"} == {
        "correction",
        "addition",
        "content-deletion",
        "suspension",
        "suspension-unneeded",
        "deletion",
        "provision-stop",
    }


def test_rights_have_the_names_that_a_policy_uses() -> None:
    of_policies = set(get_args(PolicyRight))
    on_the_spot = {"provision-opt-out", "mail-stop", "transmission-opt-out"}
    assert {right for duty in _duties() for right in duty.rights} - on_the_spot <= of_policies
    assert set(get_args(RightKind)) - on_the_spot <= of_policies


@pytest.mark.parametrize(
    ("duty", "names"),
    [
        (
            "appi-27-5-iii",
            """fact data users purposes responsible-name responsible-address
            responsible-representative""",
        ),
        ("appi-28-2", "country system measures"),
        (
            "appi-26-1",
            "outline data number cause secondary-damage people-told published prevention other",
        ),
        (
            "appi-32-1",
            "name address representative purposes procedure fee security complaints authorised-body",
        ),
    ],
)
def test_what_the_act_wants_named_is_listed(duty: str, names: str) -> None:
    assert [item.id for item in pack(APPI).duty(duty).items] == names.split()


def test_the_three_grounds_to_withhold_are_cited_one_by_one() -> None:
    grounds = pack(APPI).duty("appi-33-2").grounds
    assert [citation(f"appi-33-2/{ground.id}", "ja") for ground in grounds] == [
        "個人情報保護法第33条第2項第1号",
        "個人情報保護法第33条第2項第2号",
        "個人情報保護法第33条第2項第3号",
    ]


def test_an_external_transmission_names_what_who_and_why() -> None:
    items = pack("JP-TBA@2023-06").duty("tba-27-12").items
    assert [item.id for item in items] == ["what", "who", "purpose"]
    assert citation("tba-27-12/who", "ja") == "電気通信事業法施行規則第22条の2の29第2号"


@pytest.mark.parametrize(
    ("duty", "number", "period"),
    [
        ("appi-26-1", "final", Days(30)),
        ("appi-26-1", "final-improper-purpose", Days(60)),
        ("appi-29-2", "keep", Months(36)),
        ("appi-29-2", "keep-contract", Months(12)),
        ("appi-39", "before-lawsuit", Days(14)),
        ("ccpa-7021-a", "confirm", BusinessDays(10)),
        ("ccpa-7021-b", "answer", Days(45)),
        ("ccpa-7026-f", "stop", BusinessDays(15)),
        ("ccpa-7101-a", "keep", Months(24)),
        ("ccpa-1798-135-c-4", "ask-again", Months(12)),
        ("mail-3-2", "keep", Months(1)),
    ],
)
def test_a_time_of_law_is_a_period(duty: str, number: str, period: Period) -> None:
    found = next(one for one in _duties() if one.id == duty)
    assert found.number(number).period == period


def test_a_number_of_people_is_no_period() -> None:
    with pytest.raises(ValueError, match="no period"):
        _ = pack(APPI).duty("appi-26-1").number("people").period


@pytest.mark.parametrize(
    ("name", "duty", "number", "inside", "outside"),
    [
        (APPI, "appi-26-1", "people", 1001, 1000),
        (CCPA, "ccpa-1798-120-c", "age", 15, 16),
        ("US-COPPA@2026-04", "coppa-312-2", "age", 12, 13),
        (CCPA, "ccpa-7102-a", "people", 10_000_000, 9_999_999),
        (APPI, "appi-26-1", "people-other", 1, 0),
        (APPI, "appi-26-1", "final", 30, 31),
    ],
)
def test_a_bound_is_exact(name: str, duty: str, number: str, inside: int, outside: int) -> None:
    found = pack(name).duty(duty).number(number)
    assert found.covers(inside)
    assert not found.covers(outside)


def test_a_duty_binds_from_its_day_on() -> None:
    status = pack(CCPA).duty("ccpa-7025-status")
    assert not status.in_force_on(date(2025, 12, 31))
    assert status.in_force_on(date(2026, 1, 1))
    assert status in pack(CCPA).in_force_on(date(2026, 1, 1))
    assert status not in pack(CCPA).in_force_on(date(2025, 12, 31))


def test_a_bill_is_used_only_by_name() -> None:
    bill = pack("JP-APPI@2026-bill")
    assert bill not in default_packs()
    assert len(default_packs()) == len(known_packs()) - 1
    assert citation("appi26-children/age", "ja") == "改正後の個人情報保護法第40条の2"
    assert citation("appi26-fines/people", "ja") == "個人情報保護法改正法(2026年)"


def test_the_mail_act_has_a_short_name() -> None:
    assert pack("JP-MAIL") is pack("JP-MAIL@2008-12")
    assert [found.name for found in packs_of(["JP-MAIL", APPI, "JP-MAIL@2008-12"])] == [
        "JP-MAIL@2008-12",
        APPI,
    ]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("JP-APPI@2024", "JP-APPI@2024-04"),
        ("jp-appi@2024-04", "JP-APPI@2024-04"),
        ("US-CCPA@2026-01", "US-CA-CCPA@2026-01"),
        ("JIS-Q-15001", "JIS-Q-15001@2023"),
    ],
)
def test_an_unknown_pack_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(LawPackUnknownError) as refused:
        packs_of([APPI, name])
    assert f"did you mean `{nearest}`?" in refused.value.remedy.en
    assert f"`{nearest}` ではありませんか" in refused.value.remedy.ja


def test_a_law_without_its_version_is_no_pack() -> None:
    with pytest.raises(LawPackUnknownError):
        pack("JP-APPI")


def test_an_unknown_duty_or_part_is_refused_with_the_nearest() -> None:
    with pytest.raises(DutyUnknownError) as refused:
        citation("appi-33-9", "en")
    assert "`appi-33-" in refused.value.remedy.en
    with pytest.raises(DutyUnknownError) as refused:
        citation("appi-33-2/harms", "en")
    assert "`appi-33-2/harm`" in refused.value.remedy.ja
    with pytest.raises(DutyUnknownError, match="appi-26-9"):
        pack(APPI).duty("appi-26-9")
    with pytest.raises(DutyUnknownError, match="appi-26-1/finale"):
        pack(APPI).duty("appi-26-1").number("finale")


def test_an_old_article_number_may_mean_another_rule() -> None:
    old, new = meanings("JP-APPI", "18(1)")
    assert (old.until, old.now) == (date(2022, 3, 31), "21(1)")
    assert "purpose" in old.about.en
    assert (new.since, new.until, new.now) == (date(2022, 4, 1), None, "18(1)")
    assert "consent" in new.about.en


def test_with_the_date_of_the_text_one_meaning_is_left() -> None:
    (before,) = meanings("JP-APPI", "18(1)", on=date(2022, 3, 31))
    (after,) = meanings("JP-APPI", "18(1)", on=date(2022, 4, 1))
    assert (before.now, after.now) == ("21(1)", "18(1)")


def test_a_paragraph_that_is_not_listed_falls_back_on_its_article() -> None:
    (before,) = meanings("JP-APPI", "23(1)", on=date(2021, 4, 1))
    assert before.now == "27"


@pytest.mark.parametrize(
    ("law", "article", "duty"),
    [
        ("JP-APPI", "27(5)(3)", "appi-27-5-iii"),
        ("JP-APPI", "27(5)(iii)", "appi-27-5-iii"),
        ("JP-TBA", "27-12", "tba-27-12"),
        ("JP-MAIL", "3(2)", "mail-3-2"),
        ("US-CA-CCPA", "7021(a)", "ccpa-7021-a"),
        ("US-CA-CCPA", "1798.105", "ccpa-1798-105"),
        ("US-COPPA", "312.10", "coppa-312-10"),
    ],
)
def test_an_article_of_today_is_found_in_every_law(law: str, article: str, duty: str) -> None:
    expected = next(one for one in _duties() if one.id == duty).summary
    assert expected in [one.about for one in meanings(law, article) if one.until is None]
    assert law in known_laws()


def test_a_number_of_the_order_is_no_article_of_the_act() -> None:
    assert meanings("JP-APPI", "10") == ()
    assert meanings("JP-APPI", "999") == ()


def test_every_old_article_leads_to_a_rule_of_today() -> None:
    found = pack(APPI)
    today = {duty.article.removeprefix("act ") for duty in found.duties}
    for old in found.renumbered:
        assert old.now is not None
        assert any(one == old.now or one.startswith(f"{old.now}(") for one in today), old


def test_changes_after_the_date_of_a_text_are_told() -> None:
    days = [change.day for change in changes("JP-APPI", after=date(2021, 4, 1))]
    assert days == [date(2022, 4, 1), date(2023, 4, 1), date(2024, 4, 1)]
    assert [one.day for one in changes("JP-APPI", after=date(2023, 9, 1))] == [date(2024, 4, 1)]
    assert changes("JP-APPI", after=date(2024, 4, 1)) == ()
    only = changes("JP-APPI", after=date(2021, 4, 1), until=date(2022, 12, 31))
    assert [one.day for one in only] == [date(2022, 4, 1)]
    with pytest.raises(LawPackUnknownError):
        changes("JP-GDPR", after=date(2021, 4, 1))


def test_changes_are_told_in_order_and_at_most_two_years_ahead_of_what_a_pack_knows() -> None:
    for found in default_packs():
        announced = timedelta(days=2 * 366)
        assert list(found.changes) == sorted(found.changes, key=lambda change: change.day)
        assert all(change.day <= found.known_until + announced for change in found.changes)
