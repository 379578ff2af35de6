"""The statements that change a database: one for each table and step.

References are nulled first, then rows anonymised, then deleted, children before parents. Up to
`ROWS_IN_ONE_TRANSACTION` all of it is one transaction; above, each step goes in chunks, so
that no lock is held for long, and a crash between chunks leaves only whole chunks done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Literal, TypeAlias

from sqlalchemy import delete, literal, null, select, text, tuple_, update

from upheld.datamap.graph import Graph, Node, _components
from upheld.deletion.anonymise import assignments, columns_for
from upheld.refusal import RefusalError, Where
from upheld.subject.closure import COLUMN_BITS
from upheld.subject.working_set import ActionCode, KeySet, Why, WorkingSet
from upheld.wording import Text

ROWS_IN_ONE_TRANSACTION = 10_000
Act: TypeAlias = Literal["unlink", "anonymise", "retain", "delete"]


class OrderImpossibleError(RefusalError):
    """Rows refer to one another so that none can be deleted first."""

    code = "order-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One statement's worth: an act on a table."""

    table: str
    act: Act


def order_of(working: WorkingSet) -> list[Work]:
    """Everything to be done, in an order that violates no constraint.

    Raises:
        OrderImpossibleError: A cycle of references that can neither be NULL nor deferred.
    """
    graph = working.graph
    present = list(working.sets)
    deletes = _children_first(graph, present)
    _refuse_knots(working)
    work = [Work(table=name, act="unlink") for name in present]
    work += [Work(table=name, act="anonymise") for name in present]
    work += [Work(table=name, act="retain") for name in present]
    return work + [Work(table=name, act="delete") for name in deletes]


def _children_first(graph: Graph, names: list[str]) -> list[str]:
    refers = {
        name: {r.parent for r in graph.references_from(name) if r.parent in names and r.parent != name}
        for name in names
    }
    groups = _components(refers)
    index = {n: i for i, group in enumerate(groups) for n in group}
    between = {
        i: {index[p] for n in group for p in refers[n]} - {i} for i, group in enumerate(groups)
    }
    parents_first = [n for i in TopologicalSorter(between).static_order() for n in groups[i]]
    return parents_first[::-1]


def _refuse_knots(working: WorkingSet) -> None:
    """PostgreSQL checks a whole statement, SQLite a whole transaction; MariaDB each row."""
    if working.dialect == "sqlite":
        return
    names = list(working.sets)
    refers = {n: {r.parent for r in working.graph.references_from(n) if r.foreign_key} & set(names) for n in names}
    for group in _components(refers):
        inside = set(group)
        for name in group:
            for ref in working.graph.references_from(name):
                key = ref.foreign_key
                if key is None or ref.parent not in inside or ref.nullable or key.deferrable:
                    continue
                itself = ref.parent == name
                if len(group) == 1 and not itself:
                    continue
                if itself and working.dialect == "postgresql" and key.on_delete != "restrict":
                    continue
                if _deletes(working, name):
                    raise OrderImpossibleError(
                        Text(
                            en=f"rows of `{name}` and `{ref.parent}` refer to one another and cannot be NULL: none can go first",
                            ja=f"`{name}` と `{ref.parent}` の行が互いに参照し NULL にできないため、先に削除できる行がありません",
                        ),
                        where=Where(system=working.graph.system, table=name, column=ref.columns[0]),
                        remedy=Text(
                            en="make the key DEFERRABLE or one column nullable, or anonymise one of the tables",
                            ja="外部キーを DEFERRABLE にするか列を NULL 可にするか、一方の表を匿名化にしてください",
                        ),
                    )


def _deletes(working: WorkingSet, name: str) -> bool:
    t = working.sets[name].table
    query = select(literal(1)).select_from(t).where(t.c.action == int(ActionCode.DELETE))
    return working.connection.execute(query.limit(1)).first() is not None


def prepare(working: WorkingSet) -> None:
    """Let constraints wait for the end of the transaction, where the database can."""
    if working.dialect == "sqlite":
        working.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    elif working.dialect == "postgresql":
        working.connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def carry_out(
    working: WorkingSet, work: Work, *, chunked: bool, committed: Callable[[int], None]
) -> None:
    """Do one piece of work; `committed(rows)` is called after each chunk's commit."""
    keys = working.sets[work.table]
    if not chunked:
        for statement in _statements(working, keys, work.act, None):
            working.connection.execute(statement)
        return
    for number in _chunks(working, keys, work.act):
        prepare(working)
        for statement in _statements(working, keys, work.act, number):
            working.connection.execute(statement)
        working.connection.commit()
        committed(ROWS_IN_ONE_TRANSACTION)


_STEP = {"unlink": 1, "anonymise": 2, "retain": 3, "delete": 4}
_ACTION = {
    "anonymise": ActionCode.ANONYMISE, "retain": ActionCode.RETAIN, "delete": ActionCode.DELETE,
}


def _concerned(keys: KeySet, act: Act) -> Any:
    t = keys.table
    if act == "unlink":
        return (t.c.nulls != 0) & (t.c.action != int(ActionCode.DELETE))
    return t.c.action == int(_ACTION[act])


