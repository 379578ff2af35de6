"""The keys that a run starts from, as something that a statement can be joined with."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, column, func
from sqlalchemy.sql.expression import FromClause

from upheld.subject.working_set import WorkingSet

_IN_ARRAYS = 1_000
"""Keys up to which they travel with each statement; PostgreSQL knows how many a table holds."""
Seed = tuple[int, tuple[Any, ...]]


def seeds_of(
    working: WorkingSet, types: Sequence[Any], found: Sequence[Seed]
) -> tuple[FromClause, dict[str, Any]]:
    """Return rows of `subject`, `v0`, `v1` and so on, and the parameters that stand for them.

    A temporary table, but for few whole numbers on PostgreSQL: to make and fill a table takes
    it longer than everything that is asked of it.

    Args:
        working: The run's key sets.
        types: Of the key's columns.
        found: The people's numbers, each with a key.
    """
    names = [f"v{place}" for place in range(len(types))]
    if working.dialect == "postgresql" and len(found) <= _IN_ARRAYS and _whole(types, found):
        return _arrays(names, types), {
            "uph_subject": [number for number, _ in found],
            **{f"uph_{name}": [key[i] for _, key in found] for i, name in enumerate(names)},
        }
    columns: Mapping[str, Any] = {"subject": Integer, **dict(zip(names, types, strict=True))}
    table = working.temporary("uph_seed", columns)
    working.fill(
        table, ({"subject": number, **dict(zip(names, key, strict=True))} for number, key in found)
    )
    return table, {}


def _whole(types: Sequence[Any], found: Sequence[Seed]) -> bool:
    if not all(isinstance(one, Integer) for one in types):
        return False
    return all(type(value) is int for _, key in found for value in key)


def _arrays(names: Sequence[str], types: Sequence[Any]) -> FromClause:
    from sqlalchemy.dialects.postgresql import ARRAY

    wanted = [("subject", Integer()), *zip(names, types, strict=True)]
    given = [bindparam(f"uph_{name}", type_=ARRAY(type_)) for name, type_ in wanted]
    rows = func.unnest(*given).table_valued(
        *(column(name, type_) for name, type_ in wanted), name="uph_seed"
    )
    return rows.render_derived()
