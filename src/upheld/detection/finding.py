"""What a scan says: a kind and a place, never the value."""

from dataclasses import dataclass
from typing import NamedTuple

from upheld.detection.kind import kinds


class Span(NamedTuple):
    """A place in a text that a rule or recogniser holds for personal data.

    Attributes:
        kind: A name of `upheld.detection.kind`.
        start: Code point of the text that was given, from 0.
        end: The code point after the last.
        confidence: 0 to 1.
        rule: Which rule said so; stable, for tuning and for evidence.
        groups: Prohibited groups that it falls under beyond that of its kind.
    """

    kind: str
    start: int
    end: int
    confidence: float
    rule: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A span as it leaves the scanner.

    Attributes:
        kind: A name of `upheld.detection.kind`.
        start: Code point of the text that was given, from 0.
        end: The code point after the last.
        line: From 1; lines end with a line feed.
        column: From 1, in code points.
        confidence: 0 to 1.
        rule: Which rule said so.
        groups: Every prohibited group that it falls under, in the order of `kind.GROUPS`.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    confidence: float
    rule: str
    groups: tuple[str, ...]


def placed(text: str, spans: list[Span]) -> list[Finding]:
    """Give spans, sorted by their start, their lines and columns."""
    found: list[Finding] = []
    line, line_start, at = 1, 0, 0
    for span in spans:
        breaks = text.count("\n", at, span.start)
        if breaks:
            line += breaks
            line_start = text.rfind("\n", at, span.start) + 1
        at = span.start
        own = kinds()[span.kind].group
        groups = span.groups if own is None or own in span.groups else (own, *span.groups)
        found.append(
            Finding(
                kind=span.kind,
                start=span.start,
                end=span.end,
                line=line,
                column=span.start - line_start + 1,
                confidence=span.confidence,
                rule=span.rule,
                groups=groups,
            )
        )
    return found
