"""Rows older than their retention rule allows: one count a table, never a value."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    TableClause,
    Text,
    cast,
    false,
    func,
    literal,
    select,
)

from upheld.connectors.schema import Schema
from upheld.datamap.condition import compiled
from upheld.datamap.graph import Graph, Node, build
from upheld.datamap.model import DataMap
from upheld.deletion.anonymise import still_there
from upheld.law.periods import OpenDays, cutoff
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.subject.marks import ActionCode
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Until when each rule keeps, seen from one day."""

    policy: Policy
    today: dt.date
    calendar: OpenDays | None

    def first_kept(self, rule: str) -> dt.date | None:
        """The earliest start that is still kept; `None` where the rule counts no time."""
        found = self.policy.retention.get(rule)
        if found is None or found.keep.period is None:
            return None
        return cutoff(self.today, found.keep.period, calendar=self.calendar)


def overdue_rows(
    place: RelationalPlace, schema: Schema, datamap: DataMap, periods: Periods
) -> dict[str, int]:
    """Count, for each table with a period of its own, the rows whose period has passed."""
    wanted = {
        name: entry.retain
        for name, entry in datamap.tables.items()
        if entry.retain is not None
        and entry.retain.with_ is None
        and name in schema.tables
        and entry.retain.from_ in schema.tables[name].columns
    }
    if not wanted:
        return {}
    found = {}
    graph = _graph(datamap, schema)
    with place.session() as connection:
        for name, retain in wanted.items():
            first = periods.first_kept(retain.rule)
            if first is not None:
                kind = schema.tables[name].columns[retain.from_].type
                table = place.sa_table(name)
                conditions = [table.c[retain.from_] < _bound(connection, kind, first)]
                if retain.when:
                    conditions.append(compiled(retain.when, table))
                if retain.after == "anonymise" and graph is not None:
                    working = WorkingSet(connection, place, graph)
                    conditions.append(_says_something(working, graph.nodes[name], table))
                found[name] = _count(connection, table, conditions)
    return found


def _graph(datamap: DataMap, schema: Schema) -> Graph | None:
    """Map and schema joined; `None` where they do not fit, which other rules say."""
    try:
        return build(datamap, schema)
    except RefusalError:
        return None


def _says_something(working: WorkingSet, node: Node, table: TableClause) -> ColumnElement[bool]:
    """True for a row that was not emptied yet: its period asks for no more than that."""
    return still_there(working, node, table, ActionCode.ANONYMISE, lambda _column: false())


def _count(
    connection: Connection, table: TableClause, conditions: Sequence[ColumnElement[bool]]
) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return int(connection.execute(query).scalar() or 0)


def _bound(connection: Connection, kind: str, day: dt.date) -> Any:
    if connection.dialect.name == "sqlite":
        # SQLite keeps dates as ISO text, which sorts as the dates do.
        return cast(literal(day.isoformat()), Text)
    if kind == "datetime":
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the column is
    return day
