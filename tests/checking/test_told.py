"""What the page gives away: headings that lost their numbers, words that no reader knows."""

import datetime as dt
import re

import pytest

from upheld.checking.procedure import Subject, check
from upheld.checking.told import GivenPage
from upheld.checking.told import rule as page_rules
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Finding, Given, Rule
from upheld.rendering.pages import documents
from upheld.rendering.writing import texts

TODAY = dt.date(2026, 11, 25)
every_rule = pytest.mark.parametrize("rule", page_rules.rules, ids=lambda rule: rule.code)


def found(code: str, lines: str) -> list[Finding]:
    checked = check(Subject(policy=example(lines), maps={}, places={}), TODAY)
    return [one for one in checked.findings if one.code == code]


@every_rule
def test_a_rule_fires_on_its_failing_example_at_a_line(rule: Rule[GivenPage]) -> None:
    first, *_ = found(rule.code, rule.bad)
    assert first.where.line is not None
    assert first.snippet


@every_rule
def test_a_rule_is_silent_on_its_repaired_example_which_has_no_error(
    rule: Rule[GivenPage],
) -> None:
    assert found(rule.code, rule.good) == []
    given = Given(read=example(rule.good), today=TODAY)
    assert [one for one in lint(given) if one.severity == "error"] == []


@every_rule
def test_a_rule_explains_itself_in_both_languages(rule: Rule[GivenPage]) -> None:
    for text in (rule.title, rule.why):
        assert text.en != text.ja
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text.ja)


def test_one_clause_of_another_number_is_told_at_its_line_with_its_section() -> None:
    (told,) = found("UPH225", _numbered().replace("3.2", "2.2"))
    assert "3 “Data we acquire”: `2.2`" in told.what.en
    assert "3「取得する情報」: `2.2`" in told.what.ja
    assert "`2.2` with `3.`" in told.remedy.en
    assert "`2.2` は `3.` から" in told.remedy.ja
    assert told.where.clause == "2.2"
    assert told.severity == "information"


def test_a_section_put_between_others_is_told_with_all_that_moved() -> None:
    consent = (
        'consent: {news: {label: {ja: お知らせ, en: news}, withdraw: [in-message], c: "11.1"}}\n'
    )
    (told,) = found("UPH225", consent + _numbered())
    assert "5 “Consent and choices”: `11.1`; 6 “Security control measures”: `5.1`" in told.what.en
    assert told.what.en.endswith("; and 3 more section(s)")


def test_a_text_with_numbers_of_its_own_hears_nothing() -> None:
    assert found("UPH225", "policy: {}") == []


def _numbered() -> str:
    (rule,) = (one for one in page_rules.rules if one.code == "UPH225")
    return rule.good


def test_a_word_that_no_page_can_say_is_told_at_the_word() -> None:
    (told,) = found(
        "UPH228",
        'stops: {news: {purposes: [provide], where: [settings, in-mesage], c: "6.1"}}',
    )
    assert told.where.clause == "6.1"
    assert told.where.column == 55
    assert "did you mean `in-message`?" in told.remedy.en


def test_a_channel_of_the_policy_is_a_word_and_the_page_says_its_name() -> None:
    lines = (
        'channels: {reception: {kind: counter, label: {ja: 受付, en: our reception}, to: 見本町1, c: "9.3"}}\n'
        'stops: {news: {purposes: [provide], where: [reception], c: "6.1"}}'
    )
    assert found("UPH228", lines) == []
    pages = texts(documents(example(lines).model, today=TODAY), ["ja", "en"], "txt", TODAY)
    assert "our reception" in pages["policy", "en"]
    assert "方法: 受付" in pages["policy", "ja"].replace("\n", "")
