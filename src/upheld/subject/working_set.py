"""The keys of some people's rows, held in temporary tables of the database itself.

One temporary table for each table reached: `subject` (a number), the row's key, and what was
decided about it. Every step of tracing and deleting is one statement over such a table, for
one person or for ten thousand (`INSERT … SELECT`, `DELETE … USING`); nothing loops over people.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    TableClause,
    Text,
    and_,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.dml import Delete, Update
from sqlalchemy.sql.expression import ColumnClause, FromClause
from sqlalchemy.types import NullType

from upheld.connectors.describe_sqlite import row_id
from upheld.datamap.graph import Graph, Node
from upheld.subject.marks import MARKS, ActionCode, RoleCode, empty_mark
from upheld.subject.place import Dialect, RelationalPlace
from upheld.subject.temporary import creating, indexing

_MOST_STATEMENTS = 1_000
"""Statements remembered of one graph, 10 kB each; then all are forgotten."""
_WORTH_COUNTING = 500
"""Rows of a set from which on PostgreSQL's guess of its size, about 1,000, would be wrong."""
Built = TypeVar("Built")


def dialect_of(connection: Connection) -> Dialect:
    """The family a database belongs to: MariaDB speaks MySQL's."""
    name = connection.dialect.name
    return "mysql" if name == "mariadb" else name  # type: ignore[return-value]


@dataclass(slots=True)
class KeySet:
    """The temporary table of one node.

    Attributes:
        keys: Its columns that hold the row's key, in the order of `WorkingSet.locator`.
        unique: Whether a person's row is in it once only.
        apart: Whether no row can be in it for two people.
        rows: How many were put into it, one found twice counted twice.
        indexed: Whether its unique index has been made (`WorkingSet.index`).
    """

    node: Node
    table: Table
    keys: tuple[Column[Any], ...]
    unique: bool
    apart: bool = False
    rows: int = 0
    indexed: bool = False

    @property
    def by_column(self) -> dict[str, int]:
        """Position in `keys` of each key column of the table."""
        return {column: number for number, column in enumerate(self.node.locator)}


@lru_cache(maxsize=1024)
def _described(name: str, columns: tuple[tuple[str, Any], ...]) -> Table:
    """A temporary table's description, the same object for the same columns.

    SQLAlchemy knows a statement again by the tables in it: only so is each compiled once, and
    not once for every request. A collection of its own, as the name may have other columns.
    """
    made = (Column(column, type_) for column, type_ in columns)
    return Table(name, MetaData(), *made, prefixes=["TEMPORARY"])


