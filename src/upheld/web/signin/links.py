"""One-time links: the first account, a colleague's account, a new password.

A link is opened by GET, which changes nothing (mail programs open links to look at them), and used
by the form on its page. The store keeps its hash, and when it was used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, delete, insert, select, update

from upheld.desk.actors import person_of
from upheld.web.refused import LinkInvalidError
from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.secrets_at_rest import hash_of, new_secret
from upheld.web.signin.staff import Staff
from upheld.web.site import Site

Kind: TypeAlias = Literal["first", "join"]
"""`first` makes a privacy officer out of whoever holds the machine; `join` lets a colleague in."""

_LASTS = {"first": timedelta(hours=1), "join": timedelta(days=3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that still counts."""

    kind: str
    staff: Staff | None
    ends_at: datetime


def first_link(connection: Connection, site: Site) -> str:
    """Make the link that makes a privacy officer; earlier ones of its kind count no longer."""
    connection.execute(delete(store.links).where(store.links.c.kind == "first"))
    return _make(connection, site, "first", None, None)


def join_link(connection: Connection, site: Site, colleague: Staff, by: str) -> str:
    """Make the link with which a colleague sets a password; earlier ones count no longer.

    Args:
        connection: The transaction.
        site: Whose clock counts.
        colleague: Whom it lets in.
        by: Who makes it, as the ledger names them.
    """
    connection.execute(delete(store.links).where(store.links.c.staff_id == colleague.id))
    return _make(connection, site, "join", colleague, by)


def look(connection: Connection, site: Site, secret: str) -> Link:
    """Return a link without using it.

    Raises:
        LinkInvalidError: It was used, has expired, or never was one.
    """
    row = connection.execute(
        select(store.links).where(store.links.c.token_hash == hash_of(secret))
    ).one_or_none()
    if row is None or row.used_at is not None or site.clock.now() >= row.ends_at:
        raise LinkInvalidError
    staff = None if row.staff_id is None else store.staff_by_id(connection, row.staff_id)
    if row.kind != "first" and (staff is None or staff.disabled_at is not None):
        raise LinkInvalidError
    return Link(kind=row.kind, staff=staff, ends_at=row.ends_at)


def use(connection: Connection, site: Site, secret: str) -> Link:
    """Use a link, in the transaction of what it is used for.

    Raises:
        LinkInvalidError: It counts no longer, or another used it in this moment.
    """
    link = look(connection, site, secret)
    mine = store.links.c
    used = connection.execute(
        update(store.links)
        .where(mine.token_hash == hash_of(secret), mine.used_at.is_(None))
        .values(used_at=site.clock.now())
    ).rowcount
    if used != 1:
        raise LinkInvalidError
    return link


def ends_at(site: Site, kind: Kind = "join") -> datetime:
    """Return until when a link that is made now counts."""
    return site.clock.now() + _LASTS[kind]


def address_of(site: Site, secret: str) -> str:
    """Return a link as one sends it."""
    return f"{site.address}/welcome/{secret}"


def _make(
    connection: Connection, site: Site, kind: Kind, staff: Staff | None, by: str | None
) -> str:
    secret = new_secret()
    connection.execute(
        insert(store.links).values(
            token_hash=hash_of(secret),
            kind=kind,
            staff_id=None if staff is None else staff.id,
            made_by=None if by is None else person_of(by),
            ends_at=ends_at(site, kind),
        )
    )
    of = None if staff is None else staff.id
    record(connection, site, "staff-link-made", by, link=kind, of=of)
    return secret
