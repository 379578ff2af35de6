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