def _chunks(working: WorkingSet, keys: KeySet, act: Act) -> Iterator[int]:
    """Mark the next ten thousand rows, again and again, until none is left.

    `done` counts up: every chunk has a number of its own, greater than all before it.
    """
    t = keys.table
    start = _STEP[act] * 1_000_000
    number = start
    while True:
        number += 1
        open_rows = _concerned(keys, act) & (t.c.done < start)
        pointer = {"sqlite": "rowid", "postgresql": "ctid"}.get(working.dialect)
        if pointer is None:
            marked = working.connection.execute(
                update(t).where(open_rows).values(done=number).with_dialect_options(
                    mysql_limit=ROWS_IN_ONE_TRANSACTION
                )
            )
        else:
            some = select(text(pointer)).select_from(t).where(open_rows).limit(ROWS_IN_ONE_TRANSACTION)
            row = text(f"{t.name}.{pointer}")
            marked = working.connection.execute(
                update(t).where(_in(row, some)).values(done=number)
            )
        if not marked.rowcount:
            return
        yield number


def _in(row: Any, query: Any) -> Any:
    from sqlalchemy import literal_column

    return literal_column(str(row)).in_(query)


def _statements(working: WorkingSet, keys: KeySet, act: Act, chunk: int | None) -> Iterator[Any]:
    limit = [keys.table.c.done == chunk] if chunk is not None else []
    if act == "unlink":
        yield from _unlinks(working, keys, limit)
        yield from _unlinked_columns(working, keys, limit)
    elif act == "delete":
        yield from _loosen(working, keys)
        yield _delete(working, keys, [_concerned(keys, act), *limit])
    else:
        values = assignments(working, keys.node, _ACTION[act])
        if values:
            yield _update(working, keys, values, [_concerned(keys, act), *limit])


def _unlinks(working: WorkingSet, keys: KeySet, limit: list[Any]) -> Iterator[Any]:
    node, t = keys.node, keys.table
    bits: dict[int, tuple[str, ...]] = {
        1 << ref.number: ref.nullable for ref in working.graph.references_from(node.name) if ref.nullable
    }
    bits |= {1 << (COLUMN_BITS + k.number): k.columns for k in node.links if k.kind in ("match", "pattern", "decode")}
    for bit, columns in bits.items():
        condition = (t.c.nulls.op("&")(bit) != 0) & (t.c.action != int(ActionCode.DELETE))
        yield _update(working, keys, dict.fromkeys(columns, null()), [condition, *limit])


def _unlinked_columns(working: WorkingSet, keys: KeySet, limit: list[Any]) -> Iterator[Any]:
    """An edge that unlinks also blanks what the table says is to be anonymised."""
    values = assignments(working, keys.node, ActionCode.UNLINK)
    if values:
        t = keys.table
        own = (t.c.action == int(ActionCode.UNLINK)) & t.c.why.in_([int(Why.EDGE), int(Why.TABLE)])
        yield _update(working, keys, values, [own, *limit])


def _loosen(working: WorkingSet, keys: KeySet) -> Iterator[Any]:
    """Null references inside a cycle of rows that are all to be deleted."""
    if working.dialect == "sqlite":
        return
    node = keys.node
    for ref in working.graph.references_from(node.name):
        key = ref.foreign_key
        if key is None or not ref.nullable or ref.parent not in working.sets:
            continue
        if ref.parent == node.name or _reaches(working.graph, ref.parent, node.name):
            yield _update(
                working, keys, dict.fromkeys(ref.nullable, null()),
                [keys.table.c.action == int(ActionCode.DELETE)],
            )


def _reaches(graph: Graph, start: str, goal: str) -> bool:
    seen, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            todo += [r.parent for r in graph.references_from(name) if r.foreign_key]
    return False


def _update(working: WorkingSet, keys: KeySet, values: dict[str, Any], conditions: list[Any]) -> Any:
    base = working.base(keys.node.name)
    named = {base.c[name]: value for name, value in values.items()}
    return update(base).values(named).where(*_matching(working, keys, base, conditions))


def _delete(working: WorkingSet, keys: KeySet, conditions: list[Any]) -> Any:
    base = working.base(keys.node.name)
    return delete(base).where(*_matching(working, keys, base, conditions))


def _matching(working: WorkingSet, keys: KeySet, base: Any, conditions: list[Any]) -> list[Any]:
    """Rows named by the set: a join where the database can, `IN` for SQLite."""
    spelled = working.spelled(keys.node.name)
    if working.dialect != "sqlite":
        return [working.same_row(keys, base, spelled), *conditions]
    pointers = working.locator(keys.node, base, spelled)
    wanted = select(*keys.keys).where(*conditions)
    if len(pointers) == 1:
        return [pointers[0].in_(wanted)]
    return [tuple_(*pointers).in_(wanted)]


__all__ = ["Act", "Node", "Work", "carry_out", "columns_for", "order_of", "prepare"]
