"""Databases of real applications, recorded: what their schema says and a few invented rows.

    python -m tests.datamap.recorded URL FILE      # record a database that invented.py filled

A recording holds names and types of tables and columns, keys and indexes, and the values of
columns that discovery compares: keys, addresses, documents. Every other text is replaced by one of
the same length, so that no text of an application (mail templates, help) is carried along.
"""

import argparse
import gzip
import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName, Value
from upheld.connectors.schema import Column, ForeignKey, Schema, Table
from upheld.connectors.sql import SqlConnector
from upheld.datamap.discovery import SqlSampler
from upheld.datamap.discovery.reading import Asked, Place, Rows
from upheld.datamap.discovery.sampling import Traits, sampled_columns, traits_of

FOLDER = Path(__file__).parent / "recordings"
_ROWS = 1_000
_LONGEST, _LONGEST_DOCUMENT = 120, 2_000  # characters kept of a text


class Recorded:
    """A sampler that reads a recording; it answers as the database did."""

    def __init__(self, rows: Mapping[str, Mapping[str, Sequence[Value]]]) -> None:
        """Take the values by table and column."""
        self._rows = rows

    def samples(self, asked: Sequence[Asked]) -> Iterator[Rows]:
        """Yield the first and the last rows, as many as asked for."""
        for some in asked:
            by_column, half = self._rows.get(some.table, {}), some.limit // 2
            columns = [by_column[name] for name in some.columns] if by_column else []
            rows = list(zip(*columns, strict=True))
            yield rows if len(rows) <= some.limit else [*rows[:half], *rows[-half:]]

    def present(self, asked: Mapping[Place, Collection[Value]]) -> dict[Place, set[Value]]:
        """Return those of the values that each column holds."""
        return {
            (table, column): set(values) & set(self._rows.get(table, {}).get(column, ()))
            for (table, column), values in asked.items()
        }


def load(path: Path) -> tuple[Schema, Recorded]:
    """Read a recording."""
    stored = json.loads(gzip.decompress(path.read_bytes()))
    tables = {name: _table(name, entry) for name, entry in sorted(stored.items())}
    rows = {
        name: {
            column: _restored(tables[name].columns[column], values)
            for column, values in entry["rows"].items()
        }
        for name, entry in stored.items()
    }
    return Schema(tables=tables, fingerprint=""), Recorded(rows)


def record(url: str) -> bytes:
    """Record a database: compressed JSON, the same bytes for the same database."""
    connector = connect(PlaceName("recorded"), url)
    if not isinstance(connector, SqlConnector):
        message = f"{url.partition(':')[0]} is no kind of database with tables"
        raise TypeError(message)
    try:
        schema = connector.describe()
        with connector.session() as connection:
            sampler = SqlSampler(connection, schema.tables)
            stored = {
                name: _stored(table, sampler)
                for name, table in schema.tables.items()
                if not table.view and table.parent is None
            }
    finally:
        connector.close()
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _stored(table: Table, sampler: SqlSampler) -> dict[str, Any]:
    traits = traits_of(sampler, [table])[table.name]
    columns = tuple(sampled_columns(table))
    asked = Asked(table=table.name, columns=columns, limit=_ROWS)
    rows = next(sampler.samples([asked])) if columns else []
    by_column = zip(*rows, strict=True) if rows else [()] * len(columns)
    return {
        "columns": [
            [c.name, c.type, c.native, c.nullable, c.default, c.length]
            for c in table.columns.values()
        ],
        "primary_key": table.primary_key,
        "unique": table.unique,
        "indexes": table.indexes,
        "foreign_keys": [[k.columns, k.parent, k.parent_columns] for k in table.foreign_keys],
        "rows": {
            name: list(_kept(table.columns[name], values, traits[name]))
            for name, values in zip(columns, by_column, strict=True)
        },
    }


def _kept(column: Column, values: Sequence[Value], traits: Traits) -> Iterator[Any]:
    telling = traits.values or traits.emails or traits.paths or traits.keyed
    for place, value in enumerate(values):
        if isinstance(value, str) and column.type != "integer":
            covered = f"{place} ".ljust(min(len(value), _LONGEST), "x")[: len(value)]
            yield value[: _LONGEST_DOCUMENT if traits.paths else _LONGEST] if telling else covered
        else:
            yield value if value is None or isinstance(value, int) else str(value)


def _restored(column: Column, values: Sequence[Any]) -> Sequence[Value]:
    if column.type == "uuid":
        return [uuid.UUID(v) if isinstance(v, str) else v for v in values]
    return values


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        columns={
            c[0]: Column(name=c[0], type=c[1], native=c[2], nullable=c[3], default=c[4], length=c[5])
            for c in entry["columns"]
        },
        primary_key=tuple(entry["primary_key"]),
        unique=tuple(tuple(u) for u in entry["unique"]),
        indexes=tuple(tuple(i) for i in entry["indexes"]),
        foreign_keys=tuple(
            ForeignKey(columns=tuple(c), parent=p, parent_columns=tuple(pc))
            for c, p, pc in entry["foreign_keys"]
        ),
    )  # fmt: skip


def main() -> None:
    """Record what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    arguments.file.write_bytes(record(arguments.url))


if __name__ == "__main__":
    main()
