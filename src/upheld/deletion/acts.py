"""The statements that change a database: one for each table and act.

Tables are worked on children first, so that whatever is interrupted can still be reached from
its parents. Up to the limit of one transaction all of it is one; above, each act goes in
chunks, so that no lock is held for long, and a crash leaves only whole chunks done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    delete,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import Delete, Update

from upheld.deletion.anonymise import assignments, columns_for, json_for, still_there
from upheld.deletion.census import Census, census_of
from upheld.deletion.knots import held_by, holding
from upheld.deletion.ordering import Group, groups_of, knotted
from upheld.deletion.readback import nulled_columns
from upheld.subject.marks import CHUNKS, GONE, ActionCode
from upheld.subject.place import Dialect
from upheld.subject.working_set import KeySet, WorkingSet

ROWS_IN_ONE_TRANSACTION = 10_000
_ROWS_IN_ONE_CHUNK: Mapping[Dialect, int] = {"mysql": 2_000}
"""Rows of a chunk where the database is slow to delete: the application waits for each chunk
that holds a row it wants, and shall not wait for a second (`bench/locks.py`)."""
Act: TypeAlias = Literal["anonymise", "tombstone", "retain", "unlink", "loosen", "delete"]
ACTION: Mapping[str, ActionCode] = {
    "anonymise": ActionCode.ANONYMISE,
    "tombstone": ActionCode.TOMBSTONE,
    "retain": ActionCode.RETAIN,
    "delete": ActionCode.DELETE,
}
_ANEW: frozenset[Act] = frozenset({"anonymise", "tombstone", "retain"})
"""Acts that done twice put another value in a row's place."""
_STEP: Mapping[Act, int] = {
    "anonymise": 1,
    "tombstone": 2,
    "retain": 3,
    "unlink": 4,
    "loosen": 5,
    "delete": GONE // CHUNKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One act on a table.

    Attributes:
        bit: For `unlink`: the reference that is nulled.
        columns: For `unlink` and `loosen`: the columns that become NULL.
        stepwise: For `delete`: row by row of a hierarchy, those first to which none refers.
    """

    table: str
    act: Act
    bit: int = 0
    columns: tuple[str, ...] = ()
    stepwise: bool = False


def order_of(
    working: WorkingSet, census: Mapping[str, Census] | None = None, *, chunked: bool = False
) -> list[Work]:
    """Everything to be done, in an order that violates no constraint.

    Args:
        working: The rows.
        census: What is to become of them; taken here if it was not before.
        chunked: Whether several transactions will do it.
    """
    census = census_of(working) if census is None else census
    work: list[Work] = []
    going = {name for name, one in census.items() if ActionCode.DELETE in one.actions}
    for group in groups_of(working, going, chunked=chunked):
        for name in group.tables:
            work += [
                Work(table=name, act=act)
                for act in ("anonymise", "tombstone", "retain")
                if ACTION[act] in census[name].actions and _changes(working, name, ACTION[act])
            ]
        for name in group.tables:
            work += _unlinks(working, name, census[name].nulls)
        work += _removals(group, going)
    return work


def _changes(working: WorkingSet, name: str, action: ActionCode) -> bool:
    node = working.graph.node(name)
    return bool(columns_for(node, action) or json_for(node, action))


def _removals(group: Group, going: set[str]) -> Iterator[Work]:
    for ref in group.loosened:
        if ref.child in going:
            yield Work(table=ref.child, act="loosen", columns=ref.nullable)
    for name in group.tables:
        if name in going:
            yield Work(table=name, act="delete", stepwise=name in group.stepwise)


def _unlinks(working: WorkingSet, name: str, nulls: int) -> Iterator[Work]:
    for bit, columns in working.graph.released(name).items():
        if nulls & bit:
            yield Work(table=name, act="unlink", bit=bit, columns=columns)


def prepare(working: WorkingSet) -> None:
    """Let constraints wait for the end of the transaction, where the database can."""
    if working.dialect == "sqlite":
        working.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    elif working.dialect == "postgresql":
        working.connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def carry_out(
    working: WorkingSet,
    works: Sequence[Work],
    *,
    chunk: int | None = None,
    census: Mapping[str, Census] | None = None,
    committed: Callable[[int], None] = lambda _rows: None,
) -> None:
    """Do some pieces of work, one after another.

    Args:
        working: The rows.
        works: What to do, in an order that violates no constraint.
        chunk: Rows of one transaction; `None` leaves the transaction open. Acts on few rows
            share one: the application waits for a lock as long as for the same rows of one act.
        census: What is to become of the rows; taken here if it was not before.
        committed: Called with the number of rows after each commit.

    Raises:
        OrderImpossibleError: Rows of a cycle cannot be deleted one after another.
    """
    written = 0
    counted = {} if chunk is None else census or census_of(working)

    def commit() -> None:
        nonlocal written
        working.connection.commit()
        committed(written)
        written = 0

    def make_room(rows: int) -> None:
        if chunk is not None and written and written + rows > chunk:
            commit()
            prepare(working)

    prepare(working)
    for work in works:
        keys = working.sets[work.table]
        if work.stepwise:
            _delete_stepwise(working, keys)
            continue
        rows = 0 if chunk is None else _rows_of(counted[work.table], work)
        make_room(rows)  # before its rows are numbered, at which MariaDB commits unasked
        for part, statement in _pieces(working, keys, work, chunk, rows):
            make_room(part)
            _write(working, keys, statement)
            written += part
    if chunk is not None and written:
        commit()


def _pieces(
    working: WorkingSet,
    keys: KeySet,
    work: Work,
    chunk: int | None,
    rows: int,
) -> Iterator[tuple[int, Update | Delete | None]]:
    """Yield the statements of an act, and how many of its rows each is for."""
    if chunk is not None and rows > chunk:
        for number, part in _chunks(working, keys, work, chunk):
            this = and_(_concerned(keys, work), keys.table.c.done == number)
            yield part, _statement(working, keys, work, this)
        return
    if chunk is not None and work.act in _ANEW:
        # Rows that came late are a second turn: what the first one changed stays as it is.
        yield rows, _statement(working, keys, work, _marked(working, keys, work))
        return
    # What one transaction takes needs no number of a chunk in each row.
    yield (
        rows,
        working.remembered(
            ("act", work), lambda: _statement(working, keys, work, _due(keys, work))
        ),
    )


def _marked(working: WorkingSet, keys: KeySet, work: Work) -> ColumnElement[bool]:
    """Note which rows an act is for that it has not changed yet; return them."""
    t = keys.table
    concerned, last = _not_yet(working, keys, work)
    working.connection.execute(update(t).where(concerned).values(done=last + 1))
    return and_(_concerned(keys, work), t.c.done == last + 1)


def _rows_of(census: Census, work: Work) -> int:
    """How many rows an act is for at most: those that it has changed already count too."""
    if work.act == "unlink":
        return census.rows_releasing(work.bit)
    return census.rows_with(ACTION["delete" if work.act == "loosen" else work.act])


def _concerned(keys: KeySet, work: Work) -> ColumnElement[bool]:
    t = keys.table
    if work.act == "unlink":
        return and_(t.c.nulls.op("&")(work.bit) != 0, t.c.action != int(ActionCode.DELETE))
    return t.c.action == int(ACTION["delete" if work.act == "loosen" else work.act])


def _due(keys: KeySet, work: Work) -> ColumnElement[bool]:
    """Without chunks; a key or place that was freed may by now be that of somebody else's row."""
    before = _STEP[work.act] * CHUNKS if work.act in _ANEW else GONE
    return and_(_concerned(keys, work), keys.table.c.done < before)


def note_done(working: WorkingSet) -> None:
    """Write into the sets what is done, before they are filled and worked on again.

    A row that was emptied is not emptied again: a trigger of the application that copies each
    change into a history would write one more row at each turn, and there would be no end. One
    that was filled again meanwhile is due again.
    """
    for keys in working.sets.values():
        t = keys.table
        for act in (*_ANEW, "delete"):
            number = _STEP[act] * CHUNKS
            of_act = t.c.action == int(ACTION[act])
            working.connection.execute(
                update(t).where(of_act, t.c.done < number).values(done=number)
            )
            if act != "delete":
                filled = _filled_again(working, keys, act)
                working.connection.execute(update(t).where(of_act, filled).values(done=0))


def _filled_again(working: WorkingSet, keys: KeySet, act: Act) -> ColumnElement[bool]:
    """True for a row in which the act cannot be seen."""
    base = working.alias(keys.node.name, "c")
    gone = nulled_columns(working, keys)
    left = still_there(working, keys.node, base, ACTION[act], gone)
    row = select(literal(1)).select_from(base).where(working.same_row(keys, base), left)
    return row.correlate(keys.table).exists()


def _statement(
    working: WorkingSet, keys: KeySet, work: Work, rows: ColumnElement[bool]
) -> Update | Delete | None:
    if work.act == "delete":
        base = working.base(keys.node.name)
        return delete(base).where(*_matching(working, keys, base, rows))
    if work.act in ("unlink", "loosen"):
        return _update(working, keys, dict.fromkeys(work.columns, null()), rows)
    values = assignments(working, keys.node, ACTION[work.act])
    return _update(working, keys, values, rows) if values else None


def _update(
    working: WorkingSet, keys: KeySet, values: Mapping[str, Any], rows: ColumnElement[bool]
) -> Update:
    base = working.base(keys.node.name)
    named = {base.c[name]: value for name, value in values.items()}
    return update(base).values(named).where(*_matching(working, keys, base, rows))


def _matching(
    working: WorkingSet, keys: KeySet, base: Any, rows: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """Rows named by the set: a join where the database can, `IN` for SQLite."""
    same = working.same_row(keys, base)
    if working.dialect != "sqlite":
        return [same, rows]
    if working.by_values(keys.node):  # `IN` finds no NULL
        return [select(literal(1)).select_from(keys.table).where(same, rows).exists()]
    pointers = working.locator(keys.node, base)
    wanted = select(*keys.keys).where(rows)
    return [tuple_(*pointers).in_(wanted) if len(pointers) > 1 else pointers[0].in_(wanted)]


def _write(working: WorkingSet, keys: KeySet, statement: Update | Delete | None) -> None:
    if statement is not None:
        working.write(keys, statement)


def chunk_of(working: WorkingSet, most: int) -> int:
    """How many rows one transaction of a plan in chunks takes, at most `most`."""
    return min(most, _ROWS_IN_ONE_CHUNK.get(working.dialect, most))


def _chunks(working: WorkingSet, keys: KeySet, work: Work, size: int) -> Iterator[tuple[int, int]]:
    """Number all rows of an act in chunks, then yield each: (number, rows).

    In one pass, because a pass for each chunk would be quadratic. `done` counts up: every chunk
    has a number of its own, greater than all before it. What an act has done already it does
    not do again: rows that came late are chunks after the last one.
    """
    t, execute = keys.table, working.connection.execute
    concerned, last = _not_yet(working, keys, work)
    if working.dialect == "mysql":
        working.connection.exec_driver_sql("SET @uph_n = -1")
    execute(_marking(working, keys, concerned, last + 1, size))
    index = f"{'temp.' if working.dialect == 'sqlite' else ''}{t.name}_d"
    # MariaDB commits before it makes an index: what earlier acts wrote is committed (`carry_out`).
    working.connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {index} ON {t.name} (done)")
    chunks = select(t.c.done, func.count()).where(t.c.done > last).group_by(t.c.done)
    for number, rows in execute(chunks.order_by(t.c.done)).all():
        yield int(number), int(rows)


def _not_yet(working: WorkingSet, keys: KeySet, work: Work) -> tuple[ColumnElement[bool], int]:
    """What an act has still to do, and the last number it has given to a row."""
    t, execute = keys.table, working.connection.execute
    start = _STEP[work.act] * CHUNKS
    if work.act in ("unlink", "loosen"):
        execute(update(t).where(t.c.done > start, t.c.done < GONE).values(done=start))
        concerned = and_(_concerned(keys, work), t.c.done <= start)
    else:
        concerned = and_(_concerned(keys, work), t.c.done < start)
    last = execute(select(func.max(t.c.done)).where(t.c.done < start + CHUNKS)).scalar() or 0
    return concerned, max(int(last), start)


def _marking(
    working: WorkingSet, keys: KeySet, concerned: ColumnElement[bool], first: int, size: int
) -> Update:
    """Write into each row the number of its chunk: `first` and up, `size` rows each at most."""
    t = keys.table
    if working.dialect == "mysql":
        # A temporary table cannot be joined with itself here; the variable counts the rows.
        number: ColumnElement[int] = literal_column(
            f"{first} + FLOOR((@uph_n := @uph_n + 1) / {size})"
        )
        return update(t).where(concerned).values(done=number)
    if working.dialect == "sqlite":
        rowid: ColumnElement[int] = literal_column("rowid", BigInteger)
        return update(t).where(concerned).values(done=literal(first) + rowid // literal(size))
    # In the order of the key, because rows of one time lie together in most tables.
    place = func.row_number(type_=BigInteger).over(order_by=keys.keys) - 1
    named = (*keys.keys, t.c.subject)
    placed = select(*named, place.label("n")).where(concerned).subquery()
    here = and_(*(column == placed.c[column.name] for column in named))
    return update(t).where(here).values(done=literal(first) + placed.c.n // literal(size))


def _delete_stepwise(working: WorkingSet, keys: KeySet) -> None:
    """Delete a hierarchy from its leaves, where the database looks at every row by itself."""
    t, name = keys.table, keys.node.name
    start = number = _STEP["delete"] * CHUNKS
    while True:
        number += 1
        waiting = and_(t.c.action == int(ActionCode.DELETE), t.c.done < start)
        free = [~held for held in held_by(working, keys)]
        marked = working.connection.execute(update(t).where(waiting, *free).values(done=number))
        if not marked.rowcount:
            break
        base = working.base(name)
        rows = t.c.done == number
        working.connection.execute(delete(base).where(*_matching(working, keys, base, rows)))
    left = select(literal(1)).select_from(t).where(waiting).limit(1)
    if working.connection.execute(left).first() is not None:
        raise knotted(working.graph.system, next(holding(working, name)))
