"""A rule is asked only where it can match, and misses nothing by that."""

from dataclasses import replace

import pytest
import regex

from tests.detection.labelled.reading import open_cases
from upheld.detection import Rule, Scanner
from upheld.detection.disguise import MARKS
from upheld.detection.folding import folded
from upheld.detection.gate import PlainGate
from upheld.detection.leading import leads_with_row
from upheld.detection.matching import Matcher
from upheld.detection.rules import builtin


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        (r"\d{3}-\d{4}", True),
        (r"(?P<value>[0-9]{4}) is|[1-9x]\d", False),
        (r"(?:25[0-5]|2[0-4]\d|1?\d?\d)\.", True),
        (r"(?:19|20)?\d{6}", True),
        (r"[12] ?\d|\(0\d", True),
        (r"\(?\d", False),
        (r"\d?", False),
        (r"\d{0,2}x", False),
        (r"(?i)\d", False),
        (r"[|)]\d|\d", False),
        (r"-?\d", False),
    ],
)
def test_a_pattern_leads_with_digits_where_every_match_does(pattern: str, leads: bool) -> None:
    assert leads_with_row(pattern) is leads


@pytest.mark.slow
def test_rules_that_are_asked_at_rows_of_digits_can_begin_nowhere_else() -> None:
    at_rows = [rule for rule in builtin() if Matcher(rule).in_rows]
    assert len(at_rows) > 50
    for rule in at_rows:
        pattern = regex.compile(rule.pattern, regex.ASCII)
        signs = {chr(code) for code in range(1, 128)} | {*rule.pattern, "é", "あ"}
        begins = {sign for sign in signs if pattern.match(sign, partial=True)}
        assert begins <= set("0123456789("), rule.id


def test_without_re2_the_same_is_found() -> None:
    slow, fast = Scanner(gate=PlainGate), Scanner()
    for case in open_cases()[::25]:
        assert slow.spans(case.text) == fast.spans(case.text), case.id


@pytest.mark.parametrize("value", ["(03) 1234-5678", "03-1234-5678"])
def test_a_number_is_found_wherever_two_windows_part_it(value: str) -> None:
    scanner = Scanner()
    for gap in range(4096 - len(value) - 1, 4098):
        found = scanner.spans("あ" * gap + value)
        assert [(one.start, one.end) for one in found] == [(gap, gap + len(value))], gap


def test_a_rule_that_only_a_word_opens_is_asked_where_nothing_else_is() -> None:
    rule = Rule(
        id="t", kind="pin", pattern="[a-z]{5}", source="-", confidence=0, context=("社員記号",)
    )  # fmt: skip
    scanner = Scanner([rule])
    assert [(one.start, one.end) for one in scanner.spans("社員記号はabcdeです")] == [(5, 10)]
    assert not scanner.spans("記号はabcdeです")


def test_folding_takes_away_no_mark_of_something_that_hides() -> None:
    marks = [sign for sign in map(chr, range(0x10000)) if regex.fullmatch(MARKS[0], sign)]
    assert len(marks) > 20
    assert [sign for sign in marks if folded(f"1{sign}2") != f"1{sign}2"] == []


def test_a_row_of_digits_is_asked_behind_a_sign_and_behind_a_bracket() -> None:
    rule = Rule(id="t", kind="pin", pattern=r"\d{4}|\(\d{2}\)", source="-", confidence=0.9)
    found = Scanner([rule]).spans("(1234) (12) -5678 x9012 123456")
    assert [(one.start, one.end) for one in found] == [(1, 5), (7, 11), (13, 17)]


def test_a_rule_that_is_asked_only_where_a_digit_stands_finds_nothing_without_one() -> None:
    gated = [rule for rule in builtin() if rule.gate == r"\d"]
    assert len(gated) > 4
    asked_anywhere = Scanner([replace(rule, gate=None) for rule in gated])
    for value in ("abcd-efgh", "bcdfghjk", "ABCDEFGHIJ"):
        words = "recovery code, geohash, passport no, RFC, 記号: "
        assert asked_anywhere.spans(words + value) == [], value
    assert [one.rule for one in Scanner(gated).spans("recovery code: abc1-efg2")] == [
        "secret.recovery-code"
    ]
