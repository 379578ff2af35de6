"""The guard (`guard: trigger`): no application writes for a person who was erased.

A writer that began before the deletion can still insert after it. The trigger takes the
person's row in share mode and looks for a tombstone; the eraser takes that row for update,
changes or deletes it, and leaves the tombstone in the same transaction. Whoever comes second
meets the other: a late writer gets SQLSTATE `UPH01`. A lock alone would leak under REPEATABLE
READ, and a tombstone alone under READ COMMITTED: both are needed.

Where the guard cannot be installed rows are swept afterwards, and the receipt says "swept".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text, tuple_

from upheld.datamap.graph import Graph, Link
from upheld.datamap.ours import TOMBSTONES
from upheld.refusal import RefusalError, Where
from upheld.subject.closure import Person
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import dialect_of
from upheld.wording import Text

SQLSTATE = "UPH01"


class GuardImpossibleError(RefusalError):
    """The map asks for a guard that this edge cannot have."""

    code = "guard-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """One table that is guarded through one edge to a table that identifies people."""

    table: str
    columns: tuple[str, ...]
    people: str
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The trigger's name; the database's limit is 63 (PostgreSQL) or 64 characters."""
        import hashlib

        edge = f"{self.table}.{'.'.join(self.columns)}>{self.people}"
        return f"upheld_guard_{hashlib.sha256(edge.encode()).hexdigest()[:12]}"


def guarded(graph: Graph) -> list[Guarded]:
    """Every edge of a table with `guard: trigger`.

    Raises:
        GuardImpossibleError: The table has no edge by a column to people.
    """
    found: list[Guarded] = []
    people = graph.subject_tables()
    for name, node in sorted(graph.nodes.items()):
        if node.entry.guard != "trigger":
            continue
        links = [
            k
            for k in node.links
            if k.kind == "key" and k.parent in people and k.when is None and len(k.columns) == 1
        ]
        if not links:
            raise GuardImpossibleError(
                Text(
                    en=f"`{name}` has no edge by one column to a table that identifies people",
                    ja=f"`{name}` には、人を識別する表への単一列の参照がありません",
                ),
                where=Where(system=graph.system, table=name),
                remedy=Text(
                    en="use `guard: sweep` there; the receipt will say `swept`",
                    ja="`guard: sweep` にしてください(受領証には「再確認」と記載されます)",
                ),
            )
        found += [_edge(link) for link in links]
    return found


def _edge(link: Link) -> Guarded:
    return Guarded(
        table=link.child, columns=link.columns, people=link.parent, key=link.parent_columns
    )


