"""Refusing keys that name more rows than one, before anything is written.

PostgreSQL does not hold a key unique over a table and the tables that inherit from it: a row of
somebody else may have the key of the person's row, and would go with it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnClause, cast, literal, select
from sqlalchemy import Text as SqlText

from upheld.datamap.graph import Graph
from upheld.refusal import RefusalError, Where
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text


class KeyAmbiguousError(RefusalError):
    """A key by which a row is to be written is that of another row, too."""

    code = "key-ambiguous"


def refuse_ambiguous(working: WorkingSet, tables: Iterable[str]) -> None:
    """Look whether a key of these tables' rows is found twice in tables that inherit.

    Raises:
        KeyAmbiguousError: Names the table and its key.
    """
    if working.dialect != "postgresql":
        return
    every = working.graph.schema.tables.values()
    inherited = {table.parent for table in every if table.parent is not None}
    for name in sorted(inherited.intersection(tables)):
        if working.graph.node(name).locator and _found_twice(working, name):
            raise _ambiguous(working.graph, name)


def _found_twice(working: WorkingSet, name: str) -> bool:
    keys = working.sets[name]
    one, other = working.alias(name, "one"), working.alias(name, "other")
    twice = (
        select(literal(1))
        .select_from(keys.table)
        .where(
            working.same_row(keys, one, "one"),
            working.same_row(keys, other, "other"),
            _part(one) != _part(other),
        )
        .limit(1)
    )
    return working.connection.execute(twice).first() is not None


def _part(alias: Any) -> Any:
    return cast(ColumnClause("tableoid", SqlText(), _selectable=alias), SqlText)


def _ambiguous(graph: Graph, name: str) -> KeyAmbiguousError:
    key = ", ".join(graph.node(name).locator)
    return KeyAmbiguousError(
        Text(
            en=f"`{graph.system}/{name}`: a row to be changed has the same `{key}` as a row of another "
            "table that inherits from it",
            ja=f"`{graph.system}/{name}`: 対象の行と同じ `{key}` の行が、継承関係にある別の表にもあります",
        ),
        remedy=Text(
            en="give one of the two rows another key, or map the inheriting table by itself after "
            "`ALTER TABLE … NO INHERIT`",
            ja="どちらかの行のキーを変えるか、`ALTER TABLE … NO INHERIT` の後に継承した表を別の表として"
            "データマップに書いてください",
        ),
        where=Where(file=f"datamap/{graph.system}.yaml", table=name),
    )
