"""Copies of corrected rows in other places: erased, so that they are made anew."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from upheld.connectors.contract import Connector, Selection
from upheld.correction.plan import CHANGED, SystemChanges, same_row
from upheld.deletion.derived import name_of
from upheld.deletion.steps import Outcome, Step
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, PrivilegeMissingError
from upheld.subject.working_set import WorkingSet

_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True, kw_only=True)
class Copies:
    """Copies of changed rows, all people's: they are erased, and made anew by the application."""

    place: str
    key: str
    by: tuple[str, ...]
    values: dict[str, list[tuple[Any, ...]]]


def copies(working: WorkingSet, plan: SystemChanges, refs: Mapping[int, str]) -> Iterator[Copies]:
    """Read the names of cached copies before the rows change: a name can hold the old value."""
    for derived in working.graph.datamap.derived:
        if derived.key is None:
            continue
        by = tuple(dict.fromkeys(_BRACES.findall(derived.key)))
        values: dict[str, list[tuple[Any, ...]]] = {}
        for target in (t for t in plan.targets if t.node.name == derived.of):
            base = working.alias(target.node.name, "c")
            query = (
                select(target.rows.c.subject, *(base.c[c] for c in by))
                .distinct()
                .select_from(target.rows.join(base, same_row(working, target, base)))
                .where(target.rows.c.kind == CHANGED)
            )
            for subject, *found in working.connection.execute(query):
                if all(v is not None for v in found):
                    key = tuple(v if isinstance(v, int) else str(v) for v in found)
                    values.setdefault(refs[int(subject)], []).append(key)
        if values:
            yield Copies(place=name_of(derived.in_)[0], key=derived.key, by=by, values=values)


def refresh(
    places: Mapping[str, Connector], clause: str | None, group: Copies
) -> Iterator[tuple[str, Step]]:
    """Erase one group's copies; yield a step for each request."""
    names = list(dict.fromkeys(v for values in group.values.values() for v in values))
    place = places.get(group.place)
    outcome: Outcome = "failed"
    if place is not None:
        everything = Selection(collection=group.key, by=group.by, values=names)
        try:
            place.erase(everything)
            outcome = "remaining" if place.count(everything) else "verified"
        except PlaceUnreachableError:
            outcome = "not_attempted"
        except (PlaceFailedError, PrivilegeMissingError):
            outcome = "failed"
    for ref, values in group.values.items():
        yield (
            ref,
            Step(
                system=group.place,
                table=group.key,
                action="delete",
                outcome=outcome,
                rows=len(set(values)),
                clause=clause,
            ),
        )
