"""Clauses that nobody has to read: everyday words alone, and never a name among them."""

import pytest

from tests.detection.labelled.reading import open_cases
from upheld.detection.folding import folded
from upheld.detection.words import everyday, japanese, morphemes
from upheld.detection.words.listed import listed
from upheld.detection.words.morphemes import Tag

_NAMES = Tag.FAMILY | Tag.GIVEN | Tag.PERSON
PLAIN = [
    "お問い合わせいただきありがとうございます。",
    "商品は明日お届けする予定です。",
    "第三章に操作の方法が書いてあります",
    "アカウントのパスワードを変更できません、",
]
NAMED = [
    "佐藤が送りました。",
    "昨日日下部は休みでした。",
    "担当はももです。",
    "妻のさくらは元気です",
    "サトウの荷物です",
    "明日香は来ません",
    "三上の資料",
    "会議に山本様が参加",
    "担当はいのうえです",
    "前のももこと話した",
    "私はうえだと",
    "かけるは本人です",
    "お順は元気です",
    "進も来ました",
]


@pytest.mark.parametrize("clause", PLAIN)
def test_a_clause_of_everyday_words_is_not_read(clause: str) -> None:
    assert list(everyday.to_read(clause)) == []


@pytest.mark.parametrize("clause", NAMED)
def test_a_clause_with_any_other_word_is_read_whole(clause: str) -> None:
    assert list(everyday.to_read(clause)) == [(0, len(clause))]


def test_neighbours_are_read_together_and_what_is_plain_between_them_is_left_out() -> None:
    line = "佐藤です。鈴木です。資料を送ります。田中は後で、"
    assert [line[start:end] for start, end in everyday.to_read(line)] == [
        "佐藤です。鈴木です。",
        "田中は後で、",
    ]


def test_the_dictionary_reads_no_word_of_the_lists_as_a_name() -> None:
    for word in listed("everyday_ja"):
        for line in (f"{word}は", f"この{word}を"):
            words = morphemes.morphemes(line)
            assert not any(tag & _NAMES for tag in words.tags), line


def test_what_is_left_out_had_no_name() -> None:
    for case in open_cases():
        for line in folded(case.text).split("\n"):
            stretches = list(everyday.to_read(line))
            read = morphemes.morphemes(line, stretches)
            found = list(japanese.names(line, read)) if stretches else []
            assert found == list(japanese.names(line, morphemes.morphemes(line))), line


def test_a_clause_by_itself_is_read_as_in_its_line() -> None:
    for case in open_cases()[::4]:
        for line in folded(case.text).split("\n"):
            clauses = [clause.span() for clause in everyday.CLAUSE.finditer(line) if clause[0]]
            alone, whole = morphemes.morphemes(line, clauses), morphemes.morphemes(line)
            assert (alone.starts, alone.tags) == (whole.starts, whole.tags), line
