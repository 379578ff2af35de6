"""Rows older than their retention rule allows: one count a table, never a value."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TableClause, Text, and_, cast, func, literal, select

from upheld.connectors.schema import Schema
from upheld.datamap.condition import compiled
from upheld.datamap.model import DataMap
from upheld.law.periods import OpenDays, cutoff
from upheld.policy.model import Policy
from upheld.subject.place import RelationalPlace


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
    with place.session() as connection:
        for name, retain in wanted.items():
            first = periods.first_kept(retain.rule)
            if first is not None:
                kind = schema.tables[name].columns[retain.from_].type
                too_old = place.sa_table(name).c[retain.from_] < _bound(connection, kind, first)
                found[name] = _count(connection, place.sa_table(name), too_old, retain.when)
    return found


def _count(connection: Connection, table: TableClause, too_old: Any, when: str | None) -> int:
    condition = and_(too_old, compiled(when, table)) if when else too_old
    query = select(func.count()).select_from(table).where(condition)
    return int(connection.execute(query).scalar() or 0)


def _bound(connection: Connection, kind: str, day: dt.date) -> Any:
    if connection.dialect.name == "sqlite":
        # SQLite keeps dates as ISO text, which sorts as the dates do.
        return cast(literal(day.isoformat()), Text)
    if kind == "datetime":
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the column is
    return day
