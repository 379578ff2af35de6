"""A mailbox in one file (RFC 4155), message by message: one of them is in memory at a time."""

import re
from collections.abc import Iterator
from dataclasses import replace

from upheld.documents.files import mail
from upheld.documents.files.place import Items, Step, Unread
from upheld.documents.files.refusing import too_large
from upheld.documents.files.walk import Opened, Walk
from upheld.wording import Text

_LINE_BYTES = 1 << 20
"""Bytes that are read at once; a longer line is read in pieces."""
_QUOTED = re.compile(rb"^>(>*From )")
_FROM = b"From "


def read(document: Opened, walk: Walk) -> Items:
    """Read every message."""
    for number, raw in enumerate(_messages(document, walk), start=1):
        at = walk.to(Step("message", number))
        if raw is None:
            most = walk.budget.limits.text_bytes >> 20
            refusal = too_large(
                Text(
                    en=f"a message has more than {most} MiB",
                    ja=f"メールが {most} MiB を超えています",
                )
            )
            yield Unread(at=at, code=refusal.code, what=refusal.what)
            continue
        yield from mail.read(raw, replace(walk, at=at))


def _messages(document: Opened, walk: Walk) -> Iterator[bytes | None]:
    """Yield the bytes of each message; `None` stands for one that is too large."""
    document.stream.seek(0)
    lines: list[bytes] = []
    length, begun, blank = 0, False, True
    while line := document.stream.readline(_LINE_BYTES):
        walk.budget.tick()
        if blank and line.startswith(_FROM):
            if begun:
                yield _joined(lines, length, walk)
            lines, length, begun = [], 0, True
            continue
        blank = not line.strip(b"\r\n")
        length += len(line)
        if length <= walk.budget.limits.text_bytes:
            lines.append(_QUOTED.sub(rb"\1", line))
    if begun:
        yield _joined(lines, length, walk)


def _joined(lines: list[bytes], length: int, walk: Walk) -> bytes | None:
    return b"".join(lines) if length <= walk.budget.limits.text_bytes else None
