"""A value right behind the word for it, in code, settings, JSON, tables: `password = …`.

Passwords are what people type: short, of mixed signs. Keys and tokens are drawn: long.
"""

import re
from dataclasses import replace
from functools import wraps

from upheld.detection.rule import Check, Rule
from upheld.detection.rules.secrets import spelling as s
from upheld.detection.rules.secrets.strength import is_key, is_password, is_placeholder, is_random

_SOURCE = "How settings, code and people write a secret beside its name"
_LONGEST_TYPED, _LONGEST_DRAWN = 256, 1200
_AGAINST = (
    *("public", "primary", "foreign", "cache", "idempotency", "host", "partition", "sort"),
    *("fingerprint", "公開鍵", "公開", "主キー", "フィンガープリント"),
)


def typed(form: str, pattern: str, check: Check = is_password) -> Rule:
    """Make a rule of a password whose value stands last in its pattern.

    An exclamation mark at its end is covered, and says nothing: it may be the sentence's.
    """

    @wraps(check)
    def holds(value: str) -> bool:
        return check(value.rstrip("!"))

    return Rule(
        id=f"secret.{form}",
        kind="secret",
        pattern=pattern,
        source=_SOURCE,
        check=holds,
        edges="none",
        confidence=0.9,
        gate=re.sub(r"\(\?P<value>.*$", "[!-~]{4}", pattern),
        longest=_LONGEST_TYPED,
    )


def drawn(form: str, pattern: str, check: Check = is_key) -> Rule:
    """Make a rule of a key or token whose value stands last in its pattern."""
    return replace(typed(form, pattern, check), longest=_LONGEST_DRAWN)


PASSWORDS: tuple[Rule, ...] = (
    typed(
        "password-assigned",
        rf"(?i)(?:{s.WORD_EN}|\bpass){s.GAP}{s.SIGN}{s.OPEN}{s.TYPED}",
    ),
    typed(
        "password-argument",
        r"(?i)(?:login|log_in|sign_in|signin|authenticate|connect)\(\s{0,4}['\"][^'\"\n]{1,64}['\"],"
        rf"\s{{0,4}}['\"]{s.TYPED}",
    ),
    typed(
        "password-attribute",
        r"(?i)(?:key|name)=['\"][\w.:-]{0,40}(?:password|passwd|pwd|secret|token|apikey)['\"]"
        rf"\s{{1,4}}value=['\"]{s.TYPED}",
    ),
    typed(
        "password-element",
        rf"(?i)<[\w:.-]{{0,40}}(?:password|passwd|pwd|secret|token|apikey)[^<>\n]{{0,60}}>{s.TYPED}",
    ),
    replace(
        typed(
            "passphrase-words",
            r"(?i)(?:pass ?phrase|(?:seed|recovery) phrase|mnemonic|(?:シード|リカバリー|パス)フレーズ)s?"
            r"['\"]?\s?[:=]\s?['\"]?(?P<value>[a-z]{2,12}(?:[ -][a-z]{2,12}){3,23})",
        ),
        check=None,
    ),
)
KEYS: tuple[Rule, ...] = (
    drawn("key-assigned", rf"(?i)(?:{s.KEY_EN}){s.GAP}{s.SIGN}{s.OPEN}{s.DRAWN}"),
    replace(
        drawn(
            "key-bare",
            rf"(?i)\bkey{s.GAP}{s.SIGN}{s.OPEN}(?P<value>[A-Za-z0-9+/]{{24,500}}={{0,2}})",
            is_random,
        ),
        against=_AGAINST,
        confidence=0.8,
    ),
)
RULES: tuple[Rule, ...] = (*PASSWORDS, *KEYS)


def is_said(value: str) -> bool:
    """Whether an answer is one, and not the place of one."""
    return not is_placeholder(value)
