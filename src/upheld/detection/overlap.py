"""Of spans that lie on each other, the one that says most is kept."""

from collections.abc import Iterator, Sequence

from upheld.detection.finding import Span


def resolved(spans: Sequence[Span]) -> Sequence[Span]:
    """Return spans that do not overlap, sorted by their start.

    The surer one stays; of two that are equally sure the longer, then the earlier. Time grows
    with the code points that are covered, not with the square of the spans.
    """
    if len(spans) < 2:  # noqa: PLR2004 - nothing to lie on
        return spans
    kept: list[Span] = []
    for heap in _heaps(sorted(spans, key=lambda s: s.start)):
        kept.extend(heap if len(heap) == 1 else _chosen(heap))
    return kept


def _heaps(by_start: list[Span]) -> Iterator[list[Span]]:
    """Yield the spans that hang together by overlapping."""
    heap: list[Span] = []
    reach = -1
    for span in by_start:
        if heap and span.start >= reach:
            yield heap
            heap = []
        heap.append(span)
        reach = max(reach, span.end) if len(heap) > 1 else span.end
    if heap:
        yield heap


def _chosen(heap: list[Span]) -> list[Span]:
    first = heap[0].start
    taken = bytearray(max(span.end for span in heap) - first)
    kept: list[Span] = []
    for span in sorted(heap, key=lambda s: (-s.confidence, s.start - s.end, s.start, s.kind)):
        if taken.find(1, span.start - first, span.end - first) == -1:
            taken[span.start - first : span.end - first] = b"\1" * (span.end - span.start)
            kept.append(span)
        elif span.groups:
            kept = [_together(one, span) for one in kept]
    return sorted(kept, key=lambda s: s.start)


def _together(kept: Span, dropped: Span) -> Span:
    """Keep what a second finding of the same value says of its groups."""
    same = kept.kind == dropped.kind and kept.start < dropped.end and dropped.start < kept.end
    more = tuple(group for group in dropped.groups if group not in kept.groups)
    return kept._replace(groups=kept.groups + more) if same and more else kept
