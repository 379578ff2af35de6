"""The receipt's page: it shows every outcome, escapes everything, and loads nothing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from upheld.rights.receipt_page import receipt_page
from upheld.rights.receipt_words import OUTCOMES, day_in, time_in
from upheld.wording import Language

_VOID = {"meta", "br", "link", "img", "hr"}


def _step(table: str, action: str, outcome: str, rows: int | None, **more: str) -> dict[str, Any]:
    return {
        "system": "shop", "table": table, "action": action, "outcome": outcome, "rows": rows,
        "clause": more.get("clause"), "until": more.get("until"),
    }  # fmt: skip


def _receipt(**changes: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "company": {"ja": "株式会社試験", "en": "Trial Inc."},
        "request": "R-2026-0007", "right": "deletion",
        "received_at": "2026-11-22T09:00:00+00:00", "issued_at": "2026-11-22T16:31:00+00:00",
        "subject": {"kinds": ["email"], "digest": "ab" * 32, "salt": "cd" * 16},
        "found": "one", "absence": None,
        "policy": {"id": "trial", "version": "1.0", "sha256": "11" * 32},
        "plan_sha256": "9c" * 32, "as_of": "2026-11-22", "complete": True,
        "steps": [
            _step("session", "delete", "verified", 14, clause="6.1"),
            _step("orders", "retain", "retained", 5, clause="4.1", until="2033-03-31"),
        ],
        "residue": {"state": "clean", "at": "2026-11-22T16:31:00+00:00", "found": {}},
        "late_writers": {"guarded": [], "swept": {}},
        "out_of_scope": ["shop/country: reference data"], "not_proven": [], "drill": False,
    }  # fmt: skip
    return {
        "schema": "upheld/receipt/1", "body": {**body, **changes},
        "entry": {"index": 14, "leaf": ""}, "proof": [],
        "checkpoint": "trial.example\n15\ncm9vdA==\n\n— trial.example AA==\n", "anchors": [],
    }  # fmt: skip


class _Structure(HTMLParser):
    """Checks that every element is closed in its turn; collects references to other files."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.outside += [str(value) for name, value in attrs if name in {"src", "href", "action"}]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.names.add(tag)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(language: Language) -> None:
    page = receipt_page(_receipt(), language)
    structure = _Structure()
    structure.feed(page)
    assert structure.open == []
    assert structure.outside == []
    assert not structure.names & {"script", "link", "img", "iframe", "form"}
    assert f'<html lang="{language}">' in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_outcome_is_told_by_a_word_even_where_there_is_none_of_it(language: Language) -> None:
    page = receipt_page(_receipt(), language)
    for word, _meaning in OUTCOMES.values():
        assert page.count(word.in_language(language)) >= 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_kept_stands_with_its_clause_and_its_last_day(language: Language) -> None:
    page = receipt_page(_receipt(), language)
    assert "4.1" in page
    assert day_in("2033-03-31", language) in page


def test_a_table_named_like_a_tag_is_escaped_wherever_it_stands() -> None:
    evil = "<script>alert(1)</script>"
    receipt = _receipt(
        company={"ja": evil, "en": evil}, request=evil, right=evil,
        steps=[_step(evil, evil, "verified", 1, clause=evil), _step(evil, "hold", "retained", 1, clause=evil)],
        out_of_scope=[f"{evil}: {evil}"], not_proven=[evil], plan_sha256=evil,
        residue={"state": "found", "at": None, "found": {evil: 2}},
        policy={"id": evil, "version": evil}, subject={"kinds": [evil], "digest": evil, "salt": evil},
    )  # fmt: skip
    receipt["checkpoint"] = f"{evil}\n{evil}\n{evil}\n"
    for language in ("ja", "en"):
        assert "<script" not in receipt_page(receipt, language)


def test_an_unfinished_receipt_never_says_complete() -> None:
    steps = [_step("event", "delete", outcome, 3) for outcome in OUTCOMES]
    page = receipt_page(_receipt(complete=False, steps=steps), "en")
    assert "Not complete" in page
    assert "Complete:" not in page


def test_out_of_scope_and_not_proven_have_their_section_even_when_empty() -> None:
    page = receipt_page(_receipt(out_of_scope=[]), "en")
    assert 'id="outside"' in page
    assert "No place was declared out of scope" in page
    assert 'id="unproven"' in page
    assert "self-attested" in page


