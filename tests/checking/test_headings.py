"""Headings that bear no numbers: told where a slip costs them, silent where a text has its own."""

import datetime as dt
import re

from upheld.checking.headings import rule as heading_rules
from upheld.checking.procedure import Subject, check
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Finding, Given

TODAY = dt.date(2026, 11, 25)
(RULE,) = heading_rules.rules


def found(lines: str) -> list[Finding]:
    checked = check(Subject(policy=example(lines), maps={}, places={}), TODAY)
    return [one for one in checked.findings if one.code == RULE.code]


def test_one_clause_of_another_number_is_told_at_its_line_with_its_section() -> None:
    (told,) = found(RULE.bad)
    assert "`2.2`" in told.what.en
    assert "`2.2`" in told.what.ja
    assert "section 3" in told.remedy.en
    assert "第 3 節" in told.remedy.ja
    assert told.where.clause == "2.2"
    assert told.severity == "information"


def test_numbers_that_fit_are_not_mentioned() -> None:
    assert found(RULE.good) == []
    given = Given(read=example(RULE.good), today=TODAY)
    assert [one for one in lint(given) if one.severity == "error"] == []


def test_a_text_with_numbers_of_its_own_hears_nothing() -> None:
    assert found("policy: {}") == []


def test_it_explains_itself_in_both_languages() -> None:
    for text in (RULE.title, RULE.why):
        assert text.en != text.ja
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text.ja)
