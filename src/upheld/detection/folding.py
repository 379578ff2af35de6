"""Full-width forms, odd spaces and hyphens become plain, one code point for one.

Offsets in the folded text are offsets in the text that was given. Unicode's own compatibility
forms (NFKC) are not used for the whole: they may make one code point several.
"""

import re
from functools import cache

import regex

_HYPHENS = "‐‑‒–—―−－﹣﹘─━⁃˗➖"
_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_LONG_VOWELS = "ーｰ"
_LOOK_ALIKES = {"О": "0", "о": "0", "Ο": "0", "ο": "0", "З": "3", "І": "1", "Ӏ": "1", "〇": "0"}
_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐𝟎𝟘𝟢𝟬𝟶"
"""The digit nought of scripts that count in tens; the nine others follow it."""
_REPLACEMENT = "\ufffd"


@cache
def _plain() -> dict[str, str]:
    """Every foreign form with its plain one."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_HYPHENS, "-")
    table |= {chr(ord(zero) + n): str(n) for zero in _ZEROS for n in range(10)}
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
