"""A broken law pack is refused where it is broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.law.packs.article import Instrument, roman
from upheld.law.packs.reading import PackUnreadableError, read
from upheld.refusal import RefusalsError

WHOLE = """\
name: JP-TEST@2026-01
title: {ja: 試験の法, en: a law to try}
jurisdiction: JP
state: in-force
since: 2026-01-01
known_until: 2026-06-30
limits: {ja: 試験, en: a trial}
instruments:
  act: {ja: 試験法, en: Trial Act, title: 試験法}
clocks:
  days: {calendar: JP, zone: Asia/Tokyo, first_day: excluded, roll: none, source: memory}
changes: []
duties:
  - id: test-1
    article: act 1(2)
    kind: duty
    summary: {ja: 答えます。, en: Answer.}
    source: confirmed
    numbers:
      - {id: answer, count: 7, unit: days, bound: at-most, clock: days, article: act 1(3), what: {ja: 回答, en: answer}}
"""
MORE = """\
duties:
  - id: test-2
    article: act 2
    kind: duty
    summary: {ja: 記録します。, en: Record.}
    source: memory
    items:
      - {id: day, text: {ja: 日付, en: date}}
"""


def test_a_pack_may_have_several_files() -> None:
    pack = read({"a.yaml": WHOLE, "a.more.yaml": MORE})
    assert [duty.id for duty in pack.duties] == ["test-1", "test-2"]


def test_a_part_inherits_what_its_duty_says() -> None:
    item = read({"a.yaml": WHOLE, "a.more.yaml": MORE}).duty("test-2").items[0]
    assert (item.article, item.source) == ("act 2", "memory")


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("act 1(2)", "act one", "a.yaml:14:5", "not an article"),
        ("act 1(3)", "acts 1(3)", "a.yaml:14:5", "no instrument"),
        ("en: Answer.", 'en: ""', "a.yaml:17:14", "both as text"),
        (", en: Answer.", "", "a.yaml:17:14", "both as text"),
        ("unit: days", "unit: moons", "a.yaml:20:38", "unit"),
        ("unit: days", "unit: people", "a.yaml:14:5", "a clock counts time"),
        ("clock: days,", "clock: nights,", "a.yaml:14:5", "not declared"),
        ("clock: days,", "extends: reply,", "a.yaml:14:5", "extends"),
        (", article: act 1(3)", "", "a.yaml:20:9", "article"),
        ("source: confirmed", "source: heard", "a.yaml:18:13", "source"),
        ("kind: duty", "sort: duty", "a.yaml:16:11", "sort"),
        ("since: 2026-01-01", "{", "a.yaml:6:", "not YAML"),
        ("state: in-force", "state: bill", "a.yaml:14:5", "bill"),
        ("since: 2026-01-01\n", "", "a.yaml:13:5", "since when"),
        ("kind: duty", "kind: duty\n    until: 2025-01-01", "a.yaml:14:5", "ends before"),
        ("kind: duty", "kind: duty\n    kind: right", "a.yaml:17:5", "twice"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    old: str, new: str, place: str, words: str
) -> None:
    broken = WHOLE.replace(old, new, 1)
    assert broken != WHOLE
    with pytest.raises(RefusalsError) as refused:
        read({"a.yaml": broken})
    lines = [str(one) for one in refused.value.refusals]
    assert all(isinstance(one, PackUnreadableError) for one in refused.value.refusals)
    assert any(line.startswith(place) and words in line for line in lines), lines


def test_what_is_wrong_in_a_further_file_is_placed_there() -> None:
    with pytest.raises(RefusalsError) as refused:
        read({"a.yaml": WHOLE, "a.more.yaml": MORE.replace("act 2", "act two")})
    assert str(refused.value).startswith("a.more.yaml:2:5")


def test_the_same_duty_in_two_files_is_refused() -> None:
    with pytest.raises(RefusalsError, match="there twice"):
        read({"a.yaml": WHOLE, "a.more.yaml": MORE.replace("test-2", "test-1")})


def test_a_further_file_holds_nothing_but_duties() -> None:
    with pytest.raises(RefusalsError) as refused:
        read({"a.yaml": WHOLE, "a.more.yaml": "title: {ja: 別, en: other}\n" + MORE})
    assert str(refused.value).startswith("a.more.yaml:1:1")


@pytest.mark.parametrize("text", ["", "- 1\n", "7\n"])
def test_a_file_that_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(RefusalsError):
        read({"a.yaml": text})


@pytest.mark.parametrize(
    ("number", "ja", "en"),
    [
        ("23", "第23条", "art. 23"),
        ("33(1)", "第33条第1項", "art. 33(1)"),
        ("27(5)(iii)", "第27条第5項第3号", "art. 27(5)(iii)"),
        ("7(iv)", "第7条第4号", "art. 7(iv)"),
        ("30-2", "第30条の2", "art. 30-2"),
        ("22-2-29(1)", "第22条の2の29第1項", "art. 22-2-29(1)"),
        ("20(1)(i)(b)", "第20条第1項第1号ロ", "art. 20(1)(i)(b)"),
        ("8(1)(ix)", "第8条第1項第9号", "art. 8(1)(ix)"),
    ],
)
def test_an_article_is_written_as_lawyers_write_it(number: str, ja: str, en: str) -> None:
    cited = Instrument(ja="法", en="Act", title="法").cite(number)
    assert (cited.ja, cited.en) == (f"法{ja}", f"Act {en}")


def test_an_american_section_keeps_its_letters() -> None:
    code = Instrument(ja="州民法", en="Code", title="Code", style="section")
    cited = code.cite("1798.130(a)(2)(A)")
    assert (cited.ja, cited.en) == ("州民法第1798.130条(a)(2)(A)", "Code § 1798.130(a)(2)(A)")


@given(st.integers(1, 39))
def test_an_item_is_the_same_in_roman_and_in_arabic(number: int) -> None:
    cited = Instrument(ja="法", en="Act", title="法").cite(f"7({roman(number)})")
    assert cited.ja == f"法第7条第{number}号"


def test_what_is_no_article_is_not_cited() -> None:
    with pytest.raises(ValueError, match="not an article"):
        Instrument(ja="法", en="Act", title="法").cite("33 (1)")
