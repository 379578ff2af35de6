"""A relational database as a place that holds personal data.

Read `SqlConnector`: what differs between engines stands in `sqlite.py`, `postgresql.py` and
`mariadb.py`, and how a database is reached and described in `database.py`. Values travel as
bound parameters.
"""

import json
from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

import sqlalchemy as sa

from upheld.connectors.attached import Attachments
from upheld.connectors.contract import Finder, Hit, PlaceName, Record, Selection, Unread
from upheld.connectors.database import Database
from upheld.connectors.failures import unknown_name, wrong_type
from upheld.connectors.matching import fitted, strictly
from upheld.connectors.scanning import Block, ScannedTable, hits_in
from upheld.connectors.schema import Column, ColumnType, Table
from upheld.refusal import PlaceFailedError, Where
from upheld.wording import Text

READ_ROWS = 2_000  # rows fetched at once while streaming
INLINE_VALUES = 1_000  # more combinations than this travel through a temporary table
SCANNED_TYPES: frozenset[ColumnType] = frozenset(
    {"text", "json", "array", "binary", "uuid", "other"}
)
as_json = partial(json.dumps, ensure_ascii=False)


class SqlConnector(Database):
    """What all relational databases have in common; keeps `contract.Connector`."""

    def __init__(self, name: PlaceName, url: str) -> None:
        """See `Database`."""
        super().__init__(name, url)
        self._unread: list[Unread] = []

    # ── what each engine says for itself ──────────────────────────────────────────

    @abstractmethod
    def _wanted(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> sa.ColumnElement[bool]:
        """Return the condition that a row is one of the wanted combinations."""

    @abstractmethod
    def _blocks(self, table: Table) -> tuple[ScannedTable, Iterator[Block]] | None:
        """Stream a table's key and searchable columns; `None` if none is searchable."""

    def _keeps_rows(self, table: Table) -> bool:
        return not table.view

    def _fits(self, kind: ColumnType, value: Any) -> Any:
        return strictly(kind, value)

    def _erase(
        self,
        connection: sa.Connection,
        raw: sa.TableClause,
        by: Sequence[Column],
        values: Sequence[tuple[Any, ...]],
    ) -> int:
        wanted = self._wanted(connection, raw, by, values)
        return int(connection.execute(sa.delete(raw).where(wanted)).rowcount)

    # ── the contract's verbs ──────────────────────────────────────────────────────

    def collections(self) -> Iterator[str]:
        """Name every table that is neither a view nor a part of another table."""
        yield from (table.name for table in self.describe().written())

    def count(self, selection: Selection) -> int:
        """Return how many rows match right now."""
        table, by, values = self._checked(selection)
        if not values:
            return 0
        with self.session(table=table.name) as connection:
            raw = self._raw(table)
            wanted = self._wanted(connection, raw, by, values)
            query = sa.select(sa.func.count()).select_from(raw).where(wanted)
            return int(connection.execute(query).scalar_one())

    def read(self, selection: Selection) -> Iterator[Record]:
        """Stream the matching rows in the order of the primary key, values as the driver's."""
        table, by, values = self._checked(selection)
        if not values:
            return
        raw = self._raw(table)
        with self.session(table=table.name) as connection:
            query = sa.select(raw).where(self._wanted(connection, raw, by, values))
            ordered = query.order_by(*(raw.c[name] for name in table.primary_key))
            streaming = connection.execution_options(stream_results=True, yield_per=READ_ROWS)
            with streaming.execute(ordered) as result:
                names = tuple(table.columns)
                for row in result:
                    yield dict(zip(names, row, strict=True))

    def erase(self, selection: Selection) -> int:
        """Erase all matching rows in one transaction; return how many."""
        table, by, values = self._checked(selection)
        if table.view:
            raise PlaceFailedError(
                Text(en="a view cannot be erased from", ja="ビューからは消去できません"),
                remedy=Text(
                    en="erase from the tables below it", ja="元になる表から消去してください"
                ),
                where=Where(system=self.name, table=table.name),
            )
        if not values:
            return 0
        with self.session(write=True, table=table.name) as connection:
            return self._erase(connection, self._raw(table), by, values)

    def is_read_through_its_parent(self, table: Table) -> bool:  # noqa: ARG002 - most have no parts
        """Whether `scan` reads a table's rows with those of the one that it is a part of."""
        return False

    def scan(self, finder: Finder, tables: Collection[str] | None = None) -> Iterator[Hit]:
        """Search every text of the database once.

        Args:
            finder: Looks for all needles at once; called with blocks of many rows.
            tables: Only these; `None` for all. Views repeat tables and are left out; a
                partition is read through the table it is a part of.

        Files in columns of bytes are opened, and named by `unread` afterwards all the same.
        """
        self._unread = []
        if tables is not None:
            for name in tables:
                self.described_table(name)
        for table in self.describe().tables.values():
            if not self._keeps_rows(table) or (tables is not None and table.name not in tables):
                continue
            scanned = self._blocks(table)
            if scanned is not None:
                yield from hits_in(scanned[0], scanned[1], finder)
                yield from self._attached(table, finder)

    def unread(self) -> Sequence[Unread]:
        """What the last `scan` could not look into, or not to the end: files kept in columns."""
        return tuple(self._unread)

    def _attached(self, table: Table, finder: Finder) -> Iterator[Hit]:
        columns, raw = self._with_bytes(table), self._raw(table)
        if not columns:
            return
        files = Attachments(
            table=table,
            asked=raw,
            columns=columns,
            address=self._address(table, raw),
            hint=self._hint_of_scan(table),
        )
        with self.session(table=table.name) as connection:
            for one in files.searched(connection, finder):
                if isinstance(one, Hit):
                    yield one
                else:
                    self._unread.append(one)

    def _with_bytes(self, table: Table) -> list[str]:
        """Columns that may hold bytes."""
        return [column.name for column in table.columns.values() if column.type == "binary"]

    def _hint_of_scan(self, table: Table) -> str | None:  # noqa: ARG002 - most need none
        """What is said beside a table's name where `scan` reads other rows than those of a plain query."""
        return None

    def _address(
        self, table: Table, raw: sa.TableClause
    ) -> list[tuple[str, sa.ColumnElement[Any]]]:
        """What finds a row of a scan again; nothing where there is no key."""
        return [(name, raw.c[name]) for name in table.primary_key]

    def _checked(self, selection: Selection) -> tuple[Table, list[Column], list[tuple[Any, ...]]]:
        """Return what a selection names, or refuse a name or value that cannot be right."""
        table = self.described_table(selection.collection)
        for name in selection.by:
            if name not in table.columns:
                near = get_close_matches(name, table.columns, n=1)
                raise unknown_name(
                    Where(system=self.name, table=table.name, column=name),
                    near=near[0] if near else None,
                )
        by = [table.columns[name] for name in selection.by]
        if not by:
            raise wrong_type(
                Where(system=self.name, table=table.name), expected="at least one column"
            )
        values = fitted(selection.values, by, system=self.name, table=table.name, fits=self._fits)
        return table, by, values

    def _raw(self, table: Table) -> sa.TableClause:
        """Return the table without types: values come as the driver gives them."""
        return self._clause(table, {})

    def _inline(
        self, raw: sa.TableClause, by: Sequence[Column], values: Sequence[tuple[Any, ...]]
    ) -> sa.ColumnElement[bool]:
        """Return `column IN (…)` or `(a, b) IN ((…), …)` with bound values."""
        columns = [raw.c[column.name] for column in by]
        if len(columns) == 1:
            return columns[0].in_([value for (value,) in values])
        return sa.tuple_(*columns).in_(list(values))
