"""What is to become of the rows of each table, asked of all tables in one statement."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, literal, select

from upheld.subject.asking import together
from upheld.subject.marks import ActionCode, RoleCode
from upheld.subject.working_set import KeySet, WorkingSet


@dataclass(slots=True)
class Census:
    """One table.

    Attributes:
        actions: The acts that its rows need: what nobody needs costs no statement.
        nulls: The references that rows which stay let go of, as in a key set's `nulls`.
        stays: Whether any row that is somebody's own is not deleted.
    """

    actions: set[ActionCode] = field(default_factory=set)
    nulls: int = 0
    stays: bool = False


def census_of(working: WorkingSet) -> dict[str, Census]:
    """Look at every set as it is now."""
    found = {name: Census() for name in working.sets}
    for query in working.remembered(
        "census", lambda: together(_of(name, keys) for name, keys in working.sets.items())
    ):
        for name, action, role, bits in working.connection.execute(query):
            census = found[name]
            census.actions.add(ActionCode(action))
            if action != ActionCode.DELETE:
                census.nulls |= bits
                census.stays |= role == RoleCode.OWNER
    return found


def _of(name: str, keys: KeySet) -> Select[Any]:
    t = keys.table
    return select(literal(name), t.c.action, t.c.role, t.c.nulls).distinct()
