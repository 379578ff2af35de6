"""Erasing the copies in other places that follow rows which went or changed, place by place.

A place that cannot be reached, forbids it or fails keeps what it has: its step says so, and what
was erased elsewhere stays erased.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from upheld.connectors.contract import Connector, Selection
from upheld.deletion.derived import Follower
from upheld.deletion.steps import Outcome, Step
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, PrivilegeMissingError


def erase_copies(
    waiting: Sequence[Follower],
    places: Mapping[str, Connector],
    steps: Mapping[str, list[Step]],
    watch: Callable[[str], None] = lambda _message: None,
) -> None:
    """Erase the copies that one system's rows have elsewhere, and count them again.

    Args:
        waiting: What was written down before the rows went or changed.
        places: Every connected place by name.
        steps: By request: each copy's step is added to it.
        watch: Hears what is being done.
    """
    for group in _grouped(waiting):
        place = places.get(group[0].place)
        values = [v for f in group for v in f.values]
        first = group[0]
        if place is None:
            outcome: dict[str, Outcome] = {f.ref: "failed" for f in group}
        else:
            watch(f"erase {first.place}")
            outcome = _erase(place, group, values)
        for f in group:
            steps[f.ref].append(
                Step(
                    system=first.place,
                    table=first.collection,
                    action="delete",
                    outcome=outcome[f.ref],
                    rows=len(f.values),
                    clause=f.clause,
                )
            )


def _erase(
    place: Connector, group: Sequence[Follower], values: Sequence[tuple[Any, ...]]
) -> dict[str, Outcome]:
    first = group[0]
    everything = Selection(collection=first.collection, by=first.by, values=values)
    try:
        place.erase(everything)
        if place.count(everything) == 0:
            return {f.ref: "verified" for f in group}
        return {
            f.ref: "remaining"
            if place.count(Selection(collection=f.collection, by=f.by, values=f.values))
            else "verified"
            for f in group
        }
    except PlaceUnreachableError:
        return {f.ref: "not_attempted" for f in group}
    except (PlaceFailedError, PrivilegeMissingError):
        return {f.ref: "failed" for f in group}


def _grouped(waiting: Sequence[Follower]) -> Iterator[list[Follower]]:
    groups: dict[tuple[str, str, tuple[str, ...]], list[Follower]] = {}
    for f in waiting:
        groups.setdefault((f.place, f.collection, f.by), []).append(f)
    yield from groups.values()
