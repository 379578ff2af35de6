"""A line that says itself that its value is meant to be there: `# upheld: allow secret`.

Without a kind it allows every one. What it allows is seen in every review; what a file far
away allows is not.
"""

import re
from collections.abc import Iterable

from upheld.detection.finding import Finding

_MARK = re.compile(r"upheld:\s*allow\b[ \t]*([a-z_]+(?:[ \t]*,[ \t]*[a-z_]+)*)?")


def unmarked(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that no mark in one of their lines allows.

    >>> from upheld.detection import Scanner
    >>> text = "mail = 'a@example.jp'  # upheld: allow email"
    >>> unmarked(text, Scanner().scan(text))
    []
    """
    found = list(findings)
    if "upheld:" not in text:
        return found
    return [one for one in found if not _is_allowed(text, one)]


def _is_allowed(text: str, one: Finding) -> bool:
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    lines = text[start : end if end != -1 else len(text)]
    return any(
        mark[1] is None or one.kind in re.split(r"[ \t]*,[ \t]*", mark[1])
        for mark in _MARK.finditer(lines)
    )
