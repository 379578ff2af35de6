"""Putting a backup back: first into a trial store that must verify, then into the real one.

The real store is changed in one transaction, read back before it is committed, and left as it
was by whatever goes wrong before. SQLite and PostgreSQL take one another's backups.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy import table as table_named

from upheld.clock import Clock
from upheld.durable import stuck
from upheld.durable.tables import works
from upheld.durable.work import run_kind
from upheld.evidence import ledger
from upheld.evidence.check import LedgerCheck, check
from upheld.evidence.entry import Entry
from upheld.migrations.opening import bring_up_to_date, refuse_newer, revisions
from upheld.migrations.tables import VERSION_TABLE
from upheld.operation.manifest import TablePart, damaged
from upheld.operation.plain_rows import Tally, in_bundles, lines_of, values_of
from upheld.operation.reading_backup import Backup
from upheld.refusal import RefusalError
from upheld.wording import Text

RESTORED = "store-restored"
"""The ledger's entry of a restore: what came after the backup is not in this ledger."""


class StoreNotEmptyError(RefusalError):
    """A restore would replace rows that are there."""

    code = "store-not-empty"


def refuse_not_empty(engine: Engine, *, force: bool) -> None:
    """Refuse to replace a store that holds something.

    Raises:
        StoreNotEmptyError: A table of ours has a row, and nobody said that it may go.
    """
    from upheld.migrations.upgrading import made_by_all_steps

    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        full = [
            name
            for name in sorted(there & made_by_all_steps() - {VERSION_TABLE})
            if connection.execute(
                select(literal(1)).select_from(table_named(name)).limit(1)
            ).first()
        ]
    if full and not force:
        raise StoreNotEmptyError(
            Text(
                en=f"the store holds rows already, e.g. in `{full[0]}`; nothing was changed",
                ja=f"保管庫にはすでにデータがあります(`{full[0]}` など)。何も変更していません",
            ),
            remedy=Text(
                en="name an empty store in upheld.yaml, or add --force-empty to lose what is there",
                ja="upheld.yaml で空の保管庫を指定するか、中身を失ってよければ --force-empty を付けてください",
            ),
        )


def trial(backup: Backup, watch: Callable[[str], None]) -> LedgerCheck:
    """Restore into a store of its own and recompute the whole ledger there.

    Raises:
        BackupDamagedError: A row or a checkpoint does not hold.
        StoreNewerError: It was made by a newer program.
    """
    refuse_newer(backup.manifest.revision, revisions())
    with tempfile.TemporaryDirectory(prefix="upheld-trial-") as folder, _plain(folder) as engine:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _fill(backup, connection, watch)
            connection.commit()
        bring_up_to_date(engine)
        watch("ledger")
        found = check(engine, backup.key)
    if not found.ok:
        told = found.problems[0].what
        raise damaged(
            backup.name,
            f"its ledger does not verify: {told.en}",
            f"台帳を検証できません: {told.ja}",
        )
    if found.size != backup.manifest.size:
        raise damaged(
            backup.name,
            "its ledger is not as long as the manifest says",
            "台帳の件数が目録と一致しません",
        )
    return found


@contextmanager
def _plain(folder: str) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{Path(folder) / 'trial.db'}", hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def restore(
    backup: Backup,
    engine: Engine,
    clock: Clock,
    *,
    force: bool,
    watch: Callable[[str], None] = lambda _message: None,
) -> int:
    """Replace the store by the backup's, which `trial` has found whole; return its rows.

    Raises:
        StoreNotEmptyError: It holds something, and `force` is not said.
        BackupDamagedError: It reads back otherwise; nothing was changed.
    """
    from upheld.migrations.upgrading import take_turn

    refuse_not_empty(engine, force=force)
    with engine.connect() as connection:
        take_turn(connection)
        _empty(backup, connection)
        rows = _fill(backup, connection, watch)
        stopped = _stop_work_without_records(connection, clock)
        ledger.append(connection, _entry(backup, clock, stopped))
        connection.commit()
    bring_up_to_date(engine)
    return rows


