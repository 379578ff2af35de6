"""What stands in a field for a name: the name whole, without the department before it, however short it is."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def names(scanner: Scanner, text: str) -> list[str]:
    return [text[f.start : f.end] for f in scanner.scan(text) if f.kind == "person_name"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("担当:営業二課 小野寺 美咲", "小野寺 美咲"),
        ("担当者:開発部 山本 健太郎", "山本 健太郎"),
        ("担当者 営業二課 小野寺 美咲", "小野寺 美咲"),
        ("担当:営業部長 山本", "山本"),
        ("担当は営業部の山本です", "山本"),
        ("担当:営業部小野寺美咲", "小野寺美咲"),
        ("担当:営業本部 第二営業部 山本", "山本"),
        ("担当:総務・佐藤", "佐藤"),
        ("担当:(営業部)山本", "山本"),
        ("担当:山本 営業部", "山本"),
        ("担当:株式会社山田商事 小野寺 美咲", "小野寺 美咲"),
        ("担当:山田商事 小野寺", "小野寺"),
        ("担当:渋谷店 山本", "山本"),
        ("担当:QAチーム 山本", "山本"),
        ("担当:3病棟 佐藤", "佐藤"),
        ("担当:設計士 山本", "山本"),
        ("担当:一級建築士 山本 太郎", "山本 太郎"),
        ("担当:土師 太郎", "土師 太郎"),
        ("`担当:営業二課 小野寺 美咲`と書く", "小野寺 美咲"),
        ("案件,担当\n更新,営業二課 小野寺 美咲", "小野寺 美咲"),
    ],
)
def test_a_department_before_a_name_is_no_part_of_it(
    scanner: Scanner, text: str, name: str
) -> None:
    assert names(scanner, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "担当:営業部",
        "担当:総務課",
        "担当者:サポートチーム",
        "窓口担当:人事部",
        "担当:営業",
        "担当:部長",
        "担当:カスタマーサポート第一グループ",
        "担当:山田商事",
        "担当:外部委託先",
        "担当:栄養士",
        "担当:技術士会",
        "担当者:清掃業者",
        "Owner: Platform team; Status: In progress",
        "Assignee: Billing squad",
        "案件,担当\n更新,営業部\n解約,総務課",
        "田中商事様",
        "高橋工業さんに連絡する",
    ],
)
def test_a_department_a_post_or_a_company_alone_is_nobody(scanner: Scanner, text: str) -> None:
    assert not names(scanner, text)


@pytest.mark.parametrize(
    "text",
    [
        "Company name: Yamamoto Trading",
        "team name: Red Foxes",
        "Dog's name: Blue Sky",
        "product_name: Mary Quant",
    ],
)
def test_what_a_thing_is_called_is_no_field_for_a_person(scanner: Scanner, text: str) -> None:
    assert names(scanner, "Customer name: Red Foxes") == ["Red Foxes"]
    assert not [f for f in scanner.scan(text) if f.rule == "person_name.field"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("担当:長谷部 誠", "長谷部 誠"),
        ("担当:曽我部 恵一", "曽我部 恵一"),
        ("担当:服部", "服部"),
        ("氏名:氷室 京介", "氷室 京介"),
        ("担当者:田所 真", "田所 真"),
        ("氏名:仁科 芳雄", "仁科 芳雄"),
    ],
)
def test_a_family_that_ends_as_departments_do_is_one(
    scanner: Scanner, text: str, name: str
) -> None:
    assert names(scanner, text) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "first_name,last_name\nBo,Xu\nWei,Zhang\nJun,Li\nSummer,Best\n",
            ["Bo", "Xu", "Wei", "Zhang", "Jun", "Li", "Summer", "Best"],
        ),
        ("氏名,電話\n王 偉,090-1111-2222\n李,090-1111-3333", ["王 偉", "李"]),
        ("氏名\t部署\n金 泰\t営業部", ["金 泰"]),
        ("氏名,部署\n김철수,営業部", ["김철수"]),
        ("氏名:王 偉", ["王 偉"]),
        ("氏名:王", ["王"]),
        ("氏名:𠮷田 太郎", ["𠮷田 太郎"]),
        ("担当: 王 偉", ["王 偉"]),
        ("first name: Bo, last name: Xu", ["Bo", "Xu"]),
        ("First name: Bo, Last name: Xu", ["Bo", "Xu"]),
        ("First name: Bo Last name: Xu", ["Bo", "Xu"]),
        ('{"first_name": "Bo", "last_name": "Xu"}', ["Bo", "Xu"]),
        ("last_name=Xu&first_name=Bo", ["Xu", "Bo"]),
        ("full_name: Xu, Bo", ["Xu, Bo"]),
        ("surname: Ng", ["Ng"]),
        ("姓:王 名:偉", ["王", "偉"]),
        ('{"姓": "小野寺", "名": "美咲"}', ["小野寺", "美咲"]),
        ("苗字:王", ["王"]),
    ],
)
def test_a_short_or_unknown_name_is_found_in_a_field_for_nothing_else(
    scanner: Scanner, text: str, expected: list[str]
) -> None:
    assert names(scanner, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "first_name,last_name,seat\nN/A,-,1\nnull,Unknown,2\n12,NA,3\n,,4",
        "氏名,座席\n未記入,1\n無,2\n-,3",
        "    first_name,\n    last_name,\n    email,\n    phone,",
        "FirstName, LastName,\n    Email, Phone,",
        '{"first_name": "string", "last_name": "String"}',
        '{"first_name": "名", "last_name": "姓", "full_name": "氏名"}',
        "first name: Required",
        "first name: Please enter your name",
        "First name: Your Name",
        "first_name = CharField(max_length=3)",
        "first_name: Mapped[str]",
        "firstName: T, lastName: T",
        "name,qty\nBo,3",
        "品名:王 型番:A-1",
        "参加3名:未定",
        "氏名,座席\n広告ID,1",
    ],
)
def test_nothing_a_type_and_another_label_are_no_names(scanner: Scanner, text: str) -> None:
    assert not names(scanner, text)


@pytest.mark.parametrize(
    "text",
    [
        "He called a Go function from a script",
        "We moved from Go to Rust",
        "a client for Go",
        "use a client: HTTPSConnection",
        "client HTTPSConnection was closed",
        "The APC UPS is in the rack",
        "HP LTO has failed",
        "She went to St Mary's Primary School",
        "St. Mary's Hospital was founded long ago",
    ],
)
def test_languages_classes_devices_and_saints_are_nobody(scanner: Scanner, text: str) -> None:
    assert not names(scanner, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My friend St John Smith came", "St John Smith"),
        ("user: YamadaTaro", "YamadaTaro"),
        ("patient Sean MacArthur", "Sean MacArthur"),
        ("our tenant WEI ZHANG moved out", "WEI ZHANG"),
        ("Go Nagai draws", "Go Nagai"),
    ],
)
def test_people_who_are_spelt_nearly_so_are_found(scanner: Scanner, text: str, name: str) -> None:
    assert names(scanner, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        '[{"name":"タイムアウト","value":"30"},{"name":"地域","value":"東京"}]',
        '{"name": "国籍", "options": ["日本", "韓国"], "value": ""}',
        "主人公の名前は何にしますか？",
        "医師：どうされましたか\n患者：眠れません",
        "Assistant: Four digits, as a rule.\nUser: Thanks a lot",
        "| 氏名 | string |\n|---|---|\n| 生年月日 | date |\n| パスワード | string |",
        "Name\ttext\nDiagnosis\ttext\nReligion\ttext",
    ],
)
def test_settings_labels_and_what_is_said_are_nobody(scanner: Scanner, text: str) -> None:
    assert not names(scanner, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"name": "山本太郎", "value": 120}', "山本太郎"),
        ("Agent: Kowalczyk\nRoom: 12", "Kowalczyk"),
        ("項目\t値\r\n氏名\t山本 太郎\r\n生年月日\t1990-05-03\r\n", "山本 太郎"),
    ],
)
def test_who_stands_there_is_somebody(scanner: Scanner, text: str, name: str) -> None:
    assert names(scanner, text) == [name]
