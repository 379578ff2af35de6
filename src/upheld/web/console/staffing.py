"""Letting people in and out, with its entry in the ledger; someone can always let others in.

`by` is who acts as the ledger names them: a member of staff, or a token of theirs.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from upheld.refusal import RefusalError
from upheld.web.signin import keeping, store
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff, new_staff_id
from upheld.web.site import Site
from upheld.wording import Text

_KEEPER = "privacy_officer"


class LastOfficerError(RefusalError):
    """Without this person nobody could let anyone in any more."""

    code = "last-officer"


def add(
    connection: Connection, site: Site, by: str, *, name: str, address: str, roles: Sequence[str]
) -> Staff:
    """Put a colleague on the list; they can prove nothing until they used their link."""
    id_ = new_staff_id()
    store.add_staff(
        connection, id_=id_, name=name, address=address, roles=roles, at=site.clock.now()
    )
    record(connection, site, "staff-added", by, of=id_, roles=sorted(roles))
    return Staff(id=id_, name=name, address=address, roles=frozenset(roles))


def change_roles(
    connection: Connection, site: Site, by: str, colleague: Staff, roles: Sequence[str]
) -> None:
    """Change what someone may do; it counts from their next page on.

    Raises:
        LastOfficerError: Nobody would be left who lets people in.
    """
    _take_turn(connection)
    store.change_staff(connection, colleague.id, roles=store.roles_text(roles))
    _someone_is_left(connection)
    record(
        connection, site, "staff-roles-changed", by, of=colleague.id,
        before=sorted(colleague.roles), after=sorted(roles),
    )  # fmt: skip


def disable(connection: Connection, site: Site, by: str, colleague: Staff) -> None:
    """Let someone in no longer; their browsers are signed out at once.

    Raises:
        LastOfficerError: Nobody would be left who lets people in.
    """
    _take_turn(connection)
    store.change_staff(connection, colleague.id, disabled_at=site.clock.now())
    _someone_is_left(connection)
    ended = keeping.end_all(connection, colleague)
    record(connection, site, "staff-disabled", by, of=colleague.id, ended=ended)


def enable(connection: Connection, site: Site, by: str, colleague: Staff) -> None:
    """Let someone in again, with the proofs they had."""
    store.change_staff(connection, colleague.id, disabled_at=None)
    record(connection, site, "staff-enabled", by, of=colleague.id)


def _take_turn(connection: Connection) -> None:
    """Two officers who remove each other in the same moment must not both succeed.

    PostgreSQL locks the rows; on SQLite the first writing statement waits for the other writer.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(store.staff.c.id).order_by(store.staff.c.id).with_for_update())


def _someone_is_left(connection: Connection) -> None:
    if store.count_able(connection, _KEEPER):
        return
    raise LastOfficerError(
        Text(
            en="this is the last privacy officer; nobody could let people in any more",
            ja="最後の個人情報保護担当のため、変更すると職員を管理できる人がいなくなります",
        ),
        remedy=Text(
            en="give another person the role first",
            ja="先にほかの職員に個人情報保護担当の役割を付与してください",
        ),
    )
