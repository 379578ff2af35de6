"""Names and addresses are found by what they are and by what stands beside them."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.folding import folded
from upheld.detection.standard import standard
from upheld.detection.words import japanese
from upheld.detection.words.listed import listed


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def found(scanner: Scanner, text: str, kind: str) -> list[str]:
    return [text[f.start : f.end] for f in scanner.scan(text) if f.kind == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("望月さんに折り返しお願いします。", ["望月"]),
        ("担当:関根 美緒", ["関根 美緒"]),
        ("氏名,部署\n古川拓真,営業部", ["古川拓真"]),
        ("平井課長と内田係長が出席します。", ["平井", "内田"]),
        ("ホワン・ミンさんが来日した。", ["ホワン・ミン"]),
        ("部下の横田が昨日から休んでいる。", ["横田"]),
        ("フリガナ:モチヅキ ケンタ", ["モチヅキ ケンタ"]),
        ("ｼﾒｲ:ｱﾗｲ ﾖｼｺ ﾃﾞﾝﾜ:未登録", ["ｱﾗｲ ﾖｼｺ"]),
        ('{"ﾌﾘｶﾞﾅ":"ｺﾞﾝﾄﾞｳ ｼﾝﾔ"}', ["ｺﾞﾝﾄﾞｳ ｼﾝﾔ"]),
        ("口座名義:ﾊｾｶﾞﾜ ﾀﾞｲｽｹ", ["ﾊｾｶﾞﾜ ﾀﾞｲｽｹ"]),
        ("通称名:金山 哲", ["金山 哲"]),
        ("株主 羽生 マリ 80株", ["羽生 マリ"]),
        ("お客様 磯貝 登 男", ["磯貝 登"]),
        ("発言録\n大谷:価格は据え置きで。\n西川:賛成です。", ["大谷", "西川"]),
        ("うちの部の宇都宮は労組の執行委員です。", ["宇都宮"]),
        ("李さんと王さんが通訳します。", ["李", "王"]),
        ("田園調布の綾小路先生に依頼", ["綾小路"]),
        ("承認 栁田 日付", ["栁田"]),
        ("氏名 KATAYAMA/RYO", ["KATAYAMA/RYO"]),
        ("Slack: @Priya is out this week", ["Priya"]),
        ("3年2組の佐伯 ひなたさん", ["佐伯 ひなた"]),
        ("ひよこ組 坂上 りお", ["坂上 りお"]),
        ("相馬課長は休みです。", ["相馬"]),
        ("出席:綾部、古川、根岸", ["綾部", "古川", "根岸"]),
        ("Please ask Hannah Becker about the invoice.", ["Hannah Becker"]),
        ("Mr. Trzaskowski called twice.", ["Trzaskowski"]),
        ("our tenant Bronwen Ellis-Hughes moved out", ["Bronwen Ellis-Hughes"]),
        ("Dear Mrs Okonkwo,\nthank you", ["Okonkwo"]),
        ('{"full_name": "Ines Carvalho"}', ["Ines Carvalho"]),
        ("name,team\nHannah Becker,sales", ["Hannah Becker"]),
        ("Yamada-san will join at three.", ["Yamada"]),
        ("Passenger IWASAKI/TARO MR NH 106 HND-LAX", ["IWASAKI/TARO MR"]),
        ("在留カードの名前 NGUYEN THI LAN を確認", ["NGUYEN THI LAN"]),
        ("hey its marcus from sales call me back", ["marcus"]),
    ],
)
def test_a_name_is_found_without_its_honorific(
    scanner: Scanner, text: str, names: list[str]
) -> None:
    assert found(scanner, text, "person_name") == names


@pytest.mark.parametrize(
    "text",
    [
        "和田商店の開店時間は十時です。",
        "三浦半島を自転車で回る。",
        "株式会社山本の決算が出た。",
        "宮沢賢治の童話を朗読する。",
        "『山田太郎の冒険』という絵本",
        "相馬市の天気は晴れです。",
        "千葉:晴れ\n宮城:くもり",
        "マリ共和国の首都を答えよ。",
        "保健師さんに繋ぐ。",
        "株式会社あみぐも、本日発表",
        "Attendees, Agenda, Decisions, Actions",
        "@Controller\npublic class A {\n    @Autowired private B b;\n}",
        "ﾄﾚｰﾆﾝｸﾞ ﾊﾟﾝﾂの在庫",
        "お客様のご意見をお聞かせください。",
        "皆さん、運転手さんにご挨拶を。",
        "Monday is the busiest day.",
        "it's java from the platform team",
        "READ/WRITE MR register",
        "Explain Darwin's theory.",
        "The Wilson Trading Company moved.",
        "Read the Python documentation first.",
    ],
)
def test_companies_places_works_and_history_are_nobody(scanner: Scanner, text: str) -> None:
    assert found(scanner, text, "person_name") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("届け先は福島県郡山市桜台三丁目二番八号です。", "福島県郡山市桜台三丁目二番八号"),
        (
            "住所:大阪府枚方市緑が丘4-21-7 メゾン緑203号室",
            "大阪府枚方市緑が丘4-21-7 メゾン緑203号室",
        ),
        (
            "Ship it to 418 Willow Creek Rd, Ashford, OH 44012.",
            "418 Willow Creek Rd, Ashford, OH 44012",
        ),
        ("He lives at 22 Orchard Lane, York YO1 7EP.", "22 Orchard Lane, York YO1 7EP"),
        ("Adresse: Gartenstraße 12, 70178 Stuttgart", "Gartenstraße 12, 70178 Stuttgart"),
        ("14 rue des Lilas, 69003 Lyon", "14 rue des Lilas, 69003 Lyon"),
        ("5-12-3 Midorigaoka, Meguro-ku, Tokyo", "5-12-3 Midorigaoka, Meguro-ku, Tokyo"),
        (f"{'港区、' * 40}東京都港区白金台1-2-3", "東京都港区白金台1-2-3"),
    ],
)
def test_an_address_is_found_to_the_house(scanner: Scanner, text: str, address: str) -> None:
    assert found(scanner, text, "address") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "福島県郡山市は人口約32万人です。",
        "二丁目の角を曲がる。",
        "Ashford, OH is small.",
        "Chapter 3-4-5 covers Tokyo",
    ],
)
def test_a_town_alone_is_no_address(scanner: Scanner, text: str) -> None:
    assert found(scanner, text, "address") == []


def test_without_a_dictionary_honorifics_still_give_names_away() -> None:
    line = folded("明日は望月さんと運転手さんが来ます。")
    assert [line[s.start : s.end] for s in japanese.by_honorific(line)] == ["望月"]


def test_lone_surrogates_in_japanese_do_not_stop_the_scan(scanner: Scanner) -> None:
    assert found(scanner, "望月さん\ud800の件", "person_name") == ["望月"]


def test_no_list_says_two_things_of_one_word() -> None:
    assert not listed("family_ja") & listed("not_names_ja")
    assert not listed("history_ja") & listed("family_ja")


def test_one_language_alone_may_be_asked_for() -> None:
    english = standard(today=date(2026, 12, 1), languages=("en",))
    assert found(english, "望月さんに電話する", "person_name") == []
    assert found(english, "Ask Hannah Becker.", "person_name") == ["Hannah Becker"]


def test_a_letter_that_grows_in_lower_case_hides_no_field(scanner: Scanner) -> None:
    text = "İstanbul\nname: Zzyzx Qwortle\ncountry: France"
    rules = [one.rule for one in scanner.scan(text)]
    assert rules == ["person_name.field", "region.field"]


@pytest.mark.parametrize(
    "line",
    ["Content-Type: text/html", "User-Agent: Mozilla/5.0", "Set-Cookie: a=b", "Cache-Control: max-age=60", "Follow-Up: call back",
     "We looked for Content-Length with Wi-Fi on.", "Dead-Letter: queue is full"],
)  # fmt: skip
def test_two_words_with_a_hyphen_are_no_family_name_by_their_shape(line: str) -> None:
    found = standard(today=date(2026, 12, 1)).scan(line)
    assert not [one for one in found if one.kind in {"person_name", "age"}]


@pytest.mark.parametrize("line", ["Smith-Jones: done", "Anna-Maria: can you look?"])
def test_a_hyphenated_name_with_a_known_part_is_one(line: str) -> None:
    found = standard(today=date(2026, 12, 1)).scan(line)
    assert [line[one.start : one.end] for one in found] == [line.partition(":")[0]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("予約の名前は渡辺で、四名でお願いします。", "渡辺"),
        ("名前は山田太郎で予約しました", "山田太郎"),
        ("氏名:山田 太郎から連絡がありました", "山田 太郎"),
        ("担当:山田 太郎が対応します", "山田 太郎"),
        ("担当者:佐藤 確認", "佐藤"),
        ("氏名:高橋のぞみ", "高橋のぞみ"),
        ("佐藤 よりご連絡します", "佐藤"),
        ("木村 これは仮の値です", "木村"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(scanner: Scanner, text: str, name: str) -> None:
    assert found(scanner, text, "person_name") == [name]


def test_a_contraction_is_no_name(scanner: Scanner) -> None:
    assert found(scanner, "I've had migraines, and we’ve told Karen.", "person_name") == ["Karen"]
