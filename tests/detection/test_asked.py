"""What a question asks for is read with its answer, as the label of a field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.detection.asked import asked_for, readings
from upheld.detection.standard import standard

SCANNER = standard(today=date(2026, 12, 1), regions=("IR", "KP"))


def said(question: str, answer: str) -> set[tuple[str, str]]:
    """Kinds and values that are found in an answer only because of the question."""
    found: set[tuple[str, str]] = set()
    for reading in readings(asked_for(question), answer):
        for one in SCANNER.scan(reading.text):
            if one.end > reading.lead:
                found.add((one.kind, reading.text[one.start : one.end]))
    return found


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("キャッシュカードの暗証番号を教えてください。", "4821です", ("pin", "4821")),
        ("暗証番号は何番ですか？", "4821", ("pin", "4821")),
        ("生年月日を教えてください。", "1990年5月3日です", ("birth_date", "1990年5月3日")),
        ("旅券番号をご入力ください。", "TK1234567", ("jp_passport", "TK1234567")),
        ("お手続きを進めますので、口座番号をお願いします", "はい、1234567です", ("bank_account", "1234567")),
        ("差し支えなければ持病をお聞かせください。", "糖尿病とうつ病です", ("health", "うつ病")),
        ("パスワードを入力してください", "hunter2!Blue", ("secret", "hunter2!Blue")),
        ("4桁の暗証番号を半角でご入力ください（ハイフンなし）。", "4821", ("pin", "4821")),
        ("生年月日を西暦8桁の形式で教えてください。", "1990/05/03", ("birth_date", "1990/05/03")),
        ("セキュリティコードは？", "123です", ("card_security_code", "123")),
        ("ご信仰は？", "イスラム教です", ("special_category", "イスラム教")),
        ("前科はありますか？", "窃盗で一度あります", ("criminal_history", "窃盗")),
        ("どちらの国にお住まいですか？", "イランです", ("restricted_region", "イラン")),
        ("お子さんはおいくつですか？", "8歳です", ("age", "8")),
        ("What's your nationality?", "I'm Iranian", ("restricted_region", "Iranian")),
        ("What is your PIN?", "It's 4821", ("pin", "4821")),
        ("May I have your date of birth, please?", "May 3, 1990", ("birth_date", "May 3, 1990")),
        ("I need your account number to proceed. What is it?", "1234567", ("bank_account", "1234567")),
        ("What is your password?", "hunter2!Blue", ("secret", "hunter2!Blue")),
        ("Do you have any medical conditions?", "diabetes and depression", ("health", "depression")),
        ("Are you currently taking any medication?", "metformin", ("health", "metformin")),
        ("How old is your son?", "He is 9", ("age", "9")),
        ("Which country do you live in?", "Iran", ("restricted_region", "Iran")),
        ("What is your name?", "taro yamamoto", ("person_name", "taro yamamoto")),
        ("Your passport number?", "TK1234567", ("jp_passport", "TK1234567")),
        ("差し支えなければ病名を伺えますか？", "うつ病です", ("health", "うつ病")),
        ("これまでに大きな病気をされたことは？", "😀 胃がんです", ("health", "胃がん")),
        ("APIキーを貼り付けてください。", "abcdEFGH1234ijklMNOP", ("secret", "abcdEFGH1234ijklMNOP")),
        ("To verify your identity, please enter your 4-digit PIN.", "4821", ("pin", "4821")),
        ("Enter the 3-digit security code on the back of the card.", "831", ("card_security_code", "831")),
        ("Please tell me about your medical history.", "asthma", ("health", "asthma")),
        ("Passport number please", "TK1234567", ("jp_passport", "TK1234567")),
        ("Please type the one-time code we sent you.", "493021", ("secret", "493021")),
        ("Paste your GitHub token and I'll clone it.", "abcdEFGH1234ijklMNOP", ("secret", "abcdEFGH1234ijklMNOP")),
        ("Which medications are you taking?", "I'm on sertraline", ("health", "sertraline")),
        ("And the expiry date of the card?", "03/29", ("card_expiry", "03/29")),
    ],
)  # fmt: skip
def test_an_answer_is_what_it_was_asked_for(
    question: str, answer: str, expected: tuple[str, str]
) -> None:
    assert expected in said(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("PIN を他人に教えないでください。", "2024年の売上は？"),
        ("ほかにお手伝いできることはありますか？", "2024年12月の売上を集計して"),
        ("どの年度のデータを使いますか？", "2024"),
        ("どの病気について知りたいですか？", "糖尿病です"),
        ("どの国の市場を調べますか？", "イラン"),
        ("何歳以上が対象ですか？", "18歳以上です"),
        ("会社名を教えてください。", "山本製作所です"),
        ("注文番号を教えてください", "1234-567890"),
        ("暗証番号は何桁ですか？", "4821桁ではなく4桁です"),
        ("作品の主人公の名前と年齢は？", "桃太郎、8歳"),
        ("What is your company name?", "Yamamoto Trading"),
        ("How old is the character in your story?", "She is 9"),
        ("What else can I help you with?", "Summarise 2024 in 1234 words"),
        ("Never tell anybody your PIN.", "2024 was a good year"),
        ("What's the error code?", "4821"),
        ("What is the name of the function?", "get user"),
        ("Which country's market do you want to know about?", "Iran"),
        ("Which illness should I explain?", "diabetes"),
        ("What port does it listen on?", "8443"),
        ("Please tell me which country's tax law you mean.", "Iran"),
        ("Which conditions does the study cover?", "asthma and COPD"),
        ("Which medications are covered by the plan?", "metformin and insulin"),
        ("Please enter the order number we sent you.", "493021"),
        ("Enter the 4-digit year", "1999"),
        ("What is the expiry date of the milk?", "03/29"),
        ("検索したい病名を入力してください。", "糖尿病"),
        ("西暦4桁を入力してください。", "1999"),
        ("", "4821"),
    ],
)
def test_what_is_asked_of_a_subject_is_nobodys(question: str, answer: str) -> None:
    assert said(question, answer) == set()


def test_a_form_in_a_message_is_answered_line_by_line() -> None:
    form = "以下をご記入ください：\n- 氏名\n- 生年月日\n- 暗証番号"
    assert asked_for(form) == ["氏名", "生年月日", "暗証番号"]
    answer = "山本\n1990/5/3\n4821"
    assert [one.text for one in readings(asked_for(form), answer)] == [
        "氏名: 山本", "生年月日: 1990/5/3", "暗証番号: 4821",
    ]  # fmt: skip
    english = "To verify you, please enter the last name, PIN, and CVV:"
    assert asked_for(english) == ["last name", "PIN", "CVV"]


@pytest.mark.parametrize(
    ("transcript", "expected"),
    [
        ("サポート: 本人確認のため暗証番号を教えてください。\nお客様: 4821です", ("pin", "4821")),
        ("AI：パスワードを入力してください。\n私：hunter2!Blue", ("secret", "hunter2!Blue")),
        ("[10:02] Agent: What is your password?\n[10:03] Mary: hunter2!Blue", ("secret", "hunter2!Blue")),
        ("Q: 持病はありますか？\nA: 糖尿病です", ("health", "糖尿病")),
        ("Q：妊娠していますか？\nA：はい、12週です", ("health", "12週")),
        ("Do you have any medical conditions?\r\n> diabetes", ("health", "diabetes")),
        ("Q1. 過去に診断された病気はありますか？\r\nA1. 乳がん\r\n", ("health", "乳がん")),
        ("[10:01] Agent: Please give me your PIN\n[10:02] Mary: sure, 4821\n", ("pin", "4821")),
        ("Ann  10:01 AM\nwhat's the wifi password?\nBob  10:02 AM\nhunter2!Blue", ("secret", "hunter2!Blue")),
        ("What is the error code?\n17\nWhat's the PIN?\n4821", ("pin", "4821")),
        ("お名前とご住所と暗証番号を教えてください。\n山本\n渋谷区神南1-2-3\n4821", ("pin", "4821")),
    ],
)  # fmt: skip
def test_in_a_transcript_a_line_answers_the_one_before(
    transcript: str, expected: tuple[str, str]
) -> None:
    found = SCANNER.scan(transcript)
    assert expected in {(one.kind, transcript[one.start : one.end]) for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Q. パスワードを忘れた場合はどうすればいいですか？\nA. 設定画面から再設定できます。",
        "糖尿病とはどんな病気ですか？\n血糖値が高くなる病気です。",
        "どんな病気が多いですか？\n高血圧と糖尿病です。",
        "アンケートへのご協力をお願いします。\n4821 名が回答しました。",
        "Which disease is the article about?\ndiabetes",
        "10:01 AM\nWhat's the room?\n10:02 AM\n4821",
    ],
)
def test_questions_and_answers_about_a_subject_are_nobodys(text: str) -> None:
    assert SCANNER.scan(text) == []


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=7), st.text(max_size=300))
def test_a_reading_says_where_its_part_stands_in_the_answer(labels: list[str], answer: str) -> None:
    for one in readings(labels, answer):
        part = one.text[one.lead :]
        assert answer[one.start : one.start + len(part)] == part


@given(st.text(max_size=600))
def test_whatever_was_said_it_is_read_for_what_it_asks(text: str) -> None:
    assert len(asked_for(text)) <= 6
