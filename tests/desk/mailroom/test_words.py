"""What a mail asks for: plain ones are told, doubtful ones are left to a person."""

import pytest

from upheld.desk.mailroom.words import asked, language_of, own_words


@pytest.mark.parametrize(
    ("subject", "text", "right"),
    [
        ("個人情報の開示請求", "私の情報を開示してください。", "disclosure"),
        ("お願い", "登録されている情報の写しをください", "disclosure"),
        ("第三者提供記録の開示", "第三者提供の記録を開示してください", "provision-records"),
        ("利用目的", "利用目的を通知してください。開示は不要です", "purpose-notice"),
        ("訂正のお願い", "住所が違うので訂正してください", "correction"),
        ("変更", "登録の住所を変更して", "correction"),
        ("アカウント", "アカウントを削除してください", "deletion"),
        ("データ", "私のデータを全部消してください", "deletion"),
        ("利用停止", "私の情報の利用を停止してください", "suspension"),
        ("第三者提供", "第三者への提供を停止してください", "provision-stop"),
        ("苦情", "対応に苦情があります", "complaint"),
        ("苦情", "削除の依頼に返事がないことへの苦情です", "deletion"),
        ("Access request", "Please send me a copy of my personal data.", "disclosure"),
        ("Delete", "Please delete my account", "deletion"),
        ("Rectification", "Please correct my address", "correction"),
        ("Privacy", "Please stop using my data", "suspension"),
    ],
)
def test_a_plain_request_is_told(subject: str, text: str, right: str) -> None:
    found = asked(subject, text)
    assert found is not None
    assert found == (right, None)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I live in California. Please delete my data.", "delete"),
        ("Under the CCPA, send me a copy of my personal information", "know"),
        ("Do not sell or share my personal information", "opt-out-sale-sharing"),
        ("Limit the use of my sensitive information", "limit-use"),
    ],
)
def test_a_resident_of_california_has_that_law(text: str, right: str) -> None:
    assert asked("Privacy", text) == (right, "US-CA")


@pytest.mark.parametrize(
    "text",
    ["", "こんにちは", "商品が届きません", "開示と削除の両方をお願いします", "請求書を送ってください",
     "Where is my parcel?", "Please delete and send me a copy of my data"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_a_person(text: str) -> None:
    assert asked("お問い合わせ", text) is None


@pytest.mark.parametrize(
    "quoted",
    [
        "> 削除してください",
        "2026年4月1日(水) 10:00 窓口 <desk@example.jp> のメール:\n削除の手続について",
        "On Wed, Apr 1, 2026 at 10:00 Desk <desk@example.jp> wrote:\ndelete my data",
        "-----Original Message-----\nFrom: desk\ndelete",
    ],
)
def test_what_is_quoted_is_not_asked_for(quoted: str) -> None:
    assert asked("Re: お知らせ", f"ありがとうございました。\n\n{quoted}") is None
    assert own_words(f"ありがとう\n{quoted}") == "ありがとう"


def test_the_language_is_that_of_the_letters() -> None:
    assert language_of("Please 削除") == "ja"
    assert language_of("Please delete") == "en"
