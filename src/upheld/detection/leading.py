r"""With what the matches of a pattern begin: those that begin with digits are asked where digits are.

Read is the syntax that rules are written in (RE2's); where it says less than enough the answer is no.
"""

import re
from collections.abc import Iterator

_DIGIT = re.compile(r"(?:\\\()?(?:\\d|[0-9]|\[(?:\\d|[0-9](?:-[0-9])?)+\])")
_OPTIONAL = re.compile(r"[?*]\??|\{0(?:,[0-9]*)?\}\??")
_NAME = re.compile(r"\?(?:P<\w+>|i?:)")


def leads_with_row(pattern: str) -> bool:
    r"""Whether every match of a pattern begins with an ASCII digit, or with `(` and one.

    >>> leads_with_row(r"(?P<value>1?[2-9]\d{2}|\d{9}) x|\(\d"), leads_with_row(r"\d|-\d")
    (True, False)
    """
    return all(map(_leads, _alternatives(pattern)))


def _leads(part: str) -> bool:
    """The same of one alternative."""
    digit = _DIGIT.match(part)
    if digit is not None:
        end = digit.end()
    elif part.startswith("("):
        end = _group_ends(part)
        inner = part[1 : end - 1]
        name = _NAME.match(inner)
        if name is None and inner.startswith("?"):
            return False
        if not leads_with_row(inner[name.end() if name else 0 :]):
            return False
    else:
        return False
    optional = _OPTIONAL.match(part, end)
    return optional is None or _leads(part[optional.end() :])


def _alternatives(pattern: str) -> Iterator[str]:
    start = 0
    for at, sign, depth in _signs(pattern):
        if sign == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _group_ends(part: str) -> int:
    """Where the group ends that a part begins with."""
    return next(at + 1 for at, sign, depth in _signs(part) if sign == ")" and not depth)


_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def _signs(pattern: str) -> Iterator[tuple[int, str, int]]:
    """Where groups begin and end and alternatives part, and how many groups are open there."""
    depth = 0
    for found in _SIGN.finditer(pattern):
        sign = found[0]
        depth -= sign == ")"
        yield found.start(), sign, depth
        depth += sign == "("
