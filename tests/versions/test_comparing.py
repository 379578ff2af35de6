"""What a change means: each kind of change, who is told, who is asked, and nothing silent."""

import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.policy.change.compare import Comparison, compare
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.policy.rules.examples import BASE, example
from upheld.versions.diff_page import diff_page

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ["b2b-platform", "ai-research", "consumer-app", "messaging", "wifi-rental"]


@cache
def policy_of(name: str) -> Policy:
    return read_policy(EXAMPLES / name / "policy")


def changed(lines: str, before: str = "policy: {}") -> Comparison:
    return compare(example(before).model, example(lines).model)


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_does_not_differ_from_itself(name: str) -> None:
    assert compare(policy_of(name), policy_of(name)).differences == ()


CHANGES = [
    ('data: {identity.name: {purposes: provide, c: "1.9"}}', "new-category", True, False),
    ('data: {health.condition: {purposes: provide, c: "1.9"}}', "new-category", True, True),
    (
        (
            'purposes: {ads: {ja: 広告, en: advertising, ads: true, c: "2.9"}}\n'
            'data: {contact.email: {purposes: [provide, ads], c: "1.1"}}'
        ),
        "new-purpose", True, True,
    ),
    (
        'recipients: {host: {ja: 運用会社, en: Host, country: JP, c: "3.1"}}',
        "new-recipient", True, False,
    ),
    (
        'recipients: {buyer: {ja: 提供先, en: Buyer, class: third-party, country: JP, c: "3.1"}}',
        "new-recipient", True, True,
    ),
    (
        'recipients: {host: {ja: 運用会社, en: Host, country: US, c: "3.1"}}',
        "new-recipient", True, True,
    ),
    ("retention: {shopping: {keep: P5Y}}", "longer-retention", True, False),
    ("retention: {shopping: {keep: P1Y}}", "narrower", False, False),
    ('rights: {disclosure: {fee: {amount: 1000, c: "7.1"}}}', "weaker-right", True, False),
    ("rights: {deletion: null}", "weaker-right", True, False),
    ("rights: {disclosure: {forms: [paper]}}", "weaker-right", True, False),
    ('data: {commerce.order: {purposes: provide, source: [person, third-party], c: "1.2"}}', "new-source", True, False),
    ("purposes: {provide: {ja: 商品の販売です}}", "wording", False, False),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "kind", "tell", "consent"), CHANGES)
def test_a_change_is_classified_by_what_law_asks(
    lines: str, kind: str, tell: bool, consent: bool
) -> None:
    first = changed(lines).differences[0]
    assert first.kind == kind
    assert bool(first.duty.tell) is tell
    assert first.duty.consent is consent
    if tell:
        assert first.duty.law


def test_a_new_purpose_within_reasonable_relation_is_told_and_not_asked_for() -> None:
    lines = (
        'purposes: {chat: {ja: 問合せ対応, en: answering in a chat, c: "2.9"}}\n'
        'data: {contact.email: {purposes: [provide, chat], c: "1.1"}}\n'
    )
    reasoned = lines + (
        "history: [{date: 2026-04-01, reason: {ja: 追加, en: added}, c: '0',"
        " reasonable: {chat: {ja: 販売に伴う対応, en: part of selling}}}]"
    )
    (unsure,) = (d for d in changed(lines).differences if d.kind == "new-purpose")
    (within,) = (d for d in changed(reasoned).differences if d.kind == "new-purpose")
    assert (unsure.relation, unsure.duty.consent) == ("unsure", True)
    assert (within.relation, within.duty.consent) == ("within", False)


def test_a_wider_scope_of_a_processor_is_a_change_too() -> None:
    before = 'recipients: {host: {ja: 運用会社, en: Host, country: JP, receives: [contact.email], c: "3.1"}}'
    after = before.replace("[contact.email]", "[contact.email, commerce.order]")
    first = changed(after + "\nprocessor_changes: {notice: P30D, c: '3.9'}", before).differences[0]
    assert first.kind == "wider-recipient"
    assert str(first.duty.before) == "P30D"


