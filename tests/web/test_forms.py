"""What a person typed becomes values, or an error beside its field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.web.forms import Form, half_width, one_spelling


def _form(value: str) -> Form:
    return Form(values={"f": [value]})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ｒ－２０２６－０１４２", "R-2026-0142"),
        ("　１２３ ４５６ ", "123456"),
        ("０３ー１２３４ー５６７８", "03-1234-5678"),
        ("〒１００−０００１", "〒100-0001"),
    ],
)
def test_full_width_codes_are_read_as_half_width(typed: str, read: str) -> None:
    assert _form(typed).code("f") == read


def test_names_keep_their_letters() -> None:
    assert _form("髙橋 ㈱　①").line("f") == "髙橋 ㈱　①"
    assert _form("か\u3099").line("f") == "が"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ｓato＠Example．JP", "Sato@example.jp"),
        (" a@b.co ", "a@b.co"),
        ("花@例え.jp", "花@例え.jp"),
    ],
)
def test_addresses_of_mail_are_read(typed: str, read: str) -> None:
    assert _form(typed).address("f") == read


@pytest.mark.parametrize(
    "typed",
    ["a@b", "a b@c.jp x@y", "@b.jp", "a@.jp", "a@b.jp,c@d.jp", "<a@b.jp>", "x" * 65 + "@b.jp"],
)
def test_what_is_no_address_has_an_error_and_no_value(typed: str) -> None:
    form = _form(typed)
    assert form.address("f") == ""
    assert "f" in form.errors


@pytest.mark.parametrize(
    "typed", ["2026-11-26", "２０２６／１１／２６", "2026年11月26日", "2026.11.26"]
)
def test_days_are_read(typed: str) -> None:
    assert _form(typed).day("f") == date(2026, 11, 26)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "26-11-26", "tomorrow", "2026-13-01", "0000-01-01"]
)
def test_what_is_no_day_has_an_error(typed: str) -> None:
    form = _form(typed)
    assert form.day("f") is None
    assert "f" in form.errors


@pytest.mark.parametrize("unseen", ["\x00", "\u202e", "\u200b", "\x1b", "\ufeff"])
def test_characters_that_nobody_sees_are_refused_everywhere(unseen: str) -> None:
    for kind in (Form.line, Form.prose, Form.code):
        form = _form(f"a{unseen}b")
        assert kind(form, "f") == ""
        assert "f" in form.errors


def test_a_line_has_no_break_and_prose_may() -> None:
    form = _form("one\r\ntwo")
    assert form.line("f") == ""
    assert _form("one\r\ntwo").prose("f") == "one\ntwo"


def test_html_and_sql_are_text_like_any_other() -> None:
    typed = "<script>alert(1)</script>'; DROP TABLE staff; --"
    assert _form(typed).line("f") == typed


def test_numbers_have_limits() -> None:
    assert _form("１，０００").number("f", least=0, most=1000) == 1000
    for typed in ("1001", "-1", "1.5", "9" * 40, "x"):
        form = _form(typed)
        assert form.number("f", least=0, most=1000) is None
        assert "f" in form.errors


def test_what_was_not_offered_cannot_be_chosen() -> None:
    form = Form(values={"f": ["a", "z"], "g": ["b", "a"]})
    assert form.choices("f", ["a", "b"]) == []
    assert form.choices("g", ["a", "b"]) == ["a", "b"]
    assert form.choice("f", ["b"]) == ""
    assert list(form.errors) == ["f"]


def test_too_long_and_missing_are_told() -> None:
    form = Form(values={"long": ["x" * 201]})
    form.line("long")
    form.line("absent")
    assert [error.en for error in form.errors.values()] == [
        "this is too long: at most 200 characters", "enter this",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_reading_twice_reads_the_same(text: str) -> None:
    assert half_width(half_width(text)) == half_width(text)
    assert one_spelling(one_spelling(text)) == one_spelling(text)
