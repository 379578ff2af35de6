"""Corrections of a calendar from a file."""

from datetime import date

import pytest

from upheld.law.calendar import CalendarUnreadableError, japan
from upheld.law.overrides import parse_overrides
from upheld.refusal import RefusalsError

FILE = """\
# after the list of February 2027
2028-12-31 official
2028-05-08 holiday      # a new act
2028-05-05 no-holiday

2028-08-14 closed       # summer closure
2028-08-12 open         # a working Saturday
"""


def test_each_word_corrects_its_own_thing() -> None:
    own = parse_overrides(FILE).apply(japan())
    assert japan().is_open(date(2028, 5, 8))
    assert not own.is_open(date(2028, 5, 8))
    assert own.is_public_holiday(date(2028, 5, 8))
    assert own.is_open(date(2028, 5, 5))
    assert not own.is_open(date(2028, 8, 14))
    assert not own.is_public_holiday(date(2028, 8, 14))
    assert own.is_open(date(2028, 8, 12))


def test_a_compared_list_moves_the_day_of_the_warning() -> None:
    own = parse_overrides(FILE).apply(japan())
    assert japan().warning(date(2028, 6, 1)) is not None
    assert own.warning(date(2028, 6, 1)) is None
    warning = own.warning(date(2029, 1, 1))
    assert warning is not None
    assert "2028-12-31" in warning.en
    assert "2028-12-31" in warning.ja


def test_an_old_comparison_does_not_shorten_our_own_list() -> None:
    own = parse_overrides("2020-12-31 official").apply(japan())
    assert own.is_official(date(2027, 12, 31))


def test_an_empty_file_corrects_nothing() -> None:
    assert parse_overrides("").apply(japan()) == japan()


def test_every_wrong_line_is_refused_with_its_number() -> None:
    text = "2028-05-08 holiday\n2028-13-01 closed\nclosed 2028-05-09\n2028-05-10 shut\n2028-05-11\n"
    with pytest.raises(RefusalsError) as refused:
        parse_overrides(text, file="calendar.txt")
    assert [one.where.line for one in refused.value.refusals] == [2, 3, 4, 5]
    assert all(isinstance(one, CalendarUnreadableError) for one in refused.value.refusals)
    assert str(refused.value).startswith("calendar.txt:2: ")


def test_a_day_is_not_corrected_in_two_ways() -> None:
    with pytest.raises(RefusalsError, match="twice") as refused:
        parse_overrides("2028-05-08 holiday\n2028-05-08 closed\n")
    assert refused.value.where.line == 2
    assert parse_overrides("2028-05-08 closed\n2028-05-08 closed\n").of("closed")
