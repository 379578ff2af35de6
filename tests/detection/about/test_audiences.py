"""Ages of whom a product is for, of a feast and of a business are no child's; those of children are."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


OF_NO_CHILD = [
    "Write ad copy for toys for children aged 6 to 8.",
    "七五三の写真スタジオのチラシ文を考えてください。7歳のお祝いです。",
    "Our summer camp is open to children aged 6-12.",
    "対象年齢は3歳から6歳です。",
    "This game is for ages 8 and up.",
    "5歳からの知育玩具のコピーを考えて。",
    "We sell clothes for kids aged 4 to 10.",
    "Our school accepts children aged 3 to 11.",
    "創業7歳のお祝いのコピー",
    "当社は今年で10歳になります。",
    "Our company turns 10 this year.",
    "My startup is turning five.",
    "小学生向けの教材の紹介文を書いてください。",
    "3歳児健診のお知らせ文",
    "6歳未満は無料です。",
    "3歳の方から参加できます。",
    "4~6歳向けの絵本",
    "This toy is suitable for a 3-year-old.",
    "Tickets for children under 12 are free.",
    "Write a birthday card for 7-year-olds.",
    "The app turned 5 in May.",
    "Our 10-year-old company needs a logo.",
    "5歳の誕生日プレゼントのおすすめ",
    "当園では3歳のお子様から参加できます。",
    "保育園の運動会のお知らせを作ってください。対象は3歳から5歳の園児です。",
    "3〜5歳クラスの時間割を作って。",
]

OF_A_CHILD = [
    "my 7-year-old son",
    "娘は7歳です",
    "My kids aged 6 and 8 fight a lot.",
    "We have two children aged 6 and 8.",
    "My children aged 6 to 8 love it.",
    "うちの子は7歳のお祝いに行きます。",
    "田中花子さん(7歳)",
    "七五三の写真で、娘は7歳です。",
    "患者は7歳です。",
    "7歳の男の子が迷子です。",
    "児童:7歳",
    "年齢:7歳",
    "7歳女児",
    "She has children aged 4 and 7.",
    "Patient aged 6.",
    "田中健太くんの七五三の写真です。7歳のお祝いです。",
    "娘の七五三の写真です。7歳のお祝いをします。",
    "Write a note for children aged 6 to 8: my daughter is 7.",
    "We look after our children aged 6 to 8.",
    "3歳から5歳の息子たちです。",
    "うちには3歳と5歳の子どもがいます。",
    "対象児童の太郎くんは5歳です。",
]


@pytest.mark.parametrize("text", OF_NO_CHILD)
def test_the_age_of_an_audience_a_feast_or_a_business_is_no_childs(
    scanner: Scanner, text: str
) -> None:
    assert groups(scanner, text) == set()


@pytest.mark.parametrize("text", OF_A_CHILD)
def test_the_age_of_a_child_is_found(scanner: Scanner, text: str) -> None:
    assert "child" in groups(scanner, text)
