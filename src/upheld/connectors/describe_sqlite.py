"""A SQLite database's schema, in a fixed number of queries however many tables there are."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from upheld.connectors.fingerprinting import schema_of
from upheld.connectors.schema import Column, ColumnType, ForeignKey, OnDelete, Schema, Table
from upheld.connectors.sqlite_ddl import Declaration, read_declaration

# Shadow tables are the insides of a full-text index; they follow their virtual table.
_TABLES = """
SELECT l.name, l.type, l.wr, m.sql FROM pragma_table_list AS l
JOIN sqlite_schema AS m ON m.name = l.name AND m.type IN ('table', 'view')
WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
"""
_COLUMNS = """
SELECT m.name, p.name, p.type, p."notnull", p.dflt_value, p.pk, p.hidden
FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS p
WHERE m.type IN ('table', 'view') AND p.hidden <> 1 ORDER BY m.name, p.cid
"""
_FOREIGN_KEYS = """
SELECT m.name, f.id, f."table", f."from", f."to", f.on_delete
FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table' ORDER BY m.name, f.id DESC, f.seq
"""
_INDEXES = """
SELECT m.name, i.name, i."unique", i.partial, x.name, x.coll
FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS i
JOIN pragma_index_xinfo(i.name) AS x
WHERE m.type = 'table' AND x.key = 1 ORDER BY m.name, i.seq DESC, x.seqno
"""
_TRIGGERS = "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1, 2"
_UNION_TERMS = 400  # SQLite's default limit of a compound SELECT is 500

_NAMED_TYPES: tuple[tuple[str, ColumnType], ...] = (
    (r"json", "json"),
    (r"uuid|guid|uniqueidentifier", "uuid"),
    (r"bool|^bit$", "boolean"),
    (r"datetime|timestamp", "datetime"),
    (r"^date$", "date"),
    (r"\[\]$|array", "array"),
    # From here on SQLite's own rules of affinity, in its own order:
    # https://www.sqlite.org/datatype3.html#determination_of_column_affinity
    (r"int|serial", "integer"),
    (r"char|clob|text|string", "text"),
    (r"blob|binary", "binary"),
    (r"real|floa|doub|numeric|decimal|money|number", "decimal"),
    (r"^time", "other"),
)


def describe_sqlite(connection: sa.Connection) -> Schema:
    """Read the schema of the `main` database."""
    tables = [tuple(row) for row in connection.exec_driver_sql(_TABLES)]
    declared = {name: read_declaration(sql) for name, _, _, sql in tables}
    columns = _grouped(connection, _COLUMNS)
    keys = {name: _primary_key(columns.get(name, ())) for name, _, _, _ in tables}
    foreign = _grouped(connection, _FOREIGN_KEYS)
    indexes = _grouped(connection, _INDEXES)
    triggers = _grouped(connection, _TRIGGERS)
    ordinary = [
        name for name, kind, without_rowid, _ in tables if kind == "table" and not without_rowid
    ]
    estimates = _row_estimates(connection, ordinary)
    spelled = {name.casefold(): name for name in keys}
    described = []
    for name, kind, _, _ in tables:
        unique, indexed = _index_columns(indexes.get(name, ()), keys[name])
        described.append(
            Table(
                name=name,
                columns=_columns(columns.get(name, ()), declared[name]),
                primary_key=keys[name],
                unique=unique,
                foreign_keys=tuple(
                    _foreign_keys(foreign.get(name, ()), declared[name], keys, spelled)
                ),
                indexes=indexed,
                checks=tuple(declared[name].checks),
                triggers=tuple(row[0] for row in triggers.get(spelled[name.casefold()], ())),
                rows=estimates.get(name),
                view=kind == "view",
            )
        )
    numbered = {
        name for name, kind, without_rowid, _ in tables if kind != "view" and not without_rowid
    }
    pointed = (t.name for t in described if t.name in numbered and row_id(t) is not None)
    return schema_of(described, pointed=pointed)


def row_id(table: Table) -> str | None:
    """Name a row's own number as no column of the table hides it (SQLite, "Rowid Tables").

    >>> row_id(Table(name="t", columns={"ROWID": Column(name="ROWID", type="text", native="")}))
    '_rowid_'
    """
    taken = {name.lower() for name in table.columns}
    return next((name for name in ("rowid", "_rowid_", "oid") if name not in taken), None)


def column_type(native: str) -> ColumnType:
    """Return our coarse type for a declared type of any spelling.

    >>> column_type("VARCHAR(40)"), column_type("DATETIME"), column_type("")
    ('text', 'datetime', 'other')
    """
    folded = native.lower().strip()
    for pattern, kind in _NAMED_TYPES:
        if re.search(pattern, folded):
            return kind
    return "other"


def _grouped(connection: sa.Connection, query: str) -> dict[str, list[tuple[Any, ...]]]:
    rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, *facts in rows:
        grouped[name].append(tuple(facts))
    return dict(grouped)


def _primary_key(columns: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    places = sorted((place, name) for name, _, _, _, place, _ in columns if place)
    return tuple(name for _, name in places)


def _columns(rows: Sequence[tuple[Any, ...]], declared: Declaration) -> dict[str, Column]:
    alone = sum(1 for row in rows if row[4]) == 1
    columns = {}
    for name, native, not_null, default, key, hidden in rows:
        length = re.search(r"(?i)char[^(]*\((\d+)\)", native)
        alias_of_rowid = bool(key) and alone and native.upper() == "INTEGER"
        columns[name] = Column(
            name=name,
            type=column_type(native),
            native=native,
            nullable=not not_null and not alias_of_rowid,
            default=default is not None or alias_of_rowid,
            length=int(length.group(1)) if length else None,
            folds_case=declared.collations.get(name) == "NOCASE",
            generated=hidden in {2, 3},
        )
    return columns


def _foreign_keys(
    rows: Sequence[tuple[Any, ...]],
    declared: Declaration,
    keys: Mapping[str, tuple[str, ...]],
    spelled: Mapping[str, str],
) -> Iterator[ForeignKey]:
    for _, group in groupby(rows, key=lambda row: row[0]):
        pairs = list(group)
        parent = spelled.get(pairs[0][1].casefold(), pairs[0][1])
        columns = tuple(row[2] for row in pairs)
        named = tuple(row[3] for row in pairs if row[3] is not None)
        action: OnDelete = pairs[0][4].lower()
        yield ForeignKey(
            columns=columns,
            parent=parent,
            # `REFERENCES parent` without columns means the parent's primary key.
            parent_columns=named or keys.get(parent, ()),
            on_delete=action,
            deferrable=columns in declared.deferrable,
        )


def _index_columns(
    rows: Sequence[tuple[Any, ...]], primary_key: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Return the unique column lists and all indexed ones, each once."""
    unique: dict[tuple[str, ...], None] = {}
    indexed: dict[tuple[str, ...], None] = {primary_key: None} if primary_key else {}
    for _, group in groupby(rows, key=lambda row: row[0]):
        parts = list(group)
        columns = tuple(row[3] for row in parts)
        if None in columns:  # an expression
            continue
        if not parts[0][2]:
            indexed[columns] = None
            if parts[0][1] and columns != primary_key:
                unique[columns] = None
    return tuple(unique), tuple(indexed)


def _row_estimates(connection: sa.Connection, names: Sequence[str]) -> dict[str, int]:
    """Estimate by the highest row id: the end of a B-tree, read without a scan."""
    estimates: dict[str, int] = {}
    for start in range(0, len(names), _UNION_TERMS):
        terms = [
            f"SELECT {_literal(name)}, (SELECT max(rowid) FROM {_quoted(name)})"
            for name in names[start : start + _UNION_TERMS]
        ]
        for name, highest in connection.exec_driver_sql(" UNION ALL ".join(terms)):
            # A table may have an ordinary column called `rowid`, which can hold anything.
            estimates[name] = max(highest, 0) if isinstance(highest, int) else 0
    return estimates


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
