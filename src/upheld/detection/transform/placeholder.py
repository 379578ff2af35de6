r"""How a placeholder is written, and how it is read again after a model has written it.

Written: `⟦PERSON_7⟧`, or `[[PERSON_7]]` where only ASCII goes. Read: whatever letter case, width,
spaces, hyphens, emphasis, zero-width signs and backslashes have come into it, and JSON's
`\u27e6`. What counts are the brackets, the letters and the digits.
"""

import re
from enum import Enum, auto
from typing import NamedTuple, Protocol

from upheld.detection.folding import folded

NOISE_LIMIT = 24
"""Signs without meaning that one placeholder may have in it."""
BRACKETS = ("⟦", "⟧")
ASCII_BRACKETS = ("[[", "]]")
_FIRST = "⟦〚[［\\"
START = re.compile(r"[⟦〚\[［]|\\+")
"""What a written placeholder can begin with (each sign of `_FIRST`); backslashes are read by the run."""

_WORDS = {"person_name": "PERSON", "card_number": "CARD"}
_SAME = {"〚": "⟦", "〛": "⟧"}
_MEANINGLESS = frozenset(" \t_-*`\u200b\u200c\u200d\u2060\ufeff")
_AS_WRITTEN = re.compile(r"⟦((?:[A-Z]+_){1,8})([0-9]+)⟧")
_SHAPE = re.compile(r"[A-Z]{1,32}[0-9]{0,32}")
_HEX = frozenset("0123456789abcdefABCDEF")
_ESCAPE_LENGTH = 5  # u27e6


def word_of(kind: str) -> str:
    """Return the word of a kind: `PERSON`."""
    return _WORDS.get(kind, kind.upper())


def written(kind: str, number: int, *, ascii_only: bool = False) -> str:
    """Write a placeholder."""
    left, right = ASCII_BRACKETS if ascii_only else BRACKETS
    return f"{left}{word_of(kind)}_{number}{right}"


def key_of(placeholder: str) -> str:
    """Return what counts in a placeholder: `PERSON7`."""
    return "".join(filter(str.isalnum, placeholder)).upper()


class Beginnings(Protocol):
    """Every beginning of every key that is looked for."""

    def __contains__(self, key: str, /) -> bool:
        """Tell whether a key can begin like this."""
        ...


class _Any:
    def __contains__(self, key: str) -> bool:
        return _SHAPE.fullmatch(key) is not None


class Answer(Enum):
    """Whether a placeholder stands somewhere."""

    NO = auto()
    MAYBE = auto()
    YES = auto()


class Read(NamedTuple):
    """What was read: its key and the code point after it, where the answer is yes."""

    answer: Answer
    key: str = ""
    end: int = 0


class _Sign(NamedTuple):
    """One sign as it was meant; `None` where the text ended before it was whole."""

    char: str | None
    end: int


_NO, _MAYBE = Read(Answer.NO), Read(Answer.MAYBE)


def read_at(text: str, start: int, prefixes: Beginnings) -> Read:
    """Read a placeholder that would begin at a code point.

    The answer depends on nothing behind the placeholder, so that a stream and a whole text
    are read alike. `prefixes` holds every beginning of every known key.
    """
    plain = _AS_WRITTEN.match(text, start)  # most are, and need not be read sign by sign
    return _sign_by_sign(text, start, prefixes) if plain is None else _plainly(plain, prefixes)


def _plainly(plain: re.Match[str], prefixes: Beginnings) -> Read:
    key = plain[1].replace("_", "") + plain[2]
    return Read(Answer.YES, key, plain.end()) if key in prefixes else _NO


def _sign_by_sign(text: str, start: int, prefixes: Beginnings) -> Read:
    at = _opened(text, start)
    if not isinstance(at, int):
        return at
    key, noise = "", 0
    while True:
        sign = _sign(text, at)
        if sign.char is None:
            return _MAYBE
        if sign.char in "⟧]":
            return _closed(text, sign, key)
        noise += sign.end - at - 1
        at = sign.end
        if sign.char.isascii() and sign.char.isalnum():
            key += sign.char.upper()
            if key not in prefixes:
                return _NO
        elif sign.char in _MEANINGLESS:
            noise += 1
        else:
            return _NO
        if noise > NOISE_LIMIT:
            return _NO


def keys_in(text: str) -> frozenset[str]:
    """Return the keys of whatever looks like a placeholder in a text, known or not."""
    if not any(sign in text for sign in _FIRST):  # so it is most often, and a pattern looks longer
        return frozenset()
    reads = (read_at(text, found.start(), _Any()) for found in START.finditer(text))
    return frozenset(read.key for read in reads if read.answer is Answer.YES)


def _opened(text: str, start: int) -> int | Read:
    first = _sign(text, start)
    if first.char is None:
        return _MAYBE
    if first.char == "⟦":
        # Markdown escapes no such bracket: a backslash before it belongs to the text.
        return _NO if text[start : first.end] == "\\⟦" else first.end
    if first.char != "[":
        return _NO
    second = _sign(text, first.end)
    if second.char is None:
        return _MAYBE
    alike = (first.end - start) == (second.end - first.end)
    return second.end if second.char == "[" and alike else _NO


def _closed(text: str, sign: _Sign, key: str) -> Read:
    if sign.char == "⟧":
        return Read(Answer.YES, key, sign.end)
    second = _sign(text, sign.end)
    if second.char is None:
        return _MAYBE
    return Read(Answer.YES, key, second.end) if second.char == "]" else _NO


def _sign(text: str, at: int) -> _Sign:
    """Read one sign: an escape of JSON or Markdown is what it stands for."""
    bare = at
    while bare < len(text) and text[bare] == "\\" and bare - at < _ESCAPE_LENGTH:
        bare += 1
    if bare >= len(text):
        return _Sign(None, bare)
    if bare > at and text[bare] == "u":
        return _escaped(text, bare)
    char = folded(text[bare])
    return _Sign(_SAME.get(char, char), bare + 1)


def _escaped(text: str, at: int) -> _Sign:
    digits = text[at + 1 : at + _ESCAPE_LENGTH]
    if not all(char in _HEX for char in digits):
        return _Sign("u", at + 1)
    if len(digits) < _ESCAPE_LENGTH - 1:
        return _Sign(None, len(text))
    char = folded(chr(int(digits, 16)))
    return _Sign(_SAME.get(char, char), at + _ESCAPE_LENGTH)
