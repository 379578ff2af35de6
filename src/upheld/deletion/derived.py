"""Copies in other places that follow their source: cache keys, objects, lake files.

Their names are read from the source rows before those go, and written down first: after a
crash they are all that is left to find the copies by.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from upheld.datamap.model import ObjectPath
from upheld.deletion.plan import Asked
from upheld.subject.working_set import ActionCode, KeySet, WorkingSet

_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What must be erased elsewhere for one person.

    Attributes:
        place: The other place.
        collection: A pattern of keys or paths, or a collection of records.
        by: The names in braces, or the column.
        values: Their values. Kept out of `repr`.
    """

    ref: str
    place: str
    collection: str
    by: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...] = field(repr=False)
    clause: str | None = None


def name_of(target: str) -> tuple[str, str]:
    """Split `place.collection`."""
    place, _, collection = target.partition(".")
    return place, collection


def followers(working: WorkingSet, asked: Sequence[Asked]) -> Iterator[Follower]:
    """Read the names of all copies that follow these people's rows."""
    refs = {a.person.number: a.ref for a in asked}
    for derived in working.graph.datamap.derived:
        keys = working.sets.get(derived.of)
        if keys is None:
            continue
        place, collection = name_of(derived.in_)
        if derived.key is not None:
            columns = tuple(dict.fromkeys(_BRACES.findall(derived.key)))
            yield from _read(working, keys, refs, place, derived.key, columns)
        elif derived.by is not None:
            yield from _read(working, keys, refs, place, collection, (derived.by,))
    for name, path in _objects(working):
        columns = tuple(dict.fromkeys(_BRACES.findall(path.path)))
        yield from _read(working, working.sets[name], refs, path.in_, path.path, columns, only_deleted=True)


def _objects(working: WorkingSet) -> Iterator[tuple[str, ObjectPath]]:
    for name, keys in working.sets.items():
        if keys.node.entry.object is not None:
            yield name, keys.node.entry.object
    for entry in working.graph.datamap.tables.values():
        for owned in entry.owns:
            if owned.object is not None and owned.target in working.sets:
                yield owned.target, owned.object


def _read(
    working: WorkingSet, keys: KeySet, refs: dict[int, str], place: str, collection: str,
    columns: tuple[str, ...], *, only_deleted: bool = False,
) -> Iterator[Follower]:
    base = working.alias(keys.node.name, "c")
    t = keys.table
    acted = [ActionCode.DELETE] if only_deleted else [
        ActionCode.DELETE, ActionCode.ANONYMISE, ActionCode.RETAIN, ActionCode.UNLINK
    ]
    query = (
        select(t.c.subject, *(base.c[c] for c in columns)).distinct()
        .select_from(t.join(base, working.same_row(keys, base, "c")))
        .where(t.c.action.in_([int(a) for a in acted]))
    )
    values: dict[int, list[tuple[Any, ...]]] = {}
    for subject, *found in working.connection.execute(query):
        if all(value is not None for value in found):
            values.setdefault(int(subject), []).append(tuple(str(v) if not isinstance(v, int) else v for v in found))
    for subject, rows in sorted(values.items()):
        yield Follower(ref=refs[subject], place=place, collection=collection, by=columns, values=tuple(rows))
