"""One text, one pass: fold, gate, confirm, check, weigh by context, resolve overlaps.

    >>> [f.kind for f in Scanner().scan("連絡先はsato@example.jpです")]
    ['email']

Rules are patterns; recognisers (`Recogniser`) find what no pattern can: names, addresses, what
is said about a person. They see the text, its folded form and what has been found so far.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import re2
import regex

from upheld.detection.finding import Finding, Span, placed
from upheld.detection.folding import folded
from upheld.detection.overlap import resolved
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin

SURE = 0.5
"""Findings below it are not reported unless asked for; 0 to 1."""
_WINDOW, _OVERLAP = 4096, 256
"""Code points. A pattern's match is shorter than the overlap."""


class Recogniser(Protocol):
    """Finds what patterns cannot."""

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return spans of `text`; `plain` is its folded form, of the same length."""
        ...


class Scanner:
    """Finds personal data in texts; made once, used from many threads."""

    def __init__(
        self,
        rules: Sequence[Rule] | None = None,
        *,
        recognisers: Sequence[Recogniser] = (),
        sure: float = SURE,
    ) -> None:
        """Compile the rules; all built-in ones unless given."""
        self._rules = builtin() if rules is None else tuple(rules)
        self._recognisers = tuple(recognisers)
        self._sure = sure
        self._patterns = [regex.compile(r.pattern, regex.ASCII) for r in self._rules]
        self._gate = re2.Set.SearchSet()
        for rule in self._rules:
            self._gate.Add(rule.pattern)
        self._gate.Compile()

    def scan(self, text: str) -> list[Finding]:
        """Return what is found, sorted by place; no two findings overlap."""
        return placed(text, self.spans(text))

    def spans(self, text: str) -> list[Span]:
        """Return the same without lines and columns."""
        plain = folded(text)
        found = list(self._matched(plain))
        for recogniser in self._recognisers:
            found.extend(recogniser.find(text, plain, found))
        return [span for span in resolved(found) if span.confidence >= self._sure]

    def _matched(self, plain: str) -> Iterator[Span]:
        for start in range(0, max(len(plain), 1), _WINDOW):
            window = plain[start : start + _WINDOW + _OVERLAP]
            for number in self._gate.Match(window) or ():
                rule = self._rules[number]
                for match in self._patterns[number].finditer(plain, start, start + len(window)):
                    span = _weighed(rule, plain, match)
                    if span is not None:
                        yield span


def _weighed(rule: Rule, plain: str, match: "regex.Match[str]") -> Span | None:
    named = "value" in match.re.groupindex
    start, end = match.span("value") if named else match.span()
    if _touches(rule, plain, start, end):
        return None
    if rule.check is not None and not rule.check(plain[start:end]):
        return None
    confidence = rule.with_context if _in_context(rule, plain, start, end) else rule.confidence
    return Span(rule.kind, start, end, confidence, rule.id) if confidence else None


def _touches(rule: Rule, plain: str, start: int, end: int) -> bool:
    beside = (plain[start - 1 : start], plain[end : end + 1])
    if rule.edges == "word":
        return any(char.isascii() and char.isalnum() for char in beside)
    return rule.edges == "digit" and any(char.isascii() and char.isdigit() for char in beside)


def _in_context(rule: Rule, plain: str, start: int, end: int) -> bool:
    if not rule.context:
        return False
    before = plain[max(0, start - rule.reach) : start].rpartition("\n")[2].lower()
    behind = plain[end : end + rule.reach // 2].partition("\n")[0].lower()
    return any(word in before or word in behind for word in rule.context)
