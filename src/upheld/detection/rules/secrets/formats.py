"""Formats of tokens as issuers document them, one line each in `secrets.tsv`.

A format with words in its column `context` is too plain to be known by itself: it counts
where one of them stands before it. No value is ever sent to an issuer to ask whether it lives.
"""

import re

from upheld.detection.rule import Check, Rule
from upheld.detection.rules.secrets.checksum import with_crc
from upheld.detection.rules.secrets.strength import has_digit, is_filled, is_mixed
from upheld.vocabulary.table import rows

_CHECKS: dict[str, Check] = {
    "-": lambda value: not is_filled(value),
    "crc": with_crc,
    "digit": lambda value: has_digit(value) and not is_filled(value),
    "mixed": lambda value: is_mixed(value) and not is_filled(value),
    "as-is": has_digit,
}
_RUN, _LONG = 8, 20
_ONE_CLASS = re.compile(r"\[[A-Za-z0-9+/_-]+\]\{([0-9]+)")
_LONG_ROW = f"[A-Za-z0-9+/_-]{{{_LONG}}}"
_HEAD = re.compile(r"^(?:\[[^\]]+\](?:\{[0-9,]+\})?)+")
_TOKEN = re.compile(r"\\.|\[[^\]]+\]|[()]|\{([0-9]+)[0-9,]*\}")
_SURE, _IN_CONTEXT = 0.97, 0.95


def rules() -> tuple[Rule, ...]:
    """Return one rule for each line of the table."""
    return tuple(_rule(*row) for row in rows("upheld.detection.rules.secrets", "secrets.tsv"))


def _rule(form: str, pattern: str, check: str, context: str, source: str) -> Rule:
    words = () if context == "-" else tuple(word.strip() for word in context.split(","))
    return Rule(
        id=f"secret.{form}",
        kind="secret",
        pattern=pattern,
        source=source,
        check=_CHECKS[check],
        context=words,
        confidence=0.0 if words else _SURE,
        with_context=_IN_CONTEXT,
        gate=_drawn(pattern) if words else gate_of(pattern),
        longest=1200,
    )


def _drawn(pattern: str) -> str:
    """One gate for all formats that are nothing but many signs of one class: a long row of any."""
    head = _ONE_CLASS.match(pattern)
    return _LONG_ROW if head and int(head[1]) >= _LONG else gate_of(pattern)


def gate_of(pattern: str) -> str:
    """Return a short part of a pattern that is in each of its matches.

    Signs drawn from a class at its head are left out (they are in every text), and it ends with
    eight of the first long run: long counted runs make an automaton large.

    >>> gate_of("ghp_[A-Za-z0-9]{36}"), gate_of("[0-9]{8,10}:AA[a-z]{33}")
    ('ghp_[A-Za-z0-9]{8}', ':AA[a-z]{8}')
    """
    rest = _HEAD.sub("", pattern)
    depth = 0
    for found in _TOKEN.finditer(rest):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        least = found.group(1)
        if least is not None and int(least) >= _RUN and not depth:
            return f"{rest[: found.start()]}{{{_RUN}}}"
    return rest