class _Sql:
    """Writes the statements of one database."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = dialect_of(connection)
        self._quote = connection.dialect.identifier_preparer.quote_identifier

    def name(self, name: str) -> str:
        parts = name.split(".", 1) if self.dialect == "postgresql" else [name]
        return ".".join(self._quote(part) for part in parts)

    def literal(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"


def install_statements(connection: Connection, graph: Graph) -> list[str]:
    """The SQL that installs the guard, to be shown before it is run. Safe to run again."""
    edges = guarded(graph)
    sql = _Sql(connection)
    if not edges:
        return []
    return [*_tombstone_table(sql), *(s for edge in edges for s in _trigger(sql, edge))]


def remove_statements(connection: Connection, graph: Graph) -> list[str]:
    """The SQL that removes the guard and its tombstones."""
    sql = _Sql(connection)
    statements = [s for edge in guarded(graph) for s in _drop_trigger(sql, edge)]
    return [*statements, f"DROP TABLE IF EXISTS {TOMBSTONES}"] if statements else []


def run(connection: Connection, statements: Sequence[str]) -> None:
    """Run statements as they stand."""
    for statement in statements:
        connection.exec_driver_sql(
            statement.replace("%", "%%") if dialect_of(connection) != "sqlite" else statement
        )


def _tombstone_table(sql: _Sql) -> Iterator[str]:
    size = "VARCHAR(190)" if sql.dialect == "mysql" else "TEXT"
    kind = "VARCHAR(64)" if sql.dialect == "mysql" else "TEXT"
    yield (
        f"CREATE TABLE IF NOT EXISTS {TOMBSTONES} "
        f"(people {kind} NOT NULL, key_text {size} NOT NULL, PRIMARY KEY (people, key_text))"
    )


def _drop_trigger(sql: _Sql, edge: Guarded) -> Iterator[str]:
    table = sql.name(edge.table)
    for event in ("i", "u"):
        if sql.dialect == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {edge.name}_{event} ON {table}"
        else:
            yield f"DROP TRIGGER IF EXISTS {edge.name}_{event}"
    if sql.dialect == "postgresql":
        yield f"DROP FUNCTION IF EXISTS {edge.name}()"


def _trigger(sql: _Sql, edge: Guarded) -> Iterator[str]:
    yield from _drop_trigger(sql, edge)
    table, people = sql.name(edge.table), sql.name(edge.people)
    column, key = sql.name(edge.columns[0]), sql.name(edge.key[0])
    kind = sql.literal(edge.people)
    told = f"upheld: the person this row of {edge.table} would belong to was erased"
    events = (("i", "INSERT"), ("u", f"UPDATE OF {column}" if sql.dialect != "mysql" else "UPDATE"))
    if sql.dialect == "postgresql":
        # SECURITY DEFINER: a key-share lock and the tombstones need rights that the
        # application may lack. The fixed search_path keeps others from standing in for ours.
        yield (
            f"CREATE FUNCTION {edge.name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = public, pg_temp AS $guard$ BEGIN "
            f"PERFORM 1 FROM {people} WHERE {key} = NEW.{column} FOR KEY SHARE; "
            f"IF EXISTS (SELECT 1 FROM {TOMBSTONES} WHERE people = {kind} AND key_text = NEW.{column}::text) "
            f"THEN RAISE EXCEPTION {sql.literal(told)} USING ERRCODE = '{SQLSTATE}'; END IF; "
            f"RETURN NEW; END $guard$"
        )
        for event, words in events:
            yield (
                f"CREATE TRIGGER {edge.name}_{event} BEFORE {words} ON {table} FOR EACH ROW "
                f"WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION {edge.name}()"
            )
        return
    there = f"EXISTS (SELECT 1 FROM {TOMBSTONES} WHERE people = {kind} AND key_text = CAST(NEW.{column} AS {'CHAR' if sql.dialect == 'mysql' else 'TEXT'}))"
    for event, words in events:
        if sql.dialect == "mysql":
            # Its trigger sees every update: one that leaves the reference alone is no late
            # write, and our own anonymising of a row that stays is such a one.
            same = f"NEW.{column} <=> OLD.{column}" if event == "u" else "FALSE"
            yield (
                f"CREATE TRIGGER {edge.name}_{event} BEFORE {words} ON {table} FOR EACH ROW BEGIN "
                f"DECLARE held INT; IF NOT ({same}) THEN "
                f"SELECT COUNT(*) INTO held FROM {people} WHERE {key} = NEW.{column} LOCK IN SHARE MODE; "
                f"SELECT COUNT(*) INTO held FROM {TOMBSTONES} WHERE people = {kind} AND key_text = CAST(NEW.{column} AS CHAR) LOCK IN SHARE MODE; "
                f"IF held > 0 THEN SIGNAL SQLSTATE '{SQLSTATE}' SET MESSAGE_TEXT = {sql.literal(told)}; END IF; END IF; END"
            )
        else:
            # SQLite has one writer at a time: the tombstone alone is enough.
            yield (
                f"CREATE TRIGGER {edge.name}_{event} BEFORE {words} ON {table} FOR EACH ROW "
                f"WHEN NEW.{column} IS NOT NULL AND {there} "
                f"BEGIN SELECT RAISE(ABORT, '{SQLSTATE} {told}'); END"
            )


def is_installed(connection: Connection) -> bool:
    """Whether the tombstones' table is there."""
    dialect = dialect_of(connection)
    if dialect == "sqlite":
        query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"
    elif dialect == "postgresql":
        query = "SELECT 1 FROM pg_class WHERE oid = to_regclass(:name)"
    else:
        query = "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = :name"
    return connection.execute(text(query), {"name": TOMBSTONES}).first() is not None


