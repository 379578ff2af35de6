"""What must be true of any erasure on any database: P1 to P7, for an engine given as `run`.

A property takes the engine as a function and asks `hold` for the URL of a database (SQLite or
PostgreSQL) that holds a model, as often as it needs one. Failures name table, mark and column.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from tests.random_schemas.model import Model, Row, RowName, Subject, Table
from tests.random_schemas.oracle import Judgement, afterwards, judge
from tests.random_schemas.world import BLANK, ERASED, Erased

Rows: TypeAlias = Mapping[str, list[Row]]
Fresh: TypeAlias = Callable[[], str]
"""Returns the URL of an empty database."""
Hold: TypeAlias = Callable[[Model], str]
"""Returns the URL of a database that holds a model, and nothing else."""
NEEDLE = re.compile(r"needle-[\w-]+")


class Run(Protocol):
    """Erases some people from the database at `url`, or raises."""

    def __call__(
        self,
        url: str,
        map_yaml: str,
        rules: Mapping[str, str],
        subjects: Sequence[Subject],
        as_of: date,
        /,
    ) -> None:
        """Plan, approve and apply."""
        ...


class Disclose(Protocol):
    """Discloses one person; returns records by table, each with its `mark`."""

    def __call__(
        self,
        url: str,
        map_yaml: str,
        rules: Mapping[str, str],
        subjects: Sequence[Subject],
        as_of: date,
        /,
    ) -> Mapping[str, Iterable[Mapping[str, Any]]]:
        """Return what is disclosed; the database stays as it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure that the engine carried out, and what the oracle says about it.

    Attributes:
        origin: The database before the first of several erasures; what was anonymised since
            may be anonymised again or stay, but never be what it was.
    """

    origin: Model
    before: Model
    judgement: Judgement
    expected: Model
    after: Rows
    url: str


def holding(fresh: Fresh) -> Hold:
    """Make a database for each schema, and fill it again for other rows of the same.

    What the engine built for a schema serves all of them, as in a process that handles one
    request after another; and a database is tried that was worked on before.
    """
    held: list[tuple[Mapping[str, Table], str]] = []

    def hold(model: Model) -> str:
        if held and held[0][0] is model.tables:
            overwrite(model, held[0][1])
        else:
            url = fresh()
            build(model, url)
            held[:] = [(model.tables, url)]
        return held[0][1]

    return hold


def empty(url: str) -> str:
    """Drop everything in a database, to use it again; return its URL."""
    with _connect(url) as connection:
        dropping = ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]
        if connection.dialect.name == "sqlite":
            tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
            dropping = [f'DROP TABLE "{name}"' for (name,) in connection.exec_driver_sql(tables)]
        _execute(connection, dropping)
    return url


def build(model: Model, url: str) -> None:
    """Create and fill the database at `url`, which must be empty."""
    with _connect(url) as connection:
        dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
        _execute(connection, model.create_sql(dialect))  # type: ignore[arg-type]


def read(model: Model, url: str) -> Rows:
    """Every row, as the model writes values."""
    with _connect(url) as connection:
        return {name: list(_records(connection, table)) for name, table in model.tables.items()}


def overwrite(model: Model, url: str) -> None:
    """Replace every row; foreign keys are not enforced meanwhile."""
    with _connect(url) as connection:
        emptied = [f'DELETE FROM "{table}"' for table in model.tables]
        if connection.dialect.name == "postgresql":
            # For this transaction only; SQLite enforces none unless a connection asks it to.
            emptied.insert(0, "SET LOCAL session_replication_role = replica")
        _execute(connection, [*emptied, *model.insert_sql()])


def _execute(connection: Connection, statements: Sequence[str]) -> None:
    """Execute them in one transaction; on a server in one round trip."""
    if connection.dialect.name == "postgresql":
        statements = [";\n".join(statements)]
    for statement in statements:
        connection.exec_driver_sql(statement)
    connection.commit()


def erase(run: Run, model: Model, url: str, subjects: Sequence[Subject]) -> Erasure:
    """Let the engine erase from the database at `url`, whatever state it is in by now."""
    before = replace(model, rows=read(model, url))
    judgement = judge(before, subjects)
    run(url, model.as_yaml(), model.rules, subjects, model.as_of)
    return Erasure(
        origin=model,
        before=before,
        judgement=judgement,
        expected=afterwards(before, judgement),
        after=read(model, url),
        url=url,
    )


def check_all(run: Run, hold: Hold, model: Model, subjects: Sequence[Subject]) -> None:
    """P1, P2, P3 and P6 on one erasure, then P4 on the same database."""
    erasure = erase(run, model, hold(model), subjects)
    check_rows(erasure)
    check_others(erasure, subjects)
    check_constraints(erasure)
    check_needles(erasure)
    check_again(run, erasure, subjects)


def check_rows(erasure: Erasure) -> None:
    """P1: exactly the rows and cells change that the oracle says."""
    assert not list(differences(erasure.origin, erasure.expected, erasure.after))


def check_others(erasure: Erasure, subjects: Sequence[Subject]) -> None:
    """P2: a row that another person owns and the request does not reach is byte-equal.

    Only a reference to a row that went may have become NULL.
    """
    model, world = erasure.before, erasure.judgement.world
    reached = {name for one in erasure.judgement.roles.values() for name in one}
    others = judge(model, [s for s in model.subjects if s not in set(subjects)], world)
    after = _by_name(erasure.after)
    went = set(_by_name(model.rows)) - set(after)
    cut: dict[RowName, set[str]] = {}
    for reference in world.references:
        if reference.target in went:
            cut.setdefault(reference.source, set()).update(reference.columns)
    rows = _by_name(model.rows)
    theirs = {n for one in others.roles.values() for n, role in one.items() if role == "owner"}
    for name in theirs - reached:
        assert name in after, f"{name} belongs to somebody else and went"
        for column, value in rows[name].items():
            if after[name][column] is None and column in cut.get(name, set()):
                continue
            assert after[name][column] == value, f"{name}.{column} is somebody else's"


def check_constraints(erasure: Erasure) -> None:
    """P3: no reference leads nowhere: neither declared ones nor those the map names."""
    model = replace(erasure.before, rows=erasure.after)
    rows = _by_name(erasure.after)
    for reference in erasure.judgement.world.references:
        source = rows.get(reference.source)
        if source is None or reference.target in rows:
            continue
        nulled = reference.columns and all(source[c] is None for c in reference.columns)
        assert nulled, f"{reference.source} refers to {reference.target}, which went"
    if erasure.url.startswith("sqlite"):
        with _connect(erasure.url) as connection:
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, row in model.each_row():
        for column in table.columns:
            assert column.nullable or row[column.name] is not None


def check_again(run: Run, erasure: Erasure, subjects: Sequence[Subject]) -> None:
    """P4: erasing again changes nothing that the oracle does not name again.

    What is anonymised may get a new random value; nothing else may move.
    """
    check_rows(erase(run, erasure.origin, erasure.url, subjects))


def check_order(run: Run, hold: Hold, model: Model, one: Subject, other: Subject) -> None:
    """P5: one person then another gives the same as the other way round.

    Where the oracle says that the order matters (a reference that cannot be NULL keeps the
    first person as a tombstone, which then counts as an owner; so does a text that took the
    place of an address an edge matches), each order must equal it. Where such a column may be
    NULL, what the engine wrote there decides, and each step is compared by itself alone.
    """
    ends: list[Rows] = []
    for order in ([one, other], [other, one]):
        url = hold(model)
        for subject in order:
            check_rows(erase(run, model, url, [subject]))
        ends.append(read(model, url))
    there = in_sequence(model, [one, other])
    if there is not None and there == in_sequence(model, [other, one]):
        assert not list(differences(model, there, ends[0]))
        assert not list(differences(model, there, ends[1]))


def in_sequence(model: Model, subjects: Iterable[Subject]) -> Model | None:
    """The oracle's state after erasing people one after another; `None` if it cannot know."""
    for subject in subjects:
        if any(map(_undecided, *zip(*model.each_row(), strict=True))):
            return None
        model = afterwards(model, judge(model, [subject]))
    return model


