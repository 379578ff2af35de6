"""Stores of every earlier day become today's, and lose nothing on the way."""

import importlib
import json
import pkgutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Integer, MetaData, create_engine, inspect, select, text

import upheld
from tests.evidence.ledgers import Trial
from tests.migrations import dumping
from upheld.assembly import open_store
from upheld.clock import aware
from upheld.desk import store
from upheld.evidence.check import check
from upheld.migrations import opening, tables, upgrading
from upheld.migrations.__main__ import write_revision

KINDS = ("sqlite", "postgresql")
FreshDatabase = Callable[[str], str]


def _opened(url: str) -> Engine:
    engine = open_store(url)
    opening.bring_up_to_date(engine)
    return engine


def _restored(kind: str, name: str, fresh_database: FreshDatabase, folder: Path) -> Engine:
    """A store as it was on the day of a dump."""
    if kind == "sqlite":
        path = folder / "store.db"
        with closing(sqlite3.connect(path)) as database:
            database.executescript(dumping.read(name))
        return open_store(f"sqlite:///{path}")
    url = fresh_database("postgresql")
    with psycopg.connect(url) as connection:
        connection.execute(dumping.read(name).encode())
    return open_store(url)


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=upgrading.options())
        return list(compare_metadata(context, tables.of_every_room()))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_the_steps_make_exactly_the_tables_that_the_rooms_describe(
    kind: str, fresh_database: FreshDatabase
) -> None:
    engine = _opened(fresh_database(kind))
    found = _differences(engine)
    engine.dispose()
    assert not found, (
        "the rooms describe other tables than the steps make. Run\n"
        '    python -m upheld.migrations "what changed"\n'
        f"read the file it writes in src/upheld/migrations/revisions/, and commit it. {found}"
    )


def test_every_table_of_every_room_is_in_the_registry() -> None:
    described: dict[str, str] = {}
    for module in pkgutil.walk_packages(upheld.__path__, "upheld."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, MetaData):
                described.update(dict.fromkeys(value.tables, module.name))
    missing = set(described) - {table.name for table in tables.in_order()}
    assert not missing, (
        f"add {sorted({described[name] for name in missing})} to ROOMS in "
        'src/upheld/migrations/tables.py, then run: python -m upheld.migrations "what changed"'
    )


