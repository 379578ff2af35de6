"""Something sensitive counts when it is said about somebody, and is news when it is not."""

from datetime import date
from time import process_time

import pytest

from tests.detection.labelled.reading import open_cases
from tests.detection.test_ordinary import ORDINARY
from upheld.detection import Scanner
from upheld.detection.about import phrases
from upheld.detection.about.lexicon import heads
from upheld.detection.folding import folded
from upheld.detection.hints import Hints
from upheld.detection.standard import standard

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=TODAY)


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


ABOUT_SOMEBODY = [
    ("health", "営業の望月さんは先月からメニエール病で休んでいます。"),
    ("health", "うちの妹、昨日の夜に虫垂炎で入院しました。"),
    ("health", "平井様は糖尿病ではないとのことです。"),
    ("health", "私はパニック障害があるため、電話での応対が苦手です。"),
    ("health", "患者様 関根 美緒 アトルバスタチン10mg 30日分"),
    ("health", "Our receptionist Hannah Becker has been living with lupus for years."),
    ("health", "My uncle had a kidney transplant last spring."),
    ("health", "Daniel takes metformin twice a day."),
    ("biometric_genetic", "横田さんの声紋を登録しておいてください。"),
    ("biometric_genetic", "I uploaded my iris scan by mistake, please remove it."),
    ("biometric_genetic", "My aunt carries the gene for Wilson disease."),
    ("special_category", "夫はエホバの証人の信者です。"),
    ("special_category", "内田さんは在日韓国人だと聞いた。"),
    ("special_category", "My manager found out that I am a lesbian."),
    ("special_category", "Peter Novak is a shop steward at the depot."),
    ("special_category", "妻が職場でストーカー被害に遭っています。"),
    ("criminal_history", "面接に来た古川さんには横領の前科があるらしい。"),
    ("criminal_history", "兄は今、拘置所にいます。"),
    ("criminal_history", "Our new driver, Thomas Keller, was convicted of arson in 2011."),
    ("criminal_history", "甥が家庭裁判所で保護観察処分になりました。"),
    ("child", "小学4年生の娘の作文を直してください。"),
    ("child", "My daughter is in second grade and struggles with reading."),
    ("child", "Emily (8) and Lucas (5) are allowed to swim."),
    ("restricted_region", "私はミュンヘンに住んでいます。"),
    ("restricted_region", "Anna Fischer lives in Stockholm with her cat."),
    ("restricted_region", "連絡先は+33 6 39 98 12 34です。"),
]

ABOUT_NOBODY = [
    "糖尿病の新薬が承認された。",
    "メニエール病の原因はまだ分かっていない。",
    "虫垂炎の手術時間は平均で一時間ほどだ。",
    "声紋認証の市場規模は拡大している。",
    "エホバの証人の歴史をまとめた本",
    "労働組合の組織率は16%台で推移している。",
    "前科の有無を問う書式の是非",
    "執行猶予が付く条件を教えてください。",
    "小学4年生の漢字ドリル",
    "ミュンヘンのビール祭りの日程",
    "Lupus is an autoimmune disease.",
    "Kidney transplants have become safer.",
    "Metformin was approved in 1994.",
    "An iris scan takes two seconds.",
    "Arson is a felony in most states.",
    "Second grade reading standards",
    "Stockholm has a new tram line.",
    "The shop steward of a plant has a legal role.",
]

ABOUT_A_SUBJECT_MATTER = [
    "平井先生は糖尿病の専門医です。",
    "望月さんはパニック障害に関する論文を翻訳している。",
    "関根さんは刑法の授業を受け持っている。",
    "Dr Keller is an epilepsy specialist.",
    "Hannah wrote an article about depression.",
    "Peter teaches the sociology of religion.",
]


@pytest.mark.parametrize(("group", "text"), ABOUT_SOMEBODY)
def test_what_is_said_about_somebody_is_found(scanner: Scanner, group: str, text: str) -> None:
    assert group in groups(scanner, text)


@pytest.mark.parametrize("text", ABOUT_NOBODY)
def test_news_medicine_and_law_are_about_nobody(scanner: Scanner, text: str) -> None:
    assert groups(scanner, text) == set()


@pytest.mark.parametrize("text", ABOUT_A_SUBJECT_MATTER)
def test_who_studies_treats_or_teaches_something_does_not_have_it(
    scanner: Scanner, text: str
) -> None:
    assert groups(scanner, text) == set()


def test_a_finding_names_the_head_of_the_law_that_it_falls_under(scanner: Scanner) -> None:
    rules = {
        finding.rule
        for text in (
            "井上さんはクルド人です。",
            "井上さんはイスラム教徒です。",
            "井上さんは被差別部落の出だ。",
            "井上さんは緑内障です。",
            "井上さんには聴覚障害がある。",
            "井上さんの健診結果は要再検査だった。",
            "井上さんは精神科に通院している。",
            "井上さんには前科がある。",
            "井上さんは先週逮捕された。",
            "井上さんは少年院にいた。",
            "井上さんは詐欺の被害に遭った。",
        )
        for finding in scanner.scan(text)
    }
    for head in (
        "special.race",
        "special.creed",
        "special.social_status",
        "health.disease",
        "health.disability",
        "health.check_result",
        "health.treatment",
        "criminal.record",
        "criminal.procedure",
        "criminal.juvenile",
        "special.crime_victim",
    ):
        assert head in rules


