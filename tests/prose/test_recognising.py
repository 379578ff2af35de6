"""What a published text names is proposed, whatever it is called; what it denies is not."""

import pytest

from upheld.prose.procedure import Imported, bring_in
from upheld.prose.proposal.line import ProposedLine

REST = "\n\nWe use the data for our customers and for the services that you ask for.\n"


def imported(text: str) -> Imported:
    return bring_in((text + (REST if text.isascii() else "")).encode(), file="policy.txt")


def lines(text: str, section: str) -> list[ProposedLine]:
    return [one for one in imported(text).proposal.lines if one.section == section]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("あおば書房(以下「当社」といいます。)は、個人情報を適切に取り扱います。", "あおば書房"),
        ("みなと釜は、お客様の個人情報を次のとおり取り扱います。", "みなと釜"),
        ("Kettle & Oak(以下「当店」)は、お客様の個人情報を保護します。", "Kettle & Oak"),
        ("プライバシーポリシー\n\n見本歯科医院(以下、「当院」という)は、個人情報を大切にします。", "見本歯科医院"),
        ("運営者: ことり工房\n所在地: 東京都見本区1-2-3", "ことり工房"),
        ("事業者の名称 ほしぞら学習塾\n代表者 見本 花子", "ほしぞら学習塾"),
        ("星空珈琲 プライバシーポリシー\n\n当店は、個人情報保護法を守ります。", "星空珈琲"),
        ("このプライバシーポリシーは、Moonwell(以下「当社」)のサービスに適用されます。", "Moonwell"),
        ("特定非営利活動法人みどりの輪(以下「当法人」)は、個人情報を取り扱います。", "特定非営利活動法人みどりの輪"),
        ("当社(あさがお電機)は、お客様の情報を取り扱います。", "あさがお電機"),
        ("株式会社アオバ商店(以下「当社」)は、個人情報を取り扱います。", "株式会社アオバ商店"),
        ("当社は、個人情報を適切に取り扱います。\n\n業務を株式会社ひかり配送に委託します。", None),
        ('Harbour Kettle ("we", "us") respects your privacy.', "Harbour Kettle"),
        ("Privacy Policy\n\nThis policy explains how Harbour Kettle collects data.", "Harbour Kettle"),
        ('Moonwell (hereinafter "the Company") handles personal information.', "Moonwell"),
        ("At Blue Fern Studio, we take your privacy seriously.", "Blue Fern Studio"),
        ("This site is operated by Little Owl Books. We collect your name.", "Little Owl Books"),
        ("Harbour Kettle Privacy Policy\n\nWe collect your name.", "Harbour Kettle"),
        ("We, Juniper & Sage, are responsible for your personal data.", "Juniper & Sage"),
        ("Company name: Tall Pines\nAddress: 1-2-3 Mihoncho, Tokyo", "Tall Pines"),
        ("The data controller is Fennel Works. We collect your email address.", "Fennel Works"),
        ("We use your name to send orders. We outsource delivery to Swift Parcel, Inc.", None),
        ("Privacy Policy\n\nWe collect your name.", None),
    ],
)  # fmt: skip
def test_the_business_is_recognised_without_a_legal_form(text: str, name: str | None) -> None:
    (about,) = lines(text, "policy")
    assert about.values["company"] == name
    assert [one.values["name"] for one in lines(text, "handler")] == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("当社は、アクセス解析のためにGoogle アナリティクスを利用します。", {"Google": "US"}),
        ("当社は Google\u3000アナリティクス を使っています。", {"Google": "US"}),
        ("Googleアナリティクス4を利用してアクセスを解析しています。", {"Google": "US"}),
        ("広告配信にYahoo! 広告およびヤフー!広告を利用し、Cookieを送信します。", {"LY Corporation": "JP"}),
        ("SMSの送信をTwilio(米国)に委託しています。", {"Twilio": "US"}),
        ("電話認証をトゥイリオに委託しています。", {"Twilio": "US"}),
        ("当サイトはGoogle タグマネージャーを使用しています。", {"Google": "US"}),
        ("Meta ピクセル(フェイスブック広告)を利用して広告を配信します。", {"Meta Platforms": "US"}),
        ("マイクロソフト クラリティで録画し、操作を分析します。", {"Microsoft": "US"}),
        ("クレジットカード決済はStripe(アイルランド)に委託します。", {"Stripe": "IE"}),
        ("アマゾン ウェブ サービスにデータの保管を委託します。", {"Amazon": "US"}),
        ("顧客管理はセールスフォースとハブスポットに委託しています。", {"Salesforce": "US", "HubSpot": "US"}),
        ("配送業務をみどり運輸(日本)に委託しています。", {"みどり運輸": "JP"}),
        ("データ入力をフィリピンのSunny Dataに委託しています。", {"Sunny Data": "PH"}),
        ("カナダにあるBlue Lakeにデータの保管を委託しています。", {"Blue Lake": "CA"}),
        ("分析を株式会社ひかり解析(日本)に、保管をBlue Lake, Inc.(カナダ)に委託しています。",
         {"株式会社ひかり解析": "JP", "Blue Lake, Inc.": "CA"}),
        ("データを委託先(米国)に提供します。保管はデータセンター(日本)に委託します。", {}),
        ("配送を株式会社ひかり配送に委託しますが、同意なく第三者に提供しません。", {"株式会社ひかり配送": None}),
        ("当社はGoogle アナリティクスを利用していません。", {}),
        ("We outsource SMS delivery to Twilio (United States).", {"Twilio": "US"}),
        ("We use Google Analytics, Yahoo Ads and Meta Pixel for advertising.",
         {"Google": "US", "LY Corporation": "JP", "Meta Platforms": "US"}),
        ("We entrust shipping to Swift Parcel (Singapore).", {"Swift Parcel": "SG"}),
        ("Payments are processed by Stripe in Ireland on our behalf.", {"Stripe": "IE"}),
        ("We do not use Google Analytics or other cookies for our site.", {}),
        ("We do not sell your data to advertisers such as Blue Lake, Inc. or to others.", {}),
    ],
)  # fmt: skip
def test_a_recipient_is_recognised_with_its_country(
    text: str, found: dict[str, str | None]
) -> None:
    told = {one.values["en"]: one.values.get("country") for one in lines(text, "recipients")}
    assert told == found


