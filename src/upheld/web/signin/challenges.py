"""What we asked a browser to answer: kept for minutes, taken once, bound to that browser."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from upheld.web.signin import store
from upheld.web.signin.secrets_at_rest import hash_of, new_secret
from upheld.web.site import Site

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A question of ours that was open until now."""

    staff_id: str | None
    content: Mapping[str, Any]


def ask(
    connection: Connection,
    site: Site,
    kind: str,
    browser: str,
    content: Mapping[str, Any],
    *,
    staff_id: str | None = None,
) -> str:
    """Keep a question and return the ticket its answer has to show.

    Args:
        connection: The caller's transaction.
        site: Whose clock counts.
        kind: What the question is for; an answer to another kind is none.
        browser: The value of the browser's own cookie.
        content: What will be needed to judge the answer.
        staff_id: Who was asked, where that is known.
    """
    now = site.clock.now()
    connection.execute(delete(store.challenges).where(store.challenges.c.ends_at <= now))
    ticket = new_secret()
    connection.execute(
        insert(store.challenges).values(
            token_hash=_hash(ticket, browser),
            kind=kind,
            staff_id=staff_id,
            content=json.dumps(dict(content)),
            ends_at=now + LASTS,
        )
    )
    return ticket


def take(
    connection: Connection, site: Site, kind: str, browser: str, ticket: str
) -> Challenge | None:
    """Return a question by its ticket, once; whatever the answer is worth, it is not open after."""
    mine = store.challenges.c
    here = (mine.token_hash == _hash(ticket, browser)) & (mine.kind == kind)
    row = connection.execute(select(store.challenges).where(here)).one_or_none()
    if row is None or connection.execute(delete(store.challenges).where(here)).rowcount != 1:
        return None
    if site.clock.now() >= row.ends_at:
        return None
    return Challenge(staff_id=row.staff_id, content=json.loads(row.content))


def _hash(ticket: str, browser: str) -> str:
    return hash_of(f"{ticket}.{browser}")
