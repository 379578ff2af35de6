"""What law asks of a policy and what nobody can have meant: rights, times, days, contacts."""

import datetime as dt
from pathlib import Path

import pytest

from upheld.examples.gallery import EXAMPLES
from upheld.examples.gallery import example as shipped
from upheld.law.periods import last_day_kept
from upheld.policy.reading import read_policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Finding, Given
from upheld.policy.template import minimal

TODAY = dt.date(2026, 11, 25)


def found(lines: str, code: str) -> list[Finding]:
    given = Given(read=example(lines), today=TODAY)
    return [one for one in lint(given) if one.code == code]


@pytest.mark.parametrize("right", ["purpose-notice", "disclosure", "correction", "suspension"])
def test_a_right_that_the_act_grants_is_missed(right: str) -> None:
    (hit,) = found(f"rights: {{{right}: null}}", "UPH233")
    assert right in hit.remedy.en


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("suspension: {grounds: [beyond-purpose, deceit, no-consent, unneeded, leak, harm]}", "improper-use"),
        ("suspension: {grounds: [beyond-purpose, improper-use, deceit, unneeded, leak, harm]}", "no-consent"),
        ("provision-stop: {grounds: [unneeded, leak, harm]}", "unlawful-provision"),
        ("provision-stop: {grounds: [unlawful-provision]}", "unneeded, leak, harm"),
    ],
)  # fmt: skip
def test_a_ground_on_which_the_act_lets_people_stop_a_use_is_missed(
    lines: str, missing: str
) -> None:
    """APPI 35(1): against 18, 19 or 20; 35(3): against 27(1) or 28; 35(5): both for three more."""
    (hit,) = found(f"rights: {{{lines}}}", "UPH114")
    assert hit.what.en.endswith(f": {missing}")
    assert missing in hit.remedy.ja


def test_grounds_of_35_5_may_stand_in_a_right_of_their_own_for_suspension() -> None:
    lines = """rights:
  suspension: {grounds: [beyond-purpose, improper-use, deceit, no-consent]}
  suspension-unneeded: {offered: true, grounds: [unneeded, leak, harm], procedure: {owner: privacy-desk, every: P1M}, c: "7.8"}
"""
    assert found(lines, "UPH114") == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_names_all_grounds_of_article_35(name: str) -> None:
    rights = shipped(name).policy().rights
    stated = {g for kind in ("suspension", "suspension-unneeded") for g in rights[kind].grounds}
    assert stated >= {
        "beyond-purpose",
        "improper-use",
        "deceit",
        "no-consent",
        "unneeded",
        "leak",
        "harm",
    }
    assert {*rights["provision-stop"].grounds} == {"unlawful-provision", "unneeded", "leak", "harm"}


def test_a_californian_policy_alone_needs_none_of_the_acts_rights() -> None:
    lines = "policy: {law: [US-CA-CCPA@2026-01]}\nrights: {correction: null}"
    assert found(lines, "UPH233") == []


@pytest.mark.parametrize(
    ("rest", "hits"),
    [
        ("", 1),
        ('consent: {h: {label: {ja: 健康, en: health}, data: [health], c: "8.1"}}', 0),
        ('consent: {h: {label: {ja: 健康, en: health}, purposes: [sell], c: "8.1"}}', 0),
        (
            'consent: {h: {label: {ja: 健康, en: health}, how: implied, data: [health], c: "8.1"}}',
            1,
        ),
        ("basis: contract → basis: legal-duty", 0),
        ("purposes: [sell] → purposes: [sell], role: processor, instructed_by: customer", 0),
    ],
)
def test_health_is_held_with_consent_or_on_a_ground_of_the_act(rest: str, hits: int) -> None:
    parts = {
        "purposes": 'sell: {ja: 販売, en: selling, basis: contract, c: "2.9"}',
        "data": 'health: {purposes: [sell], c: "1.9"}',
    }
    lines = "\n".join(f"{name}: {{{line}}}" for name, line in parts.items())
    before, _, after = rest.partition(" → ")
    lines = lines.replace(before, after) if after else f"{lines}\n{rest}"
    assert len(found(lines, "UPH234")) == hits


