"""Every rule fires on its failing example and is silent on the repaired one."""

import datetime as dt
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
