"""Where a value may have several forms, report the one that was meant, not all of them.

pydantic tries every form of a union and lists the errors of each, with a step of its own in
the place. A reader wrote one form: the one with the fewest errors is taken for it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

Item: TypeAlias = Mapping[str, Any]
Steps: TypeAlias = tuple[Any, ...]

_NOT_THAT_FORM = 1_000
"""What a value of another type counts, in errors: more than any form has."""


def as_meant(
    items: Sequence[Item], *, leads: Callable[[Steps], bool], wrong_type: Collection[str]
) -> list[list[Item]]:
    """Group errors so that each group is one thing to tell.

    Args:
        items: Errors as pydantic lists them.
        leads: Whether a path of steps exists in the file.
        wrong_type: Error kinds that mean "not a value of this type at all".
    """
    told: list[list[Item]] = []
    unions: dict[Steps, dict[Any, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        place, label = _split(item, leads)
        if label is None:
            told.append([item])
        else:
            unions[place][label].append(item)
    for place, forms in unions.items():
        told.extend(_form(place, forms, wrong_type))
    return [group for group in told if not _needless(group[0], items)]


def _split(item: Item, leads: Callable[[Steps], bool]) -> tuple[Steps, Any]:
    """Return the place up to the first step of pydantic's own, and that step."""
    loc: Steps = tuple(item["loc"])
    written = loc[:-1] if item["type"] == "missing" else loc
    place: Steps = ()
    for step in written:
        if not leads((*place, step)):
            return place, (None if step == "[key]" else step)
        place = (*place, step)
    return place, None


def _form(
    place: Steps, forms: Mapping[Any, list[Item]], wrong_type: Collection[str]
) -> Iterable[list[Item]]:
    def cost(items: list[Item]) -> int:
        return sum(
            _NOT_THAT_FORM
            if item["type"] in wrong_type and len(item["loc"]) == len(place) + 1
            else 1
            for item in items
        )

    best = min(forms.values(), key=cost)
    if cost(best) >= _NOT_THAT_FORM and len(forms) > 1:
        return [[items[0] for items in forms.values()]]
    return [[item] for item in best]


def _needless(item: Item, items: Sequence[Item]) -> bool:
    """Say whether it is "too few entries" where an entry is there and wrong in itself."""
    loc = tuple(item["loc"])
    return item["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and tuple(other["loc"][: len(loc)]) == loc for other in items
    )