@pytest.mark.parametrize(
    ("lines", "code", "hits"),
    [
        ("policy: {date: 2026-04-01, effective: 2026-03-31}", "UPH235", 1),
        ("policy: {date: 2026-04-01, effective: 2026-04-01}", "UPH235", 0),
        ("retention: {shopping: {keep: P100Y}}", "UPH236", 1),
        ("retention: {shopping: {keep: contract-end+P100Y}}", "UPH236", 1),
        ("retention: {shopping: {keep: P40Y}}", "UPH236", 0),
        ('channels: {counter: {to: "１２３"}}', "UPH104", 1),
        ('channels: {counter: {to: "０３－１２３４－５６７８"}}', "UPH104", 1),
        ('channels: {counter: {to: "123"}}', "UPH104", 1),
        ('channels: {counter: {to: "+81 3 1234 5678"}}', "UPH104", 0),
        ("channels: {counter: {kind: form, to: soranote.co.jp/privacy}}", "UPH104", 1),
        ('channels: {counter: {kind: form, to: "https://soranote.co.jp/privacy"}}', "UPH104", 0),
    ],
)  # fmt: skip
def test_what_nobody_can_have_meant_is_named(lines: str, code: str, hits: int) -> None:
    assert len(found(lines, code)) == hits


def test_a_contract_of_the_far_future_binds_nobody() -> None:
    lines = (
        "recipients: {mailer: {ja: 配信A, en: Mailer A, class: processor, country: JP, "
        'contract: {since: SINCE}, c: "3.1"}}'
    )
    (hit,) = found(lines.replace("SINCE", "2099-01-01"), "UPH235")
    assert hit.where.line is not None
    assert found(lines.replace("SINCE", "2025-04-01"), "UPH235") == []


@pytest.mark.parametrize(
    ("line", "hits"),
    [
        ('clock: {due: P45D, c: "8.1"}', 1),
        ('clock: {due: 16bd, c: "8.1"}', 1),
        ('clock: {due: P14D, c: "8.1"}', 0),
        ('extension: {by: P45D, times: 1, c: "8.1"}', 1),
    ],
)
def test_an_opt_out_is_promised_no_later_than_the_law_wants_it(line: str, hits: int) -> None:
    offered = f'opt-out-sale-sharing: {{offered: true, {line}, c: "8.1"}}'
    overlay = f"regions: {{overlays: {{US-CA: {{rights: {{{offered}}}}}}}}}"
    assert len(found(f"rights: {{{offered}}}", "UPH232")) == hits
    assert len(found(overlay, "UPH232")) == hits


@pytest.mark.parametrize(
    ("keep", "duty", "hits"),
    [
        ("P7Y", "{ja: 法人税法施行規則59条, en: Enforcement Regulation of the Corporation Tax Act 59}", 1),
        ("P8Y1M", "{ja: 法人税法施行規則59条1項, en: any}", 1),
        ("P8Y2M", "{ja: 法人税法施行規則59条, en: Enforcement Regulation of the Corporation Tax Act 59}", 0),
        ("P7Y", "{ja: 消費税法施行令71条2項, en: Consumption Tax Act Order 71(2)}", 1),
        ("filing-due+P7Y", "{ja: 法人税法施行規則59条, en: any}", 0),
        ("P3Y", "{ja: 所得税法施行規則76条の3, en: Income Tax Regulation 76-3}", 0),
    ],
)  # fmt: skip
def test_seven_years_of_tax_law_begin_with_the_filing(keep: str, duty: str, hits: int) -> None:
    """Enforcement Regulation of the Corporation Tax Act 59(2): not from the record's own day."""
    line = f'{{keep: {keep}, basis: {{ja: 税法, en: tax law}}, duty: {duty}, c: "5.3"}}'
    assert len(found(f"retention: {{books: {line}}}", "UPH237")) == hits


@pytest.mark.parametrize("name", [*EXAMPLES, "minimal"])
def test_what_the_program_ships_keeps_records_until_tax_law_lets_them_go(
    name: str, tmp_path: Path
) -> None:
    """A record of the first day of a business year, whose filing is extended by four months."""
    if name == "minimal":
        (tmp_path / "policy.yaml").write_text(minimal(company="あおば商店"), "utf-8")
    policy = read_policy(tmp_path) if name == "minimal" else shipped(name).policy()
    for one in policy.retention.values():
        if one.duty is not None and "法人税法" in one.duty.ja:
            last = last_day_kept(dt.date(2025, 4, 1), one.period)
            assert last >= dt.date(2033, 9, 30)  # seven years from 2026-10-01
