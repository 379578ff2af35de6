"""When a row's retention began: by a date of its own, or by that of the row it hangs on.

`retain: {with: order_id}` follows the reference up to the row that has the rule and the date;
an order's lines stay exactly as long as the order.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, and_, cast, literal, or_, select, true
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.condition import compiled
from upheld.datamap.links import Node
from upheld.subject.comparing import refers
from upheld.subject.working_set import WorkingSet


def period(working: WorkingSet, node: Node, row: FromClause, cutoff: date) -> tuple[Any, Any]:
    """Conditions for `the period still runs`, and for `the rule is for this row`.

    Args:
        working: The run.
        node: A table with a retention rule.
        row: The table, as the statement calls it.
        cutoff: Rows that began on this day or later stay.
    """
    return _period(working, node, row, cutoff, 0)


def _period(
    working: WorkingSet, node: Node, row: FromClause, cutoff: date, depth: int
) -> tuple[Any, Any]:
    retain = node.entry.retain
    assert retain is not None  # noqa: S101 - asked only for tables with a rule
    applies: Any = compiled(retain.when, row) if retain.when else true()
    if node.kept_with is None:
        start = row.c[retain.from_]
        begun = _cutoff(working, node, retain.from_, cutoff)
        # Without a start date nobody can say that the period has passed.
        return and_(applies, or_(start.is_(None), start >= begun)), applies
    parent = working.graph.nodes[node.kept_with.parent]
    above, on = _above(working, node, row, depth)
    running, covered = _period(working, parent, above, cutoff, depth + 1)
    found = select(literal(1)).select_from(above).where(on).correlate(row)
    return (
        and_(applies, found.where(running).exists()),
        and_(applies, found.where(covered).exists()),
    )


def started(working: WorkingSet, node: Node, row: FromClause, depth: int = 0) -> Any:
    """The date from which the period of a row of `row` counts; NULL where there is none."""
    retain = node.entry.retain
    assert retain is not None  # noqa: S101 - asked only for tables with a rule
    if node.kept_with is None:
        return row.c[retain.from_]
    parent = working.graph.nodes[node.kept_with.parent]
    above, on = _above(working, node, row, depth)
    start = started(working, parent, above, depth + 1)
    return select(start).select_from(above).where(on).correlate(row).scalar_subquery()


def _above(working: WorkingSet, node: Node, row: FromClause, depth: int) -> tuple[FromClause, Any]:
    link = node.kept_with
    assert link is not None  # noqa: S101 - asked only for rows that follow another
    above = working.alias(link.parent, f"kept{depth}")
    keys = [above.c[column] for column in link.parent_columns]
    on = refers(working.dialect, link.via, row, keys)
    return above, on if link.when is None else and_(on, compiled(link.when, row))


def _cutoff(working: WorkingSet, node: Node, column: str, day: date) -> Any:
    kind = node.table.columns[column].type
    if working.dialect != "sqlite" and kind == "date":
        return day
    if working.dialect != "sqlite" and kind == "datetime":
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the column is
    # SQLite keeps dates as ISO text, which sorts as the dates do.
    return cast(literal(day.isoformat()), Text)
