"""Is this a secret, or the place where one would stand?"""

import re
from collections import Counter
from itertools import pairwise
from math import log2

_RARE = "!#$%&*+=@^_~?"
"""Signs that are in passwords and seldom in times, sizes and versions."""
_SHORTEST, _SHORTEST_KEY = 6, 8
_RANDOM_LENGTH, _RANDOM_BITS = 16, 3.0
"""From this length on, and with so many bits a sign, letters alone look drawn at random."""
_PLACEHOLDER = re.compile(
    r"""^(?:[*.xX?#_•●○…-]+ | <.*>? | \$[{(].* | \$[A-Za-z_]+ | %[A-Za-z_]+%.* | \{\{?.* | @[A-Za-z].*@ | \#\{.*
      | %[({][\w.-]+[)}].* | \[[A-Za-z _-]+\]?
      | (?:your|insert|enter|replace)[_\s-]?.* | (?:my|the|some|set|put|add)[_\s-].*
      | .*(?:change[_-]?(?:me|it|this)|example|placeholder|dummy|sample|redacted|masked|here$|todo).*
      | (?:none|null|nil|true|false|undefined|unchanged|unknown|required|optional|enabled
          |disabled|missing|empty|secret|password|passwd|token|string|bytes|str|text|xxx+.*)
      )$""",
    re.IGNORECASE | re.VERBOSE,
)
_CODE = re.compile(
    r"""^(?:[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+.*   # os.environ, self.token, Foo::bar
      | \.?[A-Za-z_][\w.]*[(\[].*                         # getenv(…), env[…], .getpwuid(…)
      | (?:https?|file|ftp)://.* | [.~]{0,2}(?:/[a-z][a-z0-9._-]{0,30})+/?  # addresses and paths
      | --?[a-z][\w-]* | [A-Za-z]+[=:] | [A-Za-z_]{1,20}=[^=].*           # options, the next field
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                      # a mail address
      | @[\w.-]+(?::\d{2,5}|[:/?]).* | @[a-z\d-]+(?:\.[a-z\d-]+)+ | \w*[\]})>]@\w.*  # the host behind a password's place
      | \d{4}-\d\d-\d\d.* | [\d.,:%-]+ | v?\d+(?:\.\d+)+  # dates, amounts, versions
      | [a-z]+(?:[_-][a-z]+)* | [A-Z]+(?:_[A-Z0-9]+)*     # words and names of constants
      | [a-z]+(?:[A-Z][a-z]+)+ | [A-Z][a-z]+(?:[A-Z][a-z]+)*
      )$""",
    re.VERBOSE,
)


PRODUCTS = (
    "ios",
    "ipad",
    "iphone",
    "android",
    "windows",
    "chrome",
    "safari",
    "firefox",
    "galaxy",
    "pixel",
    "macos",
    "oauth",
)
"""What a word begins with that is a product and its version, not a password."""


def entropy(value: str) -> float:
    """Return Shannon's entropy in bits a sign."""
    total = len(value)
    return -sum(n / total * log2(n / total) for n in Counter(value).values()) if total else 0.0


_FILLED = re.compile(r"(?i)(.)\1{7}|example|x{6}|\.{3}|your_?key|1234567890abcdef")


def is_filled(value: str) -> bool:
    """Whether a token is the one of a manual: `AKIA…EXAMPLE`, `sk_test_xxxxxxxx`."""
    return _FILLED.search(value) is not None


def has_digit(value: str) -> bool:
    """Whether a digit is in it: what tells a token from a long word."""
    return any(char.isdigit() for char in value)


def is_mixed(value: str) -> bool:
    """Whether letters and digits are in it, and no sign fills it."""
    letters = sum(char.isalpha() for char in value)
    return bool(letters) and has_digit(value) and entropy(value) >= _RANDOM_BITS


def is_placeholder(value: str) -> bool:
    """Whether it says that a secret should stand here: `changeme`, `${VAR}`, `<your-key>`."""
    return _PLACEHOLDER.match(value) is not None


_DEFAULT = re.compile(r"[-+?=]([^{}]*)\}")
"""What a shell takes where a variable is not set: the rest of `${PASSWORD:-secret}@db`."""


def is_password(value: str) -> bool:
    """Whether somebody would type it: not a placeholder, a piece of code, or a plain word."""
    if default := _DEFAULT.match(value):
        value = default[1]
    if len(value) < _SHORTEST or is_placeholder(value) or _CODE.match(value):
        return False
    kinds = (
        any(c.isalpha() for c in value),
        has_digit(value),
        any(not c.isalnum() for c in value),
    )
    return sum(kinds) > 1 or is_random(value)


def is_chosen(value: str) -> bool:
    """Whether it is one even with words between: of small letters, digits, and a third kind."""
    small, digits = any(char.islower() for char in value), has_digit(value)
    third = any(char.isupper() or char in _RARE for char in value)
    return small and digits and third and is_password(value)


def is_key(value: str) -> bool:
    """Whether a program would take it: of 8 signs at least, letters and digits, no plain word."""
    if len(value) < _SHORTEST_KEY or is_placeholder(value) or _CODE.match(value):
        return False
    return (is_mixed(value) and not is_filled(value)) or is_random(value)


def is_random(value: str) -> bool:
    """Whether it looks drawn at random: long, and no sign or word fills it."""
    if len(value) < _RANDOM_LENGTH or is_placeholder(value) or _CODE.match(value):
        return False
    return entropy(value) >= _RANDOM_BITS and (has_digit(value) or _changes_case(value))


def _changes_case(value: str) -> bool:
    """Case changes oftener than a name of words would."""
    turns = sum(a.islower() != b.islower() for a, b in pairwise(value))
    return turns * 3 > len(value)