@pytest.mark.parametrize(
    ("text", "collected", "denied"),
    [
        ("お客様の氏名を取得します。要配慮個人情報を取得しません。", ["identity.name"], ["health", "belief", "origin", "criminal"]),
        ("当社は、マイナンバーを収集することはありません。", [], ["identity.my_number"]),
        ("位置情報は取得しておりません。", [], ["location"]),
        ("クレジットカード番号は当社では保持せず、取得もしません。", [], ["finance.card"]),
        ("クレジットカード番号は保存しません。", [], []),
        ("以下の情報は取得しません。\n・病歴\n・位置情報", [], ["health", "location"]),
        ("取得しない情報: 病歴、位置情報", [], ["health", "location"]),
        ("氏名、メールアドレスを取得しますが、電話番号は取得しません。", ["identity.name", "contact.email"], ["contact.phone"]),
        ("カード番号は決済会社が直接取得し、当社は取得いたしません。", [], ["finance.card"]),
        ("同意なく位置情報を取得しません。", ["location"], []),
        ("当社は、氏名以外の情報を取得しません。", ["identity.name"], []),
        ("個人情報を第三者に販売しません。", [], []),
        ("We do not collect special care-required personal information.", [], ["health", "belief", "origin", "criminal"]),
        ("We collect your name. We don't collect your location information.", ["identity.name"], ["location"]),
        ("We never collect your password.", [], ["account.password"]),
        ("We collect no health information.", [], ["health"]),
        ("We collect your name and email address, but not your phone number.", ["identity.name", "contact.email"], ["contact.phone"]),
        ("No location information is collected.", [], ["location"]),
        ("Neither your IP address nor cookies are collected.", [], ["device.ip", "device.cookie"]),
        ("We do not collect:\n- location information\n- cookies", [], ["location", "device.cookie"]),
        ("We collect data as follows. Without your consent we do not collect geolocation.", ["location"], []),
        ("We collect data as follows. Your IP address is collected, although we do not use it to identify you.", ["device.ip"], []),
        ("We collect data. We do not sell your email address.", [], []),
    ],
)  # fmt: skip
def test_what_a_text_says_is_not_collected_is_proposed_so(
    text: str, collected: list[str], denied: list[str]
) -> None:
    found = [one.name for one in lines(text, "data") if one.confidence]
    assert sorted(map(str, found)) == sorted(collected)
    none = [item for one in lines(text, "not_collected") for item in one.values["items"]]
    assert none == denied
