"""One mail (RFC 5322, MIME): its headers, its texts, and everything that is attached.

Parts are numbered as IMAP numbers them (RFC 9051 section 6.4.5): `2`, `2.1`. An attached mail is a
mail inside, an attached file a file inside.
"""

import email
import email.policy
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser

from upheld.documents.charsets import decode, decode_words
from upheld.documents.files.grid import grid_of
from upheld.documents.files.place import Blocks, Items, Piece, Step, Steps, Unread
from upheld.documents.files.refusing import broken, too_large
from upheld.documents.files.walk import Walk
from upheld.documents.plain_html import meta_charset, plain_html
from upheld.wording import Text

_MAIL = Text(en="mail", ja="メール")
_MULTIPARTS = 200
"""The parser compares every line with every open boundary; hundreds keep it busy for minutes."""
_HEAD_BYTES = 1 << 20
_DAMAGE = (RecursionError, ValueError, LookupError, AssertionError, AttributeError, TypeError)
"""What the standard library's parser is known to raise on mail that is none."""


def read(raw: bytes, walk: Walk) -> Items:
    """Read a mail."""
    message = _parsed(raw)
    if message is None:
        yield from _headers(_head_of(raw), walk.at)
        refusal = broken(_MAIL)
        yield Unread(at=walk.at, code=refusal.code, what=refusal.what)
        return
    yield from _part(message, walk, "", 0)


def _parsed(raw: bytes) -> Message | None:
    if raw.lower().count(b"multipart/") > _MULTIPARTS:
        return None
    try:
        return email.message_from_bytes(raw, policy=email.policy.compat32)
    except _DAMAGE:
        return None


def _head_of(raw: bytes) -> Message:
    head = raw[:_HEAD_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(head + b"\n\n")


def _part(message: Message, walk: Walk, number: str, depth: int) -> Items:
    """Read a part with those inside of it; `number` is the way that IMAP names, empty for all."""
    walk.budget.part()
    at = walk.to(Step("part", None, number)) if number else walk.at
    yield from _headers(message, at)
    if depth >= walk.budget.limits.depth:
        refusal = too_large(
            Text(en="parts lie too deep in each other", ja="パートの入れ子が深すぎます")
        )
        yield Unread(at=at, code=refusal.code, what=refusal.what)
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        # Text before the first and behind the last part: no program shows it, the file holds it.
        for beside in filter(None, (message.preamble, message.epilogue)):
            if beside.strip():
                yield Piece.whole(decode(beside.encode("utf-8", "surrogateescape"), None), at)
        for position, inner in enumerate(payload, start=1):
            if isinstance(inner, Message):
                below = f"{number}.{position}" if number else str(position)
                yield from _part(inner, walk, below, depth + 1)
        return
    yield from _leaf(message, walk, at, number)


def _leaf(message: Message, walk: Walk, at: Steps, number: str) -> Items:
    raw = message.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    if not content:
        return
    if message.get_content_maintype() != "text":
        yield from walk.into(iter([content]), Step("part", None, number or "1"))
        return
    label = message.get_param("charset", None)
    if message.get_content_type() == "text/html":
        page = decode(content, str(label) if label else meta_charset(content))
        yield Piece.whole(plain_html(page, unseen=True), at)
        return
    text = decode(content, str(label) if label else None).replace("\r\n", "\n")
    if text.strip():
        yield Piece.whole(text, at, grid=grid_of(text) is not None)


def _headers(message: Message, at: Steps) -> Iterator[Piece]:
    """Read every header: addresses, subjects, names of files, addresses of machines on the way."""
    blocks = Blocks()
    for name, value in message.raw_items():
        text = decode_words(str(value))
        yield from blocks.add(text, (*at, Step("head", None, name)), lead=f"{name}: ")
    filename = message.get_filename()
    if filename:
        step = Step("head", None, "Content-Disposition")
        yield from blocks.add(decode_words(filename), (*at, step), lead="filename: ")
    yield from blocks.end()
