"""The ways in which a row can point at a person: columns, a JSON path, a text pattern."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from upheld.datamap.model import Columns


@dataclass(frozen=True, slots=True)
class ColumnsVia:
    """One column, or several for a composite key."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JsonVia:
    """A path inside a JSON column, e.g. `payload->>'email'`."""

    column: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternVia:
    """A text that holds the key between fixed parts, e.g. `user:{id}:%`.

    Attributes:
        column: The text column.
        prefix: What stands before the key.
        delimiter: The text right after it; empty where the key ends the text.
        rest: Whether anything may follow the delimiter.
    """

    column: str
    prefix: str
    delimiter: str
    rest: bool


Via: TypeAlias = ColumnsVia | JsonVia | PatternVia

_JSON = re.compile(r"^\s*(?P<column>.+?)\s*->>\s*'(?P<path>[^']+)'\s*$")
_PATTERN = re.compile(r"^\s*(?P<column>.+?)\s+LIKE\s+'(?P<pattern>[^']*)'\s*$", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}")


class UnreadableViaError(ValueError):
    """A `via` that names no way to a person."""


def parse(via: Columns) -> Via:
    """Read a `via`.

    >>> parse("payload->>'$.user.email'")
    JsonVia(column='payload', path=('user', 'email'))
    >>> parse("key LIKE 'user:{id}:%'")
    PatternVia(column='key', prefix='user:', delimiter=':', rest=True)

    Raises:
        UnreadableViaError: A pattern in which the end of the key cannot be told
            (`user:{id}%` would match both 5 and 51), or that has no `{…}`.
    """
    if isinstance(via, list):
        return ColumnsVia(tuple(via))
    if found := _JSON.match(via):
        path = found["path"].removeprefix("$").lstrip(".")
        return JsonVia(found["column"].strip('"`'), tuple(path.split(".")))
    if found := _PATTERN.match(via):
        return _pattern(found["column"].strip('"`'), found["pattern"])
    return ColumnsVia((via,))


def spelled(via: Via) -> str:
    """Return a `via` as a map may write it, on one line.

    >>> spelled(parse("payload->>'$.user.email'"))
    "payload->>'user.email'"
    >>> spelled(parse(["shop_id", "number"]))
    'shop_id, number'
    """
    match via:
        case ColumnsVia(columns):
            return ", ".join(columns)
        case JsonVia(column, path):
            return f"{column}->>'{'.'.join(path)}'"
        case PatternVia(column, prefix, delimiter, rest):
            return f"{column} LIKE '{prefix}{{…}}{delimiter}{'%' if rest else ''}'"


def _pattern(column: str, pattern: str) -> PatternVia:
    braces = list(_BRACES.finditer(pattern))
    if len(braces) != 1:
        raise UnreadableViaError(
            f"`{pattern}` needs exactly one key in braces, e.g. `user:{{id}}:%`"
        )
    prefix, after = pattern[: braces[0].start()], pattern[braces[0].end() :]
    if "%" in prefix or "_" in prefix.replace("\\_", ""):
        # An underscore is LIKE's wildcard, but in keys such as `user_{id}` it is meant as itself.
        prefix = prefix.replace("\\_", "_")
        if "%" in prefix:
            raise UnreadableViaError(f"`{pattern}`: what stands before the key must be fixed text")
    rest = after.endswith("%")
    delimiter = after.removesuffix("%")
    if "%" in delimiter:
        raise UnreadableViaError(f"`{pattern}`: only one `%` may follow the key, at the end")
    if rest and not delimiter:
        raise UnreadableViaError(
            f"`{pattern}` would also match longer keys; write what ends the key"
        )
    return PatternVia(column, prefix, delimiter, rest)
