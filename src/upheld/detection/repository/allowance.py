"""A line that says itself that its value is meant to be there: `# upheld: allow secret`.

Without a kind it allows every one. What it allows is seen in every review; what a file far
away allows is not.
"""

import re
from collections.abc import Iterable, Iterator

from upheld.detection.finding import Finding
from upheld.detection.kind import kinds

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
    return any(mark[1] is None or one.kind in _allowed(mark) for mark in _MARK.finditer(lines))


def unknown_marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield words in marks that are no kinds, each behind its line, from 1: they allow nothing."""
    for mark in _MARK.finditer(text):
        for word in _allowed(mark) if mark[1] else ():
            if word not in kinds():
                yield text.count("\n", 0, mark.start()) + 1, word


def _allowed(mark: "re.Match[str]") -> list[str]:
    return re.split(r"[ \t]*,[ \t]*", mark[1])
