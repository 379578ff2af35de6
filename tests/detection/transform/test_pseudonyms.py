"""Values go out under other names and come back, whole or in pieces."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.detection import Span
from upheld.detection.transform import Pseudonyms, Restorer, Scope
from upheld.detection.transform.scope import PseudonymKeyError

SCOPE = Scope.derived("conversation-1", bytes(range(32)))
KNOWN = {"⟦PERSON_1⟧": "山田太郎", "⟦PERSON_12⟧": "佐藤花子", "⟦EMAIL_1⟧": 'a"b@example.jp'}
SPELLINGS = (
    "⟦PERSON_1⟧",
    "⟦person_1⟧",
    "⟦ Person _ 1 ⟧",
    "⟦ＰＥＲＳＯＮ＿１⟧",
    "〚PERSON_1〛",
    r"⟦PERSON\_1⟧",
    "⟦**PERSON_1**⟧",
    "⟦PERSON 1⟧",
    "⟦PERSON-1⟧",
    "[[PERSON_1]]",
    "［［PERSON_1］］",
    r"\[\[PERSON\_1\]\]",
    r"\u27e6PERSON_1\u27e7",
    r"\\u27e6PERSON_1\\u27e7",
    r"⟦PERSON\\_1⟧",
    "⟦PERSON_\u200b1⟧",
)
PIECES = st.lists(
    st.sampled_from(
        [*SPELLINGS, *KNOWN, "⟦PERSON_3⟧", "⟦", "[", "\\", "⟦PER", "_1⟧", "]]", "u27e6", "あ", "x "]
    ),
    max_size=7,
).map("".join)


def spans(text: str, *values: tuple[str, str]) -> list[Span]:
    return [Span(k, text.index(v), text.index(v) + len(v), 1.0, k) for k, v in values]


def test_the_same_value_has_the_same_name_in_every_text_of_a_scope() -> None:
    names = Pseudonyms(SCOPE)
    first = "山田さん 090-1234-5678"
    second = "電話は+81 90 1234 5678、山田 より"
    assert (
        names.pseudonymised(
            first, spans(first, ("person_name", "山田"), ("phone", "090-1234-5678"))
        )
        == "⟦PERSON_1⟧さん ⟦PHONE_1⟧"
    )
    assert (
        names.pseudonymised(
            second, spans(second, ("phone", "+81 90 1234 5678"), ("person_name", "山田"))
        )
        == "電話は⟦PHONE_1⟧、⟦PERSON_1⟧ より"
    )


@pytest.mark.parametrize("numbering", ["sequence", "keyed"])
def test_two_values_never_share_a_name(numbering: str) -> None:
    names = Pseudonyms(SCOPE, numbering="keyed" if numbering == "keyed" else "sequence")
    given_names = {names.placeholder("email", f"u{n}@example.jp") for n in range(20_000)}
    assert len(given_names) == len(names) == 20_000


def test_keyed_numbers_are_the_same_in_runs_that_know_nothing_of_each_other() -> None:
    one, other = (Pseudonyms(SCOPE, numbering="keyed") for _ in range(2))
    other.placeholder("email", "first@example.jp")
    assert one.placeholder("email", "A@example.jp") == other.placeholder("email", "a@example.jp")


def test_another_scope_gives_other_names() -> None:
    other = Scope.derived("conversation-2", bytes(range(32)))
    names = {Pseudonyms(s, numbering="keyed").placeholder("pin", "1") for s in (SCOPE, other)}
    assert len(names) == 2


def test_what_looks_like_a_name_already_is_given_to_nobody() -> None:
    names = Pseudonyms(SCOPE)
    text = "⟦ person_1 ⟧ and Sato"
    assert names.pseudonymised(text, spans(text, ("person_name", "Sato"))).endswith("⟦PERSON_2⟧")
    assert names.restored("⟦PERSON_1⟧ ⟦PERSON_2⟧") == "⟦PERSON_1⟧ Sato"


def test_a_map_goes_on_where_a_vault_has_kept_it() -> None:
    names = Pseudonyms(SCOPE)
    names.placeholder("person_name", "Ito")
    again = Pseudonyms(SCOPE, kept=list(names))
    assert again.placeholder("person_name", "ito") == "⟦PERSON_1⟧"
    assert again.placeholder("person_name", "Endo") == "⟦PERSON_2⟧"


def test_ascii_only_names_come_back_too() -> None:
    names = Pseudonyms(SCOPE, ascii_only=True)
    assert names.placeholder("person_name", "Ito") == "[[PERSON_1]]"
    assert names.restored("Dear [[person_1]],") == "Dear Ito,"


def test_a_short_key_is_refused_without_being_shown() -> None:
    with pytest.raises(PseudonymKeyError) as refused:
        Scope.derived("s", b"hunter2")
    assert "hunter2" not in refused.value.render("en")
    assert "key" not in repr(SCOPE)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_is_known_however_a_model_writes_it(spelling: str) -> None:
    assert Restorer(KNOWN).whole(f"は{spelling}です") == "は山田太郎です"


def test_unknown_names_and_bare_brackets_stay() -> None:
    text = r"⟦PERSON_99⟧ ⟦PERSON_1 [[a]] C:\[x] \u27e6 [[[ \\server\share"
    assert Restorer(KNOWN).whole(text) == text


def test_a_backslash_before_a_name_belongs_to_the_text() -> None:
    assert Restorer(KNOWN).whole(r"C:\⟦PERSON_1⟧\x") == "C:\\山田太郎\\x"
    assert Restorer(KNOWN).whole(r"C:\[[PERSON_1]]") == "C:\\山田太郎"
    assert Restorer(KNOWN).whole(r"C:\\\u27e6PERSON_1\u27e7") == r"C:\\山田太郎"


def test_in_json_a_value_is_escaped_as_json_wants() -> None:
    arguments = json.dumps({"to": "⟦EMAIL_1⟧", "cc": ["⟦PERSON_1⟧"]})
    restored = Restorer(KNOWN, form="json").whole(arguments)
    assert json.loads(restored) == {"to": 'a"b@example.jp', "cc": ["山田太郎"]}


@given(PIECES, st.data())
def test_a_stream_cut_anywhere_reads_as_the_whole(text: str, data: st.DataObject) -> None:
    whole = Restorer(KNOWN).whole(text)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edges = [0, *cuts, len(text)]
    piecewise = Restorer(KNOWN)
    parts = [piecewise.feed(text[a:b]) for a, b in pairwise(edges)]
    assert "".join(parts) + piecewise.finish() == whole
    one_by_one = Restorer(KNOWN)
    assert "".join(map(one_by_one.feed, text)) + one_by_one.finish() == whole


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a ⟦PERS", "⟦PERS"),
        ("a ⟦PERSON_1", "⟦PERSON_1"),
        ("a ⟦PERSON_13", ""),
        ("a ⟦ORDER", ""),
        ("a [", "["),
        ("a [[PER", "[[PER"),
        ("a [x", ""),
        (r"a \u27e", r"\u27e"),
        (r"a \n", ""),
        (r"a \[\[PERSON\_", r"\[\[PERSON\_"),
        ("a \\\\\\", "\\"),
        ("⟦" + " " * 30, ""),
    ],
)
def test_only_what_may_become_a_known_name_is_held_back(text: str, held: str) -> None:
    restorer = Restorer(KNOWN)
    assert restorer.feed(text) + held == text
    assert restorer.held == held
