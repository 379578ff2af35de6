"""Rows older than their retention rule allows: one count a table, never a value."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Text, and_, cast, func, literal, select

from upheld.connectors.schema import Schema
from upheld.datamap.condition import compiled
from upheld.datamap.model import DataMap, TableMap
from upheld.law.periods import OpenDays, cutoff
from upheld.policy.model import Policy
from upheld.subject.place import RelationalPlace


def overdue_rows(
    place: RelationalPlace,
    schema: Schema,
    datamap: DataMap,
    policy: Policy,
    today: dt.date,
    calendar: OpenDays | None,
) -> dict[str, int]:
    """Count, for each table with a period of its own, the rows whose period has passed."""
    wanted = {
        name: entry
        for name, entry in datamap.tables.items()
        if entry.retain is not None
        and entry.retain.with_ is None
        and entry.retain.rule in policy.retention
        and policy.retention[entry.retain.rule].keep.period is not None
        and name in schema.tables
        and entry.retain.from_ in schema.tables[name].columns
    }
    if not wanted:
        return {}
    with place.session() as connection:
        return {
            name: _count(connection, place, schema, name, entry, policy, today, calendar)
            for name, entry in wanted.items()
        }


def _count(
    connection: Connection,
    place: RelationalPlace,
    schema: Schema,
    name: str,
    entry: TableMap,
    policy: Policy,
    today: dt.date,
    calendar: OpenDays | None,
) -> int:
    retain = entry.retain
    assert retain is not None  # noqa: S101 - only such tables are asked for
    table = place.sa_table(name)
    first = cutoff(today, policy.retention[retain.rule].period, calendar=calendar)
    kind = schema.tables[name].columns[retain.from_].type
    too_old = table.c[retain.from_] < _bound(connection, kind, first)
    condition = and_(too_old, compiled(retain.when, table)) if retain.when else too_old
    found = connection.execute(select(func.count()).select_from(table).where(condition)).scalar()
    return int(found or 0)


def _bound(connection: Connection, kind: str, day: dt.date) -> Any:
    if connection.dialect.name == "sqlite":
        # SQLite keeps dates as ISO text, which sorts as the dates do.
        return cast(literal(day.isoformat()), Text)
    if kind == "datetime":
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as the column is
    return day
