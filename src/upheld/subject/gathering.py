"""The one statement that puts rows into a key set, and keeps the stronger of two marks."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, insert, literal, or_, select, true
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.links import Node
from upheld.subject.marks import GONE, MARKS
from upheld.subject.working_set import KeySet, WorkingSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where rows are found, and what is marked on them.

    Attributes:
        child: The table, as it is called in `source`.
        subject: The expression that numbers the person.
        marks: `role`, `action`, `why` and `nulls`.
        source: What to select from.
        conditions: All of them must hold; may say `ROUND`.
    """

    child: FromClause
    subject: Any
    marks: Mapping[str, Any]
    source: FromClause
    conditions: Sequence[Any] = ()


ROUND = bindparam("uph_round", type_=Integer)
"""The round of a cycle: one statement serves them all."""


def gather(
    working: WorkingSet,
    node: Node,
    key: Hashable,
    build: Callable[[], Found],
    *,
    current: int = 0,
    once: bool = False,
    apart: bool = False,
    given: Mapping[str, Any] | None = None,
) -> None:
    """Insert the rows that are found, with their marks, for each subject.

    Args:
        working: The run's key sets.
        node: The table whose rows they are.
        key: What says which rows: the same key for the same `build` (`WorkingSet.remembered`).
        build: Says where they are found.
        current: The round of a cycle.
        once: Whether the source has each row at most once for each person.
        apart: Whether the source has no row for two people.
        given: What else the source has parameters for.
    """
    first, this = node.name not in working.sets, {"uph_round": current, **(given or {})}
    if first:
        any_ = working.remembered(("any of", key), lambda: _any(build()))
        if working.connection.execute(any_, this).first() is None:
            return  # most people have no row in most tables: no table is made for nothing
    keys = working.set_of(node.name)
    # Into an empty set no row comes twice, but for SQLite's keys of 1 and '1', equal as text.
    plain = first and working.dialect == "postgresql"
    if not plain:
        working.index(keys)
    statement = working.remembered(
        ("gather", key, once, plain),
        lambda: _statement(working, keys, build(), once=once, plain=plain),
    )
    keys.rows += max(0, working.connection.execute(statement, this).rowcount)
    keys.apart = first and apart
    if first:
        working.index_if_large(keys)


def _any(found: Found) -> Select[Any]:
    return select(literal(1)).select_from(found.source).where(true(), *found.conditions).limit(1)


def _statement(
    working: WorkingSet, keys: KeySet, found: Found, *, once: bool, plain: bool
) -> Insert:
    locator, marks = working.locator(keys.node, found.child), found.marks
    rest = {name: literal(0, Integer) for name in ("shared", "done")}
    values = {"subject": found.subject, **marks, "round": ROUND, **rest}
    if not once:
        values |= {
            "role": func.min(marks["role"]),
            **{name: func.max(marks[name]) for name in ("action", "why", "nulls")},
        }
    query = (
        select(*(values[mark].label(mark) for mark in MARKS), *locator)
        .select_from(found.source)
        .where(true(), *found.conditions)
    )
    if not once:
        query = query.group_by(found.subject, *locator)
    if plain:
        return insert(keys.table).from_select(columns_of(keys), query)
    return upsert(working, keys, query)


def columns_of(keys: KeySet) -> list[str]:
    """Name a set's columns in the order in which they are filled."""
    return [*MARKS, *(k.name for k in keys.keys)]


def upsert(working: WorkingSet, keys: KeySet, query: Select[Any]) -> Insert:
    """Insert, and where a row was reached before keep the stronger of each mark.

    A row that was deleted and is reached again was written again: it is due again.
    Whoever executes it makes the set's index first, and says whether it is still `apart`.
    """
    columns = columns_of(keys)
    if not keys.unique:
        return insert(keys.table).from_select(columns, query)
    if working.dialect == "mysql":
        return _mysql(working, keys, columns, query)
    if working.dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as dialect_insert
    else:
        from sqlalchemy.dialects.sqlite import insert as dialect_insert  # type: ignore[assignment]
    statement = dialect_insert(keys.table).from_select(columns, query)
    t, new = keys.table.c, statement.excluded
    stronger, again = or_(new.role < t.role, new.action > t.action), t.done >= GONE
    return statement.on_conflict_do_update(
        index_elements=["subject", *(k.name for k in keys.keys)],
        set_={
            "role": working.least(t.role, new.role),
            "action": working.greatest(t.action, new.action),
            "why": case((new.action > t.action, new.why), else_=t.why),
            "nulls": t.nulls.op("|")(new.nulls),
            "round": case((or_(stronger, again), new.round), else_=t.round),
            "done": case((again, 0), else_=t.done),
        },
        where=or_(stronger, again, t.nulls.op("|")(new.nulls) != t.nulls),
    )


def _mysql(working: WorkingSet, keys: KeySet, columns: Sequence[str], query: Select[Any]) -> Insert:
    from sqlalchemy.dialects.mysql import insert as mysql_insert

    statement = mysql_insert(keys.table).from_select(columns, query)
    t, new = keys.table.c, statement.inserted
    stronger, again = or_(new.role < t.role, new.action > t.action), t.done >= GONE
    # MariaDB assigns from left to right and sees what it has just assigned.
    return statement.on_duplicate_key_update(
        [
            ("round", case((or_(stronger, again), new.round), else_=t.round)),
            ("done", case((again, 0), else_=t.done)),
            ("why", case((new.action > t.action, new.why), else_=t.why)),
            ("nulls", t.nulls.op("|")(new.nulls)),
            ("role", working.least(t.role, new.role)),
            ("action", working.greatest(t.action, new.action)),
        ]
    )
