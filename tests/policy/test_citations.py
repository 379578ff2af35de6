"""Clauses and articles that a sentence cites are read as a person reads them."""

import datetime as dt

import pytest

from upheld.policy.rules.catalogue import RULES
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Given, findings

TODAY = dt.date(2026, 11, 25)


def found(code: str, lines: str) -> list[str]:
    given = Given(read=example(lines), today=TODAY)
    return [one.what.en for one in findings(RULES[code], given)]


def correction(ja: str, en: str) -> str:
    return f"""\
rights:
  correction: {{c: P1-1e, text: {{ja: {ja!r}, en: {en!r}}}}}
  deletion: {{c: "P1-2.10(a)"}}
"""


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("訂正します(条項P1-1e)。", "We correct it (see P1-1e)."),
        ("条項P1-1eに定めるとおりです。", "As clause P1-1e says."),
        ("P1-2.10(a)をご覧ください。", "See P1-2.10(a)."),
        ("(P1-1e、P1-2.10(a))", "(P1-1e, P1-2.10(a)). Our form XP1-1 is another matter."),
    ],
)
def test_a_clause_is_cited_without_the_punctuation_around_it(ja: str, en: str) -> None:
    assert found("UPH101", correction(ja, en)) == []


def test_a_clause_that_is_not_there_is_named_without_the_bracket() -> None:
    assert (
        found("UPH101", correction("訂正します(P1-9)。", "We correct it (see P1-9)."))
        == ["no line carries out clause `P1-9`"] * 2
    )


def exception(code: str, law: str) -> str:
    return (
        f'provision: {{exceptions: {{one: {{code: {code}, law: "{law}", needs: [article], '
        'c: "6.4"}}, c: "6"}'
    )


@pytest.mark.parametrize("law", ["APPI 27(1)(i)", "個人情報保護法 27(1)(i)", "Income Tax Act 227"])
def test_another_law_allows_provision_by_itself_or_by_the_item_that_points_to_it(law: str) -> None:
    assert found("UPH127", exception("other-law", law)) == []


@pytest.mark.parametrize(
    "law",
    [
        "APPI 27(5)(i)", "27(5)(1)", "Art. 27(5)(i)", "APPI Article 27 (5) (i)", "27.5.1",
        "Article 27, paragraph 5, item 1", "個人情報保護法第27条第5項第1号", "27条5項1号",
        "法第二十七条第五項第一号", "法27⑤一", "個人情報の保護に関する法律(平成15年法律第57号)第27条第5項第1号",
    ],
)  # fmt: skip
def test_an_article_counts_however_it_is_spelt(law: str) -> None:
    assert found("UPH127", exception("outsourcing", law)) == []
    assert found("UPH127", exception("succession", law)) == [
        f"`{law}` does not allow the exception `succession`"
    ]


@pytest.mark.parametrize("law", ["APPI 27(1)(ii)", "APPI 27(5)(i)", "APPI 27", "第27条第1項第2号"])
def test_another_law_is_no_word_for_the_items_about_other_cases(law: str) -> None:
    assert found("UPH127", exception("other-law", law)) == [
        f"`{law}` does not allow the exception `other-law`"
    ]
