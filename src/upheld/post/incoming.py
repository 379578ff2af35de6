"""One received mail, read within limits: whatever arrives, something can be handed over.

The sender is a claim: nothing here shows that the address wrote the mail. A mail that cannot be
read is still a mail that arrived; it comes out without text, for a person to look at.
"""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from upheld.documents.charsets import decode, decode_words
from upheld.documents.plain_html import meta_charset, plain_html
from upheld.post.address import AddressUnusableError, Mailbox, read_address
from upheld.post.automatic import Automatic, Bounce, read_bounce, tell

_PARTS_LIMIT = 100
_HEAD_BYTES = 200_000
_NESTING_LIMIT = 20
_TEXT_CHARACTERS = 200_000
_HTML_BYTES = 2_000_000
_SUBJECT_CHARACTERS = 500
_NAME_CHARACTERS = 200
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a mail is taken.

    Attributes:
        mail_bytes: Largest mail; of a larger one only the headers.
        attachments: Number of attachments at most.
        attachment_bytes: Bytes of all attachments together at most.
    """

    mail_bytes: int = 25_000_000
    attachments: int = 10
    attachment_bytes: int = 20_000_000


USUAL = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came along; name and type are what the sender says, not what it is."""

    name: str = field(repr=False)
    declared_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What arrived.

    Attributes:
        key: Recognises the same mail when it comes again, by whatever way.
        at: When our side had it.
        message_id: The sender's own name for it.
        mentions: Message-IDs that it answers, newest first.
        sender: Who says to have written it.
        reply_to: Where answers should go, if elsewhere.
        subject: One line.
        text: The plain text, or the HTML made plain.
        attachments: Those within the limits.
        left_out: How many attachments were not taken.
        whole: Whether all of the text was taken and could be read.
        automatic: What kind of program wrote it; only a mail without one is answered.
        bounce: What it says about a mail of ours.
    """

    key: str
    at: datetime
    message_id: str | None
    mentions: tuple[str, ...] = ()
    sender: Mailbox | None
    reply_to: Mailbox | None = None
    subject: str = field(repr=False)
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    left_out: int = 0
    whole: bool = True
    automatic: Automatic | None = None
    bounce: Bounce | None = None


def read_mail(
    raw: bytes,
    *,
    at: datetime,
    own: Sequence[str],
    envelope_from: str | None = None,
    limits: Limits = USUAL,
    headers_only: bool = False,
) -> Received:
    """Read a mail; nothing in it makes this fail.

    Args:
        raw: As it came.
        at: When it came.
        own: Our own addresses.
        envelope_from: The sender that the mail server was told, if known.
        limits: How much is taken.
        headers_only: Whether `raw` is only the head of a mail that was too large.
    """
    message, parts, complete = _parse(raw)
    identifiers = _MESSAGE_ID.findall(_header(message, "Message-ID"))
    automatic = tell(message, envelope_from=envelope_from, own=[address.lower() for address in own])
    text, cut = _text(parts)
    attachments, left_out = _attachments(parts, limits)
    sender = _mailbox(message, "From")
    return Received(
        key=_key(message, raw, identifiers[0] if identifiers else ""),
        at=at,
        message_id=identifiers[0] if identifiers else None,
        mentions=_mentions(message),
        sender=sender,
        reply_to=_mailbox(message, "Reply-To"),
        subject=_header(message, "Subject")[:_SUBJECT_CHARACTERS],
        text=text,
        attachments=attachments,
        left_out=left_out,
        whole=complete and not cut and not headers_only,
        automatic=automatic,
        bounce=read_bounce(parts) if automatic == "bounce" else None,
    )


def _parse(raw: bytes) -> tuple[Message, list[Message], bool]:
    """Return the mail, its parts, and whether these are all; of a hostile one only the head."""
    # The parser compares every line with every open boundary: a few hundred of them, in a large
    # mail, keep it busy for minutes.
    if raw.lower().count(b"multipart/") <= _PARTS_LIMIT:
        try:
            message = email.message_from_bytes(raw, policy=email.policy.compat32)
            return message, *_parts(message)
        except (RecursionError, ValueError, LookupError, AssertionError, AttributeError, TypeError):
            pass  # what the standard library's parser is known to raise on mail that is none
    head = raw[:_HEAD_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(head + b"\n\n"), [], False


def _parts(message: Message) -> tuple[list[Message], bool]:
    """List the parts that are no containers; a forwarded mail counts as one."""
    found: list[Message] = []
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if depth >= _NESTING_LIMIT:
                return found, False
            waiting[:0] = [(inner, depth + 1) for inner in payload if isinstance(inner, Message)]
        else:
            found.append(part)
        if len(found) + len(waiting) > _PARTS_LIMIT:
            return found, False
    return found, True


def _text(parts: Sequence[Message]) -> tuple[str, bool]:
    """Return the first plain text with something in it, else the first HTML; and if it was cut."""
    shown = [part for part in parts if not _is_attachment(part)]
    for kind, made in (("text/plain", _plain), ("text/html", _html)):
        for part in shown:
            if part.get_content_type() == kind:
                text = _UNPRINTABLE.sub("", made(part).replace("\r\n", "\n")).strip()
                if text:
                    return text[:_TEXT_CHARACTERS], len(text) > _TEXT_CHARACTERS
    return "", False


def _plain(part: Message) -> str:
    return decode(_bytes(part), part.get_param("charset", None) and str(part.get_param("charset")))


def _html(part: Message) -> str:
    raw = _bytes(part)[:_HTML_BYTES]
    label = part.get_param("charset", None)
    return plain_html(decode(raw, str(label) if label else meta_charset(raw)), unseen=False)


def _attachments(parts: Sequence[Message], limits: Limits) -> tuple[tuple[Attachment, ...], int]:
    taken: list[Attachment] = []
    room, left_out = limits.attachment_bytes, 0
    for part in parts:
        if not _is_attachment(part):
            continue
        content = _bytes(part)
        if len(taken) >= limits.attachments or len(content) > room:
            left_out += 1
            continue
        room -= len(content)
        name = _decoded(str(part.get_filename() or ""))[:_NAME_CHARACTERS]
        taken.append(Attachment(name=name, declared_type=part.get_content_type(), content=content))
    return tuple(taken), left_out


def _is_attachment(part: Message) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in {"text", "message", "multipart"}


def _bytes(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        return b"".join(inner.as_bytes() for inner in _inner(part))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _inner(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (inner for inner in payload if isinstance(inner, Message))


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(raw: str) -> str:
    return _UNPRINTABLE.sub("", decode_words(raw)).strip()


def _mailbox(message: Message, name: str) -> Mailbox | None:
    """Return the only address of a header; of several, none is believed."""
    raw = str(message.get(name, ""))
    found = [pair for pair in getaddresses([raw]) if pair[1]]
    if len(found) != 1:
        return None
    shown, address = found[0]
    try:
        return read_address(address, name=_decoded(shown)[:_NAME_CHARACTERS])
    except AddressUnusableError:
        return None


def _mentions(message: Message) -> tuple[str, ...]:
    """Message-IDs of In-Reply-To, then of References from the last to the first."""
    answered = _MESSAGE_ID.findall(str(message.get("In-Reply-To", "")))
    earlier = _MESSAGE_ID.findall(str(message.get("References", "")))
    return tuple(dict.fromkeys([*answered, *reversed(earlier)]))[:50]


def _key(message: Message, raw: bytes, identifier: str) -> str:
    """Digest what every copy of a mail has in common, whatever way it took.

    The Message-ID alone would let a stranger who guesses one keep the real mail from counting.
    """
    digest = hashlib.sha256()
    for name in ("From", "Date", "Subject"):
        digest.update(str(message.get(name, "")).encode("utf-8", "surrogateescape") + b"\0")
    digest.update(identifier.encode("utf-8", "surrogateescape") + b"\0")
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)
    digest.update((body[1] if len(body) > 1 else raw).replace(b"\r\n", b"\n").rstrip(b"\n"))
    return digest.hexdigest()
