"""Digits that are drawn otherwise (〇九〇, ①②③): read as plain ones, and written as they were."""

import unicodedata

_KANJI = "〇一二三四五六七八九"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
_NINE = 9


def in_digits(value: str) -> str:
    """Return a value with every digit as a decimal one, of the same length.

    >>> in_digits("〇九〇ー①②壱"), in_digits("０９０")
    ('090ー121', '０９０')
    """
    return "".join(char if char.isdecimal() else _read(char) for char in value)


def as_written(form: str, new: str) -> str:
    """Return a value with its digits drawn as those of another of the same length.

    >>> as_written("〇九〇ー①②", "123ー40")
    '一二三ー④⓪'
    """
    if len(form) != len(new):
        return new
    return "".join(map(_drawn, form, new))


def _read(char: str) -> str:
    number = unicodedata.numeric(char, -1)
    return str(int(number)) if number in range(_NINE + 1) else char


def _drawn(was: str, now: str) -> str:
    if not now.isdecimal() or was.isdecimal() or _read(was) == was:
        return now
    if was in _CIRCLED:
        return _CIRCLED[int(now)]
    # Kanji for sums of money (壱, 弐) and odd signs become the plain ones of their script.
    return now if unicodedata.digit(was, None) is not None else _KANJI[int(now)]
