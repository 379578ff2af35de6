"""The keys of some people's rows, held in temporary tables of the database itself.

One temporary table for each table reached: `subject` (a number), the row's key, and what was
decided about it. Every step of tracing and deleting is one statement over such a table, for
one person or for ten thousand (`INSERT … SELECT`, `DELETE … USING`); nothing loops over people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger, Column, ColumnElement, Connection, Integer, MetaData, Select, SmallInteger, Table, TableClause,
    and_, cast, func, insert, literal, literal_column, select, text,
)
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.graph import Graph, Node
from upheld.subject.place import Dialect, RelationalPlace


class RoleCode(IntEnum):
    """Weaker roles have larger numbers: along a path the largest counts."""

    OWNER = 1
    ACCESSOR = 2
    MENTION = 3
    CUSTODIAN = 4


class ActionCode(IntEnum):
    """Stronger actions have larger numbers: of several that apply the largest wins."""

    NONE = 0
    DELETE = 1
    ANONYMISE = 2
    UNLINK = 3
    KEEP = 4
    RETAIN = 5
    HOLD = 6


class Why(IntEnum):
    """Which rule decided a row's action."""

    TABLE = 0
    EDGE = 1
    RETENTION = 2
    AFTER_RETENTION = 3
    SHARED = 4
    TOMBSTONE = 5
    REFERENCE = 6
    HOLD = 7


MARKS = ("subject", "role", "action", "why", "nulls", "round", "done")


def _mark(name: str) -> ColumnElement[Any]:
    # One bit a reference: more than 32 of them need the wider number.
    return cast(literal(0), BigInteger if name == "nulls" else Integer).label(name)


def dialect_of(connection: Connection) -> Dialect:
    """The family a database belongs to: MariaDB speaks MySQL's."""
    name = connection.dialect.name
    return "mysql" if name == "mariadb" else name  # type: ignore[return-value]


@dataclass(slots=True)
class KeySet:
    """The temporary table of one node."""

    node: Node
    table: Table
    keys: tuple[Column[Any], ...]
    unique: bool


