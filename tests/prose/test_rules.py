"""Every trap fires on the broken policies, in both languages, and none on the repaired ones."""

import pytest

from tests.prose.texts import look, look_at_text, looked_at
from upheld.prose.reading import read_text
from upheld.prose.rules.catalogue import RULES

ERRORS = {rule.code for rule in RULES if rule.severity == "error"}
LANGUAGES = ("en", "ja")


def test_the_codes_are_52_and_in_order() -> None:
    assert [rule.code for rule in RULES] == [f"UPH{number}" for number in range(101, 153)]


def test_every_rule_says_what_it_looks_for_in_both_languages() -> None:
    for rule in RULES:
        assert rule.title.en
        assert rule.title.ja
        assert rule.title.en != rule.title.ja


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_rule_fires_on_the_policies_that_carry_its_defect(language: str, code: str) -> None:
    shop, platform = (looked_at(f"{language}-{kind}-broken") for kind in ("shop", "platform"))
    assert code in shop.codes() | platform.codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_rules_weigh_as_errors_where_no_formatting_was_lost(language: str) -> None:
    found = looked_at(f"{language}-shop-broken").errors()
    found |= looked_at(f"{language}-platform-broken").errors()
    assert found >= ERRORS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["shop", "platform"])
def test_a_repaired_policy_has_no_error_and_no_warning(language: str, kind: str) -> None:
    looked = looked_at(f"{language}-{kind}-repaired")
    # A fee on disclosure stays an information: it is allowed, and has to be reasonable.
    assert looked.codes() <= {"UPH116"}
    assert not looked.errors()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["shop", "platform"])
def test_each_finding_has_a_place_and_words_in_both_languages(language: str, kind: str) -> None:
    looked = looked_at(f"{language}-{kind}-broken")
    for finding in looked.findings:
        assert finding.clause in looked.reading.by_id
        assert finding.span.of(looked.reading.text).strip()
        assert finding.what.en
        assert finding.what.ja != finding.what.en
        assert finding.remedy.en
        assert finding.remedy.ja != finding.remedy.en


@pytest.mark.parametrize("name", ["en-shop-broken", "ja-shop-broken"])
def test_what_a_plain_text_may_have_lost_weighs_less_and_says_so(name: str) -> None:
    page = looked_at(name)
    text = look(read_text(page.reading.text, file="copy.txt"))
    lists = [finding for finding in text.findings if finding.code == "UPH103"]
    assert lists
    assert all(f.severity == "warning" and f.capture_loss for f in lists)
    assert all("missing in this capture" in f.what.en for f in lists)
    assert all(f.severity == "error" for f in page.findings if f.code == "UPH103")


def test_a_reference_names_the_clause_that_was_probably_meant() -> None:
    looked = looked_at("en-shop-broken")
    wrong = next(f for f in looked.findings if f.code == "UPH102")
    assert wrong.span.of(looked.reading.text) == "Article 2, Paragraph 1"
    assert wrong.remedy.en == "did you mean clause 2.4?"


def test_articles_of_a_law_are_no_references_to_the_text() -> None:
    looked = look_at_text(
        "プライバシーポリシー\n\n第1条（利用目的）\n当社は、個人情報保護法第27条第1項および第28条に従い、情報を取り扱います。\n"
    )
    assert looked.facts.references == ()
    assert [(law.law, law.article) for law in looked.facts.laws] == [("JP-APPI", "27(1)")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We collect your data. Name, address and the like.\n\nWe never sell it.", "UPH141"),
        ("Our policy.\n\nIf you visit a website with a button, data is sent.\n", "UPH108"),
        (
            "Representative periods of our Blue Co., Ltd. include 1-2-3 Umi, Naka-ku, Tokyo.",
            "UPH108",
        ),
        (
            "Your rights\n\nYou may ask for disclosure. We see electronic network activity.\n",
            "UPH113",
        ),
    ],
)
def test_a_short_text_lacks_what_the_law_asks_for(text: str, code: str) -> None:
    assert code in look_at_text(text).codes()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We use it for no other thing and not for any other purpose.", "UPH129"),
        ("We do not provide personal data to third parties.", "UPH122"),
        ("We honour the Global Privacy Control for browser, device and known account.", "UPH149"),
        ("Sessions are encrypted with SSL/TLS.", "UPH147"),
        ("See https://shop.example/a_(b) for more.", "UPH146"),
        ("当社は、商品の改善のために情報を利用します。", "UPH152"),
        ("手数料はかかりません。開示は無料です。", "UPH116"),
        (
            "In case of a breach we report to the Commission and notify the people affected.",
            "UPH141",
        ),
        (
            "Legal ground: Article 27(1)(iii) of the Act on the Protection of Personal Information.",
            "UPH101",
        ),
        ("Call recordings are kept for 90 days. Camera footage is kept for 30 days.", "UPH118"),
        (
            "We do not offer an export of your data. The right to have it disclosed is untouched.",
            "UPH122",
        ),
        ("We are Blue Co., Ltd., 1-2-3 Umi, Naka-ku, Tokyo. Representative: Aoi Yamano", "UPH108"),
    ],
)
def test_words_that_only_look_like_a_defect_are_left_alone(text: str, code: str) -> None:
    assert code not in look_at_text(f"Privacy Policy\n\n{text}\n").codes()


def test_a_law_change_after_today_is_not_held_against_the_text() -> None:
    from datetime import date

    from upheld.prose.rules.checking import check

    looked = look_at_text("We follow the CCPA.\n\nLast updated: December 3, 2025\n")
    early = check(looked.reading, looked.facts, looked.classified, today=date(2025, 12, 4))
    assert "UPH106" not in {finding.code for finding in early}
    assert "UPH106" in looked.codes()
