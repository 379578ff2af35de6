"""Who else holds a shared row: by which edge, of which kind, how many others; never whom.

A map that calls a teacher the owner of a booking keeps the booking when the customer goes. The
plan and the receipt therefore name the edge, so that whoever reads them sees what to correct.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from upheld.datamap.graph import Graph
from upheld.datamap.links import Link
from upheld.datamap.via import spelled
from upheld.deletion.sharing import holds, is_of_the_request, leads_somewhere, of_the_request
from upheld.subject.comparing import equal, reference_in
from upheld.subject.marks import Why
from upheld.subject.working_set import KeySet, WorkingSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One edge over which somebody outside the request owns rows too.

    Attributes:
        table: The table that holds the reference.
        via: Its columns, or the path or pattern in one of them.
        to: What the edge leads to: a kind of person or a table.
        kind: The kind of person at its end, several separated by commas.
        others: How many other people it leads to; how many rows, where `to` is a table.
    """

    table: str
    via: str
    to: str
    kind: str
    others: int

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def in_words(self) -> str:
        """The stable English wording of a plan."""
        of = self.kind if self.to == self.kind else f"{self.to} of {self.kind}"
        return f"{self.table}.{self.via}: {self.others} other {of}"


def holders_of(
    working: WorkingSet, keys: KeySet, *, by_person: bool
) -> Mapping[int | None, tuple[Holder, ...]]:
    """The edges that hold a table's shared rows back.

    Args:
        working: What was traced and settled.
        keys: The table's rows.
        by_person: Whether to count for each person's number; else for all of them together,
            under `None`.
    """
    found: dict[int | None, list[Holder]] = {}
    for link in keys.node.owner_links:
        if link.kind == "decode":
            continue  # what a decoder reads cannot be asked of the database
        for person, others in _counted(working, keys, link, by_person=by_person):
            holder = Holder(
                table=link.parent if link.kind == "owns" else link.child,
                via=spelled(link.via),
                to=link.to,
                kind=", ".join(sorted(kinds_at(working.graph, link))),
                others=others,
            )
            found.setdefault(person, []).append(holder)
    return {person: tuple(holders) for person, holders in found.items()}


def kinds_at(graph: Graph, link: Link) -> set[str]:
    """The kinds of person at the end of a link: its own, or those that own the rows it names."""
    subjects = graph.datamap.subjects
    if link.to in subjects:
        return {link.to}
    found: set[str] = set()
    waiting, passed = [link.parent], {link.child}
    while waiting:
        name = waiting.pop()
        if name in passed:
            continue
        passed.add(name)
        found |= {kind for kind, subject in subjects.items() if subject.table == name}
        for above in graph.nodes[name].owner_links:
            if above.to in subjects:
                found.add(above.to)
            else:
                waiting.append(above.parent)
    return found


def _counted(
    working: WorkingSet, keys: KeySet, link: Link, *, by_person: bool
) -> Iterator[tuple[int | None, int]]:
    """How many others a link leads to from the shared rows, where there are any."""
    t, child = keys.table, working.alias(keys.node.name, "c")
    shared = t.c.why.in_([int(Why.SHARED), int(Why.SHARED_RETAINED)])
    rows = t.join(child, working.same_row(keys, child))
    if link.kind == "owns":
        p, owner = working.alias(link.parent, "own"), working.graph.nodes[link.parent]
        held = zip(link.parent_columns, link.columns, strict=True)
        source = rows.join(p, and_(*(equal(p.c[b], child.c[a]) for a, b in held)))
        distinct = working.locator(owner, p)
        conditions = [~is_of_the_request(working, owner, p)]
    else:
        source, distinct = rows, list(reference_in(working.dialect, link.via, child))
        conditions = [
            *holds(working, link, child),
            ~of_the_request(working, link, child),
            leads_somewhere(working, link, child),
        ]
    people = [t.c.subject] if by_person else []
    named = (value.label(f"v{number}") for number, value in enumerate([*people, *distinct]))
    each = select(*named).select_from(source).where(shared, *conditions).distinct()
    one = each.subquery("others")
    counted = select(func.count(), *(one.c.v0 for _ in people)).select_from(one)
    for others, *person in working.connection.execute(
        counted.group_by(one.c.v0) if by_person else counted
    ):
        if others:
            yield (int(person[0]) if person else None), int(others)
