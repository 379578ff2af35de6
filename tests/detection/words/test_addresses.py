"""Where an address ends: the person before or behind it is found beside it, and not in it."""

from datetime import date

import pytest

from upheld.detection.standard import standard


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        (
            "John Smith, 12 High Street, Leeds LS1 9YZ",
            "John Smith",
            "12 High Street, Leeds LS1 9YZ",
        ),
        ("Emma Clarke\n4 Mill Lane\nBath BA1 9ZZ", "Emma Clarke", "4 Mill Lane\nBath BA1 9ZZ"),
        (
            "北海道札幌市中央区北1条西2丁目の山田様",
            "山田",
            "北海道札幌市中央区北1条西2丁目",
        ),
        ("山田様、旭川市4条通9丁目", "山田", "旭川市4条通9丁目"),
        ("山田様、札幌市北区北二十四条西四丁目", "山田", "札幌市北区北二十四条西四丁目"),
        ("山田様、札幌市豊平区平岸3条5丁目2-1", "山田", "札幌市豊平区平岸3条5丁目2-1"),
        ("大阪市北区梅香町3-5-9\n佐藤花子", "佐藤花子", "大阪市北区梅香町3-5-9"),
        ("名古屋市中区白川台4-23-7 高橋 健太 45歳", "高橋 健太", "名古屋市中区白川台4-23-7"),
    ],
)
def test_a_person_beside_an_address_is_no_part_of_it(text: str, name: str, address: str) -> None:
    found = {f.kind: text[f.start : f.end] for f in standard(today=date(2026, 12, 1)).scan(text)}
    assert (found["person_name"], found["address"]) == (name, address)


ADDRESS = "東京都千代田区丸の内1-9-1"


@pytest.mark.parametrize(
    "behind",
    [
        "図書館の開館時間",
        "図書館の本を3冊返却します",
        "旅館の予約をお願いします",
        "美術館で待ち合わせ",
        "マンションの管理人です",
    ],
)
def test_a_sentence_in_the_next_line_is_no_building(behind: str) -> None:
    text = f"{ADDRESS}\n{behind}"
    (found,) = standard(today=date(2026, 12, 1)).scan(text)
    assert text[found.start : found.end] == ADDRESS


@pytest.mark.parametrize("building", ["パレスビル3階", "メゾン青山201号室", "岩波会館4F"])
def test_a_building_in_the_next_line_is_a_part_of_the_address(building: str) -> None:
    text = f"{ADDRESS}\n{building}"
    (found,) = standard(today=date(2026, 12, 1)).scan(text)
    assert text[found.start : found.end] == text


def test_addresses_in_two_lines_are_two() -> None:
    text = f"{ADDRESS}\n北海道函館市若松町12-13"
    found = standard(today=date(2026, 12, 1)).scan(text)
    assert [text[one.start : one.end] for one in found] == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "大阪市西区九条1丁目",
        "奈良市四条大路1丁目",
        "札幌市北区北24条西4丁目の交差点",
        "札幌市個人情報保護条例3条1項",
        "札幌市中央区北1条の工事",
    ],
)
def test_a_town_or_a_crossing_is_no_address(text: str) -> None:
    assert [f.kind for f in standard(today=date(2026, 12, 1)).scan(text)] == []


@pytest.mark.parametrize(
    "behind",
    [
        " 新大宗ビル4号館 805号",
        " 新大宗ビル4号館805号室",
        " 新大宗ビル 4号館 8階 805号室",
        " 第2ビル3号館 1204",
        " 駅前第2ビル 1204",
        " 丸ビル1号棟302",
        " 1号棟302",
        " 2番館 503",
        " 汲沢団地12号棟 405号室",
        " 丸ビル4号館",
    ],
)
def test_the_wing_of_a_building_and_the_room_in_it_belong_to_the_address(behind: str) -> None:
    found = standard(today=date(2026, 12, 1)).scan(f"{ADDRESS}{behind}")
    assert [(f.start, f.end) for f in found if f.kind == "address"] == [
        (0, len(ADDRESS) + len(behind))
    ]


@pytest.mark.parametrize("behind", [" 4号車で待つ", " 3号線の駅"])
def test_the_number_of_a_train_is_no_wing(behind: str) -> None:
    found = standard(today=date(2026, 12, 1)).scan(f"{ADDRESS}{behind}")
    assert [f.end for f in found if f.kind == "address"] == [len(ADDRESS)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Aoife Byrne, 14 Main Street, Galway H91 X2C4", True),
        ("LT-00413,ThinkPad X1 G12,2025-02-14\nMN-00977,Dell U2723QE,2024-08-30", False),
    ],
)
def test_an_eircode_has_the_letters_that_eircodes_have(text: str, is_one: bool) -> None:
    found = standard(today=date(2026, 12, 1)).scan(text)
    assert any(one.kind == "address" for one in found) is is_one


def test_the_postal_code_behind_a_prefecture_in_latin_letters_belongs_to_the_address() -> None:
    address = "2-14-3 Ebisu-Minami, Shibuya-ku, Tokyo 150-0022"
    (found,) = standard(today=date(2026, 12, 1)).scan(f"home: {address}")
    assert (found.kind, found.end) == ("address", len(f"home: {address}"))
