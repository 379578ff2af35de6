"""What was promised to webhooks and what became of it, the newest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, select

from upheld.clock import aware
from upheld.desk.webhooks.announcing import SEND
from upheld.durable.tables import outbox

DeliveryState: TypeAlias = Literal["waiting", "stuck", "over"]
"""Will be tried at `next_at`; waits for a person; delivered, or given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one webhook; a message that is sent again is a delivery of its own.

    Attributes:
        id: Of the delivery; the newest has the largest.
        event_id: What the receiver knows the message by: the same for every try.
        to: The webhook's name in the settings.
        announced_at: When it happened.
        attempts: How often it was tried.
        next_at: When it is tried next.
        last_error: The code of the last failure, also where a later try succeeded.
    """

    id: int
    event_id: str
    event: str
    reference: str
    to: str
    announced_at: datetime
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    over_at: datetime | None
    last_error: str | None


def deliveries(
    connection: Connection,
    *,
    state: DeliveryState | None = None,
    before: int | None = None,
    most: int = 50,
) -> Sequence[Delivery]:
    """Return a page of deliveries, as far back as the outbox keeps them.

    Args:
        connection: The store.
        state: Only these.
        before: The `id` of the last one of the page before.
        most: How many.
    """
    rows = outbox.c
    query = select(outbox).where(rows.kind == SEND).order_by(rows.id.desc()).limit(most)
    if before is not None:
        query = query.where(rows.id < before)
    if state == "over":
        query = query.where(rows.done_at.is_not(None))
    elif state is not None:
        stuck = rows.stuck_at.is_not(None) if state == "stuck" else rows.stuck_at.is_(None)
        query = query.where(rows.done_at.is_(None), stuck)
    return [_delivery(row) for row in connection.execute(query)]


def _delivery(row: Row[Any]) -> Delivery:
    said = json.loads(row.payload)
    state: DeliveryState = "waiting"
    if row.done_at is not None:
        state = "over"
    elif row.stuck_at is not None:
        state = "stuck"
    return Delivery(
        id=row.id,
        event_id=said["id"],
        event=said["event"],
        reference=row.key,
        to=said["to"],
        announced_at=datetime.fromisoformat(said["at"]),
        state=state,
        attempts=row.attempts,
        next_at=aware(row.at) if state == "waiting" else None,
        over_at=None if row.done_at is None else aware(row.done_at),
        last_error=row.last_error,
    )
