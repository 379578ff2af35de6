"""Rows that are stuck from the beginning: what gave up elsewhere, and waits for a person.

They stand with the rows of the outbox that were tried as often as they are: one list, one number,
and the same two answers, `outbox.again` and `outbox.drop`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from upheld.durable.tables import outbox


def add(
    connection: Connection,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    error: str | None,
    attempts: int,
) -> None:
    """Show something that failed; tried again, it is a row of its kind like any other.

    Args:
        connection: The caller's transaction.
        kind: Whose handler tries it again.
        key: What it is about, e.g. a request's reference.
        payload: References only.
        now: The present instant, on our clock.
        error: The code of the last failure.
        attempts: How often it was tried.
    """
    at = now.astimezone(UTC)
    connection.execute(
        insert(outbox).values(
            at=at,
            kind=kind,
            key=key,
            payload=json.dumps(payload, ensure_ascii=False),
            attempts=attempts,
            last_error=error,
            stuck_at=at,
        )
    )
