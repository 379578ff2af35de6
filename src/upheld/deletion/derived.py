"""Copies in other places that follow their source: cache keys, objects, lake files.

Their names are read from the source rows before those go, and written down first: after a
crash they are all that is left to find the copies by.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from upheld.datamap.model import ObjectPath
from upheld.deletion.plan import Asked
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import KeySet, WorkingSet

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

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads; whose it is stands where it is kept."""
        return {
            "place": self.place,
            "collection": self.collection,
            "by": list(self.by),
            "values": [list(v) for v in self.values],
            "clause": self.clause,
        }

    @classmethod
    def from_json(cls, ref: str, told: Mapping[str, Any]) -> "Follower":
        """Read what `as_json` wrote."""
        return cls(
            ref=ref,
            place=told["place"],
            collection=told["collection"],
            by=tuple(told["by"]),
            values=tuple(tuple(v) for v in told["values"]),
            clause=told["clause"],
        )


def name_of(target: str) -> tuple[str, str]:
    """Split `place.collection`."""
    place, _, collection = target.partition(".")
    return place, collection


def names_in(pattern: str) -> tuple[str, ...]:
    """Return the columns that a pattern of keys or paths names in braces, each once."""
    return tuple(dict.fromkeys(_BRACES.findall(pattern)))


def named(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the person and the name of each copy; where a part of the name is NULL there is none."""
    for subject, *values in rows:
        if all(value is not None for value in values):
            yield int(subject), tuple(_plain(value) for value in values)


def followers(working: WorkingSet, asked: Sequence[Asked]) -> Iterator[Follower]:
    """Read the names of all copies that follow these people's rows."""
    refs = {a.person.number: a.ref for a in asked}
    for derived in working.graph.datamap.derived:
        keys = working.sets.get(derived.of)
        if keys is None:
            continue
        place, collection = name_of(derived.in_)
        if derived.key is not None:
            columns = names_in(derived.key)
            yield from _read(working, keys, refs, place, derived.key, columns=columns)
        elif derived.by is not None:
            yield from _read(working, keys, refs, place, collection, columns=(derived.by,))
    for name, path in _objects(working):
        columns = names_in(path.path)
        yield from _read(
            working,
            working.sets[name],
            refs,
            path.in_,
            path.path,
            columns=columns,
            only_deleted=True,
        )


def hidden(working: WorkingSet, asked: Sequence[Asked]) -> Iterator[Follower]:
    """The keys of rows that nothing leads to once other rows have gone.

    When a plan is carried out in chunks, what refers to a counted row goes before it, and
    references inside a cycle are nulled: a run that is interrupted between needs their keys.
    """
    refs = {a.person.number: a.ref for a in asked}
    for name, keys in list(working.sets.items()):
        node = keys.node
        if not node.locator or not (node.is_counted or name in working.graph.cyclic):
            continue
        t = keys.table
        rows = select(t.c.subject, *keys.keys).where(t.c.action == int(ActionCode.DELETE))
        values: dict[int, list[tuple[Any, ...]]] = {}
        for subject, *key in working.connection.execute(rows):
            values.setdefault(int(subject), []).append(tuple(_plain(v) for v in key))
        for subject, found in sorted(values.items()):
            yield Follower(
                ref=refs[subject],
                place=working.graph.system,
                collection=name,
                by=node.locator,
                values=tuple(found),
            )


def knowing(asked: Sequence[Asked], system: str, written: Sequence[Follower]) -> list[Asked]:
    """The people of an interrupted run, with the keys that it had written down."""
    known: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
    for follower in written:
        if follower.place == system:
            rows = known.setdefault(follower.ref, {}).setdefault(follower.collection, [])
            rows += follower.values
    return [
        replace(a, person=replace(a.person, known=known[a.ref])) if a.ref in known else a
        for a in asked
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def _objects(working: WorkingSet) -> Iterator[tuple[str, ObjectPath]]:
    for name, keys in working.sets.items():
        if keys.node.entry.object is not None:
            yield name, keys.node.entry.object
    for entry in working.graph.datamap.tables.values():
        for owned in entry.owns:
            if owned.object is not None and owned.target in working.sets:
                yield owned.target, owned.object


def _read(
    working: WorkingSet,
    keys: KeySet,
    refs: dict[int, str],
    place: str,
    collection: str,
    *,
    columns: tuple[str, ...],
    only_deleted: bool = False,
) -> Iterator[Follower]:
    base = working.alias(keys.node.name, "c")
    t = keys.table
    acted = (
        [ActionCode.DELETE]
        if only_deleted
        else [
            ActionCode.DELETE,
            ActionCode.ANONYMISE,
            ActionCode.TOMBSTONE,
            ActionCode.RETAIN,
            ActionCode.UNLINK,
        ]
    )
    query = (
        select(t.c.subject, *(base.c[c] for c in columns))
        .distinct()
        .select_from(t.join(base, working.same_row(keys, base)))
        .where(t.c.action.in_([int(a) for a in acted]))
    )
    values: dict[int, list[tuple[Any, ...]]] = {}
    for subject, name in named(working.connection.execute(query)):
        values.setdefault(subject, []).append(name)
    for subject, rows in sorted(values.items()):
        yield Follower(
            ref=refs[subject], place=place, collection=collection, by=columns, values=tuple(rows)
        )
