"""What people say of people without the textbook's word; and its neighbours that say nothing."""

from datetime import date

import pytest

from upheld.detection.about.phrases import phrases
from upheld.detection.standard import REGIONS, standard

TODAY = date(2026, 12, 1)
SCANNER = standard(today=TODAY, regions=REGIONS | {"CU", "IR", "UA"})


def groups(text: str) -> set[str]:
    return {group for one in SCANNER.scan(text) for group in one.groups}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("His cholesterol came back way up, so no more bacon.", "health"),
        ("Mum can't manage the stairs any more.", "health"),
        ("She stopped taking her tablets on Monday.", "health"),
        ("左耳がまったく聞こえへんので、文字でお願いします。", "health"),
        ("The desk registered her left thumb again.", "biometric_genetic"),
        ("右手の中指で登録し直しました、田中さんの分です。", "biometric_genetic"),
        ("He was born in 2018, please book the small size.", "child"),
        ("My son (born 2019) comes along.", "child"),
        ("She's staying in room 412 on the east wing.", "precise_location"),
        ("高橋さんは東館3階の応接室にいます。", "precise_location"),
        ("She came out to her parents last week.", "special_category"),
        ("He's been canvassing for the Greens again.", "special_category"),
        ("知らない男に触られて、電車に乗れなくなりました。", "special_category"),
        ("He got picked up last night for shoplifting.", "criminal_history"),
        ("There's an open warrant out for my cousin.", "criminal_history"),
        ("少年院から戻ったばかりの生徒です。", "criminal_history"),
        ("His wifi is Otter_5G and the key is marmalade1962", "auth_secret"),
        ("金庫は右に4回31、左に3回8です。", "auth_secret"),
        ("I just got a text saying 614 205, what now?", "auth_secret"),
        ("Her wallet's recovery words are walnut crisp harbor idle mango trumpet.", "auth_secret"),
        ("裏の数字は481です。", "financial_credential"),
        ("振込先は りそな上本町 0284719 です。", "financial_credential"),
        ("My partner holds a Cuban passport.", "restricted_region"),
        ("I'm from the Netherlands.", "restricted_region"),
        ("テヘランにおる義父に送ります。", "restricted_region"),
        ("新人の王さんは中国籍です。", "restricted_region"),
        ("They found a lump, so Mum is off on Monday.", "health"),
        ("夫の手のひらだけ登録できません。", "biometric_genetic"),
        ("Monty (he's nine) comes every other week.", "child"),
        ("うちの子まだ4つなので、膝の上に座ります。", "child"),
        ("She's waiting outside the north gate right now.", "precise_location"),
        ("He was knocking on doors for Labour.", "special_category"),
        ("同性のパートナーと暮らす部屋を探しています。", "special_category"),
        ("The jury found him guilty.", "criminal_history"),
        ("警察にお世話になったことがあります。", "criminal_history"),
        ("The key safe by her porch opens on 2580.", "auth_secret"),
        ("SMSで来た番号は604193です。", "auth_secret"),
        ("SMSで482019って届いたけど。", "auth_secret"),
        ("Nan's four digits are 4471, for the cash machine.", "financial_credential"),
        ("My NI number is AZ 12 34 56 C.", "government_id"),
        ("Parisa is ringing from Tehran.", "restricted_region"),
        ("旦那はスイス人です。", "restricted_region"),
        ("My son lost his first tooth today.", "child"),
        ("お名前はひまりちゃん、令和元年生まれです。", "child"),
        ("She's at 41 Harbour Lane now.", "precise_location"),
        ("I grew up in a Traveller family.", "special_category"),
        ("DBS came back for Nerys: one caution.", "criminal_history"),
        ("十七のとき少年院に半年おりました。", "criminal_history"),
        ("The wifi at mine is plumduff-Trellis88", "auth_secret"),
        ("玄関の暗証番号は右から3・8・0・5です。", "auth_secret"),
        ("Oksana dials in from Lviv.", "restricted_region"),
        ("リヨンに赴任して二年になります。", "restricted_region"),
        ("Ship it to vul. Zelena 9, kv. 4, Lviv 79000", "restricted_region"),
    ],
)
def test_it_is_found_in_first_words(text: str, group: str) -> None:
    assert group in groups(text)


@pytest.mark.parametrize(
    "text",
    [
        "I could murder a sandwich.",
        "We keep OCD-level lists here, said Tom.",
        "The bot started crawling the site while Anna was on the phone.",
        "The parcel got picked up last night, Mia says.",
        "My draft is a 90% match with the style guide.",
        "Anna came out to the car park.",
        "The meeting is in room 4 on the third floor, my manager says.",
        "The firm was born in 2018 and he joined a year later.",
        "親会社はアイルランド籍です。",
        "入館には、事前に顔データを登録してください。",
        "飲酒運転で免許取り消しになります。",
        "うつで休職する人が増えました。",
        "痴漢に遭ったとの相談が増えています。",
        "パンダの双子が生まれたばかりです。",
        "横浜倉庫 1234567 の在庫です。",
        "この端末 7k2m9xd4 は返却済みです。",
        "The head office is at 200 Marchbank Street, she says.",
        "厚労省の統計で糖尿病の総患者数が増えたとのこと。",
        "The booth sits right now at the north gate.",
        "She says the app sent a text saying hello.",
    ],
)
def test_its_neighbours_say_nothing(text: str) -> None:
    assert groups(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "前科二犯、いずれも窃盗。",
        "鑑定の結果、父子である確率99.97%。",
        "DBS check came back with a caution.",
        "face_vec=[0.1182,-0.0437,0.2291]",
    ],
)
def test_some_statements_are_about_somebody_whoever_else_is_named(text: str) -> None:
    assert groups(text) & {"criminal_history", "biometric_genetic"}


def test_few_forms_need_nobody_beside_them() -> None:
    alone = [one for one in phrases() if one.alone]
    assert 0 < len(alone) < len(phrases()) // 5


def test_who_may_still_be_under_thirteen_is_a_child() -> None:
    assert "child" in groups("She was born in 2013.")
    assert "child" not in groups("She was born in 2012.")
