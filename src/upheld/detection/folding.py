"""Full-width forms, odd spaces and hyphens become plain, one code point for one.

Offsets in the folded text are offsets in the text that was given. Unicode's own compatibility
forms (NFKC) are not used for the whole: they may make one code point several.
"""

import unicodedata
from functools import cache

_HYPHENS = "‐‑‒–—―−－﹣﹘ｰー"
_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_DIGITS = "0123456789"


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(char): " " for char in _SPACES}
    table |= {ord(char): "-" for char in _HYPHENS if char != "ー"}
    for code in range(0x80, 0x10000):
        digit = unicodedata.digit(chr(code), None)
        if digit is not None and unicodedata.category(chr(code)) == "Nd":
            table[code] = _DIGITS[digit]
    return table


def folded(text: str) -> str:
    """Return the text in its plain forms, of the same length."""
    if text.isascii():
        return text
    plain = text.translate(_table())
    return _long_vowels(plain) if "ー" in plain else plain


def _long_vowels(text: str) -> str:
    """A long-vowel mark (ー) right behind a digit is a hyphen that somebody typed; else a vowel."""
    parts = list(text)
    at = text.find("ー", 1)
    while at != -1:
        if parts[at - 1] in _DIGITS:
            parts[at] = "-"
        at = text.find("ー", at + 1)
    return "".join(parts)
