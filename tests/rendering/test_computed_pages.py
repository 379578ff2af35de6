"""Tables that nobody writes by hand: California, history, requests, external transmission."""

from datetime import date

import pytest

from tests.rendering.examples import NAMES, TODAY, example, laid_over, made
from upheld.datamap.model import DataMap
from upheld.policy.model import Policy
from upheld.policy.rules.examples import example as laid_over_base
from upheld.rendering.california_page import held, kinds_of
from upheld.rendering.differences import differences
from upheld.rendering.document import Table
from upheld.rendering.pages import documents
from upheld.rendering.parity import parity
from upheld.rendering.writing import texts


def _with_location(version_date: str) -> Policy:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["policy"] = {
        **whole["policy"],
        "version": "0.9",
        "date": version_date,
        "effective": version_date,
    }
    whole["data"]["technical-data"]["items"].append("location.precise")
    return Policy.model_validate(whole)


def _current(effective: str) -> Policy:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["policy"]["effective"] = effective
    return Policy.model_validate(whole)


def test_the_categories_of_the_last_twelve_months_are_computed() -> None:
    assert [one.kind for one in held(example("b2b-platform"), {}, [], TODAY)] == [
        "identifiers", "commercial", "network", "professional",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_category_of_a_version_within_the_window_is_still_listed() -> None:
    before, now = _with_location("2025-04-01"), _current("2026-10-01")
    assert "geolocation" in [one.kind for one in held(now, {}, [before], TODAY)]
    page = texts(documents(now, today=TODAY, earlier=[before]), ["en"], "txt", TODAY)[
        "california", "en"
    ]
    assert "no longer collected" in page.lower()


def test_a_category_of_a_version_before_the_window_is_not() -> None:
    before, now = _with_location("2024-04-01"), _current("2025-04-01")
    assert "geolocation" not in [one.kind for one in held(now, {}, [before], TODAY)]


def test_a_category_that_only_the_data_map_holds_is_listed_and_contradicts_the_policy() -> None:
    maps = {
        "app": DataMap.model_validate(
            {
                "system": "app",
                "tables": {"seen": {"fields": {"place": {"category": "location.precise"}}}},
            }
        )
    }
    rows = held(example("b2b-platform"), maps, [], TODAY)
    assert "geolocation" in [one.kind for one in rows]
    found = documents(example("b2b-platform"), today=TODAY, maps=maps).findings
    assert [one.code for one in found] == ["california-categories"]
    assert "geolocation" in found[0].what.en


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("identity.name", ("identifiers",)),
        ("device.ip", ("identifiers",)),
        ("device.user_agent", ("network",)),
        ("employment.job_title", ("professional",)),
        ("finance.bank", ("financial",)),
        ("finance.payment", ("commercial",)),
        ("identity.gender", ("protected",)),
        ("communication.email", ()),
    ],
)
def test_a_category_stands_in_its_most_particular_kind(name: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(name) == kinds


def _inferring(*, offered: bool) -> Policy:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["purposes"]["infer-characteristics"]["off"] = False
    if offered:
        whole["regions"]["overlays"]["US-CA"]["rights"]["limit-use"] = {
            "offered": True,
            "c": "P1-13t",
        }
    return Policy.model_validate(whole)


def test_the_limit_link_is_shown_once_a_sensitive_purpose_is_on() -> None:
    label = "Limit the Use of My Sensitive Personal Information"
    assert label not in texts(made("b2b-platform"), ["en"], "html", TODAY)["california", "en"]
    on = documents(_inferring(offered=True), today=TODAY)
    assert label in texts(on, ["en"], "html", TODAY)["california", "en"]
    assert [one.code for one in on.findings] == []


def test_a_sensitive_purpose_without_the_right_to_limit_it_is_a_finding() -> None:
    found = documents(_inferring(offered=False), today=TODAY).findings
    assert [(one.code, one.key) for one in found] == [
        ("limit-use-missing", "purposes.infer-characteristics")
    ]


def test_external_transmission_has_one_row_a_tag() -> None:
    policy = example("wifi-rental")
    page = next(one for one in made("wifi-rental").pages if one.name == "external-transmission")
    table = next(block for block in page.blocks() if isinstance(block, Table))
    assert [row.key for row in table.rows] == [
        f"external_transmissions.{name}" for name in policy.external_transmissions
    ]
    for row, line in zip(table.rows, policy.external_transmissions.values(), strict=True):
        links = {link.url for cell in row.cells for one in cell for link in one.links}
        assert {way.url for way in line.opt_out} <= links
        assert all(cell and cell[0].text.ja for cell in row.cells)


_SHIPPER = (
    'recipients: {ship: {ja: 配送A, en: Shipping A, country: JP, contract: {since: 2026-01-01}, OWN c: "3.1"}}\n'
    'purposes: {deliver: {ja: 配送, en: delivering, c: "2.2"}}\n'
    'data: {commerce.order: {purposes: [provide, deliver], recipients: [ship], c: "1.2"}}'
)


@pytest.mark.parametrize(
    ("own", "purposes", "data"),
    [
        ("", "Within “selling goods” and “delivering”", "Order details"),
        ("purposes: [deliver], receives: [commerce.order],", "“delivering”", "Order details"),
    ],
)
def test_what_a_processors_own_line_leaves_out_the_data_that_goes_there_say(
    own: str, purposes: str, data: str
) -> None:
    policy = laid_over_base(_SHIPPER.replace("OWN", own)).model
    page = next(one for one in documents(policy, today=TODAY).pages if one.name == "processors")
    ((row,),) = (block.rows for block in page.blocks() if isinstance(block, Table))
    said = [" ".join(one.text.en for one in cell) for cell in row.cells]
    assert said[3:5] == [purposes, data]


def test_a_processor_of_whom_nobody_says_what_it_gets_has_no_empty_cell() -> None:
    lines = 'recipients: {ship: {ja: 配送A, en: Shipping A, country: JP, contract: {since: 2026-01-01}, c: "3.1"}}'
    made_of = documents(laid_over_base(lines).model, today=TODAY)
    page = next(one for one in made_of.pages if one.name == "processors")
    ((row,),) = (block.rows for block in page.blocks() if isinstance(block, Table))
    assert all(cell and cell[0].text.en and cell[0].text.ja for cell in row.cells)


def test_the_request_procedure_shows_fee_and_deadline() -> None:
    page = texts(made("consumer-app"), ["ja", "en"], "txt", TODAY)
    assert "ご請求ごとに1,000円" in page["requests", "ja"]
    assert "1,000 yen for each request" in page["requests", "en"]
    assert "遅滞なく" in page["requests", "ja"]
    platform = texts(made("b2b-platform"), ["ja", "en"], "txt", TODAY)
    assert "45日以内" in platform["requests", "ja"]
    assert "Within 45 days" in platform["requests", "en"]


@pytest.mark.slow
def test_the_history_marks_what_a_reader_finds_changed() -> None:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["policy"] = {**whole["policy"], "version": "0.9"}
    whole["processor_changes"]["text"] = {
        "ja": "重要な変更は、10日前までにお知らせします。", "en": "Material changes are announced 10 days before.",
    }  # fmt: skip
    whole["self_service"] = []
    before = Policy.model_validate(whole)
    pages = texts(
        documents(example("b2b-platform"), today=TODAY, earlier=[before]),
        ["ja", "en"],
        "html",
        TODAY,
    )
    assert "<del>10</del><ins>30</ins>" in pages["history", "en"]
    assert "<del>10</del><ins>30</ins>" in pages["history", "ja"]
    assert 'data-line="page:history.self_service.0"' in pages["history", "en"]
    assert parity(documents(example("b2b-platform"), today=TODAY, earlier=[before]), TODAY) == []
    same = documents(example("b2b-platform"), today=TODAY, earlier=[example("b2b-platform")])
    assert "The sentences are the same." in texts(same, ["en"], "html", TODAY)["history", "en"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("within 10 days", "within 30 days"),
        ("10日以内に消去します。", "30日以内に消去又は加工します。"),
        ("", "new"),
        ("gone", ""),
        ("a\nb", "a b"),
    ],
)
def test_the_pieces_of_a_difference_give_both_sentences_back(old: str, new: str) -> None:
    pieces = list(differences(old, new))
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new


