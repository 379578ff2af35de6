"""Reads a little of many tables in few statements; never writes.

A statement costs a round trip, and on a busy machine a round trip costs a turn of the processor:
500 tables asked one by one take a minute of waiting. So rows of a score of tables come in one
statement, a branch of a UNION ALL for each, and keys are looked up in the same way.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar

from upheld.connectors.contract import Value
from upheld.connectors.schema import Column, Table
from upheld.datamap.budget import OutOfTimeError

if TYPE_CHECKING:
    import sqlalchemy as sa

Rows: TypeAlias = Sequence[Sequence[Value]]
Place: TypeAlias = tuple[str, str]
"""A table and one of its columns."""

_P = TypeVar("_P")
_ROWS_A_FETCH = 2_000
_TEXT_CHARACTERS = 4_096  # read of a long text: enough for its beginning to show what it is
_VALUES_A_QUERY = 500
_TABLES_A_QUERY = 25  # SQLite allows 500 branches, but a statement is held in memory as a whole
_CAST = frozenset({"json", "other", "date", "datetime", "decimal", "array"})
_Slot: TypeAlias = Literal["integer", "uuid", "text"]
_SLOTS: tuple[_Slot, ...] = ("integer", "uuid", "text")
"""Columns of a branch stand in the order of these types, so that each has its own in a UNION."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Up to `limit` rows of `table`, values in the order of `columns`."""

    table: str
    columns: tuple[str, ...]
    limit: int


class Sampler(Protocol):
    """Reads a little of a database; never writes."""

    def samples(self, asked: Sequence[Asked]) -> Iterator[Rows]:
        """Yield the rows of each, in the order asked."""
        ...

    def present(self, asked: Mapping[Place, Collection[Value]]) -> dict[Place, set[Value]]:
        """Return for each column those of the values that it holds."""
        ...


class SchemaOnly:
    """A sampler for when data may not be read: names and types alone decide."""

    def samples(self, asked: Sequence[Asked]) -> Iterator[Rows]:
        """Yield no row."""
        yield from ([] for _ in asked)

    def present(self, asked: Mapping[Place, Collection[Value]]) -> dict[Place, set[Value]]:
        """Return no value."""
        return {place: set() for place in asked}


