"""People of a restricted region: any country a policy may name, by what is said of where they live."""

from datetime import date

import pytest

from upheld.detection.about.places import code_of, places
from upheld.detection.standard import standard
from upheld.vocabulary.country import names

TODAY = date(2026, 12, 1)


def held(text: str, *regions: str) -> bool:
    scanner = standard(today=TODAY, regions=regions)
    return any("restricted_region" in one.groups for one in scanner.scan(text))


def test_every_country_is_known_by_its_names_but_those_that_mean_something_else() -> None:
    unknown = [
        code
        for code, text in names().items()
        for name in (text.en, text.ja)
        if code_of(name) != code and name not in {"Georgia", "ジョージア"}
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("今イランのシーラーズに住んでいます。", "IR"),
        ("ダマスカスで暮らす義理の両親に送ります。", "SY"),
        ("採用候補の方はテヘランにお住まいです。", "IR"),
        ("国籍も住まいもシリアのアレッポです。", "SY"),
        ("娘はミュンヘンの大学に通っています。", "DE"),
        ("ノヴォシビルスク在住です。", "RU"),
        ("ハバナ在住の友人から注文がありました。", "CU"),
        ("writing from Isfahan, where is my refund?", "IR"),
        ("Customer lives in Latakia.", "SY"),
        ("My parents are retired in Santa Clara, Cuba.", "CU"),
        ("We had a sign-up from a Swedish resident.", "SE"),
        ("She moved to Sao Paulo last year.", "BR"),
        ("Her flat is in Frankfurt am Main, and she is based in Frankfurt am Main, Germany.", "DE"),
        ("He lives in Newcastle upon Tyne, England, with his sister.", "GB"),
        ("country: Iran", "IR"),
        ("国籍: 北朝鮮", "KP"),
        ("国籍: 北朝鮮です", "KP"),
        ("居住国: イランに住んでいます", "IR"),
        ("country_code=kp", "KP"),
        ("Tel +98 21 2345 6789", "IR"),
        ("Tel +44 1534 440000", "JE"),
    ],
)  # fmt: skip
def test_a_residence_counts_where_the_policy_names_its_country(text: str, region: str) -> None:
    assert held(text, region)
    assert not held(text, "VA")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("I live in Birmingham, Alabama.", "GB"),
        ("I live in Santa Clara and work in San Jose.", "CU"),
        ("She lives in Georgia.", "GE"),
        ("イランへの輸出を検討しています。", "IR"),
        ("アレッポの石鹸を注文しました。", "SY"),
        ("ドイタイに住んでいます。", "TH"),
        ("パリジャンに住んでもらう企画です。", "FR"),
        ("The French residents' association meets on Monday.", "FR"),
        ("The service is based on Italian law.", "IT"),
        ("country code: de facto standard", "DE"),
        ("Tel +7 978 123 45 67", "KZ"),
    ],
)
def test_a_name_without_a_residence_counts_for_nothing(text: str, region: str) -> None:
    assert not held(text, region)


def test_of_two_names_on_each_other_the_longer_one_counts() -> None:
    text = "Santiago de Cuba, New South Wales"
    assert [(text[p.start : p.end], p.code) for p in places(text)][:1] == [
        ("Santiago de Cuba", "CU")
    ]


@pytest.mark.parametrize(
    ("text", "region", "said"),
    [
        ("北京市に住んでいる王さん", "CN", "北京市に住んでいる"),
        ("中国の上海に住む李さん", "CN", "上海に住む"),
        ("上海市浦東新区に住む李さん", "CN", "上海市浦東新区に住む"),
        ("ドイツのベルリンに住む顧客", "DE", "ベルリンに住む"),
        ("上海に居住するお客様", "CN", "上海に居住する"),
        ("ミュンヘン近郊在住です", "DE", "ミュンヘン近郊在住"),
        ("Our user in Berlin, Germany", "DE", "in Berlin, Germany"),
        ("user in Berlin, Germany", "DE", "in Berlin, Germany"),
        ("One of our users is in Berlin, Germany", "DE", "in Berlin, Germany"),
        ("A new subscriber in Shanghai, China", "CN", "in Shanghai, China"),
        ("Customer #4411 in Munich", "DE", "in Munich"),
        ("Customer Anna Schmidt in Berlin", "DE", "in Berlin"),
        ("A member from Lyon, France", "FR", "from Lyon, France"),
    ],
)
def test_who_lives_in_a_town_is_somebody_of_its_country(text: str, region: str, said: str) -> None:
    found = standard(today=TODAY, regions={region}).scan(text)
    assert [text[o.start : o.end] for o in found if "restricted_region" in o.groups] == [said]
    assert not held(text, "VA")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("ベルリンに住む人々の暮らし", "DE"),
        ("上海に住む外国人の数", "CN"),
        ("ベルリンに住む会員数", "DE"),
        ("北京市の人口", "CN"),
        ("北京市に出張した王さん", "CN"),
        ("上海市に支店を開設", "CN"),
        ("中国地方に住む李さん", "CN"),
        ("We have customers in Germany.", "DE"),
        ("Our users in Germany grew by 10%.", "DE"),
        ("Our user conference in Berlin, Germany", "DE"),
        ("Our office in Berlin, Germany", "DE"),
        ("A customer support center in Berlin", "DE"),
        ("A patient from the Paris trial", "FR"),
        ("User guide for Berlin", "DE"),
        ("Flight to Berlin, Germany", "DE"),
    ],
)
def test_markets_offices_trips_and_news_are_nobodys_residence(text: str, region: str) -> None:
    assert not held(text, region)
