"""Taking the steps, by Alembic, one process at a time.

No `env.py`: the connection, with its lock, is ours, and Alembic runs inside its transaction.
"""

from functools import cache
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, StaticPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from upheld.migrations.opening import refuse_newer, revisions, version_of
from upheld.migrations.tables import VERSION_TABLE
from upheld.refusal import RefusalError
from upheld.wording import Text

FOLDER = Path(__file__).parent
_NO_PRIVILEGE = "42501"
"""SQLSTATE of a missing privilege (PostgreSQL, appendix A)."""
_LOCK = 0x75706865_6C640001
"""`upheld` and a number, as one of PostgreSQL's 64-bit advisory locks: whose it is, is ours alone."""


class StoreBehindError(RefusalError):
    """The store lacks steps that our role may not take."""

    code = "store-behind"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Take every step that is lacking, up to and with `to`, in one transaction.

    Raises:
        StoreNewerError: Another process has meanwhile taken steps that we do not know.
        StoreBehindError: The role we log in with may not change tables.
    """
    with engine.connect() as connection:
        take_turn(connection)
        found = _version_now(connection)
        refuse_newer(found, revisions())
        try:
            step_up(connection, found, to)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _NO_PRIVILEGE:
                raise _behind(found) from None
            raise
        connection.commit()


def _behind(found: str | None) -> StoreBehindError:
    return StoreBehindError(
        Text(
            en=f"the store is older than this program (its schema is {found or 'none'}), and our role "
            "may not change tables",
            ja=f"保管庫がこのプログラムより古い形式です(形式 {found or 'なし'})。接続ユーザーに表を変更する権限がありません",
        ),
        remedy=Text(
            en="run any command once with the role that owns the tables, e.g. `upheld request list`",
            ja="表の所有者のユーザーで一度コマンドを実行してください(例: `upheld request list`)",
        ),
    )


def take_turn(connection: Connection) -> None:
    """Wait for other processes that do the same; ends with the transaction."""
    if connection.dialect.name == "sqlite":
        # The driver begins a transaction by itself only before it writes rows, and not before it
        # makes tables. IMMEDIATE: a second process waits here, before it has read anything.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _version_now(connection: Connection) -> str | None:
    """Like `version_of`, but it leaves the transaction, and with it the lock, alone."""
    there = connection.dialect.has_table(connection, VERSION_TABLE)
    return version_of(connection) if there else None


@cache
def script() -> ScriptDirectory:
    """The folder of steps, as Alembic sees it; read once in a process."""
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / "revisions")])


def options() -> dict[str, Any]:
    """How Alembic is to look at a store, the same when it acts and when it compares."""
    return {
        "version_table": VERSION_TABLE,
        "transactional_ddl": True,
        "render_as_batch": True,
        "compare_type": True,
    }


def step_up(connection: Connection, found: str | None, to: str) -> None:
    """Take the steps after `found`, up to and with `to`, in the caller's transaction."""
    steps = script()
    context = MigrationContext.configure(connection, opts=options())
    lacking = list(steps.iterate_revisions(to, found or "base"))
    with Operations.context(context):
        for step in reversed(lacking):
            step.module.upgrade()
    if lacking:
        context.stamp(steps, lacking[0].revision)


@cache
def made_by_all_steps() -> frozenset[str]:
    """The names of our tables, as the steps make them, the one of the version among them.

    From the steps and not from the rooms: those need libraries that are not installed everywhere.
    """
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        step_up(connection, None, "head")
        names = frozenset(inspect(connection).get_table_names())
    engine.dispose()
    return names - {"sqlite_sequence"}
