"""What is written into a mail, and what is refused."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.post.address import AddressUnusableError, Mailbox, read_address
from upheld.post.composing import Enclosure, Mail, MailRefusedError, compose, message_id
from upheld.post.incoming import read_mail

MAIL = Mail(
    message_id=message_id("key", "example.jp"),
    sender=read_address("desk@example.jp"),
    to=read_address("person@example.com"),
    subject="受付",
    text="本文",
    language="ja",
    date=datetime(2026, 4, 1, tzinfo=UTC),
)
INJECTIONS = [
    "a\r\nBcc: x@example.com",
    "a\nb",
    "a\rb",
    "a\x00b",
    "a\u2028b",
    "a\x85b",
    "\x0b",
    "a\u202eb",
    "\ud800",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_line_break_in_a_header_is_refused(text: str) -> None:
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, subject=text))
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, sender=Mailbox("desk", "example.jp", text)))
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, to=Mailbox("a", "example.jp\r\nBcc: x@example.com", "")))
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, message_id=f"<{text}@example.jp>"))
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, answers=text))
    enclosure = Enclosure(name=text, media_type="text/plain", content=b"")
    with pytest.raises(MailRefusedError):
        compose(replace(MAIL, enclosures=(enclosure,)))


@pytest.mark.slow
@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200).map(str.strip))
def test_any_subject_arrives_as_written(subject: str) -> None:
    written = compose(replace(MAIL, subject=subject)).as_bytes()
    assert written.isascii()
    assert read_mail(written, at=MAIL.date, own=[]).subject.split() == subject.split()


@pytest.mark.slow
@settings(max_examples=40)
@given(st.text(max_size=400))
def test_any_text_is_a_body_and_never_a_header(text: str) -> None:
    read = email.message_from_bytes(compose(replace(MAIL, text=text)).as_bytes())
    assert read.keys() == email.message_from_bytes(compose(MAIL).as_bytes()).keys()


def test_an_answer_says_what_it_answers_and_that_a_program_wrote_it() -> None:
    written = compose(replace(MAIL, answers="<m1@example.com>"))
    assert written["In-Reply-To"] == written["References"] == "<m1@example.com>"
    assert written["Auto-Submitted"] == "auto-replied"


def test_a_file_is_sent_along_under_our_name() -> None:
    enclosure = Enclosure(
        name="指示.age", media_type="application/octet-stream", content=b"\x00\xff"
    )
    received = read_mail(
        compose(replace(MAIL, enclosures=(enclosure,))).as_bytes(), at=MAIL.date, own=[]
    )
    assert [(one.name, one.content) for one in received.attachments] == [("指示.age", b"\x00\xff")]
    assert received.text == "本文"


def test_a_message_id_may_come_without_its_brackets() -> None:
    assert (
        compose(replace(MAIL, message_id="R-1.2@example.jp"))["Message-ID"] == "<R-1.2@example.jp>"
    )


def test_the_same_key_has_the_same_message_id() -> None:
    assert message_id("a", "example.jp") == message_id("a", "example.jp")
    assert message_id("a", "example.jp") != message_id("b", "example.jp")


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("name@example.com", "name@example.com"),
        ("ｎａｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "name@example.com"),
        (" a.b+c@Example.co.jp ", "a.b+c@example.co.jp"),
        ("a..b@docomo.example", '"a..b"@docomo.example'),
        ('"a.."@ezweb.example', '"a.."@ezweb.example'),
        (".start@example.com", '".start"@example.com'),
        ("privacy@localhost", "privacy@localhost"),
        ("info@日本語.example", "info@xn--wgv71a119e.example"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, wire: str) -> None:
    assert read_address(typed).wire == wire


@pytest.mark.parametrize(
    "typed",
    [
        "", "name", "@example.com", "name@", "name@host", "a b@example.com", "a@b@example.com",
        "a@example.com,b@example.com", "a@example.com\r\nBcc: b@example.com", "<a@example.com>",
        "a@[127.0.0.1]", "a@127.0.0.1", "a" * 65 + "@example.com", "a@" + "b" * 64 + ".com",
        "山田@example.com", 'a"b@example.com', "a@exam_ple.com", "a@-x.com", "a@example..com",
        "a;b@example.com", "a\u2028@example.com", "a@" + "b." * 140 + "com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(AddressUnusableError) as refused:
        read_address(typed)
    assert len(typed) < 5 or typed not in refused.value.what.en


def test_capitals_and_names_do_not_make_another_mailbox() -> None:
    assert read_address("A@Example.com", name="x").same(read_address("a@example.com"))
    assert not read_address("a@example.com").same(read_address("b@example.com"))