def test_the_notice_before_a_change_is_the_longest_that_anybody_was_promised() -> None:
    compared = changed(
        'changes: {announce: [email], before: P14D, c: "12"}\n'
        'processor_changes: {notice: P30D, c: "3.9"}\n'
        'recipients: {host: {ja: 運用会社, en: Host, country: JP, c: "3.1"}}\n'
        "retention: {shopping: {keep: P5Y}}"
    )
    assert compared.notice_days == 30
    assert compared.tell == ("customer",)


def damaged(policy: Policy, number: int) -> Policy | None:
    """Take away one promise of a mapping or a list; `None` where the language forbids it."""
    lines = policy.promises
    path = lines[number % len(lines)].path
    document = policy.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    part: Any = document
    for step in path[:-1]:
        part = part[step]
    try:
        del part[path[-1]]
        return Policy.model_validate(document)
    except (ValueError, KeyError, TypeError, IndexError):
        return None


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.sampled_from(NAMES), st.integers(0, 10_000))
def test_no_promise_disappears_silently(name: str, number: int) -> None:
    policy = policy_of(name)
    lesser = damaged(policy, number)
    if lesser is not None and lesser.sha256 != policy.sha256:
        gone = policy.promises[number % len(policy.promises)]
        told = compare(policy, lesser).differences
        assert told
        assert {c for d in told for c in d.clauses} & set(gone.promise.c)


def test_two_policies_of_other_companies_differ_in_many_ways_within_two_seconds() -> None:
    old, new = policy_of("b2b-platform"), policy_of("wifi-rental")
    began = time.process_time()
    compared = compare(old, new)
    assert len(compared.differences) > 100
    assert compared.consent_from
    assert time.process_time() - began < 2


_HOST = 'recipients: {host: {ja: 運用会社, en: Host, country: COUNTRY, c: "3.1"}}'


def test_countries_and_periods_are_told_in_words() -> None:
    compared = changed(
        _HOST.replace("COUNTRY", "US") + "\nretention: {shopping: {keep: P18M}}",
        _HOST.replace("COUNTRY", "JP"),
    )
    said = {(one.what.en, one.what.ja) for one in compared.differences}
    assert len(said) == 2
    assert (
        "Host newly handles data in the United States",
        "運用会社が新たに米国で取り扱います",
    ) in said
    assert (
        "`shopping` is kept for 1 year and 6 months, was for 3 years",
        "`shopping` の保存期間: 3年 → 1年6か月",
    ) in said


def test_an_event_of_a_period_stands_as_it_is_written() -> None:
    keep = "retention: {shopping: {keep: KEEP}}"
    (longer, *_) = changed(
        keep.replace("KEEP", "contract-end+P3Y"), keep.replace("KEEP", "contract-end")
    ).differences
    assert longer.what.en == (
        "`shopping` is kept for 3 years after `contract-end`, was until `contract-end`"
    )


def test_a_line_that_comes_or_goes_is_told_once() -> None:
    line = 'legal_texts: {appi: {name: {ja: 個人情報保護法, en: APPI}, reviewed: 2026-04-01, c: "15.1"}}'
    (come,) = changed(line).differences
    (gone,) = changed("policy: {}", line).differences
    assert (come.kind, come.clauses, come.what.en) == (
        "different", ("15.1",), "`legal_texts.appi` is new",
    )  # fmt: skip
    assert gone.what.ja == "`legal_texts.appi` がなくなりました"


def test_the_page_marks_who_is_asked_and_shows_names_as_names() -> None:
    compared = changed(
        _HOST.replace("COUNTRY", "US") + "\npeople: {guest: {label: {ja: 来訪者, en: guests}}}"
        "\nretention: {shopping: {keep: P1Y}}"
    )
    japanese, english = (diff_page(compared, language) for language in ("ja", "en"))
    assert 'class="asks"' in japanese
    assert "お客様、来訪者" in japanese
    assert "customers, guests" in english
    assert "<h2><code>shopping</code> is kept for 1 year, was for 3 years</h2>" in english
    assert "`" not in japanese.partition("<body>")[2]
    assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", japanese + english)


