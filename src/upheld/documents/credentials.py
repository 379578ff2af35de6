"""Keeps passwords out of the lines that refusals quote."""

import re

_IN_AUTHORITY = re.compile(r"(?<=://)([^\s:/@]*):(\S+)@")
_AS_PARAMETER = re.compile(
    r"((?:password|passwd|pwd|secret|token|api_?key)[\"']?\s*[=:]\s*)([^\s&,}\"']+)", re.IGNORECASE
)


def without_passwords(text: str) -> str:
    """Replace passwords by as many asterisks, so that columns keep their place.

    >>> without_passwords("url: postgresql://shop:pw@db/shop?sslpassword=abc")
    'url: postgresql://shop:**@db/shop?sslpassword=***'
    """
    text = _IN_AUTHORITY.sub(lambda m: f"{m[1]}:{'*' * len(m[2])}@", text)
    return _AS_PARAMETER.sub(lambda m: m[1] + "*" * len(m[2]), text)