def test_a_notice_says_to_which_day_it_looks_back() -> None:
    page = texts(made("b2b-platform"), ["en"], "txt", TODAY)["california", "en"]
    assert "12 months to 26 November 2026" in page
    assert date(2026, 11, 26) == TODAY


def test_a_category_removed_by_hand_from_the_notice_is_found() -> None:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["notices"]["california-categories"]["rows"] = ["identifiers", "commercial"]
    found = documents(laid_over("b2b-platform", notices=whole["notices"]), today=TODAY).findings
    assert [one.code for one in found] == ["california-categories"]


@pytest.mark.parametrize("name", NAMES)
def test_whoever_receives_a_category_is_named_beside_its_group_in_the_summary(name: str) -> None:
    policy = example(name)
    page = next(one for one in made(name).pages if one.name == "summary")
    table = next(block for block in page.blocks() if isinstance(block, Table))
    shown = {row.key: " ".join(one.text.en for one in row.cells[2]) for row in table.rows}
    for group, use in policy.data.items():
        if use.role != "controller":
            continue
        for item in use.items or (group,):
            for recipient in policy.recipients.values():
                if item in recipient.receives:
                    assert recipient.en in shown[f"data.{group}"], (group, item)


def test_a_word_that_is_also_the_name_of_a_group_is_not_taken_for_it() -> None:
    # The policy has a group `contract`; what each case of provision needs is a contract.
    policy = example("wifi-rental")
    assert "contract" in policy.data
    page = texts(made("wifi-rental"), ["en"], "txt", TODAY)["policy", "en"]
    assert "Each case is recorded with: a contract" in page
