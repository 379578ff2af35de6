"""What is no policy is refused, and said so; what is hostile stays text."""

import contextlib
import time

import pytest

from upheld.prose.decoding import TextUnreadableError
from upheld.prose.reading import read, read_text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"%PDF-1.7 ...", "the file is PDF, not text"),
        (b"PK\x03\x04....", "the file is ZIP, DOCX or XLSX, not text"),
        (bytes(range(256)) * 20, "the file is binary, not text"),
        (b"<html><script>app()</script><body></body></html>", "the page has no words"),
        (b"<div>" * 5_001 + b"We.", "the page's elements are nested too deeply"),
        (b"a" * 10_000_001, "the file is longer than 10 MB"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(TextUnreadableError) as caught:
        read(data, file="policy.html")
    assert caught.value.what.en == said
    assert caught.value.remedy.ja
    assert caught.value.where.file == "policy.html"


@pytest.mark.parametrize(
    ("text", "language", "in_japanese"),
    [
        (
            "Nous collectons vos données personnelles pour vous fournir le service et nous les protégeons.",
            "French",
            "フランス語",
        ),
        ("我们重视您的隐私，并按照法律保护您的个人信息。请您仔细阅读本政策。", "Chinese", "中国語"),
        (
            "Wir verarbeiten Ihre Daten und geben sie nicht an Dritte weiter, um die Dienste zu erbringen.",
            "German",
            "ドイツ語",
        ),
        ("개인정보처리방침은 이용자의 개인정보를 보호하기 위한 것입니다.", "Korean", "韓国語"),
        ("01234 56789", "no language known here", "判定できない言語"),
    ],
)
def test_another_language_is_named(text: str, language: str, in_japanese: str) -> None:
    with pytest.raises(TextUnreadableError) as caught:
        read_text(text, file="a.txt")
    assert language in caught.value.what.en
    assert in_japanese in caught.value.what.ja


def test_another_language_is_read_if_a_person_insists() -> None:
    reading = read_text("Nous ne vendons pas vos données.", file="a.txt", language="en")
    assert reading.language == "en"
    assert reading.sentences


def test_markup_in_a_name_is_words_and_not_markup() -> None:
    reading = read(
        b"<html><body><p>We are &lt;script&gt;alert(1)&lt;/script&gt; Inc. and you are our customer.</p></body></html>",
        file="a.html",
    )
    assert "<script>alert(1)</script> Inc." in reading.text
    assert reading.left_out == {}


def test_direction_marks_and_control_characters_are_kept_and_counted() -> None:
    reading = read_text("We share your data\u202e with nobody\x07 at all.", file="a.txt")
    assert [reading.text[place] for place in reading.controls] == ["\u202e", "\x07"]


@pytest.mark.slow
def test_five_megabytes_are_read_whole_in_bounded_time() -> None:
    line = "第{n}条（目的）\n当社は、お客様の個人情報を次の目的のために利用します。\n(1) 商品の発送\n(2) お問い合わせへの対応\n\n"
    text = "".join(line.format(n=n % 9_000) for n in range(32_000))
    data = text.encode()
    assert len(data) > 5_000_000
    began = time.perf_counter()
    reading = read(data, file="long.txt")
    seen = "".join("".join(s.span.of(reading.text).split()) for s in reading.sentences)
    assert hash(seen) == hash("".join(text.split()))  # a difference of 5 MB is no message
    assert time.perf_counter() - began < 60


@pytest.mark.parametrize("sign", ["(", "「", "<div>", "1.", "第1条", "\n", ".", "「。", "a. "])
def test_a_hundred_thousand_of_one_sign_take_no_square_time(sign: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(TextUnreadableError):
        read(b"We keep your data. " + sign.encode() * 100_000, file="a.html")
    assert time.perf_counter() - began < 20
