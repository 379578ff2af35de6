"""What is announced about a case, and to whom: a reference, a kind, a state, a day.

An event says that a case has come this far. A case that comes back (from a hold, with a plan that
went stale, to be decided otherwise) has been there before, and nothing is announced a second time.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from upheld.desk.case import Case, State
from upheld.desk.configuration import Event
from upheld.desk.office import Office
from upheld.durable import outbox

SEND = "webhook-send"
"""The outbox row that delivers one message to one webhook."""
_EVENTS: Mapping[State, Event] = {
    "received": "request.received",
    "identified": "request.identified",
    "decided": "request.decided",
    "refused": "request.decided",
    "answered": "request.answered",
    "closed": "request.closed",
}
_CAME_FROM: Mapping[State, State | None] = {
    "received": None, "identified": "received", "decided": "identified",
}  # fmt: skip
"""A case that came here from another state has been here before; the other states come once."""


def announce(
    office: Office, connection: Connection, case: Case, *, before: State | None = None
) -> None:
    """Promise a message about a case to each webhook that wants it, in the caller's transaction.

    Args:
        office: The desk.
        connection: The transaction in which the case came into its state.
        case: As it is now.
        before: From which state it came; `None` for a new one.
    """
    outbox.add_many(connection, announcements(office, case, before=before))


def announcements(
    office: Office, case: Case, *, before: State | None = None
) -> list[outbox.Promise]:
    """Return the promises that `announce` makes."""
    event = _EVENTS.get(case.state)
    if event is None or before != _CAME_FROM.get(case.state, before):
        return []
    now = office.company.clock.now()
    said: dict[str, Any] = {
        # The same for every try and every receiver; no dots, since a signature joins with them.
        "id": f"evt_{case.reference}_{event.removeprefix('request.')}_{case.turn}",
        "event": event,
        "at": now.isoformat(),
        "data": {
            "reference": case.reference,
            "right": case.right,
            "state": case.state,
            "due_on": case.due_on.isoformat(),
        },
    }
    wanting = [name for name, hook in office.settings.webhooks.items() if event in hook.events]
    return [(SEND, case.reference, {**said, "to": name}, now) for name in wanting]
