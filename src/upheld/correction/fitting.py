"""A new value brought to a column's type, or refused before anything is written.

A refusal names table, column and constraint, never the value.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from upheld.connectors.matching import loosely, strictly
from upheld.connectors.schema import Column
from upheld.datamap.graph import Graph, Node
from upheld.refusal import RefusalError, Where
from upheld.subject.place import Dialect
from upheld.wording import Text

_WRITABLE = frozenset(
    {"text", "integer", "decimal", "boolean", "date", "datetime", "uuid", "other"}
)


class CorrectionUnfitError(RefusalError):
    """The new value cannot be written where the old one is."""

    code = "correction-unfit"


def fitted(graph: Graph, node: Node, column: Column, value: str | None, dialect: Dialect) -> Any:
    """Return a value as the column holds it.

    Raises:
        CorrectionUnfitError: Wrong type, too long, or NULL where there must be a value.
    """
    _refuse_uncorrectable(graph, node, column)
    if value is None:
        if not column.nullable:
            unfit(
                graph,
                node,
                column.name,
                Text(
                    en=f"`{column.name}` may not be empty (NOT NULL)",
                    ja=f"`{column.name}` は空にできません(NOT NULL)",
                ),
            )
        return None
    made, fits = _made(column, value, dialect)
    if not fits:
        unfit(graph, node, column.name, _misfit(column, value))
    return made


def correctable(graph: Graph, node: Node, column: Column) -> bool:
    """Say whether a column can hold a new value at all: no key, nothing made by the database."""
    return (
        not column.generated and column.type in _WRITABLE and not _refers(graph, node, column.name)
    )


def _refuse_uncorrectable(graph: Graph, node: Node, column: Column) -> None:
    """Some columns can hold no new value at all, whatever it is."""
    if column.generated or column.type not in _WRITABLE:
        unfit(
            graph,
            node,
            column.name,
            Text(
                en=f"`{column.name}` ({column.native}) cannot be corrected as a whole",
                ja=f"`{column.name}`({column.native})は値全体を置き換えて訂正できません",
            ),
        )
    if _refers(graph, node, column.name):
        unfit(
            graph,
            node,
            column.name,
            Text(
                en=f"`{column.name}` is a key or refers to one; with another value the rows would "
                "lose one another",
                ja=f"`{column.name}` はキーまたは参照であり、変更すると行の結び付きが失われます",
            ),
        )


def _too_long(column: Column, value: str) -> bool:
    return column.length is not None and column.type == "text" and len(value) > column.length


def _misfit(column: Column, value: str) -> Text:
    if _too_long(column, value):
        return Text(
            en=f"the new value is longer than `{column.name}` holds ({column.length} characters)",
            ja=f"新しい値が `{column.name}` の長さ({column.length} 文字)を超えています",
        )
    return Text(
        en=f"the new value is not of the type of `{column.name}`, {column.native}",
        ja=f"新しい値が `{column.name}` の型 {column.native} に合いません",
    )


def _made(column: Column, value: str, dialect: Dialect) -> tuple[Any, bool]:
    if _too_long(column, value):
        return None, False
    try:
        made = strictly(column.type, value)
        if dialect == "sqlite" or (dialect == "mysql" and column.type == "uuid"):
            made = loosely(column.type, made)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        return None, False
    return made, dialect == "sqlite" or not isinstance(made, Decimal) or _in_range(column, made)


def _in_range(column: Column, value: Decimal) -> bool:
    inside = column.native.partition("(")[2].partition(")")[0].split(",")
    if not inside[0].strip().isdigit():
        return True
    digits = int(inside[0])
    scale = int(inside[1]) if len(inside) > 1 else 0
    return value.adjusted() < digits - scale and -int(value.as_tuple().exponent) <= scale


def _refers(graph: Graph, node: Node, column: str) -> bool:
    if column in node.table.primary_key or column in node.locator:
        return True
    if any(column in ref.columns for ref in graph.references_from(node.name)):
        return True
    return any(column in ref.parent_columns for ref in graph.references_to(node.name))


def unfit(graph: Graph, node: Node, column: str | None, what: Text) -> NoReturn:
    """Refuse.

    Raises:
        CorrectionUnfitError: Always.
    """
    raise CorrectionUnfitError(
        what,
        where=Where(system=graph.system, table=node.name, column=column),
        remedy=Text(
            en="correct the value in the file, or correct this place by hand and say so in the reply",
            ja="ファイルの値を直すか、この箇所は手作業で訂正し、その旨を回答に記してください",
        ),
    )


Values = Mapping[int, Any]
"""The new value of one column by person's number. Never in a `repr`."""
