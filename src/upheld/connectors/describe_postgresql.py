"""A PostgreSQL database's schema, from four queries of the system catalogue."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from upheld.connectors.fingerprinting import schema_of
from upheld.connectors.schema import Column, ColumnType, ForeignKey, OnDelete, Schema, Table

# r: table, p: partitioned table, f: foreign table, v: view, m: materialized view.
_RELATIONS = """
relkind IN ('r', 'p', 'f', 'v', 'm') AND relpersistence <> 't'
AND nspname <> 'information_schema' AND nspname !~ '^pg_'
"""
_TABLES = f"""
SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm') AS view, c.reltuples::bigint,
       (SELECT min(i.inhparent::bigint) FROM pg_inherits i WHERE i.inhrelid = c.oid),
       n.nspname = current_schema(), c.relkind = 'm' AND c.relispopulated,
       c.relkind IN ('r', 'p'),
       c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_RELATIONS}
"""
_COLUMNS = f"""
SELECT a.attrelid, a.attnum, a.attname, format_type(b.oid, CASE WHEN t.typtype = 'd'
         THEN t.typtypmod ELSE a.atttypmod END), b.typcategory::text, b.typname,
       NOT (a.attnotnull OR t.typnotnull), a.atthasdef OR a.attidentity <> '',
       a.attgenerated <> '', coalesce(NOT l.collisdeterministic, false)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE a.attnum > 0 AND NOT a.attisdropped AND {_RELATIONS}
ORDER BY a.attrelid, a.attnum
"""
# A key to a partitioned table has one further row for each part (conparentid <> 0).
_CONSTRAINTS = f"""
SELECT k.conrelid, k.contype::text, k.conkey::int[], k.confrelid, k.confkey::int[],
       k.confdeltype::text, k.condeferrable, pg_get_expr(k.conbin, k.conrelid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'f', 'c') AND (k.contype <> 'f' OR k.conparentid = 0)
AND {_RELATIONS} ORDER BY k.conrelid, k.conname
"""
_INDEXES = f"""
SELECT i.indrelid, i.indkey::int[], i.indnkeyatts, i.indisunique, i.indpred IS NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indisvalid AND i.indexprs IS NULL AND {_RELATIONS} ORDER BY i.indexrelid
"""
_TRIGGERS = f"""
SELECT g.tgrelid, g.tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND {_RELATIONS} ORDER BY 1, 2
"""

# Every change of a schema writes a new catalogue row, with the writing transaction's number
# in `xmin`; ANALYZE and VACUUM update their estimates in place and are not seen here.
# Rows below 16384 (FirstNormalObjectId) are the server's own.
# Nor are temporary tables: every session of an application makes and drops its own.
_LASTING = "(SELECT oid FROM lasting)"
_OWN_SCHEMAS = "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_')"
CATALOGUE_KEY = (
    "WITH lasting AS MATERIALIZED (SELECT oid FROM pg_class WHERE oid >= 16384 "
    "AND relpersistence <> 't') SELECT current_schema()::text, current_database()::text, "
) + ", ".join(
    f"(SELECT concat(count(*), ' ', sum(hashtextextended(concat({row}, ' ', x.xmin), 0))) "
    f"FROM {catalogue} x WHERE {condition})"
    for catalogue, row, condition in (
        ("pg_class", "x.oid", f"x.oid IN {_LASTING}"),
        ("pg_attribute", "x.attrelid, ' ', x.attnum", f"x.attrelid IN {_LASTING}"),
        ("pg_constraint", "x.oid", f"x.conrelid IN {_LASTING}"),
        ("pg_index", "x.indexrelid", f"x.indrelid IN {_LASTING}"),
        ("pg_trigger", "x.oid", f"x.tgrelid IN {_LASTING}"),
        ("pg_inherits", "x.inhrelid", f"x.inhrelid IN {_LASTING}"),
        ("pg_type", "x.oid", f"x.oid >= 16384 AND x.typnamespace IN {_OWN_SCHEMAS}"),
        ("pg_namespace", "x.oid", f"x.oid >= 16384 AND x.oid IN {_OWN_SCHEMAS}"),
    )
)

_ON_DELETE: dict[str, OnDelete] = {
    "a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default",
}  # fmt: skip
_BY_NAME: dict[str, ColumnType] = {
    "json": "json", "jsonb": "json", "uuid": "uuid", "bytea": "binary", "date": "date",
    "timestamp": "datetime", "timestamptz": "datetime", "citext": "text", "name": "text",
}  # fmt: skip
_BY_CATEGORY: dict[str, ColumnType] = {"A": "array", "B": "boolean", "S": "text"}
_INTEGERS = frozenset({"int2", "int4", "int8", "oid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a described table really is.

    Attributes:
        schema: PostgreSQL's schema.
        name: Its name there.
        stored_view: Whether it is a materialized view that holds rows.
    """

    schema: str
    name: str
    stored_view: bool


