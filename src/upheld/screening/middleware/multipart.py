"""Forms with files (RFC 7578), taken apart byte by byte and put together as they were."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import HeaderParser

from upheld.screening.middleware.refusing import unreadable

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
"""RFC 2046 section 5.1.1."""
_HEADER = re.compile(r"[!-9;-~]+:[^\0\r\n]*")
"""One line, never folded: a line that is none would end the headers for one reader alone."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_PARTS_LIMIT = 10_000
_HEAD_BYTES = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field or file of a form.

    Attributes:
        head: Its headers as they came.
        name: Of the field.
        filename: Of a file; `None` for a field, and where a form's file was left empty: some
            readers take what has no filename for a field.
        content: What it holds.
    """

    head: bytes = field(repr=False)
    name: str
    filename: str | None = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def is_file(self) -> bool:
        """Whether it is a file and no field."""
        return self.filename is not None

    def holding(self, content: bytes) -> "Part":
        """Return the part with another content."""
        return replace(self, content=content)


def split_parts(raw: bytes, boundary: str) -> list[Part]:
    """Take a form apart.

    Raises:
        BodyUnreadableError: It is none, or could be read in two ways.
    """
    if not _BOUNDARY.fullmatch(boundary):
        raise unreadable("form")
    line = b"--" + boundary.encode("ascii")
    if not raw.startswith(line + b"\r\n"):
        raise unreadable("form")
    pieces = raw[len(line) :].split(b"\r\n" + line)
    if raw.count(line) != len(pieces):  # within a line it ends a part for some readers
        raise unreadable("form")
    ended = pieces.pop().rstrip(b"\r\n") == b"--"
    if not ended or len(pieces) > _PARTS_LIMIT:
        raise unreadable("form")
    return [_part(piece) for piece in pieces]


def join_parts(parts: Sequence[Part], boundary: str) -> bytes:
    """Put a form together."""
    line = b"--" + boundary.encode("ascii")
    made = [line + b"\r\n" + part.head + b"\r\n\r\n" + part.content + b"\r\n" for part in parts]
    return b"".join(made) + line + b"--\r\n"


def _part(piece: bytes) -> Part:
    head, between, content = piece.partition(b"\r\n\r\n")
    if not head.startswith(b"\r\n") or not between or len(head) > _HEAD_BYTES:
        raise unreadable("form")
    head = head[2:]
    message = _headers(head)
    _check_disposition(message)
    # An encoding of transfer or a charset of its own would be read in another way behind us.
    if message.get("content-transfer-encoding", "binary").lower() not in {"binary", "8bit", "7bit"}:
        raise unreadable("form")
    name = message.get_param("name", None, "content-disposition")
    if not isinstance(name, str):
        raise unreadable("form")
    part = Part(head=head, name=name, filename=_filename(message), content=content)
    if not part.is_file and message.get_content_charset("utf-8") not in UTF_8:
        raise unreadable("form")
    return part


def _headers(head: bytes) -> Message:
    """Read headers strictly: UTF-8, each a line of its own, each once."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable("form") from None
    if not all(map(_HEADER.fullmatch, text.split("\r\n"))):
        raise unreadable("form")
    message = HeaderParser().parsestr(f"{text}\r\n\r\n")
    names = [name.lower() for name in message]
    if len(set(names)) != len(names):
        raise unreadable("form")
    return message


def _check_disposition(message: Message) -> None:
    """Refuse what one reader takes for a file and another for a field.

    A parameter that stands twice, and one in the manner of RFC 2231 (`filename*0`), which forms do
    not have (RFC 7578 section 4.2).
    """
    if message.get_content_disposition() != "form-data":
        raise unreadable("form")
    names = [name.lower() for name, _ in message.get_params([], "content-disposition")]
    plain = _QUOTED.sub("", str(message["content-disposition"]))
    if len(set(names)) != len(names) or "*" in plain:
        raise unreadable("form")


def _filename(message: Message) -> str | None:
    given = message.get_param("filename", None, "content-disposition")
    return message.get_filename() if given else None
