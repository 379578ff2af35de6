"""What a rule says of everybody is about nobody; what is said of somebody beside it is about them."""

from datetime import date

import pytest

from upheld.detection import Scanner
from upheld.detection.standard import standard


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


@pytest.mark.parametrize(
    "text",
    [
        "第34条(病気休職) 業務外の傷病により欠勤が引き続き3か月を超えるときは休職を命ずることがある。",
        "業務外の傷病により欠勤が引き続き3か月を超えるときは休職を命ずることがある。",
        "第5条 従業員が結核にかかったときは就業を禁止する。",
        "当社は、人種、宗教、性的指向、労働組合への加入などを理由とするいかなる差別も行いません。",
        "2026年第45週のインフルエンザの定点当たり報告数は8.42で、前週の6.10から増加した。",
        "指紋、顔、虹彩、静脈それぞれの他人受入率と本人拒否率、コスト、導入のしやすさを表に。",
        "We do not discriminate on the basis of race, religion, sexual orientation, disability or age.",
        "Use they, not he or she; do not mention religion unless relevant.",
        "The product is not offered to residents of the EEA, the UK or mainland China.",
        "We hire people regardless of their religion or disability.",
        "Our policy: no discrimination based on religion, ethnicity or union membership.",
    ],
)
def test_a_rule_or_a_statistic_is_about_nobody(scanner: Scanner, text: str) -> None:
    assert groups(scanner, text) == set()


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("喘息で眠れないときは会社を休むことがあります。", "health"),
        ("私が糖尿病であることを理由にした不利益な取り扱いは禁止ですよね", "health"),
        ("山田さんがうつ病で休んだ場合は休職とする。", "health"),
        ("私はゲイであることを理由に差別されました。", "special_category"),
        ("I was discriminated against because of my religion.", "special_category"),
        ("They must not discriminate against me because of my epilepsy.", "health"),
        ("They do not discriminate, but John is gay.", "special_category"),
        ("Haruka from accounting was diagnosed with MS last month.", "health"),
        ("Tell him or his doctor that he has epilepsy.", "health"),
        ("He is one of the residents of the EEA.", "restricted_region"),
        ("HR note: Suzuki is a JCP member.", "special_category"),
        ("She has MS and works from home.", "health"),
        ("pt Yamauchi K, T2DM, on insulin", "health"),
        ("顔認証の登録データ user=tachibana embedding=[0.0213,-0.1187]", "biometric_genetic"),
    ],
)
def test_what_is_said_of_somebody_beside_a_rule_is_found(
    scanner: Scanner, text: str, group: str
) -> None:
    assert group in groups(scanner, text)


@pytest.mark.parametrize(
    "text",
    [
        "Haruka uses MS Office.",
        "The bug was diagnosed with GDB.",
        "テキストの embedding=[0.0213,-0.1187]",
    ],
)
def test_programs_are_no_diseases_and_texts_no_faces(scanner: Scanner, text: str) -> None:
    assert groups(scanner, text) == set()
