"""Which values may leave the process in a log line or a trace: deny by default.

A field that is not listed, or whose value does not look as that field's values do, is withheld.
Looking for personal data in free text finds most of it; this lets nothing free through.
"""

import re
from collections.abc import Mapping, Sequence

WITHHELD = "[withheld]"

_NAME = re.compile(r"[A-Za-z_][\w.$/-]{0,119}", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9]*([-_.][a-z0-9]+){0,7}", re.ASCII)
_REFERENCE = re.compile(
    # The number of a request of ours, or one that was drawn: sixteen digits alone may be a card.
    r"[A-Z]{1,3}-\d{4}-\d{4,9}|(?=\d*[a-f])(?=[a-f]*\d)([0-9a-f]{16}|[0-9a-f]{32})"
)
_ROUTE = re.compile(r"(/([a-z][a-z0-9_.-]{0,40}|\{[a-z_]{1,40}(:[a-z]+)?\})?){1,12}", re.ASCII)
_PLACE = re.compile(r"[\w.-]{1,80}:\d{1,6} [\w<>]{1,80}", re.ASCII)
_DIGITS = re.compile(r"\d{5,}")
"""A name with so many digits may be somebody's number."""

FIELDS: Mapping[str, re.Pattern[str]] = {
    "action": _CODE,
    "checkpoint": re.compile(r"\d{1,18}"),
    "code": _CODE,
    "event": _CODE,
    "exception": _NAME,
    "job": _CODE,
    "kind": _CODE,
    "level": _CODE,
    "logger": _NAME,
    "method": re.compile(r"[A-Z]{3,10}"),
    "outcome": _CODE,
    "place": _PLACE,
    "places": _PLACE,
    "port": re.compile(r"\d{1,5}"),
    "request": _REFERENCE,
    "revision": re.compile(r"\d{4}"),
    "right": _CODE,
    "route": _ROUTE,
    "state": _CODE,
    "status": re.compile(r"\d{3}"),
    "system": _NAME,
    "table": _NAME,
    "type": _NAME,
    "version": re.compile(r"\d+(\.\d+){1,3}[a-z0-9.+-]{0,20}"),
}
"""What each field's values look like."""
COUNTS = frozenset(
    {
        "attempts", "bytes", "entries", "files", "milliseconds", "people", "process", "requests",
        "rows", "seconds", "size",
    }
)  # fmt: skip
"""Fields that are numbers. In any other a number may be somebody's."""
_LARGEST_COUNT = 1_000_000_000
_LARGEST_ANYWHERE = 100_000
_NAMED_BY_PEOPLE = (_NAME, _CODE)


def value(field: str, given: object) -> object:
    """Return a value as it may be told, or that it was withheld."""
    match given:
        case None | bool():
            return given
        case int() | float():
            if field in COUNTS:
                return given if abs(given) < _LARGEST_COUNT else WITHHELD
            return given if _looks(field, str(given)) else WITHHELD
        case str():
            return given if _looks(field, given) else WITHHELD
        case list() | tuple():
            return [value(field, each) for each in given]
    return WITHHELD


def _looks(field: str, written: str) -> bool:
    pattern = FIELDS.get(field)
    if pattern is None or not pattern.fullmatch(written):
        return False
    return pattern not in _NAMED_BY_PEOPLE or not _DIGITS.search(written)


def anywhere(given: object) -> object:
    """A value without a field's name: harmless only if it is a reference, a code or a small number."""
    match given:
        case None | bool():
            return given
        case int() | float():
            return given if abs(given) < _LARGEST_ANYWHERE else WITHHELD
        case str():
            known = _REFERENCE.fullmatch(given) or _is_code(given)
            return given if known else WITHHELD
    return WITHHELD


def _is_code(written: str) -> bool:
    return _CODE.fullmatch(written) is not None and not _DIGITS.search(written)


def fields(given: Mapping[str, object]) -> dict[str, object]:
    """Every field as it may be told; a name that is no name of a field is left out."""
    return {name: value(name, each) for name, each in given.items() if _is_code(name)}


def listed(given: Sequence[object]) -> list[object]:
    """The arguments of a message."""
    return [anywhere(each) for each in given]
