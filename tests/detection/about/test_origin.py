"""Where somebody's family is from, said of one who works, buys or lives here; and never of a people."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("在日韓国人の社員", "special.race"),
        ("在日コリアンの社員", "special.race"),
        ("在日韓国人三世の同僚", "special.race"),
        ("在日の部下", "special.race"),
        ("応募者は在日韓国人です", "special.race"),
        ("帰化した社員", "special.race"),
        ("韓国から帰化した応募者", "special.race"),
        ("クルド人の従業員", "special.race"),
        ("ユダヤ系の担当者", "special.race"),
        ("部落出身の社員", "special.social_status"),
        ("a Zainichi Korean employee", "special.race"),
        ("A Kurdish employee in sales", "special.race"),
        ("a naturalised employee", "special.race"),
        ("our black colleague", "special.race"),
    ],
)
def test_the_origin_of_somebody_is_found(scanner: Scanner, text: str, rule: str) -> None:
    found = [one for one in scanner.scan(text) if one.kind == "special_category"]
    assert [one.rule for one in found] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "在日韓国人の歴史",
        "在日韓国人の人口は減った",
        "在日コリアンの作家の小説",
        "在日韓国人の社員向け研修",
        "在日コリアンの社員の割合",
        "在日米軍の担当者",
        "在日大使館の職員",
        "在日外国人の社員",
        "外資系の社員",
        "理系の学生",
        "体育会系の同僚",
        "中国系の会社",
        "ハーフサイズのお客様",
        "黒人の歴史",
        "クルド人の祭り",
        "帰化した植物の分布",
        "帰化申請の手続き",
        "The black colleague badge",
        "a white client",
        "Roma tomatoes",
        "the indigenous client library",
        "a naturalised plant",
        "Kurdish cuisine",
    ],
)
def test_a_people_a_plant_and_a_line_of_business_are_nobody(scanner: Scanner, text: str) -> None:
    assert [one.rule for one in scanner.scan(text) if one.groups] == []


@pytest.mark.parametrize(
    "text",
    [
        "面接に来た候補者は在日韓国人でした",
        "候補者はクルド人だった",
        "うちの従業員はうつ病らしい。",
        "その応募者には前科があるとのことです。",
        "候補者は前科があるとのことでした。",
        "新入社員は双極性障害だそうです。",
        "先日の候補者は元受刑者でした。",
        "The candidate who came to the interview was Kurdish.",
        "The applicant we interviewed has epilepsy.",
    ],
)
def test_what_is_said_of_one_who_works_or_applies_is_found_with_words_between(
    scanner: Scanner, text: str
) -> None:
    assert [one for one in scanner.scan(text) if one.groups]


@pytest.mark.parametrize(
    "text",
    [
        "従業員は健康診断を受ける義務がある。",
        "社員は年に一度、健康診断を受けます。",
        "候補者は在日韓国人に関する政策を訴えた。",
        "調査では従業員の3割がうつ病だった。",
        "スタッフはうつ病の研修を受けた。",
        "応募者は前科の有無を問われない。",
        "The employee who has diabetes may ask for breaks under the law.",
    ],
)
def test_what_holds_for_all_who_work_or_apply_is_about_nobody(scanner: Scanner, text: str) -> None:
    assert [one.rule for one in scanner.scan(text) if one.groups] == []