def test_a_person_who_was_not_found_is_proven_absent_or_not_proven() -> None:
    absent = {"found": "none", "steps": [], "out_of_scope": []}
    proven = receipt_page(_receipt(**absent, absence="proven"), "en")
    unproven = receipt_page(_receipt(**absent, absence="not_proven", complete=False), "en")
    assert "absence proven" in proven
    assert "absence NOT proven" in unproven


def test_the_picture_and_the_table_show_the_same_numbers() -> None:
    page = receipt_page(_receipt(), "en")
    drawn = page[
        page.index('class="picture"') : page.index("</section>", page.index('class="picture"'))
    ]
    table = page[page.index('class="matrix"') :]
    counts = re.findall(r'class="count">([\d,]+)<', drawn)
    assert sorted(counts) == ["14", "5"]
    for count in counts:
        assert f" {count}<small>" in table


def test_the_verifiers_sum_is_the_one_in_the_format_document() -> None:
    from pathlib import Path

    document = Path(__file__).parents[2].joinpath("docs/evidence-format.md").read_text("utf-8")
    found = re.search(r"sha256\(verifier\.py\) = ([0-9a-f]{64})", document)
    assert found is not None
    assert found[1] in receipt_page(_receipt(), "ja")


def test_a_time_near_midnight_is_tomorrow_in_japan() -> None:
    assert time_in("2026-11-22T16:31:00+00:00", "ja") == "2026年11月23日(月) 01:31(日本時間)"
    assert time_in("2026-11-22T16:31:00+00:00", "en") == "22 November 2026, 16:31 UTC"


def test_notes_of_the_report_are_translated_or_marked_as_english() -> None:
    notes = ["shop/blob: 3 row(s) could not be decoded", "some other note"]
    page = receipt_page(_receipt(not_proven=notes), "ja")
    assert '<li lang="ja">shop/blob: 3 行を復号できませんでした</li>' in page
    assert '<li lang="en">some other note</li>' in page


def test_a_disclosures_page_says_that_nothing_was_removed() -> None:
    steps = [_step("orders", "disclose", "verified", 5, clause="5.1")]
    residue: dict[str, Any] = {"state": None, "at": "2026-11-22T16:31:00+00:00", "found": {}}
    page = receipt_page(_receipt(right="disclosure", steps=steps, residue=residue), "en")
    assert "removes nothing" in page
    assert "swept" not in page


def test_a_guarded_place_is_named_where_late_writes_are_told() -> None:
    page = receipt_page(_receipt(late_writers={"guarded": ["shop/orders"], "swept": {}}), "en")
    assert "refused by a guard in shop/orders" in page


_LEFT = {"state": "found", "at": "2026-11-22T16:31:00+00:00", "found": {"shop/country.note": 2}}


def test_what_the_search_found_counts_as_remaining_wherever_it_is_told() -> None:
    page = receipt_page(_receipt(complete=False, residue=_LEFT), "en")
    assert '<li class="remaining"><b>1</b>' in page  # the figure beside "Not complete"
    table = page[page.index('class="matrix"') :]
    row = table[table.index("<code>shop/country.note</code>") :]
    assert " 2<small>found by the search</small>" in row[: row.index("</tr>")]


@pytest.mark.parametrize("state", ["clean", "found"])
def test_a_place_out_of_scope_is_not_said_to_be_unread_where_it_was_searched(state: str) -> None:
    residue = _LEFT if state == "found" else {**_LEFT, "state": state, "found": {}}
    page = receipt_page(_receipt(complete=state == "clean", residue=residue), "en")
    assert "ot looked at" not in page
    assert "the search for residue read their texts all the same" in page
    japanese = receipt_page(_receipt(residue=residue), "ja")
    assert "調べていない" not in japanese
    assert "残留の検索では、その文字列も読みました" in japanese


def test_a_disclosure_did_not_look_at_what_is_out_of_scope() -> None:
    residue: dict[str, Any] = {"state": None, "at": "2026-11-22T16:31:00+00:00", "found": {}}
    page = receipt_page(_receipt(right="disclosure", residue=residue), "en")
    assert "Not looked at: places that the company declared" in page


@pytest.mark.parametrize(
    ("file", "said"),
    [(None, "R-2026-0007.json"), ("for.json", "for.json"), ("a b.json", "&#x27;a b.json&#x27;")],
)
def test_the_page_names_the_file_that_was_written(file: str | None, said: str) -> None:
    page = receipt_page(_receipt(), "en", file=file)
    assert f"python3 verifier.py {said} --key upheld.pub" in page