def _undecided(table: Table, row: Row) -> bool:
    """Whether an address that makes an owner may have become NULL or a text, both right."""
    matched = [e.via[0] for e in table.edges if e.match is not None and e.role == "owner"]
    return any(table.column(c).nullable and isinstance(row[c], Erased) for c in matched)


def check_needles(erasure: Erasure) -> None:
    """P6: a needle that should be gone is nowhere, in no table and under no letter case."""
    gone = needles(erasure.before.rows) - needles(erasure.expected.rows)
    left = gone & needles(erasure.after)
    assert not left, f"{len(left)} of {len(gone)} needles are left: {sorted(left)[:5]}"


def check_disclosure(disclose: Disclose, hold: Hold, model: Model, subject: Subject) -> None:
    """P7: what an erasure deletes or anonymises, a disclosure before it has shown.

    Personal columns only: keys of third persons may be masked.
    """
    shown = disclose(hold(model), model.as_yaml(), model.rules, [subject], model.as_of)
    seen = {(table, r["mark"]): r for table, records in shown.items() for r in records}
    judgement = judge(model, [subject])
    for name, row in _by_name(model.rows).items():
        role, verdict = judgement.roles[subject].get(name), judgement.verdicts[name]
        table = model.tables[name[0]]
        if role in ("owner", "accessor"):
            assert name in seen, f"{name} is not disclosed"
        if role == "owner" and (verdict.action == "delete" or verdict.changed):
            for column in table.personal() if verdict.action == "delete" else verdict.changed:
                value = _plain(table, column, seen[name].get(column))
                assert value == row[column], f"{name}.{column} is not disclosed"
    owned = {n for n, role in judgement.roles[subject].items() if role in ("owner", "accessor")}
    assert set(seen) <= owned, "a row is disclosed that is not the person's"


