"""Every rule fires on its failing example and is silent on the repaired one."""

import datetime as dt
import json
import re

import pytest

from upheld.policy.rules.catalogue import RULES, lint
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Finding, Given, Rule, findings

TODAY = dt.date(2026, 11, 25)
TRAPS = [f"UPH1{number:02}" for number in range(1, 53)]
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def found(rule: Rule[Given], lines: str) -> list[Finding]:
    return list(findings(rule, Given(read=example(lines), today=TODAY)))


@every_rule
def test_a_rule_fires_on_its_failing_example(rule: Rule[Given]) -> None:
    first, *_ = found(rule, rule.bad)
    assert first.code == rule.code
    assert first.where.file in {"policy.yaml", "base.yaml"}
    assert first.where.line is not None
    assert first.snippet


@every_rule
def test_a_rule_is_silent_on_its_repaired_example(rule: Rule[Given]) -> None:
    assert found(rule, rule.good) == []


@every_rule
def test_a_repaired_example_has_no_error_at_all(rule: Rule[Given]) -> None:
    given = Given(read=example(rule.good), today=TODAY)
    assert [f for f in lint(given) if f.severity == "error"] == []


@every_rule
def test_a_rule_explains_itself_in_both_languages(rule: Rule[Given]) -> None:
    for text in (rule.title, rule.why):
        assert text.en
        assert text.ja
        assert text.en != text.ja
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", rule.title.ja)
    for finding in found(rule, rule.bad):
        assert finding.what.en[0].islower() or finding.what.en[0] in "`0123456789Q"
        assert not finding.what.en.endswith(".")
        assert finding.remedy.en
        assert finding.remedy.ja


def test_the_sound_policy_under_the_examples_breaks_no_rule() -> None:
    assert lint(Given(read=example("policy: {}"), today=TODAY)) == []


def test_every_trap_has_its_rule() -> None:
    assert [code for code in TRAPS if code not in RULES] == []


def test_codes_and_names_are_used_once() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"UPH[12]\d\d", code) for code in RULES)


def test_a_recipient_that_is_said_to_run_the_site_is_the_wrong_party() -> None:
    lines = (
        'recipients: {rec: {ja: 記録A, en: Recorder A, country: JP, c: "3.1"}}\n'
        'rights: {deletion: {text: {ja: 当サイトは記録Aが運営しています。, en: "This site is operated by Recorder A."}}}'
    )
    hits = found(RULES["UPH144"], lines)
    assert {hit.where.column for hit in hits}
    assert len(hits) == 2
    good = lines.replace("記録Aが運営しています", "記録Aのツールを使っています").replace(
        "is operated by Recorder A", "uses a tool of Recorder A"
    )
    assert found(RULES["UPH144"], good) == []


@pytest.mark.parametrize(
    ("code", "ja", "en"),
    [
        ("UPH143", "所定の請求書に必要事項を記入してください。", "Please fill in the form."),
        ("UPH143", "メールの件名に「開示請求」と記載してください。", "Write it in the subject."),
        ("UPH144", "お客様が株式会社等の法人である場合は、担当者が請求できます。", "A company may ask."),
        ("UPH144", "ご契約者が株式会社である場合に限ります。", "Only for companies."),
        ("UPH146", '詳しくは "https://sample-store.jp/privacy"', 'See "https://sample-store.jp/privacy"'),
        ("UPH131", "1) 氏名 2) 住所", "1) name 2) address"),
        ("UPH131", "a) 氏名(旧姓を含む) b) 住所", "a) name (a former one too) b) address"),
    ],
)  # fmt: skip
def test_a_sound_sentence_breaks_no_rule(code: str, ja: str, en: str) -> None:
    assert found(RULES[code], _saying(ja, en)) == []


@pytest.mark.parametrize(
    ("code", "ja", "en"),
    [
        ("UPH143", "請求書の様式です。安全管理措置について記載してください。", "Ask us."),
        ("UPH144", "株式会社別会社等に渡します。", "We hand it on."),
        ("UPH146", "詳しくは https://sample-store.jp/[privacy]", "See below."),
        ("UPH131", "1) 氏名(旧姓を含む 2) 住所", "1) name (a former one too 2) address"),
    ],
)
def test_a_broken_sentence_beside_a_sound_one_still_breaks_its_rule(
    code: str, ja: str, en: str
) -> None:
    assert found(RULES[code], _saying(ja, en)) != []


def _saying(ja: str, en: str) -> str:
    return json.dumps(
        {"rights": {"correction": {"text": {"ja": ja, "en": en}}}}, ensure_ascii=False
    )


def test_a_sole_proprietor_needs_no_representative() -> None:
    assert found(RULES["UPH108"], "handler: {representative: null, individual: true}") == []


def test_portability_is_a_right_in_california_and_not_in_japan() -> None:
    denied = 'rights: {export: {offered: false, c: "7.9"}}\n'
    (japan,) = found(RULES["UPH122"], denied)
    (california,) = found(
        RULES["UPH122"], denied + "policy: {law: [JP-APPI@2024-04, US-CA-CCPA@2026-01]}"
    )
    assert (japan.severity, california.severity) == ("information", "error")


def test_a_designated_country_needs_no_measures() -> None:
    lines = 'recipients: {host: {ja: 運用A, en: Host A, country: DE, transfer: designated-country, contract: {since: 2026-01-01}, c: "3.1"}}'
    assert found(RULES["UPH126"], lines) == []
