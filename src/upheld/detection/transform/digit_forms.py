"""Digits that are drawn otherwise (〇九〇, ①②③): read as plain ones, and written as they were."""

import unicodedata

from upheld.detection.folding import plain_digit

_KANJI = "〇一二三四五六七八九"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"


def in_digits(value: str) -> str:
    """Return a value with every digit as a decimal one, of the same length.

    >>> in_digits("〇九〇ー①②壱"), in_digits("０９０")
    ('090ー121', '０９０')
    """
    return "".join(char if char.isdecimal() else plain_digit(char) for char in value)


def as_written(form: str, new: str) -> str:
    """Return a value with its digits drawn as those of another of the same length.

    >>> as_written("〇九〇ー①②", "123ー40")
    '一二三ー④⓪'
    """
    if len(form) != len(new):
        return new
    return "".join(map(_drawn, form, new))


def _drawn(was: str, now: str) -> str:
    if not now.isdecimal() or was.isdecimal() or plain_digit(was) == was:
        return now
    if was in _CIRCLED:
        return _CIRCLED[int(now)]
    # Kanji for sums of money (壱, 弐) and odd signs become the plain ones of their script.
    return now if unicodedata.digit(was, None) is not None else _KANJI[int(now)]
