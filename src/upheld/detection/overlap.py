"""Of spans that lie on each other, the one that says most is kept."""

from collections.abc import Iterable

from upheld.detection.finding import Span


def resolved(spans: Iterable[Span]) -> list[Span]:
    """Return spans that do not overlap, sorted by their start.

    The surer one stays; of two that are equally sure the longer, then the earlier.
    """
    kept: list[Span] = []
    ranked = sorted(spans, key=lambda s: (-s.confidence, s.start - s.end, s.start, s.kind))
    for span in ranked:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
