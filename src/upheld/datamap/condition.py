"""`when` conditions: parsed into a small closed language, never pasted into SQL.

Columns, literals, comparisons, IN, LIKE, BETWEEN, IS NULL, AND, OR, NOT. Nothing that calls,
selects or writes. `columns_of` names the columns; `compiled` makes a SQLAlchemy condition.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, not_, null, or_
from sqlalchemy.sql.expression import FromClause


class UnreadableConditionError(ValueError):
    """A condition outside the language."""


@lru_cache(maxsize=512)
def _parsed(when: str) -> Any:
    import sqlglot
    from sqlglot import errors

    try:
        return sqlglot.parse_one(f"SELECT 1 WHERE {when}").args["where"].this
    except (errors.SqlglotError, AttributeError, KeyError) as error:
        raise UnreadableConditionError(f"`{when}` is not a condition") from error


def columns_of(when: str) -> list[str]:
    """Name the columns a condition reads, each once, in order.

    >>> columns_of("status = 'invoiced' AND total > 0")
    ['status', 'total']

    Raises:
        UnreadableConditionError: It is no condition, or uses more than the language has.
    """
    from sqlglot import exp

    tree = _parsed(when)
    _refuse_others(tree, when)
    names = [column.name for column in tree.find_all(exp.Column, bfs=False)]
    return list(dict.fromkeys(names))


def _refuse_others(tree: Any, when: str) -> None:
    from sqlglot import exp

    allowed = (
        exp.Column,
        exp.Identifier,
        exp.Literal,
        exp.Boolean,
        exp.Null,
        exp.Paren,
        exp.And,
        exp.Or,
        exp.Not,
        exp.EQ,
        exp.NEQ,
        exp.GT,
        exp.GTE,
        exp.LT,
        exp.LTE,
        exp.In,
        exp.Is,
        exp.Like,
        exp.ILike,
        exp.Between,
        exp.Neg,
    )
    for node in tree.walk():
        if not isinstance(node, allowed):
            raise UnreadableConditionError(
                f"`{when}` uses {type(node).__name__.upper()}; only comparisons, IN, LIKE, BETWEEN, "
                "IS NULL, AND, OR and NOT are allowed"
            )


def compiled(when: str, table: FromClause) -> ColumnElement[bool]:
    """Make a SQLAlchemy condition on `table`; literals become bound values."""
    tree = _parsed(when)
    _refuse_others(tree, when)
    found: ColumnElement[bool] = _element(tree, table)
    return found


def _element(node: Any, table: FromClause) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case a kind of node
    from sqlglot import exp

    match node:
        case exp.Column():
            return table.c[node.name]
        case exp.Literal():
            return literal(node.this) if node.is_string else literal(_number(node.this))
        case exp.Neg():
            return literal(-_number(node.this.this))
        case exp.Boolean():
            return literal(bool(node.this))
        case exp.Null():
            return null()
        case exp.Paren():
            return _element(node.this, table)
        case exp.And():
            return and_(_element(node.left, table), _element(node.right, table))
        case exp.Or():
            return or_(_element(node.left, table), _element(node.right, table))
        case exp.Not():
            return not_(_element(node.this, table))
        case exp.In():
            values = [_element(value, table) for value in node.expressions]
            return _element(node.this, table).in_(values)
        case exp.Is():
            return _element(node.this, table).is_(_element(node.expression, table))
        case exp.Between():
            low, high = node.args["low"], node.args["high"]
            return _element(node.this, table).between(_element(low, table), _element(high, table))
    left, right = _element(node.left, table), _element(node.right, table)
    match node:
        case exp.EQ():
            return left == right
        case exp.NEQ():
            return left != right
        case exp.GT():
            return left > right
        case exp.GTE():
            return left >= right
        case exp.LT():
            return left < right
        case exp.LTE():
            return left <= right
        case exp.Like():
            return left.like(right)
        case exp.ILike():
            return left.ilike(right)
    raise UnreadableConditionError(f"`{node.sql()}` is not a condition")  # pragma: no cover


def _number(text: str) -> int | float:
    return float(text) if "." in text or "e" in text.lower() else int(text)
