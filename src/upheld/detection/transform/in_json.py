"""Numbers in JSON: a word in the place of one has to be a string, or the file is none any more."""

import json
import re
from collections.abc import Iterable

from upheld.detection.finding import Span
from upheld.detection.transform.placing import Place

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_BEFORE, _BEHIND = re.compile(r"[\[,:]\s*$"), re.compile(r"\s*[,}\]]")
_LOOKED_BACK = 64  # code points of white space before a number


def with_quoted_numbers(text: str, places: Iterable[Place]) -> tuple[str, list[Span]]:
    """Return a text in which the numbers at places are strings, and where the places are then.

    A text that is no JSON, nor JSON line by line, is returned as it is.

    >>> text, (place,) = with_quoted_numbers('{"n": 42}', [Span("age", 6, 8, 1.0, "age")])
    >>> text, text[place.start : place.end]
    ('{"n": "42"}', '42')
    """
    given = [Span(p.kind, p.start, p.end, 1.0, "") for p in places]
    numbers = {one.start for one in given if _is_number(text, one)}
    if not numbers or not _is_json(text):
        return text, given
    parts: list[str] = []
    moved: list[Span] = []
    at = shift = 0
    for one in sorted(given, key=lambda place: place.start):
        quoted = one.start in numbers
        if quoted:
            parts += [text[at : one.start], '"', text[one.start : one.end], '"']
            at = one.end
        moved.append(one._replace(start=one.start + shift + quoted, end=one.end + shift + quoted))
        shift += 2 * quoted
    return "".join([*parts, text[at:]]), moved


def _is_number(text: str, place: Span) -> bool:
    return (
        _NUMBER.fullmatch(text, place.start, place.end) is not None
        and _BEFORE.search(text, max(0, place.start - _LOOKED_BACK), place.start) is not None
        and _BEHIND.match(text, place.end) is not None
    )


def _is_json(text: str) -> bool:
    return _reads(text) or all(_reads(line) for line in text.splitlines() if line.strip())


def _reads(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
