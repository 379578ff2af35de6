"""Answers of a form are about whoever it is about; titles, choices, rules and programs are about nobody."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def said(scanner: Scanner, text: str) -> list[str]:
    found = (one for one in scanner.scan(text) if one.groups and one.groups != ("child",))
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("病名：うつ病", ["うつ病"]),
        ("病名: 重度のうつ病", ["うつ病"]),
        ("【病名】うつ病", ["うつ病"]),
        ("・病名　うつ病", ["うつ病"]),
        ("| 病名 | うつ病 |", ["うつ病"]),
        ("病名\tうつ病", ["うつ病"]),
        ("病名：糖尿病、高血圧、うつ病", ["糖尿病", "高血圧", "うつ病"]),
        ("確定診断名：双極性障害", ["双極性障害"]),
        ("診断名：2型糖尿病（2019年）", ["2型糖尿病"]),
        ("傷病名：適応障害のため", ["適応障害"]),
        ("休職理由：うつ病", ["うつ病"]),
        ("既往歴は喘息です", ["喘息"]),
        ("既往歴：10歳で喘息、20歳で虫垂炎", ["喘息", "虫垂炎"]),
        ("主訴：頭痛", ["頭痛"]),
        ("持病は高血圧です", ["高血圧"]),
        ("検査結果は陽性でした", ["陽性"]),
        ("検査結果：HIV陽性", ["HIV陽性"]),
        ("検査結果：梅毒陽性", ["梅毒陽性"]),
        ("HIV陽性", ["HIV陽性"]),
        ("遺伝子検査でBRCA1変異陽性", ["遺伝子検査でBRCA1変異陽性"]),
        ("BRCA2 variant detected", ["BRCA2 variant detected"]),
        ("氏名,検査\n1023,HIV検査：陰性", ["HIV検査：陰性"]),
        ('"status": "HIV positive"', ["HIV positive"]),
        ("HIV+", ["HIV+"]),
        ("Diagnosis: bipolar disorder", ["bipolar disorder"]),
        ('{"diagnosis": "bipolar disorder"}', ["bipolar disorder"]),
        ("**Diagnosis:** stage 3 breast cancer", ["breast cancer"]),
        (
            "Medical history: hypertension, type 2 diabetes",
            ["hypertension", "type 2 diabetes"],
        ),
        ("Past medical history: asthma since 2010", ["asthma"]),
        ("Condition: epilepsy", ["epilepsy"]),
        ("Diagnosis: epilepsy. Please call him back.", ["epilepsy"]),
        ("病名：うつ病、入力者：総務", ["うつ病"]),
        ("Medications: metformin 500 mg", ["metformin 500 mg"]),
        ("Test result: HIV positive", ["HIV positive"]),
        ("宗教：イスラム教", ["イスラム教"]),
        ("Religion: Muslim", ["Muslim"]),
        ("罪名：詐欺", ["詐欺"]),
        ("前科: 窃盗で一度あります", ["窃盗"]),
    ],
)
def test_the_answer_of_a_field_is_found(scanner: Scanner, text: str, answers: list[str]) -> None:
    assert said(scanner, text) == answers


@pytest.mark.parametrize(
    "text",
    [
        "Patient has stage 3 breast cancer",
        "patient has stage 3 breast cancer",
        "Note: Patient has lupus",
        "Pt has bipolar disorder",
        "Patient diagnosed with lupus",
        "Employee is on leave for depression",
        "患者は喘息です",
        "患者：喘息",
    ],
)
def test_a_note_on_a_patient_is_about_somebody(scanner: Scanner, text: str) -> None:
    assert {one.kind for one in scanner.scan(text)} == {"health"}


@pytest.mark.parametrize(
    "text",
    [
        "糖尿病の新薬",
        "病名：",
        "病名：\n既往歴：\n持病：",
        "病名：　既往歴：　主訴：",
        "既往歴：なし",
        "既往歴：□喘息 □糖尿病 □なし",
        "既往歴：喘息（あり・なし）",
        "病名：うつ病とは",
        "病名：うつ病など",
        "診断：糖尿病の診断基準",
        "既往歴：高血圧、糖尿病などをご記入ください",
        "Medical history: asthma, diabetes, etc.",
        "対象疾患：糖尿病",
        "効能効果：頭痛、生理痛",
        "商品名：頭痛薬",
        "メニュー：卵、小麦、そば",
        "持病が糖尿病の方はご相談ください",
        "主訴は頭痛が多い",
        "診断結果：ディスク障害",
        "検査結果：エラー3件",
        "検査結果：良好",
        "宗教：世界史",
        "賞罰：なし",
        "HIV陽性とは",
        "HIV陽性率の推移",
        "BRCA1変異陽性乳がんの治療指針",
        "BRCA1 mutation positive breast cancer guideline",
        "患者は糖尿病である場合が多い",
        "患者が増えているのは糖尿病です",
        'if condition == "diabetes":',
        "Diagnosis: how AI is changing cancer care",
        "Diagnosis: new drugs for diabetes",
        "Diagnosis: string, e.g. diabetes",
        "Differential diagnosis: lupus",
        "Condition: new",
        "| `health.disability` | disability | * |\n| `belief.religion` | religion | * |",
        "Condition: fractured screen",
        "Race: Marathon",
        "Medical history: please list any",
        "Indications: type 2 diabetes",
        "HIV positive people live longer",
        "Patient education: diabetes",
        "Patient with asthma should carry an inhaler.",
        "Customer has cancelled the order",
    ],
)
def test_titles_choices_rules_and_programs_are_about_nobody(scanner: Scanner, text: str) -> None:
    assert said(scanner, text) == []


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("申請者は糖尿病です。", "health"),
        ("部長は糖尿病です。", "health"),
        ("原告はうつ病と診断されました。", "health"),
        ("応募者は前科があるとのことでした", "criminal_history"),
    ],
)
def test_what_is_said_of_somebody_by_their_part_is_found(
    scanner: Scanner, text: str, group: str
) -> None:
    assert group in {one for finding in scanner.scan(text) for one in finding.groups}


@pytest.mark.parametrize(
    "text",
    [
        "申込者は糖尿病ですか",
        "加入者は糖尿病の方です",
        "課長は糖尿病の専門家です",
        "担当者向けの糖尿病の資料です",
        "担当者は糖尿病の新薬を開発中です",
        "応募者は健康な方です",
    ],
)
def test_what_their_part_has_to_do_with_is_not_theirs(scanner: Scanner, text: str) -> None:
    assert {one for finding in scanner.scan(text) for one in finding.groups} == set()
