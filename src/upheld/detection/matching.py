"""One rule at work: exact places of what the gate saw, checked and weighed."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import regex

from upheld.detection.context import Surroundings, Words, gate_of, says_so
from upheld.detection.finding import Span
from upheld.detection.rule import Rule

_LEFT = {"word": "(?<![0-9])", "digit": "(?<![0-9])", "none": ""}
"""Letters are looked at afterwards: they may be the word that says what it is."""
_RIGHT = {"word": "(?![0-9A-Za-z])", "digit": "(?![0-9])", "none": ""}


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
        words = (*rule.context, *rule.context_behind)
        return gate_of(words) if words and not rule.confidence else rule.pattern

    @cached_property
    def _pattern(self) -> Any:
        rule = self.rule
        if rule.linear:
            import re2

            from upheld.detection.gate import options

            return re2.compile(rule.pattern, options(re2))
        left = "" if self._narrow else self._left
        right = "" if self._narrow else _RIGHT[rule.edges]
        left += f"(?<!{rule.not_after})" if rule.not_after else ""
        right += f"(?!{rule.not_before})" if rule.not_before else ""
        return regex.compile(f"{left}(?:{rule.pattern}){right}", regex.ASCII)

    @property
    def _left(self) -> str:
        if self.rule.edges == "word" and not self._words.in_letters:
            return "(?<![0-9A-Za-z])"
        return _LEFT[self.rule.edges]

    @cached_property
    def _words(self) -> Words:
        rule = self.rule
        return Words(rule.context, rule.context_behind, rule.against, rule.reach)

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
        if start < 0 or self._touched(plain, around, start, end):
            return None
        if rule.check is not None and not rule.check(plain[start:end]):
            return None
        said = says_so(around, start, end, self._words)
        if said is None:
            return None
        confidence = rule.with_context if said else rule.confidence
        return Span(rule.kind, start, end, confidence, rule.id) if confidence else None

    def _touched(self, plain: str, around: Surroundings, start: int, end: int) -> bool:
        edges = self.rule.edges
        left, right = plain[start - 1 : start] or " ", plain[end : end + 1] or " "
        if edges == "none":
            return False
        if "0" <= left <= "9" or "0" <= right <= "9":
            return True
        if edges == "digit":
            return False
        if right.isascii() and right.isalpha():
            return True
        return left.isascii() and left.isalpha() and not self._words.end(around, start)
