"""What a column becomes when its row stays without its person.

Every value fits its column: type, NOT NULL, length, UNIQUE, CHECK. `assignments` says what is
written, `still_there` finds rows in which it was not, `refuse_unfit` refuses before anything
is written. A random value is never derived from what it replaces.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnElement, Text as SqlText, and_, cast, func, literal, literal_column, not_, null, or_, select, text,
)

from upheld.connectors.schema import Column
from upheld.datamap.graph import Graph, Node
from upheld.datamap.model import OnErase, SetValue
from upheld.refusal import RefusalError, Where
from upheld.subject.dialect import json_text
from upheld.subject.working_set import ActionCode, KeySet, Why, WorkingSet
from upheld.wording import Text

REDACTED = "[redacted]"
TOKEN_PREFIX = "erased-"  # noqa: S105 - no password
EPOCH = "1970-01-01"
NIL_UUID = "00000000-0000-0000-0000-000000000000"


class ValueUnfitError(RefusalError):
    """The value that would replace a personal one is forbidden by the column."""

    code = "value-unfit"


def columns_for(node: Node, action: ActionCode) -> dict[str, str | SetValue]:
    """Say how each column changes in rows that are anonymised, retained or unlinked.

    Keys are left alone: what a personal key needs is said by `personal_keys`.
    """
    entry = node.entry
    explicit = entry.on_erase.anonymise if isinstance(entry.on_erase, OnErase) else None
    named = {c: how if how is not None else "null" for c, how in (explicit or {}).items()}
    if action == ActionCode.UNLINK:
        return named
    if action == ActionCode.ANONYMISE and explicit is not None:
        return named
    chosen: dict[str, str | SetValue] = {
        column: named.get(column) or _default(node, column)
        for column in node.table.columns
        if column in named or node.entry.category_of(column) is not None
    }
    kept = set(entry.retain.keep) if entry.retain and action == ActionCode.RETAIN else set()
    keys = set(node.locator) | set(node.table.primary_key)
    return {
        c: how for c, how in chosen.items()
        if c not in kept and c not in keys and not node.table.columns[c].generated
        and c not in entry.json_
    }


def personal_keys(node: Node) -> list[str]:
    """Key columns that hold personal data: a row that stays cannot lose them."""
    return [c for c in node.locator if node.entry.category_of(c) not in (None, "key")]


def _default(node: Node, name: str) -> str:
    column = node.table.columns[name]
    if column.nullable:
        return "null"
    if (name,) in node.table.unique or node.entry.category_of(name) == "contact.email":
        return "token"
    return "redact"


def assignments(working: WorkingSet, node: Node, action: ActionCode) -> dict[str, Any]:
    """The new value of each column that changes, as SQL expressions."""
    changed = {
        name: _value(working.dialect, node, node.table.columns[name], how)
        for name, how in columns_for(node, action).items()
    }
    if action == ActionCode.UNLINK:
        return changed
    base = working.base(node.name)
    for name, paths in node.entry.json_.items():
        changed[name] = _json_value(working.dialect, base.c[name], node.table.columns[name], paths)
    return changed


def _value(dialect: str, node: Node, column: Column, how: str | SetValue) -> Any:
    if isinstance(how, SetValue):
        return literal(how.set)
    base = literal_column(_quoted(dialect, column.name))
    match how:
        case "null":
            return null()
        case "token":
            return _token(dialect, node, column)
        case "truncate":
            return _truncated(dialect, column, base)
        case "zero":
            return _fixed(column, "")
        case _:
            return _fixed(column, REDACTED)


def _quoted(dialect: str, name: str) -> str:
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def _fixed(column: Column, words: str) -> Any:
    match column.type:
        case "integer" | "decimal":
            return literal(0)
        case "boolean":
            return literal(False)
        case "date" | "datetime":
            return literal_column(f"'{EPOCH}'")
        case "uuid":
            return literal_column(f"'{NIL_UUID}'")
        case "json":
            return literal_column("'{}'")
        case "array":
            return literal_column("'{}'")
        case "binary":
            return literal(b"")
        case _:
            return literal(words[: column.length] if column.length else words)


def _token(dialect: str, node: Node, column: Column) -> Any:
    if column.type == "integer":
        return literal_column({
            "sqlite": "-(abs(random()) % 2000000000) - 1",
            "postgresql": "-(floor(random() * 2000000000))::int - 1",
            "mysql": "-FLOOR(RAND() * 2000000000) - 1",
        }[dialect])
    hexed = {
        "sqlite": "lower(hex(randomblob(16)))",
        "postgresql": "replace(gen_random_uuid()::text, '-', '')",
        "mysql": "MD5(CONCAT(RAND(), UUID()))",
    }[dialect]
    if column.type == "uuid":
        return literal_column("gen_random_uuid()" if dialect == "postgresql" else "UUID()")
    mail = node.entry.category_of(column.name) == "contact.email"
    ending = "@invalid" if mail else ""
    room = min((column.length or 64) - len(TOKEN_PREFIX) - len(ending), 32)
    if room < 8:  # noqa: PLR2004 - 32 bits, below which tokens would soon repeat
        return func.substr(literal_column(hexed), 1, column.length)
    random_part = func.substr(literal_column(hexed), 1, room)
    if dialect == "mysql":
        return func.concat(TOKEN_PREFIX, random_part, ending)
    return literal(TOKEN_PREFIX).op("||")(random_part).op("||")(literal(ending))


def _truncated(dialect: str, column: Column, base: Any) -> Any:
    if column.type in ("date", "datetime"):
        if dialect == "postgresql":
            return func.date_trunc("year", base)
        if dialect == "mysql":
            return func.date_format(base, "%Y-01-01")
        return func.substr(base, 1, 4).op("||")("-01-01")
    if dialect == "sqlite":
        return func.uph_truncate(base)
    shorter = func.regexp_replace(cast(base, SqlText), r"([.])[0-9]{1,3}$", r"\1" + "0")
    if dialect == "mysql":
        shorter = func.regexp_replace(base, r"([.])[0-9]{1,3}$", "\\\\1" + "0")
    return shorter


def _json_value(dialect: str, base: Any, column: Column, paths: Mapping[str, str]) -> Any:
    changed: Any = base
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB

        changed = cast(base, JSONB)
        for path, how in paths.items():
            keys = cast(_steps(path), ARRAY(SqlText))
            changed = changed.op("#-")(keys) if how == "erase" else func.jsonb_set(
                changed, keys, func.to_jsonb(cast(_json_text(dialect, base, path, how), SqlText)), False
            )
        if column.native == "json":
            return cast(changed, JSON)
        return changed if column.native == "jsonb" else cast(changed, SqlText)
    for path, how in paths.items():
        dotted = "$" + "".join(f'."{step}"' for step in _steps(path))
        if how == "erase":
            changed = func.json_remove(changed, dotted)
        else:
            changed = func.json_replace(changed, dotted, _json_text(dialect, base, path, how))
    if dialect == "sqlite":
        from sqlalchemy import case

        return case((func.json_valid(base) == 1, changed), else_=base)
    return changed


def _json_text(dialect: str, base: Any, path: str, how: str) -> Any:
    if how == "redact":
        return literal(REDACTED)
    found = json_text(dialect, base, _steps(path))
    if dialect == "sqlite":
        return func.uph_truncate(found)
    return func.regexp_replace(found, "[0-9]{1,3}$", "0")


def _steps(path: str) -> list[str]:
    return [step for step in path.removeprefix("$").split(".") if step]


# Reading back -------------------------------------------------------------------------------


def still_there(working: WorkingSet, node: Node, alias: Any, action: ActionCode) -> ColumnElement[bool]:
    """True for a row in which something personal has not been replaced."""
    found: list[Any] = []
    for name, how in columns_for(node, action).items():
        column = node.table.columns[name]
        found.append(_differs(working.dialect, alias.c[name], column, how))
    if action != ActionCode.UNLINK:
        for name, paths in node.entry.json_.items():
            for path, how in paths.items():
                value = json_text(working.dialect, alias.c[name], _steps(path))
                if how == "erase":
                    found.append(value.is_not(None))
                elif how == "redact":
                    found.append(and_(value.is_not(None), value != REDACTED))
    return or_(*found) if found else literal(1) == literal(0)


def _differs(dialect: str, value: Any, column: Column, how: str | SetValue) -> Any:
    if isinstance(how, SetValue):
        return value.is_distinct_from(literal(how.set))
    match how:
        case "null":
            return value.is_not(None)
        case "token":
            if column.type == "integer":
                return value >= 0
            if column.type == "uuid":
                return literal(1) == literal(0)
            short = (column.length or 64) < len(TOKEN_PREFIX) + 16
            return literal(1) == literal(0) if short else or_(
                value.is_(None), not_(value.like(f"{TOKEN_PREFIX}%"))
            )
        case "truncate":
            return literal(1) == literal(0) if column.type not in ("date", "datetime") else (
                func.substr(cast(value, SqlText), 5, 6) != "-01-01"
            )
    expected = _fixed(column, "" if how == "zero" else REDACTED)
    if column.type in ("json", "array"):
        return func.length(cast(value, SqlText)) > 2  # noqa: PLR2004 - `{}` and nothing else
    if column.type in ("date", "datetime"):
        return func.substr(cast(value, SqlText), 1, 10) != EPOCH
    if column.type == "uuid":
        return cast(value, SqlText) != NIL_UUID
    return value.is_distinct_from(expected)


# Refusing before anything is written ----------------------------------------------------------


def refuse_unfit(working: WorkingSet, graph: Graph) -> None:
    """Try every new value against its column, reading only.

    Raises:
        ValueUnfitError: Names the table, the column and the constraint.
    """
    for name, keys in working.sets.items():
        for action in (ActionCode.ANONYMISE, ActionCode.RETAIN, ActionCode.UNLINK):
            if not _any(working, keys, action):
                continue
            _refuse_static(graph, keys.node, action)
            _refuse_checks(working, graph, name, keys, action)


def _any(working: WorkingSet, keys: KeySet, action: ActionCode) -> bool:
    query = select(literal(1)).select_from(keys.table).where(keys.table.c.action == int(action))
    return working.connection.execute(query.limit(1)).first() is not None


def _refuse_static(graph: Graph, node: Node, action: ActionCode) -> None:
    unique = {c for key in node.table.unique if len(key) == 1 for c in key}
    for name, how in columns_for(node, action).items():
        column = node.table.columns[name]
        if how == "null" and not column.nullable:
            _unfit(graph, node, name, Text(
                en=f"`{name}` may not be NULL, so it cannot be anonymised to null",
                ja=f"`{name}` は NULL にできないため、null への匿名化はできません",
            ))
        if name in unique and how not in ("null", "token"):
            _unfit(graph, node, name, Text(
                en=f"`{name}` must be unique, so a fixed value cannot be written to it",
                ja=f"`{name}` は一意でなければならず、固定値を書き込めません",
            ))


def _refuse_checks(
    working: WorkingSet, graph: Graph, name: str, keys: KeySet, action: ActionCode
) -> None:
    """Evaluate the table's CHECK constraints over its rows with the new values in place."""
    node = keys.node
    if not node.table.checks:
        return
    changed = assignments(working, node, action)
    if not changed:
        return
    base = working.base(name)
    columns = [changed.get(c, base.c[c]).label(c) for c in node.table.columns]
    rows = (
        select(*columns).select_from(base)
        .where(_in_set(working, keys, base, keys.table.c.action == int(action)))
        .subquery(base.name)
    )
    for check in node.table.checks:
        condition = check.strip()
        if condition.upper().startswith("CHECK"):
            condition = condition[5:].strip()
        query = select(literal(1)).select_from(rows).where(text(f"NOT ({_escaped(condition)})"))
        if working.connection.execute(query.limit(1)).first() is not None:
            _unfit(graph, node, None, Text(
                en=f"a CHECK of `{name}` forbids the anonymised values: {condition[:120]}",
                ja=f"`{name}` の CHECK 制約が匿名化後の値を許しません: {condition[:120]}",
            ))


def _escaped(condition: str) -> str:
    return condition.replace(":", r"\:")


def _in_set(working: WorkingSet, keys: KeySet, base: Any, condition: Any) -> Any:
    same = working.same_row(keys, base, working.spelled(keys.node.name))
    return select(literal(1)).select_from(keys.table).where(same, condition).exists()


def _unfit(graph: Graph, node: Node, column: str | None, what: Text) -> None:
    raise ValueUnfitError(
        what,
        where=Where(system=graph.system, table=node.name, column=column),
        remedy=Text(
            en="choose another way under `on_erase: {anonymise: …}`, e.g. `redact`, `token` or `{set: …}`",
            ja="`on_erase: {anonymise: …}` で `redact`、`token`、`{set: …}` など別の方法を選んでください",
        ),
    )


