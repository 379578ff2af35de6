"""A MariaDB or MySQL database's schema, from six queries of `information_schema`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from upheld.connectors.fingerprinting import schema_of
from upheld.connectors.schema import Column, ColumnType, ForeignKey, OnDelete, Schema, Table

# MySQL spells the names of these columns in capitals, MariaDB as written: all are renamed.
_TABLES = """
SELECT table_name AS a, table_type AS b, table_rows AS c FROM information_schema.tables
WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
"""
_COLUMNS = """
SELECT table_name AS a, column_name AS b, data_type AS c, column_type AS d, is_nullable AS e,
       column_default AS f, extra AS g, character_maximum_length AS h, collation_name AS i
FROM information_schema.columns WHERE table_schema = database()
ORDER BY table_name, ordinal_position
"""
_INDEXES = """
SELECT table_name AS a, index_name AS b, non_unique AS c, column_name AS d, sub_part AS e
FROM information_schema.statistics WHERE table_schema = database()
ORDER BY table_name, index_name, seq_in_index
"""
_FOREIGN_KEYS = """
SELECT k.table_name AS a, k.constraint_name AS b, k.column_name AS c,
       k.referenced_table_schema AS d, k.referenced_table_name AS e,
       k.referenced_column_name AS f, r.delete_rule AS g, database() AS h
FROM information_schema.key_column_usage k
JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
 AND r.table_name = k.table_name
WHERE k.table_schema = database() AND k.constraint_schema = database()
  AND r.constraint_schema = database() AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position
"""
_CHECKS = """
SELECT table_name AS a, check_clause AS b FROM information_schema.check_constraints
WHERE constraint_schema = database() ORDER BY table_name, constraint_name
"""
# MySQL keeps the table's name in another view.
_CHECKS_OF_MYSQL = """
SELECT t.table_name AS a, c.check_clause AS b FROM information_schema.check_constraints c
JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name)
WHERE c.constraint_schema = database() ORDER BY t.table_name, c.constraint_name
"""
_TRIGGERS = """
SELECT event_object_table AS a, trigger_name AS b FROM information_schema.triggers
WHERE trigger_schema = database() AND event_object_schema = database() ORDER BY 1, 2
"""

_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year"), "integer"),
    **dict.fromkeys(("decimal", "float", "double"), "decimal"),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext"), "text"),
    **dict.fromkeys(("binary", "varbinary"), "binary"),
    **dict.fromkeys(("tinyblob", "blob", "mediumblob", "longblob"), "binary"),
    **dict.fromkeys(("datetime", "timestamp"), "datetime"),
    "date": "date", "json": "json", "uuid": "uuid", "enum": "text", "set": "text",
}  # fmt: skip
_JSON_CHECK = re.compile(r"^\s*\(?json_valid\(`((?:[^`]|``)+)`\)\)?\s*$", re.IGNORECASE)
_LENGTHS = frozenset({"char", "varchar"})

# Everything the schema is made of, hashed by the server: about 25 ms for 500 tables, where
# sending it all takes a hundred. No cheaper sign was found: the server's counters of DDL
# rise when a statement begins, and a schema read before it ends would be taken for the new.
_HASHED = (
    ("tables", "table_schema", ("table_name", "table_type")),
    (
        "columns",
        "table_schema",
        ("table_name", "column_name", "ordinal_position", "column_type", "is_nullable",
         "column_default", "extra", "collation_name"),
    ),
    (
        "statistics",
        "table_schema",
        ("table_name", "index_name", "non_unique", "seq_in_index", "column_name", "sub_part"),
    ),
    (
        "key_column_usage",
        "table_schema",
        ("table_name", "constraint_name", "ordinal_position", "column_name",
         "referenced_table_schema", "referenced_table_name", "referenced_column_name"),
    ),
    (
        "referential_constraints",
        "constraint_schema",
        ("table_name", "constraint_name", "delete_rule"),
    ),
    ("check_constraints", "constraint_schema", ("constraint_name", "check_clause")),
    ("triggers", "trigger_schema", ("event_object_table", "trigger_name")),
)  # fmt: skip
_CATALOGUE_KEY = "SELECT database(), " + ", ".join(
    "(SELECT concat(count(*), ' ', ifnull(sum(conv(left(md5(concat_ws('|', "
    + ", ".join(f"ifnull({column}, '~')" for column in columns)
    + f")), 15), 16, 10)), 0)) FROM information_schema.{view} WHERE {home} = database())"
    for view, home, columns in _HASHED
)


def describe_mariadb(connection: sa.Connection) -> Schema:
    """Read the schema of the connection's database."""
    tables = _rows(connection, _TABLES)
    columns = _grouped(connection, _COLUMNS)
    indexes = _grouped(connection, _INDEXES)
    foreign = _grouped(connection, _FOREIGN_KEYS)
    maria = bool(getattr(connection.dialect, "is_mariadb", False))
    checks = _grouped(connection, _CHECKS if maria else _CHECKS_OF_MYSQL)
    triggers = _grouped(connection, _TRIGGERS)
    spelled = {name.casefold(): name for name, _, _ in tables}
    described = (
        _table(
            name=name,
            view=kind == "VIEW",
            estimate=estimate,
            columns=columns.get(name, ()),
            indexes=indexes.get(name, ()),
            foreign=tuple(_foreign_keys(foreign.get(name, ()), spelled)),
            checks=tuple(str(row[0]) for row in checks.get(name, ())),
            triggers=tuple(row[0] for row in triggers.get(name, ())),
        )
        for name, kind, estimate in tables
    )
    versioned = (name for name, kind, _ in tables if kind == "SYSTEM VERSIONED")
    return schema_of(described, versioned=versioned)


