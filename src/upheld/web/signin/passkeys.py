"""The passkeys of staff as their pages list them; made and used in `ceremonies.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey of a member of staff, as their page lists it."""

    credential: str
    label: str
    made_at: datetime
    used_at: datetime | None


def passkeys_of(connection: Connection, staff: Staff) -> Sequence[Passkey]:
    """Return someone's passkeys, the oldest first."""
    mine = store.passkeys
    wanted = select(mine).where(mine.c.staff_id == staff.id).order_by(mine.c.made_at)
    return [
        Passkey(
            credential=row.credential, label=row.label, made_at=row.made_at, used_at=row.used_at
        )
        for row in connection.execute(wanted)
    ]


def remove(connection: Connection, site: Site, staff: Staff, credential: str) -> bool:
    """Remove one of someone's own passkeys; say whether there was one."""
    mine = store.passkeys.c
    gone = connection.execute(
        delete(store.passkeys).where(mine.credential == credential, mine.staff_id == staff.id)
    ).rowcount
    if gone:
        record(connection, site, "staff-passkey-removed", staff.id)
    return bool(gone)
