"""What arrives is read: charsets of Japan, programs that write, hostile mail."""

import base64
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.documents.charsets import decode
from upheld.post.address import read_address
from upheld.post.automatic import Bounce
from upheld.post.composing import Mail, compose, message_id
from upheld.post.incoming import Limits, Received, read_mail

AT = datetime(2026, 4, 1, tzinfo=UTC)
OWN = ["desk@example.jp"]


def read(text: str | bytes, **given: object) -> Received:
    raw = text.encode() if isinstance(text, str) else text
    return read_mail(raw, at=AT, own=OWN, **given)  # type: ignore[arg-type]


def word(text: str, charset: str) -> bytes:
    return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(text.encode(charset)))


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "euc-jp", "utf-8"])
def test_a_japanese_mail_is_read_in_the_charset_it_was_written(charset: str) -> None:
    raw = (
        b"From: " + word("山田 花子", charset) + b" <hanako@example.com>\r\n"
        b"Subject: " + word("個人情報の開示について", charset) + b"\r\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n"
        + "開示してください。".encode(charset)
    )  # fmt: skip
    received = read(raw)
    assert received.subject == "個人情報の開示について"
    assert received.text == "開示してください。"
    assert received.sender is not None
    assert received.sender.name == "山田 花子"
    assert received.sender.wire == "hanako@example.com"


def test_names_that_the_standard_lacks_are_read_as_mail_programs_write_them() -> None:
    # 髙橋①㈱: rows of Windows in the framing of ISO-2022-JP.
    framed = b"\x1b$B\x7c\x62\x36\x36\x2d\x21\x2d\x6a\x1b(B san \x1b(I1\x1b(J!"
    assert decode(framed, "iso-2022-jp") == "髙橋①㈱ san ｱ!"
    assert decode("髙橋①".encode("cp932"), "shift_jis") == "髙橋①"


@pytest.mark.parametrize(
    ("raw", "label", "text"),
    [
        ("開示".encode(), None, "開示"),
        ("開示".encode(), "us-ascii", "開示"),
        ("開示のお願い".encode("cp932"), None, "開示のお願い"),
        ("開示".encode("iso-2022-jp"), "utf-8", "開示"),
        ("開示".encode(), "no-such-charset", "開示"),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"UEsDBA==", "base64", "UEsDBA=="),
        (b"a\\u0041", "unicode_escape", "a\\u0041"),
        (b"\xff\xff\xff", "utf-8", "\ufffd\ufffd\ufffd"),
        (b"\x1b$B\x21", "iso-2022-jp", ""),
    ],
)
def test_a_wrong_or_missing_label_is_seen_through(raw: bytes, label: str | None, text: str) -> None:
    assert decode(raw, label) == text


@given(st.binary(max_size=300), st.sampled_from(["iso-2022-jp", "cp932", "zip", "idna", "", None]))
def test_no_bytes_make_reading_fail(raw: bytes, label: str | None) -> None:
    assert isinstance(decode(raw, label), str)


@pytest.mark.slow
@given(st.text(st.characters(codec="cp932", exclude_characters="¢£¬‖−〜"), max_size=80))
def test_every_character_of_windows_is_read(text: str) -> None:
    assert decode(text.encode("cp932"), "windows-31j") == text.encode("cp932").decode("cp932")


def test_a_subject_cut_inside_a_character_is_joined_before_it_is_read() -> None:
    whole = "個人情報の開示について".encode()
    one, other = base64.b64encode(whole[:10]), base64.b64encode(whole[10:])
    received = read(b"Subject: =?utf-8?B?%s?=\r\n =?utf-8?B?%s?=\r\n\r\n" % (one, other))
    assert received.subject == "個人情報の開示について"


def test_a_word_of_a_subject_that_cannot_be_decoded_is_read_as_it_stands() -> None:
    received = read(b"Subject: =?utf-8?B?A?= hello\r\n\r\nbody")
    assert received.subject == "=?utf-8?B?A?= hello"


def test_a_mail_of_html_alone_becomes_text_without_script() -> None:
    received = read(
        "Content-Type: text/html; charset=utf-8\r\n\r\n"
        "<style>p{}</style><p>開示を<b>お願い</b>します</p><script>alert(1)</script>"
        "<ul><li>氏名<li>住所</ul>1行目<br>2行目"
    )
    assert received.text == "開示をお願いします\n\n氏名\n住所\n1行目\n2行目"


def test_plain_text_is_preferred_to_html_unless_it_is_empty() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>page</p>", subtype="html")
    assert read(message.as_bytes()).text == "plain"
    empty = EmailMessage()
    empty.set_content(" \n")
    empty.add_alternative("<p>page</p>", subtype="html")
    assert read(empty.as_bytes()).text == "page"


def test_attachments_are_bounded_in_number_and_size() -> None:
    message = EmailMessage()
    message.set_content("see files")
    for number in range(5):
        message.add_attachment(
            bytes(1000), maintype="application", subtype="pdf", filename=f"{number}.pdf"
        )
    received = read(message.as_bytes(), limits=Limits(attachments=3, attachment_bytes=2500))
    assert [one.name for one in received.attachments] == ["0.pdf", "1.pdf"]
    assert received.left_out == 3


