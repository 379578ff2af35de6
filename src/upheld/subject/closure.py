"""The closure over edges: from people's own rows to every row that is theirs.

Parents come before children; a cycle is walked round by round until nothing new is found.
Each link is one `INSERT … SELECT`, whoever and however many the people are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement, Integer, Text, and_, case, cast, func, insert, literal, literal_column, or_, select,
)

from upheld.datamap.condition import compiled
from upheld.datamap.graph import Graph, Link, Node
from upheld.datamap.via import ColumnsVia, JsonVia, PatternVia
from upheld.subject.decoding import decoder_named
from upheld.subject.dialect import beyond_ascii, folded, json_text, key_in_text
from upheld.subject.identity import database_forms, fold_of, normal_form
from upheld.subject.working_set import MARKS, ActionCode, KeySet, RoleCode, Why, WorkingSet

ROLE_OF = {
    "owner": RoleCode.OWNER, "accessor": RoleCode.ACCESSOR,
    "mention": RoleCode.MENTION, "custodian": RoleCode.CUSTODIAN,
}
ACTION_OF = {
    "delete": ActionCode.DELETE, "anonymise": ActionCode.ANONYMISE,
    "unlink": ActionCode.UNLINK, "keep": ActionCode.KEEP,
}
COLUMN_BITS = 32
"""Bits below it number references; from it on, links whose column is not a reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of a run.

    Attributes:
        number: Their number in the key sets.
        seeds: Key tuples of their rows, by kind of person.
        identifiers: Spellings by kind of identifier, for edges that match on them.
        held: Whether a registered hold keeps every row.
    """

    number: int
    seeds: Mapping[str, Sequence[tuple[Any, ...]]] = field(repr=False)
    identifiers: Mapping[str, Sequence[str]] = field(repr=False)
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A retention rule as tracing needs it: rows that start on `cutoff` or later stay."""

    cutoff: date


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
        self.graph: Graph = working.graph
        self.people = people
        self.retention = retention
        self.unread = Unread()

    def walk(self) -> None:
        """Reach every row of every person."""
        self._identifiers()
        self._seed()
        for group in self.graph.order:
            self._walk_group(group)

    def walk_from_keys(self) -> None:
        """Reach rows of people whose own rows may be gone: their keys stand for them."""
        self._identifiers()
        self._seed()
        for kind, subject in self.graph.datamap.subjects.items():
            node = self.graph.nodes[subject.table]
            if tuple(subject.key_columns) != node.locator:
                continue  # another column than the row's key: without the row it says nothing
            keys = self.working.set_of(node.name)
            self.working.fill_missing(keys, (
                {"subject": p.number, "role": int(RoleCode.OWNER), "action": int(ActionCode.DELETE),
                 "why": int(Why.TABLE), "nulls": 0, "round": 0, "done": 0,
                 **{k.name: v for k, v in zip(keys.keys, key, strict=True)}}
                for p in self.people for key in p.seeds.get(kind, ())
            ))
        for group in self.graph.order:
            self._walk_group(group)

    def walk_again(self) -> None:
        """Reach rows written since, through the keys that are still known.

        The people's own rows may be gone by now; their keys in the sets stand for them.
        """
        for group in self.graph.order:
            self._walk_group(group)

    def _walk_group(self, group: tuple[str, ...]) -> None:
        cyclic = any(name in self.graph.cyclic for name in group)
        inside = set(group)
        for name in group:
            for link in self.graph.nodes[name].links:
                if not cyclic or link.parent not in inside or link.identifier:
                    self._follow(link, None)
            if not cyclic:
                self.working.analyse(name)
        if not cyclic:
            return
        links = [
            link for name in group for link in self.graph.nodes[name].links
            if link.parent in inside and not link.identifier
        ]
        current = 0
        while self._found_in(group, current):
            current += 1
            for link in links:
                self._follow(link, current)
        for name in group:
            self.working.analyse(name)

    def _found_in(self, group: tuple[str, ...], number: int) -> bool:
        for name in group:
            keys = self.working.sets.get(name)
            if keys is None:
                continue
            query = select(literal(1)).select_from(keys.table).where(keys.table.c.round == number)
            if self.working.connection.execute(query.limit(1)).first() is not None:
                return True
        return False

    # People -----------------------------------------------------------------------------

    def _identifiers(self) -> None:
        kinds = {k.identifier for n in self.graph.nodes.values() for k in n.links if k.identifier}
        if not kinds:
            return
        table = self.working.temporary("uph_who", {"subject": Integer, "kind": Text, "form": Text})
        self.working.fill(table, self._forms(kinds))

    def _forms(self, kinds: set[str | None]) -> Iterator[dict[str, Any]]:
        for person in self.people:
            for kind, spellings in person.identifiers.items():
                if kind not in kinds:
                    continue
                for form in sorted({f for s in spellings for f in database_forms(kind, s)}):
                    yield {"subject": person.number, "kind": kind, "form": form}

    def _seed(self) -> None:
        for kind, subject in self.graph.datamap.subjects.items():
            rows = [
                {"subject": p.number, **{f"v{i}": v for i, v in enumerate(key)}}
                for p in self.people for key in p.seeds.get(kind, ())
            ]
            if not rows:
                continue
            base = self.working.base(subject.table)
            types = {f"v{i}": base.c[c].type for i, c in enumerate(subject.key_columns)}
            seeds = self.working.temporary("uph_seed", {"subject": Integer, **types})
            self.working.fill(seeds, rows)
            node = self.graph.nodes[subject.table]
            child = self.working.alias(subject.table, "c")
            on = and_(*(child.c[c] == seeds.c[f"v{i}"] for i, c in enumerate(subject.key_columns)))
            role = literal(int(RoleCode.OWNER), Integer)
            marks = self._marks(node, child, None, role)
            self._insert(node, child, seeds.c.subject, marks, seeds.join(child, on), [], 0)

    # Links ------------------------------------------------------------------------------

    def _follow(self, link: Link, current: int | None) -> None:
        if link.role == "custodian" and link.action != "unlink":
            return
        if link.kind == "match":
            self._follow_match(link)
            return
        if link.parent not in self.working.sets:
            return
        if link.kind == "decode":
            self._follow_decoded(link, current)
            return
        node = self.graph.nodes[link.child]
        source = self.working.set_of(link.parent)
        s = source.table.alias("s")
        child = self.working.alias(link.child, "c")
        joined, conditions = self._joined(link, source, s, child)
        role = self._role(link, s.c.role)
        conditions += self._limits(link, node, child, s)
        if current is not None:
            conditions.append(s.c.round == current - 1)
        marks = self._marks(node, child, link, role)
        self._insert(node, child, s.c.subject, marks, joined, conditions, current or 0)

    def _joined(self, link: Link, source: KeySet, s: Any, child: Any) -> tuple[Any, list[Any]]:
        """Join the parent's keys with the child, through the parent's table where needed."""
        parent_node = self.graph.nodes[link.parent]
        keys = dict(zip(parent_node.locator, (s.c[k.name] for k in source.keys), strict=False))
        needed = link.columns if link.kind == "owns" else link.parent_columns
        start: Any = s
        if not all(column in keys for column in needed):
            parent = self.working.alias(link.parent, "p")
            pointers = self.working.locator(parent_node, parent, "p")
            on = and_(*(p == s.c[k.name] for p, k in zip(pointers, source.keys, strict=True)))
            start = s.join(parent, on)
            keys = {column: parent.c[column] for column in needed}
        if link.kind == "owns":
            pairs = zip(link.parent_columns, link.columns, strict=True)
            on = and_(*(child.c[own] == keys[theirs] for own, theirs in pairs))
            return start.join(child, on), []
        values = [keys[column] for column in link.parent_columns]
        return start.join(child, self._refers(link, child, values)), []

    def _refers(self, link: Link, child: Any, values: Sequence[Any]) -> ColumnElement[bool]:
        dialect = self.working.dialect
        match link.via:
            case ColumnsVia(columns):
                return and_(*(
                    _equal(child.c[own], value) for own, value in zip(columns, values, strict=True)
                ))
            case JsonVia(column, path):
                return json_text(dialect, child.c[column], path) == cast(values[0], Text)
            case PatternVia(column, prefix, delimiter, rest):
                key = key_in_text(dialect, child.c[column], prefix, delimiter, rest)
                return and_(
                    child.c[column].startswith(prefix, autoescape=True),
                    key == cast(values[0], Text),
                )

    def _limits(self, link: Link, node: Node, child: Any, s: Any) -> list[ColumnElement[bool]]:
        limits = [s.c.role <= (1 if link.role == "custodian" else 2)]
        if link.when is not None:
            limits.append(compiled(link.when, child))
        return limits + self._still_there(node, child)

    def _still_there(self, node: Node, child: Any) -> list[ColumnElement[bool]]:
        marker = node.entry.soft_delete
        if marker is None or not marker.counts_as_erased:
            return []
        column = child.c[marker.column]
        if node.table.columns[marker.column].type == "boolean":
            return [or_(column.is_(None), column.is_(False))]
        return [column.is_(None)]

    def _role(self, link: Link, inherited: Any) -> Any:
        code = ROLE_OF[link.role]
        return inherited if code == RoleCode.OWNER else literal(int(code), Integer)

    def _follow_match(self, link: Link) -> None:
        """Rows that carry an identifier of the person, whatever its spelling."""
        working, node = self.working, self.graph.nodes[link.child]
        who = working._metadata.tables.get("uph_who")  # noqa: SLF001 - the run's own table
        if who is None:
            return
        assert link.identifier is not None
        w, child = who.alias("w"), working.alias(link.child, "c")
        value = self._text(link, child)
        on = and_(w.c.kind == link.identifier, folded(working.dialect, value, fold_of(link.identifier)) == w.c.form)
        role = literal(int(ROLE_OF[link.role]), Integer)
        conditions = self._still_there(node, child)
        if link.when is not None:
            conditions.append(compiled(link.when, child))
        marks = self._marks(node, child, link, role)
        self._insert(node, child, w.c.subject, marks, w.join(child, on), conditions, 0)
        self._follow_python(
            link, value, [beyond_ascii(working.dialect, value), *conditions],
            lambda text: normal_form(str(link.identifier), text),
            {
                normal_form(kind, spelling): p.number
                for p in self.people for kind, spellings in p.identifiers.items()
                if kind == link.identifier for spelling in spellings
            },
            RoleCode(ROLE_OF[link.role]),
        )

    def _follow_decoded(self, link: Link, current: int | None) -> None:
        """Rows whose reference only a decoder can read; unreadable ones are counted."""
        source = self.working.set_of(link.parent)
        query = select(source.table.c.subject, source.keys[0]).where(source.table.c.role <= 2)  # noqa: PLR2004
        owners = {str(key): subject for subject, key in self.working.connection.execute(query)}
        child = self.working.alias(link.child, "c")
        column = child.c[link.columns[0]]
        decode = decoder_named(link.decode or "", link.path)

        def read(value: Any) -> str | None:
            found = decode(value)
            if found is None:
                self.unread.rows[link.child] = self.unread.rows.get(link.child, 0) + 1
            return found

        conditions: list[ColumnElement[bool]] = [column.is_not(None)]
        if link.when is not None:
            conditions.append(compiled(link.when, child))
        self._follow_python(link, column, conditions, read, owners, RoleCode(ROLE_OF[link.role]))

    def _follow_python(
        self, link: Link, value: Any, conditions: list[Any],
        read: Callable[[Any], str | None], owners: Mapping[str, int], role: RoleCode,
    ) -> None:
        """Read rows here, for what the database cannot compare; keys go back in one insert."""
        working, node = self.working, self.graph.nodes[link.child]
        child = working.alias(link.child, "c")
        locator = [k.label(f"k{i}") for i, k in enumerate(working.locator(node, child, "c"))]
        query = select(value.label("v"), *locator).select_from(child).where(*conditions)
        found: list[dict[str, Any]] = []
        result = working.connection.execute(query.execution_options(yield_per=1000))
        for row in result:
            subject = owners.get(read(row[0]) or "")
            if subject is not None:
                found.append({"subject": subject, **{f"v{i}": k for i, k in enumerate(row[1:])}})
        if not found:
            return
        keys = working.set_of(node.name)
        types = {f"v{i}": k.type for i, k in enumerate(keys.keys)}
        seeds = working.temporary("uph_read", {"subject": Integer, **types})
        working.fill(seeds, found)
        pointers = working.locator(node, child, "c")
        on = and_(*(p == seeds.c[f"v{i}"] for i, p in enumerate(pointers)))
        marks = self._marks(node, child, link, literal(int(role), Integer))
        self._insert(node, child, seeds.c.subject, marks, seeds.join(child, on), [], 0)

    def _text(self, link: Link, child: Any) -> Any:
        if isinstance(link.via, JsonVia):
            return json_text(self.working.dialect, child.c[link.via.column], link.via.path)
        return child.c[link.columns[0]]

    # Decisions --------------------------------------------------------------------------

    def _marks(self, node: Node, child: Any, link: Link | None, role: Any) -> dict[str, Any]:
        """What is decided about a row as it is reached: action, why, what is to be nulled."""
        entry = node.entry
        table_action = entry.on_erase if isinstance(entry.on_erase, str) else "anonymise"
        edge = link is not None and link.action is not None
        base = ACTION_OF[link.action if link is not None and link.action else table_action]
        why = Why.EDGE if edge else Why.TABLE
        action: Any = literal(int(base), Integer)
        reason: Any = literal(int(why), Integer)
        bits = self._bits(node, link)
        nulls: Any = literal(bits if base == ActionCode.UNLINK else 0, Integer)
        retained, over = self._retained(node, child)
        if retained is not None:
            after = ACTION_OF[entry.retain.after] if entry.retain else ActionCode.DELETE
            kept = 0 if not entry.retain or set(link.columns if link else ()) & set(entry.retain.keep) else bits
            action = case((retained, int(ActionCode.RETAIN)), (over, int(after)), else_=action)
            reason = case((retained, int(Why.RETENTION)), (over, int(Why.AFTER_RETENTION)), else_=reason)
            nulls = case((retained, kept), (over, 0), else_=nulls)
        if link is not None and link.role == "custodian":
            return {"role": role, "action": literal(int(ActionCode.UNLINK), Integer),
                    "why": literal(int(Why.EDGE), Integer), "nulls": literal(bits, Integer)}
        owner = role == int(RoleCode.OWNER)
        return {
            "role": role,
            "action": case((owner, action), else_=0),
            "why": reason,
            "nulls": case((owner, nulls), else_=0),
        }

    def _bits(self, node: Node, link: Link | None) -> int:
        """The bit of the reference a link goes by; 0 where it cannot be NULL."""
        if link is None or link.kind == "owns":
            return 0
        for ref in self.graph.references_from(node.name):
            if (ref.columns, ref.parent, ref.parent_columns) == (link.columns, link.parent, link.parent_columns):
                return 1 << ref.number if ref.nullable else 0
        if link.kind in ("match", "pattern", "decode") and node.table.columns[link.columns[0]].nullable:
            return 1 << (COLUMN_BITS + link.number)
        return 0

    def _retained(self, node: Node, child: Any) -> tuple[Any, Any]:
        """Conditions for `the period still runs` and `it is over`."""
        retain = node.entry.retain
        if retain is None:
            return None, None
        start = child.c[retain.from_]
        running: Any = or_(start.is_(None), start >= self._cutoff(node, retain.from_, retain.rule))
        applies = compiled(retain.when, child) if retain.when else literal(1) == literal(1)
        return and_(applies, running), applies

    def _cutoff(self, node: Node, column: str, rule: str) -> Any:
        day = self.retention[rule].cutoff
        kind = node.table.columns[column].type
        if kind == "date" and self.working.dialect != "sqlite":
            return day
        if kind in ("date", "datetime") and self.working.dialect != "sqlite":
            from datetime import datetime

            return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the column is
        # SQLite keeps dates as ISO text, which sorts as the dates do.
        return cast(literal(day.isoformat()), Text)

    # Insert -----------------------------------------------------------------------------

    def _insert(
        self, node: Node, child: Any, subject: Any, marks: Mapping[str, Any], joined: Any,
        conditions: Sequence[Any], current: int,
    ) -> None:
        working = self.working
        keys = working.set_of(node.name)
        locator = working.locator(node, child, "c")
        values = {
            "subject": subject, "role": func.min(marks["role"]), "action": func.max(marks["action"]),
            "why": func.max(marks["why"]), "nulls": func.max(marks["nulls"]),
            "round": literal(current, Integer), "done": literal(0, Integer),
        }
        query = (
            select(*(values[m].label(m) for m in MARKS), *locator)
            .select_from(joined).where(literal(1) == literal(1), *conditions)
            .group_by(subject, *locator)
        )
        columns = [*MARKS, *(k.name for k in keys.keys)]
        working.connection.execute(_upsert(working, keys, columns, query))


