"""When a row refers to another one: equality of columns, of a JSON path, of a part of a text."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.via import ColumnsVia, JsonVia, PatternVia, Via
from upheld.subject.dialect import json_text, key_in_text
from upheld.subject.place import Dialect


def equal(own: Any, other: Any) -> ColumnElement[bool]:
    """Equality of two columns that may have different types: compared as text then."""
    mine, theirs = own.type, other.type
    if type(mine) is type(theirs) or mine._type_affinity is theirs._type_affinity:  # noqa: SLF001 - SQLAlchemy has no public name for it
        return own == other  # type: ignore[no-any-return]
    if isinstance(mine, Text):
        return own == cast(other, Text)  # type: ignore[no-any-return]
    return cast(own, Text) == cast(other, Text)


def reference_in(dialect: Dialect, via: Via, child: FromClause) -> list[ColumnElement[Any]]:
    """What a row of `child` holds: the values of its columns, or a text inside one of them."""
    match via:
        case ColumnsVia(columns):
            return [child.c[column] for column in columns]
        case JsonVia(column, path):
            return [json_text(dialect, child.c[column], path)]
        case PatternVia(column, prefix, delimiter, rest):
            return [key_in_text(dialect, child.c[column], prefix, delimiter, rest)]


def refers(
    dialect: Dialect, via: Via, child: FromClause, values: Sequence[Any]
) -> ColumnElement[bool]:
    """True where a row of `child` refers by `via` to a row whose key is `values`."""
    held = reference_in(dialect, via, child)
    if isinstance(via, ColumnsVia):
        return and_(*(equal(own, value) for own, value in zip(held, values, strict=True)))
    same = held[0] == cast(values[0], Text)
    if isinstance(via, PatternVia) and via.prefix:
        # An index on the text serves its beginning, not what is cut out of its middle.
        return and_(child.c[via.column].startswith(via.prefix, autoescape=True), same)
    return same
