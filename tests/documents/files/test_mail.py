"""Mails, mailboxes and what is attached to them."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

from tests.documents.files.conftest import items, locked, texts, unread, workbook, zipped
from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece

MAIL = "sato@example.jp"


def letter(body: str = "本文です", charset: str = "utf-8", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "佐藤花子 <sato@example.jp>"
    made["Subject"] = "お問い合わせ"
    made["Message-ID"] = "<1@example.jp>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body, charset=charset)
    return made


def attached(outer: EmailMessage, content: bytes, name: str = "a.bin") -> bytes:
    outer.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    outer.set_boundary("a-part")  # drawn by chance its digits can be those of a card
    return outer.as_bytes()


def test_headers_and_text_are_read_decoded() -> None:
    said = texts(letter(f"連絡先は{MAIL}", charset="iso-2022-jp").as_bytes())
    assert said["header From"] == "佐藤花子 <sato@example.jp>"
    assert said["header Subject"] == "お問い合わせ"
    assert said[""].strip() == f"連絡先は{MAIL}"


def test_addresses_of_machines_on_the_way_and_names_of_files_are_read() -> None:
    raw = attached(letter(X_Originating_IP="203.0.113.9"), b"x", "山田太郎_履歴書.bin")
    said = texts(raw)
    assert said["header X-Originating-IP"] == "203.0.113.9"
    assert "山田太郎_履歴書.bin" in said["part 2, header Content-Disposition"]


def test_html_is_read_as_people_and_programs_see_it() -> None:
    made = letter()
    made.set_content(
        "<p>電話</p><p>090-1234-5678</p><!-- old: a@example.jp -->"
        "<a href='mailto:b@example.jp'>mail</a><style>x</style>",
        subtype="html",
    )
    (said,) = [text for place, text in texts(made.as_bytes()).items() if place == ""]
    assert "電話\n\n090-1234-5678" in said
    assert "a@example.jp" in said
    assert "mailto:b@example.jp" in said


def test_attachments_are_read_by_their_bytes_whatever_their_name() -> None:
    raw = attached(letter(), workbook([["mail", "x"], [MAIL, "y"]]), "photo.jpg")
    assert texts(raw)["part 2, sheet 1 (顧客), cell A2"] == MAIL


def test_a_forwarded_mail_is_a_mail_inside() -> None:
    outer = letter("see below")
    outer.add_attachment(letter(f"inner {MAIL}"))
    assert f"inner {MAIL}" in texts(outer.as_bytes())["part 2.1"]


def test_a_table_that_is_attached_is_one() -> None:
    made = letter()
    made.add_attachment("氏名,電話\n佐藤,090-1234-5678\n", subtype="csv", filename="a.csv")
    (grid,) = [one for one in items(made.as_bytes()) if isinstance(one, Piece) and one.grid]
    assert "佐藤,090-1234-5678" in grid.text


def test_an_attachment_that_cannot_be_read_is_named_and_stops_nothing() -> None:
    outer = letter()
    attached(outer, locked(zipped({"a.txt": b"secret"})), "locked.zip")
    attached(outer, b"Rar!\x1a\x07\x01" + b"\0" * 512, "old.rar")
    raw = attached(outer, b"%PDF-1.4 cut off", "cut.pdf")
    assert unread(raw) == [
        ("part 2, member 1 (a.txt)", "document-encrypted"),
        ("part 3", "document-unknown"),
        ("part 4", "document-broken"),
    ]
    assert "本文です" in texts(raw)["part 1"]


def test_mails_inside_of_mails_end_at_the_limit() -> None:
    raw = letter("innermost").as_bytes()
    for _ in range(4):
        raw = attached(letter(), raw, "a.eml")
    assert "innermost" in "".join(texts(raw).values())
    limits = Limits(depth=3)
    assert "innermost" not in "".join(texts(raw, limits).values())
    assert [code for _, code in unread(raw, limits)] == ["document-too-large"]


def test_a_mail_that_would_keep_the_parser_busy_is_read_by_its_head() -> None:
    many = "".join(
        f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(400)
    )
    raw = f"From: {MAIL}\nMessage-ID: <1@a>\nContent-Type: multipart/mixed; boundary=0\n\n{many}".encode()
    assert texts(raw)["header From"] == MAIL
    assert [code for _, code in unread(raw)] == ["document-broken"]


def test_a_word_of_a_header_that_cannot_be_decoded_is_read_as_it_stands() -> None:
    raw = f"Subject: =?utf-8?B?A?= {MAIL}\nFrom: a@b.jp\nMessage-ID: <1@a>\n\nbody\n".encode()
    assert texts(raw)["header Subject"] == f"=?utf-8?B?A?= {MAIL}"
    assert not unread(raw)


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for body in ("一通目", "From here on\n二通目"):
        box.add(letter(body, charset="utf-8", Date="Thu, 26 Nov 2026 10:00:00 +0900"))
    box.close()
    raw = (tmp_path / "box").read_bytes()
    said = texts(raw)
    assert "一通目" in said["message 1"]
    assert said["message 2"].startswith("From here on\n二通目")
    assert said["message 2, header Subject"] == "お問い合わせ"


def test_a_message_that_is_too_large_is_named_and_the_next_is_read() -> None:
    def message(body: str) -> str:
        return f"From a Thu Nov 26 10:00:00 2026\nFrom: {MAIL}\nMessage-ID: <1@a>\n\n{body}\n\n"

    raw = (message("x" * 5_000) + message("short")).encode()
    limits = Limits(text_bytes=2_000)
    assert unread(raw, limits) == [("message 1", "document-too-large")]
    assert texts(raw, limits)["message 2"].strip() == "short"