def _equal(own: Any, other: Any) -> ColumnElement[bool]:
    """Equality of two columns that may have different types: compare as text then."""
    if type(own.type) is type(other.type) or own.type._type_affinity is other.type._type_affinity:  # noqa: SLF001
        return own == other  # type: ignore[no-any-return]
    if own.type._type_affinity is Text or isinstance(own.type, Text):  # noqa: SLF001
        return own == cast(other, Text)  # type: ignore[no-any-return]
    return cast(own, Text) == cast(other, Text)


def _upsert(working: WorkingSet, keys: KeySet, columns: Sequence[str], query: Any) -> Any:
    """Insert, and where a row was reached before keep the stronger of each mark."""
    if not keys.unique:
        return insert(keys.table).from_select(columns, query)
    t = keys.table.c
    if working.dialect == "mysql":
        from sqlalchemy.dialects.mysql import insert as mysql_insert

        statement = mysql_insert(keys.table).from_select(columns, query)
        new = statement.inserted
        # MariaDB assigns from left to right and sees what it has just assigned.
        return statement.on_duplicate_key_update([
            ("round", case((or_(new.role < t.role, new.action > t.action), new.round), else_=t.round)),
            ("why", case((new.action > t.action, new.why), else_=t.why)),
            ("nulls", t.nulls.op("|")(new.nulls)),
            ("role", working.least(t.role, new.role)),
            ("action", working.greatest(t.action, new.action)),
        ])
    if working.dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as dialect_insert
    else:
        from sqlalchemy.dialects.sqlite import insert as dialect_insert  # type: ignore[assignment]
    statement = dialect_insert(keys.table).from_select(columns, query)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["subject", *(k.name for k in keys.keys)],
        set_={
            "role": working.least(t.role, new.role),
            "action": working.greatest(t.action, new.action),
            "why": case((new.action > t.action, new.why), else_=t.why),
            "nulls": t.nulls.op("|")(new.nulls),
            "round": case((or_(new.role < t.role, new.action > t.action), new.round), else_=t.round),
        },
        where=or_(new.role < t.role, new.action > t.action, t.nulls.op("|")(new.nulls) != t.nulls),
    )


__all__ = ["COLUMN_BITS", "Closure", "Link", "Person", "Retention", "Unread", "literal_column"]
