"""Whose rows are as they were approved: for each person a salted digest of the keys by action.

Read twice, by the plan and again when it is carried out; what differs is that person's alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, func, literal, select

from upheld.datamap.graph import Graph
from upheld.deletion.census import Census
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
        census: What is to become of the rows of each table, from the same reading.
    """

    by_ref: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: int = 0
    actions: dict[str, set[ActionCode]] = field(default_factory=dict)
    census: dict[str, Census] = field(default_factory=dict)

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
            self.by_ref.setdefault(refs[subject], {})[name] = f"{rows}:{summed:x}"
            if action in CHANGING:
                self.rows += rows
        self.actions[table] = {ActionCode(action) for action in found}


def counted(
    working: WorkingSet, salt: str, census: dict[str, Census] | None = None
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield each table that was reached, with its rows by person and marks; read once.

    Args:
        working: What was traced and settled.
        salt: That of the plan.
        census: Is told of each table, where somebody asks for it: it costs no further reading.
    """
    found: dict[str, dict[tuple[int, ...], tuple[int, int]]] = {n: {} for n in working.sets}
    tallied: dict[tuple[str, int, int, int], int] = {}
    for query in working.remembered(
        "digests", lambda: together(_counting(working, keys) for keys in working.sets.values())
    ):
        # All at once: they are kept anyway, and row by row costs more than what is done with them.
        for name, subject, role, action, why, nulls, rows, summed in working.connection.execute(
            query, {"uph_salt": salt}
        ).all():
            alike = (name, action, role, nulls)
            tallied[alike] = tallied.get(alike, 0) + rows
            marks, known = (subject, role, action, why), found[name]
            counts = (rows, int(summed or 0))
            if marks in known:
                counts = (known[marks][0] + rows, known[marks][1] + counts[1])
            known[marks] = counts
    if census is not None:
        census.update({name: Census() for name in working.sets})
        for (name, action, role, nulls), rows in tallied.items():
            census[name].add(action, role, nulls, rows)
    for name in _in_order(working.graph):
        if name in found:
            yield name, [(*marks, *counts) for marks, counts in found[name].items()]


def _counting(working: WorkingSet, keys: KeySet) -> Select[Any]:
    t = keys.table
    salt: ColumnElement[str] = bindparam("uph_salt", type_=String)
    digest = key_hash(working.dialect, [salt, *keys.keys, t.c.nulls])
    # Rows that let go of different references are added up again afterwards: a person's digest
    # does not tell them apart, and who carries it out needs to.
    marks = (t.c.subject, t.c.role, t.c.action, t.c.why, t.c.nulls)
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
    for name, counts in counted(working, salt, digests.census):
        digests.add(name, refs, counts)
    return digests


def _in_order(graph: Graph) -> Iterator[str]:
    for group in graph.order:
        yield from group
    yield from sorted(graph.outside)