def test_every_head_of_special_care_required_information_has_its_article() -> None:
    laws = [head.law.en for head in heads().values()]
    for wanted in (
        "race",
        "creed",
        "social status",
        "medical history",
        "criminal record",
        "victim of a crime",
        "Order 2(i) ",
        "Order 2(ii) ",
        "Order 2(iii) ",
        "Order 2(iv) ",
        "Order 2(v) ",
    ):
        assert any(wanted in law for law in laws), wanted
    assert all(head.law.ja and head.label.ja for head in heads().values())


@pytest.mark.parametrize(
    ("text", "today", "is_child"),
    [
        ("生年月日:2013年12月2日", date(2026, 12, 1), True),
        ("生年月日:2013年12月2日", date(2026, 12, 2), False),
        ("生年月日:平成25年12月2日", date(2026, 12, 1), True),
        ("Date of birth: 2 March 2015", date(2026, 12, 1), True),
        ("Date of birth: 2 March 2015", date(2028, 3, 2), False),
    ],
)
def test_an_age_is_computed_on_the_day_that_is_given(
    text: str, today: date, is_child: bool
) -> None:
    assert ("child" in groups(standard(today=today), text)) is is_child


def test_which_regions_are_restricted_is_the_policys_to_say() -> None:
    text = "大橋さんはブラジルに住んでいます。"
    assert "restricted_region" not in groups(standard(today=TODAY), text)
    assert "restricted_region" in groups(standard(today=TODAY, regions={"BR"}), text)


def test_a_telephone_keeps_its_kind_and_gets_the_group(scanner: Scanner) -> None:
    (found,) = [f for f in scanner.scan("Call +44 20 7946 0999 today.") if f.kind == "phone"]
    assert found.groups == ("restricted_region",)


def test_a_record_belongs_to_the_person_who_is_named_in_it(scanner: Scanner) -> None:
    text = "氏名: 関根美緒\n所属: 経理部\n備考: 双極性障害のため時短勤務"
    assert "health" in groups(scanner, text)


def test_a_title_of_a_book_says_nothing_about_its_author(scanner: Scanner) -> None:
    assert groups(scanner, "関根美緒さんの新刊は『双極性障害と暮らす』という題だ。") == set()


@pytest.mark.parametrize(
    "question",
    [
        "服用している薬はありますか？",
        "お薬を服用していますか",
        "1. 妊娠していますか？ 2. 手術を受けたことはありますか？",
        "信仰している宗教はありますか？",
        "前科がつくとどうなるか知りたいですか？",
        "Tell me about the disease.",
        "I want to learn more about the disease.",
    ],
)
def test_a_question_says_nothing_of_who_asks_it(scanner: Scanner, question: str) -> None:
    assert scanner.scan(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "糖尿病で通院しているのですが保険に入れますか？",
        "妊娠しているので相談窓口はありますか？",
        "母は糖尿病で薬を服用していますか？",
        "前科があるのですが、ビザを取れるか知りたいです",
        "Tell me about my diabetes.",
    ],
)
def test_a_question_may_say_why_it_is_asked(scanner: Scanner, question: str) -> None:
    assert groups(scanner, question) != set()


def test_who_is_a_child_is_for_the_policy_to_say() -> None:
    text = "望月さんは14歳です。"
    assert "child" not in groups(standard(today=TODAY), text)
    assert "child" in groups(standard(today=TODAY, child_under=16), text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "山田太郎さんは糖尿病で通院中。John Smith lives in France, mail sato@example.jp、『本』。\n",
        "山田太郎さんは糖尿病で通院中、John Smith has lupus, mail sato@example.jp、",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(scanner: Scanner, line: str) -> None:
    def seconds(lines: int) -> float:
        began = process_time()
        found = scanner.scan(line * lines)
        assert len(found) >= lines * 4
        return process_time() - began

    few, many = map(min, zip(*[(seconds(200), seconds(1600)) for _ in range(3)], strict=True))
    assert many < 20 * few  # 8 times the text; with the square it was 64


def ordinary() -> list[str]:
    """Sentences that say something about somebody."""
    rows = (ORDINARY / "something.tsv").read_text("utf-8").splitlines()
    return [row.partition("\t")[2] for row in rows]


@pytest.mark.slow
def test_a_phrase_is_never_in_a_text_without_its_hint() -> None:
    """Also where it ends with its sentence, and not with the text."""
    seen: set[str] = set()
    hints = Hints(phrases.hints())
    texts = [folded(text) for text in (*(case.text for case in open_cases()), *ordinary())]
    for text in [*texts, *(f"{text}。つづき" for text in texts)]:
        end = len(text.removesuffix("。つづき"))
        found = {one.hint for one in phrases.phrases() if one.pattern.search(text, 0, end)}
        assert found <= set(hints.present(text))
        seen |= found
    assert len(seen) > len(phrases.phrases()) * 3 // 4