class WorkingSet:
    """All temporary tables of one run, on one connection."""

    def __init__(self, connection: Connection, place: RelationalPlace, graph: Graph) -> None:
        self.connection = connection
        self.place = place
        self.dialect = dialect_of(connection)
        self.graph = graph
        self.sets: dict[str, KeySet] = {}
        self._metadata = MetaData()
        self._numbers = {name: n for n, name in enumerate(sorted(graph.nodes))}
        self._extra: list[str] = []
        self._aliases: dict[tuple[str, str], FromClause] = {}

    def base(self, name: str) -> TableClause:
        """The real table."""
        return self.place.sa_table(name)

    def alias(self, name: str, spelled: str) -> FromClause:
        """The real table under another name; the same object each time it is asked for."""
        if (name, spelled) not in self._aliases:
            self._aliases[name, spelled] = self.base(name).alias(spelled)
        return self._aliases[name, spelled]

    def locator(self, node: Node, alias: FromClause, spelled: str) -> list[ColumnElement[Any]]:
        """The expressions by which a row of `alias` (spelled so in SQL) is found again."""
        if node.locator:
            return [alias.c[name] for name in node.locator]
        pointer = {"postgresql": "ctid", "sqlite": "rowid"}.get(self.dialect)
        if pointer is not None:
            return [literal_column(f"{spelled}.{pointer}")]
        return list(alias.c)

    def spelled(self, name: str) -> str:
        """A table's quoted name, as statements without an alias spell it."""
        quote = self.connection.dialect.identifier_preparer.quote_identifier
        return ".".join(quote(part) for part in self._parts(name))

    def _parts(self, name: str) -> list[str]:
        table = self.base(name)
        return [p for p in (getattr(table, "schema", None), table.name) if p]

    def set_of(self, name: str) -> KeySet:
        """The key set of a table, made on first use."""
        if name not in self.sets:
            self.sets[name] = self._create(self.graph.nodes[name])
        return self.sets[name]

    def _create(self, node: Node) -> KeySet:
        number = self._numbers[node.name]
        temporary = f"uph_s{number}"
        base = self.alias(node.name, "c")
        keys = self.locator(node, base, "c")
        names = [f"k{i}" for i in range(len(keys))]
        # Keyless tables of MariaDB are found by all columns; those cannot be a unique key.
        unique = bool(node.locator) or self.dialect != "mysql"
        shape = select(
            *(_mark(mark) for mark in MARKS),
            *(key.label(name) for key, name in zip(keys, names, strict=True)),
        ).select_from(base).where(literal(1) == literal(0))
        self._create_as(temporary, shape, ["subject", *names] if unique else [])
        columns = [Column(mark, Integer) for mark in MARKS]
        columns += [Column(name, key.type) for key, name in zip(keys, names, strict=True)]
        table = Table(temporary, self._metadata, *columns, extend_existing=True)
        return KeySet(node, table, tuple(table.c[name] for name in names), unique)

    def _create_as(self, temporary: str, shape: Select[Any], unique: Sequence[str]) -> None:
        shaped = str(
            shape.compile(self.connection, compile_kwargs={"literal_binds": True})
        )
        execute = self.connection.exec_driver_sql
        shaped = shaped if self.dialect == "sqlite" else shaped.replace("%", "%%")
        key = f"({', '.join(unique)})"
        if self.dialect == "mysql":
            primary = f"(UNIQUE KEY {key})" if unique else ""
            execute(f"DROP TEMPORARY TABLE IF EXISTS {temporary}")
            execute(f"CREATE TEMPORARY TABLE {temporary} {primary} AS {shaped}")
        else:
            execute(f"DROP TABLE IF EXISTS {'pg_temp.' if self.dialect == 'postgresql' else 'temp.'}{temporary}")
            execute(f"CREATE TEMPORARY TABLE {temporary} AS {shaped}")
            if unique:
                # Without the index an upsert of a second path to a row would be impossible.
                index = f"{'temp.' if self.dialect == 'sqlite' else ''}{temporary}_k"
                execute(f"CREATE UNIQUE INDEX {index} ON {temporary} {key}")
        self._extra.append(temporary)

    def temporary(self, name: str, columns: Mapping[str, Any]) -> Table:
        """Make a further temporary table of the run, e.g. the people's identifiers."""
        if name in self._metadata.tables:
            self._metadata.remove(self._metadata.tables[name])
        table = Table(
            name, self._metadata, *(Column(n, t) for n, t in columns.items()),
            prefixes=["TEMPORARY"],
        )
        kind = "TEMPORARY TABLE" if self.dialect == "mysql" else "TABLE"
        self.connection.execute(text(f"DROP {kind} IF EXISTS {name}"))
        table.create(self.connection, checkfirst=False)
        self._extra.append(name)
        return table

    def fill(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows, a thousand at a time."""
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == 1000:  # noqa: PLR2004 - SQLite allows 32,766 bound values
                self.connection.execute(insert(table), batch)
                batch = []
        if batch:
            self.connection.execute(insert(table), batch)

    def fill_missing(self, keys: KeySet, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows into a key set that are not in it yet."""
        t = keys.table
        known = {
            (subject, *key) for subject, *key in self.connection.execute(select(t.c.subject, *keys.keys))
        }
        names = [k.name for k in keys.keys]
        self.fill(t, (r for r in rows if (r["subject"], *(r[n] for n in names)) not in known))

    def analyse(self, name: str) -> None:
        """Tell PostgreSQL how large a set has become: it guesses 1,000 rows otherwise."""
        if self.dialect == "postgresql" and name in self.sets:
            self.connection.exec_driver_sql(f"ANALYZE {self.sets[name].table.name}")

    def same_row(self, keys: KeySet, alias: FromClause, spelled: str) -> ColumnElement[bool]:
        """True where a row of the real table is the one a set's row names."""
        pairs = zip(self.locator(keys.node, alias, spelled), keys.keys, strict=True)
        if keys.node.locator or self.dialect != "mysql":
            return and_(*(real == key for real, key in pairs))
        return and_(*(real.is_not_distinct_from(key) for real, key in pairs))

    def exists(self, name: str) -> bool:
        """Whether any row of a table was reached."""
        if name not in self.sets:
            return False
        found = self.connection.execute(select(literal(1)).select_from(self.sets[name].table).limit(1))
        return found.first() is not None

    def drop(self) -> None:
        """Remove the temporary tables; the connection goes back to its pool clean."""
        kind = "TEMPORARY TABLE" if self.dialect == "mysql" else "TABLE"
        for name in dict.fromkeys(self._extra):
            self.connection.execute(text(f"DROP {kind} IF EXISTS {name}"))
        self._extra.clear()
        self.sets.clear()

    def least(self, a: Any, b: Any) -> ColumnElement[Any]:
        """The smaller of two values."""
        return func.min(a, b) if self.dialect == "sqlite" else func.least(a, b)

    def greatest(self, a: Any, b: Any) -> ColumnElement[Any]:
        """The larger of two values."""
        return func.max(a, b) if self.dialect == "sqlite" else func.greatest(a, b)


