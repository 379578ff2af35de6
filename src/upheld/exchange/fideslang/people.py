"""Which collections identify a person, and by what; the others are found from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.exchange.fideslang.collections import Collections, Item
from upheld.exchange.fideslang.words import identifier_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A kind of person that a dataset knows.

    Attributes:
        key: The columns others refer to; the primary key, else the identity's own column.
        identifiers: Our kind of identifier: column.
        keyed: Whether the dataset marks a primary key there.
    """

    kind: str
    table: str
    key: tuple[str, ...]
    identifiers: Mapping[str, str]
    keyed: bool

    def as_map(self) -> dict[str, Any]:
        """Return it as the data map writes it."""
        key: Any = self.key[0] if len(self.key) == 1 else list(self.key)
        return {"table": self.table, "key": key, "identifiers": dict(self.identifiers)}


def people_of(collections: Collections) -> list[Person]:
    """Name the kinds of person.

    A collection that only repeats somebody's e-mail address (a login, a newsletter) is none:
    nothing refers to its primary key, while something refers to another's.
    """
    asked = [name for name in collections.by_name if _columns(collections, name)]
    chosen = [name for name in asked if _referred_to(collections, name)] or asked[:1]
    found: list[Person] = []
    for name in chosen:
        identifiers: dict[str, str] = {}
        for identity, item in _columns(collections, name):
            identifiers.setdefault(identifier_kind(identity), item.steps[0])
        key = collections.key_of(name)
        found.append(
            Person(
                kind=_kind(collections, name, {one.kind for one in found}),
                table=name,
                key=key or (next(iter(identifiers.values())),),
                identifiers=identifiers,
                keyed=bool(key),
            )
        )
    return found


def _columns(collections: Collections, name: str) -> list[tuple[str, Item]]:
    return [(kind, item) for kind, item in collections.identities(name) if len(item.steps) == 1]


def _referred_to(collections: Collections, name: str) -> bool:
    key = collections.key_of(name)
    flows, untold = collections.flows([name])
    return any(
        flow.source == name and flow.sink != name and flow.source_item.steps[0] in key
        for flow in (*flows, *untold)
    )


def _kind(collections: Collections, name: str, taken: set[str]) -> str:
    subjects = collections.by_name[name][1].get("data_subjects") or []
    if len(subjects) == 1 and subjects[0] not in taken:
        return str(subjects[0])
    return name if name not in taken else f"{name}_person"
