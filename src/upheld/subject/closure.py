"""The closure over edges: from people's own rows to every row that is theirs.

Parents come before children; a cycle is walked round by round until nothing new is found.
Each link is one `INSERT … SELECT`, whoever and however many the people are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Executable, Integer, Select, and_, literal, select
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.condition import compiled
from upheld.datamap.links import Link, Node
from upheld.subject.ambiguous import refuse_ambiguous
from upheld.subject.comparing import equal, reference_in, refers
from upheld.subject.decoding import decoder_named
from upheld.subject.dialect import beyond_ascii, folded
from upheld.subject.gathering import ROUND, Found, gather
from upheld.subject.identity import database_forms, fold_of, normal_form
from upheld.subject.marking import (
    ROLE_OF,
    Retention,
    as_named,
    marks_of,
    role_of,
    still_there,
)
from upheld.subject.marks import RoleCode
from upheld.subject.seeds import seeds_of
from upheld.subject.working_set import KeySet, WorkingSet

_LEADING = ("owner", "accessor")

__all__ = ["Closure", "Person", "Retention", "Unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of a run.

    Attributes:
        number: Their number in the key sets.
        seeds: Key tuples of their rows, by kind of person.
        identifiers: Spellings by kind of identifier, for edges that match on them.
        held: Whether a registered hold keeps every row.
        known: Locators of further rows of theirs, by table: those that an interrupted run
            wrote down, because nothing leads to them any more.
        named: Locators of rows that were named themselves, by table, whoever's they are.
    """

    number: int
    seeds: Mapping[str, Sequence[tuple[Any, ...]]] = field(repr=False)
    identifiers: Mapping[str, Sequence[str]] = field(repr=False)
    held: bool = False
    known: Mapping[str, Sequence[tuple[Any, ...]]] = field(repr=False, default_factory=dict)
    named: Mapping[str, Sequence[tuple[Any, ...]]] = field(repr=False, default_factory=dict)


@dataclass(slots=True)
class Unread:
    """Rows that could not be read, by table: what they hold is not proven."""

    rows: dict[str, int] = field(default_factory=dict)


