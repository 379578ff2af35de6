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
    for (page, language), text in texts(made(name), ["ja", "en"], "txt", TODAY).items():
        if language == "en":
            assert re.findall(r"[ぁ-んァ-ヶ一-龠]+", text) == [], page


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


def page_of(lines: str, language: Language) -> str:
    made_of = documents(laid_over_base(lines).model, today=TODAY)
    return texts(made_of, ["ja", "en"], "txt", TODAY)["policy", language]


def run_on(page: str) -> str:
    """A page as one line, so that its width does not matter."""
    return re.sub(r"(?<=[ -~])\n *(?=[ -~])", " ", page).replace("\n", "")


_MODE = (
    "payments: {card: {label: {ja: カード決済, en: card}, merchant: MERCHANT, "
    'receives: [finance.payment], c: "8.1"}}\n'
    'recipients: {pay: {ja: 決済A, en: Pay A, country: JP, c: "3.1"}}'
)


@pytest.mark.parametrize(
    ("merchant", "en", "ja"),
    [
        (
            "pay",
            "What we receive from Pay A is limited to: payment details.",
            "当社が決済Aから受け取る情報は、次のものに限ります: 支払いに関する情報",
        ),
        (
            "self",
            "What we receive is limited to: payment details.",
            "当社が受け取る情報は、次のものに限ります: 支払いに関する情報",
        ),
    ],
)
def test_what_is_received_is_information_and_not_the_money(merchant: str, en: str, ja: str) -> None:
    lines = _MODE.replace("MERCHANT", merchant)
    assert en in run_on(page_of(lines, "en"))
    assert ja in run_on(page_of(lines, "ja"))


def test_a_target_of_the_company_itself_is_on_no_page() -> None:
    lines = "desk: {clock: {without_delay: WITHOUT, internal: P13D, c: '7.7'}}"
    for without, en, ja in (
        ("true", "We answer without delay", "遅滞なく回答します"),
        (
            "false",
            "We answer within the time that the law sets",
            "法令の定める期限までに回答します",
        ),
    ):
        made_of = documents(laid_over_base(lines.replace("WITHOUT", without)).model, today=TODAY)
        pages = texts(made_of, ["ja", "en"], "txt", TODAY)
        assert [
            key for key, page in pages.items() if "13" in re.sub(r"[0-9a-f]{12}", "", page)
        ] == []
        assert en in run_on(pages["policy", "en"])
        assert ja in run_on(pages["policy", "ja"])


@pytest.mark.parametrize("company", ["haiyasu", "iHaiyasu", "haiyasu inc."])
def test_a_company_that_writes_itself_small_stays_small(company: str) -> None:
    lines = f"policy: {{company: {{ja: 株式会社はいやす, en: {company}}}}}"
    english = page_of(lines, "en")
    assert f"{company} sets this policy" in run_on(english)
    assert company.capitalize() not in english.replace(company, "")


def test_a_name_of_two_languages_stays_and_a_description_begins_with_a_capital() -> None:
    lines = (
        "recipients:\n"
        '  drift: {ja: driftmail, en: driftmail, country: JP, contract: {since: 2026-01-01}, c: "3.1"}\n'
        '  host: {ja: 運用会社, en: our hosting company, country: JP, contract: {since: 2026-01-01}, c: "3.2"}'
    )
    english = page_of(lines, "en")
    assert "- driftmail" in english
    assert "- Our hosting company" in english


def test_headings_bear_no_number_where_the_clauses_say_another_one() -> None:
    agreeing = page_of("policy: {}", "en")
    assert "\nAbout this policy\n" in agreeing  # the base policy calls its first clauses 0
    assert "\n1. About this policy\n" not in agreeing
    numbered = documents(example("wifi-rental"), today=TODAY)
    text = texts(numbered, ["en"], "txt", TODAY)["policy", "en"]
    assert "\n1. About this policy\n" in text  # ids such as P5-4b are no plain numbers


def test_a_duty_is_named_in_the_language_of_the_page() -> None:
    lines = (
        'retention: {books: {keep: P7Y, basis: {ja: 帳簿, en: books}, c: "5.3", '
        "duty: {ja: 会社法432条2項, en: Companies Act 432(2)}}, "
        'provision: {keep: P3Y, basis: {ja: 記録, en: records}, c: "5.4", duty: 個人情報保護法第29条第2項}}'
    )
    english, japanese = run_on(page_of(lines, "en")), run_on(page_of(lines, "ja"))
    assert "Companies Act 432(2)" in english
    assert "会社法" not in english
    assert "Article 29(2) of the Act on the Protection" in english
    assert "会社法432条2項" in japanese
    assert "個人情報保護法第29条第2項" in japanese


@pytest.mark.parametrize(
    ("given_by", "en", "ja"),
    [
        ("person", "We obtain consent before", "本人の同意をいただきます"),
        ("guardian", "We obtain the consent of the person's parent or guardian", "取得に先立ち保護者の同意をいただきます"),
        ("person-and-guardian", "We obtain the consent of the person and of the person's parent", "本人及び保護者の同意をいただきます"),
    ],
)  # fmt: skip
def test_a_page_says_whose_consent_it_is(given_by: str, en: str, ja: str) -> None:
    lines = f'consent: {{parent: {{label: {{ja: 写真, en: photos}}, given_by: {given_by}, withdraw: [settings], c: "8.1"}}}}'
    assert en in run_on(page_of(lines, "en"))
    assert ja in run_on(page_of(lines, "ja"))


def test_a_place_has_a_name_and_an_address_in_each_language() -> None:
    lines = (
        "channels: {shop: {kind: counter, label: {ja: 銀座店, en: our Ginza shop}, "
        'to: {ja: 東京都中央区見本1-1, en: "1-1 Mihon, Chuo-ku, Tokyo"}, c: "9.3"}}'
    )
    english, japanese = page_of(lines, "en"), page_of(lines, "ja")
    assert "1-1 Mihon, Chuo-ku, Tokyo" in english
    assert "Our Ginza shop" in english
    assert "東京都中央区見本1-1" in japanese
    assert "銀座店" in japanese
    assert not re.search("東京都中央区", english)


def test_a_sentence_that_ends_with_a_companys_full_stop_has_one() -> None:
    pages = texts(documents(laid_over_base(_INC).model, today=TODAY), ["ja", "en"], "txt", TODAY)
    for page in pages.values():
        assert "Inc.." not in page
    assert "Mail, Inc." in pages["policy", "en"]


_INC = (
    'recipients: {mail: {ja: 配信A, en: "Mail, Inc.", country: JP, contract: {since: 2026-01-01}, receives: [contact.email], c: "3.1"}}\n'
    'data: {contact.email: {purposes: provide, recipients: [mail], c: "1.1"}}'
)


@pytest.mark.parametrize(
    ("source", "en", "ja"),
    [
        ("guardian", "the person's parent or guardian", "本人の保護者"),
        ("company", "our own records", "当社による作成"),
    ],
)
def test_a_page_says_what_a_parent_gave_and_what_staff_wrote(source: str, en: str, ja: str) -> None:
    lines = f'data: {{commerce.booking: {{purposes: provide, source: {source}, c: "1.3"}}}}'
    english, japanese = run_on(page_of(lines, "en")), run_on(page_of(lines, "ja"))
    assert en in english
    assert "ooking or appointment" in english
    assert ja in japanese
    assert "予約の内容" in japanese
