"""Marks of lists as a browser writes them: 1. a. A. i. I. (the `type` of an ordered list)."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
          (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = 26
_LARGEST_ROMAN = 3_999


def written(number: int, style: str) -> str:
    """Return the mark of an item, with its full stop and space.

    >>> written(3, "a"), written(4, "I"), written(7, "1")
    ('c. ', 'IV. ', '7. ')
    """
    if style in ("a", "A") and number > 0:
        text = letters(number)
    elif style in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        text = roman(number)
    else:
        text = str(number)
    return (text.upper() if style in ("A", "I") else text) + ". "


def roman(number: int) -> str:
    """Return a lower-case Roman number.

    >>> roman(14)
    'xiv'
    """
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """Return a, b, … z, aa, ab.

    >>> letters(1), letters(27)
    ('a', 'aa')
    """
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        text = chr(ord("a") + rest) + text
    return text
