"""Whose rows are as they were approved: for each person a salted digest of the keys by action.

Read twice, by the plan and again when it is carried out; what differs is that person's alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, func, literal, select

from upheld.datamap.graph import Graph
from upheld.subject.asking import together
from upheld.subject.dialect import key_hash
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import KeySet, WorkingSet

CHANGING = (
    ActionCode.DELETE,
    ActionCode.ANONYMISE,
    ActionCode.UNLINK,
    ActionCode.RETAIN,
    ActionCode.TOMBSTONE,
)


@dataclass(slots=True, kw_only=True)
class Digests:
    """The rows of a system as they are now.

    Attributes:
        by_ref: By request: `table/role.action.why` → `rows:digest`.
        rows: How many rows would change.
        actions: The actions that rows of each table have.
    """

    by_ref: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: int = 0
    actions: dict[str, set[ActionCode]] = field(default_factory=dict)

    def add(self, table: str, refs: Mapping[int, str], counts: Sequence[Sequence[Any]]) -> None:
        """Take a table's counts: (person, role, action, why, rows, digest)."""
        names: dict[tuple[int, int, int], str] = {}
        found: set[int] = set()
        for subject, role, action, why, rows, summed in counts:
            marks = (role, action, why)
            name = names.get(marks)
            if name is None:
                name = names[marks] = f"{table}/{role}.{action}.{why}"
                found.add(action)
            self.by_ref.setdefault(refs[subject], {})[name] = f"{rows}:{int(summed or 0):x}"
            if action in CHANGING:
                self.rows += rows
        self.actions[table] = {ActionCode(action) for action in found}


def counted(working: WorkingSet, salt: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield each table that was reached, with its rows by person and marks; read once."""
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in working.sets}
    for query in working.remembered(
        "digests", lambda: together(_counting(working, keys) for keys in working.sets.values())
    ):
        # All at once: they are kept anyway, and row by row costs more than what is done with them.
        for name, *counts in working.connection.execute(query, {"uph_salt": salt}).all():
            found[name].append(tuple(counts))
    for name in _in_order(working.graph):
        if name in found:
            yield name, found[name]


def _counting(working: WorkingSet, keys: KeySet) -> Select[Any]:
    t = keys.table
    salt: ColumnElement[str] = bindparam("uph_salt", type_=String)
    digest = key_hash(working.dialect, [salt, *keys.keys, t.c.nulls])
    marks = (t.c.subject, t.c.role, t.c.action, t.c.why)
    name = literal(keys.node.name)
    return select(name, *marks, func.count(), func.sum(digest)).group_by(*marks)


def digests_of(working: WorkingSet, refs: Mapping[int, str], salt: str) -> Digests:
    """The digests of everybody's rows as they are now, without a word of explanation.

    Args:
        working: What was traced and settled.
        refs: The request of each person's number.
        salt: That of the plan they are compared with.
    """
    digests = Digests()
    for name, counts in counted(working, salt):
        digests.add(name, refs, counts)
    return digests


def _in_order(graph: Graph) -> Iterator[str]:
    for group in graph.order:
        yield from group
    yield from sorted(graph.outside)
