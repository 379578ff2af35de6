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


_PAY = (
    "recipients:\n  pay: {ja: 決済A, en: Pay A, class: processor, country: JP, contract: {since: 2026-01-01}, "
    'receives: [commerce.order], c: "3.1"}\n'
    "  seller: {ja: 決済A, en: Pay A, class: merchant, country: JP, receives: [DATA], "
    'c: "3.2"}'
)


def test_one_company_may_be_processor_for_some_data_and_third_party_for_other() -> None:
    assert found(RULES["UPH124"], _PAY.replace("DATA", "contact.email")) == []
    (one,) = found(RULES["UPH124"], _PAY.replace("DATA", "contact.email, commerce.order"))
    assert one.severity == "warning"
    assert one.what.en == "`seller` (merchant) and `pay` (processor) are the same party"
    assert one.what.ja == "`seller`(merchant)と `pay`(processor)は同じ相手方です"


_GROUP = (
    "data:\n"
    '  orders: {items: [commerce.order, finance.invoice], purposes: provide, c: "1.3"}\n'
    '  staff-orders: {items: [commerce.order], purposes: provide, c: "1.4"}\n'
    "retention:\n"
    '  orders: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [orders], c: "5.3"}\n'
    '  staff: {keep: P2Y, basis: {ja: 雇用, en: employment}, data: [staff-orders], c: "5.4"}\n'
)
_BOOKS = '  books: {keep: P7Y, basis: {ja: 帳簿, en: books}, data: [finance.invoice], c: "5.5"PREVAILS}\n'


def test_two_groups_with_one_category_are_different_data() -> None:
    assert found(RULES["UPH118"], _GROUP) == []


def test_a_rule_for_a_member_of_another_rules_group_is_told_until_one_prevails() -> None:
    (one,) = found(RULES["UPH118"], _GROUP + _BOOKS.replace("PREVAILS", ""))
    assert one.severity == "warning"
    assert "`orders` keeps `orders`, which contains it, for P1Y" in one.what.en
    assert "これを含む `orders` を P1Y" in one.what.ja
    settled = ', prevails: [{over: "5.3", why: {ja: 帳簿は長く, en: books stay longer}}]'
    assert found(RULES["UPH118"], _GROUP + _BOOKS.replace("PREVAILS", settled)) == []


def test_a_breach_sentence_that_the_law_does_not_ask_for_is_no_error() -> None:
    (one,) = found(RULES["UPH141"], "incidents: {tell: null}")
    assert one.severity == "warning"
    assert "32(1)" in RULES["UPH141"].why.en
    assert "32条1項" in RULES["UPH141"].why.ja


_ABROAD = (
    'recipients: {host: {ja: 配信A, en: Host A, class: CLASS, COUNTRY, c: "3.1"}}\n'
    "policy: {law: [LAW]}"
)


@pytest.mark.parametrize(
    ("class_", "country", "law", "told"),
    [
        ("processor", "country: US", "JP-APPI@2024-04", True),
        ("sub-processor", "countries: [JP, IE]", "JP-APPI@2024-04", True),
        ("contractor", "worldwide: true", "JP-APPI@2024-04", True),
        ("processor", "country: JP", "JP-APPI@2024-04", False),
        ("third-party", "country: US", "JP-APPI@2024-04", False),
        ("processor", "country: US", "US-CA-CCPA@2026-01", False),
    ],
)
def test_handling_abroad_asks_for_the_external_environment(
    class_: str, country: str, law: str, told: bool
) -> None:
    lines = _ABROAD.replace("CLASS", class_).replace("COUNTRY", country).replace("LAW", law)
    hits = found(RULES["UPH221"], lines)
    assert bool(hits) is told
    assert all("external-environment" in f"{hit.remedy.en}{hit.remedy.ja}" for hit in hits)


