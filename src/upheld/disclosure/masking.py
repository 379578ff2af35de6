"""What is left out of a person's rows because it is about a third person (APPI art. 33(2)(i))."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.datamap.graph import Node
from upheld.datamap.model import FieldEntry
from upheld.datamap.via import JsonVia
from upheld.disclosure.values import MASKED
from upheld.subject.about import Ties, tie, ties_of
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import WorkingSet

OWNER = int(RoleCode.OWNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """Which columns of one table can be about somebody else, and how that is told.

    Attributes:
        asked: Positions of the ties that the rows must be read with.
        apply: (role, ties as read, values) → how many values were masked; changes `values`.
    """

    ties: Ties
    asked: tuple[int, ...]
    apply: Callable[[int, Sequence[Any], list[Any]], int]

    def expressions(self, working: WorkingSet, t: Any, child: Any) -> list[Any]:
        """The ties as SQL, one for each of `asked`."""
        return [
            tie(working, self.ties, number, t, child).label(f"tie{number}") for number in self.asked
        ]


def masking_of(node: Node, columns: Sequence[str], *, accessors: bool) -> Masking:
    """Work out a table's masking.

    Args:
        node: The table.
        columns: In the order of the values.
        accessors: Whether any row was reached as one that the person may only see.
    """
    ties = ties_of(node)
    place = {column: n for n, column in enumerate(columns)}
    alone = len(node.links) == 1 and not accessors and not ties.about
    if alone or not ties.links:
        return Masking(ties=ties, asked=(), apply=_nothing)
    asked = tuple(range(len(ties.links)))
    pointing = _pointing(ties, place)
    about = _about(node, ties, place)

    def apply(role: int, tied: Sequence[Any], values: list[Any]) -> int:
        masked = 0
        for column, (numbers, path) in pointing.items():
            if all(tied[n] is None for n in numbers):
                masked += _mask(values, column, path)
        for column, named, default in about:
            if named is None and role == OWNER:
                continue
            whose = named if named is not None else default
            if whose is not None and all(tied[n] != OWNER for n in whose):
                masked += _mask(values, column, None)
        return masked

    return Masking(ties=ties, asked=asked, apply=apply)


def _nothing(_role: int, _tied: Sequence[Any], _values: list[Any]) -> int:
    return 0


def _pointing(
    ties: Ties, place: dict[str, int]
) -> dict[int, tuple[tuple[int, ...], tuple[str, ...] | None]]:
    """Columns that refer to people: by position, the ties and the JSON path they are at."""
    found: dict[int, tuple[tuple[int, ...], tuple[str, ...] | None]] = {}
    for number, link in enumerate(ties.links):
        path = tuple(link.via.path) if isinstance(link.via, JsonVia) else None
        for column in link.columns:
            earlier, at = found.get(place[column], ((), path))
            found[place[column]] = ((*earlier, number), path if at == path else None)
    return found


def _about(
    node: Node, ties: Ties, place: dict[str, int]
) -> list[tuple[int, tuple[int, ...] | None, tuple[int, ...] | None]]:
    """Personal columns: position, the ties its `of` names, the ties of the row's owner."""
    owner = None if ties.first_owner is None else (ties.first_owner,)
    return [
        (place[column], ties.about.get(column), owner)
        for column, entry in node.entry.fields.items()
        if isinstance(entry, FieldEntry)
    ]


def _mask(values: list[Any], column: int, path: tuple[str, ...] | None) -> int:
    value = values[column]
    if value is None or value is MASKED:
        return 0
    if path is not None and isinstance(value, dict):
        return _mask_path(value, path)
    values[column] = MASKED
    return 1


def _mask_path(document: dict[str, Any], path: tuple[str, ...]) -> int:
    at: Any = document
    for step in path[:-1]:
        at = at.get(step) if isinstance(at, dict) else None
    if not isinstance(at, dict) or at.get(path[-1]) is None:
        return 0
    at[path[-1]] = {"$masked": "third person"}
    return 1