def test_the_same_mail_by_another_way_has_the_same_key_and_another_one_has_not() -> None:
    mail = "From: a@example.com\r\nMessage-ID: <1@example.com>\r\n\r\nPlease delete.\r\n"
    again = "Received: by mx2\r\nReturn-Path: <a@example.com>\r\n" + mail.replace("\r\n", "\n")
    assert read(mail).key == read(again).key
    forged = mail.replace("Please delete.", "Another text")
    assert read(mail).key != read(forged).key


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: auto-replied", "reply"),
        ("Auto-Submitted: auto-generated", "bulk"),
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: No (human)", "reply"),
        ("Return-Path: <>", "reply"),
        ("From: MAILER-DAEMON@example.com", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "bounce"),
        ("List-Id: <users.example.com>", "list"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: list", "list"),
        ("X-Autoreply: yes", "reply"),
        ("X-ML-Name: users", "list"),
        ("From: Desk <desk@example.jp>", "own"),
        ("From: DESK@EXAMPLE.JP", "own"),
        ("From: hanako@example.com", None),
    ],
)
def test_a_program_is_told_from_a_person(head: str, kind: str | None) -> None:
    assert read(f"{head}\r\n\r\nhello").automatic == kind


def test_an_empty_envelope_sender_marks_a_program() -> None:
    assert read("From: a@example.com\r\n\r\nx", envelope_from="").automatic == "reply"
    assert read("From: a@example.com\r\n\r\nx", envelope_from="a@example.com").automatic is None


def test_our_own_mails_are_told_to_be_automatic_by_anyone_else() -> None:
    mail = Mail(
        message_id=message_id("k", "example.jp"), sender=read_address("desk@example.jp"),
        to=read_address("a@example.com"), subject="s", text="t", language="en", date=AT,
    )  # fmt: skip
    raw = compose(mail).as_bytes()
    assert read_mail(raw, at=AT, own=[]).automatic == "bulk"
    assert read(raw).automatic == "own"


@pytest.mark.parametrize(
    "original",
    [
        "Content-Type: message/rfc822\r\n\r\nMessage-ID: <ours@example.jp>\r\nSubject: x\r\n\r\nb",
        "Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <ours@example.jp>\r\n",
    ],
)
def test_a_bounce_says_which_mail_of_ours_came_back_and_why(original: str) -> None:
    raw = (
        "From: MAILER-DAEMON@mx.example.com\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\n\r\nyour mail came back\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"--b\r\n{original}\r\n--b--\r\n"
    )
    assert read(raw).bounce == Bounce(
        message_id="<ours@example.jp>", status="5.1.1", permanent=True
    )


def test_what_a_mail_answers_is_listed_newest_first() -> None:
    received = read("In-Reply-To: <3@x>\r\nReferences: <1@x>\r\n <2@x> <3@x>\r\n\r\nre")
    assert received.mentions == ("<3@x>", "<2@x>", "<1@x>")


@pytest.mark.parametrize(
    "header",
    ["a@example.com, b@example.com", "nobody", "", "a@example.com\x00", "<a@b>", "undisclosed:;"],
)
def test_a_sender_that_is_not_one_address_is_none(header: str) -> None:
    assert read(f"From: {header}\r\n\r\nx").sender is None


def test_a_mail_of_parts_within_parts_is_read_in_time_and_its_head_is_kept() -> None:
    inner = b"Content-Type: text/plain\r\n\r\nx\r\n"
    for level in range(3000):
        mark = b"b%d" % level
        inner = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s\r\n" % (
            mark, mark, inner,
        )  # fmt: skip
    began = time.monotonic()
    received = read(b"From: a@example.com\r\nSubject: deep\r\n" + inner)
    assert time.monotonic() - began < 2
    assert (received.subject, received.text, received.whole) == ("deep", "", False)
    assert received.sender is not None


def test_a_mail_of_a_thousand_parts_is_not_read_to_the_end() -> None:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    received = read(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 1000 + b"--b--")
    assert not received.whole


@given(st.binary(max_size=600))
def test_no_mail_makes_reading_fail(raw: bytes) -> None:
    assert read(raw).at == AT


@given(st.lists(st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: message/rfc822\r\n",
    b"Content-Type: multipart/report\r\n", b"Content-Transfer-Encoding: base64\r\n", b"\r\n",
    b"Content-Type: text/html; charset=\xff\r\n", b"--b\r\n", b"--b--\r\n", b"Status: 5\r\n", b"From: =?x?q?\r\n",
    b"Content-Disposition: attachment; filename*=utf-8''%FF\r\n", b"From: MAILER-DAEMON@x\r\n", b"<p>\x00",
    b"Content-Type: message/delivery-status\r\n", b"Content-Transfer-Encoding: uuencode\r\n", b"abc=\r\n",
]), max_size=14))  # fmt: skip
def test_no_heap_of_pieces_makes_reading_fail(pieces: list[bytes]) -> None:
    assert read(b"".join(pieces)).at == AT


def test_nothing_personal_is_shown() -> None:
    received = read("From: Hanako <hanako@example.com>\r\nSubject: secret\r\n\r\nsecret text")
    assert not any(told in repr(received) for told in ("hanako", "Hanako", "secret"))