class Closure:
    """Fills a working set."""

    def __init__(
        self, working: WorkingSet, people: Sequence[Person], retention: Mapping[str, Retention]
    ) -> None:
        self.working = working
        self.graph = working.graph
        self.people = people
        self.retention = retention
        self.unread = Unread()

    def walk(self) -> None:
        """Reach every row of every person."""
        self._identifiers()
        self._seed()
        self.walk_again()

    def walk_from_keys(self) -> None:
        """Reach rows of people whose own rows may be gone: their keys stand for them."""
        self._identifiers()
        self._seed()
        for kind, subject in self.graph.datamap.subjects.items():
            node = self.graph.nodes[subject.table]
            if tuple(subject.key_columns) != node.locator:
                continue  # another column than the row's key: without the row it says nothing
            self.working.fill_missing(
                self.working.set_of(node.name),
                ((p.number, key) for p in self.people for key in p.seeds.get(kind, ())),
            )
        self.walk_again()

    def walk_again(self) -> None:
        """Reach rows written since, through the keys that are still known.

        The people's own rows may be gone by now; their keys in the sets stand for them.

        Raises:
            KeyAmbiguousError: A row's key does not name that row alone.
        """
        for group in self.graph.order:
            if any(name in self.graph.cyclic for name in group):
                self._walk_cycle(group)
            else:
                for link in self._leading_on(group):
                    self._follow(link, None)
            for name in group:
                self.working.analyse(name)
        # What is only mentioned leads no further: it waits until all of its parents are known.
        for link in (k for node in self.graph.nodes.values() for k in node.links):
            if link.role not in _LEADING:
                self._follow(link, None)
        refuse_ambiguous(self.working)

    def _leading_on(self, group: tuple[str, ...]) -> list[Link]:
        links = [link for name in group for link in self.graph.nodes[name].links]
        return [link for link in links if link.role in _LEADING]

    def _walk_cycle(self, group: tuple[str, ...]) -> None:
        links = self._leading_on(group)
        inner = [k for k in links if k.parent in group and k.identifier is None]
        for link in links:
            if link not in inner:
                self._follow(link, None)
        current = 0
        while self._found_in(group, current):
            current += 1
            for link in inner:
                self._follow(link, current)

    def _found_in(self, group: tuple[str, ...], number: int) -> bool:
        for name in group:
            keys = self.working.sets.get(name)
            if keys is None:
                continue
            query = self.working.remembered(
                ("round of", name), partial(_in_round, keys), alone=True
            )
            if self.working.connection.execute(query, {"uph_round": number}).first() is not None:
                return True
        return False

    # People -----------------------------------------------------------------------------

    def _identifiers(self) -> None:
        kinds = {k.identifier for n in self.graph.nodes.values() for k in n.links if k.identifier}
        if kinds:
            table = self.working.who_table()
            self.working.fill(table, self._forms(kinds))

    def _forms(self, kinds: set[str]) -> Iterator[dict[str, Any]]:
        for person in self.people:
            for kind, spellings in person.identifiers.items():
                if kind not in kinds:
                    continue
                for form in sorted({f for s in spellings for f in database_forms(kind, s)}):
                    yield {"subject": person.number, "kind": kind, "form": form}

    def _seed(self) -> None:
        for kind, subject in self.graph.datamap.subjects.items():
            found = [(p.number, key) for p in self.people for key in p.seeds.get(kind, ())]
            self._put(self.graph.nodes[subject.table], subject.key_columns, found)
        for name in sorted({name for person in self.people for name in person.known}):
            node = self.graph.nodes[name]
            found = [(p.number, key) for p in self.people for key in p.known.get(name, ())]
            self._put(node, node.locator, found)
        for name in sorted({name for person in self.people for name in person.named}):
            node = self.graph.nodes[name]
            found = [(p.number, key) for p in self.people for key in p.named.get(name, ())]
            self._put(node, node.locator, found, named=True)

    def _put(
        self,
        node: Node,
        columns: Sequence[str],
        found: Sequence[tuple[int, tuple[Any, ...]]],
        *,
        named: bool = False,
    ) -> None:
        """Rows that are the people's own, or that were named themselves, by key."""
        if not found:
            return
        working, child = self.working, self.working.alias(node.name, "c")
        seeds, given = seeds_of(working, [child.c[column].type for column in columns], found)
        role = literal(int(RoleCode.OWNER), Integer)

        def build() -> Found:
            on = and_(*(child.c[column] == seeds.c[f"v{i}"] for i, column in enumerate(columns)))
            marks = self._marks(node, child, None, role)
            marks = as_named(marks) if named else marks
            source = seeds.join(child, on)
            return Found(child=child, subject=seeds.c.subject, marks=marks, source=source)

        apart = len({key for _, key in found}) == len(found)
        key = (type(self), "seed", node.name, tuple(columns), self.day_of(node), named, *given)
        gather(working, node, key, build, apart=apart, given=given)

    # Links ------------------------------------------------------------------------------

    def _follow(self, link: Link, current: int | None) -> None:
        if link.role == "custodian" and link.action != "unlink":
            return
        if link.kind == "match":
            self._follow_match(link)
        elif link.identifier or link.parent in self.working.sets:
            if link.kind == "decode":
                self._follow_decoded(link)
            else:
                self._follow_key(link, current)

    def _follow_key(self, link: Link, current: int | None) -> None:
        working, node = self.working, self.graph.nodes[link.child]
        source, owns = working.set_of(link.parent), link.kind == "owns"
        needed = link.columns if owns else link.parent_columns
        table = self.graph.nodes[link.parent].table
        once = not owns and needed in (table.primary_key, *table.unique) and source.unique
        gather(
            working, node, (type(self), "follow", link, current is None, self.day_of(node)),
            lambda: self._found_by_key(link, source, needed, in_rounds=current is not None),
            current=current or 0, once=once, apart=once and source.apart,
        )  # fmt: skip

    def _found_by_key(
        self, link: Link, source: KeySet, needed: Sequence[str], *, in_rounds: bool
    ) -> Found:
        working, node = self.working, self.graph.nodes[link.child]
        s, child = source.table.alias("s"), working.alias(link.child, "c")
        start, values = working.values_of(source, s, needed, "p")
        if link.kind == "owns":
            pairs = zip(link.parent_columns, values, strict=True)
            on = and_(*(equal(child.c[column], value) for column, value in pairs))
        else:
            on = refers(working.dialect, link.via, child, values)
        limits = [s.c.role <= (1 if link.role == "custodian" else 2), *self.leading(s)]
        limits += self._limits(link, node, child)
        if in_rounds:
            limits.append(s.c.round == ROUND - 1)
        marks = self._marks(node, child, link, role_of(link, s.c.role))
        return Found(
            child=child, subject=s.c.subject, marks=marks,
            source=start.join(child, on), conditions=limits,
        )  # fmt: skip

    def leading(self, source: FromClause) -> list[ColumnElement[bool]]:
        """Which rows lead on to others, besides what their role says: all of them."""
        del source
        return []

    def day_of(self, node: Node) -> date | None:
        """The day on which it depends what is retained of a table."""
        retain = node.entry.retain
        return self.retention[retain.rule].cutoff if retain is not None else None

    def _limits(self, link: Link, node: Node, child: FromClause) -> list[ColumnElement[bool]]:
        limits = still_there(node, child)
        return limits if link.when is None else [*limits, compiled(link.when, child)]

    def _marks(self, node: Node, child: FromClause, link: Link | None, role: Any) -> dict[str, Any]:
        return marks_of(self.working, node, child, link, role, retention=self.retention)

    def _follow_match(self, link: Link) -> None:
        """Rows that carry an identifier of the person, whatever its spelling."""
        working, node, kind = self.working, self.graph.nodes[link.child], link.identifier or ""
        w, child = working.who_table().alias("w"), working.alias(link.child, "c")

        def asked() -> tuple[Any, Any]:
            value = reference_in(working.dialect, link.via, child)[0]
            return value, folded(working.dialect, value, fold_of(kind))

        def wide() -> Executable:
            beyond = beyond_ascii(working.dialect, asked()[0])
            query = select(*asked()).where(beyond, *self._limits(link, node, child))
            return query.execution_options(yield_per=1000)

        def build() -> Found:
            on = and_(w.c.kind == kind, asked()[1] == w.c.form)
            marks = self._marks(node, child, link, literal(int(ROLE_OF[link.role]), Integer))
            return Found(
                child=child, subject=w.c.subject, marks=marks,
                source=w.join(child, on), conditions=self._limits(link, node, child),
            )  # fmt: skip

        people = self._people_by(kind)
        query = working.remembered(("beyond ASCII", link), wide, alone=True)
        found = {
            (n, kind, form)
            for raw, form in working.connection.execute(query)
            for n in people.get(normal_form(kind, raw), ())
        }
        # How the database folds a text that only this program can compare: one spelling more.
        names = ("subject", "kind", "form")
        working.add_who([dict(zip(names, one, strict=True)) for one in sorted(found)])
        gather(working, node, (type(self), "match", link, self.day_of(node)), build)

    def _people_by(self, kind: str) -> dict[str, set[int]]:
        people: dict[str, set[int]] = {}
        for person in self.people:
            for spelling in person.identifiers.get(kind, ()):
                people.setdefault(normal_form(kind, spelling), set()).add(person.number)
        return people

    def _follow_decoded(self, link: Link) -> None:
        """Rows whose reference only a decoder can read; unreadable ones are counted.

        With `match` what was decoded is an identifier, and needs no row of the person's own.
        """
        working, node = self.working, self.graph.nodes[link.child]
        owners = self._people_by(link.identifier) if link.identifier else self._keys_of(link)
        child = working.alias(link.child, "c")
        column = child.c[link.columns[0]]
        limits = [column.is_not(None), *self._limits(link, node, child)]
        read = self._counting(link)
        locator = working.locator(node, child)
        rows = working.connection.execute(
            select(column, *locator).select_from(child).where(*limits),
            execution_options={"yield_per": 1000},
        )
        found = [
            {"subject": subject, **{f"v{i}": k for i, k in enumerate(row[1:])}}
            for row in rows
            for subject in sorted(owners.get(read(row[0]) or "", ()))
        ]
        if found:
            self._put_back(link, found)

    def _keys_of(self, link: Link) -> dict[str, set[int]]:
        """Whose rows of the parent a key, written as text, is the key of."""
        source = self.working.set_of(link.parent)
        start, values = self.working.values_of(source, source.table, link.parent_columns, "p")
        query = select(source.table.c.subject, values[0]).select_from(start)
        allowed = and_(source.table.c.role <= int(RoleCode.ACCESSOR), *self.leading(source.table))
        owners: dict[str, set[int]] = {}
        for subject, key in self.working.connection.execute(query.where(allowed)):
            owners.setdefault(str(key), set()).add(subject)
        return owners

    def _counting(self, link: Link) -> Callable[[Any], str | None]:
        decode = decoder_named(link.decode or "", link.path)
        unread = 0

        def read(value: Any) -> str | None:
            nonlocal unread
            text = decode(value)
            if text is None:
                unread += 1
                # Several edges may read one column: a row that cannot be read is one row.
                known = self.unread.rows.get(link.child, 0)
                self.unread.rows[link.child] = max(unread, known)
            return normal_form(link.identifier, text) if text and link.identifier else text

        return read

    def _put_back(self, link: Link, found: Sequence[Mapping[str, Any]]) -> None:
        working, node = self.working, self.graph.nodes[link.child]
        child = working.alias(link.child, "c")
        pointers = working.locator(node, child)
        types = {f"v{i}": pointer.type for i, pointer in enumerate(pointers)}
        seeds = working.temporary("uph_read", {"subject": Integer, **types})
        working.fill(seeds, found)

        def build() -> Found:
            on = working.equal(node, pointers, (seeds.c[f"v{i}"] for i in range(len(pointers))))
            marks = self._marks(node, child, link, literal(int(ROLE_OF[link.role]), Integer))
            source = seeds.join(child, on)
            return Found(child=child, subject=seeds.c.subject, marks=marks, source=source)

        gather(working, node, (type(self), "read", link, self.day_of(node)), build)


def _in_round(keys: KeySet) -> Select[Any]:
    t = keys.table
    return select(literal(1)).select_from(t).where(t.c.round == ROUND).limit(1)
