"""Refusing keys that do not name one row: another person's would be read, or go, with it.

PostgreSQL does not hold a key unique over a table and the tables that inherit from it. SQLite
lets a key be NULL unless its columns say otherwise, and `=` finds no such row again.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy import Text as SqlText
from sqlalchemy.sql.expression import ColumnClause
from sqlalchemy.types import NullType

from upheld.datamap.graph import Graph
from upheld.datamap.links import Node
from upheld.refusal import RefusalError, Where
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import KeySet, WorkingSet
from upheld.wording import Text


class KeyAmbiguousError(RefusalError):
    """The key of a row that was reached is that of another row, too, or is missing."""

    code = "key-ambiguous"


def refuse_ambiguous(working: WorkingSet, *, settled: bool = False) -> None:
    """Look whether each row that is a person's is the only one that its key names.

    Args:
        working: The rows that were reached.
        settled: Whether it is known which rows let go of a reference: somebody else's row is
            changed by its key, too.

    Raises:
        KeyAmbiguousError: Names the table and its key.
    """
    for name, keys in working.sets.items():
        node, t = keys.node, keys.table.c
        heirs = name in working.graph.schema.inherited
        empty = any(node.table.columns[column].nullable for column in node.locator)
        if not node.locator or not (heirs or empty):
            continue
        those = _those(keys, t.nulls != 0 if settled else t.role <= int(RoleCode.ACCESSOR))
        if heirs and _is_any(working, _twice(working, keys, those)):
            raise _found_twice(working.graph, node)
        missing = or_(*(key.is_(None) for key in keys.keys))
        if empty and _is_any(working, those.where(missing)):
            raise _without_key(working.graph, node)


def _is_any(working: WorkingSet, query: Select[Any]) -> bool:
    return working.connection.execute(query.limit(1)).first() is not None


def _those(keys: KeySet, rows: ColumnElement[bool]) -> Select[Any]:
    return select(literal(1)).select_from(keys.table).where(rows)


def _twice(working: WorkingSet, keys: KeySet, those: Select[Any]) -> Select[Any]:
    one = working.alias(keys.node.name, "one")
    other = working.alias(keys.node.name, "other")
    # A table that inherits has no unique key unless it declares one of its own.
    elsewhere = (a != b for a, b in zip(_place(one), _place(other), strict=True))
    return those.where(working.same_row(keys, one), working.same_row(keys, other), or_(*elsewhere))


def _place(alias: Any) -> Iterator[ColumnElement[Any]]:
    yield ColumnClause("tableoid", SqlText(), _selectable=alias)
    yield ColumnClause("ctid", NullType(), _selectable=alias)


def _found_twice(graph: Graph, node: Node) -> KeyAmbiguousError:
    key = ", ".join(node.locator)
    return KeyAmbiguousError(
        Text(
            en=f"`{graph.system}/{node.name}`: a row that was found has the same `{key}` as another "
            "row, of the table or of one that inherits from it",
            ja=f"`{graph.system}/{node.name}`: 見つかった行と同じ `{key}` の行が、この表またはこれを"
            "継承した表にもう一つあります",
        ),
        remedy=Text(
            en="give one of the two rows another key, or map the inheriting table by itself after "
            "`ALTER TABLE … NO INHERIT`",
            ja="どちらかの行のキーを変えるか、`ALTER TABLE … NO INHERIT` の後に継承した表を別の表として"
            "データマップに書いてください",
        ),
        where=Where(file=f"datamap/{graph.system}.yaml", table=node.name),
    )


def _without_key(graph: Graph, node: Node) -> KeyAmbiguousError:
    key = ", ".join(node.locator)
    return KeyAmbiguousError(
        Text(
            en=f"`{graph.system}/{node.name}`: a row that was found has no `{key}` (it is NULL)",
            ja=f"`{graph.system}/{node.name}`: 見つかった行の `{key}` が NULL です",
        ),
        remedy=Text(
            en="give the row a key, then do this again; a key column that is `NOT NULL` stays filled",
            ja="その行にキーを付けてから、もう一度実行してください。キーの列を `NOT NULL` にすると"
            "空になりません",
        ),
        where=Where(file=f"datamap/{graph.system}.yaml", table=node.name),
    )
