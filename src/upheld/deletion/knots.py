"""Orders that do not exist: found when a plan is made, before anybody approves it.

Two tables whose rows need one another cannot be emptied when neither key may be NULL and the
database looks at each statement. Rows of one table can be knotted in the same way, which only
the rows themselves show: they are taken off leaf by leaf, in the key set and not in the table.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, and_, literal, or_, select, update

from upheld.datamap.links import Reference
from upheld.deletion.ordering import groups_of, knotted
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import KeySet, WorkingSet


def refuse_impossible(
    working: WorkingSet, found: Mapping[str, AbstractSet[ActionCode]], *, chunked: bool
) -> None:
    """Refuse a plan whose rows none can be deleted first.

    Args:
        working: The rows, settled.
        found: The actions that rows of each table have.
        chunked: Whether the plan is carried out in more than one transaction.

    Raises:
        OrderImpossibleError: Names the tables and columns.
    """
    going = {name for name, actions in found.items() if ActionCode.DELETE in actions}
    for group in groups_of(working, going, chunked=chunked):
        for name in sorted(group.stepwise):
            _refuse_knot(working, working.sets[name])


def _refuse_knot(working: WorkingSet, keys: KeySet) -> None:
    t = keys.table
    waiting = and_(t.c.action == int(ActionCode.DELETE), t.c.done == 0)
    free = [~held for held in held_by(working, keys, only_waiting=True)]
    while working.connection.execute(update(t).where(waiting, *free).values(done=1)).rowcount:
        pass
    left = select(literal(1)).select_from(t).where(waiting).limit(1)
    if working.connection.execute(left).first() is not None:
        raise knotted(working.graph.system, next(holding(working, keys.node.name)))
    working.connection.execute(update(t).values(done=0))


def holding(working: WorkingSet, name: str) -> Iterator[Reference]:
    """Declared references from a table to itself, those first that cannot be let go."""
    own = [
        ref
        for ref in working.graph.references_to(name)
        if ref.child == name and ref.foreign_key is not None
    ]
    yield from sorted(own, key=lambda ref: bool(ref.nullable))


def held_by(
    working: WorkingSet, keys: KeySet, *, only_waiting: bool = False
) -> Iterator[ColumnElement[bool]]:
    """True where a row of the table still refers to a row of the set and keeps it.

    Args:
        working: The rows.
        keys: The set.
        only_waiting: Ask the set which rows are still there, and not the table.
    """
    name = keys.node.name
    for ref in holding(working, name):
        child, own = working.alias(name, "c"), working.alias(name, "p")
        pairs = zip(ref.columns, ref.parent_columns, strict=True)
        refers = and_(*(child.c[a] == own.c[b] for a, b in pairs))
        if working.dialect != "mysql":  # MariaDB lets no row go that refers to itself
            here = working.locator(keys.node, child)
            there = working.locator(keys.node, own)
            refers = and_(refers, or_(*(a != b for a, b in zip(here, there, strict=True))))
        start = own.join(child, refers)
        conditions = [working.same_row(keys, own)]
        if only_waiting:
            o = keys.table.alias("o")
            start = start.join(o, working.same_row(keys, child, o))
            conditions += [o.c.action == int(ActionCode.DELETE), o.c.done == 0]
        yield select(literal(1)).select_from(start).where(*conditions).exists()
