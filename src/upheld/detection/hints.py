"""Which of some costly patterns can have a match in a text: all asked in one pass.

A hint is a pattern in RE2's syntax that is in every text with a match. It may be there without
one; then the costly pattern looks in vain.
"""

from collections.abc import Collection, Mapping
from functools import cache

from upheld.detection.gate import Gate, gate_for

HEAD_BEGINS, HEAD_ENDS = r"(?:^|[\n\t|,;])[\"' ]*", r"[\"' ]*(?:[\n\t|,;\x01]|$)"
"""What is round a cell at the head of a column; a gate puts the last sign behind a text."""


class Hints:
    """A set of hints, built when it is first asked."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        """Take the hints by name."""
        self._patterns = patterns
        self._names = tuple(patterns)
        self._gate = cache(self._built)

    def _built(self) -> Gate:
        return gate_for(list(self._patterns.values()), ascii_only=False)

    def present(self, plain: str) -> Collection[str]:
        """Return the names of the hints that are in a folded text."""
        return {self._names[number] for number in self._gate().present(plain.encode())}
