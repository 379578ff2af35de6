"""What opening a store does: nothing where it is up to date, refuse where it is newer than us."""

from importlib.resources import files

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from upheld.migrations.tables import VERSION_TABLE
from upheld.refusal import RefusalError
from upheld.wording import Text

_NO_SUCH_TABLE = "42P01"
"""SQLSTATE of an undefined table (PostgreSQL, appendix A)."""


class StoreNewerError(RefusalError):
    """The store has been opened by a newer program, whose tables this one does not know."""

    code = "store-newer"


def revisions() -> list[str]:
    """The numbers of all steps that this program knows, the oldest first."""
    names = (entry.name for entry in files("upheld.migrations.revisions").iterdir())
    return sorted(n[1:5] for n in names if n.startswith("r") and n.endswith(".py"))


def version_of(connection: Connection) -> str | None:
    """The number of the last step taken; `None` before the first, also in an older store."""
    try:
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    except DBAPIError as error:
        connection.rollback()
        if not _says_no_such_table(error):
            raise
        return None
    return None if found is None else str(found)


def _says_no_such_table(error: DBAPIError) -> bool:
    driver = error.orig
    return getattr(driver, "sqlstate", None) == _NO_SUCH_TABLE or "no such table" in str(driver)


def bring_up_to_date(engine: Engine) -> None:
    """Take the steps that a store lacks; safe when several processes do it at once.

    A store without a single table gets all of them; one from before there were steps keeps every
    row. What happens, happens in one transaction: after a failure the store is as it was.

    Raises:
        StoreNewerError: The store knows steps that this program does not.
    """
    known = revisions()
    with engine.connect() as connection:
        found = version_of(connection)
    if found == known[-1]:
        return
    refuse_newer(found, known)
    # Alembic takes half a second to load, and is needed once a release.
    from upheld.migrations.upgrading import upgrade

    upgrade(engine)


def refuse_newer(found: str | None, known: list[str]) -> None:
    """Refuse a store that knows steps which this program does not.

    Raises:
        StoreNewerError: It does.
    """
    if found is None or found in known:
        return
    raise StoreNewerError(
        Text(
            en=f"the store is newer than this program: its schema is {found[:12]}, "
            f"and this program knows up to {known[-1]}",
            ja=f"保管庫がこのプログラムより新しい形式です(保管庫 {found[:12]}、このプログラムは {known[-1]} まで)",
        ),
        remedy=Text(
            en="install the newer `upheld` on this machine too; nothing was changed. "
            "To go back to the older one, `upheld restore` a backup made with it",
            ja="このマシンにも新しい `upheld` を入れてください。何も変更していません。"
            "古い版に戻すには、その版で作ったバックアップを `upheld restore` してください",
        ),
    )
