"""Makes a message of what is to be said: one sender, one recipient, nothing smuggled in.

One recipient a message: no person ever sees another's address. Every message says that a program
wrote it (RFC 3834), so that vacation notices and other programs do not answer it.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from upheld.post.address import UNPRINTABLE, Mailbox
from upheld.refusal import RefusalError
from upheld.wording import Language, Text

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@[A-Za-z0-9.-]{1,128}>")
_SUBJECT_CHARACTERS = 255
_MEDIA_TYPE = re.compile(r"([a-z]+)/([a-z0-9.+-]+)")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of text, and can make a name read as another."""


class MailRefusedError(RefusalError):
    """A mail that is not written, because something in it is not what it should be."""

    code = "mail-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file sent along. `name` is what the recipient sees; ours, never a person's."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What is to be said to whom.

    Attributes:
        message_id: Made once and kept for every try, so that a copy is recognised as one;
            with or without its angle brackets.
        sender: The desk.
        to: The one recipient.
        subject: One line; nothing personal, it is read on locked screens.
        text: The plain text; always there.
        html: The same for readers of HTML, if there is one.
        language: Of the text.
        date: When it was written.
        reply_to: Where answers go, if not to the sender.
        answers: The Message-ID that this answers, if any.
        enclosures: Files sent along.
    """

    message_id: str
    sender: Mailbox
    to: Mailbox
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(default=None, repr=False)
    language: Language
    date: datetime
    reply_to: Mailbox | None = None
    answers: str | None = None
    enclosures: tuple[Enclosure, ...] = ()


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a mail that is known by a key: the same one for the same key."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def compose(mail: Mail) -> EmailMessage:
    """Write the message.

    Raises:
        MailRefusedError: A header holds a line break or control character, or is no header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _shown(mail.sender)
    message["To"] = _shown(mail.to)
    message["Subject"] = _line(mail.subject, "Subject", _SUBJECT_CHARACTERS)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = _identifier(mail.message_id)
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-replied" if mail.answers else "auto-generated"
    # Exchange and Outlook know no Auto-Submitted; this is their word for the same.
    message["X-Auto-Response-Suppress"] = "All"
    if mail.reply_to is not None:
        message["Reply-To"] = _shown(mail.reply_to)
    if mail.answers is not None:
        message["In-Reply-To"] = message["References"] = _identifier(mail.answers)
    message.set_content(_body(mail.text), charset="utf-8", cte="base64")
    if mail.html is not None:
        message.add_alternative(_body(mail.html), subtype="html", charset="utf-8", cte="base64")
    for enclosure in mail.enclosures:
        kind = _MEDIA_TYPE.fullmatch(enclosure.media_type)
        if kind is None:
            raise _refused("a media type", "メディアタイプ")
        name = _line(enclosure.name, "filename", _SUBJECT_CHARACTERS)
        message.add_attachment(enclosure.content, maintype=kind[1], subtype=kind[2], filename=name)
    return message


def _shown(mailbox: Mailbox) -> Address | str:
    name = _line(mailbox.name, "From, To", _SUBJECT_CHARACTERS)
    wire = mailbox.wire
    if UNPRINTABLE.search(wire) or any(sign in wire for sign in "<>,;:\\ "):
        raise _refused("an address", "アドレス")
    if not wire.startswith('"'):
        local, _at, domain = wire.rpartition("@")
        return Address(name, local, domain)
    # The standard library would write such a local part without its quotes.
    return wire


def _line(text: str, header: str, limit: int) -> str:
    if UNPRINTABLE.search(text) or _MARKS.search(text) or len(text) > limit:
        raise _refused(f"the header `{header}`", f"ヘッダー `{header}`")
    # A lone surrogate has no UTF-8; it comes from a text that was decoded wrongly.
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _refused(f"the header `{header}`", f"ヘッダー `{header}`")
    return text


def _identifier(text: str) -> str:
    text = text if text.startswith("<") else f"<{text}>"
    if not _MESSAGE_ID.fullmatch(text):
        raise _refused("a Message-ID", "Message-ID")
    return text


def _body(text: str) -> str:
    return _NOT_TEXT.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _refused(en: str, ja: str) -> MailRefusedError:
    return MailRefusedError(
        Text(
            en=f"the mail is not written: {en} holds what may not stand there",
            ja=f"メールを作成しません: {ja}に使えない文字があるか、長すぎます",
        ),
        remedy=Text(
            en="take line breaks and control characters out of it, and keep it short",
            ja="改行や制御文字を取り除き、短くしてください",
        ),
    )
