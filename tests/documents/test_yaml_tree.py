"""Text becomes a tree with places, or a refusal; never a crash and never a surprise."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upheld.documents.positioned import Source, load, open_source
from upheld.documents.yaml_problems import told
from upheld.documents.yaml_tree import BYTES_LIMIT, REPEATED_LIMIT, Node
from upheld.refusal import InvalidFileError, RefusalsError
from upheld.wording import Text


def tree(text: str | bytes, *, secret: bool = False) -> Node:
    return load(text, file="policy/a.yaml", secret=secret).tree


def refusal(text: str | bytes, *, secret: bool = False) -> InvalidFileError:
    with pytest.raises(RefusalsError) as refused:
        tree(text, secret=secret)
    (only,) = refused.value.refusals
    assert isinstance(only, InvalidFileError)
    return only


def test_every_value_knows_its_place() -> None:
    root = tree("a: 1\nb:\n  - x\n  - {c: 氏名}\n")
    assert root.value == {"a": 1, "b": ["x", {"c": "氏名"}]}
    assert root.keys["b"].line == 2
    place = root.children["b"].children[1].children["c"].mark
    assert (place.line, place.column) == (4, 9)


def test_keys_keep_their_order() -> None:
    assert list(tree("z: 1\na: 2\nm: 3\n").value) == ["z", "a", "m"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("NO", "NO"),
        ("2026-01-01", "2026-01-01"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("2.10", 2.1),
        ("1e3", 1000.0),
        ("'2.10'", "2.10"),
        ("true", True),
        ("~", None),
        ("", None),
    ],
)
def test_scalars_are_what_a_reader_expects(written: str, value: object) -> None:
    assert tree(f"a: {written}\n").value == {"a": value}


def test_an_empty_file_is_an_empty_value() -> None:
    assert tree("").value is None
    assert tree("# only a comment\n").value is None


def test_a_byte_order_mark_is_no_character() -> None:
    assert tree(b"\xef\xbb\xbfa: 1\n").value == {"a": 1}


def test_yaml_that_is_no_yaml_is_shown_with_its_line() -> None:
    refused = refusal("a: 1\nb: [1, 2\nc: 3\n")
    assert refused.where.file == "policy/a.yaml"
    assert refused.where.line in {2, 3}
    assert refused.snippet is not None
    assert "YAML" in refused.what.ja


@pytest.mark.parametrize(
    ("text", "line", "ja"),
    [
        ("a: b: c\n", 1, "ここにはコロン(`キー: 値`)を置けません"),
        ("a: [1, 2\nb: 3\n", 2, "`,` または `]` がありません"),
        ("a: {x: 1\nb: [\n", None, "`,` または `}` がありません"),
        ("a:\n\t- b\n", 2, "この文字から値を始めることはできません(引用符で囲んでください)"),
        ('a: "open\n', None, "閉じる引用符やかっこがないまま、ファイルが終わっています"),
        ("a: @b\n", 1, "この文字から値を始めることはできません(引用符で囲んでください)"),
        ("a:\n  b: 1\n c: 2\n", 3, "キーがあるはずの位置に、別のものがあります"),
        ('a: "\\q"\n', 1, "`\\` の後に使えない文字があります"),
        ("a: *\n", 1, "`&` または `*` の後に名前がありません"),
        ("a: \x07\n", 1, "制御文字が含まれています"),
    ],
)
def test_what_the_parser_says_is_said_in_japanese_at_the_same_place(
    text: str, line: int | None, ja: str
) -> None:
    refused = refusal(text)
    assert refused.what.ja == f"YAML として読めません: {ja}"
    assert refused.what.en.startswith("this is not valid YAML: ")
    assert line is None or refused.where.line == line


def test_a_message_without_a_translation_is_left_out_of_the_japanese() -> None:
    assert told("something new") == Text(en=": something new", ja="")


def test_a_key_that_stands_twice_names_both_lines() -> None:
    refused = refusal("a: 1\nb: 2\na: 3\n")
    assert refused.where.line == 3
    assert "line 1" in refused.what.en
    assert refused.snippet == "  3 | a: 3\n    | ^"


@pytest.mark.parametrize("text", ["{a: 1, a: 2}", "x: {a: 1, 'a': 2}", "- {k: 1, k: 2}"])
def test_keys_are_not_repeated_at_any_depth(text: str) -> None:
    assert "second time" in refusal(text).what.en


def test_an_alias_bomb_is_refused_in_no_time() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    began = time.monotonic()
    assert "aliases" in refusal("\n".join(lines)).what.en
    assert time.monotonic() - began < 1


def test_a_plain_alias_is_read() -> None:
    assert tree("a: &x [1, 2]\nb: *x\n").value == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: *nowhere", "&x {a: *x}"])
def test_an_alias_to_nothing_or_to_itself_is_refused(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(
    "text",
    ["a: !!python/object/apply:os.system [ls]", "a: !secret x", "!!map {a: 1}", "a: !!str 5"],
)
def test_tags_are_refused_and_never_run(text: str) -> None:
    assert "tags" in refusal(text).what.en


@pytest.mark.parametrize(
    "text", ["<<: {a: 1}", "? [a, b]\n: 1", "? {a: 1}\n: 1", ": 1", "&a x: 1\n*a : 2"]
)
def test_keys_are_words(text: str) -> None:
    refusal(text)


def test_a_second_document_is_refused() -> None:
    assert refusal("a: 1\n---\nb: 2\n").where.line == 2


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 50_000])
def test_deep_nesting_is_refused_and_the_process_lives(text: str) -> None:
    refusal(text)


def test_ten_megabytes_are_refused() -> None:
    refused = refusal(b"a: 1\n" * (BYTES_LIMIT // 5))
    assert "10 MB" in refused.what.en


def test_ten_megabytes_in_a_file_are_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# x\n" * (BYTES_LIMIT // 4 + 1))
    with pytest.raises(RefusalsError, match="10 MB"):
        load(path, file="large.yaml")


def test_a_file_that_is_not_there_says_why(tmp_path: Path) -> None:
    with pytest.raises(RefusalsError, match="cannot be read"):
        load(tmp_path / "none.yaml", file="none.yaml")


def test_other_encodings_and_control_characters_are_refused_with_their_line() -> None:
    assert refusal("a: 1\nb: 氏名\n".encode("shift_jis")).where.line == 2
    assert refusal("a: 1\nb: \x07\n").where.line is not None


def test_a_direction_mark_is_made_visible_in_the_snippet() -> None:
    refused = refusal("a: 1\na: \u202e2\n")
    assert refused.snippet is not None
    assert "\u202e" not in refused.snippet


def test_a_secret_file_is_never_quoted() -> None:
    with pytest.raises(RefusalsError) as refused:
        tree("email: taro@example.jp\nemail: [hanako@example.jp", secret=True)
    shown = refused.value.render("en") + refused.value.render("ja")
    assert "a second time" in shown
    assert "not valid YAML" in shown
    assert "taro" not in shown
    assert "hanako" not in shown
    assert [one.snippet for one in refused.value.refusals] == [None, None]


def test_a_file_of_keys_that_stand_twice_is_refused_in_no_time() -> None:
    began = time.monotonic()
    with pytest.raises(RefusalsError) as refused:
        tree("a: [1, 2, 3]\n" * 200_000)
    assert len(refused.value.refusals) == REPEATED_LIMIT + 1
    assert time.monotonic() - began < 1


def test_what_an_alias_repeats_is_not_changed_by_a_key_that_stands_twice() -> None:
    source = open_source(
        "a: &a [1]\nb: *a\nb: [2]\nc: {d: {e: 1}}\nc: {d: {f: 2}}\n", file="x.yaml"
    )
    assert source.tree.value == {"a": [1], "b": [1, 2], "c": {"d": {"e": 1, "f": 2}}}
    assert len(source.repeated) == 2


@given(st.text(max_size=200))
@example("\x85a: 1\u2028b: 2")
@example("%YAML 9.9\n---\na")
@example("a: |\n x\n y\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source: Source = load(text, file="any.yaml")
    except RefusalsError as refused:
        assert refused.refusals  # noqa: PT017 -- refusing is one of the two right answers
    else:
        assert source.tree.size >= 1
