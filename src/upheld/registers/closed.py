"""Systems that are closed: restored from a backup, with people in them who were erased.

While a system is closed nothing is planned or carried out in it: what would be read there is a
world that no longer holds. `upheld replay` closes it, and opens it when nothing is left.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

metadata = MetaData()
closed_systems = Table(
    "closed_system",
    metadata,
    Column("system", String(80), primary_key=True),
    Column("closed_at", DateTime(timezone=True), nullable=False),
    # What an interrupted replay needs to go on: whom it was about, sealed. Gone when it opens.
    Column("sealed", LargeBinary),
)


class SystemClosedError(RefusalError):
    """A system was restored from a backup, and the deletions since are not re-applied yet."""

    code = "system-closed"
    exit_code = Exit.REMAINING


def close(connection: Connection, system: str, at: datetime) -> bool:
    """Close a system; say whether it was open."""
    if is_closed(connection, system):
        return False
    connection.execute(insert(closed_systems).values(system=system, closed_at=at))
    return True


def open_again(connection: Connection, system: str) -> None:
    """Open a system; what was sealed with it is gone."""
    connection.execute(delete(closed_systems).where(closed_systems.c.system == system))


def is_closed(connection: Connection, system: str) -> bool:
    """Whether a system is closed."""
    wanted = select(closed_systems.c.system).where(closed_systems.c.system == system)
    return connection.execute(wanted).first() is not None


def note(connection: Connection, system: str, sealed: bytes) -> None:
    """Keep what an interrupted replay needs."""
    connection.execute(
        update(closed_systems).where(closed_systems.c.system == system).values(sealed=sealed)
    )


def noted(connection: Connection, system: str) -> bytes | None:
    """What an interrupted replay kept."""
    wanted = select(closed_systems.c.sealed).where(closed_systems.c.system == system)
    found = connection.execute(wanted).scalar()
    return None if found is None else bytes(found)


def refuse_closed(engine: Engine, systems: Sequence[str]) -> None:
    """Refuse to plan or act while one of these systems is closed.

    Raises:
        SystemClosedError: Names it.
    """
    with engine.connect() as connection:
        closed = set(connection.execute(select(closed_systems.c.system)).scalars())
    for system in sorted(closed & set(systems)):
        raise SystemClosedError(
            Text(
                en=f"`{system}` is closed: it was restored from a backup, and people erased since "
                "may be in it",
                ja=f"`{system}` は閉鎖中です。バックアップから復元され、消去済みの人のデータが残っている可能性があります",
            ),
            where=Where(system=system),
            remedy=Text(
                en=f"`upheld replay {system}` re-applies the deletions and opens it",
                ja=f"`upheld replay {system}` で削除を適用し直すと開きます",
            ),
        )