def test_the_steps_are_one_line() -> None:
    known = opening.revisions()
    found = [step.revision for step in upgrading.script().walk_revisions()]
    assert known == [f"{number:04d}" for number in range(1, len(known) + 1)] == found[::-1], (
        "two steps have one number: delete yours, and after the rebase run again\n"
        '    python -m upheld.migrations "what changed"'
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KINDS for name in dumping.names(kind)]
)
def test_an_older_store_becomes_todays_and_keeps_every_row(
    kind: str, name: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    engine = _restored(kind, name, fresh_database, tmp_path)
    before = dumping.rows_of(engine)
    assert before
    assert all(before.values()), "a table without rows proves nothing"

    opening.bring_up_to_date(engine)

    after = dumping.rows_of(engine)
    assert _differences(engine) == []
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table]]
        assert kept == rows, table
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_stores_ledger_goes_on_and_verifies(
    kind: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    engine = _restored(kind, dumping.names(kind)[0], fresh_database, tmp_path)
    opening.bring_up_to_date(engine)
    trial = Trial(engine, key=dumping.KEY)
    trial.write(3)
    assert trial.seal().size == 308
    found = check(engine, trial.public)
    assert found.ok, found.problems
    assert found.size == 308
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_opening_a_store_that_is_up_to_date_takes_one_statement_and_no_alembic(
    kind: str, fresh_database: FreshDatabase
) -> None:
    url = fresh_database(kind)
    _opened(url).dispose()
    code = (
        "import sys; from sqlalchemy import event\n"
        "from upheld.assembly import open_store\n"
        "from upheld.migrations.opening import bring_up_to_date\n"
        "engine = open_store(sys.argv[1]); said = []\n"
        "engine.connect().close()\n"
        "event.listen(engine, 'before_cursor_execute', lambda *a: said.append(a[2]))\n"
        "bring_up_to_date(engine); engine.dispose()\n"
        "print(len(said), 'alembic' in sys.modules)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, url], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["1", "False"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_processes_that_open_a_new_store_at_once_take_each_step_once(
    kind: str, fresh_database: FreshDatabase
) -> None:
    url = fresh_database(kind)
    code = (
        "import sys; from upheld.assembly import open_store\n"
        "from upheld.migrations.opening import bring_up_to_date\n"
        "engine = open_store(sys.argv[1]); sys.stdin.readline(); bring_up_to_date(engine)\n"
        "engine.dispose()\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ended = [process.communicate(b"\n") for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    engine = open_store(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {tables.VERSION_TABLE}"))
        assert [row[0] for row in found] == [opening.revisions()[-1]]
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_newer_than_the_program_is_refused_and_left_alone(
    kind: str, fresh_database: FreshDatabase
) -> None:
    url = fresh_database(kind)
    engine = _opened(url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9001'"))
    with pytest.raises(opening.StoreNewerError) as refused:
        opening.bring_up_to_date(engine)
    assert "9001" in refused.value.render("en")
    assert opening.revisions()[-1] in refused.value.render("ja")
    with engine.connect() as connection:
        assert opening.version_of(connection) == "9001"
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_that_fails_leaves_the_store_as_it_was(
    kind: str, fresh_database: FreshDatabase
) -> None:
    """A table of another program stands where one of ours should be."""
    engine = open_store(fresh_database(kind))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE due (something INTEGER)"))
    with pytest.raises(Exception, match=r"at|column"):
        opening.bring_up_to_date(engine)
    assert inspect(engine).get_table_names() == ["due"]
    engine.dispose()


@pytest.mark.slow
def test_a_new_column_is_written_as_the_next_step(tmp_path: Path) -> None:
    """What the failing test above asks for: one command, and a file that runs."""
    described = tables.of_every_room()
    from sqlalchemy import Column, Integer, Table

    extra = Table("invented_for_this_test", described[0], Column("id", Integer, primary_key=True))
    try:
        path = write_revision(tmp_path, "Invented for this test")
    finally:
        described[0].remove(extra)
    assert path is not None
    number = f"{int(opening.revisions()[-1]) + 1:04d}"
    assert path.name == f"r{number}_invented_for_this_test.py"
    written = path.read_text()
    assert f'revision = "{number}"' in written
    assert f'down_revision = "{opening.revisions()[-1]}"' in written
    assert '"invented_for_this_test"' in written
    compile(written, path.name, "exec")


@pytest.mark.slow
def test_no_revision_is_written_where_nothing_differs(tmp_path: Path) -> None:
    assert write_revision(tmp_path, "Nothing") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_every_filled_table_of_a_dump_can_be_made_again(tmp_path: Path) -> None:
    """The tool that writes the next dump fills tables of rooms that do not exist yet."""
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    dumping.make_and_fill(engine)
    counted = {table: len(rows) for table, rows in dumping.rows_of(engine).items()}
    engine.dispose()
    assert set(counted) >= {table.name for table in tables.in_order()}
    assert all(counted.values()), counted


def test_a_last_instant_that_sqlite_kept_without_its_zone_is_known_and_put_right(
    tmp_path: Path,
) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    ends = datetime(2026, 12, 24, 15, tzinfo=UTC)  # the 24th is over in Tokyo
    summer = datetime(2026, 7, 2, 7, tzinfo=UTC)  # and the 1st of July in California
    rows = {
        "R-2026-0001": ("2026-12-25 00:00:00.000000", "2026-12-24", "Asia/Tokyo", ends),
        "R-2026-0002": ("2026-12-24 15:00:00.000000", "2026-12-24", "Asia/Tokyo", ends),
        "R-2026-0003": ("2026-07-02 00:00:00.000000", "2026-07-01", "America/Los_Angeles", summer),
        "R-2026-0004": ("2026-07-02 07:00:00.000000", "2026-07-01", "America/Los_Angeles", summer),
    }
    with engine.begin() as connection:
        upgrading.step_up(connection, None, "0020")
        for reference, (due_at, due_on, zone, _) in rows.items():
            needed: dict[str, object] = {
                column.name: 0 if isinstance(column.type, Integer) else ""
                for column in store.cases.columns
                if not column.nullable and column.server_default is None
            }
            needed |= {"reference": reference, "received_at": due_at, "due_on": due_on}
            needed |= {"due_at": due_at, "clock": json.dumps({"zone": zone})}
            names = ", ".join(needed)
            values = ", ".join(f":{name}" for name in needed)
            connection.execute(text(f"INSERT INTO desk_case ({names}) VALUES ({values})"), needed)
    opening.bring_up_to_date(engine)
    with engine.connect() as connection:
        found = connection.execute(select(store.cases.c.reference, store.cases.c.due_at)).all()
    engine.dispose()
    assert {reference: aware(due_at) for reference, due_at in found} == {
        reference: instant for reference, (_, _, _, instant) in rows.items()
    }
