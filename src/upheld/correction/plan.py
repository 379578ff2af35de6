"""From a correction to the rows it is for: found by the closure, fixed in temporary tables.

Rows that somebody else owns too, fields about somebody else, and what a legal record or a hold
keeps are left as they are, and are counted. Everything that could be forbidden is tried here,
reading only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)

from upheld.correction.change import Changes
from upheld.correction.fitting import fitted
from upheld.datamap.graph import Node
from upheld.deletion.plan import Asked
from upheld.subject.about import tie, ties_of
from upheld.subject.dialect import key_hash
from upheld.subject.marks import ActionCode, RoleCode, Why
from upheld.subject.working_set import KeySet, WorkingSet

CHANGED, RETAINED, HELD, SHARED = 1, 2, 3, 4
_KINDS = {CHANGED: "change", RETAINED: "retain", HELD: "hold", SHARED: "shared"}


@dataclass(slots=True, kw_only=True)
class ColumnPlan:
    """What happens to one column of one table, for one person.

    Attributes:
        change: Rows that get the new value.
        retain: Rows of a legal record, which keep the value they were made with.
        hold: Rows that a registered hold keeps.
        shared: Rows that somebody else owns too; left as they are.
        category: What is corrected.
    """

    table: str
    column: str
    category: str
    change: int = 0
    retain: int = 0
    hold: int = 0
    shared: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys, all of them, in order."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(slots=True, kw_only=True)
class Target:
    """One column to be written, with a temporary table that names its rows.

    Attributes:
        rows: `subject`, `kind` and the row's key (`k0`, `k1`, …).
        new: `subject` and `value`, of the column's own type.
    """

    keys: KeySet
    column: str
    category: str
    rows: Table
    new: Table

    @property
    def node(self) -> Node:
        """The table."""
        return self.keys.node


@dataclass(slots=True, kw_only=True)
class SystemChanges:
    """The plan of one system; its counts and digests hold no value.

    Attributes:
        parts: By request.
        digests: By request: `table.column` → `rows:digest` of the keys, and the digest of
            the new values under `values`.
        not_changed: By request: what still holds an earlier value, and why.
    """

    system: str
    targets: list[Target] = field(default_factory=list, repr=False)
    parts: dict[str, list[ColumnPlan]] = field(default_factory=dict)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    not_changed: dict[str, list[str]] = field(default_factory=dict)


def compile_changes(
    working: WorkingSet, asked: Sequence[Asked], changes: Mapping[str, Changes], salt: str
) -> SystemChanges:
    """Find and try every row of a correction; the working set must be walked and settled.

    Args:
        working: Of one system.
        asked: The people.
        changes: By request.
        salt: For the digests.

    Raises:
        CorrectionUnfitError: A value does not fit its column's type. What other rows and
            CHECK constraints say is asked by `trial.refuse`.
    """
    plan = SystemChanges(system=working.graph.system)
    plan.parts = {a.ref: [] for a in asked}
    plan.digests = {a.ref: {"values": changes[a.ref].digest(salt)} for a in asked}
    plan.not_changed = {a.ref: [] for a in asked}
    wanted = {a.person.number: changes[a.ref].values for a in asked}
    numbers = {a.person.number: a.ref for a in asked}
    for name in (n for group in working.graph.order for n in group):
        keys = working.sets.get(name)
        if keys is None:
            continue
        for column in keys.node.personal_columns():
            target = _target(working, keys, column, wanted, len(plan.targets))
            if target is not None:
                _explain(working, target, numbers, salt, plan)
        _note_paths(working, keys, wanted, numbers, plan)
    return plan


def _target(
    working: WorkingSet,
    keys: KeySet,
    column: str,
    wanted: Mapping[int, Mapping[str, str | None]],
    number: int,
) -> Target | None:
    node = keys.node
    name = node.entry.category_of(column)
    people = {n: values[name] for n, values in wanted.items() if name in values} if name else {}
    if name is None or not people or not _reached(working, keys, sorted(people)):
        return None
    described = node.table.columns[column]
    rows = _temporary_like(working, keys, f"uph_fix{number}")
    new = _values_table(working, node, column, f"uph_new{number}")
    # Tried in the temporary table first: it has the column's own type.
    values = [
        {"subject": n, "value": fitted(working.graph, node, described, value, working.dialect)}
        for n, value in sorted(people.items())
    ]
    working.fill(new, values)
    _fill_rows(working, keys, column, rows, new)
    return Target(keys=keys, column=column, category=name, rows=rows, new=new)


def _reached(working: WorkingSet, keys: KeySet, numbers: Sequence[int]) -> bool:
    t = keys.table
    for start in range(0, len(numbers), 1000):
        chunk = numbers[start : start + 1000]
        query = select(literal(1)).select_from(t)
        owned = query.where(t.c.role == int(RoleCode.OWNER), t.c.subject.in_(chunk))
        if working.connection.execute(owned.limit(1)).first() is not None:
            return True
    return False


def _temporary_like(working: WorkingSet, keys: KeySet, name: str) -> Table:
    """Make an empty temporary table for keys of a table, of exactly their types."""
    t = keys.table
    shape = select(t.c.subject, t.c.role.label("kind"), *(t.c[k.name] for k in keys.keys)).where(
        literal(1) == literal(0)
    )
    return _created(
        working,
        name,
        shape,
        [t.c.subject, t.c.role, *keys.keys],
        ["subject", "kind", *(k.name for k in keys.keys)],
    )


def _values_table(working: WorkingSet, node: Node, column: str, name: str) -> Table:
    base = working.alias(node.name, "c")
    mark = cast(literal(0), Integer)
    shape = (
        select(mark.label("subject"), base.c[column].label("value"))
        .select_from(base)
        .where(literal(1) == literal(0))
    )
    any_keys = next(iter(working.sets.values())).table
    return _created(
        working, name, shape, [any_keys.c.subject, base.c[column]], ["subject", "value"]
    )


def _created(
    working: WorkingSet, name: str, shape: Any, typed: Sequence[Any], names: Sequence[str]
) -> Table:
    from sqlalchemy import Column

    working._create_as(name, shape, [])  # noqa: SLF001 - the same run's temporary tables
    columns = [Column(own, source.type) for own, source in zip(names, typed, strict=True)]
    return Table(name, working._metadata, *columns, extend_existing=True)  # noqa: SLF001


def kind_of(working: WorkingSet, keys: KeySet, column: str) -> ColumnElement[int]:
    """What becomes of a column in a row: `CHANGED`, or why it stays."""
    t = keys.table
    return case(
        (t.c.action == int(ActionCode.HOLD), HELD),
        (_of_others(working, keys), SHARED),
        (_recorded(keys, column), RETAINED),
        else_=CHANGED,
    )


def holding(working: WorkingSet, keys: KeySet, column: str, base: Any) -> ColumnElement[bool]:
    """Whether a row is the person's own and holds the field, about them."""
    return and_(
        keys.table.c.role == int(RoleCode.OWNER),
        _holds(working, keys, column, base),
        _about_them(working, keys, column, base),
    )


