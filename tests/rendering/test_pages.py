"""Every promise is on a page, in both languages, at its clauses."""

import re
from collections.abc import Iterator

import pytest

from tests.rendering.examples import NAMES, TODAY, example, laid_over, made
from upheld.policy.language.about import About
from upheld.policy.language.line import Promise
from upheld.policy.language.people import Person
from upheld.policy.model import Policy
from upheld.policy.rules.examples import example as laid_over_base
from upheld.policy.wording import declared
from upheld.rendering.names import Names
from upheld.rendering.outline import CHAPTERS, TOLD_ELSEWHERE
from upheld.rendering.pages import documents
from upheld.rendering.phrases import kinds
from upheld.rendering.writing import texts
from upheld.wording import Language


def _all_kinds(of: type[Promise] = Promise) -> Iterator[type[Promise]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _all_kinds(kind)


def test_every_kind_of_line_has_its_phrases() -> None:
    told = kinds()
    assert {*_all_kinds(), About, Person} - told == set()


def test_every_part_of_the_declaration_stands_in_exactly_one_chapter() -> None:
    parts = [part for chapter in CHAPTERS for part in chapter.parts]
    assert sorted(parts) == sorted(set(Policy.model_fields) - TOLD_ELSEWHERE)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_promise_is_an_anchor_at_each_of_its_clauses(name: str, language: Language) -> None:
    policy = example(name)
    pages = texts(made(name), ["ja", "en"], "html", TODAY)
    page = pages["policy", language]
    anchors = set(re.findall(r'id="([^"]+)"', page))
    lines = set(re.findall(r'data-line="([^"]+)"', page))
    assert [c for placed in policy.promises for c in placed.promise.c if c not in anchors] == []
    assert [one.key for one in declared(policy) if one.key not in lines] == []
    assert {str(c) for c in policy.clauses()} <= anchors


@pytest.mark.parametrize("name", NAMES)
def test_an_anchor_is_on_a_page_once(name: str) -> None:
    for page in texts(made(name), ["ja", "en"], "html", TODAY).values():
        anchors = re.findall(r' id="([^"]+)"', page)
        assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_have_words_for_all_they_name(name: str) -> None:
    assert [one.key for one in made(name).findings if one.code == "no-words"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_english_has_no_japanese_of_ours(name: str) -> None:
    policy = example(name)
    # A postal address and the name of a statute may be declared in Japanese only.
    declared_so = "".join(
        [
            *(channel.to for channel in policy.channels.values()),
            *(rule.duty or "" for rule in policy.retention.values()),
        ]
    )
    for (page, language), text in texts(made(name), ["ja", "en"], "txt", TODAY).items():
        if language == "en":
            found = re.findall(r"[ぁ-んァ-ヶ一-龠]+", text)
            assert [one for one in found if one not in declared_so] == [], page


@pytest.mark.parametrize("name", NAMES)
def test_no_template_is_left_unfilled(name: str) -> None:
    for text in texts(made(name), ["ja", "en"], "txt", TODAY).values():
        assert re.findall(r"\{\w*\}|\bNone\b(?! of)|Text\(", text) == []


def test_a_page_says_which_language_prevails_and_what_leads_elsewhere() -> None:
    pages = texts(made("b2b-platform"), ["ja", "en"], "html", TODAY)
    assert "正文は英語版です" in pages["policy", "ja"]
    assert "The controlling language is English" in pages["policy", "en"]
    link = r'<a href="https://tallyhand\.example\.com/privacy" rel="external noopener noreferrer">'
    assert re.search(
        link + r'[^<]+</a> <span class="ext">\(external site\)</span>', pages["processors", "en"]
    )
    assert "(外部サイト)" in pages["processors", "ja"]


def test_own_contract_terms_stand_behind_the_line_that_they_override() -> None:
    page = texts(made("b2b-platform"), ["ja", "en"], "html", TODAY)["policy", "en"]
    lines = re.findall(r'data-line="([^"]+)"', page)
    assert lines[lines.index("limits.as-is") + 1] == "customer_terms.0"
    other = documents(example("b2b-platform"), today=TODAY, customer="someone-else")
    shown = texts(other, ["ja", "en"], "html", TODAY)["policy", "en"]
    assert "customer_terms.0" not in shown


def test_a_page_for_which_nothing_is_declared_is_not_made() -> None:
    policy = laid_over("consumer-app", external_transmissions={}, history=[])
    assert {"external-transmission", "history", "joint-use"} <= set(
        documents(policy, today=TODAY).missing
    )


def test_who_receives_customers_addresses_is_not_said_to_receive_those_of_staff() -> None:
    policy = laid_over_base(
        'recipients: {mailer: {ja: 配信A, en: Mailer A, country: JP, receives: [reach], contract: {since: 2026-01-01}, c: "3.1"}}\n'
        "people: {staff: {label: {ja: 従業員, en: staff}}}\n"
        'data: {reach: {items: [contact.email], people: [customer], purposes: provide, c: "1.5"}, '
        'staff-account: {items: [contact.email, identity.name], people: [staff], purposes: provide, c: "1.6"}}\n'
    ).model
    names = Names(policy)
    assert names.receivers("reach", policy.data["reach"]) == ("mailer",)
    assert names.receivers("staff-account", policy.data["staff-account"]) == ()