def describe_postgresql(connection: sa.Connection) -> tuple[Schema, Mapping[str, Home]]:
    """Read all schemas but the system's.

    Returns:
        The schema; and for each table's name, where that table is.
    """
    rows = _rows(connection, _TABLES)
    names = {
        oid: name if in_default else f"{home}.{name}"
        for oid, home, name, _, _, _, in_default, *_ in rows
    }
    columns = _grouped(connection, _COLUMNS)
    constraints = _grouped(connection, _CONSTRAINTS)
    indexes = _grouped(connection, _INDEXES)
    triggers = _grouped(connection, _TRIGGERS)
    numbered = {oid: {row[0]: row[1] for row in columns.get(oid, ())} for oid in names}
    tables = [
        _table(
            row=row,
            columns=columns.get(row[0], ()),
            constraints=constraints.get(row[0], ()),
            indexes=indexes.get(row[0], ()),
            triggers=triggers.get(row[0], ()),
            names=names,
            numbered=numbered,
        )
        for row in rows
    ]
    homes = {
        names[oid]: Home(schema=home, name=name, stored_view=stored)
        for oid, home, name, _, _, _, _, stored, *_ in rows
    }
    pointed = (names[oid] for oid, *_, is_pointed, _ in rows if is_pointed)
    inherited = (names[oid] for oid, *_, has_heirs in rows if has_heirs)
    return schema_of(tables, pointed=pointed, inherited=inherited), homes


def _rows(connection: sa.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(query)]


def _grouped(connection: sa.Connection, query: str) -> dict[int, list[tuple[Any, ...]]]:
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for oid, *facts in _rows(connection, query):
        grouped[oid].append(tuple(facts))
    return dict(grouped)


def _table(
    *,
    row: tuple[Any, ...],
    columns: Sequence[tuple[Any, ...]],
    constraints: Sequence[tuple[Any, ...]],
    indexes: Sequence[tuple[Any, ...]],
    triggers: Sequence[tuple[Any, ...]],
    names: Mapping[int, str],
    numbered: Mapping[int, Mapping[int, str]],
) -> Table:
    oid, home, _, view, estimate, parent, in_default, *_ = row
    own = numbered[oid]

    def spelled(numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(own[number] for number in numbers)

    keys = [spelled(numbers) for kind, numbers, *_ in constraints if kind == "p"]
    primary_key = keys[0] if keys else ()
    indexed: dict[tuple[str, ...], None] = {}
    unique: dict[tuple[str, ...], None] = {}
    for numbers, count, is_unique, whole in indexes:
        listed = spelled(numbers[:count])  # further columns are only carried along
        indexed[listed] = None
        if is_unique and whole and listed != primary_key:
            unique[listed] = None
    return Table(
        name=names[oid],
        columns={fact[1]: _column(fact) for fact in columns},
        primary_key=primary_key,
        unique=tuple(unique),
        foreign_keys=tuple(
            ForeignKey(
                columns=spelled(numbers),
                parent=names[parent_oid],
                parent_columns=tuple(numbered[parent_oid][n] for n in parent_numbers),
                on_delete=_ON_DELETE[action],
                deferrable=deferrable,
            )
            for kind, numbers, parent_oid, parent_numbers, action, deferrable, _ in constraints
            if kind == "f" and parent_oid in names
        ),
        indexes=tuple(indexed),
        checks=tuple(fact[6] for fact in constraints if fact[0] == "c" and fact[6]),
        triggers=tuple(fact[0] for fact in triggers),
        rows=None if estimate < 0 else estimate,
        parent=names.get(parent) if parent is not None else None,
        view=view,
        schema=None if in_default else home,
    )


def _column(fact: tuple[Any, ...]) -> Column:
    _, name, native, category, type_name, nullable, default, generated, folds = fact
    length = re.search(r"^(?:character|bpchar)[^(]*\((\d+)\)$", native)
    return Column(
        name=name,
        type=_column_type(category, type_name),
        native=native,
        nullable=nullable,
        default=default and not generated,
        length=int(length.group(1)) if length else None,
        folds_case=folds or type_name == "citext",
        generated=generated,
    )


def _column_type(category: str, type_name: str) -> ColumnType:
    if category == "N":
        return "integer" if type_name in _INTEGERS else "decimal"
    return _BY_NAME.get(type_name) or _BY_CATEGORY.get(category, "other")
