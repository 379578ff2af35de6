"""Refusing values that a column forbids, before anything is written."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, literal, null, select, text

from upheld.datamap.graph import Graph
from upheld.datamap.links import Node
from upheld.datamap.model import SetValue
from upheld.deletion.anonymise import assignments, columns_for
from upheld.refusal import RefusalError, Where
from upheld.subject.marks import ActionCode
from upheld.subject.working_set import KeySet, WorkingSet
from upheld.wording import Text


class ValueUnfitError(RefusalError):
    """The value that would replace a personal one is forbidden by the column."""

    code = "value-unfit"


_SHOWN = 120
"""Characters of a constraint in a message."""
CHANGING = (ActionCode.ANONYMISE, ActionCode.TOMBSTONE, ActionCode.RETAIN)


def refuse_unfit(working: WorkingSet, found: Mapping[str, Collection[ActionCode]]) -> None:
    """Try every new value against its column, reading only.

    Args:
        working: The rows.
        found: The actions that rows of each table have.

    Raises:
        ValueUnfitError: Names the table, the column and the constraint.
    """
    for name, actions in found.items():
        keys = working.sets[name]
        for action in actions:
            if action in CHANGING:
                for column, what in _misfits(keys.node, action):
                    raise _unfit(working.graph, keys.node, column, what)
            if action not in (ActionCode.DELETE, ActionCode.NONE):
                _refuse_checks(working, keys, action)


def _misfits(node: Node, action: ActionCode) -> Iterator[tuple[str, Text]]:
    """What the column's declaration already forbids."""
    changes = columns_for(node, action)
    for name, how in changes.items():
        column = node.table.columns[name]
        if how == "null" and not column.nullable:
            yield (
                name,
                Text(
                    en=f"`{name}` may not be NULL, so it cannot be anonymised to null",
                    ja=f"`{name}` は NULL にできないため、null への匿名化はできません",
                ),
            )
        if how == "truncate" and column.type not in ("text", "date", "datetime", "other"):
            yield (
                name,
                Text(
                    en=f"`{name}` is {column.type}, which cannot be shortened",
                    ja=f"`{name}` は {column.type} で、短縮できません",
                ),
            )
        length = len(str(how.set)) if isinstance(how, SetValue) else 0
        if column.length and length > column.length:
            yield (
                name,
                Text(
                    en=f"`{name}` takes {column.length} characters, the value to set has {length}",
                    ja=f"`{name}` は {column.length} 文字までですが、設定する値は {length} 文字です",
                ),
            )
    yield from _pointing_nowhere(node, changes)
    for key in node.table.unique:
        if all(changes.get(c, "null") not in ("null", "token") for c in key):
            yield (
                key[0],
                Text(
                    en=f"`{', '.join(key)}` must be unique, so a fixed value cannot be written to it",
                    ja=f"`{', '.join(key)}` は一意でなければならず、固定値を書き込めません",
                ),
            )


def _pointing_nowhere(
    node: Node, changes: Mapping[str, str | SetValue]
) -> Iterator[tuple[str, Text]]:
    """Columns of a foreign key that would be given an invented value."""
    for key in node.table.foreign_keys:
        for name in key.columns:
            how = changes.get(name)
            if how is not None and how != "null" and not isinstance(how, SetValue):
                yield (
                    name,
                    Text(
                        en=f"`{name}` refers to `{key.parent}`, so an invented value would refer "
                        "to nothing; write `none` for it in the map, or set a row that is there",
                        ja=f"`{name}` は `{key.parent}` を参照しているため、作った値では参照先が"
                        "なくなります。マップで `none` とするか、実在する行を設定してください",
                    ),
                )


def _refuse_checks(working: WorkingSet, keys: KeySet, action: ActionCode) -> None:
    """Evaluate the table's CHECK constraints over its rows with the new values in place."""
    node = keys.node
    if not node.table.checks:
        return
    base = working.base(node.name)
    same = working.same_row(keys, base)
    rows = (
        select(*(value.label(name) for name, value in _new_values(working, keys, action).items()))
        .select_from(keys.table.join(base, same))
        .where(keys.table.c.action == int(action))
        .subquery(base.name)
    )
    for check in node.table.checks:
        condition = check.strip()
        if condition.upper().startswith("CHECK"):
            condition = condition[len("CHECK") :].strip()
        query = select(literal(1)).select_from(rows).where(text(f"NOT ({_escaped(condition)})"))
        if working.connection.execute(query.limit(1)).first() is not None:
            shown = condition[:_SHOWN]
            what = Text(
                en=f"a CHECK of `{node.name}` forbids the anonymised values: {shown}",
                ja=f"`{node.name}` の CHECK 制約が匿名化後の値を許しません: {shown}",
            )
            raise _unfit(working.graph, node, None, what)


def _new_values(
    working: WorkingSet, keys: KeySet, action: ActionCode
) -> dict[str, ColumnElement[Any]]:
    """Every column of a row as it will be."""
    node, nulls = keys.node, keys.table.c.nulls
    base = working.base(node.name)
    values: dict[str, Any] = {name: base.c[name] for name in node.table.columns}
    if action in CHANGING:
        values |= assignments(working, node, action)
    for bit, columns in working.graph.released(node.name).items():
        for name in columns:
            values[name] = case((nulls.op("&")(bit) != 0, null()), else_=values[name])
    return values


def _escaped(condition: str) -> str:
    return condition.replace(":", r"\:")


def _unfit(graph: Graph, node: Node, column: str | None, what: Text) -> ValueUnfitError:
    return ValueUnfitError(
        what,
        where=Where(system=graph.system, table=node.name, column=column),
        remedy=Text(
            en="choose another way under `on_erase: {anonymise: …}`: `redact`, `token`, `{set: …}`",
            ja="`on_erase: {anonymise: …}` で `redact`、`token`、`{set: …}` など別の方法を選んでください",
        ),
    )