def catalogue_key(connection: sa.Connection) -> object:
    """Return what differs after any change of the schema."""
    return tuple(connection.exec_driver_sql(_CATALOGUE_KEY).one())


def _rows(connection: sa.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(query)]


def _grouped(connection: sa.Connection, query: str) -> dict[str, list[tuple[Any, ...]]]:
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, *facts in _rows(connection, query):
        grouped[name].append(tuple(facts))
    return dict(grouped)


def _table(
    *,
    name: str,
    view: bool,
    estimate: int | None,
    columns: Sequence[tuple[Any, ...]],
    indexes: Sequence[tuple[Any, ...]],
    foreign: tuple[ForeignKey, ...],
    checks: tuple[str, ...],
    triggers: tuple[str, ...],
) -> Table:
    json_columns = {
        found[1].replace("``", "`") for check in checks if (found := _JSON_CHECK.match(check))
    }
    primary_key: tuple[str, ...] = ()
    unique: dict[tuple[str, ...], None] = {}
    indexed: dict[tuple[str, ...], None] = {}
    for index, group in groupby(indexes, key=lambda row: row[0]):
        parts = list(group)
        listed = tuple(row[2] for row in parts)
        if None in listed:  # an expression
            continue
        indexed[listed] = None
        if index == "PRIMARY":
            primary_key = listed
        # An index over the first characters of a text says nothing about the whole.
        elif not parts[0][1] and all(row[3] is None for row in parts):
            unique[listed] = None
    return Table(
        name=name,
        columns={row[0]: _column(row, row[0] in json_columns) for row in columns},
        primary_key=primary_key,
        unique=tuple(unique),
        foreign_keys=foreign,
        indexes=tuple(indexed),
        checks=checks,
        triggers=triggers,
        rows=None if view else estimate,
        view=view,
    )


def _column(row: tuple[Any, ...], checked_as_json: bool) -> Column:
    name, kind, native, nullable, default, extra, length, collation = row
    coarse = _TYPES.get(kind.lower(), "other")
    if native.lower() == "tinyint(1)":
        coarse = "boolean"
    elif checked_as_json and coarse == "text":
        coarse = "json"  # MariaDB's JSON is longtext with this check
    filled = default is not None and default != "NULL"
    generated = "GENERATED" in extra.upper() and "DEFAULT_GENERATED" not in extra.upper()
    return Column(
        name=name,
        type=coarse,
        native=native,
        nullable=nullable == "YES",
        default=(filled or "auto_increment" in extra.lower()) and not generated,
        length=length if kind.lower() in _LENGTHS else None,
        folds_case=coarse != "json" and bool(collation) and "_ci" in collation,
        generated=generated,
    )


def _foreign_keys(rows: Iterable[tuple[Any, ...]], spelled: dict[str, str]) -> Iterable[ForeignKey]:
    for _, group in groupby(rows, key=lambda row: row[0]):
        pairs = list(group)
        _, _, home, parent, _, rule, own, *_ = pairs[0]
        action: OnDelete = rule.lower()
        name = spelled.get(parent.casefold(), parent)
        yield ForeignKey(
            columns=tuple(row[1] for row in pairs),
            parent=name if home == own else f"{home}.{parent}",
            parent_columns=tuple(row[4] for row in pairs),
            on_delete=action,
        )