def close_the_door(
    connection: Connection, place: RelationalPlace, graph: Graph, people: Sequence[Person]
) -> bool:
    """Lock these people's rows and leave their tombstones; first thing in the transaction.

    From here on nothing is written for them: what was committed before is seen by the tracing
    that follows, what comes after meets the tombstone.

    Returns:
        Whether the system is guarded. Without the installed guard nothing is locked.
    """
    wanted = guarded(graph)
    if not wanted or not is_installed(connection):
        return False
    dialect = dialect_of(connection)
    for kind, subject in graph.datamap.subjects.items():
        edge = next((e for e in wanted if e.people == subject.table), None)
        if edge is None:
            continue
        keys = [key for person in people if not person.held for key in person.seeds.get(kind, ())]
        table = place.sa_table(subject.table)
        columns = [table.c[c] for c in subject.key_columns]
        for start in range(0, len(keys), 500):
            query = select(table.c[edge.key[0]]).where(_one_of(columns, keys[start : start + 500]))
            if dialect != "sqlite":
                query = query.with_for_update()
            found = [
                {"people": subject.table, "key_text": str(row[0])}
                for row in connection.execute(query)
            ]
            if found:
                _leave_tombstones(connection, dialect, found)
    return True


def remember(
    connection: Connection,
    place: RelationalPlace,
    graph: Graph,
    keys: Mapping[str, Sequence[tuple[Any, ...]]],
) -> bool:
    """Leave the tombstones of a person who was erased before the guard was there.

    Args:
        connection: To the guarded database.
        place: That database.
        graph: Its map.
        keys: Of the person's own rows, by kind of person.

    Returns:
        Whether every key is known now. One that the guarded tables do not refer by can only be
        read while the person's row is still there.
    """
    dialect = dialect_of(connection)
    whole = True
    for kind, listed in keys.items():
        subject = graph.datamap.subjects[kind]
        edge = next((e for e in guarded(graph) if e.people == subject.table), None)
        if edge is None:
            continue
        texts = [str(key[0]) for key in listed]
        if tuple(subject.key_columns) != edge.key:
            table = place.sa_table(subject.table)
            columns = [table.c[c] for c in subject.key_columns]
            query = select(table.c[edge.key[0]]).where(_one_of(columns, listed))
            texts = [str(value) for value in connection.execute(query).scalars()]
            whole = whole and len(texts) == len(listed)
        if texts:
            rows = [{"people": subject.table, "key_text": text} for text in texts]
            _leave_tombstones(connection, dialect, rows)
    return whole


def open_the_door(
    connection: Connection, place: RelationalPlace, graph: Graph, people: Sequence[Person]
) -> None:
    """Take tombstones back, for people who dropped out."""
    if not guarded(graph) or not is_installed(connection):
        return
    del place
    for kind, subject in graph.datamap.subjects.items():
        rows = [
            {"people": subject.table, "key_text": str(key[0])}
            for person in people
            for key in person.seeds.get(kind, ())
        ]
        if rows:
            connection.execute(
                text(f"DELETE FROM {TOMBSTONES} WHERE people = :people AND key_text = :key_text"),
                rows,
            )


def _one_of(columns: Sequence[Any], keys: Sequence[tuple[Any, ...]]) -> Any:
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(list(keys))


def _leave_tombstones(connection: Connection, dialect: str, rows: list[dict[str, str]]) -> None:
    ignore = {"sqlite": "INSERT OR IGNORE", "mysql": "INSERT IGNORE"}.get(dialect, "INSERT")
    ending = " ON CONFLICT DO NOTHING" if dialect == "postgresql" else ""
    statement = f"{ignore} INTO {TOMBSTONES} (people, key_text) VALUES (:people, :key_text){ending}"
    connection.execute(text(statement), rows)
