"""A person's rows of one table, streamed: one pass over each table for all people at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select, func, literal, select, type_coerce
from sqlalchemy.types import NullType

from upheld.disclosure.masking import Masking
from upheld.disclosure.values import MASKED, as_stored, plain
from upheld.subject.asking import together
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import KeySet, WorkingSet

ROWS_AT_ONCE = 1_000
DISCLOSED = (int(RoleCode.OWNER), int(RoleCode.ACCESSOR))


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is handed out; its values are kept out of `repr`."""

    subject: int
    values: list[Any]
    masked: int

    def __repr__(self) -> str:
        return f"Row(subject {self.subject}, {len(self.values)} values)"


def reached(keys: KeySet) -> Any:
    """The key set, each row of a person once."""
    if keys.unique:
        return keys.table.alias("t")
    marks = (keys.table.c.subject, func.min(keys.table.c.role).label("role"))
    return select(*marks, *keys.keys).group_by(keys.table.c.subject, *keys.keys).subquery("t")


Counts: TypeAlias = dict[int, dict[int, int]]
"""Rows of one table, by person and role."""


def counts(working: WorkingSet) -> dict[str, Counts]:
    """Count the rows of every table that are there right now; read from the tables themselves."""
    found: dict[str, Counts] = {name: {} for name in working.sets}
    for query in working.remembered(
        "disclosed", lambda: together(_count(working, keys) for keys in working.sets.values())
    ):
        for name, subject, role, rows in working.connection.execute(query):
            found[name].setdefault(int(subject), {})[int(role)] = int(rows)
    return found


def _count(working: WorkingSet, keys: KeySet) -> Select[Any]:
    t = reached(keys)
    child = working.alias(keys.node.name, "c")
    return (
        select(literal(keys.node.name), t.c.subject, t.c.role, func.count())
        .select_from(t.join(child, working.same_row(keys, child, t)))
        .where(t.c.role.in_([*DISCLOSED, int(RoleCode.MENTION)]))
        .group_by(t.c.subject, t.c.role)
    )


def stream(
    working: WorkingSet, keys: KeySet, masking: Masking, *, few: bool = False
) -> Iterator[Row]:
    """Yield the rows of all people, person by person, each in primary key order.

    Args:
        working: The rows, traced.
        keys: The table's set.
        masking: What is left out.
        few: Whether they were counted and are few: then they are fetched at once.
    """
    node = keys.node
    _put_in_order(working, keys)
    query, ties = working.remembered(
        ("stream", node.name, masking.asked), lambda: _reading(working, keys, masking)
    )
    convert = [as_stored(column) for column in node.table.columns.values()]
    start = 2 + ties
    options: dict[str, Any] = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
    options = {} if few else options
    with working.connection.execute(query, execution_options=options) as result:
        for row in result:
            values = [to(value) for to, value in zip(convert, row[start:], strict=True)]
            masked = masking.apply(row[1], row[2:start], values)
            if masked:
                values = [plain(v) if v is MASKED else v for v in values]
            yield Row(row[0], values, masked)


def _reading(working: WorkingSet, keys: KeySet, masking: Masking) -> tuple[Select[Any], int]:
    """The query, and how many ties it reads."""
    node, t = keys.node, reached(keys)
    child = working.alias(node.name, "c")
    ties = masking.expressions(working, t, child)
    # Without their types values come as the driver has them: nothing is lost in between.
    columns = [
        type_coerce(child.c[name], NullType()).label(f"v{n}")
        for n, name in enumerate(node.table.columns)
    ]
    query = (
        select(t.c.subject, t.c.role, *ties, *columns)
        .select_from(t.join(child, working.same_row(keys, child, t)))
        .where(t.c.role.in_(DISCLOSED))
        .order_by(t.c.subject, *(t.c[key.name] for key in keys.keys))
    )
    return query, len(ties)


def _put_in_order(working: WorkingSet, keys: KeySet) -> None:
    """Let SQLite read the keys in order: it would sort whole rows, on a disk that may be full."""
    if working.dialect != "sqlite":
        return
    name = keys.table.name
    columns = ", ".join(["subject", *(key.name for key in keys.keys)])
    working.connection.exec_driver_sql(
        f"CREATE INDEX IF NOT EXISTS temp.{name}_read ON {name} ({columns})"
    )


def disclosed(by_role: Mapping[int, int]) -> int:
    """How many of a person's rows are handed out."""
    return sum(by_role.get(role, 0) for role in DISCLOSED)