_NAMED = (
    'recipients: {host: {ja: 運用会社, en: Host, country: JP, GETS c: "3.1"}}\n'
    "people: {customer: {label: {ja: お客様, en: customers}}, staff: {label: {ja: 従業員, en: staff}}}\n"
    'data: {commerce.order: {purposes: provide, people: [customer], WHO c: "1.2"}}'
)


def _named(gets: str, who: str) -> str:
    return _NAMED.replace("GETS", gets).replace("WHO", who)


@pytest.mark.parametrize("gets", ["", "receives: [contact.email],"])
def test_a_recipient_that_data_newly_names_gets_more_and_is_told_once(gets: str) -> None:
    (one,) = changed(
        _named(gets.replace("]", ", commerce.order]"), "recipients: [host],"), _named(gets, "")
    ).differences
    assert one.kind == "wider-recipient"
    assert one.what.en == "Host receives more or for more: commerce.order"
    # Without `receives:` it is the orders alone, and those are the customers'.
    assert one.duty.tell == (("customer", "staff") if gets else ("customer",))


def test_data_that_names_who_had_it_already_widens_nothing() -> None:
    gets = "receives: [commerce.order],"
    (one,) = changed(_named(gets, "recipients: [host],"), _named(gets, "")).differences
    assert (one.kind, one.duty.tell) == ("different", ())


def test_a_group_that_goes_to_a_recipient_of_a_part_of_it_widens_nothing() -> None:
    group = 'account: {items: [identity.name, contact.email], purposes: provide, WHO c: "1.3"}'
    whole = _named("receives: [contact.email],", "").replace("data: {", f"data: {{{group}, ")
    after, before = whole.replace("WHO", "recipients: [host],"), whole.replace("WHO", "")
    assert [one.kind for one in changed(after, before).differences] == ["different"]


_RIGHT = 'rights: {disclosure: {offered: true, forms: [electronic, paper], MORE c: "7.1"}}'


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("fee: {amount: 500, c: '7.1'},", "fee: {amount: 1000, c: '7.1'},", "costs more"),
        ("", "fee: {amount: 500, c: '7.1'},", "costs more"),
        ("", "discretion: true,", "depends on the company now"),
        ("", "clock: {due: P30D, c: '7.1'},", "is answered later"),
        ("clock: {due: P14D, c: '7.1'},", "clock: {due: P30D, c: '7.1'},", "is answered later"),
        ("", "identity: {methods: [email-confirm], c: '7.1'},", "asks for identity now"),
    ],
)
def test_what_became_weaker_is_told_once(before: str, after: str, said: str) -> None:
    (one,) = changed(_RIGHT.replace("MORE", after), _RIGHT.replace("MORE", before)).differences
    assert (one.kind, one.what.en) == ("weaker-right", f"`disclosure`: {said}")


def test_clauses_that_were_only_numbered_anew_are_told_once() -> None:
    anew = {"4.1": "8.1", "5.1": "9.5", "2.1": "3.1"}
    text = BASE
    for old, new in anew.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    (one,) = compare(
        example("policy: {}").model, example("policy: {}", base=text).model
    ).differences
    assert (one.kind, one.duty.tell) == ("different", ())
    assert one.what.en == (
        "the clauses of 3 lines have other ids, e.g. `purposes.provide`: 2.1 → 3.1"
    )
    assert one.what.ja.startswith("3 行の条項番号が変わりました")
    assert set(one.clauses) == {*anew, *anew.values()}


def test_a_line_that_says_something_else_under_another_number_is_told_as_such() -> None:
    text = BASE.replace('"2.1"', '"3.1"').replace('"5.1"', '"9.5"')
    text = text.replace("{measure: access,", "{measure: physical,").replace('"4.1"', '"8.1"')
    found = compare(example("policy: {}").model, example("policy: {}", base=text).model)
    said = [one.what.en for one in found.differences]
    assert "a protection is gone: access" in said
    assert "`security.8.1#1` is new" in said
    assert "the clauses of 2 lines have other ids" in " ".join(said)
