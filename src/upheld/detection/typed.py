"""Columns whose values are no texts: numbers, days and bytes, spelled as a person would write them.

A number keeps no zero before its first digit: a My Number of eleven digits, a telephone number
of ten and a postal code of six are longer by one when they are written. A day that is kept as
19850312 is 1985-03-12. A text that is kept as bytes is a text.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from upheld.detection.columns import Verdict, judge
from upheld.detection.scanner import Scanner

Stored: TypeAlias = Literal["number", "day", "bytes", "list", "text"]
"""How a database keeps values: `day` with or without a time, `bytes` as hexadecimal digits, `list` as JSON."""

_PADDED = frozenset({7, 11, 12})
"""Digits of a postal code, a resident record code, a My Number or driver's licence."""
_ZERO_LOST = frozenset({9, 10})
"""Digits of Japanese telephone numbers without the zero that all begin with."""
_DAY_DIGITS = 8
_PROVEN = frozenset({"jp_my_number", "jp_drivers_licence", "jp_resident_code", "birth_date"})
"""Kinds that a column's values prove together, whatever its name says."""
_MOBILE, _MANY = re.compile(r"[789]0\d{8}", re.ASCII), 20
"""Three beginnings of ninety: not one column of other numbers in a million has no other."""


_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff]")
"""Signs of other bytes than those of a text."""


def judge_stored(name: str, stored: Stored, values: Iterable[object], scanner: Scanner) -> Verdict:
    """Judge a column as `judge` does, by values as a database keeps them.

    >>> numbers = [9012345600 + n for n in range(20)]
    >>> judge_stored("mobile_phone", "number", numbers, Scanner()).kind
    'phone'
    >>> judge_stored("memo", "bytes", ["7461726f406578616d706c652e6a70", "6a40652e6a70"], Scanner()).kind
    """
    texts = [str(value) for value in values if value is not None]
    if stored == "number":
        return _of_numbers(name, texts, scanner)
    if stored == "day":
        return judge(name, map(_day, texts), scanner)
    if stored == "list":
        return judge(name, chain.from_iterable(map(_elements, texts)), scanner)
    return judge(name, map(decoded, texts) if stored == "bytes" else texts, scanner)


def _of_numbers(name: str, texts: list[str], scanner: Scanner) -> Verdict:
    """The first spelling under which the numbers are of a kind, each by evidence of its own."""
    plain = judge(name, texts, scanner)
    if plain.kind is not None or not texts or not all(t.isascii() and t.isdigit() for t in texts):
        return plain
    for spelled in _spellings(texts):
        verdict = judge(name, spelled, scanner)
        if verdict.by_name or verdict.kind in _PROVEN or _are_mobiles(texts):
            return verdict
    return plain


def _spellings(digits: Sequence[str]) -> Iterator[list[str]]:
    lengths = {len(d) for d in digits}
    longest = max(lengths)
    if longest in _PADDED and len(lengths) > 1:
        yield [d.zfill(longest) for d in digits]
    if lengths <= _ZERO_LOST:
        yield [f"0{d}" for d in digits]
    if lengths == {_DAY_DIGITS} and all(map(_is_day, digits)):
        yield [f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in digits]


def _are_mobiles(digits: Sequence[str]) -> bool:
    return len(set(digits)) >= _MANY and all(map(_MOBILE.fullmatch, digits))


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _day(text: str) -> str:
    """A day alone, where the time says nothing: births are kept as midnights."""
    day, time = text[:10], text[10:].lstrip(" T")
    return day if not time or time.startswith("00:00:00") else text


def _elements(text: str) -> Iterator[str]:
    """The values of a list; the text itself where it was cut in the middle of one."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        yield text
        return
    for value in read if isinstance(read, list) else [read]:
        if value is not None:
            yield value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def decoded(hexadecimal: str) -> str:
    """A text that was kept as bytes, in UTF-8 or CP932; nothing where it is none."""
    try:
        held = bytes.fromhex(hexadecimal)
    except ValueError:
        return ""
    for encoding in ("utf-8", "cp932"):
        with suppress(UnicodeDecodeError):
            text = held.decode(encoding)
            return "" if _NO_TEXT.search(text) else text
    return ""
