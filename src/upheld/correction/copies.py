"""Copies of corrected rows in other places that the application makes anew: they are erased.

No others are: a mailbox or a picture under a person's number would be gone for good.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from upheld.correction.plan import CHANGED, SystemChanges, same_row
from upheld.datamap.model import DataMap, Derived
from upheld.deletion.derived import Follower, name_of, named, names_in
from upheld.subject.working_set import WorkingSet


def remade(datamap: DataMap) -> Iterator[tuple[Derived, str]]:
    """The copies that a correction erases, each with its pattern of names."""
    for derived in datamap.derived:
        if derived.remade and derived.key is not None:
            yield derived, derived.key


def copies(
    working: WorkingSet, plan: SystemChanges, refs: Mapping[int, str], clause: str | None
) -> Iterator[Follower]:
    """Read the names of cached copies before the rows change: a name can hold the old value."""
    for derived, key in remade(working.graph.datamap):
        by = names_in(key)
        values: dict[str, dict[tuple[Any, ...], None]] = {}
        for target in (t for t in plan.targets if t.node.name == derived.of):
            base = working.alias(target.node.name, "c")
            query = (
                select(target.rows.c.subject, *(base.c[c] for c in by))
                .distinct()
                .select_from(target.rows.join(base, same_row(working, target, base)))
                .where(target.rows.c.kind == CHANGED)
            )
            for subject, name in named(working.connection.execute(query)):
                values.setdefault(refs[subject], {})[name] = None
        for ref, found in values.items():
            yield Follower(
                ref=ref,
                place=name_of(derived.in_)[0],
                collection=key,
                by=by,
                values=tuple(found),
                clause=clause,
            )
