"""Bodies of requests taken apart and put together: JSON, forms, texts.

Every kind becomes one value in which texts can be changed, and a way to write it back.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlencode

from upheld.screening.fields.walking import read_value
from upheld.screening.middleware.multipart import UTF_8, Part, join_parts, split_parts
from upheld.screening.middleware.refusing import opaque, unreadable
from upheld.screening.refused import CallUnreadableError
from upheld.wording import Text

_FIELDS_LIMIT = 10_000
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}")
"""RFC 6838 section 4.2."""
_CHARSETS = UTF_8 | {
    *("shift_jis", "windows-31j", "cp932", "euc-jp", "iso-2022-jp", "iso-8859-1", "windows-1252"),
}
"""Of texts; of anything else only UTF-8 has one meaning."""
_CODECS = {"windows-31j": "cp932", "shift_jis": "cp932"}
_TEXTS = ("text/", "application/xml", "application/yaml", "application/graphql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, taken apart.

    Attributes:
        value: Lists, objects, texts and numbers.
        write: Makes the body of a changed value.
        files: Contents of files that came with a form.
        filenames: What they are called; nothing of that can be changed.
    """

    value: Any = field(repr=False)
    write: Callable[[Any], bytes] = field(repr=False)
    files: tuple[bytes, ...] = field(default=(), repr=False)
    filenames: tuple[str, ...] = field(default=(), repr=False)


def read_body(raw: bytes, content_type: str) -> Body:
    """Take a body apart by its content type.

    Raises:
        BodyUnreadableError: It is not what the type says.
        BodyOpaqueError: The type is none that can be read as text.
    """
    kind, parameters = _typed(content_type)
    charset = parameters.get("charset", "utf-8").lower()
    if charset not in _CHARSETS or (charset not in UTF_8 and not kind.startswith(_TEXTS)):
        raise opaque(Text(en="a body of this charset", ja="この文字コードの本文"))
    if kind == "application/json" or kind.endswith("+json"):
        return _json(raw)
    if kind == _FORM:
        return _form(raw)
    if kind == _MULTIPART:
        return _multipart(raw, parameters.get("boundary", ""))
    if kind.startswith(_TEXTS):
        return _text(raw, charset)
    raise opaque(Text(en="a body of this content type", ja="この content-type の本文"))


def _typed(content_type: str) -> tuple[str, dict[str, str]]:
    """Read a content type strictly: what an application might read in another way is refused."""
    written = content_type.partition(";")[0].strip().lower()
    header = Message()
    header["content-type"] = content_type
    told = [(name.lower(), value) for name, value in header.get_params([])[1:]]
    if not _TYPE.fullmatch(written) or len({name for name, _ in told}) != len(told):
        raise opaque(Text(en="a body of this content type", ja="この content-type の本文"))
    return written, {name: str(value) for name, value in told}


def _json(raw: bytes) -> Body:
    try:
        value = read_value(raw)
    except CallUnreadableError:
        raise unreadable("JSON") from None
    return Body(value=value, write=lambda changed: json.dumps(changed, ensure_ascii=False).encode())


def _form(raw: bytes) -> Body:
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS_LIMIT,
        )
    except ValueError:
        raise unreadable("form") from None
    return Body(
        value=_by_name(pairs),
        write=lambda changed: urlencode(_in_order(pairs, changed)).encode(),
    )


def _text(raw: bytes, charset: str) -> Body:
    try:
        text = raw.decode(_CODECS.get(charset, charset))
    except UnicodeDecodeError:
        raise unreadable("text") from None
    return Body(
        value=text, write=lambda changed: str(changed).encode(_CODECS.get(charset, charset))
    )


def _multipart(raw: bytes, boundary: str) -> Body:
    parts = split_parts(raw, boundary)
    fields = [part for part in parts if not part.is_file]
    pairs = [(part.name, _of_part(part)) for part in fields]

    def write(changed: Any) -> bytes:
        values = iter(value for _, value in _in_order(pairs, changed["fields"]))
        return join_parts(
            [part if part.is_file else part.holding(next(values).encode()) for part in parts],
            boundary,
        )

    return Body(
        value={"fields": _by_name(pairs)},
        write=write,
        files=tuple(part.content for part in parts if part.is_file),
        filenames=tuple(part.filename for part in parts if part.filename),
    )


def _of_part(part: Part) -> str:
    try:
        return part.content.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable("form") from None


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str] | str]:
    """Return fields by their names; a name that stands several times has a list."""
    made: dict[str, list[str]] = {}
    for name, value in pairs:
        made.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in made.items()}


def _in_order(pairs: list[tuple[str, str]], changed: Any) -> list[tuple[str, str]]:
    """Return changed fields in the order in which they came."""
    left = {
        name: iter([values] if isinstance(values, str) else values)
        for name, values in changed.items()
    }
    return [(name, str(next(left[name]))) for name, _ in pairs]