@pytest.mark.parametrize(
    ("duty", "languages", "told"),
    [
        ("会社法432条2項", "[ja, en]", True),
        ("Companies Act 432(2)", "[ja, en]", True),
        ("会社法432条2項", "[ja]", False),
        ("APPI 29(2)", "[ja, en]", False),
        ("個人情報保護法第29条第2項", "[ja, en]", False),
        ("11 CCR 7101(a)", "[ja, en]", False),
        ("{ja: 会社法432条2項, en: Companies Act 432(2)}", "[ja, en]", False),
    ],
)
def test_a_duty_in_one_language_is_told_where_two_are_published(
    duty: str, languages: str, told: bool
) -> None:
    lines = (
        f'languages: {{controlling: ja, published: {languages}, c: "0.5"}}\n'
        f'retention: {{books: {{keep: P7Y, basis: {{ja: 帳簿, en: books}}, duty: {duty}, c: "5.3"}}}}'
    )
    hits = found(RULES["UPH222"], lines)
    assert bool(hits) is told
    assert all("duty: {ja:" in hit.remedy.ja for hit in hits)


_KEEPER = (
    'recipients: {books: {ja: 記帳A, en: Books A, country: JP, contract: {since: 2026-01-01}, c: "3.1", GETS}}\n'
    'data: {commerce.order: {purposes: provide, c: "1.2", WHO}, '
    'account: {items: [contact.email, identity.name], purposes: provide, c: "1.3"}}'
)


@pytest.mark.parametrize(
    ("gets", "who"),
    [
        ("receives: [contact.email]", "recipients: [books]"),
        ("receives: [account]", "recipients: [books]"),
        ("receives: [commerce.order]", "recipients: [self]"),
    ],
)
def test_data_and_recipient_that_name_others_disagree(gets: str, who: str) -> None:
    (one,) = found(RULES["UPH224"], _KEEPER.replace("GETS", gets).replace("WHO", who))
    assert one.severity == "error"
    assert one.where.clause in {"1.2", "3.1"}


@pytest.mark.parametrize(
    ("gets", "who"),
    [
        ("receives: [commerce.order]", "recipients: [books]"),
        ("receives: [commerce]", "recipients: [books]"),
        ("text: {ja: 記帳, en: books}", "recipients: [books]"),
        ("receives: [commerce.order]", "people: [customer]"),
    ],
)
def test_what_one_side_leaves_out_the_other_says(gets: str, who: str) -> None:
    assert found(RULES["UPH224"], _KEEPER.replace("GETS", gets).replace("WHO", who)) == []


def test_a_group_may_go_to_somebody_who_receives_a_part_of_it() -> None:
    lines = _KEEPER.replace("GETS", "receives: [identity.name]").replace(
        "WHO", "people: [customer]"
    )
    lines = lines.replace('c: "1.3"', 'recipients: [books], c: "1.3"')
    assert found(RULES["UPH224"], lines) == []


def test_a_group_of_groups_goes_to_somebody_who_receives_a_category_inside() -> None:
    lines = _KEEPER.replace("GETS", "receives: [commerce.order]").replace(
        "WHO", "people: [customer]"
    )
    groups = (
        'whole: {items: [inner], purposes: provide, recipients: [books], c: "1.5"}, '
        'inner: {items: [commerce.order], purposes: provide, c: "1.6"}'
    )
    assert found(RULES["UPH224"], lines.replace("data: {", f"data: {{{groups}, ", 1)) == []


def test_an_invoice_may_outlive_a_name_whose_period_begins_at_another_event() -> None:
    assert found(RULES["UPH226"], RULES["UPH226"].bad.replace("P1Y", "contract-end+P1Y")) == []


@pytest.mark.parametrize("name", ["parent", "legal-guardian", "親権者"])
def test_a_parents_consent_is_known_by_its_name_or_its_label(name: str) -> None:
    label = name if name == "親権者" else "同意"
    key = "minors" if name == "親権者" else name
    lines = f'consent: {{{key}: {{label: {{ja: {label}, en: consent}}, withdraw: [settings], c: "8.1", BY}}}}'
    (one,) = found(RULES["UPH227"], lines.replace("BY", "given_by: person"))
    assert "given_by" in one.remedy.en
    both = lines.replace("BY", "given_by: person-and-guardian")
    assert found(RULES["UPH227"], both) == []


@pytest.mark.parametrize(
    "label",
    [
        "{ja: 通知, en: transparent notices}",
        "{ja: 親会社への提供, en: sharing with our parent company}",
    ],
)
def test_apparent_consent_and_a_parent_company_are_nobody_elses(label: str) -> None:
    lines = f'consent: {{apparent: {{label: {label}, withdraw: [settings], c: "8.1"}}}}'
    assert found(RULES["UPH227"], lines) == []