def _fill_rows(working: WorkingSet, keys: KeySet, column: str, rows: Table, new: Table) -> None:
    """Name every row of the column, with what becomes of it."""
    t = keys.table
    base = working.alias(keys.node.name, "c")
    source = t.join(base, working.same_row(keys, base)).join(new, new.c.subject == t.c.subject)
    query = (
        select(t.c.subject, kind_of(working, keys, column), *(t.c[k.name] for k in keys.keys))
        .distinct()
        .select_from(source)
        .where(holding(working, keys, column, base))
    )
    names = ["subject", "kind", *(k.name for k in keys.keys)]
    working.connection.execute(insert(rows).from_select(names, query))


def _holds(working: WorkingSet, keys: KeySet, column: str, base: Any) -> ColumnElement[bool]:
    """Whether a row holds the field: a filled one does, and the person's own row always."""
    if keys.node.name in working.graph.subject_tables():
        return true()
    filled: ColumnElement[bool] = base.c[column].is_not(None)
    return filled


def _about_them(working: WorkingSet, keys: KeySet, column: str, base: Any) -> ColumnElement[bool]:
    """Whether the field is about this person where it names an edge with `of`."""
    ties = ties_of(keys.node)
    named = ties.about.get(column)
    if named is None:
        return true()
    tied = [tie(working, ties, n, keys.table, base) == int(RoleCode.OWNER) for n in named]
    return or_(false(), *tied)


