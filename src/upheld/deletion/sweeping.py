"""Looking again, after the longest transaction has ended, for rows written late.

Where no guard can be installed this is what stands in for it: the people's keys are still
known, so that rows which refer to them are found although their own rows are gone.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from upheld.deletion import acts
from upheld.deletion.procedure import System
from upheld.deletion.readback import read_back
from upheld.deletion.settling import settle
from upheld.subject.closure import Closure, Person
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import WorkingSet


def sweep(system: System, people: Sequence[Person]) -> tuple[dict[str, int], int]:
    """Remove rows of people already deleted that were written since.

    Returns:
        Rows removed by table, and how many could not be removed.
    """
    with system.place.session(write=True) as connection:
        working = WorkingSet(connection, system.place, system.graph)
        Closure(working, people, system.retention).walk_from_keys()
        settle(working, [])
        late = _late(working)
        if late:
            acts.carry_out(working, acts.order_of(working))
            connection.commit()
        remaining = sum(r.remaining for r in read_back(working) if r.act == "delete") if late else 0
        working.drop()
    return late, remaining


def _late(working: WorkingSet) -> dict[str, int]:
    """Rows due for deletion that are really there, by table."""
    found = {}
    for name, keys in working.sets.items():
        base = working.alias(name, "c")
        t = keys.table
        query = (
            select(func.count())
            .select_from(t.join(base, working.same_row(keys, base)))
            .where(t.c.action == int(ActionCode.DELETE))
        )
        rows = int(working.connection.execute(query).scalar_one())
        if rows:
            found[name] = rows
    return found
