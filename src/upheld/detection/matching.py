"""One rule at work: exact places of what the gate saw, checked and weighed."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import regex

from upheld.detection.context import Surroundings
from upheld.detection.finding import Span
from upheld.detection.leading import leads_with_row
from upheld.detection.roles import Roles
from upheld.detection.rule import Rule

_LEFT = {"word": "(?<![0-9])", "digit": "(?<![0-9])", "none": ""}
"""Letters are looked at afterwards: they may be the word that says what it is."""
_RIGHT = {"word": "(?![0-9A-Za-z])", "digit": "(?![0-9])", "none": ""}
_LEAD = 64
"""Code points between the start of a match and its pivot."""


class Matcher:
    """A rule, compiled when it is first needed: most texts need few of them."""

    def __init__(self, rule: Rule) -> None:
        """Compile nothing yet."""
        self.rule = rule
        self._narrow = "(?P<value>" in rule.pattern

    @property
    def needed(self) -> tuple[str, ...]:
        """The words of which one must be in a text; none where the form says enough."""
        rule = self.rule
        return () if rule.confidence else tuple({*rule.context, *rule.context_behind})

    @property
    def gate(self) -> str | None:
        """The pattern that must be in a text; `None` where a word is enough to ask for."""
        return self.rule.gate or (None if self.needed else self.rule.pattern)

    @cached_property
    def _pattern(self) -> Any:
        rule = self.rule
        if rule.linear:
            import re2

            from upheld.detection.gate import options

            return re2.compile(rule.pattern, options(re2))
        try:
            return re.compile(self._edged, re.ASCII)
        except re.error:  # looks behind for a pattern of no fixed length
            return regex.compile(self._edged, regex.ASCII)

    @cached_property
    def _edged(self) -> str:
        rule = self.rule
        left = "" if self._narrow else self._left
        right = "" if self._narrow else _RIGHT[rule.edges]
        left += f"(?<!{rule.not_after})" if rule.not_after else ""
        right += f"(?!{rule.not_before})" if rule.not_before else ""
        return f"{left}(?:{rule.pattern}){right}"

    @property
    def _left(self) -> str:
        if self.rule.edges == "word" and not self._roles.in_letters:
            return "(?<![0-9A-Za-z])"
        return _LEFT[self.rule.edges]

    @cached_property
    def _roles(self) -> Roles:
        return Roles(self.rule)

    @property
    def in_rows(self) -> bool:
        """Whether every match begins where a row of digits does, or at the `(` before one."""
        rule = self.rule
        return not rule.linear and rule.edges != "none" and leads_with_row(rule.pattern)

    def matches(self, around: Surroundings, begins: Iterable[int] | None = None) -> list[Span]:
        """Return the matches that begin in a stretch of the text; they may end behind it.

        One that fails its check may hide another that begins inside it, so the search goes on
        one code point behind its start and not behind its end.

        Args:
            around: The stretch and what is round it.
            begins: Where matches can begin, in order, if that is known.
        """
        spans: list[Span] = []
        plain, start, stop = around.plain, around.start, around.stop
        end = min(len(plain), stop + self.rule.longest)
        at = start
        if begins is None and self.rule.pivot:
            begins = self._led(plain, start, stop)
        if begins is None:
            for match in self._searched(plain, start, stop, end):
                if match.start() >= at:
                    span = self._weighed(around, match)
                    if span is not None:
                        spans.append(span)
                        at = match.end()
            return spans
        look = self._pattern.match
        for begin in begins:
            if begin < at or (match := look(plain, begin, end)) is None:
                continue
            span = self._weighed(around, match)
            if span is not None:
                spans.append(span)
                at = match.end()
        return spans

    def _led(self, plain: str, start: int, stop: int) -> Iterator[int]:
        pivot = self.rule.pivot
        at = plain.find(pivot, start, stop + _LEAD)
        while at != -1:
            led = self._lead.match(plain, max(0, at - _LEAD), at)
            if led is not None:
                yield from range(max(start, led.start()), min(at, stop))
            at = plain.find(pivot, at + 1, stop + _LEAD)

    @cached_property
    def _lead(self) -> Any:
        return regex.compile(f"(?r)(?:{self.rule.lead})+", regex.ASCII)

    def _searched(self, plain: str, start: int, stop: int, end: int) -> Iterator[Any]:
        search = self._pattern.search
        at = start
        while at < stop and (found := search(plain, at, end)) is not None:
            if found.start() >= stop:
                return
            yield found
            at = found.start() + 1

    def _weighed(self, around: Surroundings, match: Any) -> Span | None:
        rule, plain = self.rule, around.plain
        start, end = match.span("value") if self._narrow else match.span()
        if start < 0 or self._touched(plain, around, start, end):
            return None
        said = around.say(start, end, self._roles)
        if said is None:
            return None
        confidence = rule.with_context if said else rule.confidence
        if not confidence or (rule.check is not None and not rule.check(plain[start:end])):
            return None
        return Span(rule.kind, start, end, confidence, rule.id)

    def _touched(self, plain: str, around: Surroundings, start: int, end: int) -> bool:
        edges = self.rule.edges
        if edges == "none":
            return False
        left, right = plain[start - 1 : start] or " ", plain[end : end + 1] or " "
        if "0" <= left <= "9" or "0" <= right <= "9":
            return True
        if edges == "digit":
            return False
        if right.isascii() and right.isalpha():
            return True
        return left.isascii() and left.isalpha() and not around.ends_in_word(start, self._roles)