def _of_others(working: WorkingSet, keys: KeySet) -> ColumnElement[bool]:
    """Whether somebody else owns the row too, among those who asked or elsewhere."""
    t = keys.table
    other = t.alias("other")
    same = working.equal(keys.node, keys.keys, (other.c[k.name] for k in keys.keys))
    asked_too = exists(
        select(literal(1)).where(
            same, other.c.subject != t.c.subject, other.c.role == int(RoleCode.OWNER)
        )
    ).correlate(t)
    del working
    return or_(t.c.why == int(Why.SHARED), asked_too)


def _recorded(keys: KeySet, column: str) -> ColumnElement[bool]:
    retain = keys.node.entry.retain
    if retain is None or column not in retain.keep:
        return false()
    return keys.table.c.action == int(ActionCode.RETAIN)


def _explain(
    working: WorkingSet, target: Target, numbers: Mapping[int, str], salt: str, plan: SystemChanges
) -> None:
    rows = target.rows
    names = [rows.c[k.name] for k in target.keys.keys]
    digest = key_hash(working.dialect, [literal(salt), *names])
    query = select(rows.c.subject, rows.c.kind, func.count(), func.sum(digest)).group_by(
        rows.c.subject, rows.c.kind
    )
    parts: dict[int, ColumnPlan] = {}
    for subject, kind, count, summed in working.connection.execute(query):
        part = parts.setdefault(
            subject,
            ColumnPlan(table=target.node.name, column=target.column, category=target.category),
        )
        setattr(part, _KINDS[kind], int(count))
        name = f"{target.node.name}.{target.column}/{_KINDS[kind]}"
        plan.digests[numbers[subject]][name] = f"{count}:{int(summed or 0):x}"
    for subject, part in sorted(parts.items()):
        plan.parts[numbers[subject]].append(part)
    if parts:
        plan.targets.append(target)


def _note_paths(
    working: WorkingSet,
    keys: KeySet,
    wanted: Mapping[int, Mapping[str, str | None]],
    numbers: Mapping[int, str],
    plan: SystemChanges,
) -> None:
    """Rows found by a value inside a JSON column: it is not rewritten, and that is said."""
    from upheld.datamap.via import JsonVia

    paths = [k for k in keys.node.links if k.kind == "match" and isinstance(k.via, JsonVia)]
    concerned = {
        n for n, values in wanted.items() if any(_about(k.identifier, values) for k in paths)
    }
    if not concerned:
        return
    t = keys.table
    query = select(t.c.subject, func.count()).where(t.c.role <= int(RoleCode.ACCESSOR))
    for subject, rows in working.connection.execute(query.group_by(t.c.subject)):
        if subject in concerned:
            where = ", ".join(f"{k.columns[0]}" for k in paths)
            plan.not_changed[numbers[subject]].append(
                f"{working.graph.system}/{keys.node.name}: {rows} row(s) hold the earlier value in {where}"
            )


def _about(identifier: str | None, values: Mapping[str, str | None]) -> bool:
    return any(name.rpartition(".")[2] == (identifier or "").rpartition(".")[2] for name in values)


def same_row(working: WorkingSet, target: Target, alias: Any) -> ColumnElement[bool]:
    """True where a row of the real table is one that `target.rows` names."""
    return working.same_row(target.keys, alias, target.rows)


def counted(target: Target, working: WorkingSet) -> Iterator[tuple[int, int, int]]:
    """Yield person, kind and number of rows."""
    rows = target.rows
    query = select(rows.c.subject, rows.c.kind, func.count()).group_by(rows.c.subject, rows.c.kind)
    for subject, kind, count in working.connection.execute(query):
        yield int(subject), int(kind), int(count)