class SqlSampler:
    """Samples over a SQLAlchemy connection, `_TABLES_A_QUERY` tables a statement."""

    def __init__(self, connection: "sa.Connection", tables: Mapping[str, Table]) -> None:
        """Use an open connection; the caller closes it."""
        self._connection = connection
        self._tables = tables
        self._words = _Words(connection.dialect.name)
        self.refused: dict[str, sa.exc.DBAPIError] = {}
        """Tables that the database did not let us read, as a whole or to the end, with what it said."""

    def samples(self, asked: Sequence[Asked]) -> Iterator[Rows]:
        """Read the first and the last rows by primary key (any rows where there is none).

        Of a table that cannot be read there are none, and `refused` names it.
        """
        for start in range(0, len(asked), _TABLES_A_QUERY):
            shaped = [self._shaped(a) for a in asked[start : start + _TABLES_A_QUERY]]
            read: dict[str, list[Sequence[Value]]] = {}
            self._apart(shaped, lambda s: s.asked.table, partial(self._read_ends, read))
            yield from (read.get(s.asked.table, []) for s in shaped)

    def _read_ends(self, read: dict[str, list[Sequence[Value]]], some: Sequence["_Shaped"]) -> None:
        halves = [s.asked.limit // 2 if s.key else s.asked.limit for s in some]
        first = self._read(list(zip(some, halves, strict=True)), from_end=False)
        full = [n for n, s in enumerate(some) if s.key and len(first[n]) == halves[n]]
        rest = [(some[n], some[n].asked.limit - halves[n]) for n in full]
        for number, more in zip(full, self._read(rest, from_end=True), strict=True):
            first[number].extend(more)
        read.update({s.asked.table: rows for s, rows in zip(some, first, strict=True)})

    def _apart(
        self, parts: Sequence[_P], table: Callable[[_P], str], read: Callable[[Sequence[_P]], None]
    ) -> None:
        """Read all at once; where one is refused, by halves, until only what is refused is left out."""
        import sqlalchemy as sa

        try:
            with self._undone():
                read(parts)
        except sa.exc.DBAPIError as error:
            if error.connection_invalidated:
                raise
            if len(parts) == 1:
                self.refused.setdefault(table(parts[0]), error)
                return
            half = len(parts) // 2
            self._apart(parts[:half], table, read)
            self._apart(parts[half:], table, read)

    def present(self, asked: Mapping[Place, Collection[Value]]) -> dict[Place, set[Value]]:
        """Look the values up, `_VALUES_A_QUERY` to a branch."""
        found: dict[Place, set[Value]] = {place: set() for place in asked}
        by_type: dict[str, list[tuple[Place, list[Value]]]] = {}
        for place, values in asked.items():
            kind = self._tables[place[0]].columns[place[1]].type
            wanted = list(values)
            for start in range(0, len(wanted), _VALUES_A_QUERY):
                part = place, wanted[start : start + _VALUES_A_QUERY]
                by_type.setdefault(kind, []).append(part)
        for parts in by_type.values():  # a UNION has one type
            for start in range(0, len(parts), _TABLES_A_QUERY):
                some = parts[start : start + _TABLES_A_QUERY]
                self._apart(some, lambda part: part[0][0], lambda ps: self._look_up(ps, found))
        return found

    def values(self, table: str, column: str) -> Iterator[Value]:
        """Stream every value of a column that is not NULL, in any order, a few rows at a time.

        Raises:
            OutOfTimeError: The database did not let us read to the end; `refused` names the table.
        """
        import sqlalchemy as sa

        held = _clause(self._tables[table], [column]).c[column]
        shown = self._words.shown(self._tables[table].columns[column], held)
        query = sa.select(shown).where(held.is_not(None))
        streaming = {"stream_results": True, "yield_per": _ROWS_A_FETCH}
        try:
            with (
                self._undone(),
                self._connection.execute(query, execution_options=streaming) as result,
            ):
                for (value,) in result:
                    yield value
        except sa.exc.DBAPIError as error:
            if error.connection_invalidated:
                raise
            self.refused.setdefault(table, error)
            raise OutOfTimeError from error

    def _undone(self) -> AbstractContextManager[object]:
        """What a refused statement leaves usable: PostgreSQL ends the transaction, others do not.

        Nor do others take a savepoint everywhere: MariaDB refuses one after reading a sequence.
        """
        if self._connection.dialect.name == "postgresql":
            return self._connection.begin_nested()
        return nullcontext()

    def _look_up(
        self, parts: Sequence[tuple[Place, list[Value]]], found: Mapping[Place, set[Value]]
    ) -> None:
        import sqlalchemy as sa

        branches = []
        for number, ((table, column), wanted) in enumerate(parts):
            held = _clause(self._tables[table], [column]).c[column]
            kind = self._tables[table].columns[column].type
            shown = self._words.collated(held) if kind == "text" else held
            numbered: sa.Label[int] = sa.literal_column(str(number)).label("n")
            branches.append(
                sa.select(numbered, shown.label("v")).where(held.in_(_written(wanted))).distinct()
            )
        for number, value in self._connection.execute(self._words.joined(branches)).all():
            found[parts[number][0]].add(value)

    def _shaped(self, asked: Asked) -> "_Shaped":
        slots: dict[_Slot, list[str]] = {slot: [] for slot in _SLOTS}
        columns = self._tables[asked.table].columns
        for name in asked.columns:
            slots[self._words.slot(columns[name])].append(name)
        key = self._tables[asked.table].primary_key
        return _Shaped(asked=asked, key=key[0] if len(key) == 1 else None, slots=slots)

    def _read(
        self, parts: Sequence[tuple["_Shaped", int]], *, from_end: bool
    ) -> list[list[Sequence[Value]]]:
        """Read so many rows of each in one statement."""
        if not parts:
            return []
        widths = {slot: max(len(shaped.slots[slot]) for shaped, _ in parts) for slot in _SLOTS}
        branches = [
            self._branch(number, shaped, widths, from_end=from_end).limit(limit)
            for number, (shaped, limit) in enumerate(parts)
        ]
        takes = [self._words.taker(shaped, widths) for shaped, _ in parts]
        rows: list[list[Sequence[Value]]] = [[] for _ in parts]
        # Each branch is spelled once, by itself: a UNION as a whole is looked up among known
        # statements, never found, and on SQLite spelled with a second SELECT for each branch.
        spelled = (
            str(b.compile(self._connection, compile_kwargs={"literal_binds": True}))
            for b in branches
        )
        options = {"no_parameters": True}
        joined = self._words.union(list(spelled))
        # All at once: row by row costs a call of the driver each.
        for row in self._connection.exec_driver_sql(joined, execution_options=options).all():
            number = row[0]
            rows[number].append(takes[number](row))
        return rows

    def _branch(
        self, number: int, shaped: "_Shaped", widths: Mapping["_Slot", int], *, from_end: bool
    ) -> "sa.Select[Any]":
        import sqlalchemy as sa

        table = self._tables[shaped.asked.table]
        source = _clause(table, [*shaped.asked.columns, *filter(None, [shaped.key])])
        shown: list[sa.ColumnElement[Any]] = [sa.literal_column(str(number))]
        if self._words.packs:
            columns = (table.columns[name] for name in shaped.asked.columns)
            row = (self._words.shown(column, source.c[column.name]) for column in columns)
            shown.append(sa.func.json_array(*row))
        for slot in () if self._words.packs else _SLOTS:
            names = shaped.slots[slot]
            shown += [self._words.shown(table.columns[n], source.c[n]) for n in names]
            shown += [self._words.nothing(slot)] * (widths[slot] - len(names))
        select = sa.select(*(value.label(f"c{place}") for place, value in enumerate(shown)))
        if shaped.key is None:
            return select
        order = source.c[shaped.key]
        return select.order_by(order.desc() if from_end else order.asc())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shaped:
    """What is asked of a table, its columns in the order of their types."""

    asked: Asked
    key: str | None
    slots: Mapping["_Slot", Sequence[str]]

    def taker(self, widths: Mapping["_Slot", int]) -> Callable[[Sequence[Any]], Sequence[Value]]:
        """Takes the asked columns, in their order, out of a row of the UNION."""
        found, start = {}, 1
        for slot in _SLOTS:
            found.update({name: start + at for at, name in enumerate(self.slots[slot])})
            start += widths[slot]
        places = [found[name] for name in self.asked.columns]
        if len(places) > 1:
            return itemgetter(*places)
        return lambda row: tuple(row[at] for at in places)


class _Words:
    """How one make of database writes what a UNION of many tables needs.

    Attributes:
        packs: Whether a row comes as one JSON array: MariaDB's driver reads values one by one in
            Python, and takes most of the time for it.
    """

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._mysql = self.packs = dialect in {"mysql", "mariadb"}

    def taker(
        self, shaped: "_Shaped", widths: Mapping["_Slot", int]
    ) -> Callable[[Sequence[Any]], Sequence[Value]]:
        """Takes the asked columns out of a row."""
        return (lambda row: json.loads(row[1])) if self.packs else shaped.taker(widths)

    def slot(self, column: Column) -> "_Slot":
        if column.type == "integer":
            return "integer"
        # MariaDB hands a UUID over as a text.
        return "uuid" if column.type == "uuid" and not self._mysql else "text"

    def shown(self, column: Column, place: "sa.ColumnElement[Any]") -> "sa.ColumnElement[Any]":
        """The column as its slot wants it; of a long text the beginning."""
        import sqlalchemy as sa

        kind = self.slot(column)
        if (
            column.native == "oid"
        ):  # beside it in a UNION other whole numbers would be taken for one
            return sa.cast(place, sa.BigInteger)
        if kind != "text":
            return place
        if column.type == "array":
            place = sa.func.array_to_json(place)
        if column.type == "binary":
            return self.collated(self._hexadecimal(place))
        if column.type in _CAST and not self._mysql:
            place = sa.cast(place, sa.Text)
        if column.type != "text" or column.length is None:
            place = sa.func.substr(place, 1, _TEXT_CHARACTERS)
        return self.collated(place)

    def _hexadecimal(self, place: "sa.ColumnElement[Any]") -> "sa.ColumnElement[Any]":
        """The beginning of bytes as a text that every database can put beside others."""
        import sqlalchemy as sa

        start = sa.func.substr(place, 1, _TEXT_CHARACTERS)
        if self._dialect == "postgresql":
            return sa.func.encode(start, sa.literal_column("'hex'"))
        return sa.func.hex(start)

    def collated(self, place: "sa.ColumnElement[Any]") -> "sa.ColumnElement[Any]":
        """A text that stands beside others in a UNION: MariaDB refuses a mix of collations."""
        if not self._mysql:
            return place
        import sqlalchemy as sa

        return sa.cast(place, _utf8()).collate("utf8mb4_bin")

    def nothing(self, slot: "_Slot") -> "sa.ColumnElement[Any]":
        """NULL where a table has fewer columns than another, with the type of its slot."""
        import sqlalchemy as sa

        kinds: dict[_Slot, Any] = {"integer": sa.BigInteger, "uuid": sa.Uuid, "text": sa.Text}
        return sa.cast(sa.null(), kinds[slot])

    def union(self, branches: Sequence[str]) -> str:
        """Selects with a LIMIT each, without values, as one statement."""
        if self._dialect == "sqlite":  # it takes no LIMIT inside a branch, unless in a FROM
            return " UNION ALL ".join(f"SELECT * FROM ({branch})" for branch in branches)
        # Spelled for parameters, which there are none of: a `%` of a name is doubled.
        return " UNION ALL ".join(f"({branch})" for branch in branches).replace("%%", "%")

    def joined(
        self, branches: Sequence["sa.Select[Any]"]
    ) -> "sa.Select[Any] | sa.CompoundSelect[Any]":
        import sqlalchemy as sa

        if len(branches) == 1:
            return branches[0]
        return sa.union_all(*branches)


@cache
def _utf8() -> "sa.types.TypeEngine[str]":
    """One type for all columns: a statement is compiled faster than with one for each."""
    from sqlalchemy.dialects import mysql

    return mysql.CHAR(charset="utf8mb4")


def _clause(table: Table, columns: Iterable[str]) -> "sa.TableClause":
    import sqlalchemy as sa
    from sqlalchemy.sql.elements import quoted_name

    schema = table.schema
    name = table.name if schema is None else table.name.removeprefix(f"{schema}.")
    return sa.table(
        quoted_name(name, quote=True),
        *(sa.column(quoted_name(c, quote=True)) for c in dict.fromkeys(columns)),
        schema=None if schema is None else quoted_name(schema, quote=True),
    )


def _written(wanted: list[Value]) -> Any:
    """Whole numbers stand in the statement itself: thousands of parameters cost more than they."""
    import sqlalchemy as sa

    if not all(type(value) is int for value in wanted):
        return wanted
    return sa.bindparam(None, wanted, sa.BigInteger, expanding=True, literal_execute=True)
