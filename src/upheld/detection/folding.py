"""Full-width forms, odd spaces and hyphens become plain, one code point for one.

Offsets in the folded text are offsets in the text that was given. Unicode's own compatibility
forms (NFKC) are not used for the whole: they may make one code point several.
"""

import re
import unicodedata
from functools import cache

import regex

_HYPHENS = "‐‑‒–—―−－﹣﹘─━⁃˗➖"
_SPACES = "\u0085\u00a0\u1680\u2028\u2029\u2800\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LONG_VOWELS = "ーｰ"
_LOOK_ALIKES = {"О": "0", "о": "0", "Ο": "0", "ο": "0", "З": "3", "І": "1", "Ӏ": "1", "〇": "0"}
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0"
    "\u0f20\u1040\u1090\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0"
    "\ua900\ua9d0\ua9f0\uaa50\uabf0\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0"
    "\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0\U00011950\U00011c50"
    "\U00011d50\U00011da0\U00016a60\U00016ac0\U00016b50\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec"
    "\U0001d7f6\U0001e140\U0001e2f0\U0001e950\U0001fbf0"
)
"""The digit nought of scripts that count in tens; the nine others follow it."""
_REPLACEMENT = "\ufffd"
_DIGITS = range(10)


@cache
def _plain() -> dict[str, str]:
    """Every foreign form with its plain one."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_HYPHENS, "-")
    table |= {chr(ord(zero) + n): str(n) for zero in _ZEROS for n in range(10)}
    table |= {"﹫": "@", "﹒": "."}
    for code in (*range(0x24B6, 0x24EA), *range(0x1D400, 0x1D7CE)):  # in circles and in formulas
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain.isascii():
            table[chr(code)] = plain
    return table


@cache
def _foreign() -> re.Pattern[str]:
    """Find what `_plain` has, look-alikes, and halves of surrogate pairs, which no encoder takes.

    And every sign beyond the first plane: the few that are meant would be looked for one by one.
    """
    first = "".join(sorted(sign for sign in {*_plain(), *_LOOK_ALIKES} if sign <= "\uffff"))
    return re.compile(f"[{re.escape(first)}\ud800-\udfff\U00010000-\U0010ffff]")


_LONG_VOWEL = regex.compile(f"([0-9])[{_LONG_VOWELS}]")  # `re` takes twice as long
_LOOK_ALIKE = re.compile(f"(?<=[0-9])[{''.join(_LOOK_ALIKES)}]+(?=[0-9-])")


def folded(text: str) -> str:
    """Return the text in its plain forms, of the same length."""
    if text.isascii():
        return text
    foreign = set(_foreign().findall(text))
    if foreign:
        text = _plainly(text, foreign)
    if _LONG_VOWEL.search(text) is not None:
        # Behind a digit a long-vowel mark is a hyphen that somebody typed; else it is a vowel.
        text = _LONG_VOWEL.sub(r"\1-", text)
    return text


def _plainly(text: str, foreign: set[str]) -> str:
    plain = _plain()
    for char in foreign:
        if char in plain:
            text = text.replace(char, plain[char])
        elif "\ud800" <= char <= "\udfff":
            text = text.replace(char, _REPLACEMENT)
    return text if foreign.isdisjoint(_LOOK_ALIKES) else _LOOK_ALIKE.sub(_digits_of, text)


def _digits_of(found: "re.Match[str]") -> str:
    return "".join(_LOOK_ALIKES[char] for char in found[0])


def lowered(text: str) -> str:
    """The text in lower case, of the same length: letters that become two stay as they are."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(_one(char) for char in text)


def _one(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def plain_digit(char: str) -> str:
    """Return the digit that a sign stands for in whatever script or frame; else the sign itself.

    >>> plain_digit("四"), plain_digit("④"), plain_digit("Ⅳ"), plain_digit("十")
    ('4', '4', '4', '十')
    """
    number = unicodedata.numeric(char, -1)
    return str(int(number)) if number in _DIGITS else char
