"""What becomes of each row once all of them are known.

Four passes over the key sets, each one statement a table: registered holds; one fate for a
row of several people; rows that other people own too; references, which either go first or
make a tombstone of what they refer to. No pass deletes more than tracing marked.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, update
from sqlalchemy.sql.dml import Update

from upheld.datamap.links import Node
from upheld.deletion.holding_on import settle_references
from upheld.deletion.sharing import may_be_shared, settle_shared
from upheld.subject.ambiguous import refuse_ambiguous
from upheld.subject.marks import ActionCode, RoleCode, Why
from upheld.subject.working_set import KeySet, WorkingSet

_AT_ONCE = 1000


def settle(working: WorkingSet, held: Sequence[int], *, several: bool = True) -> None:
    """Decide every row of the key sets; see the module.

    Args:
        working: The rows that were reached.
        held: Numbers of people on whom a hold is registered.
        several: Whether the run is for more than one person.

    Raises:
        KeyAmbiguousError: The key of a row that lets go of a reference is another row's, too.
    """
    if held:
        _hold(working, held)
    if several:
        for keys in list(working.sets.values()):
            if not keys.apart:
                _agree(working, keys)
    settle_shared(working)
    shared = set(may_be_shared(working.graph))
    for keys in list(working.sets.values()):
        if (keys.node.name in shared or _may_unlink(keys.node)) and _stays(working, keys):
            _keep_what_cannot_be_unlinked(working, keys)
    settle_references(working, several=several)
    refuse_ambiguous(working, settled=True)


def _hold(working: WorkingSet, held: Sequence[int]) -> None:
    for keys in working.sets.values():
        t = keys.table
        for numbers in _portions(held):
            working.connection.execute(
                update(t)
                .where(t.c.subject.in_(numbers), t.c.role == int(RoleCode.OWNER))
                .values(action=int(ActionCode.HOLD), why=int(Why.HOLD), nulls=0)
            )


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _agree(working: WorkingSet, keys: KeySet) -> None:
    """A row of several people of one request has one fate: the strongest."""
    statement = working.remembered(("agree", keys.node.name), lambda: _agreeing(keys), alone=True)
    working.connection.execute(statement)


def _agreeing(keys: KeySet) -> Update:
    t = keys.table
    o = t.alias("o")
    stronger = and_(
        *(t.c[k.name] == o.c[k.name] for k in keys.keys),
        o.c.role == int(RoleCode.OWNER),
        o.c.action > t.c.action,
    )
    return (
        update(t)
        .where(
            t.c.role == int(RoleCode.OWNER),
            select(literal(1)).select_from(o).where(stronger).exists(),
        )
        .ordered_values(
            (t.c.why, select(func.max(o.c.why)).where(stronger).scalar_subquery()),
            (t.c.action, select(func.max(o.c.action)).where(stronger).scalar_subquery()),
        )
    )


def _may_unlink(node: Node) -> bool:
    entry = node.entry
    says = entry.on_erase in ("unlink", "keep") or any(k.action == "unlink" for k in node.links)
    return says or entry.retain is not None


def _stays(working: WorkingSet, keys: KeySet) -> bool:
    """Whether any row is kept or unlinked."""
    query = working.remembered(("any stays", keys.node.name), lambda: _staying(keys), alone=True)
    return working.connection.execute(query).first() is not None


def _staying(keys: KeySet) -> Select[Any]:
    action = keys.table.c.action
    asked = action.in_([int(ActionCode.KEEP), int(ActionCode.HOLD), int(ActionCode.UNLINK)])
    return select(literal(1)).select_from(keys.table).where(asked).limit(1)


def _keep_what_cannot_be_unlinked(working: WorkingSet, keys: KeySet) -> None:
    """What is kept keeps its references; an unlinked row without any to null is kept."""
    for statement in working.remembered(
        ("stuck", keys.node.name), lambda: _unsticking(keys), alone=True
    ):
        working.connection.execute(statement)


def _unsticking(keys: KeySet) -> Sequence[Update]:
    t = keys.table
    kept = t.c.action.in_([int(ActionCode.KEEP), int(ActionCode.HOLD)])
    stuck = and_(t.c.action == int(ActionCode.UNLINK), t.c.nulls == 0)
    o = t.alias("o")
    same = and_(*(t.c[k.name] == o.c[k.name] for k in keys.keys))
    for_another = select(literal(1)).select_from(o).where(same, o.c.nulls != 0).exists()
    return (
        update(t).where(kept, t.c.nulls != 0).values(nulls=0),
        update(t)
        .where(stuck, t.c.role == int(RoleCode.CUSTODIAN))
        .values(action=int(ActionCode.NONE)),
        update(t).where(stuck, ~for_another).values(action=int(ActionCode.KEEP)),
    )
