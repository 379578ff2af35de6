"""One rule at work: exact places of what the gate saw, checked and weighed."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import regex

from upheld.detection.context import Surroundings, Words, gate_of, says_so
from upheld.detection.finding import Span
from upheld.detection.rule import Rule

_EDGES = {
    "word": ("(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"),
    "digit": ("(?<![0-9])", "(?![0-9])"),
    "none": ("", ""),
}


class Matcher:
    """A rule, compiled when it is first needed: most texts need few of them."""

    def __init__(self, rule: Rule) -> None:
        """Compile nothing yet."""
        self.rule = rule
        self._narrow = "(?P<value>" in rule.pattern

    @property
    def gate(self) -> str:
        """What must be in a text for this rule to be asked."""
        rule = self.rule
        if rule.gate is not None:
            return rule.gate
        return gate_of(rule.context) if rule.context and not rule.confidence else rule.pattern

    @cached_property
    def _pattern(self) -> Any:
        rule = self.rule
        if rule.linear:
            import re2

            from upheld.detection.gate import options

            return re2.compile(rule.pattern, options(re2))
        left, right = ("", "") if self._narrow else _EDGES[rule.edges]
        return regex.compile(f"{left}(?:{rule.pattern}){right}", regex.ASCII)

    @cached_property
    def _words(self) -> Words | None:
        rule = self.rule
        return (
            Words(rule.context, rule.against, rule.reach) if rule.context or rule.against else None
        )

    def matches(self, plain: str, around: Surroundings, start: int, stop: int) -> Iterator[Span]:
        """Yield the matches that begin in a stretch of the text; they may end behind it.

        One that fails its check may hide another that begins inside it, so the search goes on
        one code point behind its start and not behind its end.
        """
        search = self._pattern.search
        end = min(len(plain), stop + self.rule.longest)
        at = start
        while at < stop and (match := search(plain, at, end)) is not None:
            if match.start() >= stop:
                return
            span = self._weighed(plain, around, match)
            if span is not None:
                yield span
                at = max(match.end(), at + 1)
            else:
                at = match.start() + 1

    def _weighed(self, plain: str, around: Surroundings, match: Any) -> Span | None:
        rule = self.rule
        start, end = match.span("value") if self._narrow else match.span()
        if start < 0 or ((self._narrow or rule.linear) and _touches(rule, plain, start, end)):
            return None
        if rule.check is not None and not rule.check(plain[start:end]):
            return None
        confidence = rule.confidence
        if self._words is not None:
            said = says_so(around, start, end, self._words)
            if said is None:
                return None
            confidence = rule.with_context if said else confidence
        return Span(rule.kind, start, end, confidence, rule.id) if confidence else None


def _touches(rule: Rule, plain: str, start: int, end: int) -> bool:
    beside = (plain[start - 1 : start], plain[end : end + 1])
    if rule.edges == "word":
        return any(char.isascii() and char.isalnum() for char in beside)
    return rule.edges == "digit" and any(char.isascii() and char.isdigit() for char in beside)
