"""A dataset as its collections see one another: keys, identities, and who is found by whom.

A reference says from which field to which the search goes: `from`, `to`, or both ways where it
does not say. Both ways become one by distance: from the collection that is nearer to a person.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

Plain: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One field, nested ones too.

    Attributes:
        steps: Names from the column down to it; one for a column itself.
        path: Where it stands in the dataset.
    """

    steps: tuple[str, ...]
    path: Path
    written: Plain = field(repr=False)

    @property
    def meta(self) -> Plain:
        """What Fides needs beyond its categories, under either name of the key."""
        return meta_of(self.written)

    @property
    def via(self) -> str:
        """How a data map points at it: the column, or a path inside its JSON."""
        column, *inside = self.steps
        return f"{column}->>'{'.'.join(inside)}'" if inside else column


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The search goes from a field of one collection to a field of another."""

    source: str
    source_item: Item
    sink: str
    sink_item: Item
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """A reference that leads out of the dataset, or to nothing in it."""

    collection: str
    item: Item
    dataset: str
    field: str
    path: Path
    foreign: bool


def meta_of(written: Plain) -> Plain:
    """Return `fides_meta`, or what stood under its older name."""
    found = written.get("fides_meta") or written.get("fidesops_meta")
    return found if isinstance(found, Mapping) else {}


class Collections:
    """All collections of one dataset, looked at together."""

    def __init__(self, dataset: Plain) -> None:
        self.dataset = dataset
        self.system = str(dataset["fides_key"])
        self.by_name: dict[str, tuple[Path, Plain]] = {
            str(one["name"]): (("collections", number), one)
            for number, one in enumerate(dataset.get("collections") or [])
        }
        self.items: dict[str, list[Item]] = {
            name: list(_items((), (*path, "fields"), one.get("fields") or []))
            for name, (path, one) in self.by_name.items()
        }

    def key_of(self, collection: str) -> tuple[str, ...]:
        """The columns that are marked as primary key."""
        return tuple(
            item.steps[0]
            for item in self.items.get(collection, ())
            if len(item.steps) == 1 and item.meta.get("primary_key") is True
        )

    def identities(self, collection: str) -> list[tuple[str, Item]]:
        """The kinds of identity by which a person is found here, each with its field."""
        return [
            (str(item.meta["identity"]), item)
            for item in self.items[collection]
            if item.meta.get("identity")
        ]

    @cached_property
    def _references(self) -> tuple[list[tuple[Flow, str | None]], list[Astray]]:
        found: list[tuple[Flow, str | None]] = []
        astray: list[Astray] = []
        for name, items in self.items.items():
            for item in items:
                for number, one in enumerate(item.meta.get("references") or []):
                    path = (*item.path, _meta_key(item.written), "references", number)
                    other = self._target(str(one["dataset"]), str(one["field"]))
                    if other is None:
                        astray.append(self._astray(name, item, one, path))
                        continue
                    toward = Flow(
                        source=other[0], source_item=other[1], sink=name, sink_item=item, path=path
                    )
                    found.append((toward, one.get("direction")))
        return found, astray

    @property
    def astray(self) -> list[Astray]:
        """Every reference that no edge can follow."""
        return self._references[1]

    def _astray(self, name: str, item: Item, one: Plain, path: Path) -> Astray:
        return Astray(
            collection=name,
            item=item,
            dataset=str(one["dataset"]),
            field=str(one["field"]),
            path=path,
            foreign=str(one["dataset"]) != self.system,
        )

    def _target(self, dataset: str, place: str) -> tuple[str, Item] | None:
        if dataset != self.system:
            return None
        # A collection's own name may hold dots: every cut is tried, the shortest name first.
        steps = place.split(".")
        for cut in range(1, len(steps)):
            name = ".".join(steps[:cut])
            item = self._by_steps.get(name, {}).get(tuple(steps[cut:]))
            if item is not None:
                return name, item
        return None

    @cached_property
    def _by_steps(self) -> dict[str, dict[tuple[str, ...], Item]]:
        return {name: {item.steps: item for item in items} for name, items in self.items.items()}

    def flows(self, people: Sequence[str]) -> tuple[list[Flow], list[Flow]]:
        """Return all flows with one direction, and those whose direction nothing tells.

        Args:
            people: The collections that identify a person, from which distance counts.
        """
        distance = self._distance(people)
        told: list[Flow] = []
        untold: list[Flow] = []
        for flow, direction in self._references[0]:
            if direction == "from":
                told.append(flow)
            elif direction == "to":
                told.append(_turned(flow))
            else:
                source, sink = distance.get(flow.source), distance.get(flow.sink)
                if source is None or sink is None or source == sink:
                    untold.append(flow)
                else:
                    told.append(flow if source < sink else _turned(flow))
        return _each_once(told), untold

    def _distance(self, people: Sequence[str]) -> dict[str, int]:
        neighbours: dict[str, set[str]] = {name: set() for name in self.by_name}
        for flow, _direction in self._references[0]:
            neighbours[flow.source].add(flow.sink)
            neighbours[flow.sink].add(flow.source)
        distance = dict.fromkeys(people, 0)
        waiting = deque(people)
        while waiting:
            name = waiting.popleft()
            for other in sorted(neighbours[name]):
                if other not in distance:
                    distance[other] = distance[name] + 1
                    waiting.append(other)
        return distance


def _meta_key(written: Plain) -> str:
    return "fides_meta" if written.get("fides_meta") else "fidesops_meta"


def _turned(flow: Flow) -> Flow:
    return Flow(
        source=flow.sink,
        source_item=flow.sink_item,
        sink=flow.source,
        sink_item=flow.source_item,
        path=flow.path,
    )


def _each_once(flows: Sequence[Flow]) -> list[Flow]:
    """Both ends may declare the same reference."""
    seen: dict[tuple[str, tuple[str, ...], str, tuple[str, ...]], Flow] = {}
    for flow in flows:
        ends = (flow.source, flow.source_item.steps, flow.sink, flow.sink_item.steps)
        seen.setdefault(ends, flow)
    return list(seen.values())


def _items(above: tuple[str, ...], path: Path, fields: Sequence[Plain]) -> Iterator[Item]:
    for number, one in enumerate(fields):
        steps = (*above, str(one["name"]))
        place = (*path, number)
        yield Item(steps=steps, path=place, written=one)
        yield from _items(steps, (*place, "fields"), one.get("fields") or [])