class WorkingSet:
    """All temporary tables of one run, on one connection."""

    def __init__(self, connection: Connection, place: RelationalPlace, graph: Graph) -> None:
        self.connection = connection
        self.place = place
        self.dialect = dialect_of(connection)
        self.graph = graph
        self.ended = False
        """Whether rows go because their period has ended, whoever owns them."""
        self.sets: dict[str, KeySet] = {}
        self._metadata = MetaData()
        names = sorted({*graph.nodes, *graph.outside})
        self._numbers = {name: n for n, name in enumerate(names)}
        self._extra: list[str] = []
        self._who: Table | None = None
        self._aliases: dict[tuple[str, str], FromClause] = {}
        self._made = 0

    def remembered(
        self, key: Hashable, build: Callable[[], Built], *, alone: bool = False
    ) -> Built:
        """What was built before for the same question, else what is built now.

        To build and compile a statement takes many times as long as it takes the database to
        answer it for one person; executed again, the same object is compiled already.

        Args:
            key: All that it depends on besides the graph, `ended` and which sets there are.
            build: Makes it, and does nothing else.
            alone: Whether it is the same whichever sets there are.
        """
        known, sets = self.graph.statements, -1 if alone else self._made
        whole = (self.dialect, self.ended, sets, key)
        found: Built | None = known.get(whole)
        if found is None:
            if len(known) >= _MOST_STATEMENTS:
                known.clear()
            found = known[whole] = build()
        return found

    def base(self, name: str) -> TableClause:
        """The real table."""
        return self.place.sa_table(name)

    def alias(self, name: str, spelled: str) -> FromClause:
        """The real table under another name; the same object each time it is asked for."""
        if (name, spelled) not in self._aliases:
            self._aliases[name, spelled] = self.base(name).alias(spelled)
        return self._aliases[name, spelled]

    def locator(self, node: Node, alias: FromClause) -> list[ColumnElement[Any]]:
        """The expressions by which a row of `alias` is found again."""
        if node.locator:
            return [alias.c[name] for name in node.locator]
        if self.by_values(node):
            return list(alias.c)
        if self.dialect == "sqlite":
            return [ColumnClause(row_id(node.table) or "", BigInteger(), _selectable=alias)]
        # The place of a row is given to another one in time; the number of the transaction
        # that wrote it tells them apart. Each partition counts its own places.
        written = ColumnClause("xmin", Text(), _selectable=alias)
        part = ColumnClause("tableoid", Text(), _selectable=alias)
        place = ColumnClause("ctid", NullType(), _selectable=alias)
        return [place, cast(written, Text), cast(part, Text)]

    def by_values(self, node: Node) -> bool:
        """Whether rows have neither key nor pointer: all columns, NULLs too, find them again."""
        return not node.locator and node.name not in self.graph.schema.pointed

    def set_of(self, name: str) -> KeySet:
        """The key set of a table, made on first use."""
        if name not in self.sets:
            self.sets[name] = self._create(self.graph.node(name))
            self._made |= 1 << self._numbers[name]
        return self.sets[name]

    def _create(self, node: Node) -> KeySet:
        made = self.remembered(("set", node.name), lambda: self._planned_set(node), alone=True)
        statements, table, names, unique = made
        self._run(statements)
        self._extra.append(table.name)
        keys = KeySet(node, table, tuple(table.c[name] for name in names), unique)
        keys.indexed = self.dialect == "mysql"
        return keys

    def _planned_set(self, node: Node) -> tuple[list[str], Table, list[str], bool]:
        """How a node's set is made, its table, the names of its key columns, and `unique`."""
        temporary = f"uph_s{self._numbers[node.name]}"
        base = self.alias(node.name, "c")
        keys = self.locator(node, base)
        names = [f"k{i}" for i in range(len(keys))]
        unique = not self.by_values(node)  # all columns together cannot be a unique key
        shape = (
            select(
                *(empty_mark(mark) for mark in MARKS),
                *(key.label(name) for key, name in zip(keys, names, strict=True)),
            )
            .select_from(base)
            .where(literal(1) == literal(0))
        )
        columns: list[tuple[str, Any]] = [
            (mark, BigInteger if mark == "nulls" else Integer) for mark in MARKS
        ]
        columns += [(name, key.type) for key, name in zip(keys, names, strict=True)]
        once = [*names, "subject"] if unique else []
        statements = creating(self.connection, self.dialect, temporary, shape, once)
        return statements, _described(temporary, tuple(columns)), names, unique

    def index(self, keys: KeySet) -> None:
        """Make a set's unique index: a second path to a row could not be put into it otherwise.

        Not with the set itself, because what fills it first has no row twice, and to index many
        rows at once takes less time than each as it comes.
        """
        if keys.unique and not keys.indexed:
            names = [*(key.name for key in keys.keys), "subject"]
            self._run([indexing(self.dialect, keys.table.name, names)])
            keys.indexed = True

    def index_if_large(self, keys: KeySet) -> None:
        """Make the index of a set in which rows will be searched for."""
        if keys.rows >= _WORTH_COUNTING:
            self.index(keys)

    def _create_as(self, temporary: str, shape: Select[Any], unique: Sequence[str]) -> None:
        self._run(creating(self.connection, self.dialect, temporary, shape, unique))
        self._extra.append(temporary)

    def _run(self, statements: Sequence[str]) -> None:
        """Statements without parameters; PostgreSQL takes all of them in one round trip."""
        if self.dialect == "postgresql":
            statements = ["; ".join(statements)]
        for statement in statements:
            self.connection.exec_driver_sql(statement)

    def temporary(self, name: str, columns: Mapping[str, Any]) -> Table:
        """Make a further temporary table of the run, e.g. the people's identifiers."""
        table = _described(name, tuple(columns.items()))
        kind = "TEMPORARY TABLE" if self.dialect == "mysql" else "TABLE"
        created = str(CreateTable(table).compile(self.connection))
        self._run([f"DROP {kind} IF EXISTS {name}", created])
        self._extra.append(name)
        return table

    def who_table(self) -> Table:
        """The people's identifiers, as the database folds them; made on first use."""
        if self._who is None:
            columns = {"subject": Integer, "kind": self.short_text, "form": self.short_text}
            self._who = self.temporary("uph_who", columns)
        return self._who

    def add_who(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add spellings that are not there yet."""
        who = self.who_table()
        for row in rows:
            same = and_(*(who.c[name] == value for name, value in row.items()))
            if self.connection.execute(select(who).where(same).limit(1)).first() is None:
                self.connection.execute(insert(who).values(**row))

    @property
    def short_text(self) -> Any:
        """A text type that can be compared and indexed."""
        return String(255) if self.dialect == "mysql" else Text

    def fill(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows: streamed into PostgreSQL, a thousand at a time elsewhere."""
        if self.dialect == "postgresql":
            self._copy(table, rows)
            return
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == 1000:  # noqa: PLR2004 - SQLite allows 32,766 bound values
                self.connection.execute(insert(table), batch)
                batch = []
        if batch:
            self.connection.execute(insert(table), batch)

    def _copy(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        rest = iter(rows)
        first = next(rest, None)
        if first is None:
            return
        driver: Any = self.connection.connection.driver_connection
        columns = f"COPY {table.name} ({', '.join(first)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(columns) as copy:
            copy.write_row(list(first.values()))
            for row in rest:
                copy.write_row([row[name] for name in first])

    def fill_missing(self, keys: KeySet, rows: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Put people's own rows into a set that are not in it, as rows that go.

        Args:
            keys: The set.
            rows: Each with its person's number and its key.
        """
        t, keys.apart = keys.table, False
        query = select(t.c.subject, *keys.keys)
        known = {(subject, *key) for subject, *key in self.connection.execute(query)}
        marks = dict.fromkeys(MARKS, 0) | {
            "role": int(RoleCode.OWNER),
            "action": int(ActionCode.DELETE),
        }
        names = [k.name for k in keys.keys]
        missing = [
            {**marks, "subject": number, **dict(zip(names, key, strict=True))}
            for number, key in rows
            if (number, *key) not in known
        ]
        self.fill(t, missing)
        keys.rows += len(missing)

    def analyse(self, name: str) -> None:
        """Tell PostgreSQL how large a set has become: it guesses 1,000 rows otherwise."""
        many = name in self.sets and self.sets[name].rows >= _WORTH_COUNTING
        if self.dialect == "postgresql" and many:
            self.connection.exec_driver_sql(f"ANALYZE {self.sets[name].table.name}")

    def values_of(
        self, keys: KeySet, of: FromClause, columns: Sequence[str], spelled: str
    ) -> tuple[FromClause, list[ColumnElement[Any]]]:
        """Columns of the rows that a set (or its alias `of`) names.

        Returns:
            What to select from (the set, joined with the table as `spelled` where the key
            is not enough), and the columns.
        """
        known = keys.by_column
        if set(columns) <= set(known):
            return of, [of.c[keys.keys[known[c]].name] for c in columns]
        base = self.alias(keys.node.name, spelled)
        return of.join(base, self.same_row(keys, base, of)), [base.c[c] for c in columns]

    def same_row(
        self, keys: KeySet, alias: FromClause, of: FromClause | None = None
    ) -> ColumnElement[bool]:
        """True where a row of the real table is the one a set's row (or `of`'s) names."""
        named = [key if of is None else of.c[key.name] for key in keys.keys]
        return self.equal(keys.node, self.locator(keys.node, alias), named)

    def equal(
        self, node: Node, one: Iterable[ColumnElement[Any]], other: Iterable[ColumnElement[Any]]
    ) -> ColumnElement[bool]:
        """True where two locators of a table name the same row."""
        pairs = zip(one, other, strict=True)
        if self.by_values(node):
            return and_(*(a.is_not_distinct_from(b) for a, b in pairs))
        return and_(*(a == b for a, b in pairs))

    def write(self, keys: KeySet, statement: Update | Delete, *sets: Table) -> None:
        """Change rows that a set names.

        PostgreSQL moves a row that is updated: where a pointer is all that finds it again, the
        sets then name its new place.

        Args:
            keys: The set.
            statement: What to do; it takes the rows from the first of `sets`.
            sets: All that name rows of this table; without any `keys` alone.
        """
        node = keys.node
        points = not node.locator and not self.by_values(node)
        if not (points and self.dialect == "postgresql" and isinstance(statement, Update)):
            self.connection.execute(statement)
            return
        first, *others = sets or (keys.table,)
        names, now = [k.name for k in keys.keys], self.locator(node, self.base(node.name))
        moved = statement.returning(
            *(first.c[name].label(f"was_{name}") for name in names),
            *(place.label(f"now_{name}") for name, place in zip(names, now, strict=True)),
        ).cte("moved")

        def following(table: Table) -> Update:
            # All parts see the tables as they were: the old places are still those of the sets.
            here = and_(*(table.c[name] == moved.c[f"was_{name}"] for name in names))
            return update(table).where(here).values({n: moved.c[f"now_{n}"] for n in names})

        also = (following(other).cte(f"also_{n}") for n, other in enumerate(others))
        self.connection.execute(following(first).add_cte(*also))

    def exists(self, name: str) -> bool:
        """Whether any row of a table was reached."""
        if name not in self.sets:
            return False
        found = self.connection.execute(
            select(literal(1)).select_from(self.sets[name].table).limit(1)
        )
        return found.first() is not None

    def drop(self) -> None:
        """Remove the temporary tables; the connection goes back to its pool clean."""
        kind = "TEMPORARY TABLE" if self.dialect == "mysql" else "TABLE"
        self._run([f"DROP {kind} IF EXISTS {name}" for name in dict.fromkeys(self._extra)])
        self._extra.clear()
        self.sets.clear()
        self._made = 0
        self._who = None

    def least(self, a: Any, b: Any) -> ColumnElement[Any]:
        """The smaller of two values."""
        return func.min(a, b) if self.dialect == "sqlite" else func.least(a, b)

    def greatest(self, a: Any, b: Any) -> ColumnElement[Any]:
        """The larger of two values."""
        return func.max(a, b) if self.dialect == "sqlite" else func.greatest(a, b)
