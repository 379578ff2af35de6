"""What a column becomes when its row stays without its person.

`columns_for` says how each column changes, `assignments` what is written, `still_there` finds
rows in which it was not. Values fit their column's type and length; a random value is never
derived from what it replaces.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
)
from sqlalchemy.types import NullType

from upheld.connectors.schema import Column, ColumnType
from upheld.datamap.links import Node
from upheld.datamap.model import OnErase, SetValue
from upheld.deletion.json_values import REDACTED, json_left, json_value
from upheld.deletion.shortening import in_full, shortened
from upheld.subject.marks import ActionCode
from upheld.subject.place import Dialect
from upheld.subject.working_set import WorkingSet

TOKEN_PREFIX = "erased-"  # noqa: S105 - no password
EPOCH = "1970-01-01"
NIL_UUID = "00000000-0000-0000-0000-000000000000"
_FIXED: Mapping[ColumnType, str] = {
    "integer": "0",
    "decimal": "0",
    "date": f"'{EPOCH}'",
    "datetime": f"'{EPOCH}'",
    "uuid": f"'{NIL_UUID}'",
    "json": "'{}'",
    "array": "'{}'",
}
_TOKEN_LENGTH = 32
_SHORTEST_TOKEN = 8
"""32 bits, below which tokens would soon repeat."""


def columns_for(node: Node, action: ActionCode) -> dict[str, str | SetValue]:
    """Say how each column changes in rows that are anonymised, retained or a tombstone.

    A row that is anonymised changes what its table's `anonymise` names, else every column
    with a category; one that was to go, or that only a duty keeps, changes both. Keys are
    left alone: that a personal key stays is said by the plan.
    """
    entry = node.entry
    explicit = entry.on_erase.anonymise if isinstance(entry.on_erase, OnErase) else {}
    named: dict[str, str | SetValue] = {
        c: how if how is not None else "null" for c, how in explicit.items()
    }
    if action == ActionCode.ANONYMISE and isinstance(entry.on_erase, OnErase):
        return named
    kept = set(entry.retain.keep) if entry.retain and action == ActionCode.RETAIN else set()
    left = kept | set(node.locator) | set(node.table.primary_key) | set(entry.json_)
    return {
        name: named.get(name) or _default(node, column)
        for name, column in node.table.columns.items()
        if name not in left
        and not column.generated
        and (name in named or entry.category_of(name) is not None)
    }


def json_for(node: Node, action: ActionCode) -> dict[str, dict[str, str]]:
    """Say which paths of which JSON columns change."""
    retain = node.entry.retain
    kept = retain.keep if retain is not None and action == ActionCode.RETAIN else ()
    return {n: dict(paths) for n, paths in node.entry.json_.items() if n not in kept}


def _default(node: Node, column: Column) -> str:
    if column.nullable:
        return "null"
    unique = (column.name,) in node.table.unique
    mail = node.entry.category_of(column.name) == "contact.email"
    return "token" if unique or mail else "redact"


def assignments(working: WorkingSet, node: Node, action: ActionCode) -> dict[str, Any]:
    """The new value of each column that changes, as SQL expressions."""
    base = working.base(node.name)
    changed = {
        name: _value(working.dialect, node, base.c[name], node.table.columns[name], how)
        for name, how in columns_for(node, action).items()
    }
    for name, paths in json_for(node, action).items():
        changed[name] = json_value(working.dialect, base.c[name], node.table.columns[name], paths)
    return changed


def _as_written(how: SetValue, column: Column) -> ColumnElement[Any]:
    """The value of `{set: …}`; a text for a column of another type takes that type."""
    if isinstance(how.set, str) and column.type != "text":
        return literal(how.set, NullType())  # PostgreSQL infers what is not said to be text
    return literal(how.set)


def _set_differently(
    dialect: Dialect, value: Any, column: Column, how: SetValue
) -> ColumnElement[bool]:
    if dialect == "postgresql" and column.type == "json":
        from sqlalchemy.dialects.postgresql import JSONB

        value = cast(value, JSONB)  # the older type `json` has no equality
    return value.is_distinct_from(_as_written(how, column))  # type: ignore[no-any-return]


def _value(
    dialect: Dialect, node: Node, own: Any, column: Column, how: str | SetValue
) -> ColumnElement[Any]:
    if isinstance(how, SetValue):
        return _as_written(how, column)
    match how:
        case "null":
            new: ColumnElement[Any] = null()
        case "token":
            mail = node.entry.category_of(column.name) == "contact.email"
            new = _token(dialect, column, "@invalid" if mail else "")
        case "truncate" if column.type in ("date", "datetime"):
            new = _first_of_year(dialect, own)
        case "truncate":
            new = shortened(dialect, own)
        case _:
            new = _fixed(column, "" if how == "zero" else REDACTED)
    return new


def _fixed(column: Column, words: str) -> ColumnElement[Any]:
    if column.type in _FIXED:
        return literal_column(_FIXED[column.type])
    if column.type == "boolean":
        return literal(value=False)
    if column.type == "binary":
        return literal(b"")
    return literal(words[: column.length] if column.length else words)


def _token(dialect: Dialect, column: Column, ending: str) -> ColumnElement[Any]:
    if column.type == "integer":
        numbers = {
            "sqlite": "-(abs(random()) % 2000000000) - 1",
            "postgresql": "-(floor(random() * 2000000000))::int - 1",
            "mysql": "-FLOOR(RAND() * 2000000000) - 1",
        }
        return literal_column(numbers[dialect])
    if column.type == "uuid":
        return literal_column("gen_random_uuid()" if dialect == "postgresql" else "UUID()")
    digits = {
        "sqlite": "lower(hex(randomblob(16)))",
        "postgresql": "replace(gen_random_uuid()::text, '-', '')",
        "mysql": "MD5(CONCAT(RAND(), UUID()))",
    }
    hexed = literal_column(digits[dialect], Text)
    room = _room(column, ending)
    if room < _SHORTEST_TOKEN:
        return func.substr(hexed, 1, column.length)
    part = func.substr(hexed, 1, room)
    if dialect == "mysql":
        return func.concat(TOKEN_PREFIX, part, ending)
    return literal(TOKEN_PREFIX).op("||")(part).op("||")(literal(ending))


def _room(column: Column, ending: str) -> int:
    whole = column.length or len(TOKEN_PREFIX) + _TOKEN_LENGTH + len(ending)
    return min(whole - len(TOKEN_PREFIX) - len(ending), _TOKEN_LENGTH)


def _first_of_year(dialect: Dialect, own: Any) -> ColumnElement[Any]:
    match dialect:
        case "postgresql":
            return func.date_trunc("year", own)
        case "mysql":
            return func.date_format(own, "%Y-01-01")
        case "sqlite":
            return func.substr(own, 1, 4).op("||")("-01-01")


# Reading back -------------------------------------------------------------------------------


def still_there(
    working: WorkingSet,
    node: Node,
    alias: Any,
    action: ActionCode,
    unlinked: Callable[[str], ColumnElement[bool]],
) -> ColumnElement[bool]:
    """True for a row in which something personal has not been replaced.

    Args:
        working: The run's key sets.
        node: The table.
        alias: The table, as the query calls it.
        action: What was to be done to the row.
        unlinked: True for a row in which that column was nulled as a reference, and whose
            value is thereby gone.
    """
    found: list[ColumnElement[bool]] = []
    for name, how in columns_for(node, action).items():
        value = alias.c[name]
        differs = _differs(working.dialect, value, node.table.columns[name], how)
        found.append(and_(differs, not_(and_(value.is_(None), unlinked(name)))))
    for name, paths in json_for(node, action).items():
        found.extend(json_left(working.dialect, alias.c[name], paths))
    return or_(false(), *found)


def _differs(
    dialect: Dialect, value: Any, column: Column, how: str | SetValue
) -> ColumnElement[bool]:
    if isinstance(how, SetValue):
        return _set_differently(dialect, value, column, how)
    if how == "null":
        return value.is_not(None)  # type: ignore[no-any-return]
    if how == "token":
        return _no_token(value, column)
    text = cast(value, Text)
    if how == "truncate":
        if column.type not in ("date", "datetime"):
            return in_full(dialect, text)
        year: ColumnElement[str] = func.substr(text, 5, 6)
        return year != "-01-01"
    return _not_fixed(value, text, column, "" if how == "zero" else REDACTED)


def _no_token(value: Any, column: Column) -> ColumnElement[bool]:
    if column.type == "integer":
        return or_(value.is_(None), value >= 0)
    if column.type == "uuid" or _room(column, "@invalid") < _SHORTEST_TOKEN:
        return false()  # no value can be told from a random one
    return or_(value.is_(None), not_(value.like(f"{TOKEN_PREFIX}%")))


def _not_fixed(value: Any, text: Any, column: Column, words: str) -> ColumnElement[bool]:
    match column.type:
        case "json" | "array":
            return func.length(text) > len("{}")
        case "date" | "datetime":
            day: ColumnElement[str] = func.substr(text, 1, len(EPOCH))
            return day != EPOCH
        case "uuid":
            other: ColumnElement[bool] = text != NIL_UUID
            return other
        case _:
            return value.is_distinct_from(_fixed(column, words))  # type: ignore[no-any-return]
