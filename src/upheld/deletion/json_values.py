"""Values inside a JSON column: erased, replaced or shortened where the map says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal

from upheld.connectors.schema import Column
from upheld.deletion.shortening import in_full, shortened
from upheld.subject.dialect import json_text
from upheld.subject.place import Dialect

REDACTED = "[redacted]"


def json_value(
    dialect: Dialect, own: Any, column: Column, paths: Mapping[str, str]
) -> ColumnElement[Any]:
    """The document of a column with its paths changed; what is no JSON stays as it is."""
    if dialect == "postgresql":
        return _in_postgresql(own, column, paths)
    changed: Any = own
    for path, how in paths.items():
        dotted = "$" + "".join(f'."{step}"' for step in _steps(path))
        if how == "erase":
            changed = func.json_remove(changed, dotted)
        else:
            changed = func.json_replace(changed, dotted, _replacement(dialect, own, path, how))
    if dialect == "sqlite":
        return case((func.json_valid(own) == 1, changed), else_=own)
    return changed  # type: ignore[no-any-return]


def _in_postgresql(own: Any, column: Column, paths: Mapping[str, str]) -> ColumnElement[Any]:
    from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB

    changed: Any = cast(own, JSONB)
    for path, how in paths.items():
        keys = cast(_steps(path), ARRAY(Text))
        if how == "erase":
            changed = changed.op("#-")(keys)
            continue
        new = func.to_jsonb(cast(_replacement("postgresql", own, path, how), Text))
        # A NULL among its arguments would make the whole document NULL.
        there = json_text("postgresql", own, _steps(path)).is_not(None)
        replaced = func.jsonb_set(changed, keys, new, False)
        changed = case((there, replaced), else_=changed)
    if column.native == "json":
        return cast(changed, JSON)
    return changed if column.native == "jsonb" else cast(changed, Text)


def json_left(
    dialect: Dialect, own: Any, paths: Mapping[str, str]
) -> Iterator[ColumnElement[bool]]:
    """True where something of a path is still to be found."""
    for path, how in paths.items():
        value = json_text(dialect, own, _steps(path))
        match how:
            case "erase":
                yield value.is_not(None)
            case "redact":
                yield and_(value.is_not(None), value != REDACTED)
            case _:
                yield in_full(dialect, value)


def _replacement(dialect: Dialect, own: Any, path: str, how: str) -> ColumnElement[Any]:
    if how == "redact":
        return literal(REDACTED)
    return shortened(dialect, json_text(dialect, own, _steps(path)))


def _steps(path: str) -> list[str]:
    return [step for step in path.removeprefix("$").split(".") if step]