def differences(origin: Model, expected: Model, after: Rows) -> Iterator[str]:
    """Name every row and cell that is not as expected."""
    old, want, have = _by_name(origin.rows), _by_name(expected.rows), _by_name(after)
    for name in sorted(set(old) - set(want)):
        if name in have:
            yield f"{name} should have gone"
    for name, row in want.items():
        if name not in have:
            yield f"{name} should have stayed"
            continue
        for column, value in row.items():
            if not _as_expected(value, old[name][column], have[name][column]):
                wish = "something else" if value is ERASED else repr(value)
                yield f"{name}.{column} is {have[name][column]!r}, should be {wish}"
    for name in set(have) - set(old):
        yield f"{name} is new"


def needles(rows: Rows) -> set[str]:
    """Every needle that occurs in any text."""
    return {
        needle
        for records in rows.values()
        for row in records
        for column, value in row.items()
        if column != "mark"
        for needle in NEEDLE.findall(_text(value))
    }


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_text(part) for part in value.values())
    return str(value).casefold()


def _as_expected(want: Any, old: Any, have: Any) -> bool:
    if isinstance(want, dict):
        if not isinstance(have, dict) or not have.keys() <= want.keys():
            return False
        return all(_as_expected(part, old.get(k), have.get(k)) for k, part in want.items())
    if want is ERASED:
        return bool(have != old)
    if want is BLANK:
        return not NEEDLE.search(str(have))
    return bool(have == want)


def _by_name(rows: Rows) -> dict[RowName, Row]:
    return {(table, row["mark"]): row for table, records in rows.items() for row in records}


def _connect(url: str) -> Connection:
    return _database(url).connect()


@lru_cache(maxsize=4)
def _database(url: str) -> Engine:
    plain = make_url(url)
    if plain.get_backend_name() != "postgresql":
        return create_engine(plain, poolclass=NullPool)
    return create_engine(plain.set(drivername="postgresql+psycopg"))


def forget(url: str) -> None:
    """Give back the connection to a server's database."""
    _database(url).dispose()


def _records(connection: Connection, table: Table) -> Iterator[Row]:
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    for record in connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"'):
        pairs = zip(table.columns, record, strict=True)
        yield {c.name: _plain(table, c.name, value) for c, value in pairs}


def _plain(table: Table, column: str, value: Any) -> Any:
    """Write a driver's value as the model does: days as text, JSON as a dictionary."""
    kind = table.column(column).kind
    if kind == "json" and isinstance(value, str):
        return json.loads(value)
    if kind == "date" and value is not None:
        return str(value)
    return value