def _stop_work_without_records(connection: Connection, clock: Clock) -> int:
    """End work whose steps the workflow library recorded: its records are in no backup of ours.

    Begun anew it might do again what was done. It is shown as stuck, and a person decides.
    """
    if not inspect(connection).has_table(works.name):
        return 0
    lost = works.c.port == "dbos", works.c.state.in_(("working", "waiting"))
    now = clock.now()
    # A run more: what its wait has promised for the end of its time is stale by that.
    ended = (
        update(works)
        .where(*lost)
        .values(state="failed", error=RESTORED, ended_at=now, run=works.c.run + 1)
    )
    found = connection.execute(ended.returning(works.c.key, works.c.run)).all()
    kind = run_kind("dbos")
    for row in found:
        again = {"run": row.run + 1}
        stuck.add(connection, kind, row.key, again, now=now, error=RESTORED, attempts=1)
    return len(found)


def _entry(backup: Backup, clock: Clock, stopped: int) -> Entry:
    body: dict[str, Any] = {
        "made_at": backup.manifest.made_at,
        "size": backup.manifest.size,
        "work_stopped": stopped,
    }
    return Entry(kind=RESTORED, at=clock.now(), case=None, drill=clock.drill, body=body)


def _empty(backup: Backup, connection: Connection) -> None:
    """Drop our tables, whichever steps they had taken; what else is there stays."""
    from upheld.migrations.upgrading import made_by_all_steps

    there = set(inspect(connection).get_table_names())
    ours = made_by_all_steps() | {t.name for t in backup.manifest.tables}
    old = MetaData()
    old.reflect(connection, only=sorted(ours & there))
    old.drop_all(connection)


def _fill(backup: Backup, connection: Connection, watch: Callable[[str], None]) -> int:
    """Make the tables as they were when the backup was made, and fill them."""
    from upheld.migrations.upgrading import step_up

    step_up(connection, None, backup.manifest.revision)
    made = MetaData()
    made.reflect(connection)
    rows = 0
    for part in backup.manifest.tables:
        watch(part.name)
        table = made.tables.get(part.name)
        if table is None or set(table.columns.keys()) != set(part.columns):
            raise damaged(
                backup.name,
                f"`{part.name}` is no table of that version",
                f"`{part.name}` はその版の表ではありません",
            )
        rows += _fill_table(backup, connection, table, part)
    return rows


def _fill_table(backup: Backup, connection: Connection, table: Table, part: TablePart) -> int:
    for bundle in in_bundles(backup.lines(part)):
        try:
            values = [dict(zip(part.columns, values_of(line), strict=True)) for line in bundle]
        except (ValueError, TypeError):
            raise damaged(
                backup.name,
                f"a row of `{part.name}` cannot be read",
                f"`{part.name}` の行を読めません",
            ) from None
        connection.execute(insert(table), values)
    _count_on(connection, table, part)
    seen = Tally()
    for line in lines_of(connection, table, part.columns):
        seen.add(line)
    if (seen.rows, seen.digest) != (part.rows, part.digest):
        raise damaged(
            backup.name,
            f"`{part.name}` reads back otherwise than it was written",
            f"`{part.name}` を読み戻した内容が一致しません",
        )
    return seen.rows


def _count_on(connection: Connection, table: Table, part: TablePart) -> None:
    """Let the table's counter go on where it was, also where the last rows are gone."""
    column = table.autoincrement_column
    if column is None:
        return
    highest = connection.execute(select(func.max(column))).scalar()
    last = max(int(highest or 0), part.last or 0)
    if not last:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": f'"{table.name}"', "column": column.name, "last": last},
        )
    elif part.last is not None and inspect(connection).has_table("sqlite_sequence"):
        gone = {"table": table.name, "last": last}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), gone)
        connection.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), gone
        )
